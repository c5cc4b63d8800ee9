"""Exercise 8.5 · leaks: lines in which test images decide something.

Scripts with one leak each, in which everything else about the test set is harmless; then one
without a leak and one with all four, full of words that only look like the test set.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import Malformed, decoded
from autograder.stops import stop_finding
from autograder.trials.leaky_scripts import KINDS, Script, scripts
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of, shown

MISSED = {
    "threshold": ("which images chose that threshold?", "H13"),
    "stopping": ("when does the training end, and which images decide that?", "H13"),
    "scaler": ("which rows stand behind the mean that the scaler keeps?", "H13"),
    "copies": ("an image and its copy: may one of them end up on each side of the split?", ""),
}


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each script."""
    return [said_by(answers["leaks"], list(script.lines)) for script in scripts(seed)]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each kind of leak found alone, without false alarms; then none and all of them at once."""
    asked = scripts(seed)
    if len(observed) != len(asked):
        raise Malformed("the evidence is not about as many scripts as there are")
    found = {
        script.name: _finding(script, seen) for script, seen in zip(asked, observed, strict=True)
    }
    singles = [found[kind] for kind in KINDS]
    # Who never names a line is right about the clean script by accident.
    nothing = singles[0] if all(singles) else None
    traps = nothing or found["clean"] or found["all"]
    return tally(
        [*(Part(2, finding) for finding in singles), Part(2, traps)],
        said="found: every line in which test images decide, and no other",
    )


def _finding(script: Script, seen: dict) -> Finding | None:
    """What was said of a script that is not so."""
    if seen["raised"]:
        return stop_finding("leaks", seen["raised"])
    told = decoded(seen["returned"])
    if type(told) is not frozenset:
        return Finding(f"leaks returned {kind_of(told)}, not a set.", "a set of line numbers.")
    strange = sorted((shown(item) for item in told if type(item) is not int), key=str)
    if strange:
        return Finding(f"the set holds {strange[0]}, which is no int.", "lines go by their number.")
    if told and (min(told) < 1 or max(told) > len(script.lines)):
        odd = min(told) if min(told) < 1 else max(told)
        return Finding(
            f"the set holds {odd}; the lines go from 1 to {len(script.lines)}.",
            "which number has the first line?",
        )
    lines = set(script.planted.values())
    if told != lines and told in ({n - 1 for n in lines}, {n + 1 for n in lines}) and lines:
        return Finding("every number is off by one.", "which number has the first line?")
    alarm = _alarm(script, sorted(told - lines))
    # Who names none but other lines follows another rule, and hears of that first.
    if alarm and not told & lines:
        return alarm
    for kind, number in script.planted.items():
        if number not in told:
            hint, mistake = MISSED[kind]
            return Finding(f"missed: `{_code(script, number)}`.", hint, mistake)
    return alarm


def _alarm(script: Script, named: list[int]) -> Finding | None:
    """What to say of lines that were named and do not leak."""
    if not named:
        return None
    return Finding(
        f"named, though it does not leak: `{_code(script, named[0])}` "
        f"({len(named)} such in a script).",
        _about(script.lines[named[0] - 1]),
    )


def _code(script: Script, number: int) -> str:
    """A line of a script."""
    return script.lines[number - 1]


def _about(line: str) -> str:
    """A question about a line that was named without need."""
    if line.startswith("report("):
        return "the score itself has to come from somewhere: does this line decide anything?"
    if "apply(" in line:
        return "the scaler is ready here: does it learn from what it is applied to?"
    if "#" in line:
        return "read the line without its comment: which images does it use?"
    if "fastest" in line or "latest" in line:
        return "four letters inside a word are no test set: compare whole words."
    if "add_copies" in line:
        return "when it is copied here, on which side of the split is it already?"
    return "which verb of the table stands in it, and which images does that get?"


EXERCISE = Exercise("leaks", ("leaks",), [SAID_FORM], collect, judge)
