"""Answers to `bias_only`: what is said of each wrong one, and styles that are right."""

from torch import nn

from tests.wrong_answers import Wrong


def inside(name, head):
    return name.startswith(head + ".")


def by_loop(model, head):
    names = []
    for name, p in model.named_parameters():
        p.requires_grad = name.endswith("bias") or inside(name, head)
        if p.requires_grad:
            names.append(name)
    return names


def by_freezing_first(model, head):
    model.requires_grad_(False)
    for part in model.modules():
        for name, p in part.named_parameters(recurse=False):
            p.requires_grad_(name in ("bias", "in_proj_bias"))
    model.get_submodule(head).requires_grad_(True)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def by_split(model, head):
    wanted = {id(p) for p in model.get_submodule(head).parameters()}
    wanted |= {id(p) for n, p in model.named_parameters() if n.split(".")[-1].endswith("bias")}
    for p in model.parameters():
        p.requires_grad = id(p) in wanted
    return [n for n, p in model.named_parameters() if id(p) in wanted]


def bias_in_name(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = "bias" in name
    return [name for name, p in model.named_parameters() if p.requires_grad]


def bias_in_name_or_head(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = "bias" in name or inside(name, head)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def head_left_out(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = name.endswith("bias") and not inside(name, head)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def prefix_without_dot(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = name.endswith("bias") or name.startswith(head)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def dot_bias(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = name.endswith(".bias") or inside(name, head)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def whole_norms(model, head):
    names = by_loop(model, head)
    for path, part in model.named_modules():
        if isinstance(part, (nn.BatchNorm1d, nn.BatchNorm2d, nn.LayerNorm)):
            part.requires_grad_(True)
            names += [f"{path}.{n}" for n, _ in part.named_parameters()]
    return [name for name, p in model.named_parameters() if p.requires_grad]


def linear_and_conv_only(model, head):
    model.requires_grad_(False)
    for part in model.modules():
        if isinstance(part, (nn.Linear, nn.Conv2d)) and part.bias is not None:
            part.bias.requires_grad = True
    model.get_submodule(head).requires_grad_(True)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def only_freezes(model, head):
    for name, p in model.named_parameters():
        if not name.endswith("bias") and not inside(name, head):
            p.requires_grad = False
    return [name for name, p in model.named_parameters() if p.requires_grad]


def children_only(model, head):
    model.requires_grad_(False)
    for part in model.children():
        if getattr(part, "bias", None) is not None:
            part.bias.requires_grad = True
    model.get_submodule(head).requires_grad_(True)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def head_then_freeze(model, head):
    model.get_submodule(head).requires_grad_(True)
    model.requires_grad_(False)
    return []


def module_attribute(model, head):
    model.requires_grad = False
    model.get_submodule(head).requires_grad = True
    return [name for name, _ in model.named_parameters() if name.endswith("bias")]


def head_only(model, head):
    model.requires_grad_(False)
    model.get_submodule(head).requires_grad_(True)
    return [name for name, p in model.named_parameters() if p.requires_grad]


def inverted(model, head):
    for name, p in model.named_parameters():
        p.requires_grad = not (name.endswith("bias") or inside(name, head))
    return [name for name, p in model.named_parameters() if p.requires_grad]


def returns_nothing(model, head):
    by_loop(model, head)


def returns_parameters(model, head):
    by_loop(model, head)
    return [p for p in model.parameters() if p.requires_grad]


def head_listed_last(model, head):
    names = by_loop(model, head)
    return [n for n in names if not inside(n, head)] + [n for n in names if inside(n, head)][::-1]


def biases_listed(model, head):
    return [name for name in by_loop(model, head) if name.endswith("bias")]


def biases_to_zero(model, head):
    names = by_loop(model, head)
    for name, p in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(p)
    return names


WRONG = [
    Wrong((bias_in_name,), 0, "for head '2', '2.weight' is frozen", "B16"),
    Wrong((bias_in_name_or_head,), 13 / 15, "'debias.weight' asks for a gradient", "B2"),
    Wrong((head_left_out,), 0, "for head '2', the whole head is frozen", "B17"),
    Wrong((prefix_without_dot,), 13 / 15, "'out2.weight' asks for a gradient", "B1"),
    Wrong((dot_bias,), 12 / 15, "'attention.in_proj_bias' is frozen (1 of"),
    Wrong((whole_norms,), 5 / 15, "for head 'fc', 'bn.weight' asks for a gradient"),
    Wrong((linear_and_conv_only,), 5 / 15, "for head 'fc', 'bn.bias' is frozen (1 of 3"),
    Wrong((only_freezes,), 13 / 15, "no flag has changed: 0 of"),
    Wrong((children_only,), 10 / 15, "'layer1.0.bn1.bias' is frozen"),
    Wrong((head_then_freeze,), 0, "no parameter asks for a gradient (0 of 4 do)", "C2"),
    Wrong((module_attribute,), 0, "no flag has changed: 4 of 4 parameters ask"),
    Wrong((head_only,), 0, "for head '2', '0.bias' is frozen (1 of 3"),
    Wrong((inverted,), 0, "'0.weight' asks for a gradient and '0.bias' does not"),
    Wrong((returns_nothing,), 12 / 15, "bias_only returned None, not a list of names"),
    Wrong((returns_parameters,), 12 / 15, "returned a list with other things in it"),
    Wrong((head_listed_last,), 12 / 15, "the names came back in another order"),
    Wrong((biases_listed,), 12 / 15, "'2.weight' is not on the list that came back"),
    Wrong((biases_to_zero,), 0, "values changed before any training", "E18"),
]
RIGHT = [(by_loop,), (by_freezing_first,), (by_split,)]
