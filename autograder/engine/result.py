"""What came of a job: outputs, evidence and how it went, as plain data of exact types.

A Result is read from text that crossed from the sandbox, so reading it is checking it.
"""

import json
import math
from dataclasses import asdict, dataclass
from typing import Any

from autograder.plain import Malformed, checked
from autograder.shape import ANYTHING, fits

USAGE_FORM = {"wall_s": float, "cpu_s": float, "peak_bytes": int}
OUTPUT_FORMS = (
    {"output_type": str, "name": str, "text": str},
    {"output_type": str, "data": {str: str}, "execution_count": int},
    {"output_type": str, "data": {str: str}},
    {"output_type": str, "ename": str, "evalue": str, "traceback": [str]},
)
FORM = {
    "outputs": {str: [OUTPUT_FORMS]},
    "checks": {str: {"seed": int, "evidence": ANYTHING, "problem": str}},
    "notes": [str],
    "isolation": str,
    "usage": USAGE_FORM,
}


@dataclass(frozen=True)
class Checked:
    """One exercise: the seed drawn for it, and the evidence, or the `problem` why there is none.

    `problem` ends a sentence that begins with "the check cell gave no evidence".
    """

    seed: int
    evidence: Any = None
    problem: str = ""


@dataclass(frozen=True)
class Result:
    """Outputs by cell id, checks by exercise, whole sentences on what went wrong, and the cost."""

    outputs: dict[str, list[dict]]
    checks: dict[str, Checked]
    notes: tuple[str, ...]
    isolation: str
    usage: dict[str, float]

    def to_text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Result":
        """The result in `text`; raises Malformed unless it has exactly the form of one."""
        try:
            plain = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise Malformed("the result is not JSON") from problem
        if not fits(plain, FORM) or not all(map(math.isfinite, plain["usage"].values())):
            raise Malformed("the result is not in the agreed form")
        for told in plain["checks"].values():
            checked(json.dumps(told["evidence"]))
        checks = {slug: Checked(**told) for slug, told in plain["checks"].items()}
        return cls(**plain | {"checks": checks, "notes": tuple(plain["notes"])})
