"""Takes names out of texts that learners wrote, and leaves the words of Python alone."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

# Parts of names shorter than this are words of many languages and of Python.
PART = 3
SOMEBODY = "somebody"
OURS = {SOMEBODY, "learner", "student"}
ASIDE = re.compile(r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'")  # comments and texts: where people sign
Hide = Callable[[str], str]


def hiding(invented: dict[str, str], also: Iterable[str]) -> Hide:
    """What puts invented names into a text for real ones, and SOMEBODY for parts and others."""
    told = {_key(name): called for name, called in invented.items()}
    whole = _any_of(invented)
    within = _any_of({part for name in [*invented, *also] for part in _parts(name)})

    def hide(text: str) -> str:
        """The text, names replaced."""
        text = unicodedata.normalize("NFKC", text)
        if whole:
            text = whole.sub(lambda found: told.get(_key(found[0]), SOMEBODY), text)
        if within:
            text = ASIDE.sub(lambda aside: within.sub(SOMEBODY, aside[0]), text)
        return text

    return hide


def _key(name: str) -> str:
    """A name as it is compared."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _parts(name: str) -> Iterator[str]:
    """The words that a name is made of, but for those of invented names."""
    found = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", name))
    return (part for part in found if len(part) >= PART and part.casefold() not in OURS)


def _any_of(names: Iterable[str]) -> re.Pattern | None:
    """Finds these names as whole words, the longest first; None where there are none."""
    typed = {unicodedata.normalize("NFKC", name).strip() for name in names}
    # Both, because "ß" is "ss" without capitals, and no regular expression knows it.
    ordered = sorted(typed | set(map(_key, typed)), key=lambda name: (-len(name), name))
    if not ordered:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)
