"""What leads on from an exercise without full marks: one of its hints, and where to find more."""

from autograder.feedback.markup import line, prose
from autograder.hints import hints
from autograder.verdict import CORRECT, NOT_ATTEMPTED, Verdict

CARDS = 3  # that are named for one exercise


def step(slug: str, verdict: Verdict) -> str:
    """A hint as HTML: the first for a beginning, the second for a try; empty where none helps."""
    if not _has_more(slug, verdict):
        return ""
    return prose(hints()[slug].steps[0 if verdict.status == NOT_ATTEMPTED else 1])


def more(slug: str, verdict: Verdict) -> str:
    """What to call in the notebook and what to read there, as HTML; empty where there is none."""
    if not _has_more(slug, verdict):
        return ""
    cards = dict.fromkeys(finding.mistake for finding in verdict.findings if finding.mistake)
    calls = [f'`hint("{slug}")`', *(f'`explain("{mistake}")`' for mistake in list(cards)[:CARDS])]
    return line(f"In the notebook: {', '.join(calls)}. Read again: “{hints()[slug].read}”.")


def _has_more(slug: str, verdict: Verdict) -> bool:
    """Whether there is anything left to find; quizzes have no hints."""
    return verdict.status != CORRECT and slug in hints()
