"""`make corpus`: every attack and every damaged notebook through ours and through stock nbgrader.

    python -m tests.corpus [CLASS ...] [--all] [--ours]

Prints a table by class, with `--all` also one by case, and writes corpus.json.
"""

import argparse
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from autograder.classroom import GradingError
from autograder.engine.versions import versions
from autograder.grading import BAR
from tests.corpus.case import ATTACK, CLASSES, DAMAGE, all_cases
from tests.corpus.ours import our_marks
from tests.corpus.stock import stock_marks
from tests.corpus.table import by_case, by_class, outcomes, write
from tests.handing_in import ROOT

FILE = ROOT / "corpus.json"


def main() -> int:
    """Grade the corpus; 0 when ours is right on all of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("classes", nargs="*", metavar="CLASS", help="for instance A10 or D5")
    parser.add_argument("--all", action="store_true", help="also print a line for each case")
    parser.add_argument("--ours", action="store_true", help="leave stock nbgrader out")
    arguments = parser.parse_args()
    if unknown := sorted(set(arguments.classes) - set(CLASSES)):
        print(f"There is no class {unknown[0]!r}; there are: {', '.join(CLASSES)}.")
        return 1
    wanted = arguments.classes or CLASSES
    found = []
    for family in (ATTACK, DAMAGE):
        cases = [case for case in all_cases() if case.family == family and case.kind in wanted]
        if cases:
            try:
                found += outcomes(cases, *_graded(ROOT, family, cases, arguments.ours))
            except GradingError as problem:
                print(problem, file=sys.stderr)
                return 1
    told = versions() | {"nbgrader": version("nbgrader")}
    write(found, told, FILE)
    if arguments.all:
        print(by_case(found), end="\n\n")
    print(by_class(found))
    print(", ".join(f"{name} {release}" for name, release in told.items()))
    wrong = [one.case.name for one in found if not one.ours_is_right]
    if wrong:
        print(f"Ours was wrong on: {', '.join(wrong)}.")
    return 1 if wrong else 0


def _graded(root: Path, family: str, cases: list, only_ours: bool) -> tuple[dict, dict]:
    """The marks of ours and of stock, behind a progress bar."""
    count = len(cases) * (1 if only_ours else 2)
    with (
        warnings.catch_warnings(),
        tqdm(total=count, desc=f"{family}s", bar_format=BAR, file=sys.stderr) as bar,
    ):
        # nbgrader's own (SQLAlchemy, missing cell ids) would tear the progress bar apart.
        warnings.simplefilter("ignore")
        ours = our_marks(root, cases)
        bar.update(len(cases))
        return ours, {} if only_ours else stock_marks(root, cases, bar.update)


if __name__ == "__main__":
    sys.exit(main())
