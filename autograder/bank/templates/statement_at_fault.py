"""Which one of several statements does not treat its layer as it should."""

import random

from autograder.bank.material.chains import drawn_chain
from autograder.bank.material.effects import learning
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

LOOP = "for p in model.{a}.parameters():\n    "
NAMED = "for name, p in model.named_parameters():\n    "
# Statements that set both flags of a layer and no other, and how one may come to mistrust them.
HEALTHY = (
    ("model.{a}.requires_grad_({on})", "a method of the layer is mistrusted"),
    ("model[{at}].requires_grad_({on})", "counting is thought to start at one"),
    ("model[{at}:{next}].requires_grad_({on})", "a slice is thought to be a copy"),
    ("[p.requires_grad_({on}) for p in model.{a}.parameters()]", "A21"),
    (LOOP + "p.requires_grad = {on}", "a right loop is mistrusted"),
    ("model.{a}.weight.requires_grad = model.{a}.bias.requires_grad = {on}", "A25"),
    ("for p in (model.{a}.weight, model.{a}.bias):\n    p.requires_grad_({on})", "A25"),
    (NAMED + 'if name.startswith("{a}."):\n        p.requires_grad = {on}', "A17"),
)
# Statements that do less or more than that, and why.
FAULTY = (
    ("model.{a}.requires_grad = {on}", "a layer has no flag of its own"),
    ("model.{a}.requires_grad_", "a method without parentheses is not called"),
    ("model[{next}].requires_grad_({on})", "counting starts at 0, so this is the next layer"),
    ("model[{at}:].requires_grad_({on})", "the slice goes on to the last layer"),
    ("model.{a}.weight.requires_grad = model.{a}.requires_grad = {on}", "the bias is left out"),
    ("for p in [model.{a}.bias]:\n    p.requires_grad_({on})", "the weight is left out"),
    (LOOP + "p.require_grad = {on}", "the misspelt name is a new attribute"),
    (LOOP + "p.data.requires_grad = {on}", "`.data` is another tensor"),
    (LOOP + "p.requires_grad = {on}\n    break", "the loop ends in its first turn"),
    ("map(lambda p: p.requires_grad_({on}), model.{a}.parameters())", "nobody runs the `map`"),
    (NAMED + 'p.requires_grad = {no}name.startswith("{a}.")', "it sets all other flags, too"),
    (NAMED + 'if name == "{a}":\n        p.requires_grad = {on}', "no tensor has that name"),
)
HINT = "Keep a list of all flags, and bring it up to date after each statement."


def make(rng: random.Random) -> Draft:
    """Four of five layers are thawed after a freeze of everything, or frozen one by one."""
    while True:
        chain, on = drawn_chain(rng, 5), rng.random() < 0.5
        touched = rng.sample(chain.layers, 4)
        chosen = rng.sample(HEALTHY, 4)
        at = rng.randrange(4)
        chosen[at] = rng.choice(FAULTY)
        lines = [
            _line(code, layer, chain.layers.index(layer), on)
            for (code, _), layer in zip(chosen, touched, strict=True)
        ]
        begin = ["model.requires_grad_(False)"] if on else []
        code = "\n".join([chain.code, *begin, *lines])
        able = {layer for layer in chain.layers if (layer in touched) == on}
        wanted = tuple(name for name in chain.tensors if name.split(".")[0] in able)
        # The next layer of the last one does not exist; a slice may reach none but its own.
        if "[5]" not in code and learning(names_after(code)["model"]) != wanted:
            break
    state = "can learn" if on else "are frozen"
    wrong = [
        _choice(lines[k], f"Right after it, both tensors of `{touched[k]}` {state}.", chosen[k][1])
        for k in range(4)
        if k != at
    ]
    right = _choice(lines[at], f"It was meant for `{touched[at]}`, but {chosen[at][1]}.", "")
    goal = ", ".join(f"`{layer}`" for layer in touched)
    plan = f"""The last four statements were meant to {"thaw" if on else "freeze"} {goal}, in this
    order: each should set the flags of one layer and leave all others alone. Which statement does
    something else?"""
    return Draft(with_code(plan, code), right, wrong, HINT)


def _line(code: str, layer: str, at: int, on: bool) -> str:
    """The statement for this layer, which stands at place `at`."""
    return code.format(a=layer, at=at, next=at + 1, on=on, no="" if on else "not ")


def _choice(code: str, says: str, why: str) -> Choice:
    """A statement as an option."""
    led = {"mistake" if len(why) < 4 else "belief": why}
    return Choice(code if "\n" in code else f"`{code}`", says, **led)


TEMPLATE = Template("statement_at_fault", HARD, ("02",), ("02.2",), make)
