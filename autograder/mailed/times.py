"""When something was handed in: read from a name or from an archive, and written for nbgrader."""

import struct
import zipfile
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from dateutil import parser
from dateutil.tz import gettz
from nbgrader.utils import parse_utc

from autograder.classroom import Course, GradingError

LONGEST = 100  # characters of a time
_STAMP = "%Y-%m-%d-%H-%M-%S"
_WRITTEN = "%Y-%m-%d %H:%M:%S UTC"
_UNIX_TIME = 0x5455  # the extra field of a zip's member that has its time in UTC
# Where a program leaves the time out, the first that the format knows stands there.
_NONE = 1980


def zone_of(course: Course) -> tzinfo:
    """The time zone of times without one: nbgrader's `c.Exchange.timezone`, by default UTC.

    Raises GradingError for a zone that does not exist.
    """
    name = course.config().Exchange.get("timezone", "UTC")
    zone = gettz(name) if isinstance(name, str) else None
    if zone is None:
        raise GradingError(f"nbgrader_config.py sets c.Exchange.timezone to {name!r}; name a zone.")
    return zone


def stamped_at(stamp: str, zone: tzinfo) -> datetime | None:
    """The time in a name, such as 2026-11-20-14-03-11; None where it is no time."""
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def packed_at(info: zipfile.ZipInfo, zone: tzinfo) -> datetime | None:
    """When a member was last written before it was packed; None where the archive has no time."""
    try:
        if seconds := _unix_time(info.extra):
            return datetime.fromtimestamp(seconds, UTC)
        if info.date_time[0] > _NONE:
            return datetime(*info.date_time, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, OSError, struct.error):
        pass  # no clock shows such a time
    return None


def _unix_time(extra: bytes) -> int:
    """Seconds since 1970 in the extra fields of a member; 0 where there are none."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNIX_TIME and size >= 5 and extra[4] & 1:
            return struct.unpack_from("<i", extra, 5)[0]
        extra = extra[4 + size :]
    return 0


def said_at(text: str) -> datetime | None:
    """The time in a text with a zone of its own; without one it is UTC. None where it is none."""
    try:
        at = parser.parse(text[:LONGEST])
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None


def as_text(at: datetime) -> str:
    """A time as nbgrader reads it from timestamp.txt."""
    return at.strftime(_WRITTEN)


def time_in(path: Path) -> datetime | None:
    """The time in a timestamp.txt, as nbgrader reads it; None where there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            return parse_utc(file.read(LONGEST).strip()).replace(tzinfo=UTC)
    except (OSError, ValueError, OverflowError, AttributeError):
        return None
