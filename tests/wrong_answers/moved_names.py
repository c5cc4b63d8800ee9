"""Answers to `moved_names`."""

import torch

from tests.wrong_answers import Wrong


def tensors(model):
    return dict(model.named_parameters()) | dict(model.named_buffers())


def by_clone(model, step, steps=3):
    before = {name: value.detach().clone() for name, value in tensors(model).items()}
    for _ in range(steps):
        step()
    return {name for name, value in tensors(model).items() if not torch.equal(value, before[name])}


def by_state_dict(model, step, steps=3):
    before = {name: value.clone() for name, value in model.state_dict().items()}
    for _ in range(steps):
        step()
    now = model.state_dict()
    return {name for name in before if not torch.equal(before[name], now[name])}


def by_lists(model, step, steps=3):
    before = {name: value.tolist() for name, value in tensors(model).items()}
    for _ in range(steps):
        step()
    moved = set()
    for name, value in tensors(model).items():
        if value.tolist() != before[name]:
            moved.add(name)
    return moved


def an_alias(model, step, steps=3):
    before = dict(tensors(model))
    for _ in range(steps):
        step()
    return {name for name, value in tensors(model).items() if not torch.equal(value, before[name])}


def an_alias_of_the_state_dict(model, step, steps=3):
    before = model.state_dict()
    for _ in range(steps):
        step()
    now = model.state_dict()
    return {name for name in before if not torch.equal(before[name], now[name])}


def with_a_tolerance(model, step, steps=3):
    before = {name: value.detach().clone() for name, value in tensors(model).items()}
    for _ in range(steps):
        step()
    return {
        name for name, value in tensors(model).items() if not torch.allclose(value, before[name])
    }


def parameters_only(model, step, steps=3):
    before = {name: value.detach().clone() for name, value in model.named_parameters()}
    for _ in range(steps):
        step()
    return {n for n, value in model.named_parameters() if not torch.equal(value, before[n])}


def reads_the_flags(model, step, steps=3):
    for _ in range(steps):
        step()
    return {name for name, parameter in model.named_parameters() if parameter.requires_grad}


def a_single_step(model, step, steps=3):
    return by_clone(model, step, steps=1)


def no_step(model, step, steps=3):
    return set()


def in_eval_mode(model, step, steps=3):
    model.eval()
    return by_clone(model, step, steps)


def thaws_to_measure(model, step, steps=3):
    model.requires_grad_(True)
    return by_clone(model, step, steps)


def a_list(model, step, steps=3):
    return sorted(by_clone(model, step, steps))


def those_that_held_still(model, step, steps=3):
    return set(tensors(model)) - by_clone(model, step, steps)


def gradients_for_movement(model, step, steps=3):
    for _ in range(steps):
        step()
    return {name for name, value in model.named_parameters() if value.grad.abs().sum() > 0}


WRONG = [
    Wrong((an_alias,), 0, "moved, and moved_names said that nothing did", "F25"),
    Wrong((an_alias_of_the_state_dict,), 0, "moved_names said that nothing did", "F24"),
    Wrong((with_a_tolerance,), 0.72, "'2.weight' moved, and moved_names said that nothing did"),
    Wrong((parameters_only,), 0.72, "the buffer '1.num_batches_tracked' moved", "E2"),
    Wrong((reads_the_flags,), 0.32, "the buffer '1.num_batches_tracked' moved", "E2"),
    Wrong((a_single_step,), 0, "step was called 1 times where steps is 3"),
    Wrong((no_step,), 0, "step was called 0 times where steps is 3"),
    Wrong((in_eval_mode,), 0, "the mode of 'the model' was changed"),
    Wrong((thaws_to_measure,), 0.4, "the flag of '0.weight' was changed"),
    Wrong((a_list,), 0, "moved_names returned a list, not a set"),
    Wrong((those_that_held_still,), 0, "'2.bias' moved and is not in the set (4 of 4"),
    Wrong((gradients_for_movement,), 0, "moved_names raised AttributeError on its line 4", "F13"),
]
RIGHT = [(by_clone,), (by_state_dict,), (by_lists,)]
