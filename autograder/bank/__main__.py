"""`python -m autograder.bank TEMPLATE [COUNT]`: variants of a template, for those who write it."""

import argparse
import sys

from autograder.bank.catalog import templates
from autograder.bank.drawing import drawn
from autograder.bank.quiz_text import asked
from autograder.page import Told, refuse_unknown


def main() -> int:
    """Print variants with their answers; 1 and one sentence for a template that is not there."""
    parser = argparse.ArgumentParser(prog="python -m autograder.bank", description=__doc__)
    parser.add_argument("template")
    parser.add_argument("count", nargs="?", type=int, default=3)
    chosen = parser.parse_args()
    try:
        refuse_unknown("template", chosen.template, templates())
    except Told as problem:
        print(problem, file=sys.stderr)
        return 1
    for seed in range(chosen.count):
        question = drawn(templates()[chosen.template], seed)
        print(asked(seed + 1, question), "\n")
        for letter, choice in question.options.items():
            sign = "right" if letter == question.answer else choice.mistake or choice.belief
            print(f"{letter} ({sign}): {choice.says}")
        print(f"Hint: {question.hint}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
