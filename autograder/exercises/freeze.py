"""Exercise 1.1 · freeze: a module stops learning, and `unfreeze` takes it back.

A flag can say "frozen" while a weight moves, so the judge gets both: what each parameter claims,
and what the checker's own training did to it.
"""

from collections.abc import Callable, Iterable, Mapping

from torch import nn

from autograder.clues import clues
from autograder.exercise import Exercise
from autograder.snapshot import flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import nets, trial
from autograder.verdict import Finding, Part, Verdict, tally

# Nets, and the part of each that is handed over ("" is the whole net).
CASES = [
    (nets.two_linear, "0"),
    (nets.two_linear, ""),
    (nets.with_batchnorm, "1"),
    (nets.head_first, "body"),
]
TRIAL_FORM = trial.FORM | {"returned": str, "stray": [[str]]}
FORM = [{"freeze": TRIAL_FORM, "unfreeze": TRIAL_FORM}]

MISPLACED = {
    "requires_grad": "modules hold no such flag, so Python made a new attribute: what does each "
    "parameter's own flag say?",
    "requires_grad_": "is the name with the underscore assigned, or called?",
    "trainable": "another library spells it that way; which name does PyTorch use, and where?",
}
MISPLACED_AS = {"requires_grad_": "A10", "trainable": "A15"}
WITHOUT_EFFECT = {
    "A7": "are you at the level of modules, or of parameters?",
    "A18": "do you hold the parameters, or detached views of them?",
    "A19": "is `.data` the parameter itself, or a new view at each look?",
    "A20": "a new local name was made: who else saw it?",
    "A21": "`map` is lazy: has anything consumed it?",
    "A23": "which object did you freeze, the one handed in or a copy?",
    "A11": "how many `=` does an assignment take?",
    "A2": "what does the next `backward()` do to an empty `.grad`?",
    "E1": "eval mode changes how a layer behaves; does it change whether it learns?",
}


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case, what `freeze` did to a fresh net and `unfreeze` to one that was frozen."""
    return [
        {
            "freeze": _trial(answers["freeze"], build(seed), path, frozen=False),
            "unfreeze": _trial(answers["unfreeze"], build(seed), path, frozen=True),
        }
        for build, path in CASES
    ]


def _trial(answer: Callable, probe: nets.Probe, path: str, *, frozen: bool) -> dict:
    """The net before and after `answer` saw the module at `path`, and what training moved."""
    for parameter in probe.net.parameters():
        parameter.requires_grad = not frozen
    module = probe.net.get_submodule(path)
    observed, value = trial.tried(answer, module, probe=probe)
    returned = "the same" if value is module else type(value).__name__
    return observed | {"returned": returned, "stray": _stray(module)}


def _stray(module: nn.Module) -> list[list[str]]:
    """Attributes that were invented on the module, on modules inside it, and on its parameters."""
    on_modules = [
        ["module" if part is module else "part", name]
        for part in module.modules()
        for name in vars(part)
        if name in MISPLACED
    ]
    return on_modules + [["parameter", name] for p in module.parameters() for name in vars(p)]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Freezing stops all of the module and nothing else; unfreezing lets all of it learn again."""
    froze = _first(
        _freeze_finding(case["freeze"], build(seed).net, path, sources["freeze"])
        for case, (build, path) in zip(observed, CASES, strict=True)
    )
    thawed = _first(
        _unfreeze_finding(case["unfreeze"], build(seed).net, path)
        for case, (build, path) in zip(observed, CASES, strict=True)
    )
    returned = _first(
        _return_finding(name, case[name]) for case in observed for name in ("freeze", "unfreeze")
    )
    # The returned object is worth something only beside work that was done.
    returned = froze or thawed or returned
    return tally(
        [Part(12, froze), Part(5, thawed), Part(3, returned)],
        said="frozen and thawed: what was handed over held still, everything else went on learning",
    )


