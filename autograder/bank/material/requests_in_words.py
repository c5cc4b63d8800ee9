"""Choices of requests as options: said in several ways, so that their length tells nothing."""

from itertools import combinations


def spellings() -> dict[tuple[int, ...], list[str]]:
    """Every choice of the requests 0 to 3, with several ways to say it."""
    words = {
        (): ["with none of them", "with none"],
        (0, 1, 2, 3): ["with all four", "with each of them"],
    }
    for n in range(4):
        words[n,] = [f"with {n}", f"only with {n}", f"with {n} and with no other"]
        rest = tuple(m for m in range(4) if m != n)
        words[rest] = [
            f"with all but {n}",
            "with {}, {} and {}".format(*rest),
            f"with all of them except {n}",
        ]
    for pair in combinations(range(4), 2):
        words[pair] = [
            text.format(*pair) for text in ("with {} and {}", "only with {} and with {}")
        ]
    return words
