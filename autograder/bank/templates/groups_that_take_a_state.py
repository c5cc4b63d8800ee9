"""Which groups give each parameter its own memory back when a saved optimizer is loaded."""

import random
from itertools import pairwise

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import error_of, names_after

KINDS = ("AdamW(groups, lr=0.01)", "Adam(groups, lr=0.01)", "SGD(groups, lr=0.1, momentum=0.9)")
ASKING = "[p for p in model.parameters() if p.requires_grad]"
TRAIN = "sum(p.square().sum() for p in model.parameters()).backward()\noptimizer.step()\n"
REFUSED, MIXED, FITS = "refused", "mixed", "fits"
ENOUGH = 9
HINT = "How many groups were saved, and which tensors, in which order, stood in each of them?"


def make(rng: random.Random) -> Draft:
    """Four or five layers; the first were frozen, the others stood in one or two groups."""
    count, cold = rng.randint(4, 5), rng.randint(1, 2)
    cut = rng.randint(cold + 1, count - 1)
    widths = [rng.randint(2, 9) for _ in range(count + 1)]
    rows = "".join(f"    nn.Linear({a}, {b}),\n" for a, b in pairwise(widths))
    built = f"model = nn.Sequential(\n{rows})\n"
    kind = rng.choice(KINDS)
    two = f"[{_group(f'{cold}:{cut}')}, {_group(f'{cut}:')}]"
    saved_as = rng.choice([two, ASKING, f"model[{cold}:].parameters()"])
    freeze = f"model[:{cold}].requires_grad_(False)\n"
    make_optimizer = f"optimizer = torch.optim.{kind}\n"
    code = (
        f"{built}{freeze}groups = {saved_as}\n{make_optimizer}{TRAIN}saved = optimizer.state_dict()"
    )
    given = names_after(code)
    wanted = _memory(given)

    def verdict(groups: str) -> str:
        again = f"{built}groups = {groups}\n{make_optimizer}optimizer.load_state_dict(saved)"
        if error_of(again, saved=given["saved"]):
            return REFUSED
        found = _memory(names_after(again, saved=given["saved"]))
        same = found.keys() == wanted.keys()
        same = same and all(torch.equal(found[name], wanted[name]) for name in wanted)
        return FITS if same else MIXED

    candidates = [
        two,
        f"[{_group(f'{cold}:{cut}')}, {_group(f'{cut}:{count}')}]",
        f"[{_group(f'{cold - count}:{cut - count}')}, {_group(f'{cut - count}:')}]",
        f"[{_group(f'{cut}:')}, {_group(f'{cold}:{cut}')}]",
        f"[{_group(f':{cold}')}, {_group(f'{cold}:')}]",
        f"[{_group(':')}]",
        f"[{_group(f'{cold}:')}]",
        f"model[{cold}:].parameters()",
        f"list(model[{cold}:].parameters())",
        f"model[{cold}:{count}].parameters()",
        f"model[{cut}:].parameters()",
        f"model[:{count - cold}].parameters()",
        f"[*model[{cut}:].parameters(), *model[{cold}:{cut}].parameters()]",
        f"[*model[{cold}:{cut}].parameters(), *model[{cut}:].parameters()]",
        "model.parameters()",
        ASKING,
    ]
    verdicts: dict[str, str] = {}
    for groups in rng.sample(candidates, len(candidates)):
        if list(verdicts.values()).count(FITS) < 1 or len(verdicts) < ENOUGH:
            verdicts[groups] = verdict(groups)
    right = next(groups for groups, found in verdicts.items() if found == FITS)
    return Draft(
        with_code(
            "The next day the first lines build `model` anew, and all its flags stay on. Then "
            f"comes `optimizer = torch.optim.{kind}`. With which `groups` does "
            "`optimizer.load_state_dict(saved)` give each parameter the memory that it had?",
            code,
        ),
        Choice(
            f"`{right}`", "The groups have the old sizes, with the same tensors in the same order."
        ),
        [
            _wrong(groups, found, given["saved"]["param_groups"])
            for groups, found in verdicts.items()
            if found != FITS
        ],
        HINT,
    )


def _group(part: str) -> str:
    """A group with the parameters of a slice of the model."""
    return f'{{"params": model[{part}].parameters()}}'


def _memory(given: dict) -> dict[str, torch.Tensor]:
    """What the optimizer remembers of each parameter, by name; the first tensor of each."""
    state = given["optimizer"].state
    key = "momentum_buffer" if "momentum" in given["optimizer"].defaults else "exp_avg"
    named = given["model"].named_parameters()
    return {name: state[p][key] for name, p in named if key in state.get(p, {})}


def _wrong(groups: str, found: str, saved: list[dict]) -> Choice:
    """A choice of groups that are refused, or that mix the memories up."""
    if found == MIXED:
        says = "The sizes agree, so it is accepted; but some memories go to other tensors."
        return Choice(f"`{groups}`", says, "D14")
    sizes = " and ".join(str(len(group["params"])) for group in saved)
    were = "was one group" if len(saved) == 1 else "were groups"
    says = f"It is refused: saved {were} of {sizes} tensors, and here number or sizes differ."
    return Choice(f"`{groups}`", says, "F21" if groups == ASKING else "D14")


TEMPLATE = Template("groups_that_take_a_state", MEDIUM, ("04",), ("04.5",), make)
