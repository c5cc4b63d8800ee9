"""Planted mistakes of section E: the state that flags do not control."""

import torch
from torch import nn

from tests.planted.planting import (
    Net,
    Planted,
    adamw,
    batchnorm_net,
    conv_net,
    images,
    loss,
    plants,
    vectors,
)

CASES: list[Planted] = []


def frozen_body(net):
    """All flags of the body are off, and everything is in train mode."""
    net.body.requires_grad_(False)
    return net


def without_dropout(net):
    """The dropout of the body does nothing."""
    net.body[3].p = 0.0
    return net


@plants(CASES, "E1")
def eval_to_freeze():
    net = batchnorm_net().eval()
    return net, adamw(net), loss, vectors()


@plants(CASES, "E1")
def eval_of_the_body_to_freeze_it():
    net = batchnorm_net()
    net.body.eval()
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


@plants(CASES, "E2")
def flags_only():
    net = frozen_body(conv_net())
    return net, adamw(net), loss, images()


@plants(CASES, "E2")
def flags_only_and_no_scale():
    body = nn.Sequential(nn.Linear(8, 6), nn.BatchNorm1d(6, affine=False), nn.ReLU())
    net = frozen_body(Net(body, nn.Linear(6, 3)))
    return net, adamw(net.head), loss, vectors()


@plants(CASES, "E3")
def eval_once():
    net = frozen_body(conv_net())
    net.body.eval()
    intent = {"before_epoch": lambda model: model.train()}
    return net, adamw(net.head), loss, images(), intent


@plants(CASES, "E4")
def momentum_of_zero():
    net = frozen_body(conv_net())
    net.body[1].momentum = 0
    return net, adamw(net.head), loss, images()


@plants(CASES, "E5")
def momentum_of_none():
    net = frozen_body(conv_net())
    net.body[1].momentum = None
    return net, adamw(net.head), loss, images()


@plants(CASES, "E7")
def tracking_switched_off_afterwards():
    net = frozen_body(conv_net())
    net.body[1].track_running_stats = False
    return net, adamw(net.head), loss, images()


@plants(CASES, "E8")
def eval_without_flags():
    net = conv_net()
    net.body[0].requires_grad_(False)
    net.body[1].eval()
    return net, adamw(net), loss, images(), {"frozen": ("body",)}


class UnderNoGrad(Net):
    def forward(self, inputs):
        with torch.no_grad():
            features = self.body(inputs)
        return self.head(features)


@plants(CASES, "E9")
def no_grad_in_train_mode():
    net = conv_net().requires_grad_(False)
    net = UnderNoGrad(net.body, nn.Linear(256, 3))
    return net, adamw(net.head), loss, images()


@plants(CASES, "E10")
def dropout_in_frozen_features():
    net = frozen_body(batchnorm_net())
    net.body[1].eval()
    return net, adamw(net.head), loss, vectors()


@plants(CASES, "E11")
def batch_of_one():
    net = without_dropout(frozen_body(batchnorm_net()))
    return net, adamw(net.head), loss, vectors(rows=1)


@plants(CASES, "E12")
def spectral_norm_in_train_mode():
    layer = nn.utils.parametrizations.spectral_norm(nn.Linear(8, 6))
    net = frozen_body(Net(nn.Sequential(layer, nn.ReLU()), nn.Linear(6, 3)))
    return net, adamw(net.head), loss, vectors()


class KeepsEval(Net):
    """A net whose train() leaves the body in eval mode."""

    def train(self, mode=True):
        super().train(mode)
        self.body.eval()
        return self


@plants(CASES, "E14")
def train_of_the_part():
    net = conv_net()
    net = frozen_body(KeepsEval(net.body, net.head)).train()
    net.body.train()
    return net, adamw(net.head), loss, images()


@plants(CASES, "")
def train_of_ones_own():
    net = conv_net()
    net = frozen_body(KeepsEval(net.body, net.head)).train()
    intent = {"frozen": ("body",), "before_epoch": lambda model: model.train()}
    return net, adamw(net.head), loss, images(), intent


class TakesNoMode(Net):
    def train(self):
        super().train(True)
        return self


@plants(CASES, "E15")
def train_without_mode():
    net = conv_net()
    return TakesNoMode(net.body, net.head), None, loss, images()


class ReturnsNothing(Net):
    def train(self, mode=True):
        super().train(mode)


@plants(CASES, "E15")
def train_without_return():
    net = conv_net()
    net = ReturnsNothing(net.body, net.head)
    return net, adamw(net), loss, images()


@plants(CASES, "E16")
def new_head_on_a_model_in_eval_mode():
    net = conv_net().eval()
    net.head = nn.Linear(256, 3)
    return net, adamw(net), loss, images()
