"""Answers to `treat`: patients left ill one at a time, and repairs that go wrong for all."""

import torch
from torch import nn

from course.clinic import run
from course.clinic_snippets import PATIENTS
from tests.wrong_answers import Wrong


def by_method(patient, model):
    model[0].requires_grad_(False)


def by_loop(patient, model):
    for parameter in model[0].parameters():
        parameter.requires_grad = False


def by_name(patient, model):
    for name, parameter in model.named_parameters():
        if name.split(".")[0] == "0":
            parameter.requires_grad = False


def branch_by_branch(patient, model):
    if patient in (1, 2, 4, 7):
        by_loop(patient, model)
    elif patient == 3:
        model[0].requires_grad_(False)
    elif patient == 5:
        for value in model[0].state_dict(keep_vars=True).values():
            value.requires_grad = False
    elif patient == 6:
        list(map(lambda parameter: parameter.requires_grad_(False), model[0].parameters()))
    elif patient == 8:
        model[0].weight.requires_grad = False
        model[0].bias.requires_grad = False


def frozen_tensors_put_in_place(patient, model):
    for name, parameter in list(model[0].named_parameters()):
        setattr(model[0], name, nn.Parameter(parameter.detach(), requires_grad=False))


def everything(patient, model):
    model.requires_grad_(False)


def the_last_layer(patient, model):
    model[-1].requires_grad_(False)


def all_but_the_last(patient, model):
    model[:-1].requires_grad_(False)


def only_the_bias(patient, model):
    model[0].bias.requires_grad = False


def emptied(patient, model):
    with torch.no_grad():
        for parameter in model[0].requires_grad_(False).parameters():
            parameter.zero_()


def an_invented_method(patient, model):
    model[0].freeze()


def nothing_at_all(patient, model):
    len(model)


def weight_only_for_everybody(patient, model):
    model[0].weight.requires_grad = False


def written_by_a_hook(patient, model):
    model[0].requires_grad_(False)
    model.register_forward_pre_hook(_nudge)


def _nudge(model, inputs):
    with torch.no_grad():
        model[0].weight.add_(1)


def one_healed(patient, model):
    if patient == 3:
        model[0].requires_grad_(False)
    else:
        run(PATIENTS[patient - 1], model)


def one_argument_forgotten(model):
    model[0].requires_grad_(False)


def zero_instead_of_false(patient, model):
    if patient == 1:
        for parameter in model[0].parameters():
            parameter.grad = 0
    else:
        model[0].requires_grad_(False)


def _as_delivered(number, seen, mistake):
    """All are healed but patient `number`."""

    def treat(patient, model):
        if patient == number:
            run(PATIENTS[number - 1], model)
        else:
            model[0].requires_grad_(False)

    treat.__name__ = f"patient_{number}_as_delivered"
    return Wrong((treat,), 0.875, f"patient {number} is as it was delivered: {seen}", mistake)


NO_EFFECT = "'0.weight' still asks for a gradient (2 of 2 do)"
HALF = "'0.bias' still asks for a gradient (1 of 2 do)"

WRONG = [
    _as_delivered(1, "it raises TypeError", "A1"),
    _as_delivered(2, NO_EFFECT, "A2"),
    _as_delivered(3, NO_EFFECT, "A6"),
    _as_delivered(4, NO_EFFECT, "A8"),
    _as_delivered(5, NO_EFFECT, "A18"),
    _as_delivered(6, NO_EFFECT, "A21"),
    _as_delivered(7, HALF, "A22"),
    _as_delivered(8, HALF, "A25"),
    Wrong((everything,), 0, "patient 1: no tensor asks for a gradient any more", "C2"),
    Wrong((the_last_layer,), 0, "patient 1: '2.weight' is frozen, and '0.weight' is not"),
    Wrong((all_but_the_last,), 0, "patient 1: '2.weight' is frozen too (2 outside"),
    Wrong((only_the_bias,), 0, "patient 1: '0.weight' still asks for a gradient (1 of 2 do)"),
    Wrong((emptied,), 0, "patient 1: values changed before any training", "E18"),
    Wrong((an_invented_method,), 0, "patient 1: treat raised AttributeError on its line 2", "A14"),
    Wrong((nothing_at_all,), 0, "patient 1: '0.weight' still asks for a gradient (2 of 2 do)"),
    # Patients 7 and 8 do half of it as they are; the others are worse off than a repair.
    Wrong((weight_only_for_everybody,), 0, "patient 1: '0.bias' still asks", "A25"),
    Wrong((written_by_a_hook,), 0, "patient 1: flags are right, but training did not agree"),
    Wrong((one_argument_forgotten,), 0, "patient 1: treat raised TypeError: "),
    Wrong((zero_instead_of_false,), 0.875, "patient 1: treat raised TypeError on its line 4", "A1"),
    Wrong((one_healed,), 0.125, "patient 1 is as it was delivered: it raises TypeError", "A1"),
]
RIGHT = [(answer,) for answer in (by_method, by_loop, by_name, branch_by_branch)]
RIGHT += [(frozen_tensors_put_in_place,)]
