"""Answers to `freeze_plan` and `apply_plan`."""

import copy

import torch

from tests.wrong_answers import Wrong

MISFIT = "the plan is another model's"


def write(model, optimizer):
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    return {
        "flags": {name: parameter.requires_grad for name, parameter in model.named_parameters()},
        "modes": {path: module.training for path, module in model.named_modules()},
        "groups": [_group(group, names) for group in optimizer.param_groups],
    }


def _group(group, names):
    wanted = {"lr": group["lr"], "weight_decay": group["weight_decay"]}
    return wanted | {"params": [names[id(parameter)] for parameter in group["params"]]}


def read(model, plan):
    own = dict(model.named_parameters())
    if set(own) != set(plan["flags"]):
        raise ValueError(MISFIT)
    for name, parameter in own.items():
        parameter.requires_grad = plan["flags"][name]
    for path, module in model.named_modules():
        module.training = plan["modes"][path]
    return [g | {"params": [own[name] for name in g["params"]]} for g in plan["groups"]]


def write_lists(model, optimizer):
    """Only what is frozen and what is in eval mode, and every setting that a group has."""
    own = list(model.named_parameters())
    groups = []
    for group in optimizer.param_groups:
        where = [[p is q for _, q in own].index(True) for p in group["params"]]
        groups.append({**group, "params": [own[place][0] for place in where]})
    return {
        "all": [name for name, _ in own],
        "frozen": [name for name, parameter in own if not parameter.requires_grad],
        "eval": [path for path, module in model.named_modules() if not module.training],
        "groups": groups,
    }


def read_lists(model, plan):
    own = dict(model.named_parameters())
    if sorted(own) != sorted(plan["all"]):
        raise ValueError(MISFIT)
    for name, parameter in own.items():
        parameter.requires_grad = name not in plan["frozen"]
    for path, module in model.named_modules():
        module.train(path not in plan["eval"])
    return [{**group, "params": [own[n] for n in group["params"]]} for group in plan["groups"]]


def write_places(model, optimizer):
    """Everything by its place in the model, under the names of the model."""
    own = [id(parameter) for parameter in model.parameters()]
    return {
        "names": [name for name, _ in model.named_parameters()],
        "flags": [int(parameter.requires_grad) for parameter in model.parameters()],
        "modes": [module.training for module in model.modules()],
        "groups": [
            [[own.index(id(p)) for p in g["params"]], g["lr"], g["weight_decay"]]
            for g in optimizer.param_groups
        ],
    }


def read_places(model, plan):
    if [name for name, _ in model.named_parameters()] != plan["names"]:
        raise KeyError(MISFIT)
    own = list(model.parameters())
    for parameter, flag in zip(own, plan["flags"], strict=True):
        parameter.requires_grad = bool(flag)
    for module, mode in zip(model.modules(), plan["modes"], strict=True):
        module.training = mode
    return [
        {"params": [own[place] for place in places], "lr": rate, "weight_decay": decay}
        for places, rate, decay in plan["groups"]
    ]


def write_values(model, optimizer):
    state = {name: value.tolist() for name, value in model.state_dict().items()}
    return write(model, optimizer) | {"state": state}


def read_values(model, plan):
    own = dict(model.named_parameters())
    if set(own) != set(plan["flags"]):
        raise ValueError(MISFIT)
    model.load_state_dict({name: torch.tensor(value) for name, value in plan["state"].items()})
    for path, module in model.named_modules():
        module.training = plan["modes"][path]
    return [g | {"params": [own[name] for name in g["params"]]} for g in plan["groups"]]


def write_trainable_only(model, optimizer):
    plan = write(model, optimizer)
    for group in plan["groups"]:
        group["params"] = [name for name in group["params"] if plan["flags"][name]]
    plan["groups"] = [group for group in plan["groups"] if group["params"]]
    return plan


def write_by_rate(model, optimizer):
    plan = write(model, optimizer)
    merged = {}
    for group in plan["groups"]:
        merged.setdefault(group["lr"], group | {"params": []})["params"] += group["params"]
    return plan | {"groups": list(merged.values())}


def write_one_group(model, optimizer):
    plan = write(model, optimizer)
    names = [name for group in plan["groups"] for name in group["params"]]
    return plan | {"groups": [plan["groups"][0] | {"params": names}]}


def write_sorted(model, optimizer):
    plan = write(model, optimizer)
    for group in plan["groups"]:
        group["params"].sort()
    return plan


def write_groups_sorted(model, optimizer):
    plan = write(model, optimizer)
    return plan | {"groups": sorted(plan["groups"], key=lambda group: group["params"])}


def write_state_places(model, optimizer):
    return write(model, optimizer) | {"groups": optimizer.state_dict()["param_groups"]}


def read_state_places(model, plan):
    own = list(model.parameters())
    read(model, plan | {"groups": []})
    return [g | {"params": [own[place] for place in g["params"]]} for g in plan["groups"]]


