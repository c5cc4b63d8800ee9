"""Answers to `param_groups`."""

import copy

import torch
from torch import nn

from tests.wrong_answers import Wrong


def refuse(model, learning):
    if not learning:
        raise ValueError("nothing to train: every parameter is frozen")


def by_identity(model, head, lr_head, lr_body):
    in_head = {id(parameter) for parameter in model.get_submodule(head).parameters()}
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    refuse(model, learning)
    return [
        {"params": [p for p in learning if id(p) in in_head], "lr": lr_head},
        {"params": [p for p in learning if id(p) not in in_head], "lr": lr_body},
    ]


def only_groups_with_members(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [group for group in reversed(groups) if group["params"]]


def one_group_each(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [{"params": [p], "lr": g["lr"], "name": "x"} for g in groups for p in g["params"]]


def by_a_set_of_tensors(model, head, lr_head, lr_body):
    if head not in dict(model.named_modules()):
        raise KeyError(head)
    of_head = set(model.get_submodule(head).parameters())
    groups = {True: [], False: []}
    for parameter in model.parameters():
        if parameter.requires_grad:
            groups[parameter in of_head].append(parameter)
    refuse(model, groups[True] + groups[False])
    rates = {True: lr_head, False: lr_body}
    return [{"params": members, "lr": rates[place]} for place, members in groups.items()]


def by_is(model, head, lr_head, lr_body):
    of_head = list(model.get_submodule(head).parameters())
    inside, outside = [], []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            here = any(parameter is other for other in of_head)
            (inside if here else outside).append((name, parameter))
    refuse(model, inside + outside)
    return [{"params": inside, "lr": lr_head}, {"params": outside, "lr": lr_body}]


def by_prefix_with_a_dot(model, head, lr_head, lr_body):
    model.get_submodule(head)
    learning = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    refuse(model, learning)
    return [
        {"params": [p for n, p in learning if n.startswith(head + ".")], "lr": lr_head},
        {"params": [p for n, p in learning if not n.startswith(head + ".")], "lr": lr_body},
    ]


def by_prefix(model, head, lr_head, lr_body):
    learning = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    refuse(model, learning)
    return [
        {"params": [p for n, p in learning if n.startswith(head)], "lr": lr_head},
        {"params": [p for n, p in learning if not n.startswith(head)], "lr": lr_body},
    ]


def by_getattr_without_checks(model, head, lr_head, lr_body):
    in_head = {id(p) for p in getattr(model, head).parameters()}
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if id(p) in in_head], "lr": lr_head},
        {"params": [p for p in learning if id(p) not in in_head], "lr": lr_body},
    ]


def all_in_one(model, head, lr_head, lr_body):
    refuse(model, [p for p in model.parameters() if p.requires_grad])
    return [{"params": [p for p in model.parameters() if p.requires_grad], "lr": lr_head}]


def head_alone(model, head, lr_head, lr_body):
    return [{"params": list(model.get_submodule(head).parameters()), "lr": lr_head}]


