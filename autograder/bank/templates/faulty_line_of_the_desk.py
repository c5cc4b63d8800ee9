"""A script of the fraud desk that runs without a word: which of its lines is wrong."""

import random
from collections import OrderedDict

import torch
from torch import nn

from autograder.bank.material.desk_faults import FAULTS
from autograder.bank.material.desk_scripts import LINES, script
from autograder.bank.material.stems import with_code
from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after
from course.fraud_script import DeskModel

WIDTH, ROWS = 5, 12
HINT = "Go through the task point by point: which line is to see to it, and does it?"


def make(rng: random.Random) -> Draft:
    """One line of the script replaced; both scripts are run and have to differ in what they do."""
    names = {
        "net": rng.choice(("net", "model", "desk")),
        "x": rng.choice(("x", "rows", "pictures")),
        "y": rng.choice(("y", "truth", "classes")),
        "thaw": rng.choice(("thaw", "wanted", "chosen")),
        "kind": rng.choice(("Adam", "AdamW")),
        "lr": rng.choice(("1e-2", "1e-3")),
    }
    fault = rng.choice(FAULTS)
    right = [line.code for line in LINES]
    wrong = [*right[: fault.at], fault.code, *right[fault.at + 1 :]]
    sound, faulty = (script(lines, names) for lines in (right, wrong))
    question = f"""`{names["net"]}` has a `body` of blocks, called `block1` to `block12`, some of
    them with BatchNorm, and a `head`; it comes in train mode. The function shall freeze it, give
    it a new head with two outputs, let that head and the block called `{names["thaw"]}` learn and
    nothing else, keep the rest in eval mode, and return the recall over all batches. It raises
    nothing. Which line is wrong?"""
    others = [at for at in range(len(LINES)) if at != fault.at]
    choices = [Choice(_text(LINES[at].code, names), *LINES[at][1:]) for at in rng.sample(others, 8)]
    differ = _seen("\n".join(sound)) != _seen("\n".join(faulty))
    stem = with_code(question, "\n".join(faulty))
    right_one = Choice(_text(fault.code, names), fault.says)
    return Draft(stem, right_one, choices if differ else [], HINT)


def _text(line: str, names: dict[str, str]) -> str:
    """A line as an option."""
    return f"`{line.strip().format(**names)}`"


def _seen(code: str) -> tuple:
    """What a script did to a network with blocks that begin alike: moves, modes and the recall."""
    trained = names_after(code)["trained"]
    # From this seed both classes are called fraud now and then: a wrong count shows.
    torch.manual_seed(2)
    net = _net()
    before = {name: value.clone() for name, value in net.body.state_dict().items()}
    rows, labels = torch.randn(ROWS, WIDTH), torch.arange(ROWS) % 2
    seen, truth = torch.randn(40, WIDTH), torch.arange(40) % 2
    batches = [(seen[:15], truth[:15]), (seen[15:], truth[15:])]
    recall = trained(net, rows, labels, batches, "block1", 3)
    moved = [n for n, value in net.body.state_dict().items() if not torch.equal(value, before[n])]
    gradients = [None if p.grad is None else p.grad.norm().item() for p in net.head.parameters()]
    return moved, recall, gradients


def _net() -> DeskModel:
    """Three blocks, the second with BatchNorm and the third with a name that begins like the
    first."""
    blocks = OrderedDict(
        block1=nn.Linear(WIDTH, WIDTH),
        block2=nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.BatchNorm1d(WIDTH)),
        block10=nn.Linear(WIDTH, WIDTH),
    )
    return DeskModel(blocks, nn.Linear(WIDTH, 10))


TEMPLATE = Template("faulty_line_of_the_desk", MEDIUM, ("12",), ("12.2",), make)
