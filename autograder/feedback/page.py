"""Pages out of the templates; what goes into them is escaped unless it is marked as HTML."""

import functools
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


@functools.cache
def _templates() -> Environment:
    """The templates, read once; a name without a value is an error."""
    return Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, **values: Any) -> str:
    """A template with these values in it."""
    return _templates().get_template(template).render(look=_look(), **values)


@functools.cache
def _look() -> str:
    """The style sheet of all pages."""
    return files(__package__).joinpath("templates", "look.css").read_text(encoding="utf-8")
