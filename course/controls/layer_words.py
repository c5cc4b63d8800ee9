"""The facts of the layer board in words: what a step costs, and what happens in each layer."""

from collections.abc import Mapping

from course.controls.layer_facts import StepFacts
from course.controls.panel import Table

ROWS = (
    "tensors that may learn",
    "numbers that may learn",
    "backward pass",
    "saved for backward",
    "Adam's state",
)
FLAGS = {"trainable": "on", "partly frozen": "on and off", "buffers only": "none"}
BUFFERS = {True: "move", False: "stay", None: "none"}


def said(facts: StepFacts) -> str:
    """The state in one breath."""
    tensors, numbers, backward, saved, adam = _words(facts)
    return (
        f"Frozen: {', '.join(facts.frozen) or 'no block'}. {numbers} numbers in {tensors} tensors "
        f"may learn. Backward pass {backward}, saved for it {saved}, Adam's state {adam}."
    )


def costs(now: StepFacts, free: StepFacts) -> Table:
    """What a step costs now, beside one with no block frozen."""
    rows = zip(ROWS, _words(now), _words(free), strict=True)
    return Table("One training step", ("", "now", "no block frozen"), tuple(rows))


def by_layer(facts: StepFacts) -> Table:
    """Flags, gradients and state of each layer, and its buffers if any layer has some."""
    seen = facts.layers
    columns = {
        "layer": [layer.path for layer in seen],
        "numbers": [_spaced(layer.numbers) for layer in seen],
        "flags": [FLAGS.get(layer.state, "off") for layer in seen],
        "own gradient": ["arrives" if layer.arrives else "none" for layer in seen],
        "gradient for its input": [_passed(layer.arrives, layer.handed_down) for layer in seen],
        "state": [layer.state for layer in seen],
    }
    if any(layer.buffers_move is not None for layer in seen):
        columns["buffers"] = [BUFFERS[layer.buffers_move] for layer in seen]
    rows = tuple(zip(*columns.values(), strict=True))
    return Table("Layer by layer", tuple(columns), rows)


def side_by_side(states: Mapping[str, StepFacts]) -> Table:
    """What a step costs in several states."""
    columns = [_words(facts) for facts in states.values()]
    return Table("Some plans", ("", *states), tuple(zip(ROWS, *columns, strict=True)))


def _words(facts: StepFacts) -> tuple[str, ...]:
    """The words for ROWS."""
    return (
        str(facts.tensors),
        _spaced(facts.numbers),
        _mflop(facts.backward),
        f"{facts.saved / 1024:.1f} KB",
        f"{facts.adam / 1024:.1f} KB",
    )


def _mflop(count: int) -> str:
    """Millions of operations; small counts keep two digits that say something."""
    millions = count / 1e6
    return f"{millions:.2f} MFLOP" if millions >= 0.1 or not count else f"{millions:.2g} MFLOP"


def _spaced(number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}".replace(",", " ")


def _passed(arrives: bool, handed_down: bool) -> str:
    """What became of the gradient for a layer's input."""
    if not handed_down:
        return "not computed"
    return "computed" if arrives else "computed, only to pass it on"
