"""A learner's name as the name of a folder, on every system and for nbgrader.

Two names never become one folder: where a sign has to be left out, a digest of the whole name is
added. Names that differ only by case are kept apart in `clashing.py`, since systems differ in that.
"""

import hashlib
import re
import unicodedata

from autograder.classroom import IN_PATTERNS

# Separators and signs that Windows refuses, nbgrader's patterns, and the plus sign of its exchange.
REFUSED = frozenset('<>:"/\\|+' + IN_PATTERNS)
LONGEST = 60  # signs, of up to four bytes each; file systems take 255 bytes, nbgrader 128 signs
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|\Z)", re.I)


def spelled(name: str) -> str:
    """A name with its accents typed in one way and without spaces that nobody sees."""
    return re.sub(" +", " ", unicodedata.normalize("NFC", name)).strip(" ")


def folded(name: str) -> str:
    """A name as systems compare it that see no difference between capitals and small letters."""
    return spelled(unicodedata.normalize("NFC", spelled(name).casefold()))


def folder_of(name: str) -> str:
    """The folder of a learner of this name."""
    plain = spelled(name)
    safe = "".join(sign if sign.isprintable() and sign not in REFUSED else "_" for sign in plain)
    safe = safe[:LONGEST].strip(". ")
    if not safe or _RESERVED.match(safe):
        safe = f"_{safe}"
    if safe == plain:
        return safe
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{safe}-{digest[:8]}"


def is_safe(name: str) -> bool:
    """Whether a name can be a folder's as it stands."""
    return folder_of(name) == name
