"""The networks and figures of lesson 3, and what the lesson says about them."""

import base64
import re
from pathlib import Path

import pytest
import torch
from torch import nn

import course.choosing
from course.choosing import (
    NAME_TESTS,
    Caught,
    HiddenLayers,
    as_table,
    back_to_front,
    caught,
    children_as_they_run,
    twelve_layers,
)
from course.choosing_figures import FROZEN, LEARNS, caught_layers, parameter_areas, two_orders
from course.lesson_text import read_lesson
from course.residual import small_resnet

LESSON = Path(course.choosing.__file__).parent / "lessons" / "03_choosing_layers.py"


def fc_only():
    net = small_resnet(seed=0).requires_grad_(False)
    net.fc.requires_grad_(True)
    return net


def five_tests():
    return caught_layers(twelve_layers(), caught(twelve_layers()))


def areas():
    return parameter_areas(fc_only())


def orders():
    net = back_to_front()
    registered = [name for name, _ in net.named_children()]
    return two_orders(registered, children_as_they_run(net, torch.zeros(1, 4)))


def test_what_each_test_of_names_catches_among_twelve_layers():
    counts = {row.test: len(row.names) for row in caught(twelve_layers())}
    assert list(counts) == list(NAME_TESTS)
    assert list(counts.values()) == [8, 8, 0, 24, 2]


def test_a_wrapped_network_has_no_name_that_the_right_test_knows():
    compiled = torch.compile(twelve_layers(), backend="eager")
    for wrapped in (nn.DataParallel(twelve_layers()), compiled):
        assert [row.names for row in caught(wrapped, ["name.startswith('layer1.')"])] == [()]


def test_a_test_of_names_that_raises_is_not_hushed_up():
    with pytest.raises(NameError):
        caught(twelve_layers(), ["nam == 'fc'"])


def test_the_table_has_a_line_per_test():
    lines = as_table([Caught("a", ("x", "y")), Caught("a longer one", ())]).splitlines()
    assert lines == [
        "test          tensors",
        "a                   2",
        "a longer one        0",
    ]


def test_networks_are_the_same_each_time_and_leave_random_state_alone():
    state = torch.random.get_rng_state()
    for build in (twelve_layers, back_to_front):
        first, second = build().state_dict(), build().state_dict()
        assert all(torch.equal(first[name], second[name]) for name in first)
    assert torch.equal(state, torch.random.get_rng_state())


def test_children_are_told_in_the_order_of_their_first_run_and_no_hook_stays():
    net = back_to_front()
    assert children_as_they_run(net, torch.zeros(1, 4)) == [
        *("stem", "lower", "upper", "norm", "head")
    ]
    layer = nn.Linear(2, 2)
    twice = nn.Sequential(layer, nn.ReLU(), layer)
    assert children_as_they_run(twice, torch.zeros(1, 2)) == ["0", "1"]
    assert not any(part._forward_pre_hooks for part in net.modules())


def test_no_hook_stays_where_the_rehearsal_fails():
    net = back_to_front()
    with pytest.raises(RuntimeError):
        children_as_they_run(net, torch.zeros(1, 5))
    assert not any(part._forward_pre_hooks for part in net.modules())


def test_a_plain_list_hides_its_layers():
    names = [name for name, _ in HiddenLayers().named_parameters()]
    assert len(names) == 4
    assert all(name.startswith("listed.") for name in names)


def test_the_figure_of_names_tells_every_row_in_words():
    drawn = five_tests()
    assert drawn.alt.startswith("12 layers, frozen by 5 tests: name.startswith('layer1') freezes 8")
    assert "name in ['layer1'] freezes 0 tensors, in no layer;" in drawn.alt
    assert "'layer1' or 'layer2' in name freezes 24 tensors, in every layer;" in drawn.alt
    assert drawn.alt.endswith("name.startswith('layer1.') freezes 2 tensors, in layer1.")


def test_frozen_boxes_are_hatched_and_areas_are_numbers():
    (axes,) = areas().figure.axes
    total = sum(patch.get_width() * patch.get_height() for patch in axes.patches)
    frozen = [patch for patch in axes.patches if patch.get_hatch()]
    assert total == pytest.approx(1)
    still = sum(patch.get_width() * patch.get_height() for patch in frozen)
    assert still == pytest.approx(19376 / 19706)
    assert len(axes.patches) == 20
    assert len(frozen) == 18


def test_the_areas_are_told_in_words():
    assert areas().alt == (
        "19706 numbers, 19376 of them frozen. conv1: 144 numbers, frozen; bn1: 32 numbers, "
        "frozen; layer1: 4672 numbers, frozen; layer2: 14528 numbers, frozen; fc: 330 numbers, "
        "learns."
    )
    half = fc_only()
    half.fc.bias.requires_grad_(False)
    assert parameter_areas(half).alt.endswith("fc: 330 numbers, partly frozen.")


def test_the_two_orders_are_told_in_words():
    assert orders().alt == (
        "Order of registration: head, norm, upper, stem, lower. Order in which they run: stem, "
        "lower, upper, norm, head. The lines between them cross 9 times."
    )


def test_two_orders_of_different_names_are_refused():
    with pytest.raises(ValueError, match="different names"):
        two_orders(["a", "b"], ["a"])


@pytest.mark.parametrize("figure", [five_tests, areas, orders])
def test_a_notebook_gets_an_image_with_its_words(figure):
    drawn = figure()
    (content,) = re.findall(r"base64,([^\"]+)", drawn._repr_mimebundle_()["text/html"])
    assert base64.b64decode(content) == drawn.png()
    sizes = [text.get_fontsize() for axes in drawn.figure.axes for text in axes.texts]
    assert min(sizes) >= 9


@pytest.mark.parametrize("fill", [FROZEN, LEARNS])
def test_fills_are_bright_enough_for_dark_letters(fill):
    red, green, blue = (int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5))
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.7


def test_the_lesson_gives_a_hundred_points():
    cells = read_lesson(LESSON).cells
    assert sum(cell.metadata.get("points", 0) for cell in cells) == 100
