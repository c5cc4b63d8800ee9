"""Answers to `depth_nets`."""

import copy

import torch
from torch import nn

from tests.wrong_answers import Wrong


def first(n):
    return [f"block{number}" for number in range(1, n + 1)]


def from_start(base, start, n):
    nets = {}
    for kind in ("frozen", "tuned", "random"):
        net = copy.deepcopy(start)
        for name in first(n):
            block = net.get_submodule(name)
            if kind != "random":
                block.load_state_dict(base.get_submodule(name).state_dict())
            block.requires_grad_(kind == "tuned")
        nets[kind] = net
    return nets


def from_base(base, start, n):
    nets = {kind: copy.deepcopy(base).requires_grad_(True) for kind in ("frozen", "tuned")}
    for net in nets.values():
        for name, child in net.named_children():
            if name not in first(n):
                child.load_state_dict(start.get_submodule(name).state_dict())
    nets["random"] = copy.deepcopy(start)
    for kind in ("frozen", "random"):
        for name in first(n):
            nets[kind].get_submodule(name).requires_grad_(False)
    return nets


def by_whole_state_dicts(base, start, n):
    learned, fresh = base.state_dict(), start.state_dict()
    mixed = {k: learned[k] if k.split(".")[0] in first(n) else fresh[k] for k in fresh}
    nets = {}
    for kind, state in (("frozen", mixed), ("tuned", mixed), ("random", fresh)):
        net = nets[kind] = copy.deepcopy(start)
        net.load_state_dict(state)
        for name, parameter in net.named_parameters():
            parameter.requires_grad = kind == "tuned" or name.split(".")[0] not in first(n)
    return nets


def by_setting_copied_blocks(base, start, n):
    nets = {kind: copy.deepcopy(start) for kind in ("random", "frozen", "tuned")}
    for name in first(n):
        for kind, asks in (("frozen", False), ("tuned", True)):
            setattr(nets[kind], name, copy.deepcopy(getattr(base, name)).requires_grad_(asks))
        getattr(nets["random"], name).requires_grad_(False)
    return nets


def without_control(base, start, n):
    nets = from_start(base, start, n)
    del nets["random"]
    return nets


def control_is_pretrained(base, start, n):
    nets = from_start(base, start, n)
    return nets | {"random": copy.deepcopy(nets["frozen"])}


def control_learns(base, start, n):
    nets = from_start(base, start, n)
    nets["random"].requires_grad_(True)
    return nets


def control_with_a_start_of_its_own(base, start, n):
    nets = from_start(base, start, n)
    for module in nets["random"].modules():
        if isinstance(module, nn.Linear | nn.BatchNorm1d):
            module.reset_parameters()
    return nets


def shared_blocks(base, start, n):
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for name in first(n):
        for kind in ("frozen", "tuned"):
            setattr(nets[kind], name, getattr(base, name))
            getattr(nets[kind], name).requires_grad_(kind == "tuned")
        getattr(nets["random"], name).requires_grad_(False)
    return nets


def start_itself(base, start, n):
    nets = from_start(base, start, n)
    for name in first(n):
        getattr(start, name).requires_grad_(False)
    return nets | {"random": start}


def thaws_base_first(base, start, n):
    base.requires_grad_(True)
    return from_base(base, start, n)


def by_registration(base, start, n):
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for kind, net in nets.items():
        for name in [name for name, _ in base.named_children()][:n]:
            if kind != "random":
                net.get_submodule(name).load_state_dict(base.get_submodule(name).state_dict())
            net.get_submodule(name).requires_grad_(kind == "tuned")
    return nets


def by_sorted_names(base, start, n):
    names = sorted(name for name, _ in base.named_children())[:n]
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for kind, net in nets.items():
        for name in names:
            if kind != "random":
                net.get_submodule(name).load_state_dict(base.get_submodule(name).state_dict())
            net.get_submodule(name).requires_grad_(kind == "tuned")
    return nets


def by_prefix(base, start, n):
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for kind, net in nets.items():
        learned, state = base.state_dict(), net.state_dict()
        for name, parameter in net.named_parameters():
            if name.startswith(tuple(first(n))) and n:
                parameter.requires_grad = kind == "tuned"
        if kind != "random":
            names = [k for k in state if n and k.startswith(tuple(first(n)))]
            net.load_state_dict(state | {k: learned[k] for k in names})
    return nets


def parameters_only(base, start, n):
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for kind, net in nets.items():
        for name in first(n):
            mine, theirs = net.get_submodule(name), base.get_submodule(name)
            if kind != "random":
                with torch.no_grad():
                    for to, source in zip(mine.parameters(), theirs.parameters(), strict=True):
                        to.copy_(source)
            mine.requires_grad_(kind == "tuned")
    return nets


