"""`doctor` finds planted mistakes, says nothing of correct set-ups, and changes nothing."""

import argparse
import copy
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import tests.planted
from autograder.commands.doctor import add_to, run
from autograder.diagnosis.copies import twin_of
from autograder.diagnosis.diagnosis import NOTE
from autograder.diagnosis.doctor import doctor
from autograder.diagnosis.refusals import CannotExamine, case_of
from autograder.mistakes import MISTAKES
from tests.planted.patterns import CASES as PATTERNS
from tests.planted.planting import adamw, batchnorm_net, loss, plain_net, vectors
from tests.planted.section_d import stepped
from tests.planted.section_e import flags_only

ROOT = Path(__file__).parent.parent
EVERY = [pytest.param(case, id=case.name) for case in tests.planted.every()]
CORRECT = [pytest.param(case, id=case.name) for case in tests.planted.correct()]

# Beside the planted mistake these hold another one, as the mistake itself entails it.
ENTAILED = {
    "flag_set_on_the_loss": {"C2"},
    "zeros_left_behind": {"D15"},
    "nothing_meant_and_a_layer_forgotten": {"E2"},
}


def examined(case):
    arguments, intent = case.built()
    return doctor(*arguments, **intent)


def state_of(tensor):
    """The bits and the version of a tensor, and those of its gradient, which stays the same."""
    bits = tensor.detach().clone()
    grad = tensor.grad if tensor.is_leaf else None
    return id(tensor), bits, tensor.requires_grad, id(grad), None if grad is None else grad.clone()


def everything(model, optimizer, batch):
    """All that `doctor` must leave alone, in a form that can be compared."""
    several = (
        optimizer if isinstance(optimizer, (list, tuple)) else [optimizer] if optimizer else []
    )
    tensors = [*model.parameters(), *model.buffers()]
    tensors += [entry for entry in batch if isinstance(entry, torch.Tensor)]
    return {
        "tensors": [state_of(tensor) for tensor in tensors],
        "names": [name for name, _ in model.named_parameters()],
        "modes": [vars(module).get("training") for module in model.modules()],
        "hooks": [
            (list(m._forward_hooks), list(m._forward_pre_hooks), list(m._backward_hooks))
            for m in model.modules()
        ],
        "attributes": [sorted(vars(module)) for module in model.modules()],
        "groups": [
            [
                {k: list(map(id, v)) if k == "params" else v for k, v in group.items()}
                for group in one.param_groups
            ]
            for one in several
        ],
        "memory": [
            [
                (id(p), {k: torch.as_tensor(v).clone() for k, v in kept.items() if v is not None})
                for p, kept in one.state.items()
            ]
            for one in several
            if not isinstance(one, torch.optim.LBFGS)
        ],
        "session": [
            torch.get_rng_state(),
            random.getstate(),
            np.random.get_state()[1],
            torch.get_default_dtype(),
            torch.is_grad_enabled(),
            torch.is_inference_mode_enabled(),
            torch.get_num_threads(),
        ],
    }


def same(one, other):
    """Equality that goes into tensors and arrays."""
    if isinstance(one, torch.Tensor):
        return isinstance(other, torch.Tensor) and torch.equal(one, other)
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def left_alone(model, optimizer, batch, before):
    after = everything(model, optimizer, batch)
    return [key for key in before if not same(before[key], after[key])] == []


# --- what is found -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", EVERY)
def test_a_planted_mistake_is_found_by_its_id_and_nothing_else(case):
    found = {finding.mistake for finding in examined(case).findings}
    assert found == {case.mistake} | ENTAILED.get(case.name, set())


@pytest.mark.parametrize("case", CORRECT)
def test_a_correct_set_up_gives_nothing(case):
    report = examined(case)
    assert report.findings == () and report.unexamined == ()


def test_there_are_enough_mistakes_and_patterns():
    assert len({case.mistake for case in tests.planted.every()}) >= 75
    assert len(PATTERNS) >= 40


@pytest.mark.parametrize("case", EVERY)
def test_a_finding_is_a_sentence_and_a_step(case):
    for finding in examined(case).findings:
        assert finding.seen[-1] == "." and "!" not in finding.seen + finding.hint
        assert finding.hint[-1] in "?." and finding.hint[0].islower()
        assert finding.mistake in MISTAKES


