"""What runs on a worker of a cluster: text in, text out, with an engine that the worker keeps."""

import json
import threading

from autograder.classroom import GradingError
from autograder.engine.client import Engine, IsolationError
from autograder.engine.job import Job
from autograder.engine.limits import Limits
from autograder.engine.versions import versions

_own = threading.local()


def perform(job: str, isolation: str, limits: str, agreed: str) -> str:
    """Run a job, as text, within limits and with the versions that both sides agreed on, as JSON.

    Raises GradingError on a worker that came later, with other versions.
    """
    if json.loads(agreed) != versions():
        raise GradingError(
            "A worker with other versions of the course joined; install the same release there."
        )
    return _engine(isolation, limits).run(Job.from_text(job)).to_text()


def introduce(isolation: str, limits: str) -> str:
    """The versions of this worker, and what is wrong with its isolation, as JSON."""
    problem = ""
    try:
        _engine(isolation, limits)
    except IsolationError as missing:
        problem = str(missing)
    return json.dumps({"versions": versions(), "problem": problem})


def _engine(isolation: str, limits: str) -> Engine:
    """The engine of this thread; an engine for other terms is ended."""
    terms = (isolation, limits)
    if getattr(_own, "terms", None) != terms:
        if hasattr(_own, "engine"):
            _own.engine.close()
        _own.engine = Engine(isolation, Limits(**json.loads(limits)))
        _own.terms = terms
    return _own.engine
