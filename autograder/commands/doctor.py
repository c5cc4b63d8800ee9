"""`python -m autograder doctor FILE.py`: the report on a set-up that a file builds.

The file defines `setup()`, which returns (model, optimizer, loss_fn, batch), and may be followed
by a dict with the other arguments of `doctor`, such as {"frozen": ("layer1",)}.
"""

import argparse
import runpy
import sys
from pathlib import Path

# Not 2: argparse ends with 2 when the command itself was mistyped.
FOUND = 3
INTENT = {"frozen", "trained", "scheduler", "before_epoch"}


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    command = verbs.add_parser("doctor", help="say what is amiss in the set-up that a file builds")
    command.set_defaults(run=run)
    command.add_argument(
        "file",
        type=Path,
        metavar="FILE.py",
        help="defines setup(), which returns (model, optimizer, loss_fn, batch)",
    )


def run(chosen: argparse.Namespace) -> int:
    """Print the report; 0 without a problem, 3 with one, 1 and one sentence where none was made.

    Notes alone give 0: they are worth knowing and ask for no change.
    """
    from autograder.diagnosis.doctor import doctor
    from autograder.diagnosis.refusals import CannotExamine

    try:
        arguments, intent = _setup(chosen.file)
        report = doctor(*arguments, **intent)
    except CannotExamine as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(report)
    return FOUND if report.problems else 0


def _setup(path: Path) -> tuple[tuple, dict]:
    """The arguments for `doctor` that a file's `setup()` returns."""
    from autograder.diagnosis.refusals import CannotExamine, does_not_run

    if not path.is_file():
        raise CannotExamine(f"There is no file {str(path)!r}.")
    try:
        names = runpy.run_path(str(path), run_name="setup")
    except Exception as problem:
        raise does_not_run(f"Running {path.name}", problem) from problem
    if not callable(names.get("setup")):
        raise CannotExamine(
            f"{path.name} defines no function setup() that returns "
            "(model, optimizer, loss_fn, batch)."
        )
    try:
        given = names["setup"]()
    except Exception as problem:
        raise does_not_run(f"setup() of {path.name}", problem) from problem
    if not isinstance(given, tuple) or len(given) not in (4, 5):
        raise CannotExamine(
            f"setup() of {path.name} returned no tuple (model, optimizer, loss_fn, batch)."
        )
    intent = given[4] if len(given) == 5 else {}
    if not isinstance(intent, dict) or not set(intent) <= INTENT:
        raise CannotExamine(
            f"The last value of setup() in {path.name} may be a dict with "
            f"{', '.join(sorted(INTENT))}."
        )
    return given[:4], intent