def without_rates(model, plan):
    return [{"params": group["params"]} for group in read(model, plan)]


def without_decay(model, plan):
    return [{"params": group["params"], "lr": group["lr"]} for group in read(model, plan)]


def on_a_copy(model, plan):
    return read(copy.deepcopy(model), plan)


def groups_of_a_copy(model, plan):
    read(model, plan)
    return read(copy.deepcopy(model), plan)


def write_tensors(model, optimizer):
    return write(model, optimizer) | {"parameters": list(model.parameters())}


def write_numbered(model, optimizer):
    plan = write(model, optimizer)
    return plan | {"groups": dict(enumerate(plan["groups"]))}


def read_numbered(model, plan):
    groups = [plan["groups"][number] for number in range(len(plan["groups"]))]
    return read(model, plan | {"groups": groups})


def write_words(model, optimizer):
    plan = write(model, optimizer)
    return plan | {"flags": {name: str(flag) for name, flag in plan["flags"].items()}}


def read_words_as_bools(model, plan):
    return read(model, plan | {"flags": {name: bool(w) for name, w in plan["flags"].items()}})


def freezes_only(model, plan):
    own = dict(model.named_parameters())
    groups = read(model, plan | {"flags": {n: p.requires_grad for n, p in own.items()}})
    if set(own) != set(plan["flags"]):
        raise ValueError(MISFIT)
    for name, flag in plan["flags"].items():
        if not flag:
            own[name].requires_grad = False
    return groups


def without_modes(model, plan):
    own = dict(model.named_parameters())
    modes = {path: module.training for path, module in model.named_modules()}
    if set(own) != set(plan["flags"]):
        raise ValueError(MISFIT)
    return read(model, plan | {"modes": modes})


def mode_of_the_model(model, plan):
    groups = read(model, plan)
    model.train(plan["modes"][""])
    return groups


def what_matches(model, plan):
    own = dict(model.named_parameters())
    for name, parameter in own.items():
        if name in plan["flags"]:
            parameter.requires_grad = plan["flags"][name]
    for path, module in model.named_modules():
        module.training = plan["modes"].get(path, module.training)
    return [g | {"params": [own[n] for n in g["params"] if n in own]} for g in plan["groups"]]


def while_it_goes(model, plan):
    own, modules = dict(model.named_parameters()), dict(model.named_modules())
    for name, flag in plan["flags"].items():
        own[name].requires_grad = flag
    for path, training in plan["modes"].items():
        modules[path].training = training
    return [g | {"params": [own[name] for name in g["params"]]} for g in plan["groups"]]


def known_names_suffice(model, plan):
    own = dict(model.named_parameters())
    if not set(plan["flags"]) <= set(own):
        raise ValueError(MISFIT)
    return what_matches(model, plan)


def needed_names_suffice(model, plan):
    own = dict(model.named_parameters())
    if not set(own) <= set(plan["flags"]):
        raise ValueError(MISFIT)
    return what_matches(model, plan)


def refused_by_assert(model, plan):
    assert set(dict(model.named_parameters())) == set(plan["flags"]), MISFIT
    return read(model, plan)


def write_equal_values(model, optimizer):
    plan = write(model, torch.optim.SGD(model.parameters(), lr=1))
    groups = []
    for group in optimizer.param_groups:
        names = []
        for parameter in group["params"]:
            found = (n for n, p in model.named_parameters() if torch.equal(p, parameter))
            names.append(next(found))
        wanted = {"lr": group["lr"], "weight_decay": group["weight_decay"]}
        groups.append(wanted | {"params": names})
    return plan | {"groups": groups}


def write_known_only(model, optimizer):
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    groups = [
        {
            "lr": group["lr"],
            "weight_decay": group["weight_decay"],
            "params": [names[id(p)] for p in group["params"] if id(p) in names],
        }
        for group in optimizer.param_groups
    ]
    return write(model, torch.optim.SGD(model.parameters(), lr=1)) | {"groups": groups}


def write_by_next(model, optimizer):
    def name_of(parameter):
        return next(name for name, own in model.named_parameters() if own is parameter)

    plan = write(model, torch.optim.SGD(model.parameters(), lr=1))
    groups = [
        {key: group[key] for key in ("lr", "weight_decay")}
        | {"params": [name_of(parameter) for parameter in group["params"]]}
        for group in optimizer.param_groups
    ]
    return plan | {"groups": groups}


def write_all_names(model, optimizer):
    names = {id(p): name for name, p in model.named_parameters(remove_duplicate=False)}
    plan = write(model, torch.optim.SGD(model.parameters(), lr=1))
    return plan | {"groups": [_group(group, names) for group in optimizer.param_groups]}


def write_and_freeze(model, optimizer):
    plan = write(model, optimizer)
    model.requires_grad_(False)
    return plan


