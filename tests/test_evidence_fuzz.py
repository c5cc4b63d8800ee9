"""Evidence is mutated by the hundred: nothing but Malformed is raised, and nothing is gained."""

import copy
import json
import math
import os

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn

from autograder.collect import collect
from autograder.engine.result import Checked, Result
from autograder.exercise import find, slugs
from autograder.judge import judge
from autograder.plain import MAX_TEXT, Malformed, checked, decoded
from autograder.reference import answers_in
from autograder.snapshot import digests, flags
from tests.handing_in import ROOT

SEED, OTHER_SEED = 7, 8
SETTINGS = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "250")),
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def same(module):
    return module


WRONG = {
    "freeze": (same, same),
    "trainable_report": (lambda model: dict.fromkeys(("tensors", "scalars"), -1),),
    "grad_map": (lambda frozen: {layer: layer in frozen for layer in "abc"},),
    "moved_names": (lambda model, step, steps=3: {"nothing"},),
    "treat": (lambda patient, model: model.requires_grad_(False),),
    "triage": (lambda: dict.fromkeys("abcdefghijk", "freezes") | {"h": "raises"},),
    "freeze_lint": (lambda model: ["0.wait"],),
    "true_statements": (lambda: {"B", "C"},),
    "freeze_by_prefix": (lambda model, prefixes: ["nothing"],),
    "new_head": (lambda model, name, n_classes: 1,),
    "freeze_until": (lambda model, name, example: model.requires_grad_(False),),
    "shared_groups": (lambda model: [],),
    "repair_filters": (lambda *given: 1, lambda *given: 1),
    "param_groups": (lambda model, head, lr_head, lr_body: [],),
    "drift_table": (lambda: {("nothing", "at", "all"): True},),
    "thaw": (lambda module, optimizer, lr: 1,),
    "embedding_with_frozen_rows": (lambda weight, rows: nn.Linear(1, 1),),
    "freeze_plan": (lambda model, optimizer: {}, lambda model, plan: []),
    "freeze_fully": (lambda module: 1,),
    "frozen_batchnorm": (lambda bn: nn.Linear(1, 1),),
    "bn_effects": (lambda case: {"nothing"},),
    "old_task_drop": (lambda model, old_head, x, y, train: -9.0,),
    "backward_flops": (lambda widths, batch, frozen: -1,),
    "saved_bytes": (lambda loss, model: -1,),
    "adam_bytes": (lambda model: -1,),
    "train_on_cache": (lambda body, head, x, y, epochs, lr: 1,),
    "best_plan": (lambda model, x, y, budget: {"nothing"},),
    "scores_from_counts": (lambda tn, fp, fn, tp: {"accuracy": -1.0},),
    "prevalence_bound": (lambda accuracy, recall: (-1.0, -1.0),),
    "beats_baseline": (lambda tn, fp, fn, tp: "yes",),
    "threshold_for_recall": (lambda scores, y, target: "high",),
    "pooled_scores": (lambda batches: {},),
    "recall_interval": (lambda hits, positives, z=1.96: (5.0, 6.0),),
    "compare": (lambda base, x, y, seed: {},),
    "forgotten": (lambda base, tuned, x, y: -9.0,),
    "paired_verdict": (lambda a, b: "maybe",),
    "unfair_pairs": (lambda runs: {("no", "run")},),
    "leaks": (lambda script: {-1},),
    "depth_nets": (lambda base, start, n: {},),
    "choose_block": (lambda base, x, y, x_val, y_val: "nothing",),
    "geometric_groups": (lambda blocks, lr, factor: [],),
    "thaw_schedule": (lambda model, order, epoch: 1,),
    "freeze_times": (lambda costs, steps, budget: [-1],),
    "low_rank": (lambda layer, rank, scale=1.0: 1,),
    "merge": (lambda adapted: 1, lambda adapted: 1),
    "bias_only": (lambda model, head: ["nothing"],),
    "adapt": (lambda model, names, rank, head: 1,),
    "frontier": (lambda rows: ["nothing"],),
    "checkpointed": (lambda stem, block, head, x: x,),
    "wrap_order": (lambda model, plan, wrap, make_optimizer: (model, None),),
    "best_so_far": (lambda model: lambda score: {},),
    "same_parameters": (lambda a, b: ["nothing"],),
    "court": (lambda: {number: (True, lambda *given: 0) for number in range(20)},),
    "diagnose": (lambda scores: {},),
    "training_script": (lambda model, data, plan: 1,),
    "desk_plan": (lambda model, images, labels, budget: {},),
    "operate": (lambda scores_val, y_val, cost_miss, cost_alarm: "low",),
    "desk_report": (lambda desk: {},),
} | {f"quiz_{number:02}": (lambda: {"answers": "A" * 10},) for number in range(1, 12)}


