"""A page of Markdown for the reader: JupyterLab, VS Code and Colab draw it, others print it."""

import difflib
from collections.abc import Iterable

from IPython.display import display

from autograder.kernel import shows_panels


class Told(Exception):
    """A sentence for the learner. Notebooks show it without a stack."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def show_page(markdown: str) -> None:
    """Show Markdown; it is its own twin where only text is shown."""
    if shows_panels():
        display({"text/markdown": markdown, "text/plain": markdown}, raw=True)
    else:
        print(markdown)


def refuse_unknown(what: str, name: object, known: Iterable[str]) -> None:
    """Raise Told unless `name` is known; it offers the nearest names."""
    known = list(known)
    if name in known:
        return
    begin = [other for other in known if name and other.startswith(str(name))]
    near = begin[:3] or difflib.get_close_matches(str(name), known, n=3)
    cure = f"did you mean {' or '.join(map(repr, near))}?" if near else f"one is {known[0]!r}."
    raise Told(f"There is no {what} {name!r}; {cure}")
