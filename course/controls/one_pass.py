"""What one forward and backward pass does in each layer, listened to while it happens."""

from collections.abc import Collection
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from course.controls.freeze_plans import ITSELF, Batch
from course.layer_map import layers


@dataclass(frozen=True)
class LayerFacts:
    """A layer after one backward pass: did a gradient arrive, was one computed for its input?

    `state` is the word of `course.layer_map`; `handed_down` is the gradient of what came in. A
    layer that nobody calls, such as the `out_proj` of an attention, has nothing coming in.
    `buffers_move` is None where the layer has none.
    """

    path: str
    numbers: int
    state: str
    arrives: bool
    handed_down: bool
    buffers_move: bool | None


def layers_of_one_step(net: nn.Module, batch: Batch) -> tuple[LayerFacts, ...]:
    """The layers of `net` after a forward and a backward pass, which change `net`."""
    net.zero_grad()
    found = layers(net)
    before = {name: buffer.clone() for name, buffer in net.named_buffers()}
    handed = _heard(net, [layer.path for layer in found])
    loss = F.cross_entropy(net(batch[0]), batch[1])
    if loss.requires_grad:
        loss.backward()
    moved = {name: not torch.equal(now, before[name]) for name, now in net.named_buffers()}
    seen = []
    for path, numbers, state in found:
        inside = "" if path == ITSELF else path
        module = net.get_submodule(inside)
        names = [f"{inside}.{own}".lstrip(".") for own, _ in module.named_buffers(recurse=False)]
        seen.append(
            LayerFacts(
                path=path,
                numbers=numbers,
                state=state,
                arrives=any(p.grad is not None for p in module.parameters(recurse=False)),
                handed_down=path in handed,
                buffers_move=any(moved.get(name) for name in names) if names else None,
            )
        )
    return tuple(seen)


def _heard(net: nn.Module, paths: Collection[str]) -> set[str]:
    """A set into which a pass will write the paths of layers that compute an input's gradient."""
    handed: set[str] = set()

    def listen(path: str):
        # At the tensor, and not at the module: module hooks break layers that work in place.
        def note(_: nn.Module, inputs: tuple) -> None:
            for tensor in inputs:
                if isinstance(tensor, torch.Tensor) and tensor.requires_grad:
                    tensor.register_hook(lambda _: handed.add(path))

        return note

    for path in paths:
        if path != ITSELF:
            net.get_submodule(path).register_forward_pre_hook(listen(path))
    return handed
