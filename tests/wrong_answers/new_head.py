"""Answers to `new_head`."""

import copy

import torch
from torch import nn

from tests.wrong_answers import Wrong


def _old(model, name):
    old = model.get_submodule(name)
    if not isinstance(old, nn.Linear):
        raise ValueError(f"{name} is no Linear")
    return old


def _put(model, name, layer):
    parent, _, last = name.rpartition(".")
    setattr(model.get_submodule(parent), last, layer)


def looks_first(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    _put(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model


def by_set_submodule(model, name, n_classes):
    old = model.get_submodule(name)
    head = nn.Linear(old.in_features, n_classes)
    head.train(old.training)
    for parameter in model.parameters():
        parameter.requires_grad = False
    model.set_submodule(name, head)
    return model


def thaws_the_head(model, name, n_classes):
    old = _old(model, name)
    owner = model
    *way, last = name.split(".")
    for part in way:
        owner = getattr(owner, part)
    head = nn.Linear(old.in_features, n_classes)
    head.training = model.training
    owner._modules[last] = head
    for path, parameter in model.named_parameters():
        parameter.requires_grad = path.startswith(name + ".")
    return model


def new_parameters_and_label(model, name, n_classes):
    head = _old(model, name)
    model.requires_grad_(False)
    head.weight = nn.Parameter(torch.randn(n_classes, head.in_features) / 8)
    head.bias = nn.Parameter(torch.zeros(n_classes))
    head.out_features = n_classes
    return model


def freezes_afterwards(model, name, n_classes):
    old = _old(model, name)
    _put(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model.requires_grad_(False)


def freezes_only(model, name, n_classes):
    _old(model, name)
    return model.requires_grad_(False)


def changes_the_label(model, name, n_classes):
    head = _old(model, name)
    model.requires_grad_(False)
    head.out_features = n_classes
    return model


def changes_the_label_and_thaws(model, name, n_classes):
    changes_the_label(model, name, n_classes).get_submodule(name).requires_grad_(True)
    return model


def another_name(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    model.new_classifier = nn.Linear(old.in_features, n_classes).train(model.training)
    return model


def setattr_with_dots(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    setattr(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model


def born_in_train_mode(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    _put(model, name, nn.Linear(old.in_features, n_classes))
    return model


def whole_model_in_one_mode(model, name, n_classes):
    return born_in_train_mode(model, name, n_classes).train(model.training)


def eval_mode_as_well(model, name, n_classes):
    return looks_first(model, name, n_classes).eval()


def new_weight_only(model, name, n_classes):
    head = _old(model, name)
    model.requires_grad_(False)
    head.weight = nn.Parameter(torch.randn(n_classes, head.in_features) / 8)
    return model


def new_parameters_in_the_old_layer(model, name, n_classes):
    head = _old(model, name)
    model.requires_grad_(False)
    head.weight = nn.Parameter(torch.randn(n_classes, head.in_features) / 8)
    head.bias = nn.Parameter(torch.zeros(n_classes))
    return model


def new_parameters_then_freezes(model, name, n_classes):
    return new_parameters_in_the_old_layer(model, name, n_classes).requires_grad_(False)


def a_tensor_as_weight(model, name, n_classes):
    head = _old(model, name)
    model.requires_grad_(False)
    head.weight = torch.randn(n_classes, head.in_features)
    return model


def learns_everywhere(model, name, n_classes):
    old = _old(model, name)
    _put(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model


def all_but_the_norms(model, name, n_classes):
    looks_first(model, name, n_classes)
    for part in model.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.requires_grad_(True)
    return model


def all_but_the_last_child(model, name, n_classes):
    old = _old(model, name)
    for child in list(model.children())[:-1]:
        child.requires_grad_(False)
    _put(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model


def biases_only(model, name, n_classes):
    looks_first(model, name, n_classes)
    for path, parameter in model.named_parameters():
        parameter.requires_grad = "bias" in path
    return model


def widths_swapped(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    _put(model, name, nn.Linear(n_classes, old.in_features).train(model.training))
    return model


def old_outputs_as_inputs(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    _put(model, name, nn.Linear(old.out_features, n_classes).train(model.training))
    return model


def one_class_more(model, name, n_classes):
    return looks_first(model, name, n_classes + 1)


def behind_the_old_head(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    both = nn.Sequential(old, nn.Linear(old.out_features, n_classes)).train(model.training)
    _put(model, name, both)
    return model


def lazily(model, name, n_classes):
    _old(model, name)
    model.requires_grad_(False)
    _put(model, name, nn.LazyLinear(n_classes).train(model.training))
    return model


def a_copy(model, name, n_classes):
    return looks_first(copy.deepcopy(model), name, n_classes)


def always_fc(model, name, n_classes):
    old = _old(model, name)
    model.requires_grad_(False)
    model.fc = nn.Linear(old.in_features, n_classes).train(model.training)
    return model


def empties_the_body(model, name, n_classes):
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    return looks_first(model, name, n_classes)


def freezes_before_it_looks(model, name, n_classes):
    model.requires_grad_(False)
    old = model.get_submodule(name)
    _put(model, name, nn.Linear(old.in_features, n_classes).train(model.training))
    return model


def a_key_error(model, name, n_classes):
    old = dict(model.named_modules())[name]
    return looks_first(model, name, n_classes) if hasattr(old, "in_features") else {}[name]


def guesses_the_width(model, name, n_classes):
    old = dict(model.named_modules()).get(name)
    width = old.in_features if isinstance(old, nn.Linear) else 8
    model.requires_grad_(False)
    _put(model, name, nn.Linear(width, n_classes).train(model.training))
    return model


def returns_the_head(model, name, n_classes):
    return looks_first(model, name, n_classes).get_submodule(name)


def returns_nothing(model, name, n_classes):
    looks_first(model, name, n_classes)


def does_nothing(model, name, n_classes):
    return model


def always_refuses(model, name, n_classes):
    raise ValueError(name)


WRONG = [
    Wrong((freezes_afterwards,), 8 / 15, "the layer at 'fc' is new, and it is frozen with", "C1"),
    Wrong((freezes_only,), 0, "still the old one, and nothing asks for a gradient", "C2"),
    Wrong((changes_the_label,), 0, "'fc' says out_features=2, and its weight is the old", "C4"),
    Wrong((changes_the_label_and_thaws,), 0, "'fc' says out_features=2, and its weight is", "C4"),
    Wrong((another_name,), 0, "'new_classifier.bias' is new in the net, and the layer at", "C5"),
    Wrong((always_fc,), 0, "'fc.bias' is new in the net, and the layer at '2' is not", "C5"),
    Wrong((setattr_with_dots,), 0, "two parameters are called 'classifier.2.weight' now", "C5"),
    Wrong(
        (guesses_the_width,), 0.8, "no Linear stands at 'head', and new_head raised nothing", "C5"
    ),
    Wrong(
        (born_in_train_mode,), 14 / 15, "came in eval mode, and the layer at 'classifier.2'", "E16"
    ),
    Wrong((eval_mode_as_well,), 14 / 15, "came in train mode, and the layer at 'fc' is in", "E16"),
    Wrong((whole_model_in_one_mode,), 14 / 15, "'bn1' is in train mode, and was not"),
    Wrong(
        (new_weight_only,), 0, "'fc.weight' is new, and the layer around it is the old one", "C8"
    ),
    Wrong(
        (new_parameters_in_the_old_layer,), 0.8, "'fc.weight' is new, and the layer around", "C8"
    ),
    Wrong((new_parameters_then_freezes,), 0, "'fc.weight' is new, and the layer around it", "C8"),
    Wrong((a_tensor_as_weight,), 0, "new_head raised TypeError on its line 4: cannot assign", "C9"),
    Wrong((learns_everywhere,), 8 / 15, "'conv1.weight' still asks for a gradient (10 of 10 do)"),
    Wrong((all_but_the_norms,), 8 / 15, "'bn1.weight' still asks for a gradient (6 of 10", "B11"),
    Wrong((all_but_the_last_child,), 8 / 15, "'classifier.0.weight' still asks for a gradient"),
    Wrong((biases_only,), 8 / 15, "'fc.weight' is frozen, and 'bn1.bias' learns", "B16"),
    Wrong((widths_swapped,), 0, "the net raised RuntimeError: mat1 and mat2 shapes cannot be"),
    Wrong((old_outputs_as_inputs,), 0, "the net raised RuntimeError: mat1 and mat2 shapes"),
    Wrong((one_class_more,), 0.8, "for 2 classes, the output is 3 wide"),
    Wrong((behind_the_old_head,), 0, "a Sequential stands at 'fc'"),
    Wrong((lazily,), 0.8, "a LazyLinear stands at 'fc'"),
    Wrong((a_copy,), 0, "the net that was handed in is as it was", "A23"),
    Wrong((empties_the_body,), 0.6, "values of the body changed before any training", "E18"),
    Wrong((freezes_before_it_looks,), 0.8, "AttributeError came after 'conv1.weight' had been"),
    Wrong((a_key_error,), 0.8, "for 'head', where no Linear stands, new_head raised KeyError"),
    Wrong((returns_the_head,), 14 / 15, "new_head returned a Linear"),
    Wrong((returns_nothing,), 14 / 15, "new_head returned nothing"),
    Wrong((does_nothing,), 0, "the layer at 'fc' is still the old one."),
    Wrong((always_refuses,), 0, "new_head raised ValueError on its line 2: fc"),
]
RIGHT = [(looks_first,), (by_set_submodule,), (thaws_the_head,), (new_parameters_and_label,)]
