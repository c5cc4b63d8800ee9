"""Scripts of about 25 lines in which the test set leaks, or seems to.

A script is never run. Its few functions have names that say what they do with images: learn from
them, choose by them, copy them, or only look.
"""

from dataclasses import dataclass

import torch

KINDS = ("threshold", "stopping", "scaler", "copies")
ANYWHERE = (
    'note("body: frozen, head: new")',
    "show(train, rows=2)",
    "set_seed(3)",
    'note("the test images come last")',
)
WITH_A_HEAD = (
    'keep(head, "latest.safetensors")',
    "net = join(base, head)",
    "count_trainable(head)",
    "put_to_sleep(base)",
)
TESTS = ("test", "test_images", "new_test", "digits_test", "test_scans")


@dataclass(frozen=True)
class Script:
    """Lines, the kinds of leak that were planted with their line numbers from 1, and its name."""

    name: str
    lines: list[str]
    planted: dict[str, int]


def scripts(seed: int) -> list[Script]:
    """One script for each kind of leak alone, one with traps and no leak, one with everything."""
    draw = torch.Generator().manual_seed(seed)
    made = [_script(kind, (kind,), draw, traps=False) for kind in KINDS]
    made.append(_script("clean", (), draw, traps=True))
    made.append(_script("all", KINDS, draw, traps=True))
    return made


def _script(name: str, kinds: tuple[str, ...], draw: torch.Generator, *, traps: bool) -> Script:
    """A script with these kinds of leak at drawn places, among drawn lines that are harmless."""
    test = TESTS[_below(len(TESTS), draw)]
    rate = "fastest_rate" if traps else "rate"
    told = f"  # never with {test}" if traps else ""

    def kept(kind: str, leaking: str, sound: str) -> str:
        return leaking if kind in kinds else sound

    first = ['everything = load("digits")', "check_sizes(everything)"]
    copied = "everything = add_copies(everything)"
    first += [copied] if "copies" in kinds else []
    first.append(f"train, {test} = split(everything, 0.5)")
    if "copies" not in kinds:
        first.append("train = add_copies(train)")
    stop = kept("stopping", test, "validation")
    core = [
        "train, validation = split(train, 0.2)",
        kept("scaler", "scaler = fit_scaler(everything)", "scaler = fit_scaler(train)"),
        "train = apply(scaler, train)",
        "validation = apply(scaler, validation)",
        f"{test} = apply(scaler, {test})",
        'base = load_weights("small_net")',
        "head = new_head(base, classes=10)",
        f"{rate} = choose_rate(head, train, validation){told}",
        f"head = fit_head(head, train, {rate}, stop_on={stop})",
        f"threshold = choose_threshold(head, {kept('threshold', test, 'validation')})",
        'report("validation", head, validation, threshold)',
        f'report("final", head, {test}, threshold)',
    ]
    lines = [*first, *core]
    leaking = {
        "copies": copied,
        "scaler": "fit_scaler(everything)",
        "stopping": f"stop_on={test}",
        "threshold": f"choose_threshold(head, {test}",
    }
    for fillers, after in ((ANYWHERE, "validation = split"), (WITH_A_HEAD, "new_head(")):
        first_place = 1 + next(place for place, line in enumerate(lines) if after in line)
        for filler in fillers:
            lines.insert(first_place + _below(len(lines) - first_place, draw), filler)
    numbers = {
        kind: next(n for n, line in enumerate(lines, 1) if leaking[kind] in line) for kind in kinds
    }
    return Script(name, lines, numbers)


def _below(count: int, draw: torch.Generator) -> int:
    """A drawn number from 0 to `count` - 1."""
    return int(torch.randint(0, count, (), generator=draw))
