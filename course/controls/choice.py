"""One of a few options, as radio buttons that a keyboard reaches.

A list that folds out would be shorter, but JupyterLab takes its arrow keys for its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any


def choice(label: str, options: Iterable[Any] | Mapping[str, Any], value: Any) -> Any:
    """Radio buttons with `value` chosen; `options` are values, or words with their values.

    Each button begins with `label`, because ipywidgets gives the buttons no group of that name.
    """
    from ipywidgets import Layout, RadioButtons

    words = options if isinstance(options, Mapping) else {str(option): option for option in options}
    return RadioButtons(
        options=[(f"{label} {word}", option) for word, option in words.items()],
        value=value,
        orientation="horizontal",
        layout=Layout(width="auto"),
    )
