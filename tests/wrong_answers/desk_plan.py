"""Answers to `desk_plan`."""

import copy

from course.cost import step_flops
from tests.wrong_answers import Wrong


def _blocks(model):
    return [name for name, _ in model.body.named_children()]


def _backward(model, images, labels, thawed):
    priced = copy.deepcopy(model).requires_grad_(False)
    priced.head.requires_grad_(True)
    for name in thawed:
        getattr(priced.body, name).requires_grad_(True)
    return step_flops(priced, images, labels).backward


def _thawed(model, images, labels, budget):
    names = _blocks(model)
    for cut in range(len(names) + 1):
        if _backward(model, images, labels, names[cut:]) <= budget:
            return names[cut:]


def _plan(model, thawed):
    inside = tuple(f"body.{name}." for name in thawed)
    every = [name for name, _ in model.named_parameters()]
    groups = [{"names": [n for n in every if n.startswith("head.")], "lr": 1e-2}]
    if thawed:
        groups.append({"names": [n for n in every if n.startswith(inside)], "lr": 1e-3})
    shared = [name for name in _blocks(model) if name not in thawed]
    return {"own": list(thawed), "eval": shared, "groups": groups}


def from_below(model, images, labels, budget):
    return _plan(model, _thawed(model, images, labels, budget))


def from_above(model, images, labels, budget):
    names, depth = _blocks(model), 0
    while depth < len(names):
        below = names[len(names) - depth - 1 :]
        if _backward(model, images, labels, below) > budget:
            break
        depth += 1
    return _plan(model, names[len(names) - depth :]) | {"why": "the deepest cut that fits"}


def one_group_per_tensor(model, images, labels, budget):
    plan = _plan(model, _thawed(model, images, labels, budget))
    split = [{"names": (n,), "lr": g["lr"]} for g in plan["groups"] for n in g["names"]]
    return plan | {"groups": split, "eval": _blocks(model)}


def head_only(model, images, labels, budget):
    return _plan(model, [])


def everything(model, images, labels, budget):
    return _plan(model, _blocks(model))


def last_block(model, images, labels, budget):
    return _plan(model, _blocks(model)[-1:])


def one_too_many(model, images, labels, budget):
    names = _blocks(model)
    thawed = _thawed(model, images, labels, budget)
    return _plan(model, names[max(0, len(names) - len(thawed) - 1) :])


def nothing_of_its_own(model, images, labels, budget):
    return from_below(model, images, labels, budget) | {"own": []}


def copies_of_everything(model, images, labels, budget):
    return from_below(model, images, labels, budget) | {"own": _blocks(model)}


def shared_awake(model, images, labels, budget):
    return from_below(model, images, labels, budget) | {"eval": []}


def one_rate(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    names = [name for group in plan["groups"] for name in group["names"]]
    return plan | {"groups": [{"names": names, "lr": 1e-3}]}


def flags_say_it(model, images, labels, budget):
    thawed = _thawed(model, images, labels, budget)
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.startswith(("head.", *(f"body.{n}." for n in thawed)))
    every = [name for name, _ in model.named_parameters()]
    groups = [
        {"names": [n for n in every if n.startswith("head.")], "lr": 1e-2},
        {"names": [n for n in every if not n.startswith("head.")], "lr": 1e-3},
    ]
    return _plan(model, thawed) | {"groups": groups}


def priced_on_the_model(model, images, labels, budget):
    names = _blocks(model)
    for cut in range(len(names) + 1):
        model.requires_grad_(False)
        model.head.requires_grad_(True)
        for name in names[cut:]:
            getattr(model.body, name).requires_grad_(True)
        if step_flops(model, images, labels).backward <= budget:
            return _plan(model, names[cut:])


def left_in_eval_mode(model, images, labels, budget):
    model.eval()
    return from_below(model, images, labels, budget)


def without_the_head(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    inside = ["body.block4.0.weight"]
    return plan | {"groups": plan["groups"][1:] or [{"names": inside, "lr": 1e-3}]}


def tensors(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    return plan | {"groups": [{"names": list(model.head.parameters()), "lr": 1e-2}]}


def a_list(model, images, labels, budget):
    return list(_plan(model, []).values())


def no_groups(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    del plan["groups"]
    return plan


def whole_paths(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    return plan | {"own": [f"body.{name}" for name in plan["own"]]}


def rate_of_nothing(model, images, labels, budget):
    plan = from_below(model, images, labels, budget)
    return plan | {"groups": [group | {"lr": None} for group in plan["groups"]]}


WRONG = [
    Wrong((head_only,), 0, "more would fit"),
    Wrong((everything,), 0, "the plan's backward takes"),
    Wrong((last_block,), 0, "with a budget of"),
    Wrong((one_too_many,), 0, "the plan's backward takes"),
    Wrong((nothing_of_its_own,), 2 / 3, "which the old task uses", "H16"),
    Wrong((copies_of_everything,), 13 / 15, "is among the copies and learns nothing"),
    Wrong((shared_awake,), 2 / 3, "which the old task uses", "E2"),
    Wrong((one_rate,), 13 / 15, "the plan gives 'head.weight' a rate of 0.001"),
    Wrong((flags_say_it,), 0, "flags were set in the model that was planned for", "F21"),
    Wrong((priced_on_the_model,), 13 / 15, "after planning, the flag of 'body.block1.0.weight'"),
    Wrong((left_in_eval_mode,), 13 / 15, "after planning, the model is in another mode"),
    Wrong((without_the_head,), 0, "the head's not among them"),
    Wrong((tensors,), 0, "carrying the plan out raised TypeError"),
    Wrong((a_list,), 0, "desk_plan returned a list, not a dict"),
    Wrong((no_groups,), 0, "the plan has no 'groups'"),
    Wrong((whole_paths,), 0, "'own' holds 'body.block"),
    Wrong((rate_of_nothing,), 0, "carrying the plan out raised TypeError: 'lr' is of"),
]
RIGHT = [(from_below,), (from_above,), (one_group_per_tensor,)]
