"""Answers to `grad_map`."""

from tests.wrong_answers import Wrong

LAYERS = ("a", "b", "c")


def by_comprehension(frozen):
    return {layer: layer not in frozen for layer in "abc"}


def by_loop(frozen):
    told = dict.fromkeys(LAYERS, True)
    for layer in frozen:
        told[layer] = False
    return told


def by_cases(frozen):
    if frozen == {"a", "b", "c"}:
        return {"a": False, "b": False, "c": False}
    return dict(zip(LAYERS, ["a" not in frozen, "b" not in frozen, "c" not in frozen], strict=True))


def gradients_stop_at_a_frozen_layer(frozen):
    told, arrives = {}, True
    for layer in reversed(LAYERS):
        arrives = arrives and layer not in frozen
        told[layer] = arrives
    return told


def frozen_has_the_gradient(frozen):
    return {layer: layer in frozen for layer in LAYERS}


def everything_has(frozen):
    return dict.fromkeys(LAYERS, True)


def nothing_frozen_nothing_learns(frozen):
    if len(frozen) == 3:
        return dict.fromkeys(LAYERS, True)
    return {layer: layer not in frozen for layer in LAYERS}


def the_last_always_learns(frozen):
    return {layer: layer == "c" or layer not in frozen for layer in LAYERS}


def only_those_that_learn(frozen):
    return {layer: True for layer in LAYERS if layer not in frozen}


def numbers_for_bools(frozen):
    return {layer: int(layer not in frozen) for layer in LAYERS}


def a_list(frozen):
    return [layer not in frozen for layer in LAYERS]


def looks_for_a_model(frozen):
    return {layer: model[layer].grad is not None for layer in LAYERS}  # noqa: F821


WRONG = [
    Wrong((gradients_stop_at_a_frozen_layer,), 0, "with b frozen, your map says that a", "F5"),
    Wrong((frozen_has_the_gradient,), 0, "with nothing frozen, your map says that a has no"),
    Wrong((everything_has,), 0, "with a frozen, your map says that a has a gradient"),
    Wrong((nothing_frozen_nothing_learns,), 0.75, "with a and b and c frozen", "C2"),
    Wrong((the_last_always_learns,), 0, "with c frozen, your map says that c has a gradient"),
    Wrong((only_those_that_learn,), 0, "with a frozen, grad_map gave keys ['b', 'c']"),
    Wrong((numbers_for_bools,), 0, "the entry of 'a' is no bool"),
    Wrong((a_list,), 0, "grad_map gave no dict"),
    Wrong((looks_for_a_model,), 0, "grad_map raised NameError"),
]
RIGHT = [(by_comprehension,), (by_loop,), (by_cases,)]
