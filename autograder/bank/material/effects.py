"""What code that was meant to freeze does to the flags of a model, found by running it."""

import functools
from dataclasses import dataclass

from torch import nn

from autograder.bank.running import names_after

# What a way does to a layer depends on no width and on no name, so it runs on this one, once.
LAYER = "layer1"
MODEL = f"model = nn.Sequential()\nmodel.{LAYER} = nn.Linear(2, 2)\nmodel.other = nn.Linear(2, 2)"


@dataclass(frozen=True)
class Effect:
    """What running code did to one layer and to the rest of the model.

    `raised` is the name of an exception, or ""; `left` are the tensors of the layer that can still
    learn, "weight" and "bias" at most; `rest` says whether all other layers can.
    """

    raised: str
    left: tuple[str, ...]
    rest: bool = True

    def told(self, layer: str) -> str:
        """What became of the layer, which is called `layer`, as a sentence without a full stop."""
        if self.raised:
            return f"It raises {self.raised}"
        if not self.left:
            scope = f"both tensors of `{layer}`" if self.rest else "the whole model"
            return f"It freezes {scope}"
        if len(self.left) == 1:
            return f"It runs, and `{layer}.{self.left[0]}` can still learn"
        return f"It runs, and both tensors of `{layer}` can still learn"


@functools.cache
def effect(code: str) -> Effect:
    """What `code`, which is about the layer LAYER, does."""
    model = names_after(MODEL)["model"]
    raised = ""
    try:
        names_after(code, model=model)
    except Exception as problem:
        raised = type(problem).__name__
    kinds = tuple(kind for kind in ("weight", "bias") if f"{LAYER}.{kind}" in learning(model))
    return Effect(raised, kinds, all(p.requires_grad for p in model.other.parameters()))


def learning(model: nn.Module) -> tuple[str, ...]:
    """The names of the parameters whose flag is on."""
    return tuple(name for name, p in model.named_parameters() if p.requires_grad)
