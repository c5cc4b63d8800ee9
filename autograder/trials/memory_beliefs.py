"""What one would say of a step's memory when counting in a wrong way, to find out which it was."""

from collections.abc import Iterable

import torch
from torch import nn

from autograder.trials.nets import Probe

SAVED_QUESTIONS = {
    "everything twice": "the same memory may be saved by two operations: how do you tell?",
    "each shape apart": "two shapes, two tensors: is it two pieces of memory as well?",
    "each size once": "two tensors of one size: are they the same memory?",
    "weights as well": "which of these tensors are in memory with or without a backward pass?",
    "twice and weights": "some of this is in memory anyway, and some is saved more than once: "
    "how do you tell?",
    "Adam": "that is what the optimizer remembers; what does the forward pass keep until backward?",
    "gradients": "gradients come into being in backward; what is kept before it begins?",
    "weights alone": "the weights are there in any case: what is kept beside them?",
    "elements": "elements or bytes?",
    "four each": "is every element of every kept tensor four bytes long?",
    "without the loss": "a loss keeps something, too: do your hooks surround it?",
    "outputs": "who still needs the output of a layer when nothing below it learns?",
}


def saved_by_beliefs(probe: Probe) -> dict[str, int]:
    """What each wrong way of counting gives for one network."""
    net, inputs = probe.net, probe.inputs
    kept, outputs = [], []
    handles = [
        part.register_forward_hook(lambda part, given, output: outputs.append(output))
        for part in net.modules()
        if not list(part.children())
    ]
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t) or t, lambda t: t):
        logits = net(inputs)
        in_net = len(kept)
        loss = nn.functional.cross_entropy(logits, probe.targets)
    for handle in handles:
        handle.remove()
    own = {p.data_ptr() for p in net.parameters()}
    other = [t for t in kept if t.data_ptr() not in own]
    once = {t.data_ptr(): t for t in other}
    learning = [p for p in net.parameters() if p.requires_grad]
    numbers = sum(p.numel() for p in learning)
    del loss
    return {
        "everything twice": _bytes(other),
        "each shape apart": _bytes({(t.data_ptr(), t.shape): t for t in other}.values()),
        "each size once": _bytes({t.shape: t for t in other}.values()),
        "weights as well": _bytes({t.data_ptr(): t for t in kept}.values()),
        "twice and weights": _bytes(kept),
        "Adam": 8 * numbers + 4 * len(learning),
        "gradients": 4 * numbers,
        "weights alone": _bytes(net.parameters()),
        "elements": sum(t.numel() for t in once.values()),
        "four each": sum(4 * t.numel() for t in once.values()),
        "without the loss": _bytes(
            {t.data_ptr(): t for t in kept[:in_net] if t.data_ptr() not in own}.values()
        ),
        "outputs": _bytes(outputs),
    }


def _bytes(tensors: Iterable[torch.Tensor]) -> int:
    """The bytes of these tensors, added up."""
    return sum(tensor.nbytes for tensor in tensors)


ADAM_QUESTIONS = {
    "all parameters": ("which of these tensors will Adam ever see a gradient for?", ""),
    "stale gradients": (
        "its frozen tensors still hold an old gradient: who would remember something about them?",
        "D15",
    ),
    "no counters": ("Adam also counts its steps: how often, and in how many bytes?", ""),
    "one counter": ("how many step counters are there: print `optimizer.state`.", ""),
    "wide counters": ("how wide is one step counter: print its dtype.", ""),
    "bare counters": ("a step counter is a tensor, too: how many bytes does it have?", ""),
    "one mean": ("how many running means does Adam keep for a number?", ""),
    "weights as well": ("the weights are the model's: what does the optimizer add to them?", ""),
    "gradients as well": ("gradients live in `.grad`: what lives in the optimizer?", ""),
    "numbers": ("numbers or bytes?", ""),
    "tensors": ("tensors or numbers: which method says how many numbers a tensor holds?", "G1"),
    "two names": ("which of these names are one tensor?", "G3"),
    "frozen ones": ("which value has the flag of those that learn?", ""),
    "weights alone": ("how many tensors does a Linear own?", "A25"),
}


def adam_by_beliefs(net: nn.Module) -> dict[str, int]:
    """What each wrong way of counting gives for one network."""
    every = list(net.parameters())
    learning = [p for p in every if p.requires_grad]
    frozen = [p for p in every if not p.requires_grad]
    named = [p for _, p in net.named_parameters(remove_duplicate=False) if p.requires_grad]
    graded = [p for p in every if p.requires_grad or p.grad is not None]
    matrices = [p for p in learning if p.dim() > 1]
    count, tensors = sum(p.numel() for p in learning), len(learning)
    return {
        "all parameters": _state(every),
        "stale gradients": _state(graded),
        "no counters": 8 * count,
        "one counter": 8 * count + 4,
        "wide counters": 8 * count + 8 * tensors,
        "bare counters": 8 * count + tensors,
        "one mean": 4 * count + 4 * tensors,
        "weights as well": 12 * count + 4 * tensors,
        "gradients as well": 16 * count + 4 * tensors,
        "numbers": 2 * count + tensors,
        "tensors": 8 * tensors + 4 * tensors,
        "two names": _state(named),
        "frozen ones": _state(frozen),
        "weights alone": _state(matrices),
    }


def _state(parameters: list[nn.Parameter]) -> int:
    """The bytes of Adam's state for these tensors: two means a number, a counter a tensor."""
    return sum(2 * p.nbytes + 4 for p in parameters)
