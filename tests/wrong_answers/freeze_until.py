"""Answers to `freeze_until`."""

import contextlib
import copy

import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook

from tests.wrong_answers import Wrong


def starts(model, example):
    """The paths of the modules in the order in which they start, on a copy in eval mode."""
    rehearsal, order = copy.deepcopy(model).eval(), []
    for path, module in rehearsal.named_modules():
        module.register_forward_pre_hook(lambda *_, path=path: order.append(path))
    with torch.no_grad():
        rehearsal(example)
    return order


def is_around(path, name):
    return path == "" or name.startswith(path + ".")


def owned(model, path, name):
    """The parameters that count with the module at `path` when `name` is the place to stop."""
    return model.get_submodule(path).parameters(recurse=not is_around(path, name))


def frozen_among(model, parameters):
    """Freeze these parameters and return their names."""
    chosen = {id(parameter) for parameter in parameters}
    names = []
    for name, parameter in model.named_parameters():
        if id(parameter) in chosen:
            parameter.requires_grad = False
            names.append(name)
    return names


def before_and_later(model, name, order):
    """The parameters of what starts before `name`, and those of `name` and what starts later."""
    if name not in order:
        raise ValueError(name)
    cut = order.index(name)
    before = [p for path in order[:cut] for p in owned(model, path, name)]
    later = [p for path in order[cut:] for p in model.get_submodule(path).parameters()]
    return before, later


def without(parameters, others):
    spared = {id(other) for other in others}
    return [parameter for parameter in parameters if id(parameter) not in spared]


def by_a_copy(model, name, example):
    return frozen_among(model, without(*before_and_later(model, name, starts(model, example))))


def by_hooks_that_go(model, name, example):
    modes = {module: module.training for module in model.modules()}
    paths = {module: path for path, module in model.named_modules()}
    order = []
    handles = [
        module.register_forward_pre_hook(lambda module, _: order.append(paths[module]))
        for module in model.modules()
    ]
    try:
        model.eval()
        with torch.no_grad():
            model(example)
    finally:
        for handle in handles:
            handle.remove()
        for module, mode in modes.items():
            module.training = mode
    return frozen_among(model, without(*before_and_later(model, name, order)))


def by_one_hook_for_all(model, name, example):
    rehearsal, order = copy.deepcopy(model).eval(), []
    paths = {module: path for path, module in rehearsal.named_modules()}
    handle = register_module_forward_pre_hook(lambda module, _: order.append(paths.get(module)))
    try:
        with torch.no_grad():
            rehearsal(example)
    finally:
        handle.remove()
    return frozen_among(model, without(*before_and_later(model, name, order)))


def by_starts_and_ends(model, name, example):
    """Freeze what has ended when `name` starts, and what the open modules own; count uses after."""
    rehearsal, events = copy.deepcopy(model).eval(), []
    for path, module in rehearsal.named_modules():
        module.register_forward_pre_hook(lambda *_, path=path: events.append(("start", path)))
        module.register_forward_hook(lambda *_, path=path: events.append(("end", path)))
    rehearsal(example)
    if ("start", name) not in events:
        raise ValueError(f"{name} does not run")
    cut = events.index(("start", name))
    ended = [path for event, path in events[:cut] if event == "end"]
    open_now = [path for event, path in events[:cut] if event == "start" and path not in ended]
    before = [p for path in ended for p in model.get_submodule(path).parameters()]
    before += [p for path in open_now for p in model.get_submodule(path)._parameters.values()]
    later = [path for event, path in events[cut:] if event == "start"]
    return frozen_among(
        model,
        without(before, [p for path in later for p in model.get_submodule(path).parameters()]),
    )


def by_name_and_prefix(model, name, example):
    """Compare names instead of tensors, and list those that are frozen at the end."""
    order = starts(model, example)
    if name not in order:
        raise ValueError(f"There is no module {name!r} that runs.")
    cut = order.index(name)
    aliases = {}
    for alias, parameter in model.named_parameters(remove_duplicate=False):
        aliases.setdefault(parameter, []).append(alias)

    def is_inside(alias, paths):
        return any(alias.startswith(path + ".") for path in paths if path)

    ran = [path for path in order[:cut] if not is_around(path, name)]
    around = [path for path in order[:cut] if is_around(path, name)]
    for parameter, known_as in aliases.items():
        is_before = any(is_inside(a, ran) or a.rpartition(".")[0] in around for a in known_as)
        if is_before and not any(is_inside(a, order[cut:]) for a in known_as):
            parameter.requires_grad_(False)
    return [alias for alias, p in model.named_parameters() if not p.requires_grad]


