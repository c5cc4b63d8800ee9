"""The dozen lines of an answer in which a fault is most likely to be seen."""

import ast
import contextlib
import re
from collections import Counter

from autograder.clues import clues

LINES = 12
WIDTH = 120
# A line that looks like the mistake itself says more than one that shares words with the finding.
CLUE, CHANGED = 5.0, 1.0
WORD = re.compile(r"\w+")


def excerpt(source: str, stub: str, seen: str, mistake: str) -> str:
    """At most LINES lines of `source`, none longer than WIDTH.

    They are consecutive, but for the docstring, which the learner has not written. `stub` is the
    cell as it was released, `seen` what the judge said.
    """
    lines = _without_docstring(source)
    if len(lines) > LINES:
        weights = _weights(lines, stub, seen, mistake)
        starts = range(len(lines) - LINES + 1)
        sums = [sum(weights[at : at + LINES]) for at in starts]
        best = [at for at in starts if sums[at] >= max(sums) - 1e-9]
        # With the fault in the middle, where there is a choice.
        start = best[len(best) // 2]
        lines = _unindented(lines[start : start + LINES])
    return "\n".join(line if len(line) <= WIDTH else f"{line[: WIDTH - 4]} ..." for line in lines)


def _without_docstring(source: str) -> list[str]:
    """The lines of a cell without docstrings, and one empty line where there are several."""
    lines = source.strip("\n").splitlines()
    with contextlib.suppress(SyntaxError, ValueError, RecursionError):
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and len(node.body) > 1:
                told = node.body[0]
                lines[told.lineno - 1 : told.end_lineno] = [None] * _length(told)
    kept = [line for line in lines if line is not None]
    return [line for at, line in enumerate(kept) if line.strip() or (at and kept[at - 1].strip())]


def _length(node: ast.stmt) -> int:
    """The lines that a statement stands on."""
    return node.end_lineno - node.lineno + 1


def _weights(lines: list[str], stub: str, seen: str, mistake: str) -> list[float]:
    """For each line, how much it has to do with what was seen."""
    given = {line.strip() for line in stub.splitlines()}
    words = [set(WORD.findall(line.lower())) for line in lines]
    common = Counter(word for line in words for word in line)
    asked = set(WORD.findall(seen.lower()))
    weights = []
    for line, found in zip(lines, words, strict=True):
        weight = sum(1 / common[word] for word in found & asked)
        weight += CHANGED * bool(line.strip() and line.strip() not in given)
        weights.append(weight + CLUE * (mistake in clues(line.strip())))
    return weights


def _unindented(lines: list[str]) -> list[str]:
    """The lines without the indent that all of them have."""
    depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[depth:] for line in lines]
