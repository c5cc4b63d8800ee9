"""The boards: facts against other computations, controls, and what stays without them."""

import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from sklearn.metrics import accuracy_score, confusion_matrix, precision_score, recall_score
from torch import nn
from torch.nn.functional import cross_entropy

from autograder.trials.paired_columns import every, ruling
from course import comparison, little, shifts
from course.controls import board, layer_board, results_board, threshold_board
from course.controls.board import VIEW
from course.controls.layer_facts import facts_of as step_facts
from course.controls.results_facts import facts_of as pair_facts
from course.controls.threshold_facts import facts_of as threshold_facts
from course.cost import step_flops
from course.fraud import shipped_scores
from course.memory import step_bytes
from course.models import batchnorm_net, small_net, two_linear
from course.residual import small_resnet
from tests.readable import assert_repeats_and_reads

IMAGES = torch.rand(16, 1, 8, 8, generator=torch.Generator().manual_seed(0))
BATCH = IMAGES, torch.arange(16) % 10
BLOCKS = ["block1", "block2", "block3", "block4", "head"]
ROWS = shipped_scores()["new"]["2 frozen, head trained"]["test"]


def a_layer_board():
    return layer_board(small_net(0), BATCH)


def a_threshold_board():
    return threshold_board(ROWS["score"], ROWS["y"], prevalence=0.02, cost_miss=100, cost_alarm=2)


def a_results_board():
    labels = comparison.shipped_results()["labels"]
    cases = {n: {m: r["id"] for m, r in row.items()} for n, row in labels.items()}
    return results_board(cases, what="labels per class", pair=("LP", "FT"))


BOARDS = [a_layer_board, a_threshold_board, a_results_board]


@pytest.mark.parametrize("frozen", [[], ["block1"], ["block2", "head"], BLOCKS[:4], BLOCKS])
def test_the_cost_of_a_plan_is_what_the_counters_say_of_it(frozen):
    net = small_net(0)
    for name in frozen:
        net.get_submodule(name).requires_grad_(False)
    facts = step_facts(small_net(0), BATCH, frozen)
    learning = [p for p in net.parameters() if p.requires_grad]
    assert (facts.tensors, facts.numbers) == (len(learning), sum(p.numel() for p in learning))
    assert facts.backward == step_flops(net, *BATCH).backward
    assert (facts.saved, facts.adam) == step_bytes(net, *BATCH)
    assert facts.frozen == tuple(frozen)


@pytest.mark.parametrize("frozen", [[], ["block1"], ["block2"], ["block1", "block3"], BLOCKS])
def test_gradients_are_those_that_one_backward_pass_leaves(frozen):
    """A gradient for the input is computed exactly where something below the layer learns."""
    net = small_net(0)
    for name in frozen:
        net.get_submodule(name).requires_grad_(False)
    loss = cross_entropy(net(BATCH[0]), BATCH[1])
    if loss.requires_grad:
        loss.backward()
    facts = step_facts(small_net(0), BATCH, frozen)
    arrived = {layer.path: layer.arrives for layer in facts.layers}
    assert arrived == {
        path.rpartition(".")[0]: parameter.grad is not None
        for path, parameter in net.named_parameters()
    }
    lowest = min((i for i, name in enumerate(BLOCKS) if name not in frozen), default=len(BLOCKS))
    assert [layer.handed_down for layer in facts.layers] == [i > lowest for i in range(5)]


@pytest.mark.parametrize("frozen", [[], ["block1"], BLOCKS])
def test_no_button_holds_the_statistics_of_train_mode(frozen):
    images = torch.ones(4, 1, 8, 8), torch.arange(4)
    for net, moves in ((batchnorm_net(0), True), (batchnorm_net(0).eval(), False)):
        seen = {layer.path: layer for layer in step_facts(net, images, frozen).layers}
        norms = [seen[f"block{number}.1"].buffers_move for number in (1, 2, 3)]
        assert norms == [moves] * 3
        assert seen["block1.0"].buffers_move is None
    state = step_facts(batchnorm_net(0), images, BLOCKS).layers[1].state
    assert state == "frozen, statistics drift"


class PatchAndNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(10))
        self.net = two_linear(0)

    def forward(self, rows):
        return self.net(rows + self.shift)


def test_what_the_model_owns_itself_has_a_button():
    rows = torch.ones(4, 10), torch.zeros(4, dtype=torch.int64)
    assert list(layer_board(PatchAndNet(), rows).controls()) == ["(itself)", "net"]
    assert step_facts(PatchAndNet(), rows, ["(itself)"]).numbers == 67


def test_a_block_that_is_partly_frozen_stays_so_until_its_button_is_pressed():
    net = two_linear(0)
    net[0].weight.requires_grad = False
    rows = torch.ones(4, 10), torch.zeros(4, dtype=torch.int64)
    assert step_facts(net, rows, []).numbers == 67 - 50
    assert step_facts(net, rows, ["0"]).numbers == 12


