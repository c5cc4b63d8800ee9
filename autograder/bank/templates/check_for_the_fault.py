"""Which check fails after a freeze that has a fault; the other checks let it pass."""

import random

from autograder.bank.material.freeze_checks import PASSES, failed_checks
from autograder.bank.question import HARD, Choice, Draft, Template

HINT = "What does the fault leave behind after a step: a tensor, a mode, a gradient, an output?"
# What replaces the sound lines of the set-up, and what it does.
FAULTS = {
    "{net}.body.requires_grad_(False)\n{net}.train()": "flags only",
    "{net}.body.eval()": "mode only",
    "{net}.body.requires_grad_(False).eval()\n{net}.train()": "woken again",
    "{net}.body.requires_grad_(False)\n{net}.body[1].momentum = 0.0": "momentum 0",
    "{net}.body.requires_grad_(False)\n{net}.body[1].eval()": "dropout awake",
    "{net}.requires_grad_(False).eval()\n{net}.head.bias.requires_grad_(True)": "head held, too",
    "{net}.body.requires_grad = False\n{net}.body.eval()": "flag on the module",
    "for name, p in {net}.body.named_parameters():\n"
    "    p.requires_grad = name.endswith('bias')\n{net}.body.eval()": "biases free",
}


def make(rng: random.Random) -> Draft:
    """A small network, a faulty freeze, one step of AdamW, and the checks of which one fails."""
    net, step = rng.choice(["net", "model", "network"]), rng.choice(["0.01", "0.02", "0.05"])
    rows, a, b, c = (rng.randint(4, 9) for _ in range(4))
    fault = rng.choice(list(FAULTS)).format(net=net)
    drop = rng.choice([0.2, 0.3, 0.5])
    code = (
        f"body = nn.Sequential(nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.Dropout({drop}))\n"
        f"{net} = nn.Sequential()\n{net}.body, {net}.head = body, nn.Linear({b}, {c})\n"
        f"X, y = torch.randn({rows}, {a}), torch.arange({rows}) % {c}"
    )
    training = (
        f"learning = [p for p in {net}.parameters() if p.requires_grad]\n"
        f"optimizer = torch.optim.AdamW(learning, lr={step})\n"
        f"F.cross_entropy({net}(X), y).backward()\noptimizer.step()"
    )
    failed = failed_checks(code, f"{fault}\n{training}", net)
    caught = [check for check, fails in failed.items() if fails]
    if not caught:
        return make(rng)
    asked = (
        "The body is meant to hold still, state and output, and the head to learn. After this, "
        "checks run.\nOnly one of these checks **fails**, and so catches the fault: which?"
    )
    right = Choice(PASSES[rng.choice(caught)][0], "Run on this freeze, the check fails.")
    wrong = [
        Choice(words, says, belief="a check that passes here")
        for check, (words, says) in PASSES.items()
        if not failed[check]
    ]
    return Draft(f"{asked}\n\n```python\n{code}\n{fault}\n{training}\n```", right, wrong, HINT)


TEMPLATE = Template("check_for_the_fault", HARD, ("05",), ("05.1", "05.2"), make)
