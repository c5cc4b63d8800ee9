"""The learner's functions: what was handed in, what a call gave, as plain data."""

import dis
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from autograder.plain import encoded
from autograder.shape import ANYTHING

MAX_SOURCE = 6_000
MAX_MESSAGE = 300

ANSWER_FORM = {"type": str, "is_function": bool, "is_stub": bool, "source": str}
RAISED_FORM = (None, {"type": str, "message": str, "line": (int, None)})
SAID_FORM = {"raised": RAISED_FORM, "returned": ANYTHING}


@dataclass(frozen=True)
class Outcome:
    """What one call of the learner's function gave: a value, or the exception as plain data."""

    value: Any
    raised: dict | None


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


def said_by(function: Callable, *arguments: Any) -> dict:
    """What `function(*arguments)` returned or raised, as plain data of the form SAID_FORM."""
    outcome = called(function, *arguments)
    return {"raised": outcome.raised, "returned": encoded(outcome.value)}


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
