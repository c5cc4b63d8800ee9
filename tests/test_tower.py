"""The tower: what its plans cost, in numbers that every machine and every seed agrees on."""

import pytest
import torch

from autograder.trials import towers
from autograder.trials.bodies import body_that_asks
from autograder.trials.budgets import _is_fooled, cases, prices_of
from autograder.trials.onlooker import watched
from autograder.trials.tower_plans import plans
from course.caching import three_ways
from course.cost import step_flops, step_parts
from course.cost_figures import cost_staircase, step_bars
from course.tower import (
    BATCH,
    BLOCKS,
    CLASSES,
    PLANS,
    WIDTH,
    as_table,
    frozen_tower,
    plan_cost,
    tower,
    tower_batch,
)

# Trainable numbers, forward and backward MFLOP, saved and Adam's KB.
MEASURED = {
    "nothing": (1_581_066, 808, 1482, 3596, 12_352),
    "first 1": (1_318_410, 808, 1213, 3084, 10_300),
    "first 3": (793_098, 808, 676, 2060, 6_196),
    "first 5": (267_786, 808, 139, 1036, 2_092),
    "all 6 blocks": (5_130, 808, 3, 524, 40),
    "last 5": (267_786, 808, 811, 3596, 2_092),
    "last 3": (793_098, 808, 1079, 3596, 6_196),
    "every other": (793_098, 808, 1079, 3596, 6_196),
    "last 5 and head": (262_656, 808, 808, 3596, 2_052),
}


@pytest.fixture(scope="module")
def costs():
    return {plan: plan_cost(frozen) for plan, frozen in PLANS.items()}


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_costs_what_was_measured(costs, plan):
    cost = costs[plan]
    flops = [round(count / 1e6) for count in (cost.forward, cost.backward)]
    sizes = [round(size / 1024) for size in (cost.saved, cost.adam)]
    assert (cost.trainable, *flops, *sizes) == MEASURED[plan]


@pytest.mark.parametrize("plan", PLANS)
def test_the_formula_of_the_lesson_gives_every_plan(costs, plan):
    frozen = PLANS[plan]
    learning = [place for place, block in enumerate(BLOCKS) if block not in frozen]
    above = [place for place in range(len(BLOCKS)) if any(below < place for below in learning)]
    u, v = 2 * BATCH * WIDTH**2, 2 * BATCH * WIDTH * CLASSES
    backward = u * (len(learning) + len(above)) + v * ("head" not in frozen) + v * bool(learning)
    assert costs[plan].backward == backward
    activation = 4 * BATCH * WIDTH
    loss = 4 * BATCH * CLASSES + 8 * BATCH + 4
    # From the lowest block that learns, each block keeps its input, and the head keeps its own.
    kept = len(BLOCKS) + 1 - min(learning, default=len(BLOCKS))
    assert costs[plan].saved == kept * activation + loss
    tensors = 2 * len(learning) + 2 * ("head" not in frozen)
    assert costs[plan].adam == 8 * costs[plan].trainable + 4 * tensors


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_cost_is_the_same_for_every_seed(costs, seed):
    assert plan_cost(PLANS["last 5"], seed) == costs["last 5"]


def test_the_tower_comes_from_its_seed_alone():
    state = torch.random.get_rng_state()
    one, same, other = tower(3), tower(3), tower(4)
    assert torch.equal(one.head.weight, same.head.weight)
    assert not torch.equal(one.head.weight, other.head.weight)
    assert torch.equal(tower_batch(3)[0], tower_batch(3)[0])
    assert torch.equal(state, torch.random.get_rng_state())


def test_an_unknown_block_is_refused():
    with pytest.raises(AttributeError, match="block7"):
        frozen_tower(["block7"])


def test_the_table_has_a_line_for_each_plan(costs):
    lines = as_table(list(costs.items())).splitlines()
    assert len(lines) == 2 + len(PLANS)
    assert lines[5].split() == ["first", "5", "267", "786", "808", "139", "1036", "2092"]


def test_a_cache_gives_the_same_head_for_a_fraction_of_the_work(costs):
    ways = three_ways(epochs=3)
    whole, again, once = ways.values()
    cost = costs["all 6 blocks"]
    head = 2 * BATCH * WIDTH * CLASSES
    assert whole.flops == 3 * (costs["nothing"].forward + costs["nothing"].backward)
    assert again.flops == 3 * (cost.forward + cost.backward)
    assert once.flops == cost.forward - head + 3 * 2 * head
    assert torch.equal(once.head, again.head)
    assert not torch.equal(once.head, whole.head)


def test_the_figures_say_what_they_show(costs):
    stairs = cost_staircase(
        [costs["nothing"], costs["first 1"]], [costs["nothing"], costs["last 3"]]
    )
    assert "the first 0 to 1 blocks frozen 1482, 1213" in stairs.alt
    parts = {"first 5": step_parts(frozen_tower(PLANS["first 5"]), *tower_batch(0))}
    bars = step_bars(parts)
    assert bars.alt == (
        "MFLOP of one step. first 5 frozen: forward 808, input gradients 3, weight gradients 137."
    )
    assert stairs.png()[:4] == bars.png()[:4] == b"\x89PNG"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("build", [towers.small_net, towers.bottle])
def test_prices_of_plans_add_up_as_the_counter_says(build, seed):
    probe = build(seed)
    for plan, price in prices_of(build, seed).items():
        for name, child in probe.net.named_children():
            child.requires_grad_(name not in plan)
        counted = step_flops(probe.net, probe.inputs, probe.targets).backward
        assert (price.backward, price.trains) == (
            counted,
            sum(p.numel() for p in probe.net.parameters() if p.requires_grad),
        )


@pytest.mark.parametrize("seed", range(20))
def test_every_seed_has_a_budget_at_which_frozen_children_are_not_free(seed):
    (*_, (build, budget), _) = cases(seed)
    assert _is_fooled(prices_of(build, seed), budget)


def test_every_seed_asks_about_seven_kinds_of_plans():
    for seed in range(20):
        drawn = plans(seed)
        assert len(drawn) == 7
        assert all(len(plan.frozen) < len(plan.sizes) for plan in drawn)


def test_watching_leaves_no_hooks_behind():
    case = body_that_asks(0)
    optimizer = torch.optim.Adam(case.head.parameters())
    with watched(case.body, case.head) as seen:
        case.head(case.body(case.inputs)).sum().backward()
        optimizer.step()
    assert seen["rows"] == [len(case.inputs)]
    assert seen["steps"] == [{"kind": "Adam", "rate": 1e-3, "idle": 0, "unused": 0}]
    assert seen["graph"] == 1
    optimizer.step()
    case.head(case.body(case.inputs))
    assert len(seen["rows"]) == len(seen["steps"]) == 1
