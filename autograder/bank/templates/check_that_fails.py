"""Which check finds the fault in a script that freezes, replaces a head and makes an optimizer."""

import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = (("body", "head"), ("enc", "out"), ("trunk", "fc"), ("lower", "score"))
# The lines of a script with a fault, and what the fault is.
SCRIPTS = (
    (
        "{head}{freeze}{everything}",
        "The freeze comes last and covers the new head, so nothing learns.",
    ),
    (
        "{freeze}{optimizer}{head}",
        "The optimizer was made before the new head, so it holds the old one.",
    ),
    ("{freeze}{label}{everything}", "A new label changes no weight: the old head stays, frozen."),
    (
        "{freeze}{extra}{everything}",
        "Nothing calls `new_{head}`: the output comes from the old head, frozen.",
    ),
    (
        "{attribute}{head}{optimizer}",
        "The line makes an attribute on the module; the flags of `{body}` stay on.",
    ),
    ("{prefix}{head}{optimizer}", "No name begins with `module.`, so nothing is frozen."),
    ("{half}{head}{everything}", "The bias of `{body}` still learns."),
    ("{freeze}{head}{spent}", "The filter was read by `list`, so the group is empty."),
    (
        "{freeze}{head}{key}",
        "The key `learning_rate` is not read, so the default rate is in force.",
    ),
    ("{head}{everything}", "No line freezes `{body}`."),
)
CHECKS = {
    "not any(p.requires_grad for p in model.{body}.parameters())": "A5",
    "not model.{body}.weight.requires_grad": "A25",
    "all(p.requires_grad for p in model.{head}.parameters())": "C1",
    "model.{head}.weight.requires_grad": "C1",
    "model(batch).requires_grad": "C2",
    "model(batch).shape[1] == {classes}": "C4",
    "model.{head}.out_features == {classes}": "C4",
    "len(model.{head}.weight) == {classes}": "C4",
    "any(p.requires_grad for p in model.parameters())": "C2",
    "{{id(p) for p in model.{head}.parameters()}} <= held": "C7",
    "id(model.{head}.weight) in held": "C7",
    "all(len(group['params']) > 0 for group in optimizer.param_groups)": "D9",
    "optimizer.param_groups[-1]['lr'] == {rate}": "D22",
    "len(optimizer.param_groups) == 1": "D8",
    "len(held) > 0": "C3",
}
PROBE = """held = {id(p) for group in optimizer.param_groups for p in group['params']}
batch = torch.ones(2, """
HINT = "Go through the script once for flags, once for what `forward` calls, once for the groups."


def make(rng: random.Random) -> Draft:
    """A body, an old head, and a script with one fault; four checks, of which one is False."""
    body, head = rng.choice(NAMES)
    width, middle = rng.sample(range(3, 13), 2)
    old, classes = rng.sample(range(2, 12), 2)
    rate, default = rng.sample(["0.1", "0.05", "0.01", "0.2", "0.5"], 2)
    kind = rng.choice(["SGD", "Adam", "AdamW"])
    net = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        f"        self.{body} = nn.Linear({width}, {middle})\n"
        f"        self.{head} = nn.Linear({middle}, {old})\n\n"
        f"    def forward(self, x):\n        return self.{head}(torch.relu(self.{body}(x)))\n\n\n"
        "model = Net()\n"
    )
    made = f"optimizer = torch.optim.{kind}("
    lines = {
        "freeze": "model.requires_grad_(False)\n",
        "head": f"model.{head} = nn.Linear({middle}, {classes})\n",
        "label": f"model.{head}.out_features = {classes}\n",
        "extra": f"model.new_{head} = nn.Linear({middle}, {classes})\n",
        "attribute": f"model.{body}.requires_grad = False\n",
        "prefix": "for name, p in model.named_parameters():\n"
        f'    if name.startswith("module.{body}."):\n        p.requires_grad = False\n',
        "half": f"model.{body}.weight.requires_grad = False\n",
        "everything": f"{made}model.parameters(), lr={rate})\n",
        "optimizer": f"{made}model.{head}.parameters(), lr={rate})\n",
        "spent": "new = filter(lambda p: p.requires_grad, model.parameters())\n"
        f'print(len(list(new)))\n{made}[{{"params": new}}], lr={rate})\n',
        "key": f'group = {{"params": model.{head}.parameters(), "learning_rate": {rate}}}\n'
        f"{made}[group], lr={default})\n",
    }
    script, fault = rng.choice(SCRIPTS)
    code = net + script.format(**lines)
    probe = f"{PROBE}{width})"
    given = names_after(code + probe)
    checks = {
        text.format(body=body, head=head, classes=classes, rate=rate): mistake
        for text, mistake in CHECKS.items()
    }
    passed = {check: bool(eval(check, given)) for check in checks}
    right = rng.choice([check for check in checks if not passed[check]])
    return Draft(
        with_code(
            f"The body `{body}` should be frozen, a new head with {classes} outputs should take "
            f"the place of the old one, and learn at the rate {rate}. Which of the four checks is "
            "**False** after this code?",
            f"{code}\n# What the checks look at:\n{probe}",
        ),
        Choice(f"`{right}`", fault.format(body=body, head=head)),
        [
            Choice(f"`{check}`", "It is True here, so it does not find the fault.", mistake)
            for check, mistake in checks.items()
            if passed[check]
        ],
        HINT,
    )


TEMPLATE = Template("check_that_fails", HARD, ("03", "04"), ("03.2", "04.2"), make)
