"""The four counts of a two-class decision and the ratios that questions ask for."""

from typing import NamedTuple


class Counts(NamedTuple):
    """True negatives, false positives, false negatives, true positives: scikit-learn's order."""

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def right(self) -> int:
        """How many rows were called rightly."""
        return self.tn + self.tp

    @property
    def positives(self) -> int:
        """How many rows are positive."""
        return self.tp + self.fn

    @property
    def alarms(self) -> int:
        """How many rows were called positive."""
        return self.tp + self.fp

    def turned(self) -> "Counts":
        """The same square with the classes in the other order: what a misread layout gives."""
        return Counts(self.tp, self.fn, self.fp, self.tn)

    def swapped(self) -> "Counts":
        """The counts when truth and prediction change places."""
        return Counts(self.tn, self.fn, self.fp, self.tp)

    def share(self, name: str) -> float:
        """The ratio of this name: accuracy, precision, recall or specificity; no 0/0 here."""
        part, whole = {
            "accuracy": (self.right, sum(self)),
            "precision": (self.tp, self.alarms),
            "recall": (self.tp, self.positives),
            "specificity": (self.tn, self.tn + self.fp),
        }[name]
        return part / whole


def two_digits(share: float) -> str:
    """A share as questions show it: 0.85."""
    return f"{share:.2f}"
