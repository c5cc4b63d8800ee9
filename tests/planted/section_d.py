"""Planted mistakes of section D: optimizer and schedule."""

import torch
from torch import nn

from tests.planted.planting import Planted, adamw, adamw_on, loss, plain_net, plants, vectors

CASES: list[Planted] = []


def stepped(net, optimizer, batch, times=2):
    """Train for a moment and leave the gradients where they are."""
    for _ in range(times):
        optimizer.zero_grad()
        loss(net(batch[0]), batch[1]).backward()
        optimizer.step()


@plants(CASES, "D2")
def zeros_left_behind():
    net, batch = plain_net(), vectors()
    optimizer = adamw(net)
    stepped(net, optimizer, batch)
    net.body.requires_grad_(False)
    optimizer.zero_grad(set_to_none=False)
    return net, optimizer, loss, batch


@plants(CASES, "")
def zeros_left_behind_for_an_optimizer_without_memory():
    net, batch = plain_net(), vectors()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    stepped(net, optimizer, batch)
    net.body.requires_grad_(False)
    optimizer.zero_grad(set_to_none=False)
    return net, optimizer, loss, batch


@plants(CASES, "D3")
def frozen_between_backward_and_step():
    net, batch = plain_net(), vectors()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loss(net(batch[0]), batch[1]).backward()
    net.body.requires_grad_(False)
    return net, optimizer, loss, batch


@plants(CASES, "D4")
def only_the_head_is_cleared():
    net, batch = plain_net(), vectors()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    stepped(net, optimizer, batch)
    net.body.requires_grad_(False)
    net.head.zero_grad()
    return net, optimizer, loss, batch


@plants(CASES, "D5")
def optimizer_with_the_head_only():
    net = plain_net()
    return net, adamw(net.head), loss, vectors()


@plants(CASES, "D6")
def unfrozen_without_telling_the_optimizer():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw(net.head)
    net.body[2].requires_grad_(True)
    return net, optimizer, loss, vectors()


@plants(CASES, "D8")
def one_list_with_duplicates():
    net = plain_net()
    optimizer = adamw(net)
    optimizer.param_groups[0]["params"].append(net.head.weight)
    return net, optimizer, loss, vectors()


@plants(CASES, "D9")
def a_generator_read_twice():
    net = plain_net()
    body = net.body.parameters()
    count = sum(parameter.numel() for parameter in body)
    assert count
    return net, adamw_on([{"params": body}, {"params": net.head.parameters()}]), loss, vectors()


@plants(CASES, "D12")
def rate_of_zero():
    net = plain_net()
    groups = [{"params": net.body.parameters(), "lr": 0.0}, {"params": net.head.parameters()}]
    return net, adamw_on(groups), loss, vectors()


@plants(CASES, "D13")
def group_added_after_the_scheduler():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw(net.head)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.9**epoch)
    optimizer.add_param_group({"params": net.body.requires_grad_(True).parameters()})
    return net, optimizer, loss, vectors(), {"scheduler": scheduler}


@plants(CASES, "D13")
def group_added_after_one_cycle():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw(net.head)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.1, total_steps=10)
    optimizer.add_param_group({"params": net.body.requires_grad_(True).parameters()})
    return net, optimizer, loss, vectors(), {"scheduler": scheduler}


@plants(CASES, "")
def group_added_after_a_scheduler_that_does_not_mind():
    net = plain_net()
    net.body.requires_grad_(False)
    optimizer = adamw(net.head)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1)
    optimizer.add_param_group({"params": net.body.requires_grad_(True).parameters()})
    return net, optimizer, loss, vectors(), {"scheduler": scheduler}


@plants(CASES, "D15")
def memory_of_what_is_frozen():
    net, batch = plain_net(), vectors()
    optimizer = adamw(net)
    stepped(net, optimizer, batch)
    optimizer.zero_grad()
    net.body.requires_grad_(False)
    return net, optimizer, loss, batch


@plants(CASES, "D17")
def rows_held_by_a_hook():
    net = plain_net()
    mask = torch.ones(6, 1)
    mask[:2] = 0
    net.body[0].weight.register_hook(lambda gradient: gradient * mask)
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def rows_held_by_a_hook_without_decay():
    net = plain_net()
    mask = torch.ones(6, 1)
    mask[:2] = 0
    net.body[0].weight.register_hook(lambda gradient: gradient * mask)
    return net, torch.optim.SGD(net.parameters(), lr=0.1), loss, vectors()


@plants(CASES, "D19")
def embedding_from_given_values():
    net = nn.Sequential(nn.Embedding.from_pretrained(torch.randn(10, 6)), nn.Linear(6, 3))
    batch = torch.randint(0, 10, (16,)), torch.randint(0, 3, (16,))
    return net, adamw(net), loss, batch, {"trained": ("0",)}


@plants(CASES, "D20")
def padding_row_with_values():
    net = nn.Sequential(nn.Embedding(10, 6, padding_idx=0), nn.Linear(6, 3))
    nn.init.ones_(net[0].weight)
    batch = torch.randint(0, 10, (16,)), torch.randint(0, 3, (16,))
    return net, adamw(net), loss, batch


@plants(CASES, "")
def padding_row_of_zeros():
    net = nn.Sequential(nn.Embedding(10, 6, padding_idx=0), nn.Linear(6, 3))
    batch = torch.randint(0, 10, (16,)), torch.randint(0, 3, (16,))
    return net, adamw(net), loss, batch


@plants(CASES, "D22")
def key_that_nobody_reads():
    net = plain_net()
    groups = [
        {"params": net.body.parameters(), "learning_rate": 0.0001},
        {"params": net.head.parameters()},
    ]
    return net, adamw_on(groups), loss, vectors()
