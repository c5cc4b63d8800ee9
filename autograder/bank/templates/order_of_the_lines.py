"""Four lines of a script for two workers: freeze, change a part, wrap, make the optimizer."""

import random
from collections.abc import Sequence
from itertools import permutations

from autograder.bank.material.parameter_names import quoted
from autograder.bank.material.stems import with_code
from autograder.bank.material.worker_pair import Pair, layers_of, named_layers, together
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.trials.wrappers import InPieces, Together

NAMES = ("stem", "neck", "body", "trunk", "encoder", "mixer", "scorer", "adapter", "top", "out")
FREEZE = (
    "model.requires_grad_(False)",
    "for p in model.parameters():\n    p.requires_grad = False",
)
OPTIMIZER = (
    "optimizer = torch.optim.{kind}([p for p in model.parameters() if p.requires_grad])",
    "optimizer = torch.optim.{kind}(filter(lambda p: p.requires_grad, model.parameters()))",
    "learning = [p for p in model.parameters() if p.requires_grad]\n"
    "optimizer = torch.optim.{kind}(learning)",
)
HINT = "What does each line look at when it runs, and which line changes that?"
# The right order, and the six with two of its lines exchanged.
TRIED = 7


def make(rng: random.Random) -> Draft:
    """A small model, of which one layer shall learn; orders of the four lines are run."""
    names, widths = rng.sample(NAMES, 3), [rng.randint(2, 6) for _ in range(4)]
    at = rng.randrange(3)
    new = rng.random() < 0.5
    part = {
        False: (f"model.{names[at]}.requires_grad_(True)",),
        True: (
            f"model.{names[at]} = nn.Linear({widths[at]}, {widths[at + 1]})",
            f'model.add_module("{names[at]}", nn.Linear({widths[at]}, {widths[at + 1]}))',
        ),
    }[new]
    kind = rng.choice(("Adam", "AdamW", "SGD"))
    ways = (FREEZE, part, ("wrapped = wrap(model)",), tuple(o.format(kind=kind) for o in OPTIMIZER))
    setup = f"from collections import OrderedDict\n\n{named_layers(names, widths)}"
    orders = list(permutations(range(4)))
    rng.shuffle(orders)
    orders.sort(key=lambda order: sum(a != b for a, b in zip(order, range(4), strict=True)) > 2)
    good, wrong = [], []
    for order in orders[:TRIED]:
        lines = "\n".join(rng.choice(ways[line]) for line in order)
        pair = together(setup, lines, wrap=lambda model: Together(InPieces(model)))
        if layers_of(pair.moved) == [names[at]] and not pair.apart:
            says = f"The wrapper and then the optimizer see that `{names[at]}` alone learns."
            good.append(Choice(lines, says))
        else:
            wrong.append(Choice(lines, _says(pair), **_belief(order, new)))
    task = f"puts a new layer in the place of `{names[at]}`" if new else f"thaws `{names[at]}`"
    question = (
        "A script for two workers does four things: it makes an optimizer, wraps the model, "
        f"freezes all of it, and {task}. "
        "`wrap` puts new tensors in the place of the old ones, as `fully_shard` does; then it "
        "notes which of them ask for a gradient, and only those are averaged from then on. "
        f"`{names[at]}`, and nothing else, shall learn, with equal copies in both workers. "
        "Which order does that?"
    )
    return Draft(with_code(question, setup), good[0], wrong, HINT)


def _says(pair: Pair) -> str:
    """What came of an order."""
    if pair.raised == "NothingLearns":
        return "Nothing asks for a gradient when `wrap` looks: it has nothing to average."
    if pair.raised == "NeverArrived":
        return "`wrap` noted a layer whose gradient never comes: training ends in an exception."
    if pair.raised == "ValueError":
        return "The optimizer raises: none of the parameters that it is given asks for a gradient."
    if pair.raised:
        return f"These lines end in {pair.raised}."
    if not pair.moved:
        return "The optimizer holds tensors that the model no longer uses: nothing moves."
    moved, apart = (quoted(layers_of(names), "nothing") for names in (pair.moved, pair.apart))
    return f"What moves is {moved}; the two workers differ in {apart}."


def _belief(order: Sequence[int], new: bool) -> dict[str, str]:
    """What leads to a wrong order: its first step that comes too early."""
    freeze, part, wrap, optimizer = (order.index(line) for line in range(4))
    if part < freeze:
        return {"mistake": "C1" if new else "A30"}
    if wrap < part:
        return {"mistake": "F18"}
    if optimizer < part and new:
        return {"mistake": "C7"}
    if optimizer < wrap:
        return {"belief": "the optimizer follows tensors that are replaced"}
    return {"mistake": "F17"}


TEMPLATE = Template("order_of_the_lines", MEDIUM, ("11",), ("11.1",), make)
