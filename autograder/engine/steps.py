"""The cells of a submission as the engine knows them. Imports nothing: every nursery has this."""

from dataclasses import dataclass

RUN = "run"  # an ordinary cell
DEMO = "demo"  # shows something; run only when an answer turns out to need its names
ANSWER = "answer"  # a learner's answer: a snapshot is taken before it
CHECK = "check"  # a check of an exercise: collected on a fresh seed


@dataclass(frozen=True)
class Step:
    """One code cell; `slug` names the exercise of a check, and is empty otherwise."""

    id: str
    kind: str
    source: str
    slug: str = ""
