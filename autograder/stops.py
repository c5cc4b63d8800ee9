"""Exceptions that tell which mistake was made."""

import re

from autograder.verdict import Finding

# (type, pattern in torch 2.13's or Python's message, mistake, question that leads on)
KNOWN = [
    ("TypeError", r"unpack_hook", "",
     "what is saved passes through both of your hooks: what does each hand back?"),
    ("TypeError", r"assigned grad|grad of type|expected to be a Tensor", "A1",
     "`.grad` holds one number per weight; which attribute holds the decision to compute it?"),
    ("TypeError", r"'bool' object is not callable", "A10",
     "a method was replaced by a bool: is the name with the underscore assigned or called?"),
    ("RuntimeError", r"requires_grad must be a bool", "A12",
     "a flag is one bool for a whole tensor: what was assigned instead?"),
    ("TypeError", r"requires_grad_\(\): argument 'requires_grad'", "A12",
     "a flag is one bool for a whole tensor: what was handed over instead?"),
    ("AttributeError", r"no attribute 'freeze'", "A14",
     "PyTorch modules have no such method: which attribute of a parameter decides?"),
    ("AttributeError", r"'tuple' object has no attribute", "A17",
     "what does each turn of the loop give you: a parameter, or a name and a parameter?"),
    ("AttributeError", r"no attribute 'requires_grad'$", "A13",
     "how do PyTorch's in-place methods end?"),
    ("TypeError", r"'method' object is not iterable", "A16",
     "is it a list, or something to call?"),
    ("RuntimeError", r"leaf variables", "A26",
     "only the flags of leaf tensors can change: is this a weight or a result?"),
    ("ValueError", r"uninitialized parameter in <method 'requires_grad_'", "A27",
     "does the weight exist before the layer has seen a first batch?"),
    ("ValueError", r"uninitialized parameter", "G5",
     "does the weight exist before the layer has seen a first batch?"),
    ("ValueError", r"empty parameter list", "C3",
     "how many parameters passed your filter, and was it read before?"),
    ("TypeError", r"cannot assign .* as parameter", "C9",
     "what type must a registered weight have?"),
    ("ValueError", r"appear in more than one parameter group", "D7",
     "which parameters does the optimizer, or another group, hold already?"),
    ("TypeError", r"object of type 'filter' has no len", "D10",
     "is a filter a list?"),
    ("ValueError", r"zip\(\) argument 2 is shorter", "D13",
     "how many groups did the scheduler see when it was made?"),
    ("KeyError", r"'(initial_lr|max_lr)'", "D13",
     "how many groups did the scheduler see when it was made?"),
    ("ValueError", r"doesn't match the size of optimizer's group", "D14",
     "which freeze plan was in force when that state was saved?"),
    ("RuntimeError", r"Boolean value of Tensor", "D21",
     "`==` compares numbers one by one: do you ask for equal values, or for the same object?"),
    ("ValueError", r"more than 1 value per channel", "E11",
     "which mean and variance can one value have?"),
    ("TypeError", r"train\(\) takes 1 positional argument", "E15",
     "which method does `eval()` call, and with what?"),
    ("RuntimeError", r"Inference tensors cannot be saved", "F4",
     "would `no_grad`, or a clone, do?"),
    ("RuntimeError", r"backward through the graph a second time", "F9",
     "which tensor still carries the graph of an earlier pass?"),
    ("RuntimeError", r"differentiated Tensors does not require grad", "F12",
     "which parameters may you ask about?"),
    ("RuntimeError", r"cannot register a hook|can't retain_grad", "F14",
     "is there a gradient to hook?"),
    ("RuntimeError", r"support the deepcopy protocol", "F23",
     "which attribute of the module holds the result of a computation?"),
    ("RuntimeError", r"does not require grad", "C2",
     "does any parameter still ask for a gradient when `backward()` runs?"),
    ("AttributeError", r"'NoneType' object has no attribute", "F13",
     "one of the values is None: which gradients do not exist?"),
    ("ValueError", r"not enough values to unpack \(expected 4, got 1\)", "H8",
     "how large is the matrix of a batch that has one class only: which labels exist?"),
    ("AssertionError", r"No inf checks were recorded", "D24",
     "did any of its parameters get a gradient?"),
    ("AttributeError", r"'LayerNorm' object has no attribute", "E20",
     "which buffers does a LayerNorm list? Ask it before you use them."),
    ("NameError", r"is not defined", "",
     "run the cells above once more, from the top; is the name spelled the same everywhere?"),
]  # fmt: skip


def stop_finding(name: str, raised: dict) -> Finding:
    """What to say of an exception that the answer called `name` raised."""
    where = f" on its line {raised['line']}" if raised["line"] else ""
    seen = f"{name} raised {raised['type']}{where}: {raised['message'].rstrip('.')}."
    for kind, pattern, mistake, hint in KNOWN:
        if raised["type"] == kind and re.search(pattern, raised["message"]):
            return Finding(seen, hint, mistake, is_stop=True)
    hint = "call it yourself in a new cell below and read the last line it ran."
    return Finding(seen, hint, is_stop=True)
