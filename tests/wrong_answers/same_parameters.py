"""Answers to `same_parameters`."""

import torch

from tests.wrong_answers import Wrong


def held(optimizer):
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def by_id(a, b):
    known = {id(parameter) for parameter in held(a)}
    return [name for name, parameter in b.named_parameters() if id(parameter) in known]


def by_is(a, b):
    known = held(a)
    return [n for n, p in b.named_parameters() if any(p is other for other in known)]


def in_a_set(a, b):
    known = set(held(a))
    names = []
    for name, parameter in b.named_parameters():
        if parameter in known:
            names.append(name)
    return names


def by_address(a, b):
    known = {parameter.data_ptr() for parameter in held(a)}
    return tuple(n for n, p in b.named_parameters() if p.data_ptr() in known)


def in_a_list(a, b):
    known = held(a)
    return [name for name, parameter in b.named_parameters() if parameter in known]


def equal_where_shapes_are(a, b):
    known = held(a)
    return [
        name
        for name, parameter in b.named_parameters()
        if any(p.shape == parameter.shape and (p == parameter).all() for p in known)
    ]


def equal_biases_only(a, b):
    known = [parameter for parameter in held(a) if parameter.dim() == 1]
    return [
        name
        for name, parameter in b.named_parameters()
        if any(torch.equal(parameter, other) for other in known)
    ]


def first_group_only(a, b):
    known = {id(parameter) for parameter in a.param_groups[0]["params"]}
    return [name for name, parameter in b.named_parameters() if id(parameter) in known]


def nothing(a, b):
    return []


def every_name(a, b):
    return [name for name, _ in b.named_parameters()]


def in_the_optimizers_order(a, b):
    names = {id(parameter): name for name, parameter in b.named_parameters()}
    return [names[id(parameter)] for parameter in held(a) if id(parameter) in names]


def in_a_sets_order(a, b):
    return set(by_id(a, b))


def a_number(a, b):
    return len(by_id(a, b))


def the_parameters(a, b):
    known = {id(parameter) for parameter in held(a)}
    return [parameter for parameter in b.parameters() if id(parameter) in known]


def removed_from_a_list(a, b):
    rest = held(a)
    names = []
    for name, parameter in b.named_parameters():
        rest.remove(parameter)
        names.append(name)
    return names


WRONG = [
    Wrong((in_a_list,), 0, "raised RuntimeError", "D21"),
    Wrong((removed_from_a_list,), 0, "on its line 5", "D21"),
    Wrong((equal_where_shapes_are,), 0, "same_parameters compares numbers"),
    Wrong((equal_biases_only,), 0, "in the optimizer, and is not", "D21"),
    Wrong((first_group_only,), 0, "in the optimizer, and not in your list"),
    Wrong((nothing,), 0, "in the optimizer, and not in your list"),
    Wrong((every_name,), 0, "said to be in the optimizer"),
    Wrong((in_the_optimizers_order,), 0, "not once each in the order of the model"),
    Wrong((in_a_sets_order,), 0, "same_parameters returned a set"),
    Wrong((a_number,), 0, "same_parameters returned an int"),
    Wrong((the_parameters,), 0, "a list that holds a Parameter"),
]
RIGHT = [(by_id,), (by_is,), (in_a_set,), (by_address,)]
