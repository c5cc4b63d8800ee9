# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 10 · Train almost nothing

A freeze may be nearly complete: one number in fifty goes on learning, or one in a hundred. How few
are enough? In this lesson you add a thin update to a frozen layer, merge it, select biases without
losing the head, and read a table of such methods for what it says.

It takes about 65 minutes: reading and watching 22, five exercises 36, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## The story

One network serves forty customers, and each writes digits in a way of its own. Forty copies are too
many: every customer may store 1 000 numbers, and the network itself is kept once. What should those
1 000 numbers be?

One thread makes every number below repeat exactly, run after run.
"""

# %%
import copy
from collections.abc import Callable, Sequence

import torch
from torch import nn

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.adapters import Updated
from course.controls import results_board
from course.data import digits_split, few
from course.little import often_chosen, one_seed, shipped_results
from course.little_figures import first_gradients, numbers_against_accuracy
from course.little_runs import from_random
from course.little_ways import FROM_RANDOM
from course.mlp import MLP, pretrained_mlp
from course.models import batchnorm_net, seeded
from course.training import fit

torch.set_num_threads(1)

# %% [markdown]
"""
Begin with an extreme case: a network of *random* weights that has never learned anything. It is
BatchNormNet, 32 wide, with 73 002 numbers. All of them are frozen, except scale and shift of its
three BatchNorm layers and its head: 970 numbers. They learn MNIST at 8x8 for 500 steps.

**Guess first.** Which accuracy does it reach on 1 000 new images: about 0.1, 0.7, 0.88 or 0.96?
"""

# %% practice="guess-random-net"
### BEGIN SOLUTION
guess = 0.88
### STARTER
# guess = None  # 0.1, 0.7, 0.88 or 0.96
### END SOLUTION

# %% tags=["demo", "nbval-ignore-output"]
reached = from_random(FROM_RANDOM["BatchNorm + head"], lr=3e-2, seed=0)
options = (0.1, 0.7, 0.88, 0.96)
nearest = min(options, key=lambda option: abs(option - reached.accuracy))
reveal(guess, nearest, options=options)
if guess in options:
    print(f"Exactly: {reached.accuracy:.3f}, with {reached.numbers} numbers.")

# %% [markdown]
"""
One seed is an anecdote. Here are five, made by `python -m course.little`, beside three other
choices of what may learn. Each way had three learning rates to choose from, on images kept apart.
The last column is the one that was chosen most often: with one rate for all, some way would be
favoured.
"""

# %% tags=["demo"]
results = shipped_results()
for name, way in results["from random"].items():
    print(f"{name:17} {way['numbers']:6} numbers   {way['mean']:.3f} ± {way['spread']:.3f}"
          f"   rate {often_chosen(way)}")  # fmt: skip

# %% [markdown]
"""
One number in 75 gets most of the way. The frozen convolutions compute random features, and these
are worth something: the head alone shows how much. Scale and shift decide, channel by channel, how
strongly a feature counts and where its ReLU begins to pass it on.

It is not everything, either: all 73 002 numbers reach clearly more.

## Seven ways to adapt

Now the case of the story. The network is an MLP, 64-128-128-128-10, 42 634 numbers, which has
learned MNIST. A customer brings 10 labelled images of each digit. Either they are digits as scanned
(*digits*), or the scanner lay on its side and all images are turned by 90 degrees (*turned
digits*). The old head is kept, and learns where its numbers are among those that may.

| way | what learns |
|---|---|
| everything | all numbers |
| rank 16, 4, 1 | beside each weight matrix, a product of two thin ones: explained below |
| head | the last layer |
| biases | every bias, and no weight |
| everything, random start | all numbers of a network that has never learned MNIST |

