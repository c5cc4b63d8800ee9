"""Answers to `adapt`: what is said of each wrong one, and styles that are right."""

import copy

from torch import nn

from tests.wrong_answers import Wrong


def put(model, name, module):
    parent, _, own = name.rpartition(".")
    setattr(model.get_submodule(parent), own, module)


def found(model, names):
    layers = [model.get_submodule(name) for name in names]
    for name, layer in zip(names, layers, strict=True):
        if not isinstance(layer, nn.Linear):
            raise ValueError(f"no Linear at {name!r}")
    return layers


def by_setattr(model, names, make, head):
    layers = found(model, names)
    model.requires_grad_(False)
    for name, layer in zip(names, layers, strict=True):
        put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def by_set_submodule(model, names, make, head):
    layers = dict(model.named_modules())
    if any(type(layers[name]) is not nn.Linear for name in names):
        raise ValueError("no Linear there")
    for name, p in model.named_parameters():
        p.requires_grad = name.startswith(head + ".")
    for name in names:
        model.set_submodule(name, make(layers[name]))
    return model


def already_done_is_skipped(model, names, make, head):
    layers = [model.get_submodule(name) for name in names]
    if not any(type(layer) is nn.Linear for layer in layers) and hasattr(layers[0], "up"):
        return model
    return by_setattr(model, names, make, head)


def head_forgotten(model, names, make, head):
    by_setattr(model, names, make, head)
    model.get_submodule(head).requires_grad_(False)
    return model


def factors_by_name(model, names, make, head):
    by_setattr(model, names, make, head)
    for name, p in model.named_parameters():
        p.requires_grad = name.endswith((".down", ".up"))
    return model


def head_weight_only(model, names, make, head):
    by_setattr(model, names, make, head)
    model.get_submodule(head).bias.requires_grad = False
    return model


def frozen_last(model, names, make, head):
    by_setattr(model, names, make, head)
    model.requires_grad_(False)
    model.get_submodule(head).requires_grad_(True)
    return model


def nothing_frozen(model, names, make, head):
    for name, layer in zip(names, found(model, names), strict=True):
        put(model, name, make(layer))
    return model


def children_frozen(model, names, make, head):
    layers = found(model, names)
    for child in model.children():
        child.requires_grad_(False)
    for name, layer in zip(names, layers, strict=True):
        put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def silent_when_nothing_fits(model, names, make, head):
    model.requires_grad_(False)
    for name, layer in list(model.named_modules()):
        if name in names and isinstance(layer, nn.Linear):
            put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def by_prefix(model, names, make, head):
    found(model, names)
    model.requires_grad_(False)
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and name != head and name.startswith(tuple(names)):
            put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def every_linear(model, names, make, head):
    found(model, names)
    model.requires_grad_(False)
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and name != head:
            put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def dotted_attribute(model, names, make, head):
    model.requires_grad_(False)
    for name in names:
        model._modules[name] = make(found(model, [name])[0])
    model.get_submodule(head).requires_grad_(True)
    return model


def top_level_only(model, names, make, head):
    model.requires_grad_(False)
    for name in names:
        setattr(model, name, make(getattr(model, name)))
    model.get_submodule(head).requires_grad_(True)
    return model


