"""A board: controls and a panel where a reader can press them, else the panel and its twins.

A saved notebook keeps no widgets, so their output carries the same numbers as HTML and as text.
JupyterLab looks at neither where it finds a widget that is gone; so a second, folded output
holds the telling states, and stays readable.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from IPython.display import display

from course.controls.panel import Panel, Table, folded, group, status
from course.frontend import VIEW, controls_work


class Board(ABC):
    """What the boards share; each says which controls it has, and what a state looks like."""

    name = "board"

    @abstractmethod
    def panel(self) -> Panel:
        """The present state."""

    @abstractmethod
    def telling(self) -> Table:
        """A few states side by side, the first one among them."""

    @abstractmethod
    def controls(self) -> Mapping[str, Any]:
        """The widgets by name, made anew; they change the state and then call `refresh`."""

    def widget(self) -> Any:
        """Controls and panel as one ipywidgets box, made once."""
        if not hasattr(self, "_box"):
            from ipywidgets import HTML, Box, Layout, VBox

            self.inputs = self.controls()
            self._status, self._body = HTML(), HTML()
            row = Box(list(self.inputs.values()), layout=Layout(flex_flow="row wrap"))
            self._box = VBox([row, self._status, self._body])
            self.refresh()
        return self._box

    def refresh(self) -> None:
        """Shows the present state in the widgets."""
        panel = self.panel()
        self._status.value = status(self.name, panel.said)
        self._body.value = panel.html()

    def bundle(self) -> dict[str, Any]:
        """The first output: the present state as HTML and text, and the widgets if they work."""
        panel = self.panel()
        shown = {"text/html": group(self.name, panel.said) + panel.html(), "text/plain": str(panel)}
        if controls_work():
            model = {"version_major": 2, "version_minor": 0, "model_id": self.widget().model_id}
            return {VIEW: model} | shown
        table = self.telling()
        return {
            "text/html": shown["text/html"] + table.html(),
            "text/plain": f"{shown['text/plain']}\n\n{table}",
        }

    def _ipython_display_(self) -> None:
        bundle = self.bundle()
        display(bundle, raw=True)
        if VIEW in bundle:
            table = self.telling()
            shown = folded(f"{table.caption}, side by side", [table])
            display({"text/html": shown, "text/plain": str(table)}, raw=True)

    def __repr__(self) -> str:
        return f"{self.panel()}\n\n{self.telling()}"
