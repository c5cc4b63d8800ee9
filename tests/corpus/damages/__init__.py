"""Honest work that was hurt on the way, each with the marks it keeps."""

from tests.corpus.damages import (
    cells,
    editors,
    moved,
    renamed,
    retyped,
    running,
    stale,
    stripped,
    torn,
)
from tests.corpus.damages.damage import Damage

DAMAGES: list[Damage] = [
    *cells.MISSING,
    *cells.DOUBLED,
    *stripped.STRIPPED,
    *retyped.RETYPED,
    *moved.MOVED,
    *renamed.RENAMED,
    *editors.EDITED,
    *torn.TORN,
    *running.NOISY,
    *running.ONE_BAD,
    *running.LEFTOVERS,
    *running.SURROUNDINGS,
    *stale.STALE,
]
