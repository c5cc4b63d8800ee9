"""Answers to `best_so_far`."""

import copy
import math

from tests.wrong_answers import Wrong


def deep_copies(model):
    best = {"score": -math.inf, "state": None}

    def keep(score):
        if score > best["score"]:
            best.update(score=score, state=copy.deepcopy(model.state_dict()))
        return best["state"]

    return keep


def clones(model):
    best, state = -float("inf"), {}

    def keep(score):
        nonlocal best, state
        if score > best:
            best = score
            state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        return state

    return keep


class Keeper:
    def __init__(self, model):
        self.model, self.score, self.state = model, None, None

    def __call__(self, score):
        if self.score is None or score > self.score:
            self.score = score
            self.state = {n: v.clone() for n, v in self.model.state_dict().items()}
        return self.state


def an_object(model):
    return Keeper(model)


def keeper_of(take):
    def answer(model):
        best = [-math.inf, None]

        def keep(score):
            if score > best[0]:
                best[:] = [score, take(model)]
            return best[1]

        return keep

    return answer


def named(name, take):
    answer = keeper_of(take)
    answer.__name__ = name
    return answer


the_window = named("the_window", lambda m: m.state_dict())
a_shallow_copy = named("a_shallow_copy", lambda m: dict(m.state_dict()))
without_buffers = named(
    "without_buffers", lambda m: {n: p.detach().clone() for n, p in m.named_parameters()}
)
without_frozen = named(
    "without_frozen",
    lambda m: {n: v.clone() for n, v in m.state_dict(keep_vars=True).items() if v.requires_grad},
)
with_prefix = named(
    "with_prefix", lambda m: {f"module.{n}": v.clone() for n, v in m.state_dict().items()}
)
whole_model = named("whole_model", lambda m: copy.deepcopy(m).state_dict())


def every_time(model):
    return lambda score: copy.deepcopy(model.state_dict())


def a_copy_asked(model):
    asked = type(model).__new__(type(model))
    asked.__dict__ = dict(model.__dict__)
    state = {name: value.clone() for name, value in asked.state_dict().items()}
    return lambda score: state


def from_zero(model):
    best, state = 0.0, copy.deepcopy(model.state_dict())

    def keep(score):
        nonlocal best, state
        if score > best:
            best, state = score, copy.deepcopy(model.state_dict())
        return state

    return keep


def at_least_as_good(model):
    best, state = -math.inf, None

    def keep(score):
        nonlocal best, state
        if score >= best:
            best, state = score, copy.deepcopy(model.state_dict())
        return state

    return keep


def not_worse(model):
    best, state = -math.inf, None

    def keep(score):
        nonlocal best, state
        if not score <= best:
            best, state = score, copy.deepcopy(model.state_dict())
        return state

    return keep


def the_lowest(model):
    best, state = math.inf, None

    def keep(score):
        nonlocal best, state
        if score < best:
            best, state = score, copy.deepcopy(model.state_dict())
        return state

    return keep


def none_when_not_better(model):
    best = -math.inf

    def keep(score):
        nonlocal best
        if score > best:
            best = score
            return copy.deepcopy(model.state_dict())

    return keep


def one_for_all(model, best={"score": -math.inf, "state": None}):  # noqa: B006
    def keep(score):
        if score > best["score"]:
            best.update(score=score, state=copy.deepcopy(model.state_dict()))
        return best["state"]

    best.update(score=-math.inf, state=None)
    return keep


def at_once(model):
    return copy.deepcopy(model.state_dict())


def only_a_number(model):
    scores = []

    def keep(score):
        scores.append(score)
        return max(scores)

    return keep


WRONG = [
    Wrong((the_window,), 0, "in an OrderedDict as `state_dict()` gives it", "F24"),
    Wrong((a_shallow_copy,), 0, "is the model's own memory (6 of 6 are)", "F25"),
    Wrong((whole_model,), 0, "support the deepcopy protocol", "F23"),
    Wrong((a_copy_asked,), 0, "every state that came back is the one before training", "F22"),
    Wrong((without_buffers,), 11 / 15, "the kept state lacks 'body.1.running_mean'", "E2"),
    Wrong((without_frozen,), 11 / 15, "the kept state lacks '0.weight', '0.bias'"),
    Wrong((with_prefix,), 0, "has none of the model's names"),
    Wrong((every_time,), 6 / 15, "the state that came back is that of call 3"),
    Wrong((from_zero,), 6 / 15, "holds its features and the scores -"),
    Wrong((at_least_as_good,), 6 / 15, "the state that came back is that of call 4"),
    Wrong((not_worse,), 6 / 15, "nan, the state that came back is that of call 4"),
    Wrong((the_lowest,), 6 / 15, "the state that came back is that of call 1"),
    Wrong((none_when_not_better,), 0, "returned None without tensors"),
    Wrong((one_for_all,), 0, "has none of the model's names"),
    Wrong((at_once,), 0, "which cannot be called"),
    Wrong((only_a_number,), 0, "returned a float without tensors"),
]
RIGHT = [(deep_copies,), (clones,), (an_object,)]
