"""Planted mistakes of section B: selecting the wrong layers."""

import torch
from torch import nn

from tests.planted.planting import (
    LoRA,
    Net,
    Planted,
    TiedWords,
    Twelve,
    adamw,
    adamw_on,
    conv_net,
    images,
    loss,
    plain_net,
    plants,
    vectors,
    words,
)

CASES: list[Planted] = []


def frozen_where(net, test):
    """Freeze the parameters whose names pass a test."""
    for name, parameter in net.named_parameters():
        if test(name):
            parameter.requires_grad = False


@plants(CASES, "B1")
def prefix_without_its_dot():
    net = Twelve()
    frozen_where(net, lambda name: name.startswith("layer1"))
    return net, adamw(net), loss, vectors()


@plants(CASES, "B1")
def prefix_without_its_dot_and_the_intent():
    net = Twelve()
    frozen_where(net, lambda name: name.startswith("layer1"))
    return net, adamw(net), loss, vectors(), {"frozen": ("layer1",)}


class TwoOutputs(nn.Module):
    """`fcn` comes first, `fc` after it."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 6)
        self.fcn = nn.Linear(6, 6)
        self.fc = nn.Linear(6, 3)

    def forward(self, inputs):
        return self.fc(torch.relu(self.fcn(torch.relu(self.first(inputs)))))


@plants(CASES, "B2")
def substring_of_another_name():
    net = TwoOutputs()
    frozen_where(net, lambda name: "fc" in name)
    return net, adamw(net), loss, vectors(), {"frozen": ("fc",)}


class Wrapped(nn.Module):
    """What DataParallel does to names."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, inputs):
        return self.module(inputs)


@plants(CASES, "B4")
def prefix_test_on_a_wrapped_net():
    net = Wrapped(plain_net())
    frozen_where(net, lambda name: name.startswith("body."))
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


class Pooled(nn.Module):
    """Two layers, a pooling layer without parameters, a head."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.layer4 = nn.Conv2d(4, 4, 3)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(4, 3)

    def forward(self, inputs):
        return self.fc(self.avgpool(torch.relu(self.layer4(self.conv(inputs)))).flatten(1))


@plants(CASES, "B5")
def last_two_children():
    net = Pooled().requires_grad_(False)
    for child in list(net.children())[-2:]:
        child.requires_grad_(True)
    return net, adamw(net), loss, images(), {"trained": ("layer4", "fc")}


@plants(CASES, "B6")
def first_two_tensors():
    net = Twelve()
    for parameter in list(net.parameters())[:2]:
        parameter.requires_grad = False
    return net, adamw(net), loss, vectors(), {"frozen": ("layer1", "layer2")}


@plants(CASES, "B7")
def all_children_but_a_last_one_without_parameters():
    net = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3), nn.LogSoftmax(dim=1))
    for child in list(net.children())[:-1]:
        child.requires_grad_(False)
    return net, adamw(net), nn.functional.nll_loss, vectors(), {"trained": ("2",)}


class Hidden(nn.Module):
    """Layers in a plain list."""

    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(8, 8), nn.Linear(8, 8)]
        self.head = nn.Linear(8, 3)

    def forward(self, inputs):
        for layer in self.layers:
            inputs = torch.relu(layer(inputs))
        return self.head(inputs)


@plants(CASES, "B9")
def layers_in_a_plain_list():
    net = Hidden()
    return net, adamw(net), loss, vectors()


class Mine(nn.Linear):
    """A subclass, as wrapping libraries make them."""


@plants(CASES, "B10")
def exact_class_only():
    net = Net(nn.Sequential(nn.Linear(8, 6), nn.ReLU(), Mine(6, 6)), nn.Linear(6, 3))
    for module in net.body.modules():
        if type(module) is nn.Linear:
            module.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


class TwoNorms(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm2d = nn.BatchNorm2d(4)
        self.lin = nn.Linear(256, 6, bias=False)
        self.norm1d = nn.BatchNorm1d(6)

    def forward(self, inputs):
        return self.norm1d(self.lin(self.norm2d(self.conv(inputs)).flatten(1)))


@plants(CASES, "B10")
def one_class_of_batchnorm_only():
    net = Net(TwoNorms(), nn.Linear(6, 3))
    for module in net.body.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear, nn.BatchNorm2d)):
            module.requires_grad_(False).eval()
    return net, adamw(net), loss, images(), {"frozen": ("body",)}


@plants(CASES, "B11")
def convolutions_only():
    net = conv_net()
    net.body[0].requires_grad_(False)
    return net, adamw(net), loss, images(), {"frozen": ("body",)}


class Placed(nn.Module):
    """A body that owns a parameter beside its children."""

    def __init__(self):
        super().__init__()
        self.pos_embed = nn.Parameter(torch.randn(8))
        self.lin = nn.Linear(8, 6)

    def forward(self, inputs):
        return torch.relu(self.lin(inputs + self.pos_embed))


@plants(CASES, "B12")
def children_frozen_parent_forgotten():
    net = Net(Placed(), nn.Linear(6, 3))
    for child in net.body.children():
        child.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"frozen": ("body",)}


@plants(CASES, "B12")
def children_frozen_and_the_tensor_named():
    net = Net(Placed(), nn.Linear(6, 3))
    net.body.lin.requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"frozen": ("body.lin", "body.pos_embed")}


@plants(CASES, "B13")
def output_frozen_by_a_name_that_is_not_listed():
    net = TiedWords()
    frozen_where(net, lambda name: name.startswith("out."))
    return net, adamw(net), loss, words(), {"frozen": ("out",)}


@plants(CASES, "B13")
def embedding_frozen_and_the_output_meant_to_learn():
    net = nn.Sequential(TiedWords(), nn.Linear(10, 10))
    net[0].emb.requires_grad_(False)
    return net, adamw(net), loss, words(), {"frozen": ("0.emb",), "trained": ("0.out",)}


@plants(CASES, "B13")
def embedding_frozen_and_the_output_with_it():
    net = nn.Sequential(TiedWords(), nn.Linear(10, 10))
    net[0].emb.requires_grad_(False)
    return net, adamw(net), loss, words(), {"frozen": ("0.emb",)}


@plants(CASES, "B14")
def one_layer_three_times():
    net = nn.Sequential(*[nn.Linear(8, 8)] * 3, nn.Linear(8, 3))
    net[0].requires_grad_(False)
    return net, adamw(net), loss, vectors(), {"frozen": ("0",)}


@plants(CASES, "B15")
def nothing_meant_and_a_layer_forgotten():
    net = conv_net()
    for name, parameter in net.named_parameters():
        parameter.requires_grad = name.startswith(("body.0", "head"))
    return net, adamw(net), loss, images(), {"frozen": ()}


@plants(CASES, "B16")
def every_bias_and_no_head():
    net = plain_net()
    for name, parameter in net.named_parameters():
        parameter.requires_grad = "bias" in name
    return net, adamw(net), loss, vectors(), {"trained": ("head",)}


@plants(CASES, "B17")
def only_names_with_lora():
    net = Net(LoRA(nn.Linear(8, 6)), nn.Linear(6, 3))
    for name, parameter in net.named_parameters():
        parameter.requires_grad = "lora" in name
    return net, adamw_on(net.parameters()), loss, vectors(), {"trained": ("head",)}
