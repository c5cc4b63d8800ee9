"""Who graded the corpus rightly, by class, as a table and as a file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.case import ATTACK, CLASSES, DAMAGE, Case

Marks = Mapping[str, Mapping[str, float] | None]


@dataclass(frozen=True)
class Outcome:
    """One case and the marks that both graders gave it; `stock` is left out where it did not run.

    "Right" is about marks: what an attack read or broke stands in the tests.
    """

    case: Case
    ours: Mapping[str, float] | None
    stock: Mapping[str, float] | None = None
    has_stock: bool = False

    @property
    def ours_is_right(self) -> bool:
        """Whether ours gave the marks that were said before."""
        return self.case.is_right(self.ours)

    @property
    def stock_is_right(self) -> bool:
        """Whether stock did, which gives an exercise's marks whole or not at all."""
        return self.has_stock and self.case.is_right_without_shares(self.stock)

    def as_plain(self) -> dict:
        """This outcome as JSON types."""
        told = {"family": self.case.family, "class": self.case.kind, "name": self.case.name}
        told |= {"lesson": self.case.lesson, "right": self.case.earned}
        told |= {"ours": total(self.ours), "ours_is_right": self.ours_is_right}
        if self.has_stock:
            told |= {"stock": total(self.stock), "stock_is_right": self.stock_is_right}
        return told


def total(marks: Mapping[str, float] | None) -> float | None:
    """All marks of a submission; None where there are none."""
    return None if marks is None else round(sum(marks.values()), 2)


def outcomes(cases: list[Case], ours: Marks, stock: Marks) -> list[Outcome]:
    """Each case with what became of it; `stock` is empty where it did not run."""
    return [
        Outcome(case, ours[case.name], stock.get(case.name), case.name in stock) for case in cases
    ]


def by_class(found: list[Outcome]) -> str:
    """One line a class: how many cases, and how many each grader marked rightly."""
    lines = [f"{'class':34} {'cases':>6} {'ours right':>11} {'stock right':>12}"]
    for kind, words in CLASSES.items():
        if members := [one for one in found if one.case.kind == kind]:
            lines.append(_line(f"{kind:4} {words}", members))
    for family in (ATTACK, DAMAGE):
        if members := [one for one in found if one.case.family == family]:
            lines.append(_line(f"all {family}s", members))
    return "\n".join(lines)


def by_case(found: list[Outcome]) -> str:
    """One line a case: the right marks and those that were given."""
    lines = [f"{'class':5} {'case':44} {'right':>8} {'ours':>8} {'stock':>8}"]
    for one in found:
        stock = _shown(total(one.stock)) if one.has_stock else ""
        given = [_shown(one.case.earned), _shown(total(one.ours)), stock]
        cells = " ".join(f"{cell:>8}" for cell in given)
        lines.append(f"{one.case.kind:5} {one.case.name:44} {cells}".rstrip())
    return "\n".join(lines)


def write(found: list[Outcome], versions: Mapping[str, str], path: Path) -> None:
    """Write everything as JSON."""
    record = {"versions": dict(versions), "cases": [one.as_plain() for one in found]}
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def _line(what: str, members: list[Outcome]) -> str:
    """One line of the table by class."""
    ours = sum(one.ours_is_right for one in members)
    ran = [one for one in members if one.has_stock]
    stock = str(sum(one.stock_is_right for one in ran)) if ran else "-"
    return f"{what:34} {len(members):>6} {ours:>11} {stock:>12}"


def _shown(marks: float | None) -> str:
    """Marks, or that there are none."""
    return "none" if marks is None else f"{round(marks, 2):g}"
