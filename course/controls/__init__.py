"""Boards with controls: press, slide or choose, and see what follows, computed at once.

Facts come from plain functions of a state (`*_facts`); a board puts controls in front of them.
Where no control can work, the same call shows the first state and a few telling ones.
"""

from course.controls.layer_board import LayerBoard, layer_board
from course.controls.results_board import ResultsBoard, results_board
from course.controls.threshold_board import ThresholdBoard, threshold_board

__all__ = [
    "LayerBoard",
    "ResultsBoard",
    "ThresholdBoard",
    "layer_board",
    "results_board",
    "threshold_board",
]
