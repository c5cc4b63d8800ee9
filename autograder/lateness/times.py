"""Points in time as people and programs write them, and the hand-in time of a submission.

nbgrader reads more than is safe here: a zone that it does not know (CEST) counts as UTC, and the
hours of "2026-01-15 18:00 +0100" as seconds. What leaves a doubt costs nobody a mark, so a time
without a zone that is clear everywhere is no time for us.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateutil.tz import gettz

TIMESTAMP = "timestamp.txt"
READ_AT_MOST = 100
AHEAD = timedelta(minutes=10)  # clocks that nobody sets differ by this much
# Names of the time zone database. Short ones such as CEST or IST mean several zones.
ZONE = re.compile(r"UTC|GMT|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+")
KEPT = "so it does not count as late"


class UnclearTime(ValueError):
    """Why a text is no point in time, as the end of a sentence."""


@dataclass(frozen=True)
class HandedIn:
    """When a submission was handed in, naive UTC as in nbgrader's database.

    `at` is None where nobody can say; `note` is why, as a part of a sentence, and empty where
    there simply is no time stamp.
    """

    at: datetime | None = None
    note: str = ""


def utc_of(text: str) -> datetime:
    """The point in time that a text names, naive UTC: "2026-01-15 18:00 Europe/Berlin".

    The zone may also be UTC, Z, or a distance such as +01:00. Raises UnclearTime.
    """
    words = text.split()
    try:
        if len(words) > 1 and ZONE.fullmatch(words[-1]) and (zone := gettz(words[-1])):
            time = datetime.fromisoformat(" ".join(words[:-1]))
            if time.tzinfo is not None:
                raise UnclearTime("names two time zones")
            time = time.replace(tzinfo=zone)
        else:
            # A space before the distance, as nbgrader writes it, is not ISO 8601.
            time = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text.strip()))
        if time.tzinfo is None:
            raise UnclearTime("names no time zone")
        return time.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as problem:
        if isinstance(problem, UnclearTime):
            raise
        if len(words) > 2 and words[-1].isalpha():
            raise UnclearTime("names a time zone that is not clear everywhere") from None
        raise UnclearTime("cannot be read") from None


def handed_in(folder: Path, now: datetime | None = None) -> HandedIn:
    """When the submission in a folder was handed in, by its time stamp.

    `now` is naive UTC, by default this machine's. A time ahead of it comes from a wrong clock.
    """
    path = folder / TIMESTAMP
    if path.is_symlink() or not path.is_file():
        return HandedIn()
    try:
        with path.open(encoding="utf-8") as file:
            at = utc_of(file.read(READ_AT_MOST))
    except UnclearTime as problem:
        return HandedIn(None, f"the time of its hand-in {problem}, {KEPT}")
    except (OSError, UnicodeDecodeError):
        return HandedIn(None, f"the time of its hand-in cannot be read, {KEPT}")
    if at > (now or datetime.now(UTC).replace(tzinfo=None)) + AHEAD:
        return HandedIn(None, f"the time of its hand-in has not come yet, {KEPT}")
    return HandedIn(at)