@pytest.mark.parametrize("case", EVERY)
def test_two_examinations_say_the_same(case):
    assert repr(examined(case)) == repr(examined(case))


def test_without_what_was_meant_a_forgotten_bias_is_no_finding():
    """The same state is bias tuning, so only the caller's word tells."""
    net = plain_net()
    for name, parameter in net.body.named_parameters():
        parameter.requires_grad = name.endswith("bias")
    batch = vectors()
    assert doctor(net, adamw(net), loss, batch).findings == ()
    (found,) = doctor(net, adamw(net), loss, batch, frozen="body").findings
    assert found.mistake == "A25" and found.where == ("body.0.bias", "body.2.bias")


def test_a_frozen_layer_that_nothing_explains_is_told_without_an_id():
    net = plain_net()
    (found,) = doctor(net, adamw(net), loss, vectors(), frozen=["body"]).findings
    assert found.mistake == "" and "(4 of 4 tensors)" in found.seen


# torch.compile imports what warns of its own deprecation.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_wrapped_model_takes_the_names_from_inside():
    net = torch.compile(plain_net())
    net.body.requires_grad_(False)
    intent = {"frozen": ["body"], "trained": ["head"]}
    assert doctor(net, adamw(net.head), loss, vectors(), **intent).findings == ()
    net.body[0].requires_grad_(True)
    (found,) = doctor(net, adamw(net), loss, vectors(), **intent).findings
    assert found.where == ("_orig_mod.body.0.weight", "_orig_mod.body.0.bias")


# --- nothing is changed --------------------------------------------------------------------------


@pytest.mark.parametrize("case", EVERY + CORRECT)
def test_nothing_is_changed(case):
    (model, optimizer, loss_fn, batch), intent = case.built()
    before = everything(model, optimizer, batch)
    doctor(model, optimizer, loss_fn, batch, **intent)
    assert left_alone(model, optimizer, batch, before)


@pytest.mark.parametrize("around", [torch.no_grad, torch.inference_mode, torch.enable_grad])
def test_the_mode_of_the_caller_does_not_matter(around):
    set_up = flags_only()
    with around():
        before = torch.is_grad_enabled(), torch.is_inference_mode_enabled()
        found = [finding.mistake for finding in doctor(*set_up).findings]
        assert (torch.is_grad_enabled(), torch.is_inference_mode_enabled()) == before
    assert found == ["E2"]


def test_a_default_dtype_of_double_is_kept():
    torch.set_default_dtype(torch.float64)
    try:
        net = plain_net()
        assert doctor(net, adamw(net), loss, vectors()).findings == ()
        assert torch.get_default_dtype() is torch.float64
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_penalty_on_the_original_leaves_no_gradient_there():
    net, batch = plain_net(), vectors()
    optimizer = adamw(net)
    stepped(net, optimizer, batch)
    before = everything(net, optimizer, batch)

    def penalised(output, targets):
        return loss(output, targets) + sum(p.pow(2).sum() for p in net.parameters())

    doctor(net, optimizer, penalised, batch)
    assert left_alone(net, optimizer, batch, before)


def test_a_forward_that_holds_the_original_is_refused_and_the_original_put_back():
    net, batch = batchnorm_net(), vectors()
    body, head = net.body, net.head
    net.forward = lambda inputs: head(body(inputs))
    before = everything(net, None, batch)
    with pytest.raises(CannotExamine, match="holds the original"):
        doctor(net, None, loss, batch)
    assert left_alone(net, None, batch, before)


def test_prints_and_warnings_of_the_model_are_not_passed_on(capsys, recwarn):
    class Loud(nn.Linear):
        def forward(self, inputs):
            print("forward")
            return super().forward(inputs)

    net = Loud(8, 3)
    doctor(net, adamw(net), loss, vectors())
    assert capsys.readouterr() == ("", "") and not list(recwarn)


# --- what cannot be examined ---------------------------------------------------------------------


def lazy():
    return nn.Sequential(nn.LazyLinear(4), nn.Linear(4, 3))


def with_a_lock():
    import threading

    net = plain_net()
    net.body.guard = threading.Lock()
    return net


