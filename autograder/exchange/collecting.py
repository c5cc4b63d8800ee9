"""`nbgrader collect` and the formgrader's button, for an exchange in which not all are honest."""

import os
from datetime import datetime
from pathlib import Path

from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc

from autograder import database
from autograder.classroom import GradingError
from autograder.exchange import TIMESTAMP
from autograder.exchange.folders import inside, is_plain, owner_of
from autograder.marks import printable

LEFT = None  # in the place of a learner's name: this submission stays where it is


class Collect(ExchangeCollect):
    """Collects the latest submission of each learner that can be believed."""

    def init_src(self) -> None:
        """Looks through the exchange; makes the folder and the database of a new class."""
        room = self.coursedir.format_path(self.coursedir.submitted_directory, ".", ".")
        Path(room).mkdir(parents=True, exist_ok=True)
        try:
            database.prepare(self.coursedir.db_url)
        except GradingError as problem:
            self.fail(str(problem))
        super().init_src()
        self.src_records = [found for found in self.src_records if found["username"] is not LEFT]

    def _path_to_record(self, path: str) -> dict:
        """Whose submission this is and of when, as nbgrader reads it."""
        name = printable(os.path.basename(path))
        try:
            record = super()._path_to_record(path)
            problem = self._problem(Path(path), record)
        except (ExchangeError, OSError, OverflowError, ValueError):
            problem = "it cannot be read, or its time stamp is not that of its name"
        if not problem:
            return record
        self.log.error("%s stays in the exchange: %s.", name, problem)
        return {"username": LEFT, "filename": name, "timestamp": datetime.max}

    def _problem(self, folder: Path, record: dict) -> str:
        """Why a submission cannot be believed; empty when it can."""
        if folder.is_symlink() or not record["username"]:
            return "it is no learner's folder"
        if self.check_owner and (owner := owner_of(folder)) != record["username"]:
            cure = "c.ExchangeCollect.check_owner = False allows that where all share one account"
            return f"it belongs to the account {owner}; {cure}"
        if self.get_size(folder) > 1000 * self.coursedir.max_dir_size:
            return f"it is larger than {self.coursedir.max_dir_size // 1000} MB"
        if not all(is_plain(path) for path in inside(folder)):
            return "it holds a link, or a file that cannot be read"
        if parse_utc((folder / TIMESTAMP).read_text(encoding="utf-8")) != record["timestamp"]:
            raise ValueError
        return ""