The next cell runs one seed on your machine, in a few seconds.
"""

# %% tags=["demo", "nbval-ignore-output"]
for task, ways in one_seed(seed=0).items():
    for name, reached in ways.items():
        print(f"{task:14} {name:25} {reached.numbers:6} numbers   {reached.accuracy:.3f}")

# %% [markdown]
"""
And here are eight seeds, each with a network of its own, and each way with the best of three rates.
"""

# %% tags=["demo", "nbval-ignore-output"]
tasks = results["from pretrained"]
numbers_against_accuracy(tasks)

# %% tags=["demo"]
for task, ways in tasks.items():
    for name, way in ways.items():
        print(f"{task:14} {name:25} {way['numbers']:6}   {way['mean']:.3f} ± {way['spread']:.3f}")

# %% [markdown]
"""
Means with such spreads overlap. The seeds are paired, though: each way saw the same images. So
count in how many seeds one way beat another.
"""

# %% tags=["demo"]
scratch = "everything, random start"
for a, b in [("rank 1", "head"), ("everything", "rank 16"), ("everything", scratch),
             ("rank 16", scratch), ("rank 4", scratch)]:  # fmt: skip
    for task, ways in tasks.items():
        pairs = list(zip(ways[a]["accuracies"], ways[b]["accuracies"], strict=True))
        gain = 100 * (ways[a]["mean"] - ways[b]["mean"])
        print(f"{task:14} {a} against {b}: {gain:+.1f} points, better in "
              f"{sum(x > y for x, y in pairs)} of {len(pairs)} seeds")  # fmt: skip

# %% [markdown]
"""
Choose other pairs. Which way with fewer numbers beats one with more, by the rule of lesson 8? On
which task does "everything" beat the random start?
"""

# %% tags=["demo", "nbval-ignore-output"]
results_board(tasks, what="task", pair=("rank 1", "head"))

# %% [markdown]
"""
Read it honestly.

* **Accuracy rises with what may move.** From biases to rank 16 each step up in numbers brings
  something, with one exception: the head.
* **Where the numbers are matters, too.** Rank 1 has fewer numbers than the head and beats it on
  both tasks, in all seeds but one. A little everywhere was worth more than more in one place.
* **On the digits, old knowledge helps.** Tuning everything from the pretrained weights beats the
  random start in every seed, and rank 16 in seven of eight. Rank 16 only equals the random start.
* **On the turned digits it does not help.** Nothing beats the random start there, neither on
  average nor in more than one seed of eight. And everything is no better than rank 16.

So none of the small ways wins in accuracy. They win in what a customer stores, 842 numbers instead
of 42 634, and in what an optimizer has to remember meanwhile, which lesson 6 has counted.

Published results are about far larger networks: biases alone, 0.08 % of a language model, kept up
with tuning everything on small and middle-sized data; a low-rank update trained about 10 000 times
fewer numbers; and BatchNorm alone took a random network to 82 % on CIFAR-10.

## A thin update

A linear layer computes `W x + b`. Freeze it, and let something learn beside it:

`h = W x + b + s B (A x)`

`A` has `rank` rows and as many columns as `x` has entries. `B` has `rank` columns and as many rows
as `h` has entries. Their product is a matrix as large as `W`, and has rank `rank` at most. `s` is a
fixed number, the scale. This is low-rank adaptation, LoRA for short.
"""

# %%
inputs, outputs = 128, 128
for rank in (1, 4, 16):
    thin = rank * inputs + outputs * rank
    print(f"rank {rank:2}: {thin:5} numbers learn beside {inputs * outputs} frozen ones")

# %% [markdown]
"""
At the start the product is to be zero: then the network begins exactly where it was. So one factor
begins at zero, and it is usually `B`. Why not both? Watch the gradients of the two factors in the
second layer of the MLP, over the first five steps.
"""

# %% tags=["demo", "nbval-ignore-output"]
labelled = few(*digits_split(seed=0).pool, per_class=10, seed=0)
net = Updated(pretrained_mlp(), rank=4, seed=0)
optimizer = torch.optim.Adam([*net.downs, *net.ups], lr=1e-2)
norms = {"A": [], "B": []}
for _ in range(5):
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(labelled.images), labelled.labels).backward()
    norms["A"].append(net.downs[1].grad.norm().item())
    norms["B"].append(net.ups[1].grad.norm().item())
    optimizer.step()

first_gradients(norms["A"], norms["B"])

# %% tags=["demo"]
for factor, seen in norms.items():
    print(f"{factor}: zero at step 1: {seen[0] == 0}, zero at step 2: {seen[1] == 0}")

# %% [markdown]
"""
What arrives at `A` has been multiplied by `B`, and what arrives at `B` has been multiplied by
`A x`. So `A` gets a gradient of zero at step 1, and rightly so. `B` moves at once, and from step 2
on both learn. If both began at zero, neither would ever move. And whoever looks at the first
gradient only takes a sound layer for a broken one: look at two steps or more.

### Exercise 10.1 · `low_rank` (about 6 lines)

