"""Answers to `thaw_schedule`."""

import copy

from tests.wrong_answers import Wrong


def freeze_all_then_thaw(model, order, epoch):
    model.requires_grad_(False)
    for name in order:
        model.get_submodule(name).eval()
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).requires_grad_(True).train()


def by_place(model, order, epoch):
    for parameter in model.parameters():
        parameter.requires_grad = False
    for place, name in enumerate(reversed(order)):
        part = model.get_submodule(name)
        part.train(place <= epoch)
        for parameter in part.parameters():
            parameter.requires_grad = place <= epoch


def by_name(model, order, epoch):
    awake = tuple(f"{name}." for name in order[max(len(order) - 1 - epoch, 0) :])
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(awake))
    for path, module in model.named_modules():
        module.training = f"{path}.".startswith(awake)


def all_eval_first(model, order, epoch):
    model.eval().requires_grad_(False)
    for name in order[::-1][: epoch + 1]:
        model.get_submodule(name).train().requires_grad_()


def thaw_then_freeze(model, order, epoch):
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).requires_grad_(True)
    model.requires_grad_(False)


def parents_frozen_last(model, order, epoch):
    freeze_all_then_thaw(model, order, epoch)
    for name in order[: len(order) - epoch - 1] if epoch < len(order) else []:
        model.get_submodule(name.split(".")[0]).requires_grad_(False)


def without_else(model, order, epoch):
    if epoch < len(order):
        model.requires_grad_(False).eval()
        model.get_submodule(order[-1]).requires_grad_(True).train()


def frozen_once(model, order, epoch):
    if epoch == 0:
        freeze_all_then_thaw(model, order, 0)


def one_more_each_time(model, order, epoch):
    if epoch == 0:
        model.requires_grad_(False)
        for name in order:
            model.get_submodule(name).eval()
    for name in order[:-1]:
        model.get_submodule(name).eval()
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).train()
    if epoch < len(order):
        model.get_submodule(order[-(epoch + 1)]).requires_grad_(True)


def never_freezes_again(model, order, epoch):
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).requires_grad_(True)


def eval_in_epoch_zero(model, order, epoch):
    training = {name: module.training for name, module in model.named_modules()}
    freeze_all_then_thaw(model, order, epoch)
    if epoch:
        for name, module in model.named_modules():
            module.training = training[name]


def flags_only(model, order, epoch):
    model.requires_grad_(False)
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).requires_grad_(True)


def all_in_eval_mode(model, order, epoch):
    flags_only(model, order, epoch)
    model.eval()


def batchnorm_forgets_to_wake(model, order, epoch):
    freeze_all_then_thaw(model, order, epoch)
    for module in model.modules():
        if "Norm" in type(module).__name__:
            module.eval()


def from_the_input(model, order, epoch):
    freeze_all_then_thaw(model, order[::-1], epoch)


def one_too_few(model, order, epoch):
    model.requires_grad_(False)
    for name in order:
        model.get_submodule(name).eval()
    for name in order[len(order) - epoch :]:
        model.get_submodule(name).requires_grad_(True).train()


def one_too_many(model, order, epoch):
    freeze_all_then_thaw(model, order, epoch + 1)


def negative_in_the_end(model, order, epoch):
    model.requires_grad_(False)
    for name in order:
        model.get_submodule(name).eval()
    for name in order[len(order) - epoch - 1 :]:
        model.get_submodule(name).requires_grad_(True).train()


def index_error_in_the_end(model, order, epoch):
    model.requires_grad_(False)
    for name in order:
        model.get_submodule(name).eval()
    for place in range(1, epoch + 2):
        model.get_submodule(order[-place]).requires_grad_(True).train()


def one_part_at_a_time(model, order, epoch):
    freeze_all_then_thaw(model, order, 0)
    model.requires_grad_(False).eval()
    place = max(0, len(order) - 1 - epoch)
    model.get_submodule(order[place]).requires_grad_(True).train()


def by_prefix(model, order, epoch):
    awake = tuple(order[-(epoch + 1) :])
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith(awake))
    for path, module in model.named_modules():
        module.training = path.startswith(awake)


def by_children(model, order, epoch):
    children = list(model.children())
    model.requires_grad_(False).eval()
    for child in children[-(epoch + 1) :]:
        child.requires_grad_(True).train()


def by_getattr(model, order, epoch):
    model.requires_grad_(False).eval()
    for name in order[-(epoch + 1) :]:
        getattr(model, name).requires_grad_(True).train()


def the_list_only(model, order, epoch):
    for place, name in enumerate(reversed(order)):
        model.get_submodule(name).requires_grad_(place <= epoch).train(place <= epoch)


def pops_the_list(model, order, epoch):
    model.requires_grad_(False).eval()
    taken = [order.pop() for _ in range(min(epoch + 1, len(order)))]
    for name in taken:
        model.get_submodule(name).requires_grad_(True).train()


def on_a_copy(model, order, epoch):
    freeze_all_then_thaw(copy.deepcopy(model), order, epoch)


def on_the_module(model, order, epoch):
    for place, name in enumerate(reversed(order)):
        model.get_submodule(name).requires_grad = place <= epoch


WRONG = [
    Wrong((thaw_then_freeze,), 0, "in epoch 0, flags off, and should be on", "A30"),
    Wrong((parents_frozen_last,), 13 / 15, "in epoch 1, flags off, and should be on", "A30"),
    Wrong((without_else,), 0, "in epoch 1, flags off, and should be on", "A31"),
    Wrong((frozen_once,), 0, "in epoch 1, flags off, and should be on", "A31"),
    Wrong((one_more_each_time,), 10 / 15, "in epoch 3, flags off, and should be on"),
    Wrong((never_freezes_again,), 0, "in epoch 0, flags on, and should be off"),
    Wrong((eval_in_epoch_zero,), 12 / 15, "is in train mode and frozen", "E3"),
    Wrong((flags_only,), 12 / 15, "in epoch 0 'ember' is in train mode and frozen", "E2"),
    Wrong((all_in_eval_mode,), 12 / 15, "is in eval mode and learns"),
    Wrong((batchnorm_forgets_to_wake,), 12 / 15, "is in eval mode and learns"),
    Wrong((from_the_input,), 0, "in epoch 0, flags on, and should be off"),
    Wrong((by_children,), 0, "in epoch 0, flags on, and should be off", "B8"),
    Wrong((one_too_few,), 0, "in epoch 0, flags off, and should be on"),
    Wrong((one_too_many,), 0, "in epoch 0, flags on, and should be off"),
    Wrong((negative_in_the_end,), 10 / 15, "in epoch 5, flags off, and should be on"),
    Wrong((index_error_in_the_end,), 8 / 15, "in epoch 5, thaw_schedule raised IndexError"),
    Wrong((one_part_at_a_time,), 0, "in epoch 1, flags off, and should be on"),
    Wrong((by_prefix,), 14 / 15, "flags on, and should be off: 'layer", "B1"),
    Wrong((by_getattr,), 13 / 15, "thaw_schedule raised AttributeError"),
    Wrong((the_list_only,), 13 / 15, "flags on, and should be off: 'shift'"),
    Wrong((pops_the_list,), 0, "thaw_schedule changed the list 'order' itself"),
    Wrong((on_a_copy,), 0, "in epoch 0, flags on, and should be off", "A23"),
    Wrong((on_the_module,), 0, "in epoch 0, flags on, and should be off", "A5"),
]
RIGHT = [(freeze_all_then_thaw,), (by_place,), (by_name,), (all_eval_first,)]
