"""Flashcards with buttons: show the back, then say whether it was known."""

from collections.abc import Sequence

import ipywidgets as widgets

from autograder import progress
from autograder.cards import cards
from autograder.flashcards import answered, due
from autograder.helping import back_of, front_of
from autograder.widgets import as_html

# JupyterLab draws code in it as it does in Markdown; elsewhere the name means nothing.
AS_A_PAGE = "jp-RenderedHTMLCommon"
WIDTH = widgets.Layout(width="12em")


class Cards:
    """A deck, one card at a time."""

    def __init__(self, deck: Sequence[str]) -> None:
        """With the card that is due."""
        self._deck = deck
        self._front, self._back = (widgets.HTML().add_class(AS_A_PAGE) for _ in range(2))
        self._turn = widgets.Button(description="Show the back", layout=WIDTH)
        self._knew = widgets.Button(description="I knew it", layout=WIDTH)
        self._missed = widgets.Button(description="Not yet", layout=WIDTH)
        self._turn.on_click(lambda _: self._turned())
        self._knew.on_click(lambda _: self._said(True))
        self._missed.on_click(lambda _: self._said(False))
        self._buttons = widgets.HBox()
        layout = widgets.Layout(max_width="56em")
        self.box = widgets.VBox([self._front, self._back, self._buttons], layout=layout)
        self._show()

    def _show(self) -> None:
        """The front of the card that is due."""
        self._card = due(progress.load(), self._deck)
        self._front.value = as_html(front_of(cards()[self._card]))
        self._back.value = ""
        self._buttons.children = [self._turn]

    def _turned(self) -> None:
        """The back of the card."""
        self._back.value = f'<div role="status">{as_html(back_of(cards()[self._card]))}</div>'
        self._buttons.children = [self._knew, self._missed]

    def _said(self, knew: bool) -> None:
        """Keep the answer; the next card."""
        progress.update(lambda state: answered(state, self._card, knew))
        self._show()
