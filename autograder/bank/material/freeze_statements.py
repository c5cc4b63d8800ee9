"""Pairs of statements about a partly frozen `net`, with the few lines that decide each pair.

The lines find `net`, `optimizer`, a batch `x` and `y` and its `loss`, and leave `fact`: whether
the first statement holds. `{frozen}` is the frozen layer, `{other}` one that learns.
"""

from typing import NamedTuple


class Fact(NamedTuple):
    """Lines whose `fact` decides between two statements; `mistake` or `belief` is behind the wrong
    one. Each statement has a long and a short wording.
    """

    code: str
    true: tuple[str, str]
    false: tuple[str, str]
    says: str
    mistake: str = ""
    belief: str = ""


RAISES = "try:\n    {line}\n    fact = False\nexcept Exception:\n    fact = True"
LOUD = (
    Fact(
        RAISES.format(line="torch.autograd.grad(loss, list(net.parameters()))"),
        (
            "`torch.autograd.grad` raises when asked about every parameter of `net`",
            "`torch.autograd.grad(loss, list(net.parameters()))` ends in an exception here",
        ),
        (
            "`torch.autograd.grad` gives zeros for `{frozen}`",
            "`torch.autograd.grad(loss, list(net.parameters()))` gives zeros for `{frozen}`",
        ),
        "`torch.autograd.grad` raises for a tensor that does not ask for a gradient.",
        "F12",
    ),
    Fact(
        RAISES.format(line="loss.backward(); [p.grad.norm() for p in net.parameters()]"),
        (
            "after `backward()`, `{frozen}.weight.grad.norm()` raises",
            "after `backward()`, a sum of `p.grad.norm()` over all parameters of `net` ends in an "
            "exception",
        ),
        (
            "after `backward()`, `{frozen}.weight.grad.norm()` is 0",
            "after `backward()`, a sum of `p.grad.norm()` over all parameters runs, and `{frozen}` "
            "adds 0 to it",
        ),
        "After `backward()`, `{frozen}.weight.grad` is None, and None has no norm.",
        "F13",
    ),
    Fact(
        RAISES.format(line="{frozen}.weight.register_hook(print)"),
        (
            "`{frozen}.weight.register_hook(print)` raises",
            "`{frozen}.weight.register_hook(print)` raises an exception, for there is no gradient "
            "to wait for",
        ),
        (
            "a hook on `{frozen}.weight` sees zeros",
            "`{frozen}.weight.register_hook(print)` runs, and `backward()` hands a tensor of zeros "
            "to the hook",
        ),
        "A hook on a tensor that does not ask for a gradient is refused with an exception.",
        "F14",
    ),
    Fact(
        "flags = [True] * len({frozen}.weight)\n"
        + RAISES.format(line="{frozen}.weight.requires_grad = torch.tensor(flags)"),
        (
            "a mask as the flag of `{frozen}.weight` raises",
            "a tensor of bools, assigned to `{frozen}.weight.requires_grad`, raises an exception",
        ),
        (
            "a mask as its flag freezes rows of `{frozen}.weight`",
            "a tensor of bools, assigned to `{frozen}.weight.requires_grad`, freezes some rows",
        ),
        "A flag is one bool for a whole tensor: anything else raises an exception.",
        "A12",
    ),
    Fact(
        RAISES.format(
            line="s = torch.amp.GradScaler('cpu'); s.scale(loss).backward(); "
            "s.step(torch.optim.SGD({frozen}.parameters(), lr=0.1))"
        ),
        (
            "a `GradScaler` raises if its optimizer holds only `{frozen}`",
            "with an optimizer of only `{frozen}.parameters()`, a gradient scaler's `step` raises",
        ),
        (
            "a `GradScaler` skips an optimizer of only `{frozen}`",
            "with an optimizer of only `{frozen}.parameters()`, a gradient scaler does nothing",
        ),
        "A scaler finds no gradient among the parameters of `{frozen}`, and raises.",
        "D24",
    ),
)