def wraps_again(model, names, make, head):
    layers = [model.get_submodule(name) for name in names]
    if any(isinstance(layer, nn.ReLU) for layer in layers):
        raise ValueError("no Linear there")
    model.requires_grad_(False)
    for name, layer in zip(names, layers, strict=True):
        put(model, name, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model


def one_after_the_other(model, names, make, head):
    model.requires_grad_(False)
    for name in names:
        put(model, name, make(found(model, [name])[0]))
    model.get_submodule(head).requires_grad_(True)
    return model


def on_a_copy(model, names, make, head):
    return by_setattr(copy.deepcopy(model), names, make, head)


def returns_nothing(model, names, make, head):
    by_setattr(model, names, make, head)


def returns_a_sequence(model, names, make, head):
    return nn.Sequential(by_setattr(model, names, make, head))


def made_twice(model, names, make, head):
    layers = found(model, names)
    model.requires_grad_(False)
    for name, layer in zip(names, layers, strict=True):
        put(model, name, make(make(layer)))
    model.get_submodule(head).requires_grad_(True)
    return model


def made_and_dropped(model, names, make, head):
    layers = found(model, names)
    model.requires_grad_(False)
    for layer in layers:
        layer = make(layer)
    model.get_submodule(head).requires_grad_(True)
    return model


def made_of_new_layers(model, names, make, head):
    layers = found(model, names)
    model.requires_grad_(False)
    for name, layer in zip(names, layers, strict=True):
        put(model, name, make(nn.Linear(layer.in_features, layer.out_features)))
    model.get_submodule(head).requires_grad_(True)
    return model


def removed(model, names, make, head):
    found(model, names)
    model.requires_grad_(False)
    for name in names:
        put(model, name, None)
    model.get_submodule(head).requires_grad_(True)
    return model


def all_made_alike(model, names, make, head):
    module = make(found(model, names)[0])
    model.requires_grad_(False)
    for name in names:
        put(model, name, module)
    module.down.requires_grad_(True)
    module.up.requires_grad_(True)
    model.get_submodule(head).requires_grad_(True)
    return model


def head_reset(model, names, make, head):
    by_setattr(model, names, make, head)
    model.get_submodule(head).reset_parameters()
    return model


WRONG = [
    Wrong((head_forgotten,), 0, "'classifier.1.weight' is frozen", "B17"),
    Wrong((head_weight_only,), 0, "'classifier.1.bias' is frozen", "B17"),
    Wrong((frozen_last,), 0, "nothing below 'encoder.blocks.0.fc1' asks for a gradient", "C1"),
    Wrong((nothing_frozen,), 0, "asks for a gradient (6 of 6 of the rest do)"),
    Wrong((children_frozen,), 13 / 15, "'pos' asks for a gradient", "B12"),
    Wrong((silent_when_nothing_fits,), 11 / 15, "no layer called 'layer1' (the first para", "B4"),
    Wrong((by_prefix,), 13 / 15, "'layer10.weight' is gone", "B1"),
    Wrong((every_linear,), 9 / 15, "'encoder.blocks.0.fc2.weight' is gone", "B1"),
    Wrong((dotted_attribute,), 6 / 15, "there are new tensors, and the layer at 'enc", "C5"),
    Wrong((top_level_only,), 7 / 15, "adapt raised AttributeError on its line 4"),
    Wrong((wraps_again,), 14 / 15, "fc2' adapted already, adapt changed it once more"),
    Wrong((one_after_the_other,), 11 / 15, "adapt raised AttributeError after it had changed"),
    Wrong((on_a_copy,), 0, "the net that was handed in is as it was", "A23"),
    Wrong((returns_nothing,), 14 / 15, "adapt returned nothing"),
    Wrong((returns_a_sequence,), 14 / 15, "adapt returned another Sequential"),
    Wrong((made_twice,), 0, "there are 6 tensors below 'encoder.blocks.0.fc1', for a layer of 2"),
    Wrong((made_and_dropped,), 0, "the layer at 'encoder.blocks.0.fc1' is still the old one"),
    Wrong((made_of_new_layers,), 0, "the numbers of the old layer at 'encoder.blocks.0.fc1' are"),
    Wrong((removed,), 0, "nothing stands at 'encoder.blocks.0.fc1' any more"),
    Wrong((all_made_alike,), 6 / 15, "the numbers of the old layer at 'encoder.blocks.1.fc2' are"),
    Wrong((head_reset,), 0, "'classifier.1.weight' has other numbers than before", "E18"),
]
RIGHT = [(by_setattr,), (by_set_submodule,), (already_done_is_skipped,)]
