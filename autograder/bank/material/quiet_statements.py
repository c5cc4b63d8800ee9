"""Pairs of statements as in `freeze_statements`, about what happens without a word."""

from autograder.bank.material.freeze_statements import Fact

STEP = "loss.backward()\nwas = {frozen}.weight.clone()\n{line}\noptimizer.step()\n"
QUIET = (
    Fact(
        STEP.format(frozen="{frozen}", line="{frozen}.weight.grad = torch.ones_like(was)")
        + "fact = not torch.equal(was, {frozen}.weight)",
        (
            "with a `.grad` set by hand, `step()` moves `{frozen}.weight`",
            "a `.grad` of ones, put on `{frozen}.weight` by hand, makes `optimizer.step()` move "
            "that weight",
        ),
        (
            "`step()` passes over `{frozen}.weight`, whatever is in `.grad`",
            "`optimizer.step()` leaves `{frozen}.weight` alone, even with ones in its `.grad`",
        ),
        "`step()` looks at `.grad`, not at the flag: with a gradient set by hand, a frozen weight "
        "moves.",
        "D16",
    ),
    Fact(
        "net.eval()\nwas = {other}.weight.clone()\nloss.backward()\noptimizer.step()\n"
        "fact = not torch.equal(was, {other}.weight)",
        (
            "after `net.eval()`, a step still moves `{other}.weight`",
            "after `net.eval()`, `backward()` and `optimizer.step()` move `{other}.weight` as they "
            "did before",
        ),
        (
            "after `net.eval()`, no weight moves",
            "after `net.eval()`, `backward()` and `optimizer.step()` leave `{other}.weight` where "
            "it is",
        ),
        "`net.eval()` changes what layers compute, not what learns: `{other}.weight` moves.",
        "E1",
    ),
    Fact(
        "fresh = copy.deepcopy(net).requires_grad_(True)\n"
        "fresh.load_state_dict(net.state_dict())\nfact = {fresh}.weight.requires_grad",
        (
            "loading `net.state_dict()` freezes nothing",
            "a model that learns and loads `net.state_dict()` still learns with all its layers",
        ),
        (
            "loading `net.state_dict()` elsewhere takes the freeze along",
            "a model that learns and loads `net.state_dict()` has the same layer frozen afterwards",
        ),
        "A `state_dict` holds values, not flags: whoever loads it keeps its own flags.",
        "F21",
    ),
    Fact(
        "from torch.func import functional_call, grad\n"
        "values = {{n: p.detach() for n, p in net.named_parameters()}}\n"
        "def cost(values):\n    return F.cross_entropy(functional_call(net, values, (x,)), y)\n"
        'fact = bool(grad(cost)(values)["{path}.weight"].norm() > 0)',
        (
            "`torch.func.grad` computes a gradient for `{frozen}` too",
            "`torch.func.grad`, given all parameters, computes a gradient for `{frozen}.weight`",
        ),
        (
            "`torch.func.grad` leaves `{frozen}` out",
            "`torch.func.grad`, given all parameters, gives zeros for `{frozen}.weight`",
        ),
        "`torch.func.grad` goes by its arguments and does not read flags.",
        "F15",
    ),
    Fact(
        "still = torch.optim.AdamW(net.parameters(), lr=0.0, weight_decay=0.5)\n"
        "was = {other}.weight.clone()\nloss.backward()\nstill.step()\n"
        "fact = torch.equal(was, {other}.weight)",
        (
            "AdamW with `lr=0.0` and weight decay moves nothing",
            "a step of AdamW with `lr=0.0` and `weight_decay=0.5` leaves `{other}.weight` as it "
            "was",
        ),
        (
            "AdamW with `lr=0.0` still decays `{other}.weight`",
            "a step of AdamW with `lr=0.0` and `weight_decay=0.5` makes the numbers of "
            "`{other}.weight` smaller",
        ),
        "AdamW multiplies its decay by the rate: at a rate of zero nothing moves.",
        belief="decay acts beside the rate",
    ),
)
