"""`python -m autograder bench`: what everything costs."""

import argparse
from pathlib import Path


def add_to(verbs: argparse._SubParsersAction) -> None:
    """Add this verb."""
    parser = verbs.add_parser("bench", help="measure what everything costs; writes bench.json")
    parser.set_defaults(run=run)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help="default: all but `suite`")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the table."""
    from autograder.bench import bench

    print(bench(Path.cwd(), arguments.families))
    return 0
