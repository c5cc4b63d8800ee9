"""Snapshots say what a model and an optimizer are, and change nothing."""

import json

import pytest
import torch
from torch import nn

from autograder.shape import fits
from autograder.snapshot import (
    MODEL_FORM,
    changed,
    digest,
    flags,
    model_snapshot,
    optimizer_snapshot,
)
from autograder.trials import nets
from autograder.trials.probe import moved_by_training


@pytest.fixture
def probe():
    return nets.with_batchnorm(seed=4)


def entry(snapshot, name):
    return next(entry for entry in snapshot["parameters"] if entry["name"] == name)


@pytest.mark.parametrize("build", nets.EVERY)
def test_a_snapshot_is_plain_data_of_the_agreed_form(build):
    snapshot = model_snapshot(build(1).net)
    assert fits(json.loads(json.dumps(snapshot)), MODEL_FORM)


def test_a_snapshot_tells_flags_gradients_buffers_and_modes(probe):
    probe.net[0].requires_grad_(False)
    probe.net[1].eval()
    nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets).backward()
    snapshot = model_snapshot(probe.net)
    assert not entry(snapshot, "0.weight")["requires_grad"]
    assert not entry(snapshot, "0.weight")["has_grad"]
    assert entry(snapshot, "4.weight")["has_grad"]
    assert [buffer["name"] for buffer in snapshot["buffers"]] == [
        "1.running_mean",
        "1.running_var",
        "1.num_batches_tracked",
    ]
    assert snapshot["training"] == {
        "": True,
        "0": True,
        "1": False,
        "2": True,
        "3": True,
        "4": True,
    }


def test_a_shared_parameter_stands_once_and_its_names_stand_together():
    snapshot = model_snapshot(nets.tied(1).net)
    assert list(flags(snapshot)) == ["emb.weight"]
    assert snapshot["shared"] == [["emb.weight", "out.weight"]]


def test_a_lazy_parameter_has_no_shape_and_no_digest_yet():
    net = nn.Sequential(nn.LazyLinear(3), nn.Linear(3, 2))
    snapshot = model_snapshot(net)
    assert fits(snapshot, MODEL_FORM)
    assert entry(snapshot, "0.weight")["shape"] is None
    assert entry(snapshot, "1.weight")["digest"] is not None


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.bool])
def test_a_digest_names_the_bits(dtype):
    zeros = torch.zeros(2, 3).to(dtype)
    assert digest(zeros) == digest(zeros.clone())
    assert digest(zeros) != digest(torch.ones(2, 3).to(dtype))
    assert digest(zeros) != digest(zeros.T)


def test_a_digest_sees_the_smallest_step_of_a_float():
    one = torch.ones(())
    assert digest(one) != digest(torch.nextafter(one, torch.tensor(2.0)))


def test_a_snapshot_leaves_the_model_as_it_was(probe):
    probe.net[3].eval()
    loss = nn.functional.cross_entropy(probe.net(probe.inputs), probe.targets)
    loss.backward()
    before = {name: value.clone() for name, value in probe.net.state_dict().items()}
    gradients = {name: p.grad.clone() for name, p in probe.net.named_parameters()}
    random_state = torch.random.get_rng_state()
    model_snapshot(probe.net)
    assert all(torch.equal(before[name], v) for name, v in probe.net.state_dict().items())
    assert all(torch.equal(gradients[name], p.grad) for name, p in probe.net.named_parameters())
    assert not probe.net[3].training
    assert probe.net[1].training
    assert torch.equal(random_state, torch.random.get_rng_state())


def test_an_optimizer_is_told_by_parameter_names(probe):
    net = probe.net
    optimizer = torch.optim.AdamW(
        [{"params": net[0].parameters(), "lr": 0.5}, {"params": [net[4].weight]}],
        lr=0.25,
        weight_decay=0.125,
    )
    optimizer.add_param_group({"params": nn.Linear(2, 2).parameters()})
    nn.functional.cross_entropy(net(probe.inputs), probe.targets).backward()
    optimizer.step()
    told = optimizer_snapshot(optimizer, net)
    assert json.loads(json.dumps(told)) == told
    assert told["kind"] == "AdamW"
    assert [group["parameters"] for group in told["groups"]] == [
        ["0.weight", "0.bias"],
        ["4.weight"],
        [],
    ]
    assert [group["lr"] for group in told["groups"]] == [0.5, 0.25, 0.25]
    assert [group["unknown"] for group in told["groups"]] == [0, 0, 2]
    assert {group["weight_decay"] for group in told["groups"]} == {0.125}
    assert told["state"] == {"0.weight": 3, "0.bias": 3, "4.weight": 3}


def test_the_probe_moves_what_learns_and_drifts_and_nothing_else(probe):
    probe.net[:4].requires_grad_(False)
    moved = moved_by_training(probe.net, probe.inputs, probe.targets)
    assert moved == [
        "4.weight",
        "4.bias",
        "1.running_mean",
        "1.running_var",
        "1.num_batches_tracked",
    ]


def test_the_probe_trains_a_copy(probe):
    before = model_snapshot(probe.net.eval())
    assert moved_by_training(probe.net, probe.inputs, probe.targets)
    assert changed(before, model_snapshot(probe.net)) == []
    assert model_snapshot(probe.net) == before


def test_the_probe_copes_with_a_net_in_which_nothing_learns():
    probe = nets.two_linear(1)
    probe.net.requires_grad_(False)
    assert moved_by_training(probe.net, probe.inputs, probe.targets) == []


def test_the_probe_exposes_a_gradient_of_zeros():
    """Plain SGD would leave this weight alone; decay moves it."""
    probe = nets.two_linear(1)
    probe.net[0].weight.register_hook(torch.zeros_like)
    assert "0.weight" in moved_by_training(probe.net, probe.inputs, probe.targets)


@pytest.mark.parametrize("build", nets.EVERY)
def test_a_seed_makes_the_same_net_again_and_another_seed_another(build):
    one, same, other = build(1), build(1), build(2)
    assert model_snapshot(one.net) == model_snapshot(same.net)
    assert torch.equal(one.inputs, same.inputs)
    assert model_snapshot(one.net) != model_snapshot(other.net)


@pytest.mark.parametrize("build", nets.EVERY)
def test_every_parameter_of_every_net_moves_when_nothing_is_frozen(build):
    for seed in range(20):
        probe = build(seed)
        names = set(dict(probe.net.named_parameters()))
        assert names <= set(moved_by_training(probe.net, probe.inputs, probe.targets))