def recorded(answers, seed):
    """Envelopes by exercise, as they arrive."""
    return {slug: checked(json.dumps(collect(find(slug), answers[slug], seed))) for slug in slugs()}


SOLVED = {
    slug: functions
    for path in sorted(ROOT.glob("solutions/*/*.ipynb"))
    for slug, functions in answers_in(path).items()
}
RIGHT, ELSEWHERE, WORTHLESS = (
    recorded(SOLVED, SEED),
    recorded(SOLVED, OTHER_SEED),
    recorded(WRONG, SEED),
)

EXERCISES = st.sampled_from(slugs())
# In the evidence of these, `content` knows what marks depend on, and what not.
SEEN_THROUGH = ("freeze", "freeze_lint", "grad_map", "moved_names", "trainable_report", "treat",
                "triage", "true_statements")  # fmt: skip
KNOWN = st.sampled_from(SEEN_THROUGH)
DEEP = json.loads("[" * 60 + "]" * 60)
# Nothing in here is right anywhere, so no place of an envelope can be put right with it.
FOREIGN = st.one_of(
    st.sampled_from(
        [None, math.nan, -math.inf, 1e308, 2**63, 10**400, -1, 0.5, "", "\ud800", DEEP]
    ),
    st.sampled_from(["x" * 10**4, "\0", "<script>", "correct", [], {}, [[]], {"score": 1.0}]),
    st.sampled_from([{"object": ""}, {"float": "nan"}, {"float": "1e999"}, {"dict": ["ab"]}]),
    st.sampled_from([{"dict": [[{"list": []}, 1]]}, {"set": "ab"}, {"tuple": 3}, {"pickle": "x"}]),
    st.text(max_size=5).map(lambda text: {"type": text, "message": text, "line": -1}),
    st.dictionaries(st.text(max_size=3), st.integers() | st.booleans() | st.none(), max_size=3),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=20,
)


def places(value, here=()):
    """The way to every value inside plain data."""
    yield here
    if type(value) in (dict, list):
        for key, item in value.items() if type(value) is dict else enumerate(value):
            yield from places(item, (*here, key))


def at(value, place):
    """What stands at a place."""
    for key in place:
        value = value[key]
    return value


def put(whole, place, value):
    """A copy of `whole` with another value at this place."""
    if not place:
        return value
    changed = copy.deepcopy(whole)
    at(changed, place[:-1])[place[-1]] = value
    return changed


ALIKE = {
    bool: lambda value: not value,
    int: lambda value: value - 1,
    str: lambda value: value[::-1] + "x",
    type(None): lambda value: {"type": "TypeError", "message": "?", "line": None},
}


@st.composite
def tampered(draw, envelope, times=3):
    """An envelope after a few mutations: foreign values, and what was cut, doubled or swapped."""
    for _ in range(draw(st.integers(1, times))):
        place = draw(st.sampled_from(list(places(envelope))))
        target = at(envelope, place)
        other = draw(st.sampled_from(list(places(envelope))))
        ways = [draw(FOREIGN), at(envelope, other)]
        if type(target) in ALIKE:
            # Half of the time, so that most mutations get past the form and into the judge.
            ways = ways[: draw(st.integers(0, 1))] or [ALIKE[type(target)](target)]
        if type(target) is list:
            ways += [target[:-1], target + target[:1], target[::-1]]
        if type(target) is dict:
            ways += [dict(list(target.items())[1:]), target | {"extra": 1}]
        envelope = put(envelope, place, draw(st.sampled_from(ways)))
        if type(envelope) not in (dict, list):
            break
    return envelope


def score(slug, envelope, seed=SEED):
    """The score of an envelope on the whole way of an answer; None where it was refused."""
    asked = Result({}, {slug: Checked(seed, envelope)}, (), "none", usage())
    try:
        told = Result.from_text(asked.to_text()).checks[slug].evidence
        verdict = judge(slug, checked(json.dumps(told)), seed)
    except Malformed:
        return None
    assert 0 <= verdict.score <= 1
    plain = json.dumps(verdict.as_plain(), ensure_ascii=False, allow_nan=False)
    assert len(plain.encode("utf-8")) < 20 * MAX_TEXT
    return verdict.score


def usage():
    return {"wall_s": 0.1, "cpu_s": 0.1, "peak_bytes": 1}


