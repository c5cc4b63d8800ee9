"""Which of four lines invents an attribute, or which one does not."""

import functools
import random

from torch import nn

from autograder.bank.material.chains import drawn_chain
from autograder.bank.material.stems import with_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

# Code, why it does what it does, and the mistake of those that have one.
LINES = (
    ("model.{a}.requires_grad = False", "modules have no such flag", "A6"),
    ("model.requires_grad = False", "modules have no such flag", "A5"),
    ("model.{a}.{kind}.require_grad = False", "the flag's name is `requires_grad`", "A8"),
    ("model.{a}.{kind}.requires_grads = False", "the flag's name is `requires_grad`", "A8"),
    ("model.{a}.{kind}.require_gradient = False", "the flag's name is `requires_grad`", "A8"),
    ("model.{a}.trainable = False", "that is another library's word", "A15"),
    ("model.{a}.{kind}.trainable = False", "that is another library's word", "A15"),
    ("model.trainable = False", "that is another library's word", "A15"),
    ("model.{a}.frozen = True", "PyTorch has no such name", "A15"),
    ("model.{a}.{kind}.frozen = True", "PyTorch has no such name", "A15"),
    ("model.{a}.{kind}.requires_grad = False", "every parameter has this flag", ""),
    ("model.{a}.requires_grad_(False)", "the method sets flags that exist", ""),
    ("model.{a}.{kind}.requires_grad_(False)", "the method sets a flag that exists", ""),
    ("model.{a}.{kind}.grad = None", "every parameter has a `.grad`, often `None`", ""),
    ("model.{a}.training = False", "every module is born with its mode, `training`", ""),
    ("model.training = False", "every module is born with its mode, `training`", ""),
    ("model.{a}.bias = None", "every Linear has a place for a bias, filled or not", ""),
    ("model.requires_grad_(False)", "the method sets flags that exist", ""),
)
HINT = "For each line ask: which kind of object is on the left, and which names is it born with?"
TAKEN = "a real name is taken for an invented one"
ASKED = {
    True: "Which line gives an object a **new** attribute, which PyTorch never reads?",
    False: "Which line uses something that PyTorch **knows**, and invents nothing?",
}


def make(rng: random.Random) -> Draft:
    """The odd one out is an invented attribute, or the only real one."""
    chain = drawn_chain(rng, rng.randint(2, 4))
    sorts: dict[bool, list[Choice]] = {True: [], False: []}
    for code, why, mistake in rng.sample(LINES, 12):
        line = code.format(a=rng.choice(chain.layers), kind=rng.choice(("weight", "bias")))
        new = _invents(code)
        says = f"It makes a new attribute: {why}." if new else f"Nothing new: {why}."
        led = {"mistake": mistake} if mistake else {"belief": TAKEN}
        sorts[new].append(Choice(f"`{line}`", says, **led))
    new = rng.random() < 0.5
    odd = rng.choice(sorts[new])
    stem = with_code(ASKED[new], chain.code, "Each line would run on this model as it was made.")
    return Draft(stem, Choice(odd.text, odd.says), sorts[not new], HINT)


@functools.cache
def _invents(code: str) -> bool:
    """Whether the line puts a new entry into `vars` of a module or a parameter.

    It runs on the bias of `a`, once: what it does is the same for every layer and tensor.
    """
    model = names_after("model = nn.Sequential()\nmodel.a = nn.Linear(2, 2)")["model"]
    before = _entries(model)
    names_after(code.format(a="a", kind="bias"), model=model)
    return not _entries(model) <= before


def _entries(model: nn.Module) -> set[tuple[str, str]]:
    """Path and attribute name of all that stands in `vars` of the modules and parameters."""
    owners = [*model.named_modules(), *model.named_parameters()]
    return {(path, attribute) for path, owner in owners for attribute in vars(owner)}


TEMPLATE = Template("invented_attribute", EASY, ("02",), ("02.3",), make)
