"""One measurement, and many of them as a table and as a file."""

import json
import textwrap
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

WIDTH = 60  # of the notes


@dataclass(frozen=True)
class Figure:
    """A value beside its limit, both in `unit`; no `value` where it could not be measured.

    `sense` says what the limit is: the value must be "at most" or "at least" that. Without a limit
    a figure is for information. `note` says how it came about.
    """

    what: str
    value: float | None = None
    unit: str = ""
    limit: float | None = None
    sense: str = "at most"
    note: str = ""
    family: str = ""

    @property
    def ratio(self) -> float | None:
        """The share of the limit that is used: above 1 misses it. None without a limit."""
        if self.value is None or self.limit is None:
            return None
        if self.sense == "at most":
            return self.value / self.limit
        return self.limit / self.value if self.value > 0 else float("inf")

    def of(self, family: str) -> "Figure":
        """The same, as one of a family of measurements."""
        return replace(self, family=family)

    def as_plain(self) -> dict:
        """This figure as JSON types; infinity is none of them."""
        ratio = self.ratio
        finite = ratio is not None and abs(ratio) != float("inf")
        return asdict(self) | {"ratio": round(ratio, 3) if finite else None}


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, one a line, long notes on several."""
    rows = [("what", "measured", "limit", "ratio", "note")]
    for figure in figures:
        sign = "≥ " if figure.sense == "at least" else "≤ "
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        limit = "" if figure.limit is None else sign + _told(figure.limit, figure.unit)
        rows.append((figure.what, _told(figure.value, figure.unit), limit, ratio, figure.note))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = []
    for what, *cells, note in rows:
        head = [what.ljust(widths[0])]
        head += [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        first, *more = textwrap.wrap(note, WIDTH) or [""]
        lines.append(f"{'  '.join(head)}  {first}".rstrip())
        lines += [" " * (sum(widths) + 8) + line for line in more]
    return "\n".join(lines)


def _told(value: float | None, unit: str) -> str:
    """A number with its unit, to three figures."""
    if value is None:
        return "-"
    number = f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return f"{number} {unit}".rstrip()


def reason(fault: Exception) -> str:
    """What went wrong, as one sentence."""
    said = str(fault).strip().partition("\n")[0].rstrip(".")
    kind = type(fault).__name__
    return f"{said}." if said and kind == "GradingError" else f"It stopped with {kind}: {said}."


def put_together(figures: list[Figure], path: Path) -> None:
    """Write figures as JSON in place of earlier ones of their families."""
    renewed = {figure.family for figure in figures}
    kept = [record for record in _earlier(path) if record.get("family") not in renewed]
    records = kept + [figure.as_plain() for figure in figures]
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(records, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    part.replace(path)


def _earlier(path: Path) -> list[dict]:
    """The records of an earlier run; none when there was none that can be read."""
    try:
        records = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    if type(records) is not list:
        return []
    # Records without a family are of an older form.
    return [r for r in records if type(r) is dict and r.get("family")]
