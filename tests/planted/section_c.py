"""Planted mistakes of section C: heads."""

import torch
from torch import nn

from tests.planted.planting import Planted, adamw, loss, plain_net, plants, vectors

CASES: list[Planted] = []


@plants(CASES, "C1")
def new_head_then_everything_frozen():
    net = plain_net()
    net.head = nn.Linear(6, 3)
    net.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"trained": ("head",)}


@plants(CASES, "C2")
def everything_frozen():
    net = plain_net().requires_grad_(False)
    return net, adamw(net), loss, vectors()


@plants(CASES, "C2")
def everything_frozen_without_an_optimizer():
    return plain_net().requires_grad_(False), None, loss, vectors()


@plants(CASES, "C3")
def a_group_of_nothing():
    net = plain_net().requires_grad_(False)
    net.head.requires_grad_(True)
    wanted = [parameter for parameter in net.body.parameters() if parameter.requires_grad]
    return net, torch.optim.SGD([{"params": wanted}], lr=0.1), loss, vectors()


@plants(CASES, "C4")
def label_changed():
    net = plain_net()
    net.head.out_features = 5
    return net, adamw(net), loss, vectors()


@plants(CASES, "C5")
def head_under_a_name_that_forward_does_not_use():
    net = plain_net()
    net.requires_grad_(False)
    net.classifier = nn.Linear(6, 5)
    return net, adamw(net), loss, vectors()


@plants(CASES, "C6")
def flag_set_on_the_loss():
    net = plain_net().requires_grad_(False)
    return net, adamw(net), lambda o, t: loss(o, t).requires_grad_(), vectors()


@plants(CASES, "C6")
def loss_rebuilt_from_its_number():
    net = plain_net()

    def rebuilt(output, targets):
        return torch.tensor(loss(output, targets).item(), requires_grad=True)

    return net, adamw(net), rebuilt, vectors()


@plants(CASES, "C7")
def head_replaced_after_the_optimizer():
    net = plain_net()
    optimizer = adamw(net)
    net.head = nn.Linear(6, 3)
    return net, optimizer, loss, vectors()


@plants(CASES, "C8")
def one_tensor_replaced():
    net = plain_net()
    optimizer = adamw(net)
    net.head.weight = nn.Parameter(torch.randn(3, 6))
    return net, optimizer, loss, vectors()


@plants(CASES, "C10")
def head_of_zeros():
    net = plain_net()
    nn.init.zeros_(net.head.weight)
    return net, adamw(net), loss, vectors()