def nothing_at_all(model, name, example):
    return []


def all_there_is(model, name, example):
    return frozen_among(model, model.parameters())


def registration_order(model, name, example):
    frozen = []
    for full, parameter in model.named_parameters():
        if full.startswith(name + "."):
            break
        parameter.requires_grad = False
        frozen.append(full)
    return frozen


def children_until_the_name(model, name, example):
    frozen = []
    for child_name, child in model.named_children():
        if child_name == name:
            break
        child.requires_grad_(False)
        frozen += [f"{child_name}.{full}" for full, _ in child.named_parameters()]
    return frozen


def children_until_the_branch(model, name, example):
    frozen = []
    for child_name, child in model.named_children():
        if name.split(".")[0] == child_name:
            break
        child.requires_grad_(False)
        frozen += [f"{child_name}.{full}" for full, _ in child.named_parameters()]
    return frozen


def all_but_the_last_child(model, name, example):
    for child in list(model.children())[:-1]:
        child.requires_grad_(False)
    return [full for full, parameter in model.named_parameters() if not parameter.requires_grad]


def as_many_tensors_as_layers(model, name, example):
    layers = [path for path, module in model.named_modules() if isinstance(module, nn.Linear)]
    count = layers.index(name)
    return frozen_among(model, list(model.parameters())[:count])


def a_copy_is_frozen(model, name, example):
    return by_a_copy(copy.deepcopy(model), name, example)


def layers_without_children(model, name, example):
    """Listens to the leaves alone, so nobody hears who owns a parameter beside children."""
    order = [
        path
        for path in starts(model, example)
        if path == name or not list(model.get_submodule(path).children())
    ]
    before, later = before_and_later(model, name, order)
    return frozen_among(model, without(before, later))


def children_around_are_forgotten(model, name, example):
    order = starts(model, example)
    if name not in order:
        raise ValueError(name)
    cut = order.index(name)
    before = [
        parameter
        for path in order[:cut]
        if not is_around(path, name)
        for parameter in model.get_submodule(path).parameters()
    ]
    later = [p for path in order[cut:] for p in model.get_submodule(path).parameters()]
    return frozen_among(model, without(before, later))


def what_modules_own_themselves(model, name, example):
    """Takes each module's own parameters: blind to tensors used without a call."""
    order = starts(model, example)
    if name not in order:
        raise ValueError(name)
    cut = order.index(name)
    before = [p for path in order[:cut] for p in model.get_submodule(path).parameters(False)]
    later = [p for path in order[cut:] for p in model.get_submodule(path).parameters(False)]
    return frozen_among(model, without(before, later))


def whole_ancestors(model, name, example):
    started = []
    handles = [
        module.register_forward_pre_hook(lambda module, _: started.append(module))
        for module in model.modules()
    ]
    model(example)
    for handle in handles:
        handle.remove()
    for module in started[: started.index(model.get_submodule(name))]:
        module.requires_grad_(False)
    return [full for full, parameter in model.named_parameters() if not parameter.requires_grad]


def with_the_module_itself(model, name, example):
    order = starts(model, example)
    if name not in order:
        raise ValueError(name)
    cut = order.index(name) + 1
    before = [
        p
        for path in order[:cut]
        for p in model.get_submodule(path).parameters(recurse=not is_around(path, name))
    ]
    before += list(model.get_submodule(name).parameters())
    later = [p for path in order[cut:] for p in model.get_submodule(path).parameters()]
    return frozen_among(model, without(before, later))


def shared_ones_too(model, name, example):
    before, _ = before_and_later(model, name, starts(model, example))
    return frozen_among(model, before)


def modules_once_by_name(model, name, example):
    """Knows that a module may run again, and not that a tensor may have two names."""
    order = starts(model, example)
    if name not in order:
        raise ValueError(name)
    cut = order.index(name)
    before = [
        p for path in order[:cut] if path not in order[cut:] for p in owned(model, path, name)
    ]
    return frozen_among(model, without(before, model.get_submodule(name).parameters()))


