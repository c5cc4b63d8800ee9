"""Which line, put in place of one line of a faulty loop, makes it freeze a layer."""

import random

from autograder.bank.material.chains import drawn_chain, variable
from autograder.bank.material.effects import LAYER, effect
from autograder.bank.material.freezes import Way
from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template

HEADS = (
    Way("for {p} in {m}.parameters():", "each turn gives one of its two parameters"),
    Way("for {p} in list({m}.parameters()):", "each turn gives one of its two parameters"),
    Way("for {p} in ({m}.weight, {m}.bias):", "these are its two parameters"),
    Way("for name, {p} in {m}.named_parameters():", "each pair is taken apart"),
    Way("for {p} in model.parameters():", "these are the parameters of all layers", "C2"),
    Way("for {p} in {m}:", "a Linear cannot be looped over", "A6"),
    Way("for {p} in {m}.parameters:", "`parameters` has to be called", "A16"),
    Way("for {p} in {m}.named_parameters():", "each turn gives a pair", "A17"),
    Way("for {p} in {m}.state_dict().values():", "these are other tensors", "A18"),
    Way("for {p} in [{m}]:", "the loop gives the layer itself, which has no flag", "A6"),
    Way("for {p} in {m}.children():", "a Linear has no children, so there is no turn", "A7"),
    Way("for {p} in {m}.modules():", "the loop gives the layer itself, which has no flag", "A7"),
    Way("for {p} in [{m}.weight]:", "the bias is left out", "A25"),
)
BODIES = (
    Way("{p}.requires_grad = False", "the flag of each parameter is set"),
    Way("{p}.requires_grad_(False)", "the method is called and sets the flag"),
    Way('setattr({p}, "requires_grad", False)', "the flag of each parameter is set"),
    Way("{p}.require_grad = False", "the misspelt name is a new attribute", "A8"),
    Way("{p}.requires_grad_ = False", "the method is assigned, not called", "A9"),
    Way("{p}.requires_grad == False", "two equals signs compare", "A11"),
    Way("{p}.grad = None", "`.grad` is no flag", "A2"),
    Way("{p}.grad = False", "`.grad` takes a tensor or `None`", "A1"),
    Way("{p}.requires_grad(False)", "the flag is a bool and cannot be called", "A13"),
    Way("{p} = {p}.detach()", "only the loop's own name means something new", "A20"),
    Way("{p}.data.requires_grad = False", "`.data` is another tensor each time", "A19"),
    Way("{p}.requires_grad_()", "left empty, the argument is `True`", "A24"),
    Way("{p}.requires_grad = 'False'", "a flag must be a bool", "A12"),
    Way("{p}.trainable = False", "PyTorch reads no attribute of that name", "A15"),
)
HINT = "Does each turn of the loop give a parameter of this layer, and is its own flag then set?"


def make(rng: random.Random) -> Draft:
    """A loop with a fault in its first or in its second line."""
    chain = drawn_chain(rng, rng.randint(2, 4))
    layer, name = rng.choice(chain.layers), variable(rng)
    at = rng.randrange(2)
    indent, ways = (("", HEADS), ("    ", BODIES))[at]
    healthy = (HEADS[0], BODIES[0])
    able, unable = [], []
    for way in ways:
        lines = [(way if k == at else healthy[k]).on(LAYER, "p") for k in range(2)]
        seen = effect(f"{lines[0]}\n    {lines[1]}")
        says = f"{seen.told(layer)}: {way.reason}."
        choice = Choice(f"`{way.on(layer, name)}`", says, mistake=way.mistake)
        works = not seen.raised and not seen.left and seen.rest
        (able if works else unable).append(choice)
    faulty = rng.choice(unable)
    lines = [HEADS[0].on(layer, name), "    " + BODIES[0].on(layer, name)]
    lines[at] = indent + faulty.text.strip("`")
    code = "\n".join([chain.code, *lines])
    question = f"""The last two lines were meant to freeze `{layer}` and nothing else. Their
    **{("first", "second")[at]}** one is at fault. Which line in its place repairs them?"""
    wrong = [choice for choice in unable if choice != faulty]
    return Draft(with_code(question, code), rng.choice(able), wrong, HINT)


TEMPLATE = Template("line_that_repairs", MEDIUM, ("02",), ("02.2",), make)
