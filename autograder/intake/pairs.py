"""Which submitted cell is which released one, while that is being settled."""

from dataclasses import dataclass, field


@dataclass
class Matching:
    """`kept` has the position in the submission for each place that was found again.

    `claims` says which place each submitted cell claims by an id, `said` which places its text
    speaks for, `copies` the cells among which an answer or check was chosen, and `idle` has those
    that say nothing of their own.
    """

    kept: dict[int, int] = field(default_factory=dict)
    claims: dict[int, int] = field(default_factory=dict)
    said: dict[int, set[int]] = field(default_factory=dict)
    copies: dict[int, list[int]] = field(default_factory=dict)
    idle: set[int] = field(default_factory=set)

    def claimants(self, at: int) -> list[int]:
        """The submitted cells that belong to a place by id, unless their text says otherwise."""
        return [position for position, place in self.claims.items() if place == at]

    def sayers(self, at: int) -> list[int]:
        """The submitted cells without a place of their own that speak for this one."""
        taken = set(self.kept.values()) | self.idle | set(self.claims)
        return [p for p, told in self.said.items() if at in told and p not in taken]

    def stands_apart(self, at: int) -> bool:
        """Whether a place's own cell is there, and another one holds the answer."""
        claimants = self.claimants(at)
        return bool(claimants) and self.kept.get(at) not in claimants
