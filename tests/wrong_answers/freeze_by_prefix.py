"""Answers to `freeze_by_prefix`."""

import copy

import torch

from tests.wrong_answers import Wrong


def _fits(name, prefix):
    return name == prefix or name.startswith(prefix + ".")


def _checked(model, prefixes):
    for prefix in prefixes:
        if not any(_fits(name, prefix) for name, _ in model.named_parameters()):
            raise ValueError(f"nothing is called {prefix!r}")


def by_one_dot_more(model, prefixes):
    _checked(model, prefixes)
    frozen = []
    for name, parameter in model.named_parameters():
        if any((name + ".").startswith(prefix + ".") for prefix in prefixes):
            parameter.requires_grad = False
            frozen.append(name)
    return frozen


def by_components(model, prefixes):
    names = dict(model.named_parameters())
    chosen = []
    for prefix in prefixes:
        parts = prefix.split(".")
        fitting = [name for name in names if name.split(".")[: len(parts)] == parts]
        if not fitting:
            raise ValueError(prefix)
        chosen += [name for name in fitting if name not in chosen]
    for name in chosen:
        names[name].requires_grad_(False)
    return chosen


def by_submodules(model, prefixes):
    modules, owned = dict(model.named_modules()), dict(model.named_parameters())
    found = {}
    for prefix in prefixes:
        if prefix in owned:
            found[prefix] = owned[prefix]
            continue
        inside = list(modules[prefix].named_parameters()) if prefix in modules else []
        if not inside:
            raise ValueError(f"there is no parameter below {prefix}")
        found.update({f"{prefix}.{name}": parameter for name, parameter in inside})
    for parameter in found.values():
        parameter.requires_grad = False
    return list(found)


def _freezing(test):
    """A wrong answer that refuses what fits nothing, and freezes by this test."""

    def answer(model, prefixes):
        _checked(model, prefixes)
        frozen = []
        for name, parameter in model.named_parameters():
            if test(name, prefixes):
                parameter.requires_grad = False
                frozen.append(name)
        return frozen

    return answer


def by_the_first_letters(model, prefixes):
    found = []
    for name, parameter in model.named_parameters():
        if name.startswith(tuple(prefixes)):
            parameter.requires_grad = False
            found.append(name)
    if prefixes and not found:
        raise ValueError(f"nothing begins with {prefixes}")
    return found


def word_inside_the_name(model, prefixes):
    return _freezing(lambda name, chosen: any(f"{part}." in f"{name}." for part in chosen))(
        model, prefixes
    )


def name_in_the_list(model, prefixes):
    frozen = []
    for name, parameter in model.named_parameters():
        if name in prefixes:
            parameter.requires_grad = False
            frozen.append(name)
    return frozen


def name_in_the_list_checked(model, prefixes):
    names = [name for name, _ in model.named_parameters()]
    for prefix in prefixes:
        if prefix not in names:
            raise ValueError(f"there is no {prefix}")
    return name_in_the_list(model, prefixes)


def always_true(model, prefixes):
    frozen = []
    for name, parameter in model.named_parameters():
        for prefix in prefixes:
            if prefix or prefix + "." in name:
                parameter.requires_grad = False
                frozen.append(name)
                break
    return frozen


def freezes_the_model(model, prefixes):
    model.requires_grad_(False)
    return [name for name, _ in model.named_parameters()]


def without_a_check(model, prefixes):
    return _freezing(lambda *_: False) and [
        name
        for name, parameter in model.named_parameters()
        if any(_fits(name, prefix) for prefix in prefixes)
        and parameter.requires_grad_(False) is parameter
    ]


def checks_the_sum_only(model, prefixes):
    frozen = without_a_check(model, prefixes)
    if prefixes and not frozen:
        raise ValueError(f"nothing fits {prefixes}")
    return frozen


def asks_for_attributes(model, prefixes):
    for prefix in prefixes:
        owner = model
        for part in prefix.split("."):
            if not hasattr(owner, part):
                raise ValueError(f"no {prefix}")
            owner = getattr(owner, part)
    return without_a_check(model, prefixes)


