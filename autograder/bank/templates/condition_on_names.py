"""Which condition on names lets exactly the wanted parameters learn, the whole head included?"""

import random

from torch import nn

from autograder.bank.material.name_conditions import conditions
from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

WANTED = {
    "biases": "every bias, and everything in `{head}`",
    "norms": "everything in the norms, and everything in `{head}`",
    "head": "everything in `{head}`",
}
# Names that a careless condition catches, by what they look like.
LOOKALIKES = {"head": ("heads", "headless"), "fc": ("fc_in", "fcn"), "out": ("outer", "out_gate")}
LOOP = (
    "model.requires_grad_(False)\nfor name, parameter in model.named_parameters():\n"
    "    if CONDITION:\n        parameter.requires_grad_(True)"
)
HINT = "Write down all parameter names, then try each condition on the odd ones among them."


def make(rng: random.Random) -> Draft:
    """A network with a norm and unlucky names; conditions from careful to careless."""
    head, norm = rng.choice(list(LOOKALIKES)), rng.choice(["norm", "ln", "bn"])
    kind = rng.choice(list(WANTED))
    odd = rng.choice(["debias", "bias_net", "unbiased"])
    widths = [rng.randint(2, 9) for _ in range(2)]
    parts = {
        rng.choice(["stem", "mixer", "first"]): f"nn.Linear({widths[0]}, {widths[1]})",
        f"{norm}{rng.randint(1, 3)}": f"nn.LayerNorm({widths[1]})",
        odd: f"nn.Linear({widths[1]}, {widths[1]})",
        rng.choice(LOOKALIKES[head]): f"nn.Linear({widths[1]}, {widths[1]})",
    }
    listed = list(parts.items())
    rng.shuffle(listed)
    listed.append((head, f"nn.Linear({widths[1]}, {rng.randint(2, 5)})"))
    lines = "".join(f'    "{name}": {layer},\n' for name, layer in listed)
    net = f"model = nn.ModuleDict({{\n{lines}}})\n"
    model = names_after(net)["model"]
    names = [name for name, _ in model.named_parameters()]
    wanted = [name for name in names if _belongs(model, name, kind, head)]
    # Compiled once each: a draw tries some fifteen conditions on ten names.
    found = {
        code: ([name for name in names if eval(compiled, {"name": name})], why)
        for code, why in conditions(head, norm, kind).items()
        for compiled in [compile(code, "condition", "eval")]
    }
    rights = [code for code, (learning, _) in found.items() if learning == wanted]
    wrong = [
        _choice(code, learning, wanted, why)
        for code, (learning, why) in found.items()
        if learning != wanted
    ]
    return Draft(
        with_code(
            f"What is to learn: {WANTED[kind].format(head=head)}, and nothing else. Which "
            "condition belongs in the place of `CONDITION`?",
            net + LOOP,
        ),
        Choice(f"`{rng.choice(rights)}`", f"Exactly {len(wanted)} tensors learn, all wanted."),
        wrong,
        HINT,
    )


def _belongs(model: nn.Module, name: str, kind: str, head: str) -> bool:
    """Whether a parameter is among the wanted ones, found without a look at letters in names."""
    module, _, own = name.rpartition(".")
    owner = model.get_submodule(module)
    if owner is model[head]:
        return True
    if kind == "norms":
        return isinstance(owner, nn.LayerNorm)
    return kind == "biases" and owner.bias is owner.get_parameter(own)


def _choice(code: str, learning: list[str], wanted: list[str], why: str) -> Choice:
    """A wrong choice, with the first parameter that it gets wrong."""
    lost = [name for name in wanted if name not in learning]
    extra = [name for name in learning if name not in wanted]
    says = f"It keeps `{lost[0]}` frozen." if lost else f"It also lets `{extra[0]}` learn."
    return Choice(f"`{code}`", says, belief=why) if " " in why else Choice(f"`{code}`", says, why)


TEMPLATE = Template("condition_on_names", HARD, ("10",), ("10.3",), make)
