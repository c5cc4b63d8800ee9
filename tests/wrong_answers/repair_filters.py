"""Answers to `train_last` and `ready_to_train`."""

import torch
from torch import nn

from tests.wrong_answers import Wrong

PARTS = [["fc"], ["layer2"], ["layer1"], ["conv1", "bn1"]]


def by_lists(model, stages):
    learning = [name for part in PARTS[: stages + 1] for name in part]
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in learning


def norm_with_its_convolution(model, stages):
    learning = ["fc", "layer2", "layer1", "conv1"][: stages + 1]
    if "conv1" in learning:
        learning.append("bn1")
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in learning


def freezes_then_thaws(model, stages):
    model.requires_grad_(False)
    model.fc.requires_grad_(True)
    groups = [(model.layer2,), (model.layer1,), (model.conv1, model.bn1)]
    for group in groups[:stages]:
        for part in group:
            part.requires_grad_(True)


def head_last(model, n_classes):
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def head_thawed(model, n_classes):
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    model.requires_grad_(False)
    model.fc.requires_grad_(True)
    return torch.optim.AdamW(model.fc.parameters(), lr=0.01)


def only_what_asks(model, n_classes):
    model.requires_grad_(False)
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)


def _learning(model, chosen):
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in chosen


def as_delivered(model, stages):
    _learning(model, ["fc", "layer2", "layer1", "conv1"][: stages + 1])


def norm_in_a_stage_of_its_own(model, stages):
    _learning(model, ["fc", "layer2", "layer1", "bn1", "conv1"][: stages + 1])


def norm_on_every_list(model, stages):
    _learning(model, [*["fc", "layer2", "layer1", "conv1"][: stages + 1], "bn1"])


def head_forgotten(model, stages):
    _learning(model, [name for part in PARTS[1 : stages + 1] for name in part])


def one_stage_less(model, stages):
    _learning(model, [name for part in PARTS[: max(stages, 1)] for name in part])


def returns_when_all_are_asked_for(model, stages):
    if stages == 3:
        return
    as_delivered(model, stages)


def last_children(model, stages):
    model.requires_grad_(False)
    for child in list(model.children())[-(stages + 1) :]:
        child.requires_grad_(True)


def last_tensors(model, stages):
    model.requires_grad_(False)
    for parameter in list(model.parameters())[-2 * (stages + 1) :]:
        parameter.requires_grad_(True)


def everything(model, stages):
    model.requires_grad_(True)


def nothing(model, stages):
    model.requires_grad_(False)


def head_as_delivered(model, n_classes):
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    for parameter in model.parameters():
        parameter.requires_grad = False
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def optimizer_asks_after_the_freeze(model, n_classes):
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    model.requires_grad_(False)
    return torch.optim.AdamW((p for p in model.parameters() if p.requires_grad), lr=0.01)


def optimizer_first(model, n_classes):
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
    model.requires_grad_(False)
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return optimizer


def by_type_of_image_layers(model, n_classes):
    for module in model.modules():
        if isinstance(module, nn.Conv2d | nn.BatchNorm2d):
            module.requires_grad_(False)
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def convolutions_of_all_kinds(model, n_classes):
    for module in model.modules():
        if isinstance(module, nn.Conv1d | nn.Conv2d):
            module.requires_grad_(False)
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def norms_of_images(model, n_classes):
    convolutions_of_all_kinds(model, n_classes)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.requires_grad_(False)
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def biases_learn(model, n_classes):
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = "bias" in name
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def freezes_no_more(model, n_classes):
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.AdamW(model.fc.parameters(), lr=0.01)


def without_a_new_head(model, n_classes):
    model.requires_grad_(False)
    model.fc.requires_grad_(True)
    return torch.optim.AdamW(model.fc.parameters(), lr=0.01)


def another_name(model, n_classes):
    model.requires_grad_(False)
    model.head = nn.Linear(model.fc.in_features, n_classes)
    return torch.optim.AdamW(model.head.parameters(), lr=0.01)


def new_label(model, n_classes):
    model.requires_grad_(False)
    model.fc.out_features = n_classes
    model.fc.requires_grad_(True)
    return torch.optim.AdamW(model.fc.parameters(), lr=0.01)


