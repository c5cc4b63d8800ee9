"""The networks: their sizes, and that making one disturbs nothing."""

import pytest
import torch

from course.models import (
    BatchNormNet,
    SmallNet,
    batchnorm_net,
    fresh_head,
    pretrained_batchnorm_net,
    pretrained_small_net,
    small_net,
    two_linear,
)
from course.ownership import PatchNet, TiedWords, patch_net, tied_words
from course.residual import SmallResNet, pretrained_small_resnet, small_resnet


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


@pytest.mark.parametrize("make", [small_net, fresh_head, two_linear])
def test_a_seed_decides_every_weight(make):
    torch.manual_seed(1)
    first = numbers(make(7))
    torch.manual_seed(2)
    assert torch.equal(first, numbers(make(7)))
    assert not torch.equal(first, numbers(make(8)))


@pytest.mark.parametrize(
    "make",
    [lambda: small_net(7), lambda: fresh_head(7), lambda: two_linear(7), pretrained_small_net],
    ids=["small_net", "fresh_head", "two_linear", "pretrained_small_net"],
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


def test_the_batchnorm_net_holds_23034_numbers_and_nine_buffers():
    net = batchnorm_net(0)
    assert scalars(net) == scalars(BatchNormNet()) == 23_034
    assert [name for name, _ in net.named_children()] == [
        name for name, _ in small_net(0).named_children()
    ]
    assert len(list(net.parameters())) == 13
    assert len(list(net.buffers())) == 9
    assert net(torch.rand(3, 1, 8, 8)).shape == (3, 10)
    assert scalars(BatchNormNet(width=32)) == 73_002


def test_the_residual_net_has_the_children_of_the_large_ones_and_takes_any_size():
    net = small_resnet(0)
    names = [name for name, _ in net.named_children()]
    assert names == ["conv1", "bn1", "relu", "layer1", "layer2", "avgpool", "fc"]
    assert scalars(net) == 19_706
    assert (len(list(net.parameters())), len(list(net.buffers()))) == (20, 18)
    for side in (8, 14, 28):
        assert SmallResNet(classes=4)(torch.rand(2, 1, side, side)).shape == (2, 4)


def test_tied_words_have_two_names_for_one_tensor():
    net = tied_words(0)
    assert scalars(net) == scalars(TiedWords(10, 4)) == 40
    assert net.emb.weight is net.out.weight
    assert [name for name, _ in net.named_parameters()] == ["emb.weight"]
    assert net(torch.tensor([1, 9])).shape == (2, 10)


def test_the_patch_net_owns_a_parameter_that_no_child_has():
    net = patch_net(0)
    of_children = {id(p) for child in net.children() for p in child.parameters()}
    assert [n for n, p in net.named_parameters() if id(p) not in of_children] == ["pos_embed"]
    assert net(torch.rand(3, 1, 8, 8)).shape == (3, 10)
    assert PatchNet(classes=3)(torch.rand(1, 1, 8, 8)).shape == (1, 3)


@pytest.mark.parametrize("build", [batchnorm_net, small_resnet, tied_words, patch_net])
def test_a_seed_decides_the_weights_and_leaves_no_trace(build):
    state = torch.random.get_rng_state()
    first, again, other = build(1), build(1), build(2)
    assert torch.equal(state, torch.random.get_rng_state())
    kept = first.state_dict()
    assert all(torch.equal(value, kept[name]) for name, value in again.state_dict().items())
    assert any(not torch.equal(value, kept[name]) for name, value in other.state_dict().items())


@pytest.mark.parametrize("build", [pretrained_batchnorm_net, pretrained_small_resnet])
def test_a_pretrained_net_learns_everywhere_and_is_in_train_mode(build):
    net = build()
    assert all(p.requires_grad for p in net.parameters())
    assert all(module.training for module in net.modules())
