"""The learners' mistakes that findings name: permanent ids, a short name, the lesson on each.

An id never changes its meaning and is never used again; new ones go to the end of their group.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """A known mistake: what it is called, and the slug of the lesson that explains it.

    `lesson` is empty while no lesson explains it.
    """

    name: str
    lesson: str


FREEZING = "01_what_freezing_does"
SILENT = "02_silent_failures"
CHOOSING = "03_choosing_layers"
OPTIMIZER = "04_the_optimizer"
BUFFERS = "05_buffers_and_modes"
COST = "06_what_it_costs"
SCORE = "07_reading_the_score"
HELP = "08_does_it_help"
WHICH = "09_which_layers"
LITTLE = "10_training_almost_nothing"
TRAPS = "11_production_traps"

MISTAKES = {
    "A1": Mistake("a bool assigned to .grad", SILENT),
    "A2": Mistake(".grad set to None once", SILENT),
    "A3": Mistake(".grad set to None before every step", SILENT),
    "A4": Mistake("gradients set to zero, not to None", OPTIMIZER),
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
    "A27": Mistake("a flag set before the weight exists", SILENT),
    "A28": Mistake("a computed weight frozen", SILENT),
    "A29": Mistake("two names for one model", SILENT),
    "A30": Mistake("a child thawed, then its parent frozen", SILENT),
    "A31": Mistake("a schedule that never thaws", WHICH),
    "A32": Mistake("a copy that shares memory", CHOOSING),
    "B1": Mistake("a prefix that catches siblings", CHOOSING),
    "B2": Mistake("a name that is part of another name", CHOOSING),
    "B3": Mistake("a condition that is always true", CHOOSING),
    "B4": Mistake("a prefix that matches nothing", CHOOSING),
    "B5": Mistake("children taken for layers", CHOOSING),
    "B6": Mistake("tensors taken for layers", CHOOSING),
    "B7": Mistake("a last child without parameters", CHOOSING),
    "B8": Mistake("registration order taken for forward order", CHOOSING),
    "B9": Mistake("layers in a plain list", CHOOSING),
    "B10": Mistake("a type test that misses relatives", CHOOSING),
    "B11": Mistake("convolutions frozen, their BatchNorm not", CHOOSING),
    "B12": Mistake("a parameter that the parent owns", CHOOSING),
    "B13": Mistake("a tied tensor under its other name", CHOOSING),
    "B14": Mistake("one layer that stands in several places", CHOOSING),
    "B15": Mistake("an allow-list that forgets a layer", CHOOSING),
    "B16": Mistake("biases alone trained, and the new head frozen", CHOOSING),
    "B17": Mistake("adapters trained, and the new head frozen", CHOOSING),
    "B18": Mistake("a part of a packed tensor", CHOOSING),
    "C1": Mistake("a new head frozen with the rest", CHOOSING),
    "C2": Mistake("everything frozen", CHOOSING),
    "C3": Mistake("an optimizer without parameters", CHOOSING),
    "C4": Mistake("a label changed, not the layer", CHOOSING),
    "C5": Mistake("a head that forward does not call", CHOOSING),
    "C6": Mistake("an alarm switched off: a loss without a graph", CHOOSING),
    "C7": Mistake("a head replaced after the optimizer was made", OPTIMIZER),
    "C8": Mistake("a new Parameter in place of a frozen one", CHOOSING),
    "C9": Mistake("a tensor where a Parameter belongs", CHOOSING),
    "C10": Mistake("a body that waits for a head of zeros", CHOOSING),
    "D1": Mistake("freezing late thought to be too late", OPTIMIZER),
    "D2": Mistake("gradients of zero after a freeze", OPTIMIZER),
    "D3": Mistake("frozen between backward and step", OPTIMIZER),
    "D4": Mistake("an old gradient that nobody clears", OPTIMIZER),
    "D5": Mistake("left out of the optimizer, not frozen", OPTIMIZER),
    "D6": Mistake("thawed without telling the optimizer", OPTIMIZER),
    "D7": Mistake("a parameter added to the optimizer twice", OPTIMIZER),
    "D8": Mistake("a parameter listed twice", OPTIMIZER),
    "D9": Mistake("a generator read twice", OPTIMIZER),
    "D10": Mistake("len of a filter", OPTIMIZER),
    "D11": Mistake("weight decay thought to shrink frozen weights", OPTIMIZER),
    "D12": Mistake("a rate of zero taken for a freeze", OPTIMIZER),
    "D13": Mistake("a scheduler that does not know a new group", OPTIMIZER),
    "D14": Mistake("optimizer state saved under another plan", OPTIMIZER),
    "D15": Mistake("what the optimizer remembers of a frozen layer", OPTIMIZER),
    "D16": Mistake("the optimizer thought to read the flag", OPTIMIZER),
    "D17": Mistake("rows frozen by a gradient hook", OPTIMIZER),
    "D18": Mistake("a flag on a part of a tensor", OPTIMIZER),
    "D19": Mistake("an embedding that is born frozen", OPTIMIZER),
    "D20": Mistake("the padding row thought to hold still", OPTIMIZER),
    "D21": Mistake("equal values taken for the same tensor", OPTIMIZER),
    "D22": Mistake("a group key that nobody reads", OPTIMIZER),
    "D23": Mistake("frozen weights in a penalty", OPTIMIZER),
    "D24": Mistake("a gradient scaler with nothing to scale", TRAPS),
    "E1": Mistake("eval mode taken for a freeze", BUFFERS),
    "E2": Mistake("buffers forgotten", BUFFERS),
    "E3": Mistake("BatchNorm put to sleep once", BUFFERS),
    "E4": Mistake("a momentum of zero taken for a freeze", BUFFERS),
    "E5": Mistake("a momentum of None taken for off", BUFFERS),
    "E6": Mistake("a flag on a buffer", BUFFERS),
    "E7": Mistake("tracking switched off afterwards", BUFFERS),
    "E8": Mistake("eval mode without flags", BUFFERS),
    "E9": Mistake("statistics that move without gradients", BUFFERS),
    "E10": Mistake("dropout in a frozen part", BUFFERS),
    "E11": Mistake("a batch of one in BatchNorm", BUFFERS),
    "E12": Mistake("a weight that is computed at each pass", BUFFERS),
    "E13": Mistake("statistics refilled on purpose", BUFFERS),
    "E14": Mistake("train called on a part", BUFFERS),
    "E15": Mistake("a train method that breaks its contract", BUFFERS),
    "E16": Mistake("a new module is born in train mode", BUFFERS),
    "E17": Mistake("a mode that came with a file", BUFFERS),
    "E18": Mistake("frozen taken for immutable", FREEZING),
    "E19": Mistake("one body in two models", BUFFERS),
    "E20": Mistake("LayerNorm taken for BatchNorm", BUFFERS),
    "F1": Mistake("a loss computed without a graph", COST),
    "F2": Mistake("no_grad around a middle block", COST),
    "F3": Mistake("detached, where frozen was enough", COST),
    "F4": Mistake("inference tensors in training", TRAPS),
    "F5": Mistake("gradients thought to stop at a frozen layer", FREEZING),
    "F6": Mistake("reentrant checkpointing after a frozen stem", TRAPS),
    "F7": Mistake("checkpointing left at its default", TRAPS),
    "F8": Mistake("BatchNorm that counts twice", TRAPS),
    "F9": Mistake("features cached with their graph", COST),
    "F10": Mistake("features cached in train mode or out of order", COST),
    "F11": Mistake("features that have gone stale", COST),
    "F12": Mistake("a gradient asked of a frozen parameter", TRAPS),
    "F13": Mistake("a gradient that does not exist", FREEZING),
    "F14": Mistake("a hook on a frozen tensor", TRAPS),
    "F15": Mistake("flags that torch.func does not read", TRAPS),
    "F16": Mistake("a compiled graph and a changed freeze", TRAPS),
    "F17": Mistake("frozen after wrapping for several processes", TRAPS),
    "F18": Mistake("thawed after wrapping for several processes", TRAPS),
    "F19": Mistake("nothing to synchronise", TRAPS),
    "F20": Mistake("mixed flags in one flattened tensor", TRAPS),
    "F21": Mistake("flags looked for in state_dict", OPTIMIZER),
    "F22": Mistake("a copy trained with the old optimizer", OPTIMIZER),
    "F23": Mistake("a model that cannot be copied", TRAPS),
    "F24": Mistake("an alias kept as a copy", FREEZING),
    "F25": Mistake("a ruler that grows with the plant", FREEZING),
    "F26": Mistake("two factors of zeros", LITTLE),
    "F27": Mistake("an update that is counted twice", LITTLE),
    "F28": Mistake("frozen for deployment, not for training", TRAPS),
    "G1": Mistake("tensors taken for numbers", FREEZING),
    "G2": Mistake("nested modules counted again", FREEZING),
    "G3": Mistake("a shared tensor counted twice", FREEZING),
    "G4": Mistake("buffers counted as parameters", FREEZING),
    "G5": Mistake("a weight that does not exist yet", LITTLE),
    "G6": Mistake("allowed to learn, but not able to", LITTLE),
    "H1": Mistake("the other layout of the matrix", SCORE),
    "H2": Mistake("truth and prediction swapped", SCORE),
    "H3": Mistake("argmax of a single logit", SCORE),
    "H4": Mistake("a threshold of probabilities on logits", SCORE),
    "H5": Mistake("a comparison that broadcasts", SCORE),
    "H6": Mistake("ratios averaged over batches", SCORE),
    "H7": Mistake("an average over classes that is accuracy", SCORE),
    "H8": Mistake("a batch with one class only", SCORE),
    "H9": Mistake("nothing predicted positive", SCORE),
    "H10": Mistake("measured at another prevalence", SCORE),
    "H11": Mistake("a curve that flatters rare positives", SCORE),
    "H12": Mistake("a curve of decisions, not of scores", SCORE),
    "H13": Mistake("a threshold chosen on the test set", SCORE),
    "H14": Mistake("measured in train mode", SCORE),
    "H15": Mistake("accuracy alone where positives are rare", SCORE),
    "H16": Mistake("no measurement on the old task", HELP),
}


def where_explained(mistake: str) -> str:
    """The lesson that explains a mistake, in words; nothing where there is none."""
    known = MISTAKES.get(mistake)
    if known is None or not known.lesson:
        return ""
    number, _, title = known.lesson.partition("_")
    return f"lesson {int(number)}, {title.replace('_', ' ')}"
