"""Answers to `shared_groups`."""

import itertools

import torch

from tests.wrong_answers import Wrong


def by_id(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def by_the_parameter_as_key(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups[parameter] = groups.get(parameter, frozenset()) | {name}
    return sorted((group for group in groups.values() if len(group) > 1), key=len)


def by_is(model):
    every = list(model.named_parameters(remove_duplicate=False))
    groups = []
    for _, parameter in model.named_parameters():
        group = {name for name, other in every if other is parameter}
        if len(group) > 1:
            groups.append(group)
    return groups


def by_walking_the_modules(model):
    groups = {}
    for path, module in model.named_modules(remove_duplicate=False):
        for name, parameter in module._parameters.items():
            if parameter is not None:
                full = f"{path}.{name}" if path else name
                groups.setdefault(id(parameter), set()).add(full)
    return [group for group in groups.values() if len(group) > 1]


def each_tensor_listed_once(model):
    groups = {}
    for name, parameter in model.named_parameters():
        groups.setdefault(id(parameter), set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def by_memory(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(parameter.data_ptr(), set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def by_value(model):
    groups = []
    for name, parameter in model.named_parameters(remove_duplicate=False):
        for group in groups:
            if torch.equal(model.get_parameter(min(group)), parameter):
                group.add(name)
                break
        else:
            groups.append({name})
    return [group for group in groups if len(group) > 1]


def by_shape(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(parameter.shape, set()).add(name)
    return [group for group in groups.values() if len(group) > 1]


def in_pairs(model):
    every = list(model.named_parameters(remove_duplicate=False))
    return [{one, two} for (one, p), (two, q) in itertools.combinations(every, 2) if p is q]


def with_those_that_stand_alone(model):
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), set()).add(name)
    return list(groups.values())


def once_for_each_name(model):
    every = list(model.named_parameters(remove_duplicate=False))
    groups = [{name for name, q in every if q is p} for _, p in every]
    return [group for group in groups if len(group) > 1]


def the_later_names_alone(model):
    listed = {name for name, _ in model.named_parameters()}
    every = {name for name, _ in model.named_parameters(remove_duplicate=False)}
    return [every - listed] if every - listed else []


def all_names_in_one_set(model):
    return [set().union(*by_id(model))] if by_id(model) else []


def modules_that_come_twice(model):
    groups = {}
    for path, module in model.named_modules(remove_duplicate=False):
        for name, _ in module.named_parameters(recurse=False):
            groups.setdefault((id(module), name), set()).add(f"{path}.{name}")
    return [group for group in groups.values() if len(group) > 1]


def names_of_modules(model):
    return [{name.rpartition(".")[0] for name in group} for group in by_id(model)]


def lists_of_names(model):
    return [sorted(group) for group in by_id(model)]


def a_dictionary(model):
    return {next(iter(group)): group for group in by_id(model)}


def a_generator(model):
    return (group for group in by_id(model))


def sets_of_parameters(model):
    return [{model.get_parameter(name) for name in group} for group in by_id(model)]


def by_freezing_one(model):
    groups = []
    for parameter in model.parameters():
        parameter.requires_grad = False
        every = model.named_parameters(remove_duplicate=False)
        group = {other for other, q in every if not q.requires_grad}
        group -= set().union(*groups)
        if len(group) > 1:
            groups.append(group)
        parameter.requires_grad = len(group) < 2
    return groups


def one_argument_too_many(model):
    return list(model.parameters(remove_duplicate=False))


WRONG = [
    Wrong((each_tensor_listed_once,), 0, "'grove.cedar.weight', 'heron.weight' are one", "B13"),
    Wrong((by_memory,), 0.7, "'amber.weight', 'grove.weight' use the same memory", "A32"),
    Wrong((by_value,), 0.7, "'ember.weight', 'heron.weight' are equal today", "D21"),
    Wrong((by_shape,), 0, "the set of 'amber.bias', 'ember.bias' holds more than one tensor"),
    Wrong((in_pairs,), 0.7, "lacks a name of that tensor (2 of 3 are there)", "B14"),
    Wrong((with_those_that_stand_alone,), 0, "sets with fewer than two names: 4 of 5"),
    Wrong((once_for_each_name,), 0, "'heron.weight' is listed 2 times"),
    Wrong((the_later_names_alone,), 0, "sets with fewer than two names: 1 of 1"),
    Wrong((all_names_in_one_set,), 0.7, "and 3 more holds more than one tensor"),
    Wrong((modules_that_come_twice,), 0.6, "'grove.cedar.weight', 'heron.weight' are one", "B13"),
    Wrong((names_of_modules,), 0, "'grove.cedar' is in a set and is no parameter of the model"),
    Wrong((lists_of_names,), 0, "the list holds a list, where a set of names belongs"),
    Wrong((a_dictionary,), 0, "shared_groups returned a dict, not a list"),
    Wrong((a_generator,), 0, "shared_groups returned a generator, not a list"),
    Wrong((sets_of_parameters,), 0, "a set holds a Parameter, which is no name"),
    Wrong((by_freezing_one,), 0, "the model is not as it was before the question"),
    Wrong((one_argument_too_many,), 0, "shared_groups raised TypeError on its line 2"),
]
RIGHT = [(by_id,), (by_the_parameter_as_key,), (by_is,), (by_walking_the_modules,)]
