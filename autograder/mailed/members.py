"""What an archive says of one of its members, before anything of it is read."""

import contextlib
import re
import stat
import zipfile

from autograder.mailed.found import NotCollected

LONGEST = 255  # signs of a name
_IN_UTF_8 = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_SEPARATOR = re.compile(r"[/\\]")  # Windows has written archives with its own


def check(info: zipfile.ZipInfo) -> None:
    """Raise NotCollected for a member that would land outside its archive, or is no file."""
    name = info.orig_filename
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in _SEPARATOR.split(name):
        raise NotCollected("Its name points outside the archive; ask for an ordinary zip.")
    if max(map(len, _SEPARATOR.split(name))) > LONGEST:
        raise NotCollected("Its name is longer than any system allows; ask for an ordinary zip.")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise NotCollected("It is a link or a device in its archive; ask for the file itself.")


def parts_of(info: zipfile.ZipInfo) -> list[str]:
    """The folders and the name of a member; empty for a folder."""
    name = info.orig_filename
    if not info.flag_bits & _IN_UTF_8:
        # Many programs write UTF-8 and do not say so; other alphabets rarely look like it.
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = _SEPARATOR.split(name)
    return [part for part in parts if part not in ("", ".")] if parts[-1] else []
