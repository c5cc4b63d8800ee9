"""Answers to `frozen_batchnorm`."""

import copy

import torch
from torch import nn
from torch.nn.functional import batch_norm

from tests.wrong_answers import Wrong


class Functional(nn.Module):
    """All state in buffers; torch's own function does the sum."""

    def __init__(self, bn):
        super().__init__()
        self.eps = bn.eps
        for name in ("running_mean", "running_var", "weight", "bias"):
            value = getattr(bn, name)
            self.register_buffer(name, None if value is None else value.detach().clone())

    def forward(self, x):
        return batch_norm(
            x, self.running_mean, self.running_var, self.weight, self.bias, eps=self.eps
        )


class Fused(nn.Module):
    """Two buffers, a scale and a shift."""

    def __init__(self, bn):
        super().__init__()
        one, zero = torch.ones_like(bn.running_mean), torch.zeros_like(bn.running_mean)
        weight, bias = (bn.weight, bn.bias) if bn.affine else (one, zero)
        scale = (weight / torch.sqrt(bn.running_var + bn.eps)).detach()
        self.register_buffer("scale", scale.clone())
        self.register_buffer("shift", (bias - bn.running_mean * scale).detach().clone())

    def forward(self, x):
        places = (1, -1) + (1,) * (x.ndim - 2)
        return x * self.scale.view(places) + self.shift.view(places)


class ByHand(nn.Module):
    """Four buffers and the formula; subclasses below forget something."""

    def __init__(self, bn):
        super().__init__()
        self.eps = bn.eps
        ones, zeros = torch.ones_like(bn.running_var), torch.zeros_like(bn.running_mean)
        self.register_buffer("mean", bn.running_mean.clone())
        self.register_buffer("var", bn.running_var.clone())
        self.register_buffer("scale", bn.weight.detach().clone() if bn.affine else ones)
        self.register_buffer("shift", bn.bias.detach().clone() if bn.affine else zeros)

    def forward(self, x):
        return self.formula(x, *(self.lined_up(x, name) for name in ("mean", "var")))

    def lined_up(self, x, name):
        return getattr(self, name).reshape(1, -1, *[1] * (x.ndim - 2))

    def formula(self, x, mean, var):
        scaled = self.lined_up(x, "scale") * (x - mean) / torch.sqrt(var + self.eps)
        return scaled + self.lined_up(x, "shift")


class Small(nn.Module):
    """A BatchNorm inside, of which every parameter has been made a buffer."""

    def __init__(self, bn):
        super().__init__()
        self.bn = copy.deepcopy(bn)
        for name in list(self.bn._parameters):
            value = self.bn._parameters.pop(name)
            self.bn.register_buffer(name, None if value is None else value.detach())

    def train(self, mode=True):
        return super().train(False)

    def forward(self, x):
        self.bn.eval()
        return self.bn(x)


def functional(bn):
    return Functional(bn)


def fused(bn):
    return Fused(bn)


def by_hand(bn):
    return ByHand(bn)


def batchnorm_inside(bn):
    return Small(bn)


def flags_off(bn):
    return bn.requires_grad_(False)


def put_to_sleep(bn):
    return copy.deepcopy(bn).requires_grad_(False).eval()


def momentum_zero(bn):
    still = copy.deepcopy(bn).requires_grad_(False)
    still.momentum = 0
    return still


def tracking_off(bn):
    still = copy.deepcopy(bn).requires_grad_(False)
    still.track_running_stats = False
    return still


def identity(bn):
    return nn.Identity()


def only_two_dimensions(bn):
    if isinstance(bn, nn.BatchNorm2d):
        return Functional(bn)
    return bn


def only_images(bn):
    class Images(ByHand):
        def lined_up(self, x, name):
            return getattr(self, name).view(1, -1, 1, 1)

    return Images(bn)


def default_eps(bn):
    class DefaultEps(ByHand):
        def formula(self, x, mean, var):
            self.eps = 1e-5
            return super().formula(x, mean, var)

    return DefaultEps(bn)


def without_scale(bn):
    class NoScale(ByHand):
        def formula(self, x, mean, var):
            return (x - mean) / (var + self.eps).sqrt() + self.lined_up(x, "shift")

    return NoScale(bn)


def without_scale_and_shift(bn):
    class Standardized(ByHand):
        def formula(self, x, mean, var):
            return (x - mean) / (var + self.eps).sqrt()

    return Standardized(bn)


def without_shift(bn):
    class NoShift(ByHand):
        def formula(self, x, mean, var):
            return (x - mean) / (var + self.eps).sqrt() * self.lined_up(x, "scale")

    return NoShift(bn)


def without_root(bn):
    class NoRoot(ByHand):
        def formula(self, x, mean, var):
            scaled = self.lined_up(x, "scale") * (x - mean) / (var + self.eps)
            return scaled + self.lined_up(x, "shift")

    return NoRoot(bn)


