"""The results board: choose a case and two ways, and see what the paired seeds allow to say."""

from collections.abc import Mapping
from typing import Any

from course.controls.board import Board
from course.controls.choice import choice
from course.controls.panel import Panel, Table
from course.controls.results_facts import Cases, PairFacts, facts_of
from course.controls.results_figure import differences
from course.controls.results_words import all_ways, leaders, paired, said


def results_board(
    cases: Cases, *, what: str = "case", pair: tuple[str, str] | None = None
) -> "ResultsBoard":
    """Lists to choose a case and two ways from, and what their measured results say.

    `cases` maps a case to its ways, and a way to a result with "mean", "spread" and a value per
    seed, in "values" or "accuracies"; all cases hold the same ways. `what` names the cases, `pair`
    the two ways at first; None takes the first two. Raises ValueError for a pair that there is
    not, for fewer than two ways, and for results that are no pairs.
    """
    if not cases:
        raise ValueError("There are no cases to choose from.")
    case, ways = next(iter(cases.items()))
    for name, others in cases.items():
        if list(others) != list(ways):
            raise ValueError(f"The case {name!r} holds other ways than {case!r}.")
    if len(ways) < 2:
        raise ValueError("There must be two ways at least.")
    one, other = pair or list(ways)[:2]
    for name in cases:
        facts_of(cases, name, one, other)
    return ResultsBoard(cases, what, one, other)


class ResultsBoard(Board):
    """The state is a case and two ways."""

    name = "results board"

    def __init__(self, cases: Cases, what: str, one: str, other: str) -> None:
        self._cases, self._what = cases, what
        self.case, self.one, self.other = next(iter(cases)), one, other

    @property
    def facts(self) -> PairFacts:
        """The facts of the present state."""
        return facts_of(self._cases, self.case, self.one, self.other)

    def panel(self) -> Panel:
        facts = self.facts
        tables = paired(facts), all_ways(facts, self._cases[facts.case], self._what)
        return Panel(said(facts, self._what), tables, differences(facts))

    def telling(self) -> Table:
        return leaders(self._cases, self._what)

    def controls(self) -> Mapping[str, Any]:
        ways = list(self._cases[self.case])
        lists = {"case": (self._what, list(self._cases)), "one": ("first", ways)}
        lists["other"] = ("second", ways)
        made = {}
        for name, (label, options) in lists.items():
            made[name] = choice(label, options, getattr(self, name))
            made[name].observe(lambda change, name=name: self._choose(name, change.new), "value")
        return made

    def _choose(self, name: str, value: str) -> None:
        """Follows a choice."""
        setattr(self, name, value)
        self.refresh()
