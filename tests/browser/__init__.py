"""What the tests in a real browser need: the browser, a course to open in it, and its pages.

Importing this package skips the tests that do so where there is no browser. With CI set in the
environment, it fails instead: nobody would notice there that they never ran.
"""

import os
import shutil
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Ends the import: as skipped on a person's machine, as a failure in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"CI runs the tests in a browser, and {what}.", pytrace=False)
    pytest.skip(f"tests in a browser need one: {what}.", allow_module_level=True)


try:
    from playwright.sync_api import Locator, Page, expect, sync_playwright
except ModuleNotFoundError:
    lacking("playwright is missing (python -m pip install -e '.[dev]')")

CHROMIUM = shutil.which("chromium") or lacking("there is no chromium (apt-get install chromium)")

__all__ = ["CHROMIUM", "Locator", "Page", "expect", "sync_playwright"]
