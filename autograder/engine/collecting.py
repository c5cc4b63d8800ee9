"""Collecting the evidence of one check, in the process where the learner's cells have run.

Imports nothing that only some systems have: both rooms use it, with forks and without.
"""

import json
import signal

from autograder.collect import collect
from autograder.engine.shell import Shell
from autograder.exercise import find


def collected(shell: Shell, source: str, slug: str, seed: int) -> dict:
    """Run a check cell of the release, with a `check` that collects and says nothing.

    Returns `{"evidence": text}` or `{"problem": text}`. Not through the shell, whose hooks may be
    the learner's, nor through the learner's `check`, which may be another thing by now.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # the deadline works by it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    handed_in: dict[str, tuple] = {}
    names = dict(shell.user_ns)
    names["check"] = lambda checked, *answers: handed_in.setdefault(checked, answers)
    try:
        exec(compile(source, "<check>", "exec"), names)
        return {"evidence": json.dumps(collect(find(slug), handed_in[slug], seed))}
    except BaseException as problem:
        told = f"{type(problem).__name__}: {problem}"
        return {"problem": told.partition("\n")[0][:200]}
