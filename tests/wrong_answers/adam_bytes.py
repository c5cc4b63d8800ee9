"""Answers to `adam_bytes`."""

import copy

import torch

from tests.wrong_answers import Wrong


def learning(model):
    return [p for p in model.parameters() if p.requires_grad]


def by_hand(model):
    return sum(2 * p.nbytes + 4 for p in learning(model))


def in_two_sums(model):
    scalars = sum(p.numel() for p in learning(model))
    return 8 * scalars + 4 * len(learning(model))


def by_a_step_on_a_copy(model):
    twin = copy.deepcopy(model)
    optimizer = torch.optim.Adam(learning(twin))
    for p in learning(twin):
        p.grad = torch.zeros_like(p)
    optimizer.step()
    return sum(t.numel() * t.element_size() for s in optimizer.state.values() for t in s.values())


def all_parameters(model):
    return sum(8 * p.numel() + 4 for p in model.parameters())


def counters_forgotten(model):
    return sum(8 * p.numel() for p in learning(model))


def one_counter_for_all(model):
    return counters_forgotten(model) + 4


def counters_of_eight_bytes(model):
    return sum(8 * p.numel() + 8 for p in learning(model))


def counters_of_one_byte(model):
    return sum(8 * p.numel() + 1 for p in learning(model))


def momentum_alone(model):
    return sum(4 * p.numel() + 4 for p in learning(model))


def weights_as_well(model):
    return by_hand(model) + sum(p.nbytes for p in learning(model))


def weights_and_gradients(model):
    return by_hand(model) + 2 * sum(p.nbytes for p in learning(model))


def numbers_for_bytes(model):
    return sum(2 * p.numel() + 1 for p in learning(model))


def tensors_for_numbers(model):
    return 12 * len(learning(model))


def every_name(model):
    named = model.named_parameters(remove_duplicate=False)
    return sum(2 * p.nbytes + 4 for _, p in named if p.requires_grad)


def the_frozen_ones(model):
    return sum(2 * p.nbytes + 4 for p in model.parameters() if not p.requires_grad)


def weights_alone(model):
    return sum(2 * p.nbytes + 4 for p in learning(model) if p.dim() > 1)


def an_optimizer_over_everything_that_has_a_gradient(model):
    old = {p: p.grad for p in model.parameters()}
    optimizer = torch.optim.Adam(model.parameters(), lr=0.0)
    for p in learning(model):
        p.grad = torch.zeros_like(p)
    optimizer.step()
    for p, grad in old.items():
        p.grad = grad
    return sum(t.nbytes for state in optimizer.state.values() for t in state.values())


def a_step_on_the_model_itself(model):
    for p in learning(model):
        p.grad = torch.ones_like(p)
    optimizer = torch.optim.Adam(learning(model))
    optimizer.step()
    return sum(t.nbytes for state in optimizer.state.values() for t in state.values())


def before_it_has_state(model):
    optimizer = torch.optim.Adam(learning(model))
    return sum(t.nbytes for state in optimizer.state.values() for t in state.values())


def no_step_before(model):
    optimizer = torch.optim.Adam(model.parameters())
    return sum(optimizer.state[p]["exp_avg"].nbytes for p in model.parameters())


def flags_switched_on(model):
    return sum(2 * p.nbytes + 4 for p in model.requires_grad_(True).parameters()) * 1.0


def a_tensor_of_two(model):
    return torch.tensor([by_hand(model), 0])


WRONG = [
    Wrong((all_parameters,), 0.2, "a tower with its first layers frozen, the answer was"),
    Wrong((counters_forgotten,), 0, "first layers frozen"),
    Wrong((one_counter_for_all,), 0.2, "first layers frozen"),
    Wrong((counters_of_eight_bytes,), 0, "first layers frozen"),
    Wrong((counters_of_one_byte,), 0, "first layers frozen"),
    Wrong((momentum_alone,), 0, "first layers frozen"),
    Wrong((weights_as_well,), 0, "first layers frozen"),
    Wrong((weights_and_gradients,), 0, "first layers frozen"),
    Wrong((numbers_for_bytes,), 0, "first layers frozen"),
    Wrong((tensors_for_numbers,), 0, "first layers frozen", "G1"),
    Wrong((every_name,), 0.8, "one tensor under two names", "G3"),
    Wrong((the_frozen_ones,), 0, "first layers frozen"),
    Wrong((weights_alone,), 0.2, "first layers frozen", "A25"),
    Wrong(
        (an_optimizer_over_everything_that_has_a_gradient,),
        0.8,
        "trained first and partly frozen",
        "D15",
    ),
    Wrong((a_step_on_the_model_itself,), 0.9, "adam_bytes changed the values of"),
    Wrong((before_it_has_state,), 0, "the answer was 0."),
    Wrong((no_step_before,), 0, "adam_bytes raised KeyError"),
    Wrong((flags_switched_on,), 0, "the answer was"),
    Wrong((a_tensor_of_two,), 0, "the answer was a Tensor."),
]
RIGHT = [(by_hand,), (in_two_sums,), (by_a_step_on_a_copy,)]
