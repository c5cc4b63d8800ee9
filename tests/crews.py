"""Crews for tests that need no submission to be run: they answer at once, or never."""

from concurrent.futures import Future

from autograder.engine.job import CHECK
from autograder.engine.limits import Limits
from autograder.engine.result import Checked, Result


def unanswered(job, isolation="none"):
    """A result of a job of which no check ran: it earns nothing."""
    checks = {step.slug: Checked(7, None, "nobody ran it") for step in job.steps if step.slug}
    assert len(checks) == sum(step.kind == CHECK for step in job.steps)
    usage = {"wall_s": 0.5, "cpu_s": 0.25, "peak_bytes": 3_000_000}
    return Result({}, checks, (), isolation, usage)


class AtOnce:
    """A crew that runs nothing and answers each job with a result that earns nothing."""

    isolation, limits, width = "none", Limits(), 2

    def __init__(self):
        self.started = []

    def start(self, job):
        self.started.append((job.student, job.lesson))
        future = Future()
        self.answer(job, future)
        return future

    def answer(self, job, future):
        future.set_result(unanswered(job))

    def result_of(self, done):
        return done.result()

    def look(self):
        raise AssertionError("a crew that answers at once is never waited for")
