"""The training loop and the close look at one step: what moves, what holds, what is printed."""

import threading

import pytest
import torch
from torch import nn
from tqdm import TMonitor

from course.models import small_net, two_linear
from course.step import as_table, gradient_norms, one_step
from course.training import accuracy, fit


@pytest.fixture
def net():
    return small_net(seed=0)


@pytest.fixture
def labelled():
    draws = torch.Generator().manual_seed(0)
    return torch.rand(20, 1, 8, 8, generator=draws), torch.arange(20) % 10


def values(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def moved(model, before):
    return {name for name, p in model.named_parameters() if not torch.equal(p, before[name])}


def freeze_body(net):
    net.requires_grad_(False)
    net.head.requires_grad_(True)


def test_fit_returns_a_falling_loss_for_each_step(net, labelled):
    losses = fit(net, *labelled, steps=30, lr_head=3e-3)
    assert len(losses) == 30
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("batch_size", [None, 8])
def test_fit_repeats_itself_exactly(batch_size, labelled):
    runs = []
    for global_seed in (1, 2):
        torch.manual_seed(global_seed)
        net = small_net(0)
        runs.append(fit(net, *labelled, steps=5, lr_head=1e-3, batch_size=batch_size, seed=3))
    assert runs[0] == runs[1]


def test_fit_draws_other_batches_from_another_seed(labelled):
    first, second = (
        fit(small_net(0), *labelled, steps=3, lr_head=1e-3, batch_size=8, seed=seed)
        for seed in (0, 1)
    )
    assert first != second


def test_fit_moves_every_tensor_that_asks_and_no_other(net, labelled):
    before = values(net)
    freeze_body(net)
    fit(net, *labelled, steps=3, lr_head=1e-3)
    assert moved(net, before) == {"head.weight", "head.bias"}
    net.requires_grad_(True)
    fit(net, *labelled, steps=3, lr_head=1e-3)
    assert moved(net, before) == set(before)


def test_head_and_body_learn_at_their_own_rates(net, labelled):
    before = values(net)
    fit(net, *labelled, steps=1, lr_head=1e-3, lr_body=1e-4)
    # The first step of Adam is as long as the rate, whatever the gradient.
    step = {name: (p - before[name]).abs().max().item() for name, p in net.named_parameters()}
    assert step["head.weight"] == pytest.approx(1e-3, rel=0.01)
    assert step["block1.0.weight"] == pytest.approx(1e-4, rel=0.01)


def test_a_model_without_a_head_learns_at_the_only_rate():
    net = two_linear(0)
    before = values(net)["2.bias"]
    fit(net, torch.ones(4, 10), torch.tensor([0, 1, 1, 1]), steps=1, lr_head=1e-2)
    assert (net[2].bias - before).abs().max().item() == pytest.approx(1e-2, rel=0.01)


def test_fit_refuses_a_model_in_which_nothing_asks_for_a_gradient(net, labelled):
    with pytest.raises(ValueError, match="no parameter asks"):
        fit(net.requires_grad_(False), *labelled, steps=1, lr_head=1e-3)


def test_fit_leaves_every_mode_as_it_was(net, labelled):
    net.block1.eval()
    fit(net, *labelled, steps=1, lr_head=1e-3)
    assert (net.block1.training, net.block2.training) == (False, True)


def monitors():
    """The threads of tqdm, which it starts at the first bar and never ends."""
    return [thread for thread in threading.enumerate() if isinstance(thread, TMonitor)]


def test_without_progress_nothing_is_written_and_no_thread_started(net, labelled, capfd):
    fit(net, *labelled, steps=2, lr_head=1e-3)
    assert not monitors()
    assert capfd.readouterr() == ("", "")


def test_a_progress_bar_shows_no_time_and_leaves_nothing_behind(net, labelled, capfd):
    fit(net, *labelled, steps=2, lr_head=1e-3, progress=True)
    out, shown = capfd.readouterr()
    assert not monitors()
    assert out == ""
    assert "training   0%" in shown
    assert not any(sign in shown for sign in ("it/s", "s/it", ":", "/", "?"))
    *_, last, rest = shown.split("\r")
    assert (last.strip(), rest) == ("", "")


class FirstPixel(nn.Module):
    """Says class 1 where the first pixel is bright; in train mode the other way round."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Dropout(0.0)

    def forward(self, images):
        bright = images[:, 0, 0, 0] * (-1.0 if self.training else 1.0)
        return torch.stack([torch.zeros_like(bright), bright], dim=1)


def test_accuracy_is_the_share_of_right_labels_in_eval_mode():
    images = torch.tensor([1.0, 1.0, -1.0, -1.0]).reshape(4, 1, 1, 1)
    assert accuracy(FirstPixel(), images, torch.tensor([1, 1, 0, 1])) == 0.75


@pytest.mark.parametrize("outer", [True, False])
def test_accuracy_puts_the_mode_of_each_module_back(outer):
    model = FirstPixel().train(outer)
    model.inner.train(not outer)
    accuracy(model, torch.zeros(1, 1, 1, 1), torch.tensor([0]))
    assert (model.training, model.inner.training) == (outer, not outer)


def test_one_step_with_nothing_frozen_moves_all_ten_tensors(net, labelled):
    rows = one_step(net, *labelled)
    assert [row.name for row in rows] == [name for name, _ in net.named_parameters()]
    assert all(row.requires_grad and row.has_grad and row.moved for row in rows)
    assert rows[0].shape == (16, 1, 3, 3)


def test_one_step_with_the_body_frozen_moves_the_head_only(net, labelled):
    freeze_body(net)
    rows = one_step(net, *labelled)
    assert [row.name for row in rows if row.moved] == ["head.weight", "head.bias"]
    assert sum(not row.has_grad and not row.requires_grad for row in rows) == 8


def test_one_step_forgets_the_gradients_of_the_step_before(net, labelled):
    one_step(net, *labelled)
    freeze_body(net)
    assert sum(row.has_grad for row in one_step(net, *labelled)) == 2


def test_one_step_leaves_a_wholly_frozen_model_as_it_is(net, labelled):
    rows = one_step(net.requires_grad_(False), *labelled)
    assert not any(row.requires_grad or row.has_grad or row.moved for row in rows)


def test_gradient_norms_are_euclidean_and_none_without_a_gradient():
    net = two_linear(0)
    net[0].weight.grad = torch.full((5, 10), 2.0)
    norms = gradient_norms(net)
    assert norms.pop("0.weight") == pytest.approx(200**0.5)
    assert norms == {"0.bias": None, "2.weight": None, "2.bias": None}


def test_the_table_has_one_aligned_line_per_tensor(net, labelled):
    freeze_body(net)
    heading, *lines = as_table(one_step(net, *labelled)).splitlines()
    assert heading.split() == ["tensor", "shape", "requires_grad", ".grad", "moved"]
    assert lines[0].split() == ["block1.0.weight", "16x1x3x3", "False", "-", "-"]
    assert lines[8].split() == ["head.weight", "10x64", "True", "yes", "yes"]
    assert {line.index("False") for line in lines[:8]} == {heading.index("requires_grad")}
