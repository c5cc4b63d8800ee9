"""The learners' mistakes that findings name: permanent ids, a short name, the lesson on each.

An id never changes its meaning and is never used again; new ones go to the end of their group.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A known mistake: what it is called, and the slug of the lesson that explains it."""

    name: str
    lesson: str


FREEZING = "01_what_freezing_does"
SILENT = "02_silent_failures"

MISTAKES = {
    "A1": Mistake("a bool assigned to .grad", SILENT),
    "A2": Mistake(".grad set to None once", SILENT),
    "A3": Mistake(".grad set to None before every step", SILENT),
    "A5": Mistake("requires_grad set on the model", SILENT),
    "A6": Mistake("requires_grad set on a layer", SILENT),
    "A7": Mistake("requires_grad set on the children", SILENT),
    "A8": Mistake("a misspelt flag on a parameter", SILENT),
    "A9": Mistake("requires_grad_ assigned on a parameter", SILENT),
    "A10": Mistake("requires_grad_ assigned on a module", SILENT),
    "A11": Mistake("compared, not assigned", SILENT),
    "A12": Mistake("a flag that is no bool", SILENT),
    "A13": Mistake("the method without its underscore", SILENT),
    "A14": Mistake("a freeze method that does not exist", SILENT),
    "A15": Mistake("trainable, as another library spells it", SILENT),
    "A16": Mistake("parameters not called", SILENT),
    "A17": Mistake("pairs taken for parameters", SILENT),
    "A18": Mistake("the tensors of state_dict frozen", SILENT),
    "A19": Mistake("the view .data frozen", SILENT),
    "A20": Mistake("a local name detached", SILENT),
    "A21": Mistake("a map that nobody runs", SILENT),
    "A22": Mistake("return inside the loop", SILENT),
    "A23": Mistake("a copy frozen", SILENT),
    "A24": Mistake("requires_grad_ without an argument", SILENT),
    "A25": Mistake("weights frozen, biases not", SILENT),
    "A26": Mistake("a result frozen, not a weight", SILENT),
    "C2": Mistake("everything frozen", SILENT),
    "E1": Mistake("eval mode taken for a freeze", FREEZING),
    "E2": Mistake("buffers forgotten", FREEZING),
    "E18": Mistake("frozen taken for immutable", FREEZING),
    "F5": Mistake("gradients thought to stop at a frozen layer", FREEZING),
    "F13": Mistake("a gradient that does not exist", FREEZING),
    "F24": Mistake("an alias kept as a copy", FREEZING),
    "F25": Mistake("a ruler that grows with the plant", FREEZING),
    "G1": Mistake("tensors taken for numbers", FREEZING),
    "G2": Mistake("nested modules counted again", FREEZING),
    "G3": Mistake("a shared tensor counted twice", FREEZING),
    "G4": Mistake("buffers counted as parameters", FREEZING),
}


def where_explained(mistake: str) -> str:
    """The lesson that explains a mistake, in words, or nothing for an unknown id."""
    known = MISTAKES.get(mistake)
    if known is None:
        return ""
    number, _, title = known.lesson.partition("_")
    return f"lesson {int(number)}, {title.replace('_', ' ')}"
