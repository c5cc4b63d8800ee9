"""The networks: their sizes, and that making one disturbs nothing."""

import pytest
import torch

from course.models import SmallNet, new_head, pretrained_small_net, small_net, two_linear


def scalars(module):
    return sum(p.numel() for p in module.parameters())


def test_the_small_net_holds_22954_numbers_in_10_tensors():
    net = SmallNet()
    sizes = {name: scalars(part) for name, part in net.named_children()}
    assert sizes == {"block1": 160, "block2": 4640, "block3": 9248, "block4": 8256, "head": 650}
    assert scalars(net) == 22_954
    assert len(list(net.parameters())) == 10
    assert list(net.buffers()) == []


@pytest.mark.parametrize(("width", "size"), [(16, 22_954), (32, 72_842)])
def test_width_and_classes_decide_the_size_of_the_small_net(width, size):
    assert scalars(SmallNet(width=width)) == size
    assert scalars(SmallNet(classes=5, width=width)) == size - 325


def test_the_small_net_gives_one_logit_per_class():
    assert small_net(0)(torch.rand(3, 1, 8, 8)).shape == (3, 10)
    assert SmallNet(classes=4)(torch.rand(3, 1, 8, 8)).shape == (3, 4)


def test_two_linear_holds_67_numbers_12_of_them_in_its_last_layer():
    net = two_linear(seed=0)
    assert scalars(net) == 67
    assert scalars(net[2]) == 12
    assert len(list(net.parameters())) == 4
    assert net(torch.rand(3, 10)).shape == (3, 2)


def numbers(module):
    return torch.cat([p.flatten() for p in module.parameters()])


@pytest.mark.parametrize("make", [small_net, new_head, two_linear])
def test_a_seed_decides_every_weight(make):
    torch.manual_seed(1)
    first = numbers(make(7))
    torch.manual_seed(2)
    assert torch.equal(first, numbers(make(7)))
    assert not torch.equal(first, numbers(make(8)))


@pytest.mark.parametrize(
    "make",
    [lambda: small_net(7), lambda: new_head(7), lambda: two_linear(7), pretrained_small_net],
    ids=["small_net", "new_head", "two_linear", "pretrained_small_net"],
)
def test_making_a_network_leaves_the_random_state_alone(make):
    before = torch.get_rng_state()
    make()
    assert torch.equal(torch.get_rng_state(), before)


def test_the_pretrained_net_is_trained_and_wholly_ready_to_learn():
    net = pretrained_small_net()
    assert not torch.equal(numbers(net), numbers(small_net(0)))
    assert all(p.requires_grad for p in net.parameters())
    assert net.training