def asks_for_submodules(model, prefixes):
    parts = [name for name, _ in model.named_modules()]
    owned = [name for name, _ in model.named_parameters()]
    for prefix in prefixes:
        if prefix not in [*parts, *owned]:
            raise ValueError(f"no {prefix}")
    return without_a_check(model, prefixes)


def checks_while_freezing(model, prefixes):
    frozen = []
    for prefix in prefixes:
        found = without_a_check(model, [prefix])
        if not found:
            raise ValueError(f"nothing fits {prefix}")
        frozen += [name for name in found if name not in frozen]
    return frozen


def modules_only(model, prefixes):
    frozen = []
    for prefix in prefixes:
        for name, parameter in model.get_submodule(prefix).named_parameters():
            parameter.requires_grad = False
            frozen.append(f"{prefix}.{name}")
    return frozen


def below_a_dot_only(model, prefixes):
    frozen = []
    for name, parameter in model.named_parameters():
        if any(name.startswith(f"{prefix}.") for prefix in prefixes):
            parameter.requires_grad = False
            frozen.append(name)
    for prefix in prefixes:
        if not any(_fits(name, prefix) for name, _ in model.named_parameters()):
            raise ValueError(prefix)
    return frozen


def keeps_what_is_listed(model, prefixes):
    _checked(model, prefixes)
    frozen = []
    for name, parameter in model.named_parameters():
        parameter.requires_grad = any(_fits(name, prefix) for prefix in prefixes)
        if not parameter.requires_grad:
            frozen.append(name)
    return frozen


def freezes_all_when_nothing_is_asked(model, prefixes):
    _checked(model, prefixes)
    chosen = prefixes or [name for name, _ in model.named_children()]
    return by_one_dot_more(model, [c for c in chosen if c not in ("relu", "avgpool")])


def refuses_nothing(model, prefixes):
    if not prefixes:
        raise ValueError("nothing to freeze")
    return by_one_dot_more(model, prefixes)


def writes_every_flag(model, prefixes):
    _checked(model, prefixes)
    frozen = []
    for name, parameter in model.named_parameters():
        parameter.requires_grad = not any(_fits(name, prefix) for prefix in prefixes)
        if not parameter.requires_grad:
            frozen.append(name)
    return frozen


def only_the_weights(model, prefixes):
    return _freezing(
        lambda name, chosen: (
            name in chosen or any(_fits(name, p) and name.endswith("weight") for p in chosen)
        )
    )(model, prefixes)


def the_first_prefix_only(model, prefixes):
    return by_one_dot_more(model, prefixes[:1])


def flag_of_the_module(model, prefixes):
    _checked(model, prefixes)
    for prefix in prefixes:
        owner = dict(model.named_modules()).get(prefix)
        if owner is None:
            dict(model.named_parameters())[prefix].requires_grad = False
        else:
            owner.requires_grad = False
    return [name for name, _ in model.named_parameters() if any(_fits(name, p) for p in prefixes)]


def a_copy(model, prefixes):
    return by_one_dot_more(copy.deepcopy(model), prefixes)


def always_refuses(model, prefixes):
    raise ValueError(" ".join(prefixes))


def does_nothing(model, prefixes):
    return []


def a_key_error(model, prefixes):
    parts = dict(model.named_modules()) | dict(model.named_parameters())
    for prefix in prefixes:
        parts[prefix]
    return without_a_check(model, prefixes)


def without_saying_which(model, prefixes):
    try:
        _checked(model, prefixes)
    except ValueError:
        raise ValueError("one of the prefixes fits nothing") from None
    return by_one_dot_more(model, prefixes)


def returns_nothing(model, prefixes):
    by_one_dot_more(model, prefixes)


def returns_a_set(model, prefixes):
    return set(by_one_dot_more(model, prefixes))


def returns_the_prefixes(model, prefixes):
    by_one_dot_more(model, prefixes)
    return list(prefixes)


def returns_pairs(model, prefixes):
    return [(name, False) for name in by_one_dot_more(model, prefixes)]


def returns_names_twice(model, prefixes):
    return by_one_dot_more(model, prefixes) * 2


def returns_all_frozen_names(model, prefixes):
    by_one_dot_more(model, prefixes)
    return [name for name, parameter in model.named_parameters() if not parameter.requires_grad]