def write_a_list(model, optimizer):
    return [write(model, optimizer)]


def write_nothing(model, optimizer):
    write(model, optimizer)


def write_empty(model, optimizer):
    return {}


def read_everything(model, plan):
    return [{"params": list(model.parameters())}]


def read_a_tuple(model, plan):
    return tuple(read(model, plan))


def read_lists_of_parameters(model, plan):
    return [group["params"] for group in read(model, plan)]


def read_an_optimizer(model, plan):
    return torch.optim.AdamW(read(model, plan))


def read_always_raises(model, plan):
    raise ValueError(MISFIT)


def zeroing(model, plan):
    groups = read(model, plan)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.5)
    return groups


def double_listed(model, plan):
    return [group | {"params": group["params"] * 2} for group in read(model, plan)]


def exhausted(model, plan):
    groups = [group | {"params": iter(group["params"])} for group in read(model, plan)]
    assert all(list(group["params"]) for group in groups)
    return groups


LOST = "'0.weight' asks for a gradient, unlike the planned one (flags that differ: 4 of 6)"
WRONG = [
    Wrong((write_values, read_values), 0.4, LOST, "F21"),
    Wrong((write, on_a_copy), 0.0, LOST, "A23"),
    Wrong((write, groups_of_a_copy), 0.6, "in the groups that are not the model's: 6", "F22"),
    Wrong((write_trainable_only, read), 0.6, "old groups hold 2 + 4 tensors and new ones 2", "D14"),
    Wrong((write_by_rate, read), 0.6, "old groups hold 2 + 2 tensors and new ones 4", "D14"),
    Wrong((write_one_group, read), 0.6, "old groups hold 2 + 4 tensors and new ones 6", "D14"),
    Wrong((write, double_listed), 0.6, "2 + 4 tensors and new ones 4 + 8", "D14"),
    Wrong((write, exhausted), 0.6, "2 + 4 tensors and new ones 0 + 0", "D14"),
    Wrong((write_sorted, read), 0.6, "group 0 holds the right tensors in another order"),
    Wrong((write_groups_sorted, read), 0.6, "old groups hold 2 + 4 tensors and new", "D14"),
    Wrong(
        (write_state_places, read_state_places), 0.6, "group 0 does not hold '4.weight', which was"
    ),
    Wrong((write, without_rates), 0.6, "group 0 has the rate 0.5, and it was"),
    Wrong((write, without_decay), 0.6, "group 0 has the weight decay 0.75, and it was"),
    Wrong((write_tensors, read), 0, "the plan could not be written as JSON: Object of type Param"),
    Wrong((write_numbered, read_numbered), 0, "apply_plan raised KeyError on its line 2: 0"),
    Wrong((write_words, read), 0, "requires_grad must be a bool", "A12"),
    Wrong((write_words, read_words_as_bools), 0.4, LOST),
    Wrong((write, freezes_only), 0.9, "'emb.weight' asks for no gradient, unlike the planned"),
    Wrong((write, without_modes), 0.8, "'1' is in train mode, unlike the planned one"),
    Wrong((write, mode_of_the_model), 0.9, "'1' is in train mode, unlike the planned one"),
    Wrong((write, what_matches), 0.8, "not begin with 'module.' was taken without a word", "B4"),
    Wrong((write, while_it_goes), 0.8, "raised KeyError, and by then the model had changed"),
    Wrong((write, known_names_suffice), 0.8, "does not name '4.weight', which the net has, was"),
    Wrong((write, needed_names_suffice), 0.8, "that names '4.weight', which the net does not"),
    Wrong((write, refused_by_assert), 0.8, "begin with 'module.' raised AssertionError"),
    Wrong((write_equal_values, read), 0.9, "took an optimizer that holds the tensors of a", "F22"),
    Wrong((write_by_next, read), 0.9, "freeze_plan raised StopIteration for an optimizer"),
    Wrong((write_all_names, read), 0.9, "apply_plan raised KeyError"),
    Wrong((write_and_freeze, read), 0, "changed while the plan was written"),
    Wrong((write_a_list, read), 0, "freeze_plan returned a list, not a dict"),
    Wrong((write_nothing, read), 0, "freeze_plan returned None, not a dict"),
    Wrong((write_empty, read_everything), 0, LOST),
    Wrong((write, read_a_tuple), 0.6, "apply_plan returned a tuple, not a list"),
    Wrong((write, read_lists_of_parameters), 0.6, "apply_plan returned is no dict"),
    Wrong((write, read_an_optimizer), 0.6, "AdamW, not a list"),
    Wrong((write, read_always_raises), 0, "apply_plan raised ValueError"),
    Wrong((write, zeroing), 0, "apply_plan changed values of the model"),
]
RIGHT = [(write, read), (write_lists, read_lists), (write_places, read_places)]