def tensors_seen_after_first_runs(model, name, example):
    """Knows that a tensor may have two names, and not that a module may run again."""
    order = list(dict.fromkeys(starts(model, example)))
    before, later = before_and_later(model, name, order)
    return frozen_among(model, without(before, later))


def up_to_the_last_run(model, name, example):
    order = starts(model, example)
    if name not in order:
        raise ValueError(name)
    cut = len(order) - 1 - order[::-1].index(name)
    before = [p for path in order[:cut] for p in owned(model, path, name)]
    later = [p for path in order[cut:] for p in model.get_submodule(path).parameters()]
    return frozen_among(model, without(before, later))


def all_but_what_runs_later(model, name, example):
    """Freezes the complement, so an idle module is frozen with the rest."""
    _, later = before_and_later(model, name, starts(model, example))
    return frozen_among(model, without(model.parameters(), later))


def thaws_the_rest(model, name, example):
    names = by_a_copy(model, name, example)
    for full, parameter in model.named_parameters():
        parameter.requires_grad = full not in names
    return names


def with_hooks_left(model, name, example):
    for module in model.modules():
        module.register_forward_pre_hook(lambda *_: None)
    return by_a_copy(model, name, example)


def with_a_hook_for_all_left(model, name, example):
    register_module_forward_pre_hook(lambda *_: None)
    return by_a_copy(model, name, example)


def with_no_hooks_at_all(model, name, example):
    for module in model.modules():
        module._forward_hooks.clear()
    return by_a_copy(model, name, example)


def in_train_mode(model, name, example):
    with torch.no_grad():
        model(example)
    return by_a_copy(model, name, example)


def in_eval_mode_for_good(model, name, example):
    model.eval()
    model(example)
    return by_a_copy(model, name, example)


def back_to_train_for_all(model, name, example):
    was_training = model.training
    model.eval()
    model(example)
    model.train(was_training)
    return by_a_copy(model, name, example)


def with_a_backward_pass(model, name, example):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    model(example).sum().backward()
    for module, mode in modes.items():
        module.training = mode
    return by_a_copy(model, name, example)


def hook_that_stops_early(model, name, example):
    """Stops the forward pass when `name` starts, so what comes later is never seen."""

    class Reached(Exception):
        pass

    def stop(*_):
        raise Reached

    if name not in dict(model.named_modules()):
        raise ValueError(name)
    rehearsal, order = copy.deepcopy(model), []
    for path, module in rehearsal.named_modules():
        module.register_forward_pre_hook(lambda *_, path=path: order.append(path))
    rehearsal.get_submodule(name).register_forward_pre_hook(stop)
    with contextlib.suppress(Reached):
        rehearsal(example)
    parameters = [p for path in order for p in owned(model, path, name)]
    own = list(model.get_submodule(name).parameters())
    return frozen_among(model, without(parameters, own))


def returns_nothing(model, name, example):
    by_a_copy(model, name, example)


def returns_modules(model, name, example):
    by_a_copy(model, name, example)
    order = starts(model, example)
    return order[1 : order.index(name)]


def returns_the_learning_ones(model, name, example):
    by_a_copy(model, name, example)
    return [full for full, parameter in model.named_parameters() if parameter.requires_grad]


def returns_parameters(model, name, example):
    frozen = by_a_copy(model, name, example)
    return [parameter for full, parameter in model.named_parameters() if full in frozen]


def lists_each_run(model, name, example):
    frozen = by_a_copy(model, name, example)
    return frozen + frozen[-1:]


def another_exception(model, name, example):
    model.get_submodule(name)
    try:
        return by_a_copy(model, name, example)
    except ValueError:
        return []


def silent_for_unknown_names(model, name, example):
    try:
        return by_a_copy(model, name, example)
    except ValueError:
        return []


def too_late_an_exception(model, name, example):
    order = starts(model, example)
    if name in order:
        return by_a_copy(model, name, example)
    frozen_among(model, [p for path in order for p in owned(model, path, name)])
    raise ValueError(name)


def set_to_zero(model, name, example):
    names = by_a_copy(model, name, example)
    with torch.no_grad():
        for full in names:
            model.get_parameter(full).zero_()
    return names


def wrapped_forward(model, name, example):
    """Leaves wrappers in place that lead back to the modules they were made for."""
    names = by_a_copy(model, name, example)
    for module in model.modules():
        module.forward = lambda *inputs, old=module.forward, **named: old(*inputs, **named)
    return names


def asks_modules_for_it(model, name, example):
    model.freeze_until(name)
    return []


