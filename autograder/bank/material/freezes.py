"""Ways to freeze one layer, right and wrong, as code.

What they do is found by `effects.effect`, which runs them; a reason says why they do that.
"""

from dataclasses import dataclass

LOOP = "for {p} in {m}.parameters():\n    "


@dataclass(frozen=True)
class Way:
    """Code with places for a layer and a loop variable; why it does what it does; a mistake's id.

    Right ways have no id.
    """

    code: str
    reason: str
    mistake: str = ""

    def on(self, layer: str, variable: str = "p") -> str:
        """The code for this layer of `model`."""
        return self.code.format(m=f"model.{layer}", layer=layer, p=variable)


EACH = "the flag of every parameter is set"
RIGHT = (
    Way("{m}.requires_grad_(False)", "called with `False`, the method sets every flag"),
    Way(LOOP + "{p}.requires_grad = False", EACH),
    Way(LOOP + "{p}.requires_grad_(False)", EACH),
    Way("[{p}.requires_grad_(False) for {p} in {m}.parameters()]", EACH),
    Way("for {p} in ({m}.weight, {m}.bias):\n    {p}.requires_grad = False", EACH),
    Way("{m}.weight.requires_grad = False\n{m}.bias.requires_grad = False", EACH),
    Way(
        "for name, {p} in model.named_parameters():\n"
        '    if name.startswith("{layer}."):\n        {p}.requires_grad = False',
        "the names pick the parameters of this layer",
    ),
)

SILENT = (
    Way(LOOP + "{p}.grad = None", "the next `backward()` fills `.grad` again", "A2"),
    Way("{m}.requires_grad = False", "a layer has no flag, so this is a new attribute", "A6"),
    Way(LOOP + "{p}.require_grad = False", "the misspelt name is a new attribute", "A8"),
    Way(LOOP + "{p}.requires_grad_ = False", "the method is assigned, not called", "A9"),
    Way("{m}.requires_grad_ = False", "the method is assigned, not called", "A10"),
    Way(LOOP + "{p}.requires_grad == False", "two equals signs compare", "A11"),
    Way("{m}.trainable = False", "PyTorch reads no attribute of that name", "A15"),
    Way(
        "for {p} in {m}.state_dict().values():\n    {p}.requires_grad = False",
        "`state_dict()` hands out other tensors, detached ones",
        "A18",
    ),
    Way(LOOP + "{p}.data.requires_grad = False", "`.data` is another tensor each time", "A19"),
    Way(LOOP + "{p} = {p}.detach()", "only the loop's own name means something new", "A20"),
    Way(
        "map(lambda {p}: {p}.requires_grad_(False), {m}.parameters())",
        "nobody asks the `map` for its results",
        "A21",
    ),
    Way("import copy\ncopy.deepcopy({m}).requires_grad_(False)", "a copy was frozen", "A23"),
    Way("{m}.requires_grad_()", "left empty, the argument is `True`", "A24"),
)

PARTIAL = (
    Way("{m}.weight.requires_grad = False", "a Linear owns a bias, too", "A25"),
    Way(LOOP + "{p}.requires_grad = False\n    break", "the loop ends in its first turn", "A22"),
    Way(
        "def stop(module):\n    for {p} in module.parameters():\n"
        "        {p}.requires_grad_(False)\n        return module\n\nstop({m})",
        "the function returns in the loop's first turn",
        "A22",
    ),
)

LOUD = (
    Way(LOOP + "{p}.grad = False", "`.grad` takes a tensor or `None`", "A1"),
    Way(LOOP + "{p}.grad = 0", "`.grad` takes a tensor or `None`", "A1"),
    Way(LOOP + "{p}.requires_grad = 'False'", "a flag must be a bool", "A12"),
    Way(LOOP + "{p}.requires_grad = None", "a flag must be a bool", "A12"),
    Way("{m}.requires_grad(False)", "the method's name ends in an underscore", "A13"),
    Way("{m}.freeze()", "a Linear has no such method", "A14"),
    Way(
        "for {p} in {m}.parameters:\n    {p}.requires_grad = False",
        "`parameters` is a method and has to be called",
        "A16",
    ),
    Way(
        "for {p} in {m}.named_parameters():\n    {p}.requires_grad = False",
        "each turn gives a pair, a name and a parameter",
        "A17",
    ),
)

TOO_MUCH = (
    Way("model.requires_grad_(False)", "this is the whole model, not one layer", "C2"),
    Way(
        "for {p} in model.parameters():\n    {p}.requires_grad = False",
        "these are the parameters of the whole model",
        "C2",
    ),
)
