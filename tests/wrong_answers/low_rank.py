"""Answers to `low_rank`: what is said of each wrong one, and styles that are right."""

import copy

import torch
from torch import nn
from torch.nn.functional import linear
from torch.nn.utils import parametrize

from tests.wrong_answers import Wrong


class TwoPaths(nn.Module):
    """The layer beside two factors; subclasses below get something wrong."""

    def __init__(self, layer, rank, scale):
        super().__init__()
        self.base = self.frozen(layer)
        self.A = self.down(layer, rank)
        self.B = self.up(layer, rank)
        self.rank, self.s = rank, scale

    def frozen(self, layer):
        return layer.requires_grad_(False)

    def down(self, layer, rank):
        return nn.Parameter(torch.randn(rank, layer.in_features))

    def up(self, layer, rank):
        return nn.Parameter(torch.zeros(layer.out_features, rank))

    def forward(self, x):
        return self.base(x) + self.s * (x @ self.A.T) @ self.B.T


def two_paths(layer, rank, scale=1.0):
    return TwoPaths(layer, rank, scale)


def two_linears(layer, rank, scale=1.0):
    class Linears(nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = layer
            self.down = nn.Linear(layer.in_features, rank, bias=False)
            self.up = nn.Linear(rank, layer.out_features, bias=False)
            nn.init.zeros_(self.up.weight)
            layer.requires_grad_(False)

        def forward(self, x):
            return self.layer(x) + scale * self.up(self.down(x))

    return Linears()


def first_factor_zero(layer, rank, scale=1.0):
    class Other(TwoPaths):
        def down(self, layer, rank):
            return nn.Parameter(torch.zeros(rank, layer.in_features))

        def up(self, layer, rank):
            return nn.Parameter(torch.randn(layer.out_features, rank))

    return Other(layer, rank, scale)


def one_weight(layer, rank, scale=1.0):
    class Summed(TwoPaths):
        def forward(self, x):
            return linear(x, self.base.weight + self.s * (self.B @ self.A), self.base.bias)

    return Summed(layer, rank, scale)


def parametrized(layer, rank, scale=1.0):
    class Update(nn.Module):
        def __init__(self):
            super().__init__()
            self.A = nn.Parameter(torch.randn(rank, layer.in_features))
            self.B = nn.Parameter(torch.zeros(layer.out_features, rank))

        def forward(self, weight):
            return weight + scale * self.B @ self.A

    layer.requires_grad_(False)
    parametrize.register_parametrization(layer, "weight", Update())
    return layer


def both_zero(layer, rank, scale=1.0):
    class Zero(TwoPaths):
        def down(self, layer, rank):
            return nn.Parameter(torch.zeros(rank, layer.in_features))

    return Zero(layer, rank, scale)


def both_random(layer, rank, scale=1.0):
    class Random(TwoPaths):
        def up(self, layer, rank):
            return nn.Parameter(torch.randn(layer.out_features, rank))

    return Random(layer, rank, scale)


def base_trains(layer, rank, scale=1.0):
    module = TwoPaths(layer, rank, scale)
    return module.requires_grad_(True)


def bias_trains(layer, rank, scale=1.0):
    class Weights(TwoPaths):
        def frozen(self, layer):
            layer.weight.requires_grad = False
            return layer

    if layer.bias is not None:
        layer.bias.requires_grad = True
    return Weights(layer, rank, scale)


def factors_with_biases(layer, rank, scale=1.0):
    module = two_linears(layer, rank, scale)
    module.down = nn.Linear(layer.in_features, rank)
    return module


def base_copied(layer, rank, scale=1.0):
    return TwoPaths(copy.deepcopy(layer), rank, scale)


def base_anew(layer, rank, scale=1.0):
    fresh = nn.Linear(layer.in_features, layer.out_features, bias=layer.bias is not None)
    return TwoPaths(fresh, rank, scale)


def base_reset(layer, rank, scale=1.0):
    layer.reset_parameters()
    return TwoPaths(layer, rank, scale)


def without_grad(layer, rank, scale=1.0):
    class NoGrad(TwoPaths):
        def forward(self, x):
            with torch.no_grad():
                update = self.s * (x @ self.A.T) @ self.B.T
            return self.base(x) + update

    return NoGrad(layer, rank, scale)


def base_without_grad(layer, rank, scale=1.0):
    class NoGrad(TwoPaths):
        def forward(self, x):
            with torch.no_grad():
                output = self.base(x)
            return output + self.s * (x @ self.A.T) @ self.B.T

    return NoGrad(layer, rank, scale)


def factor_detached(layer, rank, scale=1.0):
    class Detached(TwoPaths):
        def forward(self, x):
            return self.base(x) + self.s * (x @ self.A.data.T) @ self.B.T

    return Detached(layer, rank, scale)


def in_a_list(layer, rank, scale=1.0):
    class Listed(TwoPaths):
        def __init__(self):
            nn.Module.__init__(self)
            self.base = self.frozen(layer)
            self.factors = [self.down(layer, rank), self.up(layer, rank)]

        def forward(self, x):
            A, B = self.factors
            return self.base(x) + scale * (x @ A.T) @ B.T

    return Listed()


def plain_tensors(layer, rank, scale=1.0):
    class Plain(TwoPaths):
        def down(self, layer, rank):
            return torch.randn(rank, layer.in_features, requires_grad=True)

        def up(self, layer, rank):
            return torch.zeros(layer.out_features, rank, requires_grad=True)

    return Plain(layer, rank, scale)


def factors_as_buffers(layer, rank, scale=1.0):
    class Buffers(TwoPaths):
        def __init__(self):
            nn.Module.__init__(self)
            self.base = self.frozen(layer)
            self.register_buffer("A", torch.randn(rank, layer.in_features))
            self.register_buffer("B", torch.zeros(layer.out_features, rank))
            self.s = scale

    return Buffers()


def scale_forgotten(layer, rank, scale=1.0):
    return TwoPaths(layer, rank, 1.0)


def scale_over_rank(layer, rank, scale=1.0):
    return TwoPaths(layer, rank, scale / rank)


def scale_on_the_sum(layer, rank, scale=1.0):
    class Sum(TwoPaths):
        def forward(self, x):
            return self.s * (self.base(x) + (x @ self.A.T) @ self.B.T)

    return Sum(layer, rank, scale)


def layer_left_out(layer, rank, scale=1.0):
    class Alone(TwoPaths):
        def forward(self, x):
            return self.s * (x @ self.A.T) @ self.B.T

    return Alone(layer, rank, scale)


def factors_unused(layer, rank, scale=1.0):
    class Unused(TwoPaths):
        def forward(self, x):
            return self.base(x)

    return Unused(layer, rank, scale)


def full_rank(layer, rank, scale=1.0):
    return TwoPaths(layer, min(layer.in_features, layer.out_features), scale)


def rows_and_columns(layer, rank, scale=1.0):
    class Transposed(TwoPaths):
        def down(self, layer, rank):
            return nn.Parameter(torch.randn(layer.in_features, rank))

        def forward(self, x):
            return self.base(x) + self.s * (x @ self.A) @ self.B.T

    return Transposed(layer, rank, scale)


def two_dimensions_only(layer, rank, scale=1.0):
    class Matrix(TwoPaths):
        def forward(self, x):
            return self.base(x) + self.s * (self.B @ (self.A @ x.T)).T

    return Matrix(layer, rank, scale)


def layer_alone(layer, rank, scale=1.0):
    return layer.requires_grad_(False)


def returns_nothing(layer, rank, scale=1.0):
    TwoPaths(layer, rank, scale)


def returns_the_factors(layer, rank, scale=1.0):
    module = TwoPaths(layer, rank, scale)
    return module.A, module.B


def lazy_factor(layer, rank, scale=1.0):
    module = two_linears(layer, rank, scale)
    module.down = nn.LazyLinear(rank, bias=False)
    return module


def scale_required(layer, rank, scale):
    return TwoPaths(layer, rank, scale)


WRONG = [
    Wrong((both_zero,), 0.52, "the gradients of both factors are zero in three steps", "F26"),
    Wrong((both_random,), 0.72, "the output before any training is not that of the layer"),
    Wrong((base_trains,), 0.84, "'base.weight' asks for a gradient: the layer's own (4"),
    Wrong((bias_trains,), 0.84, "'base.bias' asks for a gradient: the layer's own bias", "A25"),
    Wrong((factors_with_biases,), 0.52, "'down.bias' asks for a gradient: neither of the two"),
    Wrong((base_copied,), 0.96, "the layer's 'weight' is not in the module: a copy of it is"),
    Wrong((base_anew,), 0.48, "the output before any training is not that of the layer"),
    Wrong((base_reset,), 0.72, "the layer's 'weight' has other numbers than before", "E18"),
    Wrong((without_grad,), 0.52, "'A' asks for a gradient and gets none in three steps", "G6"),
    Wrong((factor_detached,), 0.52, "'A' asks for a gradient and gets none in three", "G6"),
    Wrong((base_without_grad,), 0.92, "the gradient that reaches the inputs is not that", "F3"),
    Wrong((in_a_list,), 0, "hang on the module (2 do), and they are no parameters", "B9"),
    Wrong((factors_as_buffers,), 0, "no parameter of the module asks for a gradient"),
    Wrong((scale_forgotten,), 0.68, "is not W x + s B A x; it fits a scale of 1"),
    Wrong((scale_over_rank,), 0.68, "it fits a scale that is divided by the rank"),
    Wrong((scale_on_the_sum,), 0.48, "the output before any training is not that of the layer"),
    Wrong((layer_left_out,), 0.48, "every output before any training is 0"),
    Wrong((factors_unused,), 0, "'A' asks for a gradient and gets none in three steps", "G6"),
    Wrong((full_rank,), 0, "ought to learn, and those that do have"),
    Wrong((rows_and_columns,), 0, "ought to learn, and those that do have"),
    Wrong((two_dimensions_only,), 0.96, "the module raised RuntimeError"),
    Wrong((layer_alone,), 0, "the module holds no tensor beside those of the layer"),
    Wrong((returns_nothing,), 0, "low_rank returned nothing"),
    Wrong((returns_the_factors,), 0, "low_rank returned a tuple"),
    Wrong((lazy_factor,), 0, "'down.weight' has no shape before a first batch", "G5"),
    Wrong((scale_required,), 0, "low_rank raised TypeError"),
]
RIGHT = [(two_paths,), (two_linears,), (first_factor_zero,), (one_weight,), (parametrized,)]
