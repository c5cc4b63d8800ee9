"""JupyterLab as `python -m course lab` starts it, asked over HTTP as a browser would."""

import json
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import nbgrader
import pytest

from course.lab import LabError, open_lab
from tests.running_lab import START_S, Lab, running

PROJECT = Path(__file__).parents[1]
SCRIPT = """\
import sys
from pathlib import Path
from course.lab import open_lab
sys.exit(open_lab(Path(sys.argv[1]), port=int(sys.argv[2]), browser=False))
"""


@contextmanager
def opened(folders: pytest.TempPathFactory) -> Iterator[Lab]:
    root = folders.mktemp("course")
    for slug in ("02_repair", "01_add"):
        (root / "notebooks" / slug).mkdir(parents=True)
    shutil.copy(PROJECT / "nbgrader_config.py", root)
    home = folders.mktemp("home")
    settings = {"HOME": str(home), "USERPROFILE": str(home)}
    with running(["-c", SCRIPT, str(root)], root, home, settings) as lab:
        yield lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    with opened(tmp_path_factory) as lab:
        yield lab


def test_the_course_opens_on_its_first_lesson(lab):
    address, page = lab.fetch("")
    assert address.endswith("/lab/tree/notebooks/01_add/01_add.ipynb")
    assert "jupyter-config-data" in page


def test_nobody_is_asked_about_news_or_updates(lab):
    settings = json.loads(
        lab.fetch("lab/api/settings/@jupyterlab/apputils-extension:notification")[1]
    )
    defaults = {name: kind["default"] for name, kind in settings["schema"]["properties"].items()}
    assert (defaults["fetchNews"], defaults["checkForUpdates"]) == ("false", False)


def test_the_users_own_settings_are_not_written(lab):
    written = {path.name for path in lab.home.glob(".jupyter/**/*")}
    assert written <= {"migrated"}


def test_the_formgrader_has_its_course_and_its_exchange(lab):
    address, page = lab.fetch("formgrader")
    assert "Manage Assignments" in page, address
    assert "warning-exchange" not in page
    assert "warning-course-id" not in page
    assert str(lab.root / "exchange") in page


def test_learners_of_one_machine_share_the_exchange(lab):
    assert (lab.root / "gradebook").is_dir()
    mode = stat.S_IMODE((lab.root / "exchange").stat().st_mode)
    assert mode == 0o777


def test_nbgraders_pages_for_learners_are_loaded(lab):
    answer = json.loads(lab.fetch(f"nbgrader_version?version={nbgrader.__version__}")[1])
    assert answer["success"] is True


def test_it_stops_cleanly_when_asked(tmp_path_factory):
    with opened(tmp_path_factory) as lab:
        lab.process.terminate()
        assert lab.process.wait(timeout=START_S) == 0, lab.log.read_text()
        with pytest.raises(URLError):
            lab.fetch("api")


def test_a_course_without_notebooks_is_refused(tmp_path):
    with pytest.raises(
        LabError, match=r"^notebooks/ holds no lessons; make them with: python -m course"
    ):
        open_lab(tmp_path, port=8888, browser=False)
    assert not list(tmp_path.iterdir())


def test_a_missing_jupyterlab_is_refused(tmp_path, monkeypatch):
    (tmp_path / "notebooks" / "01_add").mkdir(parents=True)
    monkeypatch.setattr("course.lab.find_spec", lambda name: None)
    with pytest.raises(LabError, match=r"^JupyterLab is missing; install it with: python -m pip"):
        open_lab(tmp_path, port=8888, browser=False)
