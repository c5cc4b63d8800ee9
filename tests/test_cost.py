"""Counted costs: exact, equal everywhere, and without a trace in the model."""

import pytest
import torch
from torch import nn

from course.cost import step_flops
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