def refusals():
    """Arguments that `doctor` refuses, and what its sentence says."""
    net, batch = plain_net(), vectors()
    whole = (net, None, loss, batch)
    yield (
        whole,
        {"frozen": ["boddy"]},
        "frozen names 'boddy', which matches no .* near it are 'body'",
    )
    yield whole, {"trained": "haed"}, "trained names 'haed'.* 'head'"
    yield whole, {"frozen": ["nothing_like_it"]}, "no layer and no parameter of this model.$"
    yield whole, {"frozen": ["body.1"]}, "'body.1', which holds no parameter"
    yield whole, {"frozen": 3}, "takes names of layers"
    yield whole, {"scheduler": 1}, "no step"
    yield whole, {"before_epoch": 1}, "give a function of the model"
    yield ("net", None, loss, batch), {}, "The model is a str"
    yield (nn.ReLU(), None, loss, batch), {}, "no parameters"
    yield (lazy(), None, loss, batch), {}, "'0.weight' has no shape yet .2 of 4 .* run one batch"
    yield (
        (nn.Linear(8, 3, device="meta"), None, loss, batch),
        {},
        "'weight' is on the device 'meta'",
    )
    yield (net, net.parameters(), loss, batch), {}, "The optimizer is a generator"
    yield (net, [], loss, batch), {}, "list of optimizers is empty"
    yield (net, [adamw(net)] * 2, loss, batch), {}, "twice"
    yield (net, None, None, batch), {}, "The loss is None"
    yield (net, None, loss, batch[0]), {}, "The batch is a Tensor"
    yield (net, None, loss, (*batch, 1)), {}, "a tuple of 3"
    yield (
        (net, None, loss, (torch.ones(4, 5), batch[1])),
        {},
        "The forward pass raised RuntimeError",
    )
    yield (net, None, loss, (batch[0], batch[1][:3])), {}, "The loss raised ValueError"
    yield (net, None, lambda o, t: o, batch), {}, r"The loss gave a Tensor of shape \(16, 3\)"
    yield (net, None, lambda o, t: 1.0, batch), {}, "The loss gave a float"
    yield (with_a_lock(), None, loss, batch), {}, "cannot be copied.*'body.guard'"


@pytest.mark.parametrize(
    ("arguments", "intent", "said"),
    [pytest.param(*case, id=re.sub(r"\W+", "-", case[2])) for case in refusals()],
)
def test_what_cannot_be_examined_is_refused_in_one_sentence(arguments, intent, said):
    model, optimizer, _, batch = arguments
    is_real = isinstance(model, nn.Module) and not any(
        p.is_meta or nn.parameter.is_lazy(p) for p in model.parameters()
    )
    if is_real and type(optimizer).__name__ != "generator" and "guard" not in said:
        before = everything(model, optimizer, batch)
    with pytest.raises(CannotExamine, match=said) as refusal:
        doctor(*arguments, **intent)
    assert "\n" not in str(refusal.value)
    if is_real and type(optimizer).__name__ != "generator" and "guard" not in said:
        assert left_alone(model, optimizer, batch, before)


def test_an_optimizer_that_cannot_step_is_said_to_be_unexamined():
    class Stubborn(torch.optim.SGD):
        def step(self, closure=None):
            raise RuntimeError("not today")

    net = plain_net()
    report = doctor(net, Stubborn(net.parameters(), lr=0.1), loss, vectors())
    assert "not today" in repr(report) and "Not looked at" in repr(report)


# --- how it is told ------------------------------------------------------------------------------


def a_report():
    return doctor(*flags_only())


def test_the_text_fits_a_terminal_and_leads_to_the_lesson():
    text = repr(a_report())
    assert max(map(len, text.splitlines())) <= 79
    assert "problem: E2 · " in text and "read:     lesson" in text and "try this: " in text


def test_the_table_has_a_caption_and_heads():
    page = a_report()._repr_mimebundle_()["text/html"]
    assert page.count('scope="col"') == 4 and page.count('scope="row"') == 1
    assert "<caption" in page and "E2" in page


