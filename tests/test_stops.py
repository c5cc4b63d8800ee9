"""Exceptions that show a known mistake, each provoked in torch itself."""

import copy
import warnings

import pytest
import torch
from sklearn.metrics import confusion_matrix
from torch import nn

from autograder.answers import raised
from autograder.mistakes import MISTAKES
from autograder.stops import KNOWN, stop_finding


def linear():
    return nn.Linear(3, 2)


def later_group(make_scheduler):
    optimizer = torch.optim.AdamW(linear().parameters())
    scheduler = make_scheduler(optimizer)
    optimizer.add_param_group({"params": linear().parameters()})
    optimizer.step()
    scheduler.step()


def other_state():
    layer = linear()
    state = torch.optim.AdamW(layer.parameters()).state_dict()
    torch.optim.AdamW([layer.weight]).load_state_dict(state)


def inference_features():
    with torch.inference_mode():
        features = torch.ones(2, 3)
    linear()(features).sum().backward()


def one_graph_twice():
    features = linear()(torch.ones(2, 3)).pow(2)
    features.sum().backward()
    features.sum().backward()


class ShortTrain(nn.Module):
    def train(self):
        return self


def flag_of_a_result():
    linear()(torch.ones(1, 3)).requires_grad = False


def scaler_without_gradients():
    scaler = torch.amp.GradScaler("cpu")
    scaler.scale(torch.ones(1))
    scaler.step(torch.optim.SGD(linear().requires_grad_(False).parameters(), lr=0.1))


def one_class_only():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tn, fp, fn, tp = confusion_matrix([0, 0], [0, 0]).ravel()
    return tn + fp + fn + tp


def number_for_a_flag():
    linear().weight.requires_grad = "False"


PROVOKED = [
    ("A1", lambda: setattr(linear().weight, "grad", False)),
    ("A12", number_for_a_flag),
    ("A12", lambda: linear().requires_grad_("False")),
    ("A13", lambda: linear().requires_grad(False)),
    ("A14", lambda: linear().freeze()),
    ("A16", lambda: list(linear().parameters)),
    ("A17", lambda: [setattr(p, "requires_grad", False) for p in linear().named_parameters()]),
    ("A26", flag_of_a_result),
    ("A27", lambda: nn.LazyLinear(2).requires_grad_(False)),
    ("C2", lambda: linear().requires_grad_(False)(torch.ones(1, 3)).sum().backward()),
    ("C3", lambda: torch.optim.AdamW([])),
    ("C9", lambda: setattr(linear(), "weight", torch.zeros(2, 3))),
    ("D7", lambda: torch.optim.AdamW([{"params": p} for p in [linear().weight] * 2])),
    ("D10", lambda: len(filter(None, []))),
    ("D13", lambda: later_group(lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda e: 1.0))),
    ("D13", lambda: later_group(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.1, 5))),
    ("D14", other_state),
    ("D21", lambda: linear().weight in [linear().weight]),
    ("D24", scaler_without_gradients),
    ("E11", lambda: nn.BatchNorm1d(3)(torch.zeros(1, 3))),
    ("E15", lambda: ShortTrain().eval()),
    ("E20", lambda: nn.LayerNorm(3).running_mean),
    ("F4", inference_features),
    ("F9", one_graph_twice),
    ("F12", lambda: torch.autograd.grad(linear()(torch.ones(1, 3)).sum(), [torch.zeros(2)])),
    ("F13", lambda: linear().weight.grad.norm()),
    ("F14", lambda: torch.zeros(2).register_hook(print)),
    ("F14", lambda: torch.zeros(2).retain_grad()),
    ("F23", lambda: copy.deepcopy(linear()(torch.ones(1, 3)))),
    ("H8", one_class_only),
    ("G5", lambda: nn.LazyLinear(2).weight.numel()),
]


def told_of(act):
    with pytest.raises(Exception) as problem:
        act()
    return stop_finding("freeze", raised(problem.value, None))


@pytest.mark.parametrize(("mistake", "act"), PROVOKED, ids=[f"{m}-{n}" for n, (m, _) in
                                                             enumerate(PROVOKED)])  # fmt: skip
def test_an_exception_names_its_mistake_and_asks_a_question(mistake, act):
    told = told_of(act)
    assert told.mistake == mistake
    assert told.mistake in MISTAKES
    assert told.is_stop
    assert told.hint.endswith(("?", "."))
    assert told.seen.startswith("freeze raised ")


def test_every_known_exception_is_provoked_here():
    # A10 and names that do not exist are provoked by wrong answers.
    assert {row[2] for row in KNOWN} - {mistake for mistake, _ in PROVOKED} == {"A10", ""}


def test_an_unknown_exception_still_says_what_to_try():
    told = stop_finding("freeze", {"type": "OddError", "message": "odd.", "line": 3})
    assert told.seen == "freeze raised OddError on its line 3: odd."
    assert told.mistake == ""
