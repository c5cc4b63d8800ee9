"""The layer board: freeze blocks of a network by hand, and see what a step costs then."""

import copy
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from torch import nn

from course.controls.board import Board
from course.controls.freeze_plans import Batch, blocks, frozen_blocks, planned
from course.controls.layer_facts import StepFacts, facts_of
from course.controls.layer_words import by_layer, costs, said, side_by_side
from course.controls.panel import Panel, Table
from course.layer_map import layer_map


def layer_board(model: nn.Module, batch: Batch) -> "LayerBoard":
    """A button for each block of `model`, and what one step on `batch` costs as they are pressed.

    A block is a child of `model` with parameters. `batch` is a pair of inputs and int64 labels;
    the loss is the cross-entropy. Only copies are frozen: `model` stays as it is. Raises
    ValueError for an empty batch, for labels that do not fit it, and for a model without
    parameters.
    """
    return LayerBoard(model, batch)


class LayerBoard(Board):
    """The state is which blocks are frozen; it begins with those of the model."""

    name = "layer board"

    def __init__(self, model: nn.Module, batch: Batch) -> None:
        self._model, self._batch = copy.deepcopy(model), batch
        self._facts = cache(lambda frozen: facts_of(self._model, self._batch, frozen))
        self.frozen = frozen_blocks(model)
        self._start = self._facts(self.frozen)

    @property
    def facts(self) -> StepFacts:
        """The facts of the present state."""
        return self._facts(self.frozen)

    def plan(self, frozen: Collection[str]) -> None:
        """Makes these blocks the frozen ones."""
        self.frozen = frozenset(frozen)

    def panel(self) -> Panel:
        tables = costs(self.facts, self._facts(frozenset())), by_layer(self.facts)
        return Panel(said(self.facts), tables, layer_map(planned(self._model, self.frozen)))

    def telling(self) -> Table:
        names = list(blocks(self._model))
        states = {
            "at first": self._start.frozen,
            f"only {names[0]} learns": names[1:],
            f"only {names[-1]} learns": names[:-1],
            "all frozen": names,
        }
        found = {name: self._facts(frozenset(frozen)) for name, frozen in states.items()}
        return side_by_side(found)

    def controls(self) -> Mapping[str, Any]:
        from ipywidgets import Layout, ToggleButton

        made = {}
        for block in blocks(self._model):
            button = ToggleButton(
                value=block in self.frozen,
                tooltip=f"freeze or thaw {block}",
                layout=Layout(width="auto"),
            )
            button.observe(lambda change, block=block: self._toggle(block, change.new), "value")
            made[block] = button
            _label(button, block)
        return made

    def _toggle(self, block: str, frozen: bool) -> None:
        """Follows a button."""
        self.plan(self.frozen | {block} if frozen else self.frozen - {block})
        _label(self.inputs[block], block)
        self.refresh()


def _label(button: Any, block: str) -> None:
    """Writes the state on a button: colour and shade do not reach everybody."""
    button.description = f"{block}: {'frozen' if button.value else 'learns'}"
    button.icon = "lock" if button.value else "unlock"