def everything_of_base(base, start, n):
    nets = {"frozen": copy.deepcopy(base), "tuned": copy.deepcopy(base).requires_grad_(True)}
    nets["random"] = copy.deepcopy(start)
    for kind in ("frozen", "random"):
        nets[kind].requires_grad_(True)
        for name in first(n):
            nets[kind].get_submodule(name).requires_grad_(False)
    return nets


def flags_of_base(base, start, n):
    nets = {kind: copy.deepcopy(base) for kind in ("frozen", "tuned")}
    for kind, net in nets.items():
        for name, child in net.named_children():
            if name not in first(n):
                child.load_state_dict(start.get_submodule(name).state_dict())
            elif kind == "frozen":
                child.requires_grad_(False)
    return nets | {"random": from_start(base, start, n)["random"]}


def tuned_is_frozen(base, start, n):
    nets = from_start(base, start, n)
    return nets | {"tuned": copy.deepcopy(nets["frozen"])}


def nothing_frozen(base, start, n):
    return {kind: net.requires_grad_(True) for kind, net in from_start(base, start, n).items()}


def all_but_head_frozen(base, start, n):
    nets = from_start(base, start, n)
    for kind in ("frozen", "random"):
        nets[kind].requires_grad_(False)
        nets[kind].head.requires_grad_(True)
    return nets


def one_block_too_many(base, start, n):
    return from_start(base, start, n + 1)


def copies_of_start(base, start, n):
    return {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}


def a_list(base, start, n):
    return list(from_start(base, start, n).values())


def state_dicts(base, start, n):
    return {kind: net.state_dict() for kind, net in from_start(base, start, n).items()}


def by_hooks(base, start, n):
    nets = from_start(base, start, n)
    nets["frozen"].requires_grad_(True)
    for name in first(n):
        for parameter in nets["frozen"].get_submodule(name).parameters():
            parameter.requires_grad_(False)
    nets["tuned"].head.weight.register_hook(lambda grad: None)
    nets["tuned"].register_forward_pre_hook(lambda net, _: net.head.requires_grad_(False) and None)
    return nets


def of_another_kind(base, start, n):
    return from_start(type(base)(), type(start)(), n)


WRONG = [
    Wrong((without_control,), 6 / 15, "the dict has no key 'random'"),
    Wrong((control_is_pretrained,), 6 / 15, "of 'random' holds what 'base' has"),
    Wrong((control_learns,), 6 / 15, "in 'random', 'block1.0.weight', 'block1.0.bias'"),
    Wrong((control_with_a_start_of_its_own,), 6 / 15, "of 'random' holds neither what 'base'"),
    Wrong((tuned_is_frozen,), 6 / 15, "in 'tuned', the flag of 'block1.0.weight'"),
    Wrong((shared_blocks,), 3 / 15, "of 'frozen' is the very tensor of 'base'", "E19"),
    Wrong((start_itself,), 6 / 15, "of 'random' is the very tensor of 'start'", "E19"),
    Wrong((thaws_base_first,), 14 / 15, "'base' has other values or flags than before", "E19"),
    Wrong((by_registration,), 13 / 15, "'frozen' holds block4, block5", "B8"),
    Wrong((by_sorted_names,), 13 / 15, "'frozen' holds block1, block10", "B1"),
    Wrong((by_prefix,), 13 / 15, "'frozen' holds block1, block10, block11", "B1"),
    Wrong((parameters_only,), 13 / 15, "running_mean' of 'frozen' holds what 'start'"),
    Wrong((everything_of_base,), 3 / 15, "of 'frozen' holds what 'base' has"),
    Wrong((flags_of_base,), 13 / 15, "in 'frozen', the flag of 'head.weight'"),
    Wrong((nothing_frozen,), 3 / 15, "of the first blocks asks for a gradient"),
    Wrong((all_but_head_frozen,), 3 / 15, "in 'frozen', the flag of"),
    Wrong((one_block_too_many,), 0, "'frozen' holds block1, block2"),
    Wrong((copies_of_start,), 0, "of 'frozen' holds what 'start' has"),
    Wrong((a_list,), 0, "depth_nets returned a list, not a dict"),
    Wrong((state_dicts,), 0, "not a network"),
    Wrong((by_hooks,), 6 / 15, "'tuned'"),
    Wrong((of_another_kind,), 0, "depth_nets raised TypeError"),
]
RIGHT = [(from_start,), (from_base,), (by_whole_state_dicts,), (by_setting_copied_blocks,)]
