"""How many buffers a small network holds, or how many numbers stand in them."""

import random

from torch import nn

from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "Go through the layers: which of them keep running statistics, and what do these consist of?"


def make(rng: random.Random) -> Draft:
    """One to three BatchNorm layers among norms without buffers and Dropout, all flags off."""
    code = _code(rng)
    model = names_after(code)["model"]
    asked = _tensors if rng.random() < 0.5 else _numbers
    question, right, wrong = asked(model)
    stem = f"{question}\n\n```python\n{code}\n```"
    return Draft(stem, right, wrong, HINT)


def _code(rng: random.Random) -> str:
    """The network as a Sequential, one layer a line."""
    widths = [2 * rng.randint(2, 9) for _ in range(rng.randint(4, 5))]
    norms = ["nn.BatchNorm1d({})"] * rng.randint(1, 3) + ["nn.LayerNorm({})"]
    norms = [*norms, "nn.GroupNorm(2, {})"][: len(widths) - 1]
    rng.shuffle(norms)
    lines = []
    for at, width in enumerate(widths[1:]):
        lines.append(f"nn.Linear({widths[at]}, {width})")
        if at < len(norms):
            lines.append(norms[at].format(width))
        lines.append(rng.choice(["nn.ReLU()", "nn.Dropout(0.5)", "nn.Dropout(0.2)"]))
    inside = "".join(f"    {line},\n" for line in lines[:-1])
    return f"model = nn.Sequential(\n{inside})\nmodel.requires_grad_(False)"


def _of_kind(model: nn.Module, *kinds: type) -> list[nn.Module]:
    """The layers of these kinds."""
    return [layer for layer in model if isinstance(layer, kinds)]


def _tensors(model: nn.Module) -> tuple[str, Choice, list[Choice]]:
    """The question about tensors."""
    right = len(list(model.buffers()))
    tracking = len(_of_kind(model, nn.BatchNorm1d))
    norms = tracking + len(_of_kind(model, nn.LayerNorm, nn.GroupNorm))
    every, parameters = len(model.state_dict()), len(list(model.parameters()))
    return (
        "How many **tensors** does `list(model.buffers())` hold?",
        Choice(
            str(right),
            f"BatchNorm stands there {tracking} times, each time with a mean, a variance and a "
            "count of batches.",
        ),
        [
            Choice(
                str(2 * tracking), "The count of batches is a buffer, too.", belief=COUNT_FORGOTTEN
            ),
            Choice(
                str(tracking), f"{tracking} is the number of BatchNorm layers.", belief=ONE_EACH
            ),
            Choice("0", "Flags do not make buffers go away.", "E2"),
            Choice(str(3 * norms), "Of these norms only BatchNorm keeps statistics.", "E20"),
            Choice(
                str(5 * tracking), "Scale and shift are parameters of BatchNorm.", belief=AFFINE
            ),
            Choice(str(every), f"{every} is the length of `model.state_dict()`.", "G4"),
            Choice(str(parameters), f"{parameters} is the number of parameter tensors.", "G4"),
        ],
    )


def _numbers(model: nn.Module) -> tuple[str, Choice, list[Choice]]:
    """The question about numbers."""
    right, tensors = sum(b.numel() for b in model.buffers()), len(list(model.buffers()))
    channels = sum(bn.num_features for bn in _of_kind(model, nn.BatchNorm1d))
    counts = len(_of_kind(model, nn.BatchNorm1d))
    others = _of_kind(model, nn.LayerNorm, nn.GroupNorm)
    as_if = sum(2 * other.weight.numel() + 1 for other in others)
    parameters = sum(p.numel() for p in model.parameters())
    return (
        "How many **numbers** do the buffers of this model hold, all together?",
        Choice(
            str(right), f"A mean and a variance for {channels} channels, and one count a layer."
        ),
        [
            Choice(str(tensors), f"{tensors} is the number of tensors.", "G1"),
            Choice(
                str(right - counts), "The counts of batches are missing.", belief=COUNT_FORGOTTEN
            ),
            Choice(str(channels), f"{channels} is the number of channels.", belief=ONE_EACH),
            Choice(str(right + as_if), "LayerNorm and GroupNorm hold no buffers.", "E20"),
            Choice(
                str(right + 2 * channels), "Scale and shift are parameters here.", belief=AFFINE
            ),
            Choice(str(right + parameters), "These are all numbers of `state_dict`.", "G4"),
            Choice(str(parameters), f"{parameters} is how many numbers the parameters hold.", "G4"),
        ],
    )


COUNT_FORGOTTEN = "the count of batches is forgotten"
ONE_EACH = "one buffer is expected for each"
AFFINE = "scale and shift taken for buffers"

TEMPLATE = Template("buffer_census", EASY, ("05",), ("05.1",), make)
