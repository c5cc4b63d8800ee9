"""Pieces of runs that ask whether a weight moved: rulers that can show it, and rulers that cannot.

`{one}` is the layer that is asked about, `{at}` its place, `{two}` another layer that learns.
"""

STEP = "F.cross_entropy(net(x), y).backward()\noptimizer.step()"
KEEPS = (
    "was = {one}.weight.detach().clone()",
    "was = copy.deepcopy({one}.weight)",
    "was = {one}.weight.clone()",
    "was = copy.deepcopy({one}).weight",
    'was = copy.deepcopy(net.state_dict())["{at}.weight"]',
)
COMPARES = (
    "print(torch.equal(was, {one}.weight))",
    "print((was == {one}.weight).all().item())",
    "print((was - {one}.weight).abs().max().item() == 0)",
)
# Runs that print the same either way: what stands for the ruler, what is printed, and why.
BLIND = (
    (
        "was = {one}.weight",
        None,
        "`was` is the weight itself, so the two are always equal.",
        {"mistake": "F25"},
    ),
    (
        'was = net.state_dict()["{at}.weight"]',
        None,
        "`was` looks at the weight's own memory, so the two are always equal.",
        {"mistake": "F24"},
    ),
    (
        "was = {one}.weight.data",
        None,
        "`.data` looks at the weight's own memory, so the two are always equal.",
        {"mistake": "F25"},
    ),
    (
        "was = {one}.weight.detach()",
        None,
        "`detach()` copies no numbers, so the two are always equal.",
        {"mistake": "F25"},
    ),
    (
        "was = {one}.weight",
        "print(was is {one}.weight)",
        "A step changes numbers in place: it is the same object, frozen or not.",
        {"belief": "a step makes a new tensor"},
    ),
    (
        "was = {two}.weight.detach().clone()",
        "print(torch.equal(was, {two}.weight))",
        "It measures `{two}`, which moves in either case.",
        {"belief": "another layer stands for this one"},
    ),
    (
        "was = [p for p in net.parameters()]",
        "print(len(was) == len(list(net.parameters())))",
        "A step changes numbers, never how many tensors there are.",
        {"belief": "movement shows in a count"},
    ),
    (
        "was = {one}.training",
        "print({one}.training == was)",
        "`training` is the mode, which no flag and no step changes.",
        {"mistake": "E1"},
    ),
)
UNMOVED = (
    (
        "F.cross_entropy(net(x), y).backward()",
        "No optimizer takes a step between the two looks, so nothing can move.",
        {"belief": "backward alone moves weights"},
    ),
    (
        "F.cross_entropy(net(x), y).backward()\noptimizer.zero_grad()\noptimizer.step()",
        "The gradients are cleared before the step, so nothing can move.",
        {"belief": "gradients are cleared before a step"},
    ),
)
