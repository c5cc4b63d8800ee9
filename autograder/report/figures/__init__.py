"""The figures of a class report: what they show, and the same in words.

marks.py           how the marks of a lesson lie, and those of all lessons side by side
misconceptions.py  the commonest mistakes, as shares of the class
items.py           how hard exercises are, against whom they tell apart
drawing.py         the empty drawing, and the few colours that all of them use
labels.py          labels of points that lie close together
svg.py             a drawing as SVG inside a page: small, named, and coloured by the page's style
"""

from autograder.report.figures.items import difficulties
from autograder.report.figures.marks import histogram, side_by_side
from autograder.report.figures.misconceptions import commonest
from autograder.report.figures.svg import inline

__all__ = ["commonest", "difficulties", "histogram", "inline", "side_by_side"]
