"""Which condition on the name is met by one layer, all of it, and by nothing else."""

import random

from autograder.bank.material.parameter_names import quoted
from autograder.bank.question import EASY, Choice, Draft, Template

# A layer, and layers whose names only look like it.
LOOK_ALIKES = {
    "fc": ("fcn", "fc_aux", "fc2"),
    "conv1": ("conv10", "conv12", "conv1x1"),
    "head": ("header", "head2", "head_aux"),
    "norm": ("norm2", "norm_out", "normal"),
    "enc": ("encoder", "enc2", "enc_pos"),
    "layer1": ("layer10", "layer11", "layer12"),
    "block2": ("block20", "block21", "block2b"),
    "proj": ("project", "proj_out", "proj2"),
}
OTHERS = ("stem", "body", "embed", "mixer", "neck", "stage", "tail", "trunk")
RIGHT = (
    'name.startswith("{0}.")',
    'name.split(".")[0] == "{0}"',
    'name.partition(".")[0] == "{0}"',
    'name in ("{0}.weight", "{0}.bias")',
    '"{0}" == name.rpartition(".")[0]',
)
WRONG = {
    'name.startswith("{0}")': "B1",
    'name[: len("{0}")] == "{0}"': "B1",
    '"{0}" in name': "B2",
    'name.count("{0}") > 0': "B2",
    'name == "{0}"': "B2",
    'name in ["{0}"]': "B2",
    'name.split(".")[-1] == "{0}"': "B4",
    '"{0}" or name.startswith("{0}.")': "B3",
    'name == "{0}.weight" or "{0}.bias"': "B3",
    'name.startswith("{0}.weight")': "A25",
}
HINT = "Which names does the condition let through, one name after the other?"


def make(rng: random.Random) -> Draft:
    """A handful of names, among them a layer, one that looks like it, and one that contains it."""
    layer = rng.choice(list(LOOK_ALIKES))
    around = rng.sample(OTHERS, 2)
    layers = [layer, rng.choice(LOOK_ALIKES[layer]), around[0], f"{around[1]}.{layer}"]
    rng.shuffle(layers)
    names = [f"{path}.{kind}" for path in layers for kind in ("weight", "bias")]
    meant = [f"{layer}.weight", f"{layer}.bias"]

    def met(condition: str) -> list[str]:
        return [name for name in names if eval(condition, {"name": name})]

    right = rng.choice([c for c in (r.format(layer) for r in RIGHT) if met(c) == meant])
    wrong = {pattern.format(layer): mistake for pattern, mistake in WRONG.items()}
    shown = "\n".join(f"{path}.weight, {path}.bias" for path in layers)
    stem = (
        f"A model has these {len(names)} parameters:\n\n```text\n{shown}\n```\n\n"
        "A loop over `named_parameters()` freezes each parameter whose `name` meets a condition.\n"
        f"Which condition freezes the weight and the bias of the layer `{layer}`, and nothing else?"
    )
    return Draft(
        stem,
        Choice(f"`{right}`", f"It is met by {quoted(met(right))} and by no other name."),
        [
            Choice(f"`{condition}`", _said(met(condition), meant, len(names)), mistake)
            for condition, mistake in wrong.items()
            if met(condition) != meant
        ],
        HINT,
    )


def _said(met: list[str], meant: list[str], count: int) -> str:
    """What a wrong condition freezes."""
    if not met:
        return "No name meets it, so nothing is frozen."
    if len(met) == count:
        return f"All {count} names meet it, so everything is frozen."
    if len(met) < len(meant):
        return f"It is met by {quoted(met)} alone."
    return f"It is also met by {quoted(name for name in met if name not in meant)}."


TEMPLATE = Template("names_that_a_condition_meets", EASY, ("03",), ("03.1",), make)
