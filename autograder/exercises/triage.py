"""Exercise 2.2 · triage: what twelve snippets do, told by reading them.

The truth comes from running them. One word for every card earns nothing, so the mark counts
only what is right beyond the commonest outcome.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.verdict import (
    PARTLY,
    Finding,
    Verdict,
    correct,
    incorrect,
    without_marks,
)
from autograder.words import kind_of, shown
from course import clinic
from course.clinic_snippets import CARDS, Snippet

STEPS = 3
MOST_FINDINGS = 3


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What came back; there is nothing to draw, so the seed is not used."""
    return said_by(answers["triage"])


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right cards beyond what the best single word would get, as a share of the rest."""
    if observed["raised"]:
        return without_marks(stop_finding("triage", observed["raised"]))
    told = decoded(observed["returned"])
    if type(told) is not dict:
        return incorrect(
            f"triage returned {kind_of(told)}, not a dict.",
            hint="return one dict: the letter of each card, and one of the five words for it.",
        )
    names = [card.name for card in CARDS]
    unknown = [key for key in told if key not in names]
    if unknown:
        return incorrect(
            f"{shown(unknown[0])} is no card.",
            hint=f"the keys are the letters {names[0]!r} to {names[-1]!r}, as strings.",
        )
    words = list(told.values())
    if len(words) == len(names) and words == words[:1] * len(names) and _word(words[0]):
        return incorrect(
            f"every card got the word {words[0]!r}.",
            hint="they do not all do the same: begin with those that Python must refuse.",
        )
    return _scored(told)


def _scored(told: dict) -> Verdict:
    """The verdict on a dict whose keys are cards."""
    truth = {card.name: clinic.examine(card, steps=STEPS).outcome for card in CARDS}
    findings = [
        _finding(card, told) for card in CARDS if _word(told.get(card.name)) != truth[card.name]
    ]
    if not findings:
        return correct("sorted: all twelve cards do what you say they do")
    guessed = max(Counter(truth.values()).values())
    right = len(truth) - len(findings)
    score = max(0, right - guessed) / (len(truth) - guessed)
    told_first = tuple(findings[:MOST_FINDINGS])
    return Verdict(PARTLY, score, findings=told_first) if score else without_marks(*told_first)


def _word(said: object) -> str:
    """A word that was said, or nothing for what is no text."""
    return said if type(said) is str else ""


def _finding(card: Snippet, told: dict) -> Finding:
    """What was said of a card that does something else, and a question about it."""
    if card.name not in told:
        return Finding(f"card {card.name!r} is not in the dict.", "every card needs its word.")
    said = told[card.name]
    if said not in clinic.OUTCOMES:
        return Finding(
            f"card {card.name!r} got {shown(said)}, which is none of the five words.",
            f"the words are {', '.join(clinic.OUTCOMES)}.",
        )
    return Finding(
        f"card {card.name!r} does something other than {said!r}.", card.question, card.mistake
    )


EXERCISE = Exercise("triage", ("triage",), SAID_FORM, collect, judge)
