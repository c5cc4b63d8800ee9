"""Answers to `freeze_lint`."""

from tests.wrong_answers import Wrong

NAMES = ("requires_grad", "require_grad", "requires_grad_", "trainable", "frozen")


def _path(owner, name):
    return f"{owner}.{name}" if owner else name


def by_dictionaries(model):
    owners = [*model.named_modules(), *model.named_parameters()]
    return [_path(path, name) for path, owner in owners for name in NAMES if name in vars(owner)]


def module_by_module(model):
    found = []
    for path, module in model.named_modules():
        found += [_path(path, name) for name in vars(module) if name in NAMES]
        for own, parameter in module.named_parameters(recurse=False):
            found += [_path(path, f"{own}.{name}") for name in parameter.__dict__ if name in NAMES]
    return found


def backwards_by_recursion(model, path=""):
    found = [_path(path, name) for name in reversed(NAMES) if name in model.__dict__]
    for own, parameter in model.named_parameters(recurse=False):
        found += [_path(_path(path, own), name) for name in vars(parameter) if name in NAMES]
    for own, child in model.named_children():
        found += backwards_by_recursion(child, _path(path, own))
    return found[::-1]


def modules_only(model):
    owners = model.named_modules()
    return [_path(path, name) for path, owner in owners for name in NAMES if name in vars(owner)]


def parameters_only(model):
    owners = model.named_parameters()
    return [_path(path, name) for path, owner in owners for name in NAMES if name in vars(owner)]


def without_the_model_itself(model):
    return [path for path in by_dictionaries(model) if "." in path]


def children_only(model):
    owners = [("", model), *model.named_children(), *model.named_parameters()]
    return [_path(path, name) for path, owner in owners for name in NAMES if name in vars(owner)]


def with_hasattr(model):
    owners = [*model.named_modules(), *model.named_parameters()]
    return [_path(path, name) for path, owner in owners for name in NAMES if hasattr(owner, name)]


def the_frozen_ones(model):
    return [name for name, parameter in model.named_parameters() if not parameter.requires_grad]


def whatever_is_in_the_dictionary(model):
    found = by_dictionaries(model)
    return found + [f"{path}.{n}" for path, p in model.named_parameters() for n in vars(p)]


def without_the_underscore(model):
    return [path for path in by_dictionaries(model) if not path.endswith("_")]


def without_the_typo(model):
    return [path for path in by_dictionaries(model) if not path.endswith("require_grad")]


def only_the_first(model):
    return by_dictionaries(model)[:1]


def the_owner_only(model):
    return [path.rpartition(".")[0] for path in by_dictionaries(model)]


def a_dot_before_the_root(model):
    return [path if "." in path else f".{path}" for path in by_dictionaries(model)]


def said_twice(model):
    return by_dictionaries(model) * 2


def a_set(model):
    return set(by_dictionaries(model))


def a_tuple(model):
    return tuple(by_dictionaries(model))


def pairs(model):
    return [tuple(path.rpartition(".")[::2]) for path in by_dictionaries(model)]


def nothing_returned(model):
    by_dictionaries(model)


def nothing_found(model):
    return []


def calls_the_method(model):
    model.requires_grad_(True)
    return by_dictionaries(model)


WRONG = [
    Wrong((modules_only,), 4 / 6, "an invented 'require_grad' that is not on the list", "A8"),
    Wrong((parameters_only,), 2 / 6, "an invented 'requires_grad' that is not on the list", "A5"),
    Wrong((without_the_model_itself,), 5 / 6, "an invented 'requires_grad' that is not", "A5"),
    Wrong((children_only,), 4 / 6, "an invented 'requires_grad' that is not on the list", "A6"),
    Wrong((with_hasattr,), 0, "without invented attributes, freeze_lint named 'requires_grad_'"),
    Wrong((the_frozen_ones,), 0, "without invented attributes, freeze_lint named '0.weight'"),
    Wrong((whatever_is_in_the_dictionary,), 0, "freeze_lint named '2.weight.note'"),
    Wrong((without_the_underscore,), 4 / 6, "an invented 'requires_grad_' that is not", "A9"),
    Wrong((only_the_first,), 5 / 6, "an invented 'frozen' that is not on the list", "A15"),
    Wrong((without_the_typo,), 5 / 6, "an invented 'require_grad' that is not", "A8"),
    Wrong((the_owner_only,), 0, "'' is on the list, and the net has no invented attribute"),
    Wrong((a_dot_before_the_root,), 5 / 6, "'.requires_grad' is on the list, and the net has no"),
    Wrong((said_twice,), 0, "'requires_grad' is on the list more than once"),
    Wrong((a_set,), 0, "freeze_lint returned a set, not a list"),
    Wrong((a_tuple,), 0, "freeze_lint returned a tuple, not a list"),
    Wrong((pairs,), 0, "an entry of the list is no string"),
    Wrong((nothing_returned,), 0, "freeze_lint returned None, not a list"),
    Wrong((calls_the_method,), 0, "freeze_lint raised TypeError on its line 2", "A10"),
]
RIGHT = [(by_dictionaries,), (module_by_module,), (backwards_by_recursion,)]
