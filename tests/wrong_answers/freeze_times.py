"""Answers to `freeze_times`."""

from math import ceil

from tests.wrong_answers import Wrong


def cost_of(costs, times):
    return sum(cost * time for cost, time in zip(costs, times, strict=True))


def lowest_first(costs, steps, budget):
    times = [steps] * len(costs)
    for block, cost in enumerate(costs[:-1]):
        over = cost_of(costs, times) - budget
        if over > 0:
            times[block] = max(0, steps - ceil(over / cost))
    return times


def all_at_one_time(costs, steps, budget):
    left = budget - costs[-1] * steps
    time = min(steps, int(left // sum(costs[:-1])))
    return (*[time] * (len(costs) - 1), steps)


def one_after_the_other(costs, steps, budget):
    """Equal distances between blocks, stretched as far as the budget goes."""
    best = None
    for stretch in range(steps + 1):
        times = [min(steps, stretch * (block + 1)) for block in range(len(costs) - 1)]
        if cost_of(costs, [*times, steps]) <= budget:
            best = [*times, steps]
    return best


def one_step_less_each(costs, steps, budget):
    times = [steps] * len(costs)
    block = 0
    while cost_of(costs, times) > budget:
        if times[block] == 0:
            block += 1
        times[block] -= 1
    return times


def rounded_up(costs, steps, budget):
    left = budget - costs[-1] * steps
    time = min(steps, ceil(left / sum(costs[:-1])) + 1)
    return [time] * (len(costs) - 1) + [steps]


def a_little_early(costs, steps, budget):
    return all_at_one_time(costs, steps, 0.85 * budget + 0.15 * costs[-1] * steps)


def fixed_shares(costs, steps, budget):
    return [steps * (5 + place) // (5 + len(costs)) for place in range(len(costs) - 1)] + [steps]


def from_above(costs, steps, budget):
    times = [steps] * len(costs)
    for block in reversed(range(len(costs))):
        over = cost_of(costs, times) - budget
        if over > 0:
            times[block] = max(0, steps - ceil(over / costs[block]))
    return times


def dearest_first(costs, steps, budget):
    times = [steps] * len(costs)
    for block in sorted(range(len(costs) - 1), key=lambda block: -costs[block]):
        over = cost_of(costs, times) - budget
        if over > 0:
            times[block] = max(0, steps - ceil(over / costs[block]))
    return times


def everything_stops(costs, steps, budget):
    time = min(steps, int(budget / sum(costs)))
    return [time] * len(costs)


def never(costs, steps, budget):
    return [steps] * len(costs)


def at_once(costs, steps, budget):
    return [0] * (len(costs) - 1) + [steps]


def the_head_forgotten(costs, steps, budget):
    time = min(steps, int(budget / sum(costs[:-1])))
    return [time] * (len(costs) - 1)


def shares_of_the_steps(costs, steps, budget):
    return [time / steps for time in lowest_first(costs, steps, budget)]


def not_rounded(costs, steps, budget):
    left = budget - costs[-1] * steps
    return [min(float(steps), left / sum(costs[:-1]))] * (len(costs) - 1) + [steps]


def never_is_minus_one(costs, steps, budget):
    return [-1 if time == steps else time for time in lowest_first(costs, steps, budget)]


def by_name(costs, steps, budget):
    return {f"block{n}": time for n, time in enumerate(lowest_first(costs, steps, budget), 1)}


def no_end(costs, steps, budget):
    times = lowest_first(costs, steps, budget)
    return [time for time in times if costs[len(times)]]


def does_not_stop_at_zero(costs, steps, budget):
    over = cost_of(costs, [steps] * len(costs)) - budget
    return [steps - max(0, ceil(over / costs[0]))] + [steps] * (len(costs) - 1)


def never_never(costs, steps, budget):
    times = all_at_one_time(costs, steps, budget)
    return [min(time, steps // 2 + steps // 4) for time in times[:-1]] + [steps]


WRONG = [
    Wrong((rounded_up,), 8 / 15, "and the plan costs"),
    Wrong((a_little_early,), 8 / 15, "more would fit"),
    Wrong((never_never,), 12 / 15, "everything would fit"),
    Wrong((fixed_shares,), 0, "and the plan costs"),
    Wrong((from_above,), 0, "and the block below it at step", "F5"),
    Wrong((dearest_first,), 0, "and the block below it at step", "F5"),
    Wrong((everything_stops,), 0, "the last block freezes at step"),
    Wrong((never,), 0, "and the plan costs"),
    Wrong((at_once,), 0, "more would fit"),
    Wrong((the_head_forgotten,), 0, "entries"),
    Wrong((shares_of_the_steps,), 0, "which is no whole step"),
    Wrong((not_rounded,), 0, "which is no whole step"),
    Wrong((never_is_minus_one,), 0, "and the plan holds -1"),
    Wrong((does_not_stop_at_zero,), 0, "and the plan holds -"),
    Wrong((by_name,), 0, "freeze_times returned a dict, not a list"),
    Wrong((no_end,), 0, "freeze_times raised IndexError"),
]
RIGHT = [(lowest_first,), (all_at_one_time,), (one_after_the_other,), (one_step_less_each,)]
