"""A slider for scores of any size, and a field for numbers that moves with it."""

import math
from typing import Any

import numpy as np


def scale(scores: np.ndarray, threshold: float) -> tuple[float, float, float]:
    """Ends and step of a slider that reaches below all scores and above them; about 60 steps."""
    low, high = min(scores.min(), threshold), max(scores.max(), threshold)
    rough = max(high - low, 1e-6) / 60
    size = 10 ** math.floor(math.log10(rough))
    step = size * next(times for times in (1, 2, 5, 10) if times * size >= rough)
    # Counted from the first threshold, which the slider could not come back to otherwise.
    below, above = math.ceil((threshold - low) / step), math.floor((high - threshold) / step) + 1
    return threshold - below * step, threshold + above * step, step


def field_and_slider(scores: np.ndarray, threshold: float) -> tuple[Any, Any]:
    """Two ipywidgets for one threshold; the field always holds the value."""
    from ipywidgets import BoundedFloatText, FloatSlider, Layout, dlink

    low, high, step = scale(scores, threshold)
    reach = {"value": threshold, "min": low, "max": high, "step": step}
    # The handle of a slider has no name for screen readers; a field has one.
    field = BoundedFloatText(
        description="threshold",
        tooltip="what scores at least this is called positive",
        style={"description_width": "initial"},
        layout=Layout(width="11em"),
        **reach,
    )
    # A figure is drawn for each value: not for all those that a mouse passes over.
    slider = FloatSlider(readout=False, continuous_update=False, **reach)
    dlink((field, "value"), (slider, "value"))
    # The browser adds up steps, and -1.4999999999999964 is nothing to read.
    dlink((slider, "value"), (field, "value"), lambda value: round(value, 6))
    return field, slider
