"""Options of our own for pytest, and what is skipped where there is no sandbox."""

import functools
import os
import shutil
import subprocess

import pytest

# Tests are nobody's progress. Those about progress name a file of their own.
os.environ["FREEZING_LAYERS_PROGRESS"] = "off"

# Whole files that grade as an instructor does. Others ask for the fixture `bubblewrap`.
GRADING = (
    "test_attacks.py",
    "test_bad_submissions.py",
    "test_batch.py",
    "test_bench.py",
    "test_browser.py",
    "test_browser_formgrader.py",
    "test_class.py",
    "test_cluster.py",
    "test_damages.py",
    "test_kills.py",
    "test_nbgrader_intake.py",
    "test_postgres.py",
)

# A file goes to one worker. The long ones begin, so that both workers end at about the same time.
LONG = (
    *("test_attacks.py", "test_engine.py", "test_browser_run_all.py", "test_browser_desk.py"),
    *("test_bank.py", "test_browser.py", "test_notebooks.py", "test_wrong_answers.py"),
    *("test_kills.py", "test_cluster.py", "test_elsewhere.py", "test_batch.py", "test_damages.py"),
    *("test_browser_formgrader.py", "test_exercises.py", "test_class.py", "test_exchange.py"),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--screenshots`, which only the tests in a real browser read."""
    parser.addoption(
        "--screenshots",
        action="store_true",
        help="let the browser tests write docs/screenshots/ while they run",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts long files first; skips aloud what needs bubblewrap and cannot have it, except in CI."""
    items.sort(key=lambda item: LONG.index(item.path.name) if item.path.name in LONG else len(LONG))
    graded = [item for item in items if item.path.name in GRADING]
    if graded and not has_bubblewrap():
        if os.environ.get("CI"):
            pytest.exit("bubblewrap is missing or forbidden on the build machine", returncode=1)
        for item in graded:
            item.add_marker(pytest.mark.skip(reason=MISSING))


MISSING = "needs bubblewrap, allowed to make namespaces (Debian: apt-get install bubblewrap)"


@functools.cache
def has_bubblewrap() -> bool:
    """Whether a sandbox can be made here."""
    words = ["bwrap", "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "true"]
    return bool(shutil.which("bwrap")) and not subprocess.run(words, capture_output=True).returncode


@pytest.fixture(scope="session")
def bubblewrap() -> None:
    """Skips a test that needs a sandbox where there is none."""
    if not has_bubblewrap():
        assert not os.environ.get("CI"), MISSING
        pytest.skip(MISSING)