def _freeze_finding(seen: dict, ours: nn.Module, path: str, source: str) -> Finding | None:
    """What is wrong with a freeze, from the commonest mistake to the catch-all."""
    if seen["raised"]:
        return stop_finding("freeze", seen["raised"])
    inside, now = trial.names_inside(ours, path), flags(seen["after"])
    awake = [name for name in inside if now.get(name, True)]
    if awake and len(awake) == len(inside):
        return _no_effect(seen, awake, source)
    if awake:
        return _partial(awake, inside, source)
    return _wrong_change("freeze", seen, ours, inside, frozen=inside)


def _no_effect(seen: dict, awake: list[str], source: str) -> Finding:
    """The finding where no flag inside the module changed."""
    told = f"{awake[0]!r} still asks for a gradient ({len(awake)} of {len(awake)} do)."
    for owner, attribute in seen["stray"]:
        where = {"module": "the module", "part": "a module inside", "parameter": "a parameter"}
        told = f"{where[owner]} got an attribute {attribute!r}, and every flag is as it was."
        if owner != "parameter":
            mistake = MISPLACED_AS.get(attribute, "A5" if owner == "module" else "A7")
            return Finding(told, MISPLACED[attribute], mistake)
        if attribute == "requires_grad_":
            return Finding(told, MISPLACED[attribute], "A9")
        return Finding(told, "compare your spelling with what `dir(parameter)` lists.", "A8")
    for mistake in clues(source):
        if mistake in WITHOUT_EFFECT:
            return Finding(told, WITHOUT_EFFECT[mistake], mistake)
    return Finding(told, "which object owns the flag: the module, or each of its parameters?")


def _partial(awake: list[str], inside: list[str], source: str) -> Finding:
    """The finding where only some parameters inside the module are frozen."""
    seen = f"{awake[0]!r} still asks for a gradient ({len(awake)} of {len(inside)} do)."
    if "A22" in clues(source):
        return Finding(seen, "how many times does the body of your loop run?", "A22")
    if all(name.endswith("bias") for name in awake):
        return Finding(seen, "how many tensors does a Linear own?", "A25")
    return Finding(seen, "does your loop also reach parameters of modules inside modules?")


def _unfreeze_finding(seen: dict, ours: nn.Module, path: str) -> Finding | None:
    """What is wrong with an unfreeze."""
    if seen["raised"]:
        return stop_finding("unfreeze", seen["raised"])
    inside, now = trial.names_inside(ours, path), flags(seen["after"])
    asleep = [name for name in inside if not now.get(name, False)]
    if asleep:
        return Finding(
            f"after unfreeze, {asleep[0]!r} asks for no gradient "
            f"({len(asleep)} of {len(inside)} do not).",
            "unfreeze is the inverse of freeze: which value does a flag need to learn again?",
        )
    rest = [name for name in flags(model_snapshot(ours)) if name not in inside]
    return _wrong_change("unfreeze", seen, ours, inside, frozen=rest)


def _wrong_change(
    name: str, seen: dict, ours: nn.Module, inside: list[str], *, frozen: list[str]
) -> Finding | None:
    """What else went wrong although every flag inside the module is right.

    `frozen` names the parameters that ought to be frozen afterwards, inside or outside.
    """
    start, now = model_snapshot(ours), flags(seen["after"])
    outside = [n for n in flags(start) if n not in inside and now.get(n) == (n in frozen)]
    if outside:
        return Finding(
            f"{name} also reached {outside[0]!r}, outside the module that was handed over.",
            "work on the module you are given, not on a model from another cell.",
        )
    return trial.damage(name, seen, start) or trial.disagreement(name, seen, frozen)


def _return_finding(name: str, seen: dict) -> Finding | None:
    """Whether the same object came back."""
    if seen["returned"] == "the same":
        return None
    came = "nothing" if seen["returned"] == "NoneType" else f"another {seen['returned']}"
    return Finding(f"{name} returned {came}.", "return the module that was handed in.")


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("freeze", ("freeze", "unfreeze"), FORM, collect, judge)
