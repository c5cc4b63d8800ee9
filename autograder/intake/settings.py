"""What nbgrader and the notebook format write about a cell, believed only as far as types go."""

import math
import re
from typing import Any

# Where a cell's id has to be made unique, the learner's own is kept here.
GIVEN_ID = "given_id"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_SETTINGS = {
    "grade_id": str,
    "checksum": str,
    "cell_type": str,
    "grade": bool,
    "solution": bool,
    "locked": bool,
    "task": bool,
    "points": (int, float),
    "schema_version": int,
}


def id_in(found: dict, key: str) -> str:
    """The id under this key; empty where there is none that a notebook may have."""
    given = found.get(key)
    return given if isinstance(given, str) and _ID.fullmatch(given) else ""


def settings_of(found: Any) -> dict:
    """What is kept of a cell's metadata: nbgrader's settings, as far as they have their types."""
    found = found if isinstance(found, dict) else {}
    kept: dict = {}
    if given := id_in(found, GIVEN_ID):
        kept[GIVEN_ID] = given
    settings = found.get("nbgrader")
    if isinstance(settings, dict):
        kept["nbgrader"] = {key: settings[key] for key in _SETTINGS if _fits(key, settings)}
    return kept


def _fits(key: str, settings: dict) -> bool:
    """Whether a setting is there and has the type that nbgrader gives it."""
    value = settings.get(key)
    if isinstance(value, bool) and _SETTINGS[key] is not bool:
        return False
    if isinstance(value, str):
        value = value if len(value) <= 100 and value.isprintable() else None
    if isinstance(value, int | float):
        value = value if math.isfinite(value) and abs(value) < 1e6 else None
    return value is not None and isinstance(value, _SETTINGS[key])