Write `LowRank`, and let `low_rank(layer, rank, scale)` return one. It holds `layer` itself, frozen,
with its numbers as they are. Two tensors learn, and nothing else does: `down`, of shape `(rank,
in_features)`, and `up`, of shape `(out_features, rank)`. Its output is that of the layer plus
`scale` times what comes through both. At the start it computes exactly what `layer` does.

The check hands over three layers, one without a bias, and inputs of two and of three dimensions. It
looks at the start, at gradients and values over three steps of AdamW, and at the output with
numbers of its own in both factors. You may change the skeleton.
"""


# %% exercise="low_rank"
class LowRank(nn.Module):
    """A frozen linear layer, and beside it an update of low rank that learns."""

    def __init__(self, layer: nn.Linear, rank: int, scale: float) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.layer = layer.requires_grad_(False)
        self.scale = scale
        spread = layer.in_features**-0.5
        self.down = nn.Parameter(spread * torch.randn(rank, layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, rank))
        ### END SOLUTION

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        return self.layer(inputs) + self.scale * (inputs @ self.down.T @ self.up.T)
        ### END SOLUTION


def low_rank(layer: nn.Linear, rank: int, scale: float = 1.0) -> nn.Module:
    """A module that computes what `layer` does, with an update that learns."""
    ### BEGIN SOLUTION
    return LowRank(layer, rank, scale)
    ### END SOLUTION


# %% check="low_rank" points=25
check("low_rank", low_rank)

# %% [markdown]
"""
## Allowed to learn, or able to?

A count of what may learn is read off flags. It says nothing about whether a gradient arrives. Here
is an MLP whose forward wraps its body in `no_grad`, "since the body is frozen anyway". No flag was
touched.
"""


# %% tags=["demo"]
class Cut(MLP):
    def forward(self, images):
        with torch.no_grad():
            features = images.flatten(1)
            for layer in (self.layer1, self.layer2, self.layer3):
                features = layer(features).relu()
        return self.head(features)


cut = Cut()
before = {name: p.detach().clone() for name, p in cut.named_parameters()}
_ = fit(cut, *labelled, steps=3, lr_head=1e-2)
moved = [p.numel() for name, p in cut.named_parameters() if not torch.equal(p, before[name])]
print("may learn: ", sum(p.numel() for p in cut.parameters() if p.requires_grad))
print("did learn: ", sum(moved))

# %% [markdown]
"""
Flags are a permission, the graph is the ability. A third case is a tensor that is not there yet: a
lazy layer learns its sizes from its first batch, and before that nobody can count it.
"""

# %%
try:
    sum(p.numel() for p in nn.LazyLinear(10).parameters())
except ValueError as problem:
    print(type(problem).__name__ + ":", str(problem).partition(" in ")[0])

# %% [markdown]
"""
## One layer again

When a customer's network is served, two paths cost more than one. But `W x + s B A x` is
`(W + s B A) x`: one matrix. So the update can be added to the weight, once, and the factors put
away. To *merge* is exact up to rounding, and it can be undone.

There is one way to get it wrong that looks right: the update goes into the weight, and the adapter
stays in the forward pass.
"""

# %%
with seeded(0):
    layer, batch = nn.Linear(6, 4), torch.randn(5, 6)
    update = torch.randn(4, 6)


def with_update(inputs):
    return layer(inputs) + nn.functional.linear(inputs, update)


with torch.no_grad():
    right = with_update(batch)
    layer.weight += update
    print("merged, adapter put away: same output:", torch.allclose(layer(batch), right, atol=1e-5))
    again = with_update(batch)
print("merged, adapter left in:  same output:", torch.allclose(again, right, atol=1e-5))

# %% [markdown]
"""
### Exercise 10.2 · `merge` (about 4 lines each)

`adapted` holds `layer`, `down`, `up` and `scale`, as in exercise 10.1. `merge(adapted)` returns a
plain `nn.Linear` that computes the same. It owns its tensors, and `adapted` stays as it is: the
other 39 customers use that layer.

`unmerge(merged, adapted)` takes the update of `adapted` out of `merged`, and returns what is left
as a new `nn.Linear`. Careful: `merged` may have had another base than `adapted.layer`, and its base
is the one to return. Both arguments stay as they are.

