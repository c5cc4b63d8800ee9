"""Exercise 1.4 · moved_names: a proof of freezing that is able to fail."""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.clues import clues
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import MODEL_FORM, changed, digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import plants
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of

FORM = [
    SAID_FORM
    | {
        "calls": int,
        "before": MODEL_FORM,
        "after": MODEL_FORM,
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per planted case: the names that came back, the steps taken, the net before and after."""
    observed = []
    for plant in plants.EVERY:
        net, step = plant(seed)
        calls = []

        def counted(step: Callable[[], None] = step, calls: list = calls) -> None:
            calls.append(1)
            step()

        before = model_snapshot(net)
        observed.append(
            said_by(answers["moved_names"], net, counted)
            | {
                "calls": len(calls),
                "before": before,
                "after": model_snapshot(net),
            }
        )
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Three cases in which something moves, and one in which nothing does."""
    findings = [
        _finding(entry, plant, seed, sources["moved_names"])
        for entry, plant in zip(observed, plants.EVERY, strict=True)
    ]
    *moving, still = findings
    # "Nothing moved" is what a broken ruler always says: it counts beside another right answer.
    if all(moving):
        still = still or moving[0]
    return tally(
        [Part(8, moving[0]), Part(7, moving[1]), Part(7, moving[2]), Part(3, still)],
        said="measured: every parameter and buffer that moved, down to the last bit, and no other",
    )


def _finding(entry: dict, plant: Callable, seed: int, source: str) -> Finding | None:
    """What is wrong about one planted case."""
    if entry["raised"]:
        return stop_finding("moved_names", entry["raised"])
    net, step = plant(seed)
    start = model_snapshot(net)
    for _ in range(plants.STEPS):
        step()
    moved = set(changed(start, model_snapshot(net)))
    if digests(entry["before"]) != digests(start):
        return Finding(
            "the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    told = decoded(entry["returned"])
    if type(told) is not frozenset:
        return Finding(
            f"moved_names returned {kind_of(told)}, not a set.",
            "return the set of the names, with nothing else in it.",
        )
    if entry["calls"] != plants.STEPS:
        return Finding(
            f"step was called {entry['calls']} times where steps is {plants.STEPS}.",
            "what moves only in the last step is found only when all steps are taken.",
        )
    if (left := _left_behind(entry["before"], entry["after"])) is not None:
        return left
    return _difference(told, moved, start, source)


def _left_behind(before: dict, after: dict) -> Finding | None:
    """Whether modes and flags are as they were."""
    modes = [
        path for path, mode in before["training"].items() if after["training"].get(path) != mode
    ]
    if modes:
        return Finding(
            f"the mode of {modes[0] or 'the model'!r} was changed by measuring it.",
            "a ruler leaves things as they are: is train() or eval() needed here?",
        )
    now = {entry["name"]: entry["requires_grad"] for entry in after["parameters"]}
    for entry in before["parameters"]:
        if now.get(entry["name"]) != entry["requires_grad"]:
            return Finding(
                f"the flag of {entry['name']!r} was changed by measuring it.",
                "a ruler leaves things as they are: copy values, do not touch flags.",
            )
    return None


def _difference(told: frozenset, moved: set, start: dict, source: str) -> Finding | None:
    """How the names that came back differ from those that moved."""
    missed, extra = sorted(moved - told), sorted(map(str, told - moved))
    if not missed and not extra:
        return None
    buffers = {entry["name"] for entry in start["buffers"]}
    if not told:
        seen = f"{missed[0]!r} moved, and moved_names said that nothing did."
        if len(moved) == 1:
            return Finding(
                seen,
                "it moved by one bit: does your comparison allow for a tolerance?",
                "" if "allclose" in clues(source) else "F25",
            )
        mistake = "F24" if "state_dict" in source else "F25"
        return Finding(seen, "is what you kept a copy, or another view of what moves?", mistake)
    if missed and set(missed) <= buffers:
        return Finding(
            f"the buffer {missed[0]!r} moved and is not in the set.",
            "which tensors of a module are no parameters, and who lists them?",
            "E2",
        )
    if missed:
        return Finding(
            f"{missed[0]!r} moved and is not in the set ({len(missed)} of {len(moved)} are not).",
            "compare every tensor from before with the same name afterwards.",
        )
    return Finding(
        f"{extra[0]!r} is in the set and did not move.",
        "what has to differ between before and after for a name to count?",
    )


EXERCISE = Exercise("moved_names", ("moved_names",), FORM, collect, judge)