def content(slug, envelope):
    """What an envelope says happened, without what no mark depends on."""
    entries = envelope["observed"]
    entries = entries if type(entries) is list else [entries]
    flat = [trial for entry in entries for trial in (entry if type(entry) is list else [entry])]
    trials = [
        part for entry in flat for part in ([*entry.values()] if slug == "freeze" else [entry])
    ]
    return [
        [trial["raised"], decoded(trial["returned"]) if slug in SAID else trial.get("returned")]
        + [
            [flags(trial["after"]), digests(trial["after"]), set(trial["moved"])]
            for _ in range("moved" in trial)
        ]
        for trial in trials
    ]


SAID = set(SEEN_THROUGH) - {"freeze", "treat"}


@pytest.mark.parametrize("slug", slugs())
def test_the_fuzzing_starts_from_full_marks_and_from_none(slug):
    assert score(slug, RIGHT[slug]) == 1
    assert score(slug, WORTHLESS[slug]) == 0


@SETTINGS
@given(st.data(), EXERCISES)
def test_a_mutated_envelope_of_a_wrong_answer_earns_nothing(data, slug):
    assert not score(slug, data.draw(tampered(WORTHLESS[slug])))


@SETTINGS
@given(st.data(), KNOWN)
def test_full_marks_stay_only_where_the_content_is_right(data, slug):
    envelope = data.draw(tampered(RIGHT[slug]))
    if score(slug, envelope) == 1:
        assert content(slug, envelope) == content(slug, RIGHT[slug])


@SETTINGS
@given(st.data(), KNOWN)
def test_a_wrong_envelope_with_right_pieces_earns_full_marks_only_as_a_whole(data, slug):
    envelope = WORTHLESS[slug]
    donors = [RIGHT[slug], RIGHT[data.draw(KNOWN)], ELSEWHERE[slug]]
    for donor in data.draw(st.lists(st.sampled_from(donors), min_size=1, max_size=4)):
        shared = [place for place in places(donor) if place and _stands(envelope, place)]
        place = data.draw(st.sampled_from(shared))
        envelope = put(envelope, place, at(donor, place))
    if score(slug, envelope) == 1:
        assert content(slug, envelope) == content(slug, RIGHT[slug])


def _stands(envelope, place):
    """Whether an envelope has this place too."""
    try:
        at(envelope, place)
    except (KeyError, IndexError, TypeError):
        return False
    return True


@SETTINGS
@given(EXERCISES, JSON)
def test_any_json_at_all_earns_nothing(slug, value):
    assert not score(slug, value)
    assert not score(slug, RIGHT[slug] | {"observed": value})
    assert not score(slug, RIGHT[slug] | {"answers": value})


@SETTINGS
@given(EXERCISES, st.integers(0, 2**31 - 1).filter(lambda seed: seed != SEED))
def test_evidence_for_another_seed_earns_nothing(slug, seed):
    assert not score(slug, RIGHT[slug], seed)


@SETTINGS
@given(
    st.sampled_from(["freeze", "moved_names", "treat"]),
    st.integers(0, 2**31 - 1).filter(lambda seed: seed != SEED),
)
def test_evidence_relabelled_for_another_seed_earns_nothing(slug, seed):
    assert not score(slug, RIGHT[slug] | {"seed": seed}, seed)


@SETTINGS
@given(st.text(max_size=200) | JSON.map(json.dumps))
def test_any_text_is_plain_data_or_malformed(text):
    for read in (checked, Result.from_text):
        try:
            read(text)
        except Malformed:
            continue


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1" * 5_000, "not JSON"),
        (json.dumps("x" * (MAX_TEXT + 1)), "more than 10000 letters"),
        (json.dumps({"x" * (MAX_TEXT + 1): 1}), "more than 10000 letters"),
        (r'["\ud800"]', "a letter that is none"),
        (r'{"\udfff": 1}', "a letter that is none"),
    ],
    ids=["digits", "long_text", "long_key", "half_a_pair", "half_a_pair_as_key"],
)
def test_texts_that_python_reads_and_no_file_can_hold_are_refused(text, reason):
    with pytest.raises(Malformed, match=reason):
        checked(text)


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("slug", slugs())
def test_an_envelope_cut_off_on_the_way_is_refused(slug, cut):
    text = json.dumps(RIGHT[slug])
    with pytest.raises(Malformed):
        checked(text[: int(len(text) * cut)])


def test_judging_mutated_evidence_leaves_torch_as_it_was():
    state = torch.random.get_rng_state()
    score("freeze", RIGHT["freeze"] | {"observed": []})
    assert torch.equal(state, torch.random.get_rng_state())
