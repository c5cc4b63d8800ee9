"""Answers to `thaw`."""

import contextlib
import copy
import itertools

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from tests.wrong_answers import Wrong


def missing_from(optimizer, parameters):
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    return [p for p in parameters if id(p) not in held]


def by_identity(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def by_a_set_of_tensors(module, optimizer, lr):
    held = set(itertools.chain(*(group["params"] for group in optimizer.param_groups)))
    new = []
    for parameter in module.parameters():
        parameter.requires_grad = True
        if parameter not in held:
            new.append(parameter)
    if len(new) > 0:
        optimizer.add_param_group({"lr": lr, "params": new})
    return module


def by_is(module, optimizer, lr):
    group = {"params": [], "lr": lr}
    for _, parameter in module.named_parameters():
        parameter.requires_grad_()
        if not any(parameter is p for g in optimizer.param_groups for p in g["params"]):
            group["params"].append(parameter)
    if group["params"]:
        optimizer.add_param_group(group)


def only_the_flags(module, optimizer, lr):
    module.requires_grad_(True)


def only_the_group(module, optimizer, lr):
    missing = missing_from(optimizer, module.parameters())
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def all_of_it(module, optimizer, lr):
    module.requires_grad_(True)
    optimizer.add_param_group({"params": module.parameters(), "lr": lr})


def all_of_it_and_no_word(module, optimizer, lr):
    module.requires_grad_(True)
    with contextlib.suppress(ValueError):
        optimizer.add_param_group({"params": module.parameters(), "lr": lr})


def if_the_first_is_missing(module, optimizer, lr):
    module.requires_grad_(True)
    parameters = list(module.parameters())
    if parameters and missing_from(optimizer, parameters[:1]):
        optimizer.add_param_group({"params": parameters, "lr": lr})


def those_that_were_frozen(module, optimizer, lr):
    frozen = [p for p in module.parameters() if not p.requires_grad]
    module.requires_grad_(True)
    if frozen:
        optimizer.add_param_group({"params": frozen, "lr": lr})


def an_empty_group_at_times(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    optimizer.add_param_group({"params": missing, "lr": lr})


def a_group_for_each_tensor(module, optimizer, lr):
    module.requires_grad_(True)
    for parameter in missing_from(optimizer, module.parameters()):
        optimizer.add_param_group({"params": parameter, "lr": lr})


def through_every_module(module, optimizer, lr):
    module.requires_grad_(True)
    everything = [p for part in module.modules() for p in part.parameters()]
    missing = missing_from(optimizer, everything)
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def into_the_first_group(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    optimizer.param_groups[0]["params"] += missing


def everybody_at_this_rate(module, optimizer, lr):
    by_identity(module, optimizer, lr)
    for group in optimizer.param_groups:
        group["lr"] = lr


def with_a_scheduler_of_its_own(module, optimizer, lr):
    by_identity(module, optimizer, lr)
    LambdaLR(optimizer, lambda epoch: 1.0)


def begun_again(module, optimizer, lr):
    groups = [{"params": g["params"], "lr": g["lr"]} for g in optimizer.param_groups]
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    if missing:
        groups.append({"params": missing, "lr": lr})
    optimizer.__init__(groups, weight_decay=0.1)


def state_loaded_into_a_new_one(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    old = [p for group in optimizer.param_groups for p in group["params"]]
    fresh = type(optimizer)([{"params": old}, {"params": [*missing, old[0]][:-1]}], lr=lr)
    fresh.load_state_dict(optimizer.state_dict())


def learning_rate(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    if missing:
        optimizer.add_param_group({"params": missing, "learning_rate": lr})


def no_rate(module, optimizer, lr):
    module.requires_grad_(True)
    missing = missing_from(optimizer, module.parameters())
    if missing:
        optimizer.add_param_group({"params": missing})


def rate_zero(module, optimizer, lr):
    by_identity(module, optimizer, 0.0)


def compared_by_value(module, optimizer, lr):
    module.requires_grad_(True)
    held = [p for group in optimizer.param_groups for p in group["params"]]
    missing = [p for p in module.parameters() if p not in held]
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def of_a_copy(module, optimizer, lr):
    by_identity(copy.deepcopy(module), optimizer, lr)
    module.requires_grad_(True)


def generator_counted_before(module, optimizer, lr):
    module.requires_grad_(True)
    held = {id(p) for group in optimizer.param_groups for p in group["params"]}
    missing = (p for p in module.parameters() if id(p) not in held)
    if len(list(missing)) > 0:
        optimizer.add_param_group({"params": missing, "lr": lr})


def flag_of_the_module(module, optimizer, lr):
    module.requires_grad = True
    missing = missing_from(optimizer, module.parameters())
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def also_the_held_ones(module, optimizer, lr):
    by_identity(module, optimizer, lr)
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.requires_grad = True


def layers_of_one_kind(module, optimizer, lr):
    for part in module.modules():
        if isinstance(part, nn.Linear):
            part.requires_grad_(True)
    missing = missing_from(optimizer, (p for p in module.parameters() if p.requires_grad))
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})


def old_group_emptied(module, optimizer, lr):
    module.requires_grad_(True)
    inside = list(module.parameters())
    for group in optimizer.param_groups:
        group["params"] = [p for p in group["params"] if not any(p is q for q in inside)]
    if inside:
        optimizer.add_param_group({"params": inside, "lr": lr})


def a_new_layer(module, optimizer, lr):
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.normal_()
    by_identity(module, optimizer, lr)


def on_the_list_itself(module, optimizer, lr):
    module.requires_grad_(True)
    optimizer.append(module.parameters())


WRONG = [
    Wrong(
        (only_the_flags,), 0.25, "does not hold '2.weight', '2.bias', though the flag is on", "D6"
    ),
    Wrong((only_the_group,), 0, "after thaw, the flag is still off: '2.weight', '2.bias'"),
    Wrong((flag_of_the_module,), 0, "the module got an attribute 'requires_grad', and no", "A5"),
    Wrong((all_of_it,), 0.3, "thaw raised ValueError on its line 3: some parameters appear", "D7"),
    Wrong((all_of_it_and_no_word,), 0.55, "does not hold 'body.0.0.weight', 'body.0.0.bias'", "D6"),
    Wrong((if_the_first_is_missing,), 0.6, "thaw raised ValueError on its line 5: some", "D7"),
    Wrong((those_that_were_frozen,), 0.55, "thaw raised ValueError on its line 5: some", "D7"),
    Wrong((an_empty_group_at_times,), 0.5, "new groups: 1, with so many tensors in them: 0"),
    Wrong((a_group_for_each_tensor,), 0.25, "new groups: 2, with so many tensors in them: 2"),
    Wrong((through_every_module,), 0.8, "holds 'body.0.0.weight', 'body.0.0.bias' more than", "D8"),
    Wrong((generator_counted_before,), 0.25, "a new group came and is empty; it lacks '2.w", "D9"),
    Wrong((rate_zero,), 0.25, "the new group learns at 0.0, which was not asked for", "D12"),
    Wrong((everybody_at_this_rate,), 0, "group 1 had the rate 0.00390625, and now has", "D13"),
    Wrong((with_a_scheduler_of_its_own,), 0, "group 1 had the rate 0.00390625, and now", "D13"),
    Wrong((state_loaded_into_a_new_one,), 0, "thaw raised ValueError on its line 6: loaded", "D14"),
    Wrong((begun_again,), 0, "remembered of '4.weight', '4.bias' is gone", "D15"),
    Wrong((compared_by_value,), 0.1, "thaw raised RuntimeError on its line 4: The size of", "D21"),
    Wrong(
        (learning_rate,), 0.25, "at 0.75, which was not asked for; it has a key 'learning_r", "D22"
    ),
    Wrong((no_rate,), 0.25, "the new group learns at 0.75, which was not asked for."),
    Wrong((of_a_copy,), 0, "the new group holds tensors that are not the net's", "F22"),
    Wrong((into_the_first_group,), 0.25, "group 1 took in '2.weight', '2.bias', at its own"),
    Wrong((old_group_emptied,), 0.35, "group 2 no longer holds all that it held"),
    Wrong((also_the_held_ones,), 0.85, "changed the flag of '2.weight', '2.bias', outside"),
    Wrong((layers_of_one_kind,), 0.9, "after thaw, the flag is still off: 'emb.weight'"),
    Wrong((a_new_layer,), 0, "values changed before any training", "E18"),
    Wrong((on_the_list_itself,), 0, "thaw raised AttributeError on its line 3: 'AdamW' object"),
]
RIGHT = [(by_identity,), (by_a_set_of_tensors,), (by_is,)]
