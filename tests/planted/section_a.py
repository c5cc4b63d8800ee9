"""Planted mistakes of section A: setting the wrong thing."""

import torch
from torch import nn

from tests.planted.planting import (
    Planted,
    Twelve,
    adamw,
    batchnorm_net,
    loss,
    mlp,
    plain_net,
    plants,
    vectors,
)

CASES: list[Planted] = []


@plants(CASES, "A4")
def a_hook_zeroes_the_gradient():
    net = plain_net()
    net.body[0].weight.register_hook(torch.zeros_like)
    return net, adamw(net), loss, vectors()


@plants(CASES, "A5")
def attribute_of_the_model():
    net = mlp()
    net.requires_grad = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A5")
def attribute_of_the_model_and_the_intent():
    net = mlp()
    net.requires_grad = False
    return net, adamw(net), loss, vectors(), {"frozen": ("0",)}


@plants(CASES, "A6")
def attribute_of_a_layer():
    net = plain_net()
    net.body[0].requires_grad = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A6")
def attribute_that_was_to_unfreeze():
    net = plain_net()
    net.body.requires_grad_(False)
    net.body[2].requires_grad = True
    return net, adamw(net), loss, vectors()


@plants(CASES, "A7")
def attribute_of_every_child():
    net = plain_net()
    for child in net.children():
        child.requires_grad = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A8")
def misspelt_flag():
    net = plain_net()
    for parameter in net.body.parameters():
        parameter.require_grad = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A9")
def method_assigned_on_parameters():
    net = plain_net()
    for parameter in net.body.parameters():
        parameter.requires_grad_ = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A10")
def method_assigned_on_a_module():
    net = plain_net()
    net.body.requires_grad_ = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A15")
def trainable_as_elsewhere():
    net = plain_net()
    net.body.trainable = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "A22")
def return_inside_the_loop():
    net = plain_net()
    for parameter in net.body.parameters():
        parameter.requires_grad = False
        break
    return net, adamw(net), loss, vectors(), {"frozen": ["body"]}


@plants(CASES, "A24")
def method_without_an_argument():
    net = plain_net()
    net.requires_grad_(False)
    net.body.requires_grad_()
    return net, adamw(net), loss, vectors(), {"frozen": "body"}


@plants(CASES, "A25")
def weights_only():
    net = plain_net()
    for name, parameter in net.body.named_parameters():
        parameter.requires_grad = not name.endswith("weight")
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


@plants(CASES, "A28")
def name_test_after_weight_norm():
    net = plain_net()
    nn.utils.parametrizations.weight_norm(net.body[0])
    for name, parameter in net.body.named_parameters():
        parameter.requires_grad = not name.endswith(("weight", "bias"))
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


@plants(CASES, "A29")
def teacher_is_the_student():
    net = nn.Module()
    net.student = mlp()
    net.teacher = net.student.requires_grad_(False)
    net.scale = nn.Parameter(torch.ones(()))
    net.__class__ = Distilled
    intent = {"frozen": ("teacher",), "trained": ("student",)}
    return net, adamw(net), loss, vectors(), intent


class Distilled(nn.Module):
    def forward(self, inputs):
        return self.scale * self.student(inputs)


@plants(CASES, "A30")
def child_unfrozen_then_parent_frozen():
    net = plain_net()
    net.body[2].requires_grad_(True)
    net.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"trained": ("body.2",)}


@plants(CASES, "A32")
def shared_memory():
    net = Twelve()
    net.layer2.weight.data = net.layer1.weight.data
    net.layer2.weight.requires_grad = False
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def attributes_that_agree_with_the_flags():
    net = batchnorm_net()
    net.body.requires_grad_(False).eval()
    net.body.trainable = False
    net.body.requires_grad = False
    return net, adamw(net.head), loss, vectors()
