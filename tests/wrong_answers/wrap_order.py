"""Answers to `wrap_order`."""

import copy

from tests.wrong_answers import Wrong


def in_order(model, plan, wrap, make_optimizer):
    parts = {path: model.get_submodule(path) for path in plan}
    for path, learns in plan.items():
        parts[path].requires_grad_(learns)
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise ValueError("nothing learns under this plan")
    wrapped = wrap(model)
    return wrapped, make_optimizer([p for p in wrapped.parameters() if p.requires_grad])


def with_all_parameters(model, plan, wrap, make_optimizer):
    known = dict(model.named_modules())
    missing = [path for path in plan if path not in known]
    if missing:
        raise KeyError(f"no such part: {missing}")
    for path in plan:
        for parameter in known[path].parameters():
            parameter.requires_grad = plan[path]
    if sum(parameter.requires_grad for parameter in model.parameters()) == 0:
        raise ValueError("nothing to train")
    model = wrap(model)
    return [model, make_optimizer(model.parameters())]


def by_prefix(model, plan, wrap, make_optimizer):
    names = [name for name, _ in model.named_parameters()]
    prefixes = {path: f"{path}." if path else "" for path in plan}
    for path, prefix in prefixes.items():
        if not any(name.startswith(prefix) for name in names):
            raise ValueError(f"{path} matches nothing")
    for name, parameter in model.named_parameters():
        for path, prefix in prefixes.items():
            if name.startswith(prefix):
                parameter.requires_grad_(plan[path])
    learning = [p for p in model.parameters() if p.requires_grad]
    if not learning:
        raise ValueError("all frozen")
    wrapped = wrap(model)
    return wrapped, make_optimizer(filter(lambda p: p.requires_grad, wrapped.parameters()))


def _planned(model, plan):
    parts = {path: model.get_submodule(path) for path in plan}
    for path, learns in plan.items():
        parts[path].requires_grad_(learns)


def _checked(model, plan):
    _planned(model, plan)
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise ValueError("nothing learns")


def wrapped_first(model, plan, wrap, make_optimizer):
    wrapped = wrap(model)
    _checked(model, plan)
    return wrapped, make_optimizer(wrapped.parameters())


def thawed_late(model, plan, wrap, make_optimizer):
    _planned(model, plan)
    flags = [p.requires_grad for p in model.parameters()]
    model.stem.requires_grad_(False)
    model.neck.requires_grad_(False)
    wrapped = wrap(model)
    for parameter, flag in zip(wrapped.parameters(), flags, strict=True):
        parameter.requires_grad_(flag)
    return wrapped, make_optimizer(p for p in wrapped.parameters() if p.requires_grad)


def frozen_late(model, plan, wrap, make_optimizer):
    off = [path for path in plan if not plan[path]]
    _planned(model, {path: True for path in plan if plan[path]})
    wrapped = wrap(model)
    _planned(model, {path: plan[path] for path in plan if path in off or plan[path]})
    return wrapped, make_optimizer(p for p in wrapped.parameters() if p.requires_grad)


def optimizer_first(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    optimizer = make_optimizer([p for p in model.parameters() if p.requires_grad])
    return wrap(model), optimizer


def optimizer_before_the_plan(model, plan, wrap, make_optimizer):
    optimizer = make_optimizer([p for p in model.parameters() if p.requires_grad])
    _checked(model, plan)
    return wrap(model), optimizer


def names_of_the_wrapped_one(model, plan, wrap, make_optimizer):
    wrapped = wrap(model)
    for name, parameter in wrapped.named_parameters():
        for path, learns in plan.items():
            if path and name.startswith(f"{path}."):
                parameter.requires_grad_(learns)
    return wrapped, make_optimizer(wrapped.parameters())


def unknown_names_pass(model, plan, wrap, make_optimizer):
    known = dict(model.named_modules())
    _checked(model, {path: plan[path] for path in plan if path in known})
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.parameters())


def half_a_plan_carried_out(model, plan, wrap, make_optimizer):
    for path, learns in plan.items():
        model.get_submodule(path).requires_grad_(learns)
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise ValueError("nothing learns")
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.parameters())


def left_to_the_wrapper(model, plan, wrap, make_optimizer):
    _planned(model, plan)
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.parameters())


def wrapped_though_nothing_learns(model, plan, wrap, make_optimizer):
    _planned(model, plan)
    if not any(parameter.requires_grad for parameter in model.parameters()):
        return model, None
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.parameters())


def only_what_freezes(model, plan, wrap, make_optimizer):
    for path, learns in plan.items():
        if not learns:
            model.get_submodule(path).requires_grad_(False)
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.parameters())


def a_copy_wrapped(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    wrapped = wrap(copy.deepcopy(model))
    return wrapped, make_optimizer(wrapped.parameters())


def optimizer_of_a_copy(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    optimizer = make_optimizer(copy.deepcopy(model).parameters())
    return wrap(model), optimizer


def the_model_itself(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    wrapped = wrap(model)
    return model, make_optimizer(wrapped.parameters())


def not_wrapped_at_all(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    return model, make_optimizer(model.parameters())


def head_alone_in_the_optimizer(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    wrapped = wrap(model)
    return wrapped, make_optimizer(wrapped.module.head.parameters())


def only_the_wrapped_model(model, plan, wrap, make_optimizer):
    _checked(model, plan)
    return wrap(model)


WRONG = [
    Wrong((wrapped_first,), 4 / 15, "asked for no gradient yet when `wrap` was called", "F18"),
    Wrong((thawed_late,), 7 / 15, "and the two workers differ in", "F18"),
    Wrong((frozen_late,), 4 / 15, "still asked for a gradient when `wrap` was called", "F17"),
    Wrong((optimizer_first,), 11 / 15, "the optimizer holds tensors"),
    Wrong((optimizer_before_the_plan,), 3 / 15, "the optimizer does not hold", "D6"),
    Wrong((names_of_the_wrapped_one,), 0, "no flag has changed", "B4"),
    Wrong((unknown_names_pass,), 13 / 15, "which the model does not have, wrap_order ret", "B4"),
    Wrong((half_a_plan_carried_out,), 13 / 15, "the model has changed all the same"),
    Wrong((left_to_the_wrapper,), 13 / 15, "the wrapper was called, and refused", "F19"),
    Wrong((wrapped_though_nothing_learns,), 13 / 15, "returned a tuple", "F19"),
    Wrong((only_what_freezes,), 3 / 15, "wrap_order raised NothingLearns"),
    Wrong((a_copy_wrapped,), 0, "another model was wrapped"),
    Wrong((optimizer_of_a_copy,), 0, "the optimizer holds tensors (8)", "F22"),
    Wrong((the_model_itself,), 0, "is not what `wrap` gave"),
    Wrong((not_wrapped_at_all,), 0, "`wrap` was never called"),
    Wrong((head_alone_in_the_optimizer,), 0, "the optimizer does not hold", "D6"),
    Wrong((only_the_wrapped_model,), 0, "is not what `wrap` gave"),
]
RIGHT = [(in_order,), (with_all_parameters,), (by_prefix,)]
