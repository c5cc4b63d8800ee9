"""The page `alike.html`: what to look at, side by side, as HTML that needs no other file.

Everything learners wrote is escaped, and letters that no eye sees are shown by their code. There is
no script, and a policy in the page's head allows no style but ours.
"""

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.marks import printable
from autograder.similarity.looking import Looked
from autograder.similarity.wording import (
    SMALL_CLASS,
    cells,
    each,
    rarity,
    shared,
    summary,
    unread,
    where,
)


def write_page(looked: Sequence[Looked], path: Path) -> None:
    """Write the page; the same findings give the same bytes.

    Raises OSError where it cannot be written; what stood there before then stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(rendered(looked), encoding="utf-8", newline="\n")
    part.replace(path)


def rendered(looked: Sequence[Looked]) -> str:
    """The page as text."""
    style = (files(__package__) / "alike.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(
        loader=PackageLoader(__package__, ""),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for work in (cells, each, rarity, shared, where):
        environment.globals[work.__name__] = work
    return environment.get_template("alike.html.jinja").render(
        looked=looked,
        summary=summary(looked),
        unread=unread(looked),
        small_class=SMALL_CLASS,
        style=Markup(style),
        digest=digest,
    )


def _shown(value: object) -> object:
    """Text whose every letter shows; it is escaped afterwards."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "\n".join(printable(line) for line in value.expandtabs(4).split("\n"))
    return value
