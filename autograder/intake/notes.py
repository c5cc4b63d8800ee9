"""How repairs are told: short parts of sentences that name cells and hold nothing harmful."""

SHOWN = 3  # names in one note; more are counted
_LENGTH = 60
_PLAIN = " ._-()+,"


def named(text: str) -> str:
    """A name that a learner chose, safe to be shown in a page, a terminal and a spreadsheet."""
    kept = "".join(sign if sign.isalnum() or sign in _PLAIN else "?" for sign in text[:_LENGTH])
    return repr(kept + ("..." if len(text) > _LENGTH else ""))


class Notes:
    """Repairs by kind, told together: one note names all cells to which the same happened."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, str], list[str]] = {}

    def add(self, cell: str, one: str, many: str) -> None:
        """Say of a cell that `one` happened to it, or of several cells that `many` happened."""
        cells = self._cells.setdefault((one, many), [])
        if cell not in cells:
            cells.append(cell)

    def told(self) -> list[str]:
        """The notes, in the order in which their kinds came up."""
        return [
            f"the cell {named(cells[0])} {one}" if len(cells) == 1 else f"{_listed(cells)} {many}"
            for (one, many), cells in self._cells.items()
        ]


def _listed(cells: list[str]) -> str:
    """Several cells as one phrase."""
    names = [named(cell) for cell in cells[:SHOWN]]
    if len(cells) > SHOWN:
        return f"the cells {', '.join(names)} and {len(cells) - SHOWN} more"
    return f"the cells {', '.join(names[:-1])} and {names[-1]}"
