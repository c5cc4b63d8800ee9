"""One of the two workers of `course.two_workers`: what it does, and what it writes down.

Each case is a function that builds the same network in every worker, wraps it, and reports plain
data. Random rows differ by worker; nothing else does.
"""

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import torch
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

from course.models import seeded

STEPS = 5
ROWS = 8
RATE = 0.1


def work(rank: int, folder: str, cases: tuple[str, ...]) -> None:
    """Meet the other worker in `folder`, run `cases`, and leave `<rank>.json` there."""
    torch.set_num_threads(1)
    store = distributed.FileStore(str(Path(folder, "meeting")), 2)
    distributed.init_process_group(
        "gloo", store=store, rank=rank, world_size=2, timeout=timedelta(seconds=60)
    )
    told = {case: globals()[case](rank) for case in cases}
    unfinished = Path(folder, f"{rank}.part")
    unfinished.write_text(json.dumps(told), encoding="utf-8")
    os.replace(unfinished, Path(folder, f"{rank}.json"))
    distributed.barrier()
    distributed.destroy_process_group()


def thawed_before(rank: int) -> dict:
    """The first layer is thawed, then the network is wrapped; see `_trained` for the report."""
    net = network()
    net[0].requires_grad_(True)
    return _trained(DistributedDataParallel(net), rank)


def thawed_after(rank: int) -> dict:
    """The network is wrapped with a frozen first layer, which is thawed afterwards."""
    net = network()
    wrapped = DistributedDataParallel(net)
    net[0].requires_grad_(True)
    return _trained(wrapped, rank)


def frozen_after(rank: int) -> dict:
    """The network is wrapped with nothing frozen, and the first layer frozen afterwards."""
    net = network()
    net[0].requires_grad_(True)
    wrapped = DistributedDataParallel(net)
    net[0].requires_grad_(False)
    return _trained(wrapped, rank)


def all_frozen(rank: int) -> dict:
    """Wrapping a network in which nothing learns: `{"raised": ...}` as in `_trained`."""
    return _wrapped(lambda: DistributedDataParallel(network().requires_grad_(False)))


def flattened_mixed(rank: int) -> dict:
    """FSDP in its first version, which flattens a network with mixed flags into one tensor."""
    # Imported here: it takes seconds, and the other cases do without.
    from torch.distributed.fsdp import FullyShardedDataParallel

    cpu = torch.device("cpu")
    return _wrapped(
        lambda: FullyShardedDataParallel(network(), device_id=cpu, use_orig_params=False)
    )


def sharded_in_place(rank: int) -> dict:
    """FSDP in its second version: `{"flags": {name: bool}, "same_objects": int}`.

    `same_objects` counts the parameters that are still the objects they were.
    """
    from torch.distributed.device_mesh import init_device_mesh
    from torch.distributed.fsdp import fully_shard

    net = network()
    before = list(net.parameters())
    fully_shard(net, mesh=init_device_mesh("cpu", (2,)))
    pairs = zip(before, net.parameters(), strict=True)
    return {
        "flags": {name: parameter.requires_grad for name, parameter in net.named_parameters()},
        "same_objects": sum(old is new for old, new in pairs),
    }


def network() -> nn.Sequential:
    """The small network of all workers, its first layer frozen."""
    with seeded(0):
        net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
    net[0].requires_grad_(False)
    return net


def _trained(wrapped: DistributedDataParallel, rank: int) -> dict:
    """Gradients of the first step, weights after the last, and the exception in between if any.

    `{"raised": None or {"type", "message", "iteration"}, "gradients": {name: [float, ...]},
    "weights": {name: [float, ...]}}`, values to four places.
    """
    net, draws = wrapped.module, torch.Generator().manual_seed(1 + rank)
    optimizer = torch.optim.SGD(net.parameters(), lr=RATE)
    told = {"raised": None, "gradients": {}, "weights": {}}
    for iteration in range(1, STEPS + 1):
        optimizer.zero_grad()
        try:
            wrapped(torch.randn(ROWS, 4, generator=draws)).pow(2).mean().backward()
        except RuntimeError as problem:
            return told | {"raised": _brief(problem, iteration)}
        if iteration == 1:
            told["gradients"] = {n: _plain(p.grad) for n, p in net.named_parameters()}
        optimizer.step()
    return told | {"weights": {n: _plain(p.detach()) for n, p in net.named_parameters()}}


def _wrapped(wrap: Callable) -> dict:
    """`{"raised": ...}`: whether `wrap` raises, iteration 0."""
    try:
        wrap()
    except (RuntimeError, ValueError) as problem:
        return {"raised": _brief(problem, 0)}
    return {"raised": None}


def _brief(problem: Exception, iteration: int) -> dict:
    """Type and first sentence of an exception, and when it came."""
    first = str(problem).partition(". ")[0].partition("\n")[0].rstrip(".")
    return {"type": type(problem).__name__, "message": first, "iteration": iteration}


def _plain(values: torch.Tensor | None) -> list[float]:
    """The numbers of a tensor in a row, to four places; none for None."""
    return [] if values is None else [round(value, 4) for value in values.flatten().tolist()]
