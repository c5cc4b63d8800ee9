"""What was seen when copies of the set-up were trained for a moment."""

from dataclasses import dataclass, field

import torch

from autograder.diagnosis.untouched import same_bits
from autograder.diagnosis.watching import Call


@dataclass
class Run:
    """What was seen. Names are those of the model; `sizes` is per step.

    `sizes[k][name]` is None without a gradient, False where it is all zeros, True otherwise.
    `before` and `after` hold parameters and buffers of the copy, `first` the gradients of step 1.
    """

    stopped: str = ""
    modes: dict[str, bool] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    by_output: set[str] = field(default_factory=set)
    by_loss: set[str] = field(default_factory=set)
    output_asks: bool = False
    loss_asks: bool = False
    loss_is_leaf: bool = False
    rows_agree: bool = False
    sizes: list[dict[str, bool | None]] = field(default_factory=list)
    first: dict[str, torch.Tensor] = field(default_factory=dict)
    strangers: set[int] = field(default_factory=set)
    before: dict[str, torch.Tensor] = field(default_factory=dict)
    after: dict[str, torch.Tensor] = field(default_factory=dict)
    moved_as_left: list[str] = field(default_factory=list)
    schedule: str = ""
    unexamined: list[str] = field(default_factory=list)

    @property
    def ran(self) -> bool:
        """Whether a whole step was seen."""
        return bool(self.sizes)

    def moved(self, name: str) -> bool:
        """Whether training changed this parameter or buffer."""
        return name in self.after and not same_bits(self.before[name], self.after[name])
