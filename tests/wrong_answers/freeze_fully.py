"""Answers to `freeze_fully`."""

import copy
from functools import partial
from types import MethodType

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm

from tests.wrong_answers import Wrong


def stay(part, mode=True):
    return part


def every_part_by_partial(module):
    module.requires_grad_(False).eval()
    for part in module.modules():
        part.train = partial(stay, part)
    return module


def every_part_by_method(module):
    for parameter in module.parameters():
        parameter.requires_grad = False
    module.eval()
    for part in module.modules():
        part.train = MethodType(stay, part)
    return module


def every_part_by_class(module):
    def train(self, mode=True):
        return nn.Module.train(self, False)

    for part in module.requires_grad_(False).modules():
        kind = type(part)
        part.__class__ = type(kind.__name__, (kind,), {"train": train})
    return module.eval()


class Wrapper(nn.Module):
    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, inputs):
        return self.module(inputs)


class Asleep(Wrapper):
    def train(self, mode=True):
        return super().train(False)


def wrapper_and_every_part(module):
    return Asleep(every_part_by_partial(module)).eval()


def unchanged(module):
    return module


def eval_only(module):
    return module.eval()


def flags_only(module):
    return module.requires_grad_(False)


def flags_and_eval_once(module):
    return module.requires_grad_(False).eval()


def momentum_zero(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, _BatchNorm):
            part.momentum = 0
        if isinstance(part, nn.modules.dropout._DropoutNd):
            part.p = 0.0
    return module


def momentum_none(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, _BatchNorm):
            part.momentum = None
    return module


def flags_on_buffers(module):
    module.requires_grad_(False)
    for part in module.modules():
        if isinstance(part, _BatchNorm):
            part.running_mean.requires_grad = False
            part.running_var.requires_grad = False
    return module


def tracking_off(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, _BatchNorm):
            part.track_running_stats = False
        if isinstance(part, nn.modules.dropout._DropoutNd):
            part.p = 0.0
    return module


def sleeps_without_flags(module):
    module.eval()
    for part in module.modules():
        part.train = partial(stay, part)
    return module


def norms_keep_their_flags(module):
    every_part_by_partial(module)
    for part in module.modules():
        if isinstance(part, _BatchNorm):
            part.requires_grad_(True)
    return module


def only_batchnorm_sleeps(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, _BatchNorm):
            part.eval()
            part.train = partial(stay, part)
    return module


def only_two_dimensions(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, nn.BatchNorm2d | nn.Dropout):
            part.eval()
            part.train = partial(stay, part)
    return module


def batchnorm_and_dropout_sleep(module):
    for part in module.requires_grad_(False).modules():
        if isinstance(part, _BatchNorm | nn.Dropout | nn.Dropout2d):
            part.eval()
            part.train = partial(stay, part)
    return module


def only_the_outermost(module):
    module.requires_grad_(False).eval()
    module.train = partial(stay, module)
    return module


def a_wrapper(module):
    return Asleep(module.requires_grad_(False)).eval()


def train_without_mode(module):
    class Deaf(Wrapper):
        def train(self):
            return super().train(False)

    return Deaf(module.requires_grad_(False).eval())


def train_returns_nothing(module):
    class Silent(Wrapper):
        def train(self, mode=True):
            super().train(False)

    silent = Silent(module.requires_grad_(False))
    silent.eval()
    return silent


def wrapper_never_told(module):
    return Asleep(module.requires_grad_(False))


def without_gradients(module):
    class NoGrad(Wrapper):
        def forward(self, inputs):
            with torch.no_grad():
                return self.module(inputs)

    return NoGrad(module.requires_grad_(False))


def asleep_without_gradients(module):
    class NoGrad(Asleep):
        def forward(self, inputs):
            with torch.no_grad():
                return self.module(inputs)

    return NoGrad(every_part_by_partial(module)).eval()


def weights_only(module):
    every_part_by_partial(module)
    for name, parameter in module.named_parameters():
        parameter.requires_grad = "weight" not in name
    return module


def statistics_reset(module):
    for part in every_part_by_partial(module).modules():
        if isinstance(part, _BatchNorm):
            part.reset_running_stats()
    return module


def weights_emptied(module):
    every_part_by_partial(module)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.zero_()
    return module


def a_copy_dropped(module):
    every_part_by_partial(copy.deepcopy(module))
    return module