The check tries three layers, one square and one without a bias, each with factors that have
learned, and merges each of them twice. Outputs are compared to about four decimals.
"""


# %% exercise="merge"
def merge(adapted: nn.Module) -> nn.Linear:
    """One linear layer that computes what the layer and its update do together."""
    ### BEGIN SOLUTION
    merged = copy.deepcopy(adapted.layer)
    with torch.no_grad():
        merged.weight += adapted.scale * (adapted.up @ adapted.down)
    return merged
    ### END SOLUTION


def unmerge(merged: nn.Linear, adapted: nn.Module) -> nn.Linear:
    """The linear layer that `merged` was before the update of `adapted` came in."""
    ### BEGIN SOLUTION
    base = copy.deepcopy(merged)
    with torch.no_grad():
        base.weight -= adapted.scale * (adapted.up @ adapted.down)
    return base
    ### END SOLUTION


# %% check="merge" points=15
check("merge", merge, unmerge)

# %% [markdown]
"""
## Choose what exists

An update adds numbers. The other small ways choose among those that are there: norms, biases, the
head. That is a choice by name, and names mislead, as lesson 3 has shown. Here is the first attempt
of many, "train the biases", on a network with BatchNorm and a head for a new task.
"""

# %%
net = batchnorm_net(seed=0)
for name, parameter in net.named_parameters():
    parameter.requires_grad_("bias" in name)
print(*(name for name, parameter in net.named_parameters() if parameter.requires_grad), sep="\n")

# %% [markdown]
"""
The shift of a BatchNorm is called `bias`, and is one. The convolutions have none. And of the head
only the bias is on the list: its weight, random numbers for the new task, is frozen. The same
happens to whoever writes `"lora" in name`. The published way of training biases trains them *and*
the head, unless the old head is of use, as in the MLP above.

### Exercise 10.3 · `bias_only` (about 4 lines)

Let every bias of `model` learn, and everything inside the module called `head`, and nothing else.
Return the names of what learns, in the order of `named_parameters`.

A bias is a parameter whose own name, behind the last dot, ends in `bias`. The shift of a norm is
one, and so is the packed `in_proj_bias` of an attention layer.

The check tries five networks: two linear layers, a convolution with BatchNorm, a residual one that
comes with all its flags off, an attention block, and one whose layers have unlucky names. It looks
at flags, at what moves in training, and at the list.
"""


# %% exercise="bias_only"
def bias_only(model: nn.Module, head: str) -> list[str]:
    """The names of what learns from now on: every bias, and the whole head."""
    ### BEGIN SOLUTION
    for name, parameter in model.named_parameters():
        in_head = name.startswith(f"{head}.")
        parameter.requires_grad_(in_head or name.endswith("bias"))
    return [name for name, parameter in model.named_parameters() if parameter.requires_grad]
    ### END SOLUTION


# %% check="bias_only" points=15
check("bias_only", bias_only)

# %% [markdown]
"""
## Put it into a network

A low-rank layer is of use once it stands where `forward` looks. A dotted name such as
`encoder.0.fc1` is a path: each part is an attribute of the module before it.
`get_submodule(path)` follows it, and raises AttributeError where it leads nowhere.
"""

# %%
nested = nn.Sequential(nn.Sequential(nn.Linear(4, 3), nn.ReLU()), nn.Linear(3, 2))
print(nested.get_submodule("0.0"))
try:
    nested.get_submodule("module.0.0")
except AttributeError as problem:
    print(type(problem).__name__, "for a name that is not there")

# %% [markdown]
"""
A loop over all modules with `if name in names` has no such moment: where nothing fits, as in a
model inside a wrapper, it does nothing and says nothing.

### Exercise 10.4 · `adapt` (about 9 lines)

Put `make(layer)` in the place of each layer that `names` lists: a layer as in exercise 10.1, made
beside the old one. Everything inside the module called `head` learns, and so do the new factors;
all else is frozen, also what belongs to the model itself. Return `model`, the one that was handed
in.

Where a name leads to no `nn.Linear`, refuse with ValueError, or with the AttributeError of
`get_submodule`, and change nothing. The same goes for a layer that has been adapted before: leave
it as it is, or refuse.

