"""Which lines of a script decide by test images: the script runs on labels instead of images."""

from dataclasses import dataclass, field

TEST = "test"
PARTS = ("train", "validation", TEST)


@dataclass(frozen=True)
class Traced:
    """Something that came from these parts of the images."""

    parts: tuple[str, ...] = ()


@dataclass
class Trace:
    """The lines run so far, and those of them in which test images took part in a decision."""

    line: int = -1
    deciding: list[int] = field(default_factory=list)

    def uses(self, *given: object) -> Traced:
        """A function that looks, applies or reports."""
        return Traced(_parts(given))

    def decides(self, *given: object, **named: object) -> Traced:
        """A function that learns or chooses from what it is given."""
        parts = _parts([*given, *named.values()])
        if TEST in parts:
            self.deciding.append(self.line)
        # What was learned holds no images: whoever is handed it afterwards is not handed these.
        return Traced()


def deciding_lines(script: list[str]) -> list[int]:
    """The places, from 0, of the lines in which test images decide something.

    Functions named `fit_...` and `choose_...` decide, `split` deals out, others apply or report.
    """
    trace = Trace()
    names = _Names(trace)
    for trace.line, line in enumerate(script):
        exec(line, {"__builtins__": {}}, names)
    return trace.deciding


class _Names(dict):
    """The names of a script; functions that it did not define are found by their kind."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(load_images=lambda: Traced(PARTS), split=_split)
        self.trace = trace

    def __missing__(self, name: str):
        decides = name.startswith(("fit_", "choose_"))
        return self.trace.decides if decides else self.trace.uses


def _split(_: Traced) -> tuple[Traced, ...]:
    """The three parts."""
    return tuple(Traced((part,)) for part in PARTS)


def _parts(given) -> tuple[str, ...]:
    """The parts that these come from, in the order of PARTS."""
    found = [part for one in given if isinstance(one, Traced) for part in one.parts]
    return tuple(part for part in PARTS if part in found)
