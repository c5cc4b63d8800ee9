"""Options of our own for pytest."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--screenshots`, which only the tests in a real browser read."""
    parser.addoption(
        "--screenshots",
        action="store_true",
        help="let the browser tests write docs/screenshots/ while they run",
    )