def test_pressing_a_button_changes_the_facts_and_leaves_the_model_alone():
    net = small_resnet(0)
    net.fc.requires_grad_(False)
    before = {name: value.clone() for name, value in net.state_dict().items()}
    flags = [p.requires_grad for p in net.parameters()]
    random = torch.get_rng_state()
    shown = layer_board(net, (torch.rand(4, 1, 14, 14), torch.arange(4)))
    shown.widget()
    assert shown.facts.frozen == ("fc",)
    assert shown.inputs["fc"].description == "fc: frozen"
    shown.inputs["conv1"].value = True
    shown.inputs["fc"].value = False
    assert shown.facts.frozen == ("conv1",)
    assert shown.inputs["fc"].description == "fc: learns"
    assert "Frozen: conv1." in shown._status.value
    assert [p.requires_grad for p in net.parameters()] == flags
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())
    assert all(p.grad is None for p in net.parameters()) and net.training
    # The batch above is drawn; the board itself draws nothing.
    torch.set_rng_state(random)
    batch = torch.rand(4, 1, 14, 14), torch.arange(4)
    random = torch.get_rng_state()
    layer_board(net, batch).panel()
    assert torch.equal(torch.get_rng_state(), random)


@pytest.mark.parametrize("threshold", [-5.0, 0.0, 2.0, 100.0])
def test_what_a_threshold_does_agrees_with_weighted_rows(threshold):
    y, called = ROWS["y"], ROWS["score"] >= threshold
    weighted = {"sample_weight": ROWS["weight"]}
    facts = threshold_facts(
        ROWS["score"], y, threshold, prevalence=0.02, cost_miss=100, cost_alarm=2
    )
    assert facts.recall == pytest.approx(recall_score(y, called))
    assert facts.accuracy == pytest.approx(accuracy_score(y, called, **weighted), abs=1e-6)
    precision = precision_score(y, called, zero_division=np.nan, **weighted)
    assert facts.precision == pytest.approx(precision, abs=1e-6, nan_ok=True)
    tn, fp, fn, tp = confusion_matrix(y, called, **weighted, normalize="all").ravel()
    counts = [facts.quiet, facts.false_alarms, facts.missed, facts.hits]
    assert counts == [pytest.approx(10_000 * share, abs=0.6) for share in (tn, fp, fn, tp)]
    assert facts.cost == pytest.approx(100 * fn + 2 * fp, abs=1e-5)
    assert (facts.lazy, facts.lazy_answer) == (0.98, "always no")


def test_the_slider_the_field_and_the_list_move_the_facts():
    shown = a_threshold_board()
    shown.widget()
    field, slider, prevalence = shown.inputs.values()
    assert slider.min <= ROWS["score"].min() and slider.max > ROWS["score"].max()
    slider.value = -1.4999999999999964
    assert field.value == shown.facts.threshold == -1.5
    field.value = 0.25
    assert slider.value == shown.facts.threshold == 0.25
    prevalence.value = 0.5
    assert shown.facts.prevalence == 0.5
    assert "Threshold 0.250, 50 % positives" in shown._status.value


def test_without_a_prevalence_the_share_of_the_rows_counts():
    shown = threshold_board([0.1, 0.4, 0.6, 0.9], torch.tensor([0, 0, 1, 1]), threshold=0.5)
    assert (shown.facts.prevalence, shown.facts.accuracy) == (0.5, 1.0)


def test_the_conclusions_are_those_of_the_exercise():
    for columns in every(seed=3):
        ways = {
            name: {"mean": np.mean(values), "spread": np.std(values), "values": list(values)}
            for name, values in (("a", columns.a), ("b", columns.b))
        }
        assert pair_facts({"drawn": ways}, "drawn", "a", "b").conclusion == ruling(columns)


def test_choosing_from_the_lists_changes_the_pair():
    shown = a_results_board()
    shown.widget()
    assert (shown.facts.conclusion, shown.facts.wins) == ("better", 7)
    shown.inputs["other"].value = "FT2"
    assert shown.facts.conclusion == "no evidence"
    shown.inputs["case"].value = "10"
    assert shown.facts.conclusion == "worse"
    assert "LP is worse than FT2 here" in shown._status.value
    shown.inputs["other"].value = "LP"
    assert "compared with itself" in shown._status.value


@pytest.mark.parametrize(
    "cases", [shifts.shipped_results()["shifts"], little.shipped_results()["from pretrained"]]
)
def test_results_of_lessons_9_and_10_fit_the_board(cases):
    shown = results_board(cases, what="case")
    assert [row[0] for row in shown.telling().rows] == list(cases)
    assert ("numbers that learn" in shown.panel().tables[1].header) == ("digits" in cases)


@pytest.mark.parametrize("make", BOARDS)
def test_a_board_without_controls_shows_the_first_state_and_telling_ones(make):
    bundle = make().bundle()
    assert set(bundle) == {"text/html", "text/plain"}
    for table in (*make().panel().tables, make().telling()):
        assert str(table) in bundle["text/plain"]
        assert table.html() in bundle["text/html"]
        words = [word for row in (table.header, *table.rows) for word in row]
        cells = re.findall(r"<t[hd] [^>]*>([^<]*)</t[hd]>", table.html())
        assert cells == [word.replace("'", "&#x27;") for word in words]
    assert repr(make()) == bundle["text/plain"]
    assert "alt=" in bundle["text/html"]


