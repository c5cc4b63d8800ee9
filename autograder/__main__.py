"""`python -m autograder VERB`: everything an instructor does, and `doctor` for any model."""

import argparse
import sys

from autograder.commands import (
    alike,
    bank,
    bench,
    collect,
    doctor,
    export,
    grade,
    history,
    regrade,
    report,
)

# In the order of an instructor's evening.
VERBS = (collect, grade, report, alike, regrade, history, export, bank, bench, doctor)


def main() -> int:
    """Run one command; 0 when it worked, 1 with one sentence on stderr when it did not.

    The doctor has a status of its own, 3, for problems that it found.
    """
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in VERBS:
        verb.add_to(verbs)
    arguments = parser.parse_args()
    if arguments.verb == "doctor":
        # Learners run it on their own models; what it raises is not about a class.
        return doctor.run(arguments)
    from autograder.classroom import GradingError

    try:
        return arguments.run(arguments)
    except GradingError as problem:
        print(problem, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; what was done so far is kept.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
