"""Which templates there are. Like exercises, they register by being there."""

import functools
import importlib
import pkgutil

import autograder.bank.templates
from autograder.bank.question import Template


@functools.cache
def templates() -> dict[str, Template]:
    """Every template by its name, in alphabetical order."""
    found = sorted(m.name for m in pkgutil.iter_modules(autograder.bank.templates.__path__))
    modules = (importlib.import_module(f"autograder.bank.templates.{name}") for name in found)
    return {module.TEMPLATE.name: module.TEMPLATE for module in modules}


def own(number: str, level: str) -> list[Template]:
    """The templates of this level that belong to the lesson with this number, such as "03"."""
    return [t for t in templates().values() if t.level == level and number in t.lessons]


def earlier(number: str, level: str) -> list[Template]:
    """The templates of this level that belong only to lessons before this one."""
    return [t for t in templates().values() if t.level == level and max(t.lessons) < number]
