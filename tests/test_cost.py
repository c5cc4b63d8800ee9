"""Counted costs: exact, equal everywhere, and without a trace in the model."""

import random
from itertools import pairwise

import pytest
import torch
from torch import nn

from course.cost import flops_of, step_flops, step_parts
from course.memory import step_bytes
from course.models import SmallNet, two_linear

BLOCKS = ["block1", "block2", "block3", "block4", "head"]
BATCH, LABELS = torch.rand(64, 1, 8, 8), torch.zeros(64, dtype=torch.int64)


@pytest.mark.parametrize(
    ("frozen", "backward"),
    [*enumerate([116_686_848, 77_758_464, 21_135_360, 1_212_416, 81_920, 0])],
)
def test_backward_shrinks_with_every_frozen_block_from_below(frozen, backward):
    net = SmallNet()
    for name in BLOCKS[:frozen]:
        net.get_submodule(name).requires_grad_(False)
    assert step_flops(net, BATCH, LABELS) == (58_933_248, backward)


@pytest.mark.parametrize(
    ("block", "mflop"), [*zip(BLOCKS, [58.93, 57.75, 20.00, 1.13, 0.08], strict=True)]
)
def test_one_learning_block_pays_for_all_blocks_above_it(block, mflop):
    net = SmallNet().requires_grad_(False)
    net.get_submodule(block).requires_grad_(True)
    assert step_flops(net, BATCH, LABELS).backward / 1e6 == pytest.approx(mflop, abs=0.005)


def test_a_multiplication_and_an_addition_count_one_each():
    n, sizes = 8, 10 * 5 + 5 * 2
    counted = step_flops(two_linear(0), torch.rand(n, 10), torch.zeros(n, dtype=torch.int64))
    # Backward: a product for each weight, and one to reach the first layer through the second.
    assert counted == (2 * n * sizes, 2 * n * (sizes + 5 * 2))


def test_counting_leaves_no_trace_in_the_model():
    net = nn.Sequential(nn.Linear(10, 5), nn.BatchNorm1d(5), nn.Linear(5, 2))
    before = {name: value.clone() for name, value in net.state_dict().items()}
    step_flops(net, torch.rand(8, 10), torch.zeros(8, dtype=torch.int64))
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert all(p.grad is None for p in net.parameters())


SEEDS = range(6)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rule_for_backward_holds_for_drawn_towers_and_plans(seed):
    """A weight gradient where a layer learns, an input gradient where one below it does."""
    draw = random.Random(seed)
    for _ in range(6):
        widths = [draw.randint(2, 30) for _ in range(draw.randint(3, 8))]
        layers = [nn.Linear(*pair) for pair in pairwise(widths)]
        frozen = {k for k in range(len(layers)) if draw.random() < 0.5}
        for layer in frozen:
            layers[layer].requires_grad_(False)
        rows = draw.randint(1, 40)
        counted = step_flops(
            nn.Sequential(*layers), torch.rand(rows, widths[0]), torch.zeros(rows, dtype=torch.long)
        )
        products = [2 * rows * a * b for a, b in pairwise(widths)]
        learning = [k for k in range(len(layers)) if k not in frozen]
        by_rule = sum(products[k] for k in learning) + sum(
            product for k, product in enumerate(products) if any(below < k for below in learning)
        )
        assert counted == (sum(products), by_rule)


def test_a_net_costs_the_same_for_every_seed():
    costs = set()
    for seed in SEEDS:
        torch.manual_seed(seed)
        net = SmallNet()
        net.block2.requires_grad_(False)
        batch, labels = torch.rand(8, 1, 8, 8), torch.randint(0, 10, (8,))
        costs.add((*step_flops(net, batch, labels), *step_bytes(net, batch, labels)))
    assert len(costs) == 1


@pytest.mark.parametrize("frozen", [(), ("block1",), ("block3",), BLOCKS[1:], BLOCKS])
def test_the_parts_of_a_step_add_up_to_the_whole(frozen):
    net = SmallNet()
    for name in frozen:
        net.get_submodule(name).requires_grad_(False)
    parts, whole = step_parts(net, BATCH, LABELS), step_flops(net, BATCH, LABELS)
    assert parts.forward == whole.forward
    assert parts.input_gradients + parts.weight_gradients == whole.backward
    # A weight gradient is as many operations as the forward pass of its layer.
    if not frozen:
        assert parts.weight_gradients == parts.forward


def test_a_layer_that_learns_without_a_bias_has_no_known_parts():
    net = nn.Sequential(nn.Linear(4, 4, bias=False))
    with pytest.raises(ValueError, match="'0' learns without a bias"):
        step_parts(net, torch.rand(2, 4), torch.zeros(2, dtype=torch.long))


def test_flops_are_counted_for_whatever_runs():
    a, b = torch.ones(3, 5), torch.ones(5, 7)
    assert flops_of(lambda: [a @ b for _ in range(4)]) == 4 * 2 * 3 * 5 * 7


def linear_net(frozen=()):
    net = nn.Sequential(nn.Linear(10, 5), nn.ReLU(), nn.Linear(5, 2))
    for index in frozen:
        net[index].requires_grad_(False)
    return net


# Softmax output, labels, and the sum of the loss's weights.
LOSS = 8 * 2 * 4 + 8 * 8 + 4


@pytest.mark.parametrize(
    ("frozen", "saved"),
    [
        ((), 8 * 10 * 4 + 8 * 5 * 4 + LOSS),
        ((0,), 8 * 5 * 4 + LOSS),
        ((2,), 8 * 10 * 4 + 8 * 5 * 4 + LOSS),
        ((0, 2), 0),
    ],
)
def test_only_a_frozen_prefix_keeps_less_for_backward(frozen, saved):
    batch, labels = torch.rand(8, 10), torch.zeros(8, dtype=torch.int64)
    assert step_bytes(linear_net(frozen), batch, labels).saved == saved


@pytest.mark.parametrize(("frozen", "adam"), [((), 8 * 67 + 16), ((0,), 8 * 12 + 8), ((0, 2), 0)])
def test_adam_keeps_eight_bytes_a_number_and_four_a_tensor(frozen, adam):
    batch, labels = torch.rand(8, 10), torch.zeros(8, dtype=torch.int64)
    assert step_bytes(linear_net(frozen), batch, labels).adam == adam


def test_measuring_memory_leaves_no_trace_in_the_model():
    net = linear_net()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    step_bytes(net, torch.rand(8, 10), torch.zeros(8, dtype=torch.int64))
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert all(p.grad is None for p in net.parameters())
