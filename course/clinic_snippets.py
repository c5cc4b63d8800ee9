"""The code of lesson 2's clinic: eight patients, twelve cards, and a healthy control.

What each of them does is written down nowhere; `course.clinic` finds out by running it.
"""

import textwrap
from dataclasses import dataclass

ATTRIBUTE, OBJECT = "another attribute", "another object"
CALL, REACH = "another value or call", "reaches too little"


@dataclass(frozen=True)
class Snippet:
    """Code meant to freeze `model[0]`; `code` is the body of a function of `model`.

    It may also use `inputs`, `nn` and `torch`. `mistake` is its id in `autograder.mistakes`,
    `question` leads on without an answer. Some need a `setting`, in words: `model[0]` is
    frozen beforehand (`starts_frozen`), or the code runs before every step (`every_step`).
    """

    name: str
    title: str
    mistake: str
    group: str
    question: str
    code: str
    setting: str = ""
    starts_frozen: bool = False
    every_step: bool = False


def _loop(body: str, looped: str = "model[0].parameters()") -> str:
    """A loop with `parameter` as its variable."""
    return f"for parameter in {looped}:\n{textwrap.indent(body, '    ')}"


PATIENTS = (
    Snippet("1", "gradient switch", "A1", ATTRIBUTE,
            "`.grad` holds one number per weight: which attribute holds the decision?",
            _loop("parameter.grad = False")),
    Snippet("2", "emptied gradient", "A2", ATTRIBUTE,
            "what does the next `backward()` do to an empty `.grad`?",
            _loop("parameter.grad = None")),
    Snippet("3", "flag of the layer", "A6", OBJECT,
            "do layers own gradients, or do their parameters?",
            "model[0].requires_grad = False"),
    Snippet("4", "flag in a loop", "A8", ATTRIBUTE,
            "compare the spelling, letter by letter, with what `dir(parameter)` lists.",
            _loop("parameter.require_grad = False")),
    Snippet("5", "saved values", "A18", OBJECT,
            "are these values the parameters, or detached views of them?",
            "for value in model[0].state_dict().values():\n    value.requires_grad = False"),
    Snippet("6", "one-liner", "A21", REACH,
            "`map` is lazy: has anything asked it for its results?",
            "map(lambda parameter: parameter.requires_grad_(False), model[0].parameters())"),
    Snippet("7", "early return", "A22", REACH,
            "how many times does the body of the loop run?",
            _loop("parameter.requires_grad = False\nreturn")),
    Snippet("8", "flag by hand", "A25", REACH,
            "how many tensors does a Linear own?",
            "model[0].weight.requires_grad = False"),
)  # fmt: skip

CARDS = (
    Snippet("a", "freeze method", "A14", CALL,
            "which class defines that method? Ask `dir(nn.Linear)`.",
            "model[0].freeze()"),
    Snippet("b", "flag per child", "A7", OBJECT,
            "are you at the level of modules, or of parameters?",
            "for layer in model.children():\n    layer.requires_grad = False"),
    Snippet("c", "small helper", "A22", REACH,
            "how many times does the body of the loop run?",
            "def freeze(module):\n" + textwrap.indent(
                _loop("parameter.requires_grad = False\nreturn module", "module.parameters()"),
                "    ") + "\n\nfreeze(model[0])"),
    Snippet("d", "quoted flag", "A12", CALL,
            "which type does a flag have, and does PyTorch insist on it?",
            _loop("parameter.requires_grad = 'False'")),
    Snippet("e", "bare method", "A24", CALL,
            "what is the default argument of that method?",
            "model[0].requires_grad_()",
            "model[0] is frozen before this line runs", starts_frozen=True),
    Snippet("f", "double sign", "A11", CALL,
            "how many `=` does an assignment take?",
            _loop("parameter.requires_grad == False")),
    Snippet("g", "named loop", "A17", OBJECT,
            "what does each turn of the loop give you?",
            _loop("parameter.requires_grad = False", "model[0].named_parameters()")),
    Snippet("h", "emptied each time", "A3", ATTRIBUTE,
            "what does an optimizer do with a parameter whose `.grad` is None at that moment?",
            _loop("parameter.grad = None"),
            "this loop runs before every optimizer.step()", every_step=True),
    Snippet("i", "detached name", "A20", OBJECT,
            "who else saw the new `parameter`?",
            _loop("parameter = parameter.detach()")),
    Snippet("j", "zero gradient", "A1", ATTRIBUTE,
            "what may `.grad` hold, and is that one of those?",
            _loop("parameter.grad = 0")),
    Snippet("k", "other library", "A15", ATTRIBUTE,
            "who reads that attribute: PyTorch, or another library?",
            "model[0].trainable = False"),
    Snippet("l", "hidden result", "A26", OBJECT,
            "is `hidden` a weight or a result? May a result's flag be changed?",
            "hidden = model[0](inputs)\nhidden.requires_grad = False"),
)  # fmt: skip

# To compare with: the first layer is frozen already, and nothing is done to it.
CONTROL = Snippet("0", "a right freeze", "", "", "", "pass", starts_frozen=True)
