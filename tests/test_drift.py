"""Late freezes drift as the lesson says, whatever the seed; and what the figures say of it."""

from inspect import signature

import pytest
import torch

from course.drift import CASES, CLEARED, FREEZES, OPTIMIZERS, Case, as_table, drift, drifts
from course.drift_figures import drift_curves, timeline
from course.models import two_linear
from course.thawing import LayerState, watched_step

# These go on with what they remember, or decay, where the gradient is zero.
GO_ON = {"momentum", "momentum + decay", "Adam", "AdamW"}


def moves_at_all(case):
    """What the lesson says of a case."""
    if case.freeze == "after backward":
        return True
    return case.cleared == "zeros" and case.optimizer in GO_ON


@pytest.fixture(scope="module")
def moves():
    """The moves of seed 0, those of the lesson."""
    return drifts(0)


@pytest.fixture
def batch():
    inputs = torch.randn(32, 10, generator=torch.Generator().manual_seed(0))
    return inputs, (inputs[:, 0] + inputs[:, 1] > 0).long()


@pytest.mark.parametrize("seed", range(8))
def test_the_same_cells_move_and_the_same_hold_still_exactly(seed):
    moved = drifts(seed)
    assert {case: curve[-1] != 0 for case, curve in moved.items()} == {
        case: moves_at_all(case) for case in CASES
    }
    assert all(curve[-1] > 1e-3 for case, curve in moved.items() if moves_at_all(case))


def test_what_holds_still_does_so_in_every_step(moves):
    still = [curve for case, curve in moves.items() if not moves_at_all(case)]
    assert still == [[0.0] * 5] * 8


def test_a_gradient_that_was_there_is_applied_once_where_none_is_left(moves):
    for name in OPTIMIZERS:
        first, *later = moves[Case("after backward", "None", name)]
        assert first > 0
        assert later == [first] * 4


@pytest.mark.parametrize("name", sorted(GO_ON))
@pytest.mark.parametrize("freeze", FREEZES)
def test_zeros_let_the_layer_drift_further_with_every_step(moves, freeze, name):
    curve = moves[Case(freeze, "zeros", name)]
    assert curve == sorted(set(curve))


@pytest.mark.parametrize("name", ["SGD", "RMSprop"])
def test_without_momentum_and_decay_zeros_are_as_good_as_none(moves, name):
    for freeze in FREEZES:
        assert moves[Case(freeze, "zeros", name)] == moves[Case(freeze, "None", name)]


def test_drifting_leaves_random_state_alone_and_repeats(moves):
    state = torch.get_rng_state()
    torch.manual_seed(4)
    assert drifts(0) == moves
    torch.set_rng_state(state)
    drifts(1)
    assert torch.equal(state, torch.get_rng_state())


def test_an_unknown_optimizer_is_a_key_error(batch):
    with pytest.raises(KeyError):
        drift(Case("before zero_grad", "None", "Lion"), two_linear(0), *batch)


def test_the_table_tells_an_exact_zero_from_a_small_number(moves):
    lines = as_table(moves).splitlines()
    assert len(lines) == 1 + len(FREEZES) * len(CLEARED)
    assert lines[1].split() == ["before", "zero_grad", "None", *["0"] * 6]
    assert lines[2].split()[3] == lines[2].split()[-1] == "0"
    assert "0" not in lines[4].split()
    tiny = {Case("before zero_grad", "None", "SGD"): [1e-9]}
    assert as_table(tiny).splitlines()[1].split()[-1] == "0.000"


def test_twelve_optimizers_decay_what_has_zeros_and_none_what_has_no_gradient():
    """As the lesson prints it."""
    kinds = [
        kind
        for name, kind in vars(torch.optim).items()
        if isinstance(kind, type) and "weight_decay" in signature(kind).parameters
    ]
    assert len(kinds) == 12
    for kind in kinds:
        for gradient in (None, torch.zeros(2, 2)):
            weight = torch.nn.Parameter(torch.ones(2, 2), requires_grad=False)
            weight.grad = gradient
            optimizer = kind([weight], weight_decay=0.3)
            for _ in range(3):
                optimizer.step()
            assert torch.equal(weight, torch.ones(2, 2)) == (gradient is None), kind


def test_a_layer_with_its_flag_on_and_no_group_holds_still_and_gathers_gradients(batch):
    model = two_linear(0)
    optimizer = torch.optim.SGD(model[2].parameters(), lr=0.1)
    norms = []
    for _ in range(3):
        states = watched_step(model, optimizer, *batch)
        assert states == [LayerState("0", True, None, False), LayerState("2", True, 0, True)]
        norms.append(model[0].weight.grad.norm().item())
    assert norms == sorted(set(norms))


def test_a_frozen_layer_is_watched_by_flag_and_group(batch):
    model = two_linear(0)
    model[0].requires_grad_(False)
    groups = [{"params": model[2].parameters()}, {"params": model[0].parameters()}]
    states = watched_step(model, torch.optim.AdamW(groups), *batch)
    assert states == [LayerState("0", False, 1, False), LayerState("2", True, 0, True)]


def test_the_curves_say_both_ends_of_every_panel(moves):
    said = drift_curves(moves, "before zero_grad").alt
    assert "5 steps after its flag went off, before zero_grad." in said
    assert "SGD: nothing with None, nothing with zeros; momentum: nothing with None, 0." in said


def test_curves_differ_in_dash_and_mark_and_begin_at_nothing(moves):
    figure = drift_curves(moves, "after backward").figure
    assert [axes.get_title() for axes in figure.axes] == list(OPTIMIZERS)
    for axes in figure.axes:
        none, zeros = axes.lines
        assert none.get_marker() != zeros.get_marker()
        assert none.get_linestyle() != zeros.get_linestyle()
        assert none.get_ydata()[0] == zeros.get_ydata()[0] == 0


def test_the_timeline_joins_steps_that_are_alike():
    off, on, learns = (
        LayerState("0", False, None, False),
        LayerState("0", True, None, False),
        LayerState("0", True, 1, True),
    )
    pictured = timeline([[off], [off], [on], [learns], [learns]])
    assert pictured.alt == (
        "Layer 0: steps 1 to 2 flag off, no group, still; step 3 flag on, no group, still; "
        "steps 4 to 5 flag on, group 1, moves."
    )
    assert len(pictured.figure.axes[0].patches) == 3