def test_names_are_escaped_in_the_table():
    net = nn.ModuleDict({"<b>": nn.Linear(8, 3)})
    net.forward = None
    net.__class__ = type("Odd", (nn.ModuleDict,), {"forward": lambda self, x: self["<b>"](x)})
    del net.forward
    net["<b>"].requires_grad = False
    page = doctor(net, None, loss, vectors())._repr_mimebundle_()["text/html"]
    assert "<b>" not in page and "&lt;b&gt;" in page


def test_a_report_without_findings_claims_no_more_than_was_looked_at():
    net = plain_net()
    text = " ".join(repr(doctor(net, adamw(net), loss, vectors())).split())
    assert "6 parameter tensors (0 frozen), 0 buffers, AdamW, and 3 steps of a copy" in text
    assert "Nothing was found that state and these steps can show." in text
    assert "What you meant is not in the state" in text
    told = repr(doctor(net, adamw(net), loss, vectors(), frozen=()))
    assert "Nothing was found" in told and "What you meant" not in told


def test_problems_stand_before_notes():
    net, batch = plain_net(), vectors()
    optimizer = adamw(net)
    stepped(net, optimizer, batch)
    net.body.requires_grad_(False)
    optimizer.zero_grad(set_to_none=False)
    report = doctor(net, optimizer, loss, batch)
    assert [f.severity for f in report.findings] == ["problem", NOTE]
    assert len(report.problems) == 1


# --- the command ---------------------------------------------------------------------------------

FILE = """
import torch
from torch import nn

def setup():
    net = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Linear(6, 3))
    {line}
    optimizer = torch.optim.AdamW(net.parameters())
    batch = torch.ones(4, 8), torch.tensor([0, 1, 2, 0])
    return net, optimizer, nn.functional.cross_entropy, batch{more}
"""


@pytest.mark.parametrize(
    ("line", "more", "status", "said"),
    [
        ("pass", "", 0, "Nothing was found"),
        ("net[0].requires_grad = False", "", 3, "A6"),
        ("pass", ", {'frozen': ['0']}", 3, "still asks"),
        ("raise OSError('no data')", "", 1, "setup.. of case.py raised OSError: no data"),
        ("return None", "", 1, "returned no tuple"),
        ("pass", ", {'freeze': 1}", 1, "may be a dict with before_epoch, frozen"),
        ("pass\n\nsetup = 3\n\ndef other():\n    net = 1", "", 1, "defines no function setup"),
    ],
)
def test_the_command_reports_on_a_file(tmp_path, capsys, line, more, status, said):
    file = tmp_path / "case.py"
    file.write_text(FILE.format(line=line, more=more))
    assert run(type("Chosen", (), {"file": file})) == status
    output, error = capsys.readouterr()
    assert re.search(said, error if status == 1 else output)
    assert (output == "") == (status == 1)


def test_the_command_takes_a_file(tmp_path):
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers(dest="verb"))
    assert parser.parse_args(["doctor", "case.py"]).file == Path("case.py")


def test_the_command_names_a_file_that_is_not_there(tmp_path, capsys):
    assert run(type("Chosen", (), {"file": tmp_path / "none.py"})) == 1
    assert "There is no file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("importing", "absent"),
    [
        ("autograder", "autograder.diagnosis"),
        ("autograder.commands.doctor", "autograder.diagnosis.doctor"),
    ],
)
def test_the_doctor_is_imported_when_it_is_called(importing, absent):
    source = f"import sys, {importing}; print({absent!r} in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_copy_keeps_hooks_gradients_and_shared_memory():
    net, batch = plain_net(), vectors()
    stepped(net, adamw(net), batch)
    net.body[2].weight.data = net.body[2].weight.data.clone()
    net.body[2].bias.data = net.body[0].bias.data
    net.head.weight.register_hook(lambda gradient: gradient * 0)
    twin = twin_of(case_of(net, None, loss, batch, None, (), None, None)).model
    assert torch.equal(twin.head.weight.grad, net.head.weight.grad)
    assert twin.body[2].bias.data_ptr() == twin.body[0].bias.data_ptr()
    assert twin.body[0].bias.data_ptr() != net.body[0].bias.data_ptr()
    loss(twin(batch[0]), batch[1]).backward()
    assert torch.equal(twin.head.weight.grad, copy.copy(net.head.weight.grad))
