"""Which way of keeping a weight can tell that it moved, or which one cannot."""

import random

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

ABLE = (
    ("{w}.clone()", "`clone()` makes new memory"),
    ("{w}.detach().clone()", "`clone()` makes new memory"),
    ("{w}.data.clone()", "`clone()` makes new memory"),
    ("copy.deepcopy(model)[{at}].weight", "a deep copy has memory of its own"),
    ('copy.deepcopy(model.state_dict())["{at}.weight"]', "a deep copy has memory of its own"),
    ('model.state_dict()["{at}.weight"].clone()', "`clone()` makes new memory"),
    ("{w} + 0", "the result of a sum is a new tensor"),
    ("torch.tensor({w}.tolist())", "the numbers went through a list into a new tensor"),
)
BROKEN = (
    ("{w}", "F25", "it is another name for the same tensor"),
    ("{w}.detach()", "F25", "`detach()` shares the memory"),
    ("{w}.data", "F25", "`.data` shares the memory"),
    ('model.state_dict()["{at}.weight"]', "F24", "`state_dict()` shares the memory"),
    ('dict(model.state_dict())["{at}.weight"]', "F24", "only the dictionary is new"),
    ('dict(model.named_parameters())["{at}.weight"]', "F25", "it is the same tensor by name"),
    ("list(model.parameters())[{tensor}]", "F25", "the list is new, the tensor is not"),
    ("copy.copy(model)[{at}].weight", "F24", "a shallow copy holds the same tensors"),
    ("{w}.float()", "F25", "the weight is float32 already and `float()` returns it as it is"),
)
HINT = "Which of these has memory of its own, and which looks at the memory that training changes?"
SEES = "{}: the old numbers stay as they were, and the last line prints False."
BLIND = "{}: what is kept changes with the weight, and the last line prints True."
COPY = "a true copy is taken for a shared one"


def make(rng: random.Random) -> Draft:
    """A model that trains, and a line `kept = ...` to be chosen."""
    a, b, c = (rng.randint(2, 9) for _ in range(3))
    at = rng.choice((0, 2))
    names = {"w": f"model[{at}].weight", "at": at, "tensor": at}
    steps, kept = rng.randint(1, 4), rng.choice(("kept", "ruler", "old", "start"))
    code = f"""import copy

model = nn.Sequential(nn.Linear({a}, {b}), nn.ReLU(), nn.Linear({b}, {c}))
{kept} = ...
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
for _ in range({steps}):
    optimizer.zero_grad()
    model(torch.ones({rng.randint(2, 8)}, {a})).sum().backward()
    optimizer.step()
print(torch.equal({kept}, model[{at}].weight))
"""
    able = [(line.format(**names), why) for line, why in ABLE]
    broken = [(line.format(**names), mistake, why) for line, mistake, why in BROKEN]
    rulers = [row[0] for row in (*able, *broken)]
    # One run serves all rulers: each is noted where its line would stand.
    left = names_after(code.replace("= ...", f"= [{', '.join(rulers)}]").rpartition("print")[0])
    sees = [not torch.equal(noted, left["model"][at].weight) for noted in left[kept]]
    assert sees == [True] * len(able) + [False] * len(broken)
    if rng.random() < 0.5:
        line, why = rng.choice(able)
        right = Choice(f"`{kept} = {line}`", SEES.format(why))
        wrong = [(x, BLIND.format(why), {"mistake": m}) for x, m, why in broken]
        question = "Which line, in place of the dots, lets the last line **print False**?"
    else:
        line, _, why = rng.choice(broken)
        right = Choice(f"`{kept} = {line}`", BLIND.format(why))
        wrong = [(x, SEES.format(why), {"belief": COPY}) for x, why in able]
        question = "With which line, in place of the dots, does the last line **print True**?"
    return Draft(
        with_code(
            "Nothing is frozen here, so training changes the weight. A line is missing:",
            code,
            question,
        ),
        Choice(right.text, _capital(right.says)),
        [Choice(f"`{kept} = {x}`", _capital(says), **why) for x, says, why in wrong],
        HINT,
    )


def _capital(sentence: str) -> str:
    """The sentence with a capital letter, unless it begins with code."""
    return sentence[0].upper() + sentence[1:]


TEMPLATE = Template("ruler_that_sees", MEDIUM, ("01",), ("01.4",), make)
