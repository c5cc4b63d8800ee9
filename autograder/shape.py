"""The form that evidence must have, written as an example of it.

A form is a type (`str`), a list of one form (`[str]`), a dictionary with given keys
(`{"flags": ...}`), a dictionary with any string keys (`{str: bool}`), a tuple of alternatives
(`(str, None)`), or `ANYTHING` for a value that the judge decodes itself.
"""

from typing import Any

ANYTHING = object()


def fits(value: Any, form: Any) -> bool:
    """Whether plain data has exactly this form; a bool is no int here, and no key may be extra."""
    if form is ANYTHING:
        return True
    if form is None or isinstance(form, type):
        return value is None if form is None else type(value) is form
    if isinstance(form, tuple):
        return any(fits(value, alternative) for alternative in form)
    if isinstance(form, list):
        return type(value) is list and all(fits(item, form[0]) for item in value)
    if type(value) is not dict:
        return False
    if str in form:
        return all(type(key) is str and fits(item, form[str]) for key, item in value.items())
    return value.keys() == form.keys() and all(fits(value[key], form[key]) for key in form)
