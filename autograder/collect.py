"""Stage one, in the learner's process: run the answer, write down what happened, decide nothing."""

import torch

from autograder.answers import described_answer, raised
from autograder.deadline import TooLong, deadline
from autograder.exercise import Exercise
from autograder.surroundings import undisturbed

FORMAT = 1
COLLECTED = "collected"
TOO_LONG = "too long"
NOT_A_FUNCTION = "not a function"
FAILED = "failed"


def collect(exercise: Exercise, answers: tuple, seed: int) -> dict:
    """The evidence on `answers` for this seed, as plain data in one envelope.

    The surroundings stay undisturbed, and the answers together have ten seconds.
    """
    given = dict(zip(exercise.answers, answers, strict=False))
    described = {name: described_answer(given.get(name)) for name in exercise.answers}
    envelope = {
        "format": FORMAT,
        "exercise": exercise.slug,
        "seed": seed,
        "answers": described,
        "state": NOT_A_FUNCTION,
        "observed": None,
    }
    if not all(answer["is_function"] for answer in described.values()):
        return envelope
    with undisturbed():
        torch.manual_seed(seed)
        try:
            with deadline():
                observed = exercise.collect(given, seed)
        except TooLong:
            return envelope | {"state": TOO_LONG}
        except Exception as problem:
            # What the answer left behind broke the probe itself: say so, keep the notebook alive.
            return envelope | {"state": FAILED, "observed": raised(problem, None)}
    return envelope | {"state": COLLECTED, "observed": observed}