@pytest.mark.parametrize("make", BOARDS)
def test_a_live_board_carries_its_numbers_beside_the_widget(make, monkeypatch):
    monkeypatch.setattr(board, "controls_work", lambda: True)
    shown = make()
    bundle = shown.bundle()
    assert bundle[VIEW]["model_id"] == shown.widget().model_id
    assert str(shown.panel()) == bundle["text/plain"]
    assert shown.panel().html() in bundle["text/html"]


@pytest.mark.parametrize("make", BOARDS)
def test_a_board_says_and_draws_the_same_twice(make):
    assert make().bundle() == make().bundle()


@pytest.mark.parametrize("make", BOARDS)
def test_the_words_of_a_figure_can_be_read(make):
    assert_repeats_and_reads(lambda: make().panel().figure)


RUN = "from tests.test_controls import a_layer_board\na_layer_board()"


@pytest.mark.parametrize("server", [False, True])
def test_a_kernel_shows_widgets_only_where_a_notebook_is_open(server, monkeypatch):
    monkeypatch.delenv("VSCODE_PID", raising=False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if server:
        monkeypatch.setenv("JPY_SESSION_NAME", "lesson.ipynb")
    notebook = new_notebook(cells=[new_code_cell(RUN)])
    place = {"metadata": {"path": str(Path(__file__).parents[1])}}
    NotebookClient(notebook, kernel_name="python3", resources=place).execute()
    shown = [output for output in notebook.cells[0].outputs if "data" in output]
    assert [VIEW in output.data for output in shown] == ([True, False] if server else [False])
    assert all({"text/html", "text/plain"} <= set(output.data) for output in shown)


def test_without_ipywidgets_and_outside_a_kernel_a_board_is_text():
    code = (
        "import sys; sys.modules['ipywidgets'] = None\n"
        "from tests.test_controls import BOARDS\n"
        "for make in BOARDS: print(make())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(f"{make()}\n" for make in BOARDS)


NUMBERS, LABELS = [0.1, 0.9], [0, 1]
REFUSED = {
    "an empty batch": (lambda: layer_board(small_net(0), (IMAGES[:0], BATCH[1][:0])), "is empty"),
    "labels that do not fit": (
        lambda: layer_board(small_net(0), (IMAGES, BATCH[1][:3])),
        "16 inputs and 3 labels",
    ),
    "no labels": (lambda: layer_board(small_net(0), IMAGES), "a pair: inputs and labels"),
    "no parameters": (lambda: layer_board(nn.ReLU(), BATCH), "no parameters"),
    "an unknown block": (lambda: step_facts(small_net(0), BATCH, ["neck"]), "no block 'neck'"),
    "scores without labels": (lambda: threshold_board([0.1], LABELS), "1 scores and 2 labels"),
    "no rows": (lambda: threshold_board([], []), "There are no rows"),
    "labels of other classes": (lambda: threshold_board(NUMBERS, [1, 2]), "must be 0 or 1"),
    "one class": (lambda: threshold_board(NUMBERS, [1, 1]), "Both labels must occur"),
    "a score that is NaN": (lambda: threshold_board([0.1, math.nan], LABELS), "NaN or infinite"),
    "two columns": (lambda: threshold_board([NUMBERS, NUMBERS], LABELS), "one dimension"),
    "a prevalence of 1": (
        lambda: threshold_board(NUMBERS, LABELS, prevalence=1),
        "between 0 and 1, not at 1",
    ),
    "a threshold that is NaN": (
        lambda: threshold_board(NUMBERS, LABELS, threshold=math.nan),
        "threshold must be a finite number",
    ),
    "a cost below 0": (
        lambda: threshold_board(NUMBERS, LABELS, cost_miss=-1),
        "costs must be 0 or more",
    ),
    "no cases": (lambda: results_board({}), "no cases"),
    "an unknown way": (
        lambda: results_board(shifts.shipped_results()["shifts"], pair=("block1", "neck")),
        "There is no way 'neck' in 'contrast'",
    ),
    "other seeds": (lambda: results_board(paired([0.1, 0.2], [0.1])), "2 and 1 seeds"),
    "one seed": (lambda: results_board(paired([0.1], [0.2])), "no comparison"),
    "one way": (lambda: results_board({"a": {"LP": result([0.1, 0.2])}}), "two ways at least"),
    "other ways": (
        lambda: results_board(paired([0.1, 0.2], [0.1, 0.3]) | {"b": {}}),
        "'b' holds other ways",
    ),
}


def result(values):
    return {"mean": float(np.mean(values)), "spread": float(np.std(values)), "values": values}


def paired(one, other):
    return {"a": {"LP": result(one), "FT": result(other)}}


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_board_can_show_is_refused_in_one_sentence(name):
    ask, sentence = REFUSED[name]
    with pytest.raises(ValueError, match=re.escape(sentence)) as refused:
        ask()
    told = str(refused.value)
    assert told.endswith(".") and "\n" not in told and json.dumps(told)