def batch_statistics(bn):
    class OfTheBatch(Functional):
        def forward(self, x):
            return batch_norm(
                x, self.running_mean, self.running_var, self.weight, self.bias, True, 0.0, self.eps
            )

    return OfTheBatch(bn)


def follows_the_mode(bn):
    class Following(Functional):
        def forward(self, x):
            state = self.running_mean, self.running_var, self.weight, self.bias
            return batch_norm(x, *state, self.training, 0.0, self.eps)

    return Following(bn)


def frozen_parameters(bn):
    class Parameters(Functional):
        def __init__(self, bn):
            super().__init__(bn)
            if bn.affine:
                del self.weight, self.bias
                self.weight = nn.Parameter(bn.weight.detach().clone(), requires_grad=False)
                self.bias = nn.Parameter(bn.bias.detach().clone(), requires_grad=False)

    return Parameters(bn)


def plain_attributes(bn):
    class Attributes(nn.Module):
        def __init__(self, bn):
            super().__init__()
            self.state = [bn.running_mean.clone(), bn.running_var.clone()]
            self.state += [None if p is None else p.detach().clone() for p in (bn.weight, bn.bias)]
            self.eps = bn.eps

        def forward(self, x):
            return batch_norm(x, *self.state, eps=self.eps)

    return Attributes(bn)


def shared_tensors(bn):
    class Shared(Functional):
        def __init__(self, bn):
            nn.Module.__init__(self)
            self.eps = bn.eps
            for name in ("running_mean", "running_var", "weight", "bias"):
                value = getattr(bn, name)
                self.register_buffer(name, None if value is None else value.detach())

    return Shared(bn)


def without_gradients(bn):
    class NoGrad(Functional):
        @torch.no_grad()
        def forward(self, x):
            return super().forward(x)

    return NoGrad(bn)


def always_a_scale(bn):
    class Scaled(Functional):
        def __init__(self, bn):
            super().__init__(bn)
            self.weight = bn.weight.detach().clone()

    return Scaled(bn)


def emptied_origin(bn):
    frozen = Functional(bn)
    bn.reset_running_stats()
    return frozen


def returns_the_output(bn):
    return Functional(bn).running_mean


def returns_nothing(bn):
    Functional(bn)


WRONG = [
    Wrong((flags_off,), 0, "for a BatchNorm1d, train() changes the output", "E2"),
    Wrong((put_to_sleep,), 0, "for a BatchNorm1d, train() changes the output", "E3"),
    Wrong((momentum_zero,), 0, "for a BatchNorm1d, train() changes the output", "E4"),
    Wrong((tracking_off,), 0, "for a BatchNorm1d, train() changes the output", "E7"),
    Wrong((identity,), 0, "for a BatchNorm1d, the output is not the one of its eval mode"),
    Wrong((only_two_dimensions,), 0.35, "a BatchNorm2d comes out right, and a BatchNorm1d", "B10"),
    Wrong((only_images,), 0.35, "for a BatchNorm1d, an input of shape [5, 8] gives [1, 8", "B10"),
    Wrong((default_eps,), 0, "for a BatchNorm1d, the output is not the one of its eval mode"),
    Wrong((without_scale,), 0.15, "for a BatchNorm1d, the output is not the one of its eval"),
    Wrong((without_shift,), 0.15, "for a BatchNorm1d, the output is not the one of its eval"),
    Wrong((without_scale_and_shift,), 0.15, "for a BatchNorm1d, the output is not the one of"),
    Wrong((without_root,), 0, "for a BatchNorm1d, the output is not the one of its eval mode"),
    Wrong((batch_statistics,), 0, "for a BatchNorm1d, the output is not the one of its eval"),
    Wrong((follows_the_mode,), 0, "for a BatchNorm1d, train() changes the output"),
    Wrong((frozen_parameters,), 0.75, "for a BatchNorm1d, 'weight' is a parameter (2 are)"),
    Wrong((plain_attributes,), 0.75, "a second module that loads this one's state_dict"),
    Wrong((shared_tensors,), 0.8, "when the original BatchNorm1d goes on training", "E19"),
    Wrong((without_gradients,), 0.8, "the output has lost the way back to the input", "F3"),
    Wrong((always_a_scale,), 0.65, "frozen_batchnorm raised AttributeError on its line 7"),
    Wrong((emptied_origin,), 0.8, "'running_mean' of the BatchNorm1d that was handed in", "E18"),
    Wrong((returns_the_output,), 0, "frozen_batchnorm returned a Tensor"),
    Wrong((returns_nothing,), 0, "frozen_batchnorm returned nothing"),
]
RIGHT = [(functional,), (fused,), (by_hand,), (batchnorm_inside,)]
