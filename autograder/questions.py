"""Self-check questions: what is true about each option, and which mistake a wrong choice shows.

Stems and options stand in the lessons; here stands what the reader hears after choosing. Which
option is right is proved by running all of them, in `tests/test_practice.py`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """What is true about one option; `mistake` is the belief that a wrong choice shows."""

    is_right: bool
    says: str
    mistake: str = ""


@dataclass(frozen=True)
class Question:
    """A question with lettered options, one hint, and the steps of its solution."""

    options: dict[str, Option]
    hint: str
    steps: tuple[str, ...]


QUESTIONS = {
    "what_freezing_does": Question(
        {
            "A": Option(False, "the layer stays in the network and goes on computing its output."),
            "B": Option(False, "a frozen layer has no use for a rate: it takes no step at all."),
            "C": Option(True, "freezing keeps the parameters of a layer from being updated."),
            "D": Option(False, "no copy is made: the same tensors are used, unchanged."),
        },
        "think of what the optimizer would have done to the layer's numbers.",
        (
            "Training changes parameters step by step, where they have a gradient.",
            "A frozen parameter is left without one, so each step passes it over.",
            "What the layer learned before stays; buffers are another matter (lesson 5).",
        ),
    ),
    "how_many_tensors": Question(
        {
            "A": Option(True, "two tensors can learn, and they hold 12 numbers."),
            "B": Option(False, "four is the number of all tensors: look at their flags.", "G1"),
            "C": Option(False, "ReLU brings no tensors: it has nothing to learn."),
            "D": Option(False, "only the first of the two Linear layers is frozen."),
        },
        "list the tensors of each layer, then cross out those whose flag is False.",
        (
            "Each Linear owns a weight and a bias; ReLU owns nothing: four tensors.",
            "The loop sets the flags of the first layer's two to False.",
            "Two are left; as numbers they are 5 x 2 + 2 = 12 of 67.",
        ),
    ),
    "freeze_all": Question(
        {
            "A": Option(False, "this one raises AttributeError: no such method exists.", "A14"),
            "B": Option(True, "the loop reaches every parameter and sets its own flag."),
            "C": Option(
                False,
                "this one raises nothing and does nothing: Python invents an attribute on the "
                "module, and every parameter goes on learning.",
                "A5",
            ),
            "D": Option(
                False, "the next backward pass fills `.grad` again, and all of them move.", "A2"
            ),
        },
        "the flag belongs to each parameter; which option sets it there?",
        (
            "Ask of each option: which object's flag does it set?",
            "Only the loop with `requires_grad` reaches the parameters themselves.",
            "`model.requires_grad_(False)`, with the underscore and the call, does the same.",
        ),
    ),
    "freeze_two_of_three": Question(
        {
            "A": Option(True, "both layers' parameters are visited, and layer3 is left alone."),
            "B": Option(False, "layer3 ends up frozen as well: the last line froze it again."),
            "C": Option(
                False, "it runs without a word, and both layers go on learning: flags live on "
                "parameters, not on modules.", "A6",
            ),
            "D": Option(False, "this one raises AttributeError: no such method exists.", "A14"),
        },
        "loop over layers, then over each layer's parameters.",
        (
            "Which parameters must change their flag? All of layer1 and layer2, no other.",
            "A visits exactly those; B also freezes layer3, C sets flags on modules, D raises.",
            "Flags are complete for Linear layers; BatchNorm and the optimizer need more "
            "(lessons 4 and 5).",
        ),
    ),
}  # fmt: skip
