"""Answers to `best_plan`."""

import copy
import itertools

import torch
from torch.nn.functional import cross_entropy
from torch.utils.flop_counter import FlopCounterMode

from course.cost import step_flops
from tests.wrong_answers import Wrong


def names_of(model):
    return [name for name, _ in model.named_children()]


def every_plan(model):
    names = names_of(model)
    return [set(p) for n in range(len(names) + 1) for p in itertools.combinations(names, n)]


def freeze(model, plan):
    for name, child in model.named_children():
        child.requires_grad_(name not in plan)


def trains(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def by_pricing_every_plan(model, x, y, budget):
    best, most = set(names_of(model)), 0
    for plan in every_plan(model):
        freeze(model, plan)
        if trains(model) > most and step_flops(model, x, y).backward <= budget:
            best, most = plan, trains(model)
    model.requires_grad_(True)
    return best


def by_going_down_from_most(model, x, y, budget):
    twin, sizes = copy.deepcopy(model), {}
    for name, child in model.named_children():
        sizes[name] = sum(p.numel() for p in child.parameters())
    for plan in sorted(every_plan(model), key=lambda plan: sum(sizes[name] for name in plan)):
        freeze(twin, plan)
        loss = cross_entropy(twin(x), y)
        with FlopCounterMode(display=False) as counter:
            if loss.requires_grad:
                loss.backward()
        if counter.get_total_flops() <= budget:
            return plan


def by_adding_up(model, x, y, budget):
    names, twin = names_of(model), copy.deepcopy(model)

    def price(plan):
        freeze(twin, plan)
        return step_flops(twin, x, y).backward

    alone = {name: price(set(names) - {name}) for name in names}
    own = {name: price(set()) - price({name}) for name in names}
    numbers = {n: sum(p.numel() for p in model.get_submodule(n).parameters()) for n in names}
    best, most = set(names), 0
    for plan in every_plan(model)[:-1]:
        lowest, *above = [name for name in names if name not in plan]
        count = sum(numbers[name] for name in (lowest, *above))
        if count > most and alone[lowest] + sum(own[name] for name in above) <= budget:
            best, most = plan, count
    return best


def from_below_until_it_fits(model, x, y, budget):
    names, twin = names_of(model), copy.deepcopy(model)
    for count in range(len(names) + 1):
        freeze(twin, set(names[:count]))
        if step_flops(twin, x, y).backward <= budget:
            return set(names[:count])


def from_above_until_it_fits(model, x, y, budget):
    names, twin = names_of(model), copy.deepcopy(model)
    for count in range(len(names) + 1):
        freeze(twin, set(names[len(names) - count :]))
        if step_flops(twin, x, y).backward <= budget:
            return set(names[len(names) - count :])


def the_largest_first(model, x, y, budget):
    twin = copy.deepcopy(model)
    by_size = sorted(
        names_of(model), key=lambda n: -sum(p.numel() for p in model.get_submodule(n).parameters())
    )
    plan = set()
    for name in by_size:
        freeze(twin, plan)
        if step_flops(twin, x, y).backward <= budget:
            break
        plan.add(name)
    return plan


def the_largest_alone(model, x, y, budget):
    return {max(names_of(model), key=lambda n: sum(
        p.numel() for p in model.get_submodule(n).parameters()))}  # fmt: skip


def everything(model, x, y, budget):
    return set(names_of(model))


def nothing(model, x, y, budget):
    return set()


def what_learns(model, x, y, budget):
    return set(names_of(model)) - by_pricing_every_plan(model, x, y, budget)


def left_frozen(model, x, y, budget):
    best, most = set(names_of(model)), 0
    for plan in every_plan(model):
        freeze(model, plan)
        if trains(model) > most and step_flops(model, x, y).backward <= budget:
            best, most = plan, trains(model)
    return best


def a_rate_of_zero(model, x, y, budget):
    best, most = set(names_of(model)), 0
    for plan in every_plan(model):
        groups = [
            {"params": list(child.parameters()), "lr": 0.0 if name in plan else 0.1}
            for name, child in model.named_children()
        ]
        torch.optim.SGD(groups, lr=0.1)
        count = sum(p.numel() for group in groups if group["lr"] for p in group["params"])
        if count > most and step_flops(model, x, y).backward <= budget:
            best, most = plan, count
    return best


def gradients_thrown_away(model, x, y, budget):
    best, most = set(names_of(model)), 0
    for plan in every_plan(model):
        loss = cross_entropy(model(x), y)
        with FlopCounterMode(display=False) as counter:
            loss.backward()
        for name in plan:
            for p in model.get_submodule(name).parameters():
                p.grad = None
        count = sum(p.numel() for p in model.parameters() if p.grad is not None)
        model.zero_grad()
        if count > most and counter.get_total_flops() <= budget:
            best, most = plan, count
    return best


def forward_counted(model, x, y, budget):
    best, most = set(names_of(model)), 0
    for plan in every_plan(model):
        freeze(model, plan)
        if trains(model) > most and sum(step_flops(model, x, y)) <= budget:
            best, most = plan, trains(model)
    model.requires_grad_(True)
    return best


def frozen_ones_are_free(model, x, y, budget):
    twin, cost, sizes = copy.deepcopy(model), {}, {}
    freeze(twin, set())
    names = names_of(model)
    for place, name in enumerate(names):
        freeze(twin, set(names[:place]))
        here = step_flops(twin, x, y).backward
        freeze(twin, set(names[: place + 1]))
        cost[name] = here - step_flops(twin, x, y).backward
        sizes[name] = sum(p.numel() for p in model.get_submodule(name).parameters())
    plans = [
        plan
        for plan in every_plan(model)
        if sum(cost[name] for name in names if name not in plan) <= budget
    ]
    return min(plans, key=lambda plan: sum(sizes[name] for name in plan))


def the_cheapest_that_learns(model, x, y, budget):
    plans = [plan for plan in every_plan(model) if len(plan) == 4]
    price = {}
    for plan in plans:
        freeze(model, plan)
        price[frozenset(plan)] = step_flops(model, x, y).backward
    model.requires_grad_(True)
    return set(min(price, key=price.get))


def stops_when_nothing_fits(model, x, y, budget):
    fitting = []
    for plan in every_plan(model)[:-1]:
        freeze(model, plan)
        if step_flops(model, x, y).backward <= budget:
            fitting.append((trains(model), sorted(plan)))
    model.requires_grad_(True)
    return set(max(fitting)[1])


def a_list(model, x, y, budget):
    return sorted(by_pricing_every_plan(model, x, y, budget))


def parameter_names(model, x, y, budget):
    plan = by_pricing_every_plan(model, x, y, budget)
    return {name for name, _ in model.named_parameters() if name.partition(".")[0] in plan}


def a_step_for_each(model, x, y, budget):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    cross_entropy(model(x), y).backward()
    optimizer.step()
    return by_pricing_every_plan(model, x, y, budget)


WRONG = [
    Wrong((from_below_until_it_fits,), 7 / 15, "while another plan that fits trains more"),
    Wrong((from_above_until_it_fits,), 0, "while another plan that fits trains more"),
    Wrong((the_largest_first,), 0, "while another plan that fits trains more"),
    Wrong((the_largest_alone,), 0, "leaves a backward of"),
    Wrong((everything,), 0, "trains 0, while another plan"),
    Wrong((nothing,), 0, "freezing nothing leaves a backward of"),
    Wrong((what_learns,), 0, "leaves a backward of"),
    Wrong((left_frozen,), 13 / 15, "is frozen in the model that was handed in"),
    Wrong((a_rate_of_zero,), 0, "trains 0, while another plan", "D12"),
    Wrong((gradients_thrown_away,), 0, "trains 0, while another plan", "A3"),
    Wrong((forward_counted,), 0, "while another plan that fits trains more"),
    Wrong((frozen_ones_are_free,), 10 / 15, "leaves a backward of", "F5"),
    Wrong((the_cheapest_that_learns,), 0, "while another plan that fits trains more"),
    Wrong((stops_when_nothing_fits,), 13 / 15, "best_plan raised ValueError"),
    Wrong((a_list,), 0, "best_plan returned a list, not a set"),
    Wrong((parameter_names,), 0, "is in the plan and is no child of the model"),
    Wrong((a_step_for_each,), 13 / 15, "best_plan changed values in the model"),
]
RIGHT = [(by_pricing_every_plan,), (by_going_down_from_most,), (by_adding_up,)]
