"""Starts graders in an instant: imports everything once, then forks one for each line it reads.

A line names a course, a class and a crew. Two lines come back: the process id of the grader, then
its status.
"""

import json
import os
import sys
from pathlib import Path

from autograder.classroom import Course, GradingError
from autograder.cluster import LocalCluster
from autograder.engine.limits import Limits
from autograder.grading import grade
from autograder.workers import OneEngine

DONE, NOT_GRADED, REFUSED = 0, 3, 4


def main():
    """Serve until the input ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        grader = os.fork()
        if grader == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os._exit(graded(**wanted))
        print(grader, flush=True)
        _, status = os.waitpid(grader, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def graded(root, gradebook, lesson, workers):
    """Grade a class as the command does; the status says how it went."""
    course = Course(Path(root), Path(gradebook))
    try:
        crew = LocalCluster(workers, "bwrap", Limits()) if workers else OneEngine("bwrap", Limits())
        with crew:
            rows = grade(course, [lesson], crew)
    except GradingError as problem:
        print(problem, file=sys.stderr)
        return REFUSED
    return NOT_GRADED if any(row.marks is None for row in rows) else DONE


if __name__ == "__main__":
    main()
