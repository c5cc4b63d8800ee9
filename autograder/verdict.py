"""What a judge says: a Verdict, made of Findings.

Both are plain values, so one verdict serves the notebook, the feedback page and the class report.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction

CORRECT = "correct"
PARTLY = "partly"
INCORRECT = "incorrect"
NOT_ATTEMPTED = "not attempted"
STOPPED = "stopped"  # the learner's own exception, or no answer in time


@dataclass(frozen=True)
class Finding:
    """One thing that was seen, with one step to try.

    `seen` is a sentence of fact about the learner's object; `hint` is a step or a question, without
    its first words "Try this:". `mistake` is the permanent id of a known mistake, such as "A25",
    or empty when the finding is none of them. `is_stop` marks the learner's own exception.
    """

    seen: str
    hint: str
    mistake: str = ""
    is_stop: bool = False


@dataclass(frozen=True)
class Asked:
    """One question of a quiz, and what its answer shows, for statistics over a class.

    `template` names the kind of question; `mistake` or `belief` is what the chosen option stands
    for, where it is a wrong one.
    """

    template: str
    is_answered: bool
    is_right: bool
    mistake: str = ""
    belief: str = ""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one exercise: `score` from 0 to 1, and why.

    `said` is the sentence for a full score; otherwise `findings` say what is missing, the most
    telling one first. `questions` are those of a quiz, in the order in which they were asked.
    """

    status: str
    score: float
    said: str = ""
    findings: tuple[Finding, ...] = ()
    questions: tuple[Asked, ...] = ()

    def as_plain(self) -> dict:
        """This verdict as JSON types; "questions" are left out where there are none."""
        plain = asdict(self)
        lists = {name: list(plain.pop(name)) for name in ("findings", "questions")}
        return plain | {name: told for name, told in lists.items() if told or name == "findings"}


@dataclass(frozen=True)
class Part:
    """A share of an exercise: `weight` marks, earned unless a finding stands against it."""

    weight: int
    finding: Finding | None = None


def correct(said: str) -> Verdict:
    """Full marks."""
    return Verdict(CORRECT, 1.0, said)


def without_marks(*findings: Finding) -> Verdict:
    """No marks; stopped rather than incorrect when an exception stands first."""
    return Verdict(STOPPED if findings[0].is_stop else INCORRECT, 0.0, findings=findings)


def incorrect(seen: str, *, hint: str, mistake: str = "") -> Verdict:
    """No marks, for one reason."""
    return without_marks(Finding(seen, hint, mistake))


def not_attempted(seen: str, *, hint: str) -> Verdict:
    """No marks, because nothing has been written yet."""
    return Verdict(NOT_ATTEMPTED, 0.0, findings=(Finding(seen, hint),))


def tally(parts: Iterable[Part], *, said: str) -> Verdict:
    """The verdict on several parts: marks for each part without a finding.

    Findings keep the order of the parts; the same sentence is said once.
    """
    parts = list(parts)
    earned = Fraction(
        sum(part.weight for part in parts if part.finding is None),
        sum(part.weight for part in parts),
    )
    findings = tuple(dict.fromkeys(part.finding for part in parts if part.finding))
    if not findings:
        return correct(said)
    if not earned:
        return without_marks(*findings)
    return Verdict(PARTLY, float(earned), findings=findings)
