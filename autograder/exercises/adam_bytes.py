"""Exercise 6.3 · adam_bytes: what Adam will remember, told before it takes a step.

One network was trained before it was frozen. Its frozen tensors still hold a gradient each, and
an optimizer over all parameters would make state for them, too.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets, towers
from autograder.trials.memory_beliefs import ADAM_QUESTIONS, adam_by_beliefs
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import shown
from course.memory import step_bytes

CASES = {
    "a tower with its first layers frozen": towers.first_frozen,
    "a tower with its last layers frozen": towers.last_frozen,
    "a tower in which biases learn alone": towers.biases_alone,
    "a network with one tensor under two names": nets.tied,
    "a network that was trained first and partly frozen then": towers.trained_then_frozen,
}
FORM = [SAID_FORM | {"before": MODEL_FORM, "after": MODEL_FORM}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per network: what the answer says, and the network before and after it was asked."""
    observed = []
    for build in CASES.values():
        net = build(seed).net
        before = model_snapshot(net)
        said = said_by(answers["adam_bytes"], net)
        observed.append(said | {"before": before, "after": model_snapshot(net)})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The bytes must be those that Adam holds after a step, and the network is left alone."""
    probes = [build(seed) for build in CASES.values()]
    if [digests(entry["before"]) for entry in observed] != [
        digests(model_snapshot(probe.net)) for probe in probes
    ]:
        return incorrect(
            "the evidence shows other networks than these cases have.",
            hint="restart the kernel and run all cells from the top.",
        )
    why = _why(observed, probes)
    findings = [
        _finding(entry, kind, probe, why)
        for entry, (kind, probe) in zip(observed, zip(CASES, probes, strict=True), strict=True)
    ]
    towers_right = findings[0] or findings[1] or findings[2]
    # An untouched network is worth something only beside a right number.
    untouched = next((_touched(entry) for entry in observed if _touched(entry)), towers_right)
    return tally(
        [Part(5, towers_right), Part(2, findings[3]), Part(2, findings[4]), Part(1, untouched)],
        said="counted: what Adam holds after its first step, to the byte, without taking one",
    )


def _finding(entry: dict, kind: str, probe: nets.Probe, why: tuple[str, str]) -> Finding | None:
    """What is wrong about one network."""
    if entry["raised"]:
        return stop_finding("adam_bytes", entry["raised"])
    said = decoded(entry["returned"])
    right = step_bytes(probe.net, probe.inputs, probe.targets).adam
    if type(said) is int and said == right:
        return None
    seen = f"for {kind}, the answer was {shown(said)}."
    if type(said) is not int:
        return Finding(seen, "return one whole number of bytes, an int.")
    return Finding(seen, *why)


def _touched(entry: dict) -> Finding | None:
    """Whether the network is another one after the question."""
    for before, after in zip(
        entry["before"]["parameters"], entry["after"]["parameters"], strict=False
    ):
        for key, what in (("digest", "values"), ("requires_grad", "flag"), ("has_grad", "`.grad`")):
            if before[key] != after[key]:
                seen = f"adam_bytes changed the {what} of {before['name']!r}."
                return Finding(seen, "the number is asked before any step: is one needed?")
    return None


def _why(observed: list, probes: list[nets.Probe]) -> tuple[str, str]:
    """A question that fits the answers together, and the mistake that they look like."""
    said = [decoded(entry["returned"]) for entry in observed]
    for name, question in ADAM_QUESTIONS.items():
        if said == [adam_by_beliefs(probe.net)[name] for probe in probes]:
            return question
    return "let Adam take one step on a small model and print `optimizer.state`.", ""


EXERCISE = Exercise("adam_bytes", ("adam_bytes",), FORM, collect, judge)
