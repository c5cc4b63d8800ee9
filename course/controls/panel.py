"""What a board shows, as HTML and as text with the same words: a sentence, tables, a figure."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from course.described import Described

# Both themes of JupyterLab define these variables; elsewhere the page's own colour stands.
FONT = "color:var(--jp-ui-font-color1, inherit);font-family:var(--jp-ui-font-family, sans-serif)"
RULE = "1px solid var(--jp-border-color0, #757575)"
BOX = f"max-width:60em;line-height:1.5;{FONT}"
BESIDE = "display:flex;flex-wrap:wrap;gap:0 2.5em;align-items:flex-start"
FITS = "max-width:100%;height:auto"
CELL = f"padding:.15em .7em;border-bottom:{RULE};font-size:1em"


@dataclass(frozen=True)
class Table:
    """Rows of words under a header; the first cell of each row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def html(self) -> str:
        """An HTML table whose cells know their headings."""
        head = "".join(_cell("th", word, 'scope="col"', at) for at, word in enumerate(self.header))
        body = "".join(
            "<tr>"
            + _cell("th", row[0], 'scope="row"', 0)
            + "".join(_cell("td", word, "", at) for at, word in enumerate(row[1:], start=1))
            + "</tr>"
            for row in self.rows
        )
        caption = f'<caption style="{CAPTION}">{html.escape(self.caption)}</caption>'
        table = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        return f'<table style="{TABLE}">{table}</table>'

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [
            "  ".join(
                word.rjust(width) if at else word.ljust(width)
                for at, (word, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in (self.header, *self.rows)
        ]
        return "\n".join([f"{self.caption}:", *lines])


@dataclass(frozen=True)
class Panel:
    """One state of a board: what is to be said of it, its tables, and a figure if there is one."""

    said: str
    tables: tuple[Table, ...]
    figure: Described | None = None

    def html(self) -> str:
        """The tables and the figure; the sentence is shown by who knows whether it may change."""
        tables = "".join(table.html() for table in self.tables)
        shown = f'<div style="{BESIDE}">{tables}</div>'
        if self.figure is not None:
            image = self.figure._repr_mimebundle_()["text/html"]
            shown += image.replace("<img ", f'<img style="{FITS}" ', 1)
        return f'<div style="{BOX}">{shown}</div>'

    def __str__(self) -> str:
        figure = () if self.figure is None else (self.figure.alt,)
        return "\n\n".join(map(str, (self.said, *self.tables, *figure)))


def status(name: str, said: str) -> str:
    """A sentence that screen readers speak when it changes."""
    return _sentence("status", name, said)


def group(name: str, said: str) -> str:
    """A sentence that stays."""
    return _sentence("group", name, said)


def folded(summary: str, tables: Sequence[Table]) -> str:
    """Tables behind one line that opens them."""
    shown = "".join(table.html() for table in tables)
    return f'<details style="{BOX}"><summary>{html.escape(summary)}</summary>{shown}</details>'


TABLE = "border-collapse:collapse;margin:.6em 0;background:none;font-size:.95em"
CAPTION = "text-align:left;font-weight:bold;caption-side:top;padding:.2em .7em;color:inherit"


def _cell(tag: str, word: str, scope: str, place: int) -> str:
    """One cell; the first column names, the others hold numbers."""
    side = "right" if place else "left"
    weight = "bold" if scope else "normal"
    style = f"{CELL};text-align:{side};font-weight:{weight}"
    return f'<{tag} {scope} style="{style}">{html.escape(word)}</{tag}>'


def _sentence(role: str, name: str, said: str) -> str:
    """A paragraph with a role and a name."""
    label = html.escape(name)
    return f'<div role="{role}" aria-label="{label}" style="{BOX}">{html.escape(said)}</div>'
