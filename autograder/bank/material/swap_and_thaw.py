"""A training script line by line: a new head, a few steps, a thaw; and how each line goes wrong.

`$first`, `$second` and `$head` are layers; the other names with a dollar are numbers.
"""

from string import Template

# Each line, what it does, and the doubt that makes one take it for a fault.
LINES = {
    "model.requires_grad_(False)": (
        "It freezes what is there, and the new head comes later.",
        "a freeze thought to cover a later head",
    ),
    "model.$head = nn.Linear($width, $classes)": (
        "A new layer comes with flags that are on.",
        "a new head thought to be frozen",
    ),
    "optimizer = torch.optim.SGD(model.$head.parameters(), lr=$fast, momentum=0.9)": (
        "It need not hold more, since nothing else learns yet.",
        "all layers thought to be needed from the start",
    ),
    "for step in range($steps):": (
        "It makes $steps steps, counted from 0.",
        "steps thought to be counted from one",
    ),
    "    if step == $thaw:": (
        "It is met once, and a thaw is needed only once.",
        "a thaw thought to be needed in each step",
    ),
    "        model.$second.requires_grad_(True)": (
        "It turns on the flags of the weight and the bias.",
        "a thaw in the loop thought to come too late",
    ),
    '        group = {"params": model.$second.parameters(), "lr": $slow}': (
        "The key `lr` is the one that the optimizer reads.",
        "the key is thought to have another name",
    ),
    "        optimizer.add_param_group(group)": (
        "It leaves the first group and its momentum as they are.",
        "a second group thought to replace the first",
    ),
    "    optimizer.zero_grad()": (
        "It clears the gradients of all that the optimizer holds, and no momentum.",
        "clearing thought to delete the momentum",
    ),
    "    loss = F.cross_entropy(model(batch), labels)": (
        "The loss has a graph as soon as one tensor in use learns.",
        "a loss thought to need a flag by hand",
    ),
    "    loss.backward()": (
        "It makes gradients where flags are on.",
        "backward thought to fill frozen layers",
    ),
    "    optimizer.step()": (
        "It moves what is in its groups and has a gradient.",
        "a step thought to move frozen layers",
    ),
}
# Wrong lines for a place, counted from 0, and what each of them does.
FAULTS = (
    (0, "model.requires_grad = False", "It only makes an attribute on the module."),
    (0, "model.eval()", "Eval mode changes no flag."),
    (0, "model.$first.weight.requires_grad_(False)", "The bias of `$first` still learns."),
    (1, "model.$head.out_features = $classes", "It changes a label, and no weight."),
    (1, "model.$head = nn.Linear($width, $old)", "The new head has the old width."),
    (1, "model.$head.requires_grad_(True)", "The old head learns, with its old width."),
    (
        2,
        "optimizer = torch.optim.SGD(model.$first.parameters(), lr=$fast, momentum=0.9)",
        "The head is missing, and `$first` is held in its place.",
    ),
    (
        2,
        "optimizer = torch.optim.SGD([model.$head.weight], lr=$fast, momentum=0.9)",
        "The bias of the head is missing.",
    ),
    (
        2,
        "optimizer = torch.optim.SGD(model.$head.parameters(), lr=$slow, momentum=0.9)",
        "The head should learn at the rate $fast.",
    ),
    (4, "    if step > $thaw:", "It is met one step late."),
    (4, "    if step >= $thaw:", "Met twice, it brings the group twice: a ValueError."),
    (5, "        model.$second.requires_grad = True", "It only makes an attribute."),
    (5, "        model.$second.train()", "Train mode changes no flag."),
    (5, "        model.$second.weight.requires_grad_(True)", "The bias stays frozen."),
    (5, "        model.requires_grad_(True)", "It thaws `$first` as well."),
    (6, '        group = {"params": model.$second.parameters(), "rate": $slow}', "It has no `lr`."),
    (6, '        group = {"params": model.parameters(), "lr": $slow}', "It has the head again."),
    (6, '        group = {"params": model.$first.parameters(), "lr": $slow}', "A wrong layer."),
    (7, "        optimizer = torch.optim.SGD([group], momentum=0.9)", "It forgets the head."),
    (7, "        optimizer.param_groups[0].update(group)", "It takes the head out of its group."),
    (8, "    model.$first.zero_grad()", "The gradients of the head pile up."),
    (8, "    optimizer.state.clear()", "It deletes the momentum, and no gradient."),
    (9, "    loss = F.cross_entropy(model(batch).detach(), labels)", "The loss has no graph."),
    (10, "    loss.requires_grad_(True)", "It makes no gradient, so nothing moves."),
)


def filled(text: str, **names: object) -> str:
    """A line or a sentence with the names of this script in it."""
    return Template(text).substitute(names)
