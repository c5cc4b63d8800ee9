"""Answers to `geometric_groups`."""

import copy

import torch

from tests.wrong_answers import Wrong


def learning(block):
    return [parameter for parameter in block.parameters() if parameter.requires_grad]


def by_power(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {"params": learning(block), "lr": lr / factor ** (last - place)}
        for place, block in enumerate(blocks)
    ]


def from_the_last_down(blocks, lr, factor):
    groups = []
    for block in reversed(blocks):
        if learning(block):
            groups.append({"params": learning(block), "lr": lr})
        lr /= factor
    return groups


def a_group_for_each_tensor(blocks, lr, factor):
    rates = [lr * factor**-depth for depth in range(len(blocks))][::-1]
    return tuple(
        {"params": parameter, "lr": torch.tensor(rate, dtype=torch.float64).item(), "name": "x"}
        for block, rate in zip(blocks, rates, strict=True)
        for parameter in learning(block)
    )


def with_names(blocks, lr, factor):
    groups = []
    for depth, block in enumerate(blocks[::-1]):
        named = [(f"{depth}.{n}", p) for n, p in block.named_parameters() if p.requires_grad]
        groups += [{"params": named, "lr": lr / factor**depth}]
    return groups


def reversed_order(blocks, lr, factor):
    return [
        {"params": learning(block), "lr": lr / factor**place} for place, block in enumerate(blocks)
    ]


def multiplied(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {"params": learning(block), "lr": lr * factor ** (last - place)}
        for place, block in enumerate(blocks)
    ]


def one_power_too_many(blocks, lr, factor):
    return [
        {"params": learning(block), "lr": lr / factor ** (len(blocks) - place)}
        for place, block in enumerate(blocks)
    ]


def divided_by_a_multiple(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {"params": learning(block), "lr": lr / (factor * (last - place) or 1)}
        for place, block in enumerate(blocks)
    ]


def counting_only_what_learns(blocks, lr, factor):
    return by_power([block for block in blocks if learning(block)], lr, factor)


def frozen_ones_too(blocks, lr, factor):
    groups = by_power(blocks, lr, factor)
    for group, block in zip(groups, blocks, strict=True):
        group["params"] = list(block.parameters())
    return groups


def judged_by_the_first_flag(blocks, lr, factor):
    groups = []
    for place, block in enumerate(reversed(blocks)):
        parameters = list(block.parameters())
        if parameters and parameters[0].requires_grad:
            groups.append({"params": parameters, "lr": lr / factor**place})
    return groups


def all_of_what_follows(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {
            "params": [p for block in blocks[place:] for p in learning(block)],
            "lr": lr / factor ** (last - place),
        }
        for place in range(len(blocks))
    ]


def each_module_of_each_block(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {
            "params": [p for m in (block, *block.modules()) for p in learning(m)],
            "lr": lr / factor ** (last - place),
        }
        for place, block in enumerate(blocks)
    ]


def generators(blocks, lr, factor):
    last = len(blocks) - 1
    return [
        {"params": (p for p in learning(block)), "lr": lr / factor ** (last - place)}
        for place, block in enumerate(blocks)
    ]


def read_before(blocks, lr, factor):
    groups = []
    for place, block in enumerate(reversed(blocks)):
        members = filter(lambda p: p.requires_grad, block.parameters())
        if len(list(members)):
            groups.append({"params": members, "lr": lr / factor**place})
    return groups


def learning_rate(blocks, lr, factor):
    return [
        {"params": group["params"], "learning_rate": group["lr"]}
        for group in by_power(blocks, lr, factor)
    ]


def one_rate(blocks, lr, factor):
    return [{"params": [p for block in blocks for p in learning(block)], "lr": lr}]


def without_rates(blocks, lr, factor):
    return [{"params": learning(block)} for block in blocks]


def without_the_first(blocks, lr, factor):
    return by_power(blocks, lr, factor)[1:]


def a_return_in_the_loop(blocks, lr, factor):
    groups = []
    for block in blocks[::-1]:
        groups.append({"params": learning(block), "lr": lr})
        return groups


def of_copies(blocks, lr, factor):
    return by_power(copy.deepcopy(blocks), lr, factor)


def thaws(blocks, lr, factor):
    for block in blocks:
        block.requires_grad_(True)
    return by_power(blocks, lr, factor)


def a_dict(blocks, lr, factor):
    return dict(enumerate(by_power(blocks, lr, factor)))


def tensors(blocks, lr, factor):
    return [group["params"] for group in by_power(blocks, lr, factor)]


def by_index(blocks, lr, factor):
    return [
        {"params": [block.weight, block.bias], "lr": lr / factor**place}
        for place, block in enumerate(reversed(blocks))
    ]


def rates_as_text(blocks, lr, factor):
    groups = by_power(blocks, lr, factor)
    return [group | {"lr": f"{group['lr']:.4f}"} for group in groups]


def nothing(blocks, lr, factor):
    return [group for group in by_power(blocks, lr, factor) if group["lr"] > lr]


WRONG = [
    Wrong((reversed_order,), 0, "have another rate than asked"),
    Wrong((multiplied,), 0, "have another rate than asked"),
    Wrong((one_power_too_many,), 0, "have another rate than asked"),
    Wrong((divided_by_a_multiple,), 0, "have another rate than asked"),
    Wrong((one_rate,), 0, "have another rate than asked"),
    Wrong((counting_only_what_learns,), 9 / 15, "have another rate than asked"),
    Wrong((frozen_ones_too,), 11 / 15, ", which the flags leave out"),
    Wrong((judged_by_the_first_flag,), 11 / 15, ".bias', which the flags leave out"),
    Wrong((all_of_what_follows,), 0, "some parameters appear in more than one", "D8"),
    Wrong((each_module_of_each_block,), 0, "more than once", "D8"),
    Wrong((generators,), 0, "the 'params' of group 1 held 2 when read first, then 0", "D9"),
    Wrong((read_before,), 0, "the 'params' of group 1 are a filter with nothing left", "D9"),
    Wrong((learning_rate,), 0, "has no key 'lr' but 'learning_rate'", "D22"),
    Wrong((without_rates,), 0, "has no key 'lr', so it fell back"),
    Wrong((without_the_first,), 0, "no group holds"),
    Wrong((a_return_in_the_loop,), 0, "no group holds"),
    Wrong((of_copies,), 0, "not of the blocks (8)", "F22"),
    Wrong((thaws,), 11 / 15, "geometric_groups changed the flag of"),
    Wrong((a_dict,), 0, "geometric_groups returned a dict, not a list"),
    Wrong((tensors,), 0, "group 1 is no dict"),
    Wrong((by_index,), 9 / 15, ", which the flags leave out"),
    Wrong((rates_as_text,), 0, "AdamW refused the groups"),
    Wrong((nothing,), 0, "a list without groups"),
]
RIGHT = [(by_power,), (from_the_last_down,), (a_group_for_each_tensor,), (with_names,)]
