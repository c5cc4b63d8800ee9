"""Answers to `merge` and `unmerge`: what is said of each wrong one, and styles that are right."""

import copy

import torch
from torch import nn

from tests.wrong_answers import Wrong


def with_weight(layer, weight):
    made = nn.Linear(layer.in_features, layer.out_features, bias=layer.bias is not None)
    with torch.no_grad():
        made.weight.copy_(weight)
        if layer.bias is not None:
            made.bias.copy_(layer.bias)
    return made


def update(adapted):
    return adapted.scale * (adapted.up @ adapted.down)


def new_layer(adapted):
    return with_weight(adapted.layer, adapted.layer.weight + update(adapted))


def taken_out(merged, adapted):
    return with_weight(merged, merged.weight - update(adapted))


def deep_copy(adapted):
    made = copy.deepcopy(adapted.layer)
    made.weight.data += update(adapted).detach()
    return made


def copy_taken_out(merged, adapted):
    made = copy.deepcopy(merged)
    made.weight.data -= update(adapted).detach()
    return made


def by_running_it(adapted):
    with torch.no_grad():
        columns = adapted(torch.eye(adapted.layer.in_features))
        bias = 0 if adapted.layer.bias is None else adapted.layer.bias
        return with_weight(adapted.layer, (columns - bias).T)


def in_place(adapted):
    with torch.no_grad():
        adapted.layer.weight += update(adapted)
    return adapted.layer


def adapter_stays(adapted):
    adapted.layer.weight.data += update(adapted).data
    return adapted


def in_place_once(adapted):
    if not hasattr(adapted, "merged"):
        adapted.layer.weight.data += update(adapted).data
        adapted.merged = True
    return copy.deepcopy(adapted.layer)


def counted_twice(adapted):
    return with_weight(adapted.layer, adapted.layer.weight + 2 * update(adapted))


def scale_missing(adapted):
    return with_weight(adapted.layer, adapted.layer.weight + adapted.up @ adapted.down)


def scale_missing_twice(merged, adapted):
    return with_weight(merged, merged.weight - adapted.up @ adapted.down)


def transposed(adapted):
    product = (adapted.up @ adapted.down).T
    if product.shape != adapted.layer.weight.shape:
        product = product.T
    return with_weight(adapted.layer, adapted.layer.weight + adapted.scale * product)


def wrong_order(adapted):
    weight = adapted.layer.weight + adapted.scale * adapted.down.T @ adapted.up.T
    return with_weight(adapted.layer, weight)


def swapped(adapted):
    return with_weight(adapted.layer, adapted.layer.weight + adapted.down @ adapted.up)


def layer_only(adapted):
    return copy.deepcopy(adapted.layer)


def update_only(adapted):
    return with_weight(adapted.layer, update(adapted))


def without_bias(adapted):
    made = nn.Linear(adapted.layer.in_features, adapted.layer.out_features, bias=False)
    made.weight.data = adapted.layer.weight + update(adapted).detach()
    return made


def random_bias(adapted):
    made = nn.Linear(adapted.layer.in_features, adapted.layer.out_features)
    made.weight.data = adapted.layer.weight + update(adapted).detach()
    return made


def bias_shared(adapted):
    made = new_layer(adapted)
    made.bias = adapted.layer.bias
    return made


def factors_zeroed(adapted):
    made = new_layer(adapted)
    adapted.up.data.zero_()
    return made


def weight_only(adapted):
    return adapted.layer.weight + update(adapted)


def nothing(adapted):
    new_layer(adapted)


def one_more(adapted):
    made = new_layer(adapted)
    adapted.scale += 1
    return made


def layer_of_adapted(merged, adapted):
    return copy.deepcopy(adapted.layer)


def left_in(merged, adapted):
    return copy.deepcopy(merged)


def taken_out_in_place(merged, adapted):
    merged.weight.data -= update(adapted).detach()
    return merged


def still_to_do(merged, adapted):
    raise NotImplementedError("later")


WRONG = [
    Wrong((in_place, copy_taken_out), 1 / 3, "its factors are still in its forward", "F27"),
    Wrong((adapter_stays, still_to_do), 0, "its factors are still in its forward", "F27"),
    Wrong((in_place_once, left_in), 0, "its factors are still in its forward", "F27"),
    Wrong((counted_twice, taken_out), 1 / 3, "it fits an update that is counted twice", "F27"),
    Wrong((scale_missing, scale_missing_twice), 0, "it fits an update without its scale"),
    Wrong((transposed, taken_out), 1 / 3, "it fits an update that is transposed"),
    Wrong((wrong_order, taken_out), 1 / 3, "merge raised RuntimeError on its line 2"),
    Wrong((swapped, taken_out), 1 / 3, "merge raised RuntimeError on its line 2"),
    Wrong((layer_only, left_in), 0, "it fits the layer without its update"),
    Wrong((update_only, taken_out), 1 / 3, "it fits the update alone"),
    Wrong((without_bias, taken_out), 1 / 3, "computes something else than before; it has no bias"),
    Wrong((random_bias, taken_out), 1 / 3, "computes something else than before."),
    Wrong((bias_shared, taken_out), 14 / 15, "'layer.bias' of the other one changes", "A32"),
    Wrong((factors_zeroed, taken_out), 0.8, "'up' of what was handed to merge has", "E18"),
    Wrong((weight_only, taken_out), 1 / 3, "merge returned a Tensor"),
    Wrong((nothing, taken_out), 1 / 3, "merge returned nothing"),
    Wrong((one_more, taken_out), 14 / 15, "a second merge of the same module gives other", "F27"),
    Wrong((new_layer, layer_of_adapted), 2 / 3, "before; it is the layer of `adapted`"),
    Wrong((new_layer, left_in), 2 / 3, "before; it still holds the update"),
    Wrong((new_layer, scale_missing_twice), 2 / 3, "the unmerged layer is not the one"),
    Wrong((new_layer, taken_out_in_place), 2 / 3, "'weight' of what was handed to unmerge", "E18"),
    Wrong((new_layer, still_to_do), 2 / 3, "unmerge raised NotImplementedError on its line 2"),
]
RIGHT = [(new_layer, taken_out), (deep_copy, copy_taken_out), (by_running_it, taken_out)]
