"""Exceptions of a pass that show a known mistake: they become findings, not refusals."""

import re

KNOWN = (
    ("E11", ValueError, r"Expected more than 1 (value|spatial element)"),
    ("F4", RuntimeError, r"Inference tensors cannot be saved for backward"),
)


def known_stop(problem: BaseException | None) -> str:
    """The id of the mistake that an exception shows, or nothing."""
    for mistake, kind, words in KNOWN:
        if isinstance(problem, kind) and re.search(words, str(problem)):
            return mistake
    return ""