The check tries nested networks, one with names that begin alike, one with a parameter of its own, a
wrapped one, and one that is adapted twice. It brings a `make` of its own, whose layers begin with
the output of the old ones.
"""


# %% exercise="adapt"
def adapt(
    model: nn.Module, names: Sequence[str], make: Callable[[nn.Linear], nn.Module], head: str
) -> nn.Module:
    """`model`, with what `make` gives at `names`; the new factors learn, and the head."""
    ### BEGIN SOLUTION
    layers = {name: model.get_submodule(name) for name in names}
    for name, layer in layers.items():
        if type(layer) is not nn.Linear:
            raise ValueError(f"no nn.Linear stands at {name!r}")
    model.requires_grad_(False)
    for name, layer in layers.items():
        parent, _, own = name.rpartition(".")
        setattr(model.get_submodule(parent), own, make(layer))
    model.get_submodule(head).requires_grad_(True)
    return model
    ### END SOLUTION


# %% check="adapt" points=15
check("adapt", adapt)

# %% [markdown]
"""
Try it on a customer, with layers of your own. The head learns as a whole here, so it is more than
the 842 numbers of the table, where the head, too, had an update of rank 1.
"""

# %% tags=["demo"]
served = pretrained_mlp()
adapt(served, ["layer1", "layer2", "layer3"], lambda layer: low_rank(layer, rank=1), "head")
print("numbers that learn:", sum(p.numel() for p in served.parameters() if p.requires_grad))

# %% [markdown]
"""
## What is worth its numbers?

A table of methods has two columns that matter, and a method is *beaten* if another one has at most
as many numbers, at least the accuracy, and is better in one of the two. What is left when all
beaten ones are gone is the frontier. Above it nothing is known; on it, one pays numbers for
accuracy.

Two cautions. A frontier of means is as uncertain as the means: look at the spreads, and at pairs.
And it holds for this task, as the two panels show.

### Exercise 10.5 · `frontier` (about 6 lines)

`rows` holds a name, a count of numbers and an accuracy for each method. Return the names of those
that no other one beats, in the order of the rows. Two methods that agree in both do not beat each
other. Leave `rows` as they are.

The check asks for seven tables, some with equal numbers, some with equal accuracies, one empty.
"""


# %% exercise="frontier"
def frontier(rows: list[tuple[str, int, float]]) -> list[str]:
    """The names of the methods that no other one beats."""
    ### BEGIN SOLUTION
    kept = []
    for name, numbers, accuracy in rows:
        rivals = [(n, a) for _, n, a in rows if n <= numbers and a >= accuracy]
        if all(rival == (numbers, accuracy) for rival in rivals):
            kept.append(name)
    return kept
    ### END SOLUTION


# %% check="frontier" points=10
check("frontier", frontier)

# %% [markdown]
"""
Once it works, this is the frontier of both tasks: filled marks on a line, beaten ones hollow.
"""

# %% tags=["demo", "nbval-ignore-output"]
unbeaten = {
    task: frontier([(name, way["numbers"], way["mean"]) for name, way in ways.items()])
    for task, ways in tasks.items()
}
numbers_against_accuracy(tasks, unbeaten)

# %% [markdown]
"""
For 1 000 numbers a customer gets the biases, or rank 1, and rank 1 is far better. For the turned
digits 1 000 numbers are too few: whoever can wait and store should begin anew.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("10_training_almost_nothing")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_10" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("10_training_almost_nothing", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_10 = graded_quiz("10_training_almost_nothing", learner, answers)

# %% check="quiz_10" points=20
check("quiz_10", quiz_10)

# %% [markdown]
"""
## What you can now do

* Write a low-rank update from scratch, and say why one factor begins at zero and the other does
  not.
* Merge it into the weight exactly, and take it out again.
* Select biases, norms or a head by name without losing the new head.
* Put small layers into a network at dotted names, and hear of a name that fits nothing.
* Read a table of accuracies and numbers: who is beaten, by how much, and in how many seeds.

Three sentences to keep:

1. A product of two factors learns as long as one of them is not zero, so look at two steps or more.
2. A flag permits, a graph enables: count what may learn, and then look at what did.
3. Training little saves what is stored and remembered; the accuracy is measured, each time anew.

Lesson 11 is about what breaks when a script grows up.

## Further reading

* PyTorch documentation, `torch.nn.Module.get_submodule` and `torch.nn.LazyLinear`.
* PyTorch documentation, `torch.nn.utils.parametrize`: another way to compute a weight from others.
* E. Hu and others, "LoRA: Low-Rank Adaptation of Large Language Models", 2021.
* E. Ben Zaken and others, "BitFit: Simple Parameter-efficient Fine-tuning for Transformer-based
  Masked Language-models", 2021.
* J. Frankle and others, "Training BatchNorm and Only BatchNorm: On the Expressive Power of Random
  Features in CNNs", 2020.
* The PEFT library, issue 577: a new classifier that stayed frozen beside its adapters.
"""
