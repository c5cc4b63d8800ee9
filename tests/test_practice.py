"""Self-check questions: the option called right is the one that a run confirms."""

from collections import OrderedDict

import pytest
import torch
from torch import nn

from autograder import practice, reveal
from autograder.mistakes import MISTAKES
from autograder.questions import QUESTIONS
from autograder.trials.probe import moved_by_training

INPUTS, TARGETS = torch.eye(4), torch.tensor([0, 1, 2, 3])


def three_layers():
    layers = {f"layer{number}": nn.Linear(4, 4) for number in (1, 2, 3)}
    return nn.Sequential(OrderedDict(layers))


def right(question):
    return [letter for letter, option in QUESTIONS[question].options.items() if option.is_right]


def still(model, code):
    """Names of the parameters that training leaves alone after `code` ran; None if it raises."""
    try:
        exec(code, {"model": model})
    except AttributeError:
        return None
    names = {name for name, _ in model.named_parameters()}
    return names - set(moved_by_training(model, INPUTS, TARGETS))


FREEZE_ALL = {
    "A": "model.freeze()",
    "B": "for param in model.parameters(): param.requires_grad = False",
    "C": "model.requires_grad = False",
    "D": "for param in model.parameters(): param.grad = None",
}
TWO_OF_THREE = {
    "A": """
for layer in (model.layer1, model.layer2):
    for param in layer.parameters():
        param.requires_grad = False
""",
    "B": """
for param in model.parameters():
    param.requires_grad = False
for param in model.layer3.parameters():
    param.requires_grad = False
""",
    "C": "model.layer1.requires_grad = False\nmodel.layer2.requires_grad = False",
    "D": 'model.freeze_layers(["layer1", "layer2"])',
}


def test_the_option_that_freezes_all_is_the_one_called_right():
    everything = {name for name, _ in three_layers().named_parameters()}
    works = [key for key, code in FREEZE_ALL.items() if still(three_layers(), code) == everything]
    assert right("freeze_all") == works
    raising = [key for key, code in FREEZE_ALL.items() if still(three_layers(), code) is None]
    assert raising == ["A"]


def test_the_option_that_freezes_two_of_three_is_the_one_called_right():
    wanted = {n for n, _ in three_layers().named_parameters() if not n.startswith("layer3")}
    works = [key for key, code in TWO_OF_THREE.items() if still(three_layers(), code) == wanted]
    assert right("freeze_two_of_three") == works


@pytest.mark.parametrize("code", [*FREEZE_ALL.values(), *TWO_OF_THREE.values()])
def test_the_lesson_shows_the_code_that_was_run(code, request):
    lesson = request.config.rootpath / "course" / "lessons" / "02_silent_failures.py"
    assert code.strip() in lesson.read_text(encoding="utf-8")


def test_the_count_called_right_is_what_python_prints():
    model = nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 2))
    for parameter in model[0].parameters():
        parameter.requires_grad = False
    count = len([p for p in model.parameters() if p.requires_grad])
    assert {"A": 2, "B": 4, "C": 6, "D": 0}[right("how_many_tensors")[0]] == count
    assert sum(p.numel() for p in model.parameters() if p.requires_grad) == 12


def test_what_freezing_is_said_to_do_is_what_it_does():
    model = three_layers()
    output, size = model(INPUTS), len(list(model.parameters()))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    model.layer1.requires_grad_(False)
    assert torch.equal(model(INPUTS), output)  # A: nothing was removed
    assert optimizer.param_groups[0]["lr"] == 0.5  # B: no rate was raised
    assert len(list(model.parameters())) == size  # D: nothing was duplicated
    assert still(model, "pass") == {"layer1.weight", "layer1.bias"}
    assert right("what_freezing_does") == ["C"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_four_options_one_right_and_known_mistakes(question):
    asked = QUESTIONS[question]
    assert list(asked.options) == ["A", "B", "C", "D"]
    assert len(right(question)) == 1
    assert {option.mistake for option in asked.options.values()} <= {"", *MISTAKES}


@pytest.mark.parametrize(
    ("answer", "begins"),
    [
        (None, "Not started: no option is chosen."),
        ("E", "Not yet: 'E' is no option."),
        (3, "Not yet: 3 is no option."),
        ("C", "Not yet: C: this one raises nothing and does nothing"),
        (" b ", "✓ B: the loop reaches every parameter"),
    ],
)
def test_practice_answers_every_choice_and_never_raises(answer, begins, capfd):
    practice("freeze_all", answer)
    told, error = capfd.readouterr()
    assert told.startswith(begins)
    assert error == ""


def test_a_guess_comes_before_the_measurement(capfd):
    reveal(None, 12, options=(2, 12, 55, 67))
    assert "12," in (told := capfd.readouterr().out)
    assert "The run" not in told
    reveal(2, 12, options=(2, 12, 55, 67))
    assert capfd.readouterr().out == "Your guess: 2. The run: 12.\n"
