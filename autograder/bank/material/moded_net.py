"""A network whose parts may be in different modes: its code, and who is awake after some calls."""

from torch import nn

from autograder.bank.running import names_after

PARTS = ("model", "body", "body[1]", "body[2]", "head")
OVERRIDE = """
    def train(self, mode=True):
        super().train(mode)
        self.{body}.eval()
        return self
"""


def net_code(body: str, wide: int, narrow: int, out: int) -> str:
    """The code of the class, without an override of `train`."""
    definition = [
        "class Net(nn.Module):",
        "    def __init__(self):",
        "        super().__init__()",
        f"        norm, drop = nn.BatchNorm1d({narrow}), nn.Dropout(0.5)",
        f"        self.{body} = nn.Sequential(nn.Linear({wide}, {narrow}), norm, drop)",
        f"        self.head = nn.Linear({narrow}, {out})",
    ]
    return "\n".join(definition)


def awake_after(code: str) -> set[str]:
    """Which of PARTS are in train mode after the code."""
    model: nn.Module = names_after(code)["model"]
    body = next(child for name, child in model.named_children() if name != "head")
    modules = (model, body, body[1], body[2], model.head)
    return {part for part, module in zip(PARTS, modules, strict=True) if module.training}
