"""`python -m autograder bank FILE`: the learners' twin of an instructor's own questions."""

import argparse
import sys
from pathlib import Path


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("bank", help="make learners' file of an instructor's own questions")
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="gradebook/private_questions.json")


def run(arguments: argparse.Namespace) -> int:
    """Write the public twin."""
    from autograder.bank.private import BadBank
    from autograder.bank.publishing import publish

    try:
        print(publish(arguments.file))
    except BadBank as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0