def empties_what_it_freezes(model, prefixes):
    frozen = by_one_dot_more(model, prefixes)
    with torch.no_grad():
        for name in frozen:
            model.get_parameter(name).zero_()
    return frozen


WRONG = [
    Wrong((by_the_first_letters,), 0.45, "'layer10.weight' is frozen too (8 of 24 are)", "B1"),
    Wrong((word_inside_the_name,), 0.8, "'layer1.0.conv1.weight' is frozen too (9 of 12", "B2"),
    Wrong((name_in_the_list,), 0.25, "froze nothing; only a parameter's full name was", "B2"),
    Wrong((name_in_the_list_checked,), 0.35, "freeze_by_prefix raised ValueError; only a", "B2"),
    Wrong((always_true,), 0, "for ['layer1'], every parameter is frozen (24 of 24)", "B3"),
    Wrong((freezes_the_model,), 0, "for ['layer1'], every parameter is frozen (24 of 24)"),
    Wrong((without_a_check,), 0.8, "begins with 'module.layer1.weight', no parameter fits", "B4"),
    Wrong((checks_the_sum_only,), 0.9, "no parameter fits 'layer13', and freeze_by_prefix", "B4"),
    Wrong((asks_for_attributes,), 0.9, "no parameter fits 'blocks', and freeze_by_prefix", "B9"),
    Wrong((asks_for_submodules,), 0.95, "no parameter fits 'softmax', and freeze_by_prefix", "B7"),
    Wrong((checks_while_freezing,), 0.9, "ValueError came after 'layer5.weight' had been frozen"),
    Wrong((modules_only,), 0.7, "freeze_by_prefix raised AttributeError on its line 4", "B12"),
    Wrong((below_a_dot_only,), 0.8, "'pos' still asks for a gradient (2 of 2 do)", "B12"),
    Wrong((keeps_what_is_listed,), 0, "'layer2.weight' is frozen and 'layer1.weight' is not"),
    Wrong((freezes_all_when_nothing_is_asked,), 0.9, "at all, 'conv1.weight' is frozen", "B15"),
    Wrong((refuses_nothing,), 0.9, "with no prefixes at all, freeze_by_prefix raised ValueError"),
    Wrong((writes_every_flag,), 0.9, "'layer7.weight', which was frozen before, asks for a"),
    Wrong((only_the_weights,), 0.45, "'layer1.bias' still asks for a gradient (1 of 2 do)", "A25"),
    Wrong((the_first_prefix_only,), 0.1, "'layer11.weight' still asks for a gradient (2 of 4"),
    Wrong((flag_of_the_module,), 0.45, "'layer1.weight' still asks for a gradient (2 of 2 do)"),
    Wrong((a_copy,), 0, "for ['layer1'], 'layer1.weight' still asks for a gradient (2 of 2 do)"),
    Wrong((always_refuses,), 0, "freeze_by_prefix raised ValueError, and each of them does fit"),
    Wrong((does_nothing,), 0, "for ['layer1'], 'layer1.weight' still asks for a gradient"),
    Wrong((a_key_error,), 0.8, "freeze_by_prefix raised KeyError for 'layer1', not ValueError"),
    Wrong((without_saying_which,), 0.8, "the message of ValueError does not say 'layer1'"),
    Wrong((returns_nothing,), 0.85, "for ['layer1'], freeze_by_prefix returned None, not a list"),
    Wrong((returns_a_set,), 0.85, "for ['layer1'], freeze_by_prefix returned a set, not a list"),
    Wrong((returns_the_prefixes,), 0.85, "for ['layer1'], 'layer1' is on the list that came back"),
    Wrong((returns_pairs,), 0.85, "an entry of the list that came back is no string"),
    Wrong((returns_names_twice,), 0.85, "a name is on the list more than once"),
    Wrong((returns_all_frozen_names,), 0.85, "for ['layer2'], 'layer7.bias' is on the list"),
    Wrong((empties_what_it_freezes,), 0, "values changed before any training", "E18"),
]
RIGHT = [(by_one_dot_more,), (by_components,), (by_submodules,)]
