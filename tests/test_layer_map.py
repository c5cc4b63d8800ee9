"""The freeze map names the state of every layer, in the picture and in words."""

import pytest
import torch
from torch import nn

from course.layer_map import LOOKS, Layer, layer_map, layers
from course.ownership import patch_net, tied_words
from course.residual import small_resnet


def states(model, optimizer=None):
    return {layer.path: layer.state for layer in layers(model, optimizer)}


def test_a_new_net_is_trainable_everywhere():
    assert set(states(small_resnet(0)).values()) == {"trainable"}


def test_every_state_is_told_apart():
    net = small_resnet(0).requires_grad_(False)
    net.layer2.conv2.weight.requires_grad_(True)
    net.layer2.bn2.weight.requires_grad_(True)
    net.layer1.bn1.eval()
    net.fc = nn.Linear(32, 10)
    optimizer = torch.optim.Adam([*net.fc.parameters(), net.layer2.bn2.weight])
    told = states(net, optimizer)
    assert told["fc"] == "trainable"
    assert told["layer2.bn2"] == "partly frozen"
    assert told["conv1"] == told["layer1.bn1"] == "frozen"
    assert told["bn1"] == "frozen, statistics drift"
    assert told["layer2.conv2"] == "not in the optimizer"


@pytest.mark.parametrize("still", ["eval", "no momentum", "no statistics"])
def test_statistics_that_cannot_move_do_not_drift(still):
    net = nn.Sequential(nn.BatchNorm1d(3, track_running_stats=still != "no statistics"))
    net.requires_grad_(False)
    if still == "eval":
        net.eval()
    if still == "no momentum":
        net[0].momentum = 0.0
    assert states(net) == {"0": "frozen"}


def test_statistics_without_scale_and_shift_are_found_by_their_buffers():
    net = nn.Sequential(nn.BatchNorm1d(3, affine=False))
    assert layers(net) == [Layer("0", 0, "frozen, statistics drift")]
    assert layers(net.eval()) == [Layer("0", 0, "buffers only")]


def test_a_map_bears_no_layer_without_tensors_and_counts_a_shared_tensor_once():
    assert [(layer.path, layer.scalars) for layer in layers(tied_words(0))] == [("emb", 40)]


def test_the_model_itself_has_a_row_when_it_owns_a_parameter():
    assert layers(patch_net(0))[0] == Layer("(itself)", 64, "trainable")


def test_the_map_says_in_words_what_it_draws_and_changes_nothing():
    net = small_resnet(0)
    before = states(net)
    drawn = layer_map(net)
    assert drawn.alt.startswith("13 layers. trainable: conv1, bn1,")
    assert drawn.png().startswith(b"\x89PNG")
    assert states(net) == before


def test_a_net_without_tensors_has_an_empty_map():
    assert layer_map(nn.Sequential(nn.ReLU())).alt == "No layer holds a tensor."


def test_a_lazy_layer_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'1.weight' has no shape yet; run one batch"):
        layer_map(nn.Sequential(nn.ReLU(), nn.LazyLinear(3)))


def test_every_state_has_its_own_fill_and_hatch():
    assert len({look[:2] for look in LOOKS.values()}) == len(LOOKS)
