"""Stage one, in the learner's process: run the answer, write down what happened, decide nothing."""

import dis
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from autograder.deadline import TooLong, deadline
from autograder.exercise import Exercise
from autograder.surroundings import undisturbed

FORMAT = 1
MAX_SOURCE = 6_000
MAX_MESSAGE = 300

COLLECTED = "collected"
TOO_LONG = "too long"
NOT_A_FUNCTION = "not a function"
FAILED = "failed"

ANSWER_FORM = {"type": str, "is_function": bool, "is_stub": bool, "source": str}
RAISED_FORM = (None, {"type": str, "message": str, "line": (int, None)})


@dataclass(frozen=True)
class Outcome:
    """What one call of the learner's function gave: a value, or the exception as plain data."""

    value: Any
    raised: dict | None


def collect(exercise: Exercise, answers: tuple, seed: int) -> dict:
    """The evidence on `answers` for this seed, as plain data in one envelope.

    The surroundings stay undisturbed, and the answers together have ten seconds.
    """
    given = dict(zip(exercise.answers, answers, strict=False))
    described = {name: described_answer(given.get(name)) for name in exercise.answers}
    envelope = {
        "format": FORMAT,
        "exercise": exercise.slug,
        "seed": seed,
        "answers": described,
        "state": NOT_A_FUNCTION,
        "observed": None,
    }
    if not all(answer["is_function"] for answer in described.values()):
        return envelope
    with undisturbed():
        torch.manual_seed(seed)
        try:
            with deadline():
                observed = exercise.collect(given, seed)
        except TooLong:
            return envelope | {"state": TOO_LONG}
        except Exception as problem:
            # What the answer left behind broke the probe itself: say so, keep the notebook alive.
            return envelope | {"state": FAILED, "observed": raised(problem, None)}
    return envelope | {"state": COLLECTED, "observed": observed}


def called(function: Callable, *arguments: Any) -> Outcome:
    """The outcome of `function(*arguments)`; exceptions become plain data, TooLong passes on.

    Whatever mode the function left torch in, the next case begins in the usual one.
    """
    try:
        return Outcome(function(*arguments), None)
    except (Exception, SystemExit) as problem:
        return Outcome(None, raised(problem, function))
    finally:
        torch.set_grad_enabled(True)
        torch.set_default_dtype(torch.float32)


def raised(problem: BaseException, function: Callable | None) -> dict:
    """Type, message, and the line of `function` (its `def` is line 1) where an exception arose."""
    code = getattr(function, "__code__", None)
    line, frame = None, problem.__traceback__
    while frame is not None:
        if code is not None and frame.tb_frame.f_code is code:
            line = frame.tb_lineno - code.co_firstlineno + 1
        frame = frame.tb_next
    message = str(problem).strip().partition("\n")[0][:MAX_MESSAGE]
    return {"type": type(problem).__name__, "message": message, "line": line}


def described_answer(answer: Any) -> dict:
    """What was handed in: its type, whether it can be called, whether it is still the stub."""
    is_class = isinstance(answer, type)
    return {
        "type": f"class {answer.__name__}" if is_class else type(answer).__name__,
        "is_function": callable(answer) and not is_class,
        "is_stub": is_stub(answer),
        "source": source(answer),
    }


def is_stub(answer: Any) -> bool:
    """Whether a function's body does nothing at all: `...`, `pass`, a docstring, `return None`."""
    code = getattr(answer, "__code__", None)
    if code is None:
        return False
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_CONST", "RETURN_CONST"):
            if step.argval is not None:
                return False
        elif step.opname not in ("RESUME", "NOP", "RETURN_VALUE"):
            return False
    return True


def source(answer: Any) -> str:
    """The source text of a function, or nothing where there is none."""
    try:
        return inspect.getsource(answer)[:MAX_SOURCE]
    except (OSError, TypeError):
        return ""