WRONG = [
    Wrong((nothing_at_all,), 0, "'amber.cedar.weight' still asks for a gradient (4 of 4 do)"),
    Wrong((all_there_is,), 0, "every parameter is frozen (10 of 10), those of 'amber.birch' too"),
    Wrong((registration_order,), 0, "it is registered before 'amber.birch'", "B8"),
    Wrong((children_until_the_name,), 0, "every parameter is frozen (10 of 10)", "B5"),
    Wrong((children_until_the_branch,), 0, "it lies in a child that is registered before", "B5"),
    Wrong((all_but_the_last_child,), 0, "every parameter is frozen (10 of 10)", "B7"),
    Wrong((as_many_tensors_as_layers,), 0, "up to 'grove.bias' (2 of 10)", "B6"),
    Wrong((a_copy_is_frozen,), 0, "'amber.cedar.weight' still asks for a gradient", "A23"),
    Wrong((layers_without_children,), 0.8, "'shift' belongs to the model itself", "B12"),
    Wrong((children_around_are_forgotten,), 0.8, "'shift' belongs to the model itself", "B12"),
    Wrong((what_modules_own_themselves,), 0.9, "'block.attn.out_proj.weight' still asks for a"),
    Wrong((whole_ancestors,), 0, "every parameter is frozen (10 of 10)"),
    Wrong((with_the_module_itself,), 0.05, "and it belongs to 'amber.birch' itself"),
    Wrong(
        (shared_ones_too,), 0.8, "'heron.weight' is frozen, and 'grove.cedar.weight' with", "B13"
    ),
    Wrong((modules_once_by_name,), 0.9, "'heron.weight' is frozen, and 'grove.cedar", "B13"),
    Wrong((tensors_seen_after_first_runs,), 0.9, "its module runs again after 'grove'", "B14"),
    Wrong((up_to_the_last_run,), 0.95, "it runs later than 'ember' starts"),
    Wrong((hook_that_stops_early,), 0.7, "'heron.weight' is frozen, and 'grove.cedar", "B13"),
    Wrong((all_but_what_runs_later,), 0.9, "'flint.weight' is frozen, and its module never runs"),
    Wrong((thaws_the_rest,), 0.9, "'birch.bias' came frozen and asks for a gradient now"),
    Wrong((with_hooks_left,), 0.9, "hooks on 'the model': 0 before the call and 1 after it"),
    Wrong((with_a_hook_for_all_left,), 0.9, "hooks on all modules: 0 before the call and 1 after"),
    Wrong((with_no_hooks_at_all,), 0.9, "hooks on 'heron': 1 before the call and 0 after it"),
    Wrong((in_train_mode,), 0.9, "the buffer 'ember.running_mean' changed during the call", "E9"),
    Wrong((in_eval_mode_for_good,), 0.9, "'the model' came in train mode and is in eval mode"),
    Wrong((back_to_train_for_all,), 0.9, "'cedar' came in eval mode and is in train mode now"),
    Wrong((with_a_backward_pass,), 0.9, "'grove.weight' holds a gradient after the call"),
    Wrong((returns_nothing,), 0.9, "freeze_until returned None, not a list"),
    Wrong((returns_modules,), 0.9, "'heron' is in the list and is no parameter of the model"),
    Wrong((returns_the_learning_ones,), 0.9, "'amber.birch.bias' is in the list and not frozen"),
    Wrong((returns_parameters,), 0.9, "the list holds a Parameter, which is no name"),
    Wrong((lists_each_run,), 0.9, "'ember.bias' is listed more than once"),
    Wrong((another_exception,), 0.9, "which the model does not have, raised AttributeError"),
    Wrong((silent_for_unknown_names,), 0.9, "'amber.birchs', which the model does not have, was"),
    Wrong((too_late_an_exception,), 0.9, "was refused, and the flag of 'grove.weight' had changed"),
    Wrong((set_to_zero,), 0, "values changed before any training", "E18"),
    Wrong((wrapped_forward,), 0, "training did not agree about 'amber.birch.bias'"),
    Wrong((asks_modules_for_it,), 0, "'Chain' object has no attribute 'freeze_until'"),
]
RIGHT = [
    (by_a_copy,),
    (by_hooks_that_go,),
    (by_one_hook_for_all,),
    (by_starts_and_ends,),
    (by_name_and_prefix,),
]