def new_weight_only(model, n_classes):
    model.requires_grad_(False)
    model.fc.weight = nn.Parameter(torch.randn(n_classes, model.fc.in_features))
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def a_bare_tensor(model, n_classes):
    model.requires_grad_(False)
    model.fc.weight = torch.randn(n_classes, model.fc.in_features)
    return torch.optim.AdamW(model.parameters(), lr=0.01)


def returns_the_model(model, n_classes):
    head_last(model, n_classes)
    return model


def forgets_to_return(model, n_classes):
    head_last(model, n_classes)


def at_a_rate_of_zero(model, n_classes):
    head_last(model, n_classes)
    return torch.optim.AdamW(model.parameters(), lr=0.0)


def the_weight_only(model, n_classes):
    head_last(model, n_classes)
    return torch.optim.AdamW([model.fc.weight], lr=0.01)


def _first(answer, seen, mistake=""):
    return Wrong((answer, head_last), 8 / 15, seen, mistake)


def _second(answer, seen, mistake="", score=7 / 15):
    return Wrong((by_lists, answer), score, seen, mistake)


WRONG = [
    _first(
        as_delivered, "with stages=3, 'bn1.weight' is frozen and ought to learn (2 of 12", "B15"
    ),
    _first(norm_in_a_stage_of_its_own, "with stages=3, 'conv1.weight' is frozen and", "B15"),
    _first(norm_on_every_list, "with stages=0, 'bn1.weight' learns, and 'conv1.weight'", "B11"),
    _first(head_forgotten, "with stages=3, 'fc.weight' is frozen and ought to learn", "B17"),
    _first(one_stage_less, "with stages=3, 'conv1.weight' is frozen and ought to learn (3 of 12"),
    _first(returns_when_all_are_asked_for, "with stages=3 and a net that comes frozen, 'conv1"),
    _first(last_children, "with stages=3, the flag of 'conv1.weight' is not as asked (3", "B5"),
    _first(last_tensors, "with stages=3, the flag of 'conv1.weight' is not as asked (4", "B6"),
    _first(everything, "with stages=0, 'conv1.weight' learns"),
    _first(nothing, "with stages=3, 'conv1.weight' is frozen and ought to learn (12 of 12"),
    _second(head_as_delivered, "the layer at 'fc' is new, and it is frozen with all the", "C1"),
    _second(optimizer_asks_after_the_freeze, "ready_to_train raised ValueError on its line", "C3"),
    _second(optimizer_first, "'fc.weight' learns, and the optimizer does not hold it", "C7", 0.8),
    _second(the_weight_only, "'fc.bias' learns, and the optimizer does not hold it", "C7", 0.8),
    _second(by_type_of_image_layers, "with Conv1d and BatchNorm1d, 'conv.weight' still", "B10"),
    _second(norms_of_images, "a net with Conv1d and BatchNorm1d, 'bn.weight' still asks", "B10"),
    _second(convolutions_of_all_kinds, "'bn1.weight' still asks for a gradient (6 of 10", "B11"),
    _second(biases_learn, "'fc.weight' is frozen, and 'bn1.bias' learns", "B16"),
    _second(freezes_no_more, "'conv1.weight' still asks for a gradient (10 of 10 do)"),
    _second(without_a_new_head, "the layer at 'fc' is still the old one"),
    _second(another_name, "'head.bias' is new in the net, and the layer at 'fc' is not", "C5"),
    _second(new_label, "the layer at 'fc' says out_features=2, and its weight is the old", "C4"),
    _second(new_weight_only, "'fc.weight' is new, and the layer around it is the old one", "C8"),
    _second(a_bare_tensor, "ready_to_train raised TypeError on its line 3: cannot assign", "C9"),
    _second(returns_the_model, "ready_to_train returned a Residual, and no optimizer", "", 0.8),
    _second(forgets_to_return, "ready_to_train returned nothing, and no optimizer", "", 0.8),
    _second(at_a_rate_of_zero, "'fc.bias' did not move in three steps of the", "", 0.8),
    Wrong((as_delivered, head_as_delivered), 0, "both functions are as they were delivered"),
    Wrong((everything, freezes_no_more), 0, "with stages=0, 'conv1.weight' learns"),
]
RIGHT = [
    (by_lists, head_last),
    (norm_with_its_convolution, head_thawed),
    (freezes_then_thaws, only_what_asks),
]
