"""Exercise 5.1 · bn_effects: what seven settings of one BatchNorm do, told without running them.

The truth comes from a run. One set for every case would be right twice, so marks begin above that.
"""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials import normed_nets
from autograder.verdict import PARTLY, Finding, Verdict, correct, incorrect, without_marks
from autograder.words import kind_of, shown

MOVES, USES, TRAINS = EFFECTS = ("stats_move", "train_output_uses_batch", "affine_trains")
FORM = [SAID_FORM | {"case": str}]
MOST_FINDINGS = 3


CASES: dict[str, Callable[[nn.BatchNorm1d], object]] = {
    "flags only": lambda bn: bn.requires_grad_(False),
    "eval only": lambda bn: bn.eval(),
    "flags and eval": lambda bn: bn.requires_grad_(False).eval(),
    "momentum 0": lambda bn: setattr(bn, "momentum", 0.0),
    "momentum None": lambda bn: setattr(bn, "momentum", None),
    "tracking off": lambda bn: setattr(bn, "track_running_stats", False),
    "no_grad": lambda bn: None,
}
# What was believed about a case (an effect that is missing, or one that is not there), a question
# that leads on, and the mistake that the belief is known as.
MISSING = {
    ("flags only", MOVES): ("which tensors of the layer have no flag that counts?", "E2"),
    ("eval only", TRAINS): ("who switches learning off: the mode, or the flags?", "E8"),
    ("momentum 0", USES): ("the update stops; which statistics does train mode divide by?", "E4"),
    ("momentum None", MOVES): ("look up `momentum` in the documentation: what is None?", "E5"),
    ("tracking off", USES): ("nothing is tracked; what is left to divide by?", "E7"),
    ("no_grad", MOVES): ("is the update of the statistics a gradient step?", "E9"),
}
EXTRA = {
    ("tracking off", MOVES): ("which version of torch did that, and which do you run?", "E7"),
    ("flags only", TRAINS): ("what does a flag that is off do to `.grad`?", ""),
    ("no_grad", TRAINS): ("was a graph recorded for scale and shift?", ""),
}
ANYTHING_ELSE = "run this case on `nn.BatchNorm1d(2)` and look at its buffers and its output."


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each case, asked in an order of the seed's."""
    return [said_by(answers["bn_effects"], case) | {"case": case} for case in _order(seed)]


def _order(seed: int) -> list[str]:
    """The cases in a drawn order."""
    names = list(CASES)
    order = torch.randperm(len(names), generator=torch.Generator().manual_seed(seed))
    return [names[index] for index in order]


def _run(case: str, seed: int) -> frozenset[str]:
    """What a training step does in this case; under `no_grad` there is a forward pass only."""
    draw = torch.Generator().manual_seed(seed)
    bn = nn.BatchNorm1d(4)
    normed_nets.fill_statistics(bn, draw)
    CASES[case](bn)
    batch = torch.randint(-64, 65, (8, 4), generator=draw) / 64
    other = torch.cat([batch[:1], 2 * batch[1:]])
    before = {name: value.clone() for name, value in bn.state_dict().items()}
    with torch.set_grad_enabled(case != "no_grad"):
        outputs = bn(batch), bn(other)
    loss = (outputs[0] * batch.roll(1, 0)).sum()
    if loss.requires_grad:
        loss.backward()
        torch.optim.AdamW(bn.parameters(), lr=0.1).step()
    moved = {
        name for name, value in bn.state_dict().items() if not torch.equal(value, before[name])
    }
    happened = {
        MOVES: bool(moved & {"running_mean", "running_var"}),
        USES: not torch.equal(outputs[0][0], outputs[1][0]),
        TRAINS: bool(moved & {"weight", "bias"}),
    }
    return frozenset(effect for effect in EFFECTS if happened[effect])


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right cases beyond what the best single set would get, as a share of the rest."""
    if [entry["case"] for entry in observed] != _order(seed):
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    told = {}
    for entry in observed:
        if entry["raised"]:
            return without_marks(stop_finding("bn_effects", entry["raised"]))
        told[entry["case"]] = decoded(entry["returned"])
    truth = {case: _run(case, seed) for case in CASES}
    findings = [
        _finding(case, told, truth[case]) for case in CASES if not _same(told[case], truth[case])
    ]
    if not findings:
        return correct("foretold: all seven settings do what you say they do")
    guessed = max(list(truth.values()).count(effects) for effects in truth.values())
    right = len(truth) - len(findings)
    score = max(0, right - guessed) / (len(truth) - guessed)
    first = tuple(findings[:MOST_FINDINGS])
    return Verdict(PARTLY, score, findings=first) if score else without_marks(*first)


def _same(said: object, truth: frozenset) -> bool:
    """Whether a set was said, and this one."""
    return type(said) is frozenset and said == truth


def _finding(case: str, told: dict, truth: frozenset) -> Finding:
    """What is wrong about one case."""
    said = told[case]
    if type(said) is not frozenset:
        return Finding(
            f"for {case!r}, bn_effects returned {kind_of(said)}, not a set.",
            "return a set of words; the empty one is written set().",
        )
    unknown = sorted((word for word in said if word not in EFFECTS), key=repr)
    if unknown:
        return Finding(
            f"for {case!r}, the set holds {shown(unknown[0])}, which is none of the three words.",
            f"the words are {', '.join(EFFECTS)}.",
        )
    hint, mistake = next(
        (
            table[case, effect]
            for table, effects in ((MISSING, truth - said), (EXTRA, said - truth))
            for effect in EFFECTS
            if effect in effects and (case, effect) in table
        ),
        (ANYTHING_ELSE, ""),
    )
    if mistake == "E2" and _same_belief(told):
        hint, mistake = "are buffers learned by gradients?", "E6"
    missing, extra = sorted(truth - said), sorted(said - truth)
    seen = f"leaves out {missing[0]!r}" if missing else f"holds {extra[0]!r}"
    return Finding(f"for {case!r}, your set {seen}, and a run contradicts it.", hint, mistake)


def _same_belief(told: dict) -> bool:
    """Whether statistics stand still in each case in which nothing has a gradient."""
    return all(
        type(told[case]) is frozenset and MOVES not in told[case]
        for case in ("flags only", "no_grad")
    )


EXERCISE = Exercise("bn_effects", ("bn_effects",), FORM, collect, judge)
