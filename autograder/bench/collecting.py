"""What it takes to collect a thousand mailed zips, for the first time and again."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from autograder.bench.clock import seconds
from autograder.bench.figure import Figure
from autograder.bench.honest import LESSON
from autograder.classroom import Course
from autograder.mailed.collecting import collect
from autograder.mailed.telling import is_whole

ZIPS = 1_000
LIMIT_S = 60.0
OUTPUTS = 100_000  # characters; a small figure has as many
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def collecting(root: Path) -> Iterator[Figure]:
    """Seconds for a folder of zips, each with one learner's notebook in it."""
    with tempfile.TemporaryDirectory() as folder:
        mails = Path(folder) / "mails"
        mails.mkdir()
        size = sum(_mail(root, mails, number) for number in range(ZIPS))
        course = Course(root, Path(folder) / "gradebook")
        rows: list = []
        first = seconds(lambda: rows.extend(collect(course, mails, "", None, NOW)))
        again = seconds(lambda: rows.extend(collect(course, mails, "", None, NOW)))
    whole = "all collected" if is_whole(rows) and len(rows) == 2 * ZIPS else "not all collected"
    note = f"{size / 1e6:.0f} MB of zips; {whole}"
    yield Figure(f"collect {ZIPS} zips", first, "s", LIMIT_S, note=note)
    yield Figure(f"collect the same {ZIPS} zips again", again, "s", LIMIT_S)


def _mail(root: Path, mails: Path, number: int) -> int:
    """Pack one learner's notebook, with outputs, as nobody else's; returns its size in bytes."""
    text = (root / "notebooks" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(text)
    code = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    shown = "".join(f"{number * at} " for at in range(OUTPUTS // 8))[:OUTPUTS]
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": shown}]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{LESSON} (1).ipynb", json.dumps(notebook))
    return (mails / f"learner_{number}.zip").write_bytes(packed.getvalue())