def trainable_head_alone(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return groups[:1]


def body_alone(model, head, lr_head, lr_body):
    return by_identity(model, head, lr_head, lr_body)[1:]


def a_new_head_afterwards(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    old = model.get_submodule(head)
    model.set_submodule(head, nn.Linear(old.in_features, old.out_features))
    return groups


def of_a_copy(model, head, lr_head, lr_body):
    return by_identity(copy.deepcopy(model), head, lr_head, lr_body)


def all_of_the_body(model, head, lr_head, lr_body):
    in_head = {id(p) for p in model.get_submodule(head).parameters()}
    return [
        {"params": list(model.get_submodule(head).parameters()), "lr": lr_head},
        {"params": [p for p in model.parameters() if id(p) not in in_head], "lr": lr_body},
    ]


def frozen_at_rate_zero(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    frozen = [p for p in model.parameters() if not p.requires_grad]
    return [*groups, {"params": frozen, "lr": 0.0}]


def head_twice(model, head, lr_head, lr_body):
    learning = [p for p in model.parameters() if p.requires_grad]
    refuse(model, learning)
    of_head = [p for p in model.get_submodule(head).parameters() if p.requires_grad]
    return [{"params": of_head, "lr": lr_head}, {"params": learning, "lr": lr_body}]


def through_every_module(model, head, lr_head, lr_body):
    in_head = {id(p) for p in model.get_submodule(head).parameters()}
    learning = [p for m in model.modules() for p in m.parameters() if p.requires_grad]
    refuse(model, learning)
    return [
        {"params": [p for p in learning if id(p) in in_head], "lr": lr_head},
        {"params": [p for p in learning if id(p) not in in_head], "lr": lr_body},
    ]


def a_filter_that_was_counted(model, head, lr_head, lr_body):
    in_head = {id(p) for p in model.get_submodule(head).parameters()}
    of_head = (p for p in model.parameters() if p.requires_grad and id(p) in in_head)
    rest = (p for p in model.parameters() if p.requires_grad and id(p) not in in_head)
    if not list(of_head) and not list(rest):
        raise ValueError("nothing to train")
    return [{"params": of_head, "lr": lr_head}, {"params": rest, "lr": lr_body}]


def generators(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [{"params": iter_of(g["params"]), "lr": g["lr"]} for g in groups]


def iter_of(members):
    yield from members


def length_of_a_filter(model, head, lr_head, lr_body):
    learning = filter(lambda p: p.requires_grad, model.parameters())
    if len(learning) == 0:
        raise ValueError("nothing to train")
    return [{"params": list(learning), "lr": lr_body}]


def in_a_list(model, head, lr_head, lr_body):
    of_head = list(model.get_submodule(head).parameters())
    learning = [p for p in model.parameters() if p.requires_grad]
    return [
        {"params": [p for p in learning if p in of_head], "lr": lr_head},
        {"params": [p for p in learning if p not in of_head], "lr": lr_body},
    ]


def removed_from_a_list(model, head, lr_head, lr_body):
    body = list(model.parameters())
    of_head = list(model.get_submodule(head).parameters())
    for parameter in of_head:
        body.remove(parameter)
    return [{"params": of_head, "lr": lr_head}, {"params": body, "lr": lr_body}]


def by_equal_numbers(model, head, lr_head, lr_body):
    of_head = list(model.get_submodule(head).parameters())
    learning = [p for p in model.parameters() if p.requires_grad]
    refuse(model, learning)
    inside = [p for p in learning if any(torch.equal(p, q) for q in of_head)]
    chosen = {id(p) for p in inside}
    outside = [p for p in learning if id(p) not in chosen]
    return [{"params": inside, "lr": lr_head}, {"params": outside, "lr": lr_body}]


def learning_rate(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [{"params": g["params"], "learning_rate": g["lr"]} for g in groups]


def no_rate_for_the_body(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [groups[0], {"params": groups[1]["params"]}]


def swapped(model, head, lr_head, lr_body):
    return by_identity(model, head, lr_body, lr_head)


def a_dict(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return {"head": groups[0], "body": groups[1]}


def lists_of_tensors(model, head, lr_head, lr_body):
    return [g["params"] for g in by_identity(model, head, lr_head, lr_body)]


def the_key_in_singular(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [{"param": g["params"], "lr": g["lr"]} for g in groups]


def an_optimizer(model, head, lr_head, lr_body):
    return torch.optim.AdamW(by_identity(model, head, lr_head, lr_body))


def sets(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    return [{"params": set(g["params"]), "lr": g["lr"]} for g in groups]


def names_for_tensors(model, head, lr_head, lr_body):
    names = [name for name, _ in model.named_parameters()]
    return [{"params": names, "lr": lr_head}]


def thaws_the_rest(model, head, lr_head, lr_body):
    return by_identity(model.requires_grad_(True), head, lr_head, lr_body)


def empties(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    with torch.no_grad():
        for parameter in groups[0]["params"]:
            parameter.zero_()
    return groups


def no_groups(model, head, lr_head, lr_body):
    return [] if model.get_submodule(head) else None


def always_refuses(model, head, lr_head, lr_body):
    raise ValueError(f"nothing to train in {head}")


def hook_on_a_weight(model, head, lr_head, lr_body):
    groups = by_identity(model, head, lr_head, lr_body)
    model.register_forward_hook(lambda *_: put_back(groups[0]["params"][0]))
    with torch.no_grad():
        return groups


def put_back(parameter):
    parameter.grad = None
    parameter.requires_grad_(False)


WRONG = [
    Wrong((by_prefix_with_a_dot,), 14 / 15, "'emb.weight' and 'out.weight' are one tensor", "B13"),
    Wrong((by_prefix,), 11 / 15, "for the head 'fc', 'fcn.weight', 'fcn.bias' got the rate", "B1"),
    Wrong((by_equal_numbers,), 13 / 15, "for the head 'fc', 'fcn.bias' got the rate", "D21"),
    Wrong((by_getattr_without_checks,), 14 / 15, "all frozen, param_groups returned a list", "C3"),
    Wrong((all_in_one,), 0, "for the head '2', '0.weight', '0.bias' got the rate 0."),
    Wrong((swapped,), 0, "for the head '2', '2.weight', '2.bias', '0.weight' and 1 more got the"),
    Wrong((trainable_head_alone,), 0, "no group holds '0.weight', '0.bias', flag on", "D5"),
    Wrong((head_alone,), 0, "no group holds '0.weight', '0.bias', flag on", "D5"),
    Wrong((body_alone,), 0, "no group holds '2.weight', '2.bias', flag on", "C7"),
    Wrong((a_new_head_afterwards,), 0, "not the net's (2), and lack '2.weight', '2.bias'", "C7"),
    Wrong((of_a_copy,), 0, "the groups hold tensors that are not the net's (4)", "F22"),
    Wrong((all_of_the_body,), 8 / 15, "for the head '4', a group holds '0.weight', '0.bias', flag"),
    Wrong((frozen_at_rate_zero,), 9 / 15, "a group with the rate 0 holds '0.weight'", "D12"),
    Wrong((head_twice,), 0, "AdamW refused the groups: some parameters appear in more than", "D8"),
    Wrong((through_every_module,), 0, "a group holds '2.weight', '2.bias', '0.weight' and 1", "D8"),
    Wrong((a_filter_that_was_counted,), 0, "group 1 are a generator with nothing left", "D9"),
    Wrong((generators,), 0, "the 'params' of group 1 held 2 when read first, then 0", "D9"),
    Wrong((length_of_a_filter,), 0, "raised TypeError on its line 3: object of type", "D10"),
    Wrong((in_a_list,), 0, "raised RuntimeError on its line 5: The size of tensor a", "D21"),
    Wrong((removed_from_a_list,), 0, "raised RuntimeError on its line 5: The size of", "D21"),
    Wrong((learning_rate,), 0, "has no key 'lr' but 'learning_rate', so it fell back", "D22"),
    Wrong((no_rate_for_the_body,), 0, "the group of '0.weight', '0.bias' has no key 'lr', so it"),
    Wrong((a_dict,), 0, "param_groups returned a dict, not a list of groups"),
    Wrong((lists_of_tensors,), 0, "group 1 is no dict"),
    Wrong((the_key_in_singular,), 0, "group 1 has no key 'params'"),
    Wrong((an_optimizer,), 0, "AdamW, not a list of groups"),
    Wrong((sets,), 0, "the 'params' of group 1 are a set"),
    Wrong((names_for_tensors,), 0, "AdamW refused the groups: optimizer can only optimize"),
    Wrong((thaws_the_rest,), 8 / 15, "for the head '4', param_groups changed flags of the net"),
    Wrong((empties,), 0, "values changed before any training", "E18"),
    Wrong((no_groups,), 0, "AdamW refused the groups: optimizer got an empty parameter list", "C3"),
    Wrong((always_refuses,), 0, "param_groups raised ValueError on its line 2: nothing to train"),
    Wrong((hook_on_a_weight,), 0, "the groups are right, but training did not agree about"),
]
RIGHT = [
    (by_identity,),
    (only_groups_with_members,),
    (one_group_each,),
    (by_a_set_of_tensors,),
    (by_is,),
]