def the_class_itself(module):
    type(module).train = stay
    return module.requires_grad_(False).eval()


def every_norm_has_statistics(module):
    for part in every_part_by_partial(module).modules():
        if isinstance(part, _BatchNorm | nn.LayerNorm):
            part.running_mean.requires_grad_(False)
    return module


def train_is_a_bool(module):
    module.requires_grad_(False).eval()
    module.train = False
    return module


def kept_in_a_list(module):
    class Listed(nn.Module):
        def __init__(self):
            super().__init__()
            self.held = [every_part_by_partial(module)]

        def forward(self, inputs):
            return self.held[0](inputs)

    return Listed()


def nothing_left(module):
    return nn.Sequential()


def returns_nothing(module):
    every_part_by_partial(module)


def invented_method(module):
    module.freeze()
    return module


WRONG = [
    Wrong((unchanged,), 0, "'body.0.weight' still asks for a gradient (5 of 5 do)"),
    Wrong((eval_only,), 0, "'body.0.weight' still asks for a gradient (5 of 5 do)", "E1"),
    Wrong((a_copy_dropped,), 0, "'body.0.weight' still asks for a gradient (5 of 5 do)", "A23"),
    Wrong((flags_only,), 0.24, "the buffer 'body.1.running_mean' (3 in the part moved)", "E2"),
    Wrong((flags_and_eval_once,), 0.24, "training moved the buffer 'body.1.running_mean'", "E3"),
    Wrong((momentum_zero,), 0.24, "'body.1.num_batches_tracked' goes on counting", "E4"),
    Wrong((momentum_none,), 0.24, "training moved the buffer 'body.1.running_mean'", "E5"),
    Wrong((flags_on_buffers,), 0.24, "training moved the buffer 'body.1.running_mean'", "E6"),
    Wrong((tracking_off,), 0.48, "the part's output is not the one of eval mode", "E7"),
    Wrong((sleeps_without_flags,), 0.48, "still asks for a gradient (5 of 5 do)", "E8"),
    Wrong((norms_keep_their_flags,), 0.56, "'body.1.weight' still asks for a gradient (2", "E8"),
    Wrong((without_gradients,), 0.24, "the buffer 'body.module.1.running_mean'", "E9"),
    Wrong((only_batchnorm_sleeps,), 0.56, "two passes of one batch through the part differ", "E10"),
    Wrong((batchnorm_and_dropout_sleep,), 0.92, "in the layer with spectral norm", "E12"),
    Wrong((statistics_reset,), 0.56, "'body.1.running_mean' did not have the values", "E13"),
    Wrong((only_the_outermost,), 0.92, "called train() on the block: 'body.1.1.running", "E14"),
    Wrong((a_wrapper,), 0.92, "called train() on the block: 'body.module.1.1.running", "E14"),
    Wrong((train_without_mode,), 0.24, "train() or eval() raised TypeError", "E15"),
    Wrong((train_is_a_bool,), 0.24, "TypeError: 'bool' object is not callable", "E15"),
    Wrong((kept_in_a_list,), 0, "owns no tensor of the part", "B9"),
    Wrong((nothing_left,), 0, "owns no tensor of the part"),
    Wrong((train_returns_nothing,), 0.8, "train() of the frozen part returned None", "E15"),
    Wrong((wrapper_never_told,), 0.48, "before anybody calls train(), the part does not", "E16"),
    Wrong((weights_emptied,), 0, "'body.0.weight' did not have the values from before", "E18"),
    Wrong((every_norm_has_statistics,), 0.92, "'LayerNorm' object has no attribute", "E20"),
    Wrong((only_two_dimensions,), 0.24, "of a BatchNorm1d, moved after train()", "B10"),
    Wrong((asleep_without_gradients,), 0.48, "'stem.weight', outside the part, does not", "F2"),
    Wrong((weights_only,), 0.48, "'body.1.bias' still asks for a gradient (2 of 5 do)", "A25"),
    Wrong((the_class_itself,), 0, "the class Sequential itself was changed"),
    Wrong((returns_nothing,), 0.88, "freeze_fully returned nothing"),
    Wrong((invented_method,), 0, "freeze_fully raised AttributeError on its line 2", "A14"),
]
RIGHT = [
    (answer,)
    for answer in (
        every_part_by_partial,
        every_part_by_method,
        every_part_by_class,
        wrapper_and_every_part,
    )
]
