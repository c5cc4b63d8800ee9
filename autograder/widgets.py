"""Widgets where a notebook has them. Everybody else gets the same content as Markdown.

The Markdown stands below the widget, folded, as well: a widget needs its kernel, so a notebook that
is opened again, or a page that nbconvert makes of it, would show nothing.
"""

from collections.abc import Callable
from typing import Any

from IPython.display import display

from autograder.page import show_page
from course.frontend import VIEW, controls_work


def show_widget(make: Callable[[], Any], markdown: str) -> None:
    """Show the widget that `make` makes, or the Markdown where there are no widgets."""
    if not controls_work():
        show_page(markdown)
        return
    view = make()._repr_mimebundle_()[VIEW]
    display({VIEW: view, "text/plain": "Run this cell to see its buttons."}, raw=True)
    show_page(f"<details><summary>The same as text</summary>\n\n{markdown}\n\n</details>")


def as_html(markdown: str) -> str:
    """Markdown as HTML for a widget; markup in it is shown, not obeyed."""
    import mistune

    html = mistune.create_markdown(escape=True, plugins=["table"])(markdown)
    # JupyterLab leaves no space below code in a widget.
    return html.replace("<pre>", '<pre style="margin:0 0 1em">')
