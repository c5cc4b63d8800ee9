"""A figure that comes with words, for screen readers and for terminals without pictures.

JupyterLab gives a plain PNG output no alt text, so a notebook gets an HTML image instead, with
the words in its alt attribute and again as the plain-text twin of the output.
"""

import base64
import html
import io
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK = "#1a1a1a"


@dataclass(frozen=True, repr=False)
class Described:
    """A matplotlib figure and `alt`, which says in sentences what it shows."""

    figure: Figure
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def png(self) -> bytes:
        """The figure as PNG, 150 pixels an inch, on white whatever the theme around it."""
        content = io.BytesIO()
        # Without the name of the program in it, the file changes only when the picture does.
        self.figure.savefig(content, format="png", dpi=150, metadata={"Software": None})
        return content.getvalue()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What Jupyter shows: an image with alt text, or the words alone."""
        source = base64.b64encode(self.png()).decode("ascii")
        width = round(self.figure.get_figwidth() * 100)
        alt = html.escape(self.alt)
        image = f'<img width="{width}" alt="{alt}" src="data:image/png;base64,{source}">'
        return {"text/html": image, "text/plain": self.alt}


def canvas(width: float, height: float) -> Figure:
    """An empty white figure, sizes in inches, unknown to pyplot.

    So nothing is displayed twice, no backend is chosen and no window is left open.
    """
    return Figure(figsize=(width, height), facecolor="white", layout="constrained")


def bare(axes: Axes) -> Axes:
    """`axes` without the two lines that frame nothing."""
    axes.set_facecolor("white")
    axes.spines[["top", "right"]].set_visible(False)
    return axes
