"""Planted mistakes of section F, and G6: graph, copies, systems."""

import copy
import warnings
from typing import ClassVar

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from tests.planted.planting import LoRA, Net, Planted, adamw, loss, plain_net, plants, vectors

CASES: list[Planted] = []


class NothingRecorded(Net):
    @torch.no_grad()
    def forward(self, inputs):
        return super().forward(inputs)


@plants(CASES, "F1")
def forward_under_no_grad():
    net = plain_net()
    net = NothingRecorded(net.body, net.head)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F1")
def loss_under_no_grad():
    net = plain_net()
    return net, adamw(net), torch.no_grad()(loss), vectors()


class Three(nn.Module):
    """First, middle, last."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 6)
        self.middle = nn.Linear(6, 6)
        self.last = nn.Linear(6, 3)

    def forward(self, inputs):
        return self.last(self.block(torch.relu(self.first(inputs))))

    def block(self, features):
        return self.middle(features)


class DarkMiddle(Three):
    def block(self, features):
        with torch.no_grad():
            return self.middle(features)


class DetachedMiddle(Three):
    def block(self, features):
        return self.middle(features).detach()


@plants(CASES, "F2")
def no_grad_around_the_middle():
    net = DarkMiddle()
    return net, adamw(net), loss, vectors()


@plants(CASES, "F3")
def detach_after_a_frozen_block():
    net = DetachedMiddle()
    net.middle.requires_grad_(False)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F4")
def features_from_inference_mode():
    net, (inputs, targets) = plain_net(), vectors()
    with torch.inference_mode():
        features = net.body(inputs)
    return net.head, adamw(net.head), loss, (features, targets)


class Checkpointed(Net):
    """The middle of the body is computed again in the backward pass."""

    variant: ClassVar = {"use_reentrant": True}

    def forward(self, inputs):
        first, rest = self.body[0], self.body[1:]
        return self.head(checkpoint(rest, first(inputs), **self.variant))


class UnsaidVariant(Checkpointed):
    variant: ClassVar = {}


class OtherVariant(Checkpointed):
    variant: ClassVar = {"use_reentrant": False}


@plants(CASES, "F6")
def checkpoint_after_a_frozen_stem():
    net = plain_net()
    net = Checkpointed(net.body, net.head)
    net.body[0].requires_grad_(False)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F7")
def checkpoint_without_saying_which():
    net = plain_net()
    net = UnsaidVariant(net.body, net.head)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F8")
def batchnorm_in_a_checkpointed_block():
    body = nn.Sequential(nn.Linear(8, 6), nn.Linear(6, 6), nn.BatchNorm1d(6), nn.ReLU())
    net = OtherVariant(body, nn.Linear(6, 3))
    return net, adamw(net), loss, vectors()


@plants(CASES, "")
def checkpoint_without_statistics():
    net = plain_net()
    net = OtherVariant(net.body, net.head)
    net.body[0].requires_grad_(False)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F9")
def cached_features_with_their_graph():
    net, (inputs, targets) = plain_net(), vectors()
    return net.head, adamw(net.head), loss, (net.body(inputs), targets)


@plants(CASES, "F22")
def optimizer_of_the_model_that_was_copied():
    net = plain_net()
    return copy.deepcopy(net), adamw(net), loss, vectors()


@plants(CASES, "F23")
def a_kept_result():
    net = plain_net()
    net.last_features = net.body(vectors()[0])
    return net, adamw(net), loss, vectors()


@plants(CASES, "F26")
def both_factors_zero():
    net = Net(LoRA(nn.Linear(8, 6)), nn.Linear(6, 3))
    nn.init.zeros_(net.body.lora_a)
    return net, adamw(net), loss, vectors()


@plants(CASES, "F28")
def frozen_for_deployment():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        net = torch.jit.freeze(torch.jit.script(nn.Linear(8, 3).eval()))
    return net, None, loss, vectors()


class UnderNoGrad(Net):
    def forward(self, inputs):
        with torch.no_grad():
            features = self.body(inputs)
        return self.head(features)


@plants(CASES, "G6")
def trainable_under_no_grad():
    net = plain_net()
    net = UnderNoGrad(net.body, net.head)
    return net, adamw(net), loss, vectors()
