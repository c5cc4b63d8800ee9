"""Which change a proof of freezing overlooks, or which one it notices."""

import functools
import random

from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import printed_by

PARAMETERS = "for n, p in model.named_parameters()"
STATE = "for n, v in model.state_dict().items()"
EQUAL = "torch.equal(kept[n], now[n])"
# What a proof notes, how it compares, and what is special about it.
PROOFS = (
    (f"{{n: p.detach().clone() {PARAMETERS}}}", EQUAL, "looks at parameters only"),
    (
        f"{{n: v.clone() {STATE}}}",
        "torch.allclose(kept[n], now[n])",
        "forgives tiny differences only",
    ),
    (f"{{n: v.flatten().sort().values {STATE}}}", EQUAL, "compares numbers without their order"),
    (f"{{n: v.clone() {STATE} if n[0] == 'AT'}}", EQUAL, "looks at one layer only"),
    (f"{{n: p.detach().clone() {PARAMETERS} if p.dim() > 1}}", EQUAL, "looks at matrices only"),
    ("model.state_dict()", EQUAL, "notes no numbers of its own, but views of the model's"),
    ("{n: b.clone() for n, b in model.named_buffers()}", EQUAL, "looks at buffers only"),
    (f"{{n: p.requires_grad {PARAMETERS}}}", "kept[n] == now[n]", "compares flags, not values"),
)
FLAGS = "requires_grad_"
# A change, what it changes, and what leads to the opinion that a proof overlooks it.
CHANGES = (
    ("model(torch.randn(8, WIDTH))", "BatchNorm's statistics, in train mode", "E2"),
    ("nn.init.zeros_(model[OTHER].weight)", "a frozen weight, by hand", "E18"),
    ("nn.init.ones_(model[AT].weight)", "a frozen weight, by hand", "E18"),
    ("model[AT].bias.data += 1", "all numbers of a bias", "A25"),
    ("model[OTHER].bias.data[0] += 1", "one number of a bias", "one number is thought too few"),
    (
        "model[AT].weight.data[0, 0] *= 1.000005",
        "one number, by very little",
        "the least counts as none",
    ),
    (
        "model[AT].weight.data = model[AT].weight.data.flip(0)",
        "the order of the rows, in a new tensor",
        "the order is thought not to matter",
    ),
    ("model[1].running_mean += 1", "a buffer, by hand", "E2"),
    ("model[1].weight.data *= 2", "BatchNorm's scale", "BatchNorm is thought to have no weight"),
    (f"model[AT].{FLAGS}(True)", "flags, but no value", "flags are thought to go unseen"),
)
HINT = "Ask of the proof: which tensors does it look at, and did it note numbers of its own?"
EVERYTHING = "a proof is thought to look at everything"


def make(rng: random.Random) -> Draft:
    """A frozen model with BatchNorm, a proof of a drawn kind, and changes that it sees or not."""
    widths = tuple(rng.randint(2, 8) for _ in range(3))
    at = rng.choice((0, 3))
    proof = rng.randrange(len(PROOFS))
    held: dict[bool, list[tuple[str, str, str]]] = {True: [], False: []}
    for number, (change, what, doubt) in enumerate(CHANGES):
        holds = _holds(proof, number, at)
        says = f"It prints {holds}: this changes {what}, and the proof {PROOFS[proof][2]}."
        held[holds].append((_line(change, at, widths[0]), says, doubt))
    # The last change moves no value, so a proof that overlooks it lacks nothing.
    right = {
        holds: [row for row in held[holds] if not holds or FLAGS not in row[0]] for holds in held
    }
    asked = rng.choice([holds for holds in held if right[holds] and len(held[not holds]) > 2])
    line, says, _ = rng.choice(right[asked])
    wrong = [
        Choice(f"`{text}`", told, **(_why(doubt) if asked else {"belief": EVERYTHING}))
        for text, told, doubt in held[not asked]
    ]
    question = f"Which line, in place of the dots, makes this print `held still: {asked}`?"
    code = _code(proof, at, widths)
    return Draft(with_code(question, code), Choice(f"`{line}`", says), wrong, HINT)


@functools.cache
def _holds(proof: int, change: int, at: int) -> bool:
    """Whether the proof says "held still" after the change; the widths play no part."""
    line = _line(CHANGES[change][0], at, 3)
    return printed_by(_code(proof, at, (3, 4, 2)).replace("...", line)).endswith("True")


def _line(change: str, at: int, width: int) -> str:
    """The line of a change; AT is the layer that some proofs look at, OTHER the other Linear."""
    return change.replace("AT", str(at)).replace("OTHER", str(3 - at)).replace("WIDTH", str(width))


def _code(proof: int, at: int, widths: tuple[int, ...]) -> str:
    """The script, with dots where a change belongs."""
    a, b, c = widths
    noted, same, _ = PROOFS[proof]
    return f"""model = nn.Sequential(
    nn.Linear({a}, {b}), nn.BatchNorm1d({b}), nn.ReLU(), nn.Linear({b}, {c})
)
model.requires_grad_(False)

def state(model):
    return {noted.replace("AT", str(at))}

kept = state(model)
...
now = state(model)
print("held still:", all({same} for n in kept))"""


def _why(doubt: str) -> dict[str, str]:
    """A mistake's id, or a belief."""
    return {"mistake": doubt} if len(doubt) < 4 else {"belief": doubt}


TEMPLATE = Template("change_that_escapes", HARD, ("01", "02"), ("01.4", "02.4"), make)
