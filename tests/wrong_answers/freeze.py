"""Answers to `freeze` and `unfreeze`."""

import copy

import torch
from torch import nn

from tests.wrong_answers import Wrong


def thaw(module):
    return module.requires_grad_(True)


def by_loop(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module


def by_method(module):
    return module.requires_grad_(False)


def by_name(module):
    for _, parameter in module.named_parameters():
        parameter.requires_grad_(False)
    return module


def by_apply(module):
    return module.apply(lambda part: part.requires_grad_(False))


def attribute_of_the_module(module):
    module.requires_grad = False
    return module


def attribute_of_every_part(module):
    for part in module.children():
        part.requires_grad = False
    return module


def misspelt(module):
    for parameter in module.parameters():
        parameter.require_grad = False
    return module


def method_overwritten(module):
    for parameter in module.parameters():
        parameter.requires_grad_ = False
    return module


def another_librarys_word(module):
    module.trainable = False
    return module


def by_state_dict(module):
    for value in module.state_dict().values():
        value.requires_grad = False
    return module


def by_data(module):
    for parameter in module.parameters():
        parameter.data.requires_grad = False
    return module


def by_detach(module):
    for parameter in module.parameters():
        parameter = parameter.detach()
    return module


def lazy_map(module):
    map(lambda parameter: parameter.requires_grad_(False), module.parameters())
    return module


def return_inside_the_loop(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
        return module


def a_copy(module):
    copied = copy.deepcopy(module)
    return copied.requires_grad_(False)


def compared(module):
    for parameter in module.parameters():
        parameter.requires_grad == False  # noqa: B015, E712
    return module


def only_the_weights(module):
    for name, parameter in module.named_parameters():
        if "weight" in name:
            parameter.requires_grad = False
    return module


def eval_mode(module):
    return module.eval()


def gradient_false(module):
    for parameter in module.parameters():
        parameter.grad = False
    return module


def gradient_none(module):
    for parameter in module.parameters():
        parameter.grad = None
    return module


def invented_method(module):
    module.freeze()
    return module


def only_children(module):
    for child in module.children():
        for parameter in child.parameters(recurse=False):
            parameter.requires_grad = False
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad = False
    return module


def returns_nothing(module):
    module.requires_grad_(False)


def emptied(module):
    with torch.no_grad():
        for parameter in module.requires_grad_(False).parameters():
            parameter.zero_()
    return module


def with_a_buffer(module):
    module.register_buffer("is_frozen", torch.ones(()))
    return module.requires_grad_(False)


def with_a_lazy_layer(module):
    module.extra = nn.LazyLinear(2)
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module


def without_parameters(module):
    for part in module.modules():
        for name in list(part._parameters):
            part.register_buffer(name, part._parameters.pop(name))
    return module


def doubled(module):
    return module.requires_grad_(False).double()


def another_module(module):
    return nn.Linear(2, 2).requires_grad_(False)


def freezes_all_there_is(module):
    import gc

    for found in gc.get_objects():
        if type(found) is nn.Linear:
            found.requires_grad_(False)
    return module.requires_grad_(False)


def thaw_with_default_false(module):
    return module.requires_grad_(False)


def thaw_the_weights_only(module):
    for name, parameter in module.named_parameters():
        parameter.requires_grad = "weight" in name
    return module


def thaw_raises(module):
    return module.unfreeze()


def _freezes(answer, seen, mistake="", score=0.25):
    return Wrong((answer, thaw), score, seen, mistake)


WRONG = [
    _freezes(attribute_of_the_module, "the module got an attribute 'requires_grad'", "A5"),
    _freezes(attribute_of_every_part, "'0.weight' still asks for a gradient", "A7"),
    _freezes(misspelt, "a parameter got an attribute 'require_grad'", "A8"),
    _freezes(method_overwritten, "a parameter got an attribute 'requires_grad_'", "A9"),
    _freezes(another_librarys_word, "the module got an attribute 'trainable'", "A15"),
    _freezes(by_state_dict, "'0.weight' still asks for a gradient (2 of 2 do)", "A18"),
    _freezes(by_data, "'0.weight' still asks for a gradient (2 of 2 do)", "A19"),
    _freezes(by_detach, "'0.weight' still asks for a gradient (2 of 2 do)", "A20"),
    _freezes(lazy_map, "'0.weight' still asks for a gradient (2 of 2 do)", "A21"),
    _freezes(return_inside_the_loop, "'0.bias' still asks for a gradient (1 of 2 do)", "A22"),
    _freezes(a_copy, "'0.weight' still asks for a gradient (2 of 2 do)", "A23"),
    _freezes(compared, "'0.weight' still asks for a gradient (2 of 2 do)", "A11"),
    _freezes(only_the_weights, "'0.bias' still asks for a gradient (1 of 2 do)", "A25"),
    _freezes(eval_mode, "'0.weight' still asks for a gradient (2 of 2 do)", "E1"),
    _freezes(gradient_false, "freeze raised TypeError on its line 3", "A1"),
    _freezes(gradient_none, "'0.weight' still asks for a gradient (2 of 2 do)", "A2"),
    _freezes(invented_method, "freeze raised AttributeError on its line 2", "A14"),
    _freezes(only_children, "'body.0.0.weight' still asks for a gradient (4 of 4 do)"),
    _freezes(another_module, "'0.weight' still asks for a gradient (2 of 2 do)"),
    _freezes(emptied, "values changed before any training", "E18"),
    _freezes(freezes_all_there_is, "freeze also reached '2.weight', outside the module"),
    _freezes(with_a_buffer, "'0.is_frozen' is not among the tensors both before and after."),
    _freezes(with_a_lazy_layer, "could not be trained any more: IndexError", score=0),
    _freezes(without_parameters, "could not be trained any more: ValueError", score=0),
    _freezes(doubled, "could not be trained any more: RuntimeError: mat1 and mat2", score=0),
    _freezes(returns_nothing, "freeze returned nothing", score=0.85),
    Wrong((by_method, thaw_with_default_false), 0.6, "after unfreeze, '0.weight' asks for no"),
    Wrong((by_method, thaw_the_weights_only), 0.6, "after unfreeze, '0.bias' asks for no"),
    Wrong((by_method, thaw_raises), 0.6, "unfreeze raised AttributeError on its line 2"),
]
RIGHT = [(freeze, thaw) for freeze in (by_loop, by_method, by_name, by_apply)]
