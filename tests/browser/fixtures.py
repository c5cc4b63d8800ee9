"""Fixtures of the tests in a real browser: the browser, an empty page, a running lab, pictures.

A test file asks for them with `pytest_plugins`, and defines `course`, the folder that is opened.
"""

import pytest

from tests.browser import CHROMIUM, expect, sync_playwright
from tests.browser.course import PROJECT
from tests.browser.lab import opened

# As in a container: no sandbox of its own, no graphics card, and no network but this machine.
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SIZE = {"width": 1280, "height": 800}
# Validate runs a whole lesson meanwhile, on machines that do other things besides.
PATIENCE_MS = 120_000
# Errors that are not ours, each with the reason why it stays.
KNOWN = (
    # What ipywidgets says of a page whose kernel is gone, if it draws before the new kernel is up;
    # the same content stands as text below the widget, and the tests look for it there.
    "widget model not found",
)


@pytest.fixture(scope="module")
def lab(course, tmp_path_factory):
    with opened(course, tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield running
        running.close()


@pytest.fixture
def page(browser):
    """An empty page of a new user; fails a test whose pages log an error."""
    context = browser.new_context(viewport=SIZE)
    context.set_default_timeout(PATIENCE_MS)
    logged = []
    context.on("console", lambda said: logged.append(said) if said.type == "error" else None)
    context.on("weberror", lambda error: logged.append(error.error))
    yield context.new_page()
    context.close()
    told = [f"{said} {getattr(said, 'location', '')}" for said in logged]
    assert [line for line in told if not any(name in line for name in KNOWN)] == []


@pytest.fixture
def picture(request):
    """Takes a picture for the README, of a page or a part of it, if pytest was asked to."""

    def take(page, name, part=None):
        if request.config.getoption("--screenshots"):
            page.screenshot(path=PROJECT / "docs" / "screenshots" / f"{name}.png", clip=part)

    return take
