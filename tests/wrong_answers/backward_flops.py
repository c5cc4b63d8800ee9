"""Answers to `backward_flops`."""

from itertools import pairwise

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tests.wrong_answers import Wrong


def products(widths, batch):
    return [2 * batch * inputs * outputs for inputs, outputs in pairwise(widths)]


def from_below(widths, batch, frozen):
    total, something_below = 0, False
    for layer, cost in enumerate(products(widths, batch)):
        total += cost * something_below
        if layer not in frozen:
            total += cost
            something_below = True
    return total


def by_sums(widths, batch, frozen):
    costs = products(widths, batch)
    learning = [layer for layer in range(len(costs)) if layer not in frozen]
    lowest = min(learning, default=len(costs))
    return sum(costs[layer] for layer in learning) + sum(costs[lowest + 1 :])


def by_the_counter(widths, batch, frozen):
    layers = [nn.Linear(*pair) for pair in pairwise(widths)]
    for layer in frozen:
        layers[layer].requires_grad_(False)
    loss = nn.Sequential(*layers)(torch.zeros(batch, widths[0])).sum()
    with FlopCounterMode(display=False) as counter:
        loss.backward()
    return counter.get_total_flops()


def gradients_stop_at_a_frozen_layer(widths, batch, frozen):
    total, costs = 0, products(widths, batch)
    for layer in reversed(range(len(costs))):
        if layer in frozen:
            break
        total += costs[layer]
        if any(below not in frozen for below in range(layer)):
            total += costs[layer]
    return total


def frozen_layers_let_gradients_through_for_nothing(widths, batch, frozen):
    total, below = 0, False
    for layer, cost in enumerate(products(widths, batch)):
        if layer not in frozen:
            total += cost * (1 + below)
            below = True
    return total


def the_input_gets_a_gradient(widths, batch, frozen):
    costs = products(widths, batch)
    lowest = min(layer for layer in range(len(costs)) if layer not in frozen)
    return sum(c for k, c in enumerate(costs) if k not in frozen) + sum(costs[lowest:])


def every_input_gets_a_gradient(widths, batch, frozen):
    costs = products(widths, batch)
    return sum(costs) + sum(cost for k, cost in enumerate(costs) if k not in frozen)


def frozen_ones_are_computed_and_skipped(widths, batch, frozen):
    return from_below(widths, batch, set())


def twice_the_forward(widths, batch, frozen):
    return 2 * sum(products(widths, batch))


def in_proportion_to_what_learns(widths, batch, frozen):
    return 2 * sum(c for k, c in enumerate(products(widths, batch)) if k not in frozen)


def weight_gradients_alone(widths, batch, frozen):
    return sum(c for k, c in enumerate(products(widths, batch)) if k not in frozen)


def trainable_numbers(widths, batch, frozen):
    pairs = enumerate(pairwise(widths))
    return sum((inputs + 1) * outputs for k, (inputs, outputs) in pairs if k not in frozen)


def forward_as_well(widths, batch, frozen):
    return from_below(widths, batch, frozen) + sum(products(widths, batch))


def multiplications_alone(widths, batch, frozen):
    return from_below(widths, batch, frozen) // 2


def one_row(widths, batch, frozen):
    return from_below(widths, 1, frozen)


def learning_above(widths, batch, frozen):
    costs = products(widths, batch)
    last = max(layer for layer in range(len(costs)) if layer not in frozen)
    return sum(c for k, c in enumerate(costs) if k not in frozen) + sum(costs[:last])


def frozen_for_learning(widths, batch, frozen):
    layers = set(range(len(widths) - 1))
    return from_below(widths, batch, layers - frozen)


def a_float(widths, batch, frozen):
    return from_below(widths, batch, frozen) / 1e6


def nothing_returned(widths, batch, frozen):
    print(end="")


def one_layer_too_many(widths, batch, frozen):
    return sum(2 * batch * widths[k] * widths[k + 1] for k in range(len(widths)))


def an_int_of_its_own(widths, batch, frozen):
    return 10**30


def true(widths, batch, frozen):
    return True


WRONG = [
    Wrong((gradients_stop_at_a_frozen_layer,), 0.25, "frozen", "F5"),
    Wrong((frozen_layers_let_gradients_through_for_nothing,), 0.25, "frozen", "F5"),
    Wrong((the_input_gets_a_gradient,), 0, "nothing frozen: the answer was"),
    Wrong((every_input_gets_a_gradient,), 0, "nothing frozen: the answer was"),
    Wrong((frozen_ones_are_computed_and_skipped,), 0, "frozen 0"),
    Wrong((twice_the_forward,), 0, "nothing frozen"),
    Wrong((in_proportion_to_what_learns,), 0, "nothing frozen"),
    Wrong((weight_gradients_alone,), 0, "nothing frozen"),
    Wrong((trainable_numbers,), 0, "nothing frozen"),
    Wrong((forward_as_well,), 0, "nothing frozen"),
    Wrong((multiplications_alone,), 0, "nothing frozen"),
    Wrong((one_row,), 0, "nothing frozen"),
    Wrong((learning_above,), 0, "nothing frozen"),
    Wrong((frozen_for_learning,), 0, "nothing frozen: the answer was 0."),
    Wrong((a_float,), 0, "the answer was"),
    Wrong((nothing_returned,), 0, "the answer was None."),
    Wrong((one_layer_too_many,), 0, "backward_flops raised IndexError"),
    Wrong((an_int_of_its_own,), 0, "the answer was a very large int."),
    Wrong((true,), 0, "the answer was True."),
]
RIGHT = [(from_below,), (by_sums,), (by_the_counter,)]
