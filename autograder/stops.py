"""Exceptions that tell which mistake was made."""

import re

from autograder.verdict import Finding

# (type, pattern in torch 2.13's or Python's message, mistake, question that leads on)
KNOWN = [
    ("TypeError", r"assigned grad|grad of type|expected to be a Tensor", "A1",
     "`.grad` holds one number per weight; which attribute holds the decision to compute it?"),
    ("TypeError", r"'bool' object is not callable", "A10",
     "a method was replaced by a bool: is the name with the underscore assigned or called?"),
    ("RuntimeError", r"requires_grad must be a bool", "A12",
     "a flag is one bool for a whole tensor: what was assigned instead?"),
    ("AttributeError", r"no attribute 'freeze'", "A14",
     "PyTorch modules have no such method: which attribute of a parameter decides?"),
    ("AttributeError", r"no attribute 'requires_grad'$", "A13",
     "how do PyTorch's in-place methods end?"),
    ("AttributeError", r"'tuple' object has no attribute", "A17",
     "what does each turn of the loop give you: a parameter, or a name and a parameter?"),
    ("TypeError", r"'method' object is not iterable", "A16",
     "is it a list, or something to call?"),
    ("RuntimeError", r"leaf variables", "A26",
     "only the flags of leaf tensors can change: is this a weight or a result?"),
    ("RuntimeError", r"does not require grad", "C2",
     "does any parameter still ask for a gradient when `backward()` runs?"),
    ("AttributeError", r"'NoneType' object has no attribute", "F13",
     "one of the values is None: which gradients do not exist?"),
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
