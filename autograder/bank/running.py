"""Code as it stands in a stem, run: what a question says happens is what happened here."""

import contextlib
import io

import torch

GIVEN = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def names_after(code: str, **given: object) -> dict:
    """The names that `code` leaves behind, `given` among them; torch, nn and F are imported.

    Runs with torch's seed 0. What it prints is swallowed; exceptions pass.
    """
    names: dict = dict(given)
    exec(GIVEN, names)
    torch.default_generator.manual_seed(0)
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names


def printed_by(code: str, **given: object) -> str:
    """What `code` prints, without the last line break; as `names_after` otherwise."""
    names: dict = dict(given)
    exec(GIVEN, names)
    torch.default_generator.manual_seed(0)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(code, names)
    return told.getvalue().rstrip("\n")


def error_of(code: str, **given: object) -> str:
    """The name of the exception that `code` raises, such as "TypeError"; "" for none."""
    try:
        names_after(code, **given)
    except Exception as problem:
        return type(problem).__name__
    return ""
