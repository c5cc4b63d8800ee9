"""Answers to `saved_bytes`."""

import torch
from torch.autograd.graph import saved_tensors_hooks

from tests.wrong_answers import Wrong


def kept_by(loss):
    kept = []
    with saved_tensors_hooks(lambda tensor: kept.append(tensor) or tensor, lambda tensor: tensor):
        loss()
    return kept


def by_storage(loss, model):
    own = {p.untyped_storage().data_ptr() for p in model.parameters()}
    sizes = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        sizes[storage.data_ptr()] = storage.nbytes()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        _ = loss()
    return sum(size for place, size in sizes.items() if place not in own)


def by_address(loss, model):
    weights = {p.data_ptr() for p in model.parameters()}
    kept = {t.data_ptr(): t.numel() * t.element_size() for t in kept_by(loss)}
    return sum(size for place, size in kept.items() if place not in weights)


def by_walking_the_graph(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    seen, sizes, todo = set(), {}, [loss().grad_fn]
    while todo:
        node = todo.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        todo += [following for following, _ in node.next_functions]
        for name in dir(node):
            if name.startswith("_saved_"):
                value = getattr(node, name)
                if isinstance(value, torch.Tensor) and value.data_ptr() not in own:
                    sizes[value.data_ptr()] = value.nbytes
    return sum(sizes.values())


def counted_twice(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    return sum(t.nbytes for t in kept_by(loss) if t.data_ptr() not in own)


def weights_counted(loss, model):
    kept = {t.data_ptr(): t.nbytes for t in kept_by(loss)}
    return sum(kept.values())


def everything_that_passes(loss, model):
    return sum(t.nbytes for t in kept_by(loss))


def told_apart_by_shape(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    kept = {(t.data_ptr(), t.shape): t for t in kept_by(loss) if t.data_ptr() not in own}
    return sum(t.nbytes for t in kept.values())


def one_of_each_size(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    return sum({t.shape: t.nbytes for t in kept_by(loss) if t.data_ptr() not in own}.values())


def what_adam_remembers(loss, model):
    learning = [p for p in model.parameters() if p.requires_grad]
    return sum(8 * p.numel() + 4 for p in learning)


def the_gradients(loss, model):
    loss().backward()
    return sum(p.grad.nbytes for p in model.parameters() if p.grad is not None)


def the_weights(loss, model):
    return sum(p.nbytes for p in model.parameters())


def every_output(loss, model):
    sizes = []
    for part in model.modules():
        if not list(part.children()):
            part.register_forward_hook(lambda part, given, out: sizes.append(out.nbytes))
    loss()
    return sum(sizes)


def elements(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    return sum({t.data_ptr(): t.numel() for t in kept_by(loss) if t.data_ptr() not in own}.values())


def four_bytes_each(loss, model):
    own = {p.data_ptr() for p in model.parameters()}
    kept = {t.data_ptr(): t for t in kept_by(loss) if t.data_ptr() not in own}
    return sum(4 * t.numel() for t in kept.values())


def without_recording(loss, model):
    with torch.no_grad():
        return by_storage(loss, model)


def kilobytes(loss, model):
    return by_storage(loss, model) / 1024


def hooks_that_swallow(loss, model):
    sizes = []
    with saved_tensors_hooks(lambda tensor: sizes.append(tensor.nbytes), lambda size: size):
        loss().backward()
    return sum(sizes)


def a_list(loss, model):
    return [t.nbytes for t in kept_by(loss)]


WRONG = [
    Wrong((counted_twice,), 0, "first layers frozen, the answer was"),
    Wrong((weights_counted,), 0, "first layers frozen"),
    Wrong((everything_that_passes,), 0, "first layers frozen"),
    Wrong((told_apart_by_shape,), 2 / 3, "a network that flattens a picture"),
    Wrong((one_of_each_size,), 1 / 3, "several times"),
    Wrong((what_adam_remembers,), 0, "and `loss` was never called"),
    Wrong((the_gradients,), 0, "first layers frozen"),
    Wrong((the_weights,), 0, "and `loss` was never called"),
    Wrong((every_output,), 0, "first layers frozen"),
    Wrong((elements,), 0, "first layers frozen"),
    Wrong((four_bytes_each,), 0, "first layers frozen"),
    Wrong((without_recording,), 0, "the answer was 0"),
    Wrong((kilobytes,), 0, "the answer was"),
    Wrong((hooks_that_swallow,), 0, "saved_bytes raised"),
    Wrong((a_list,), 0, "the answer was a list"),
]
RIGHT = [(by_storage,), (by_address,), (by_walking_the_graph,)]
