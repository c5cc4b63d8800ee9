"""Learners' accounts: users of this machine where tests run as root, else folders of one user."""

import functools
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.handing_in import ROOT

CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "freezing_layers"
c.Exchange.root = "{exchange}"
"""


@dataclass(frozen=True)
class Account:
    """Somebody with a home, and nothing of the course in it; `user` is None for one of our own."""

    name: str
    home: Path
    user: tuple[int, int] | None

    def nbgrader(self, verb: str, *words: str) -> subprocess.CompletedProcess:
        """One of nbgrader's commands, as this learner types it."""
        whose = [] if self.user else ["--student", self.name]
        return self.python("-m", "nbgrader", verb, *words, *whose)

    def python(self, *words: str) -> subprocess.CompletedProcess:
        """Python in this learner's home."""
        return subprocess.run(
            [*(entered(*self.user) if self.user else ()), sys.executable, *words],
            cwd=self.home,
            env={"HOME": str(self.home), "PATH": os.defpath},
            capture_output=True,
            text=True,
        )


def accounts(place: Path, exchange: Path) -> list[Account]:
    """Two learners with homes in `place`, who know where the exchange is."""
    found = []
    for name, user in _users() or [("ada", None), ("ben", None)]:
        home = place / name
        (home / ".jupyter").mkdir(parents=True)
        settings = CONFIG.format(exchange=exchange)
        (home / ".jupyter" / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        if user:
            for path in (home, home / ".jupyter"):
                os.chown(path, *user)
        home.chmod(0o700)
        found.append(Account(name, home, user))
    return found


@functools.cache
def _users() -> list[tuple[str, tuple[int, int]]]:
    """Two users that every Linux has and nobody is; none where we cannot become them."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("bwrap"):
        return []
    import pwd  # not on Windows

    known = [user for user in pwd.getpwall() if user.pw_uid and user.pw_name.isalpha()][:2]
    users = [(user.pw_name, (user.pw_uid, user.pw_gid)) for user in known]
    able = all(
        subprocess.run([*entered(*ids), sys.executable, "-c", ""], capture_output=True).returncode
        == 0
        for _, ids in users
    )
    return users if able and len(users) == 2 else []


def entered(uid: int, gid: int) -> list[str]:
    """The start of a command that runs as this user and reaches our Python wherever it lies."""
    words = ["bwrap", "--dev-bind", "/", "/"]
    needed = [Path(sys.base_prefix).resolve(), Path(sys.prefix), ROOT]
    closed = {shut for path in needed if (shut := _closed(path))}
    for folder in sorted(closed):
        words += ["--tmpfs", str(folder)]
    for path in needed:
        if _closed(path):
            words += ["--ro-bind", str(path), str(path)]
    words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--", "setpriv"]
    return [*words, "--reuid", str(uid), "--regid", str(gid), "--clear-groups"]


def _closed(path: Path) -> Path | None:
    """The first folder on the way to `path` that others may not enter."""
    way = [folder for folder in reversed([path, *path.parents]) if not folder.stat().st_mode & 1]
    return way[0] if way else None
