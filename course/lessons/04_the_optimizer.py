# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 4 · Tell the optimizer too

A flag went off, or on. What does the optimizer make of it?
In this lesson you find out what `step()` looks at, when a frozen layer moves all the same, and how
to thaw a layer without losing or doubling anything.

It takes about 65 minutes: reading and watching 23, five exercises 35, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## Too late?

Training has run for five steps when you notice that the first layer should have been frozen. You
set its flag now, between two steps. The optimizer was made long before. It holds the layer, and it
may have a memory of those five steps.

One thread makes every number below repeat exactly, run after run.
"""

# %%
import copy
import inspect

import torch
from torch import nn, optim
from torch.nn.functional import cross_entropy
from torch.optim import lr_scheduler

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.cost import step_flops
from course.drift import CASES, as_table, drifts
from course.drift_figures import drift_curves, timeline
from course.models import two_linear
from course.thawing import watched_step

torch.set_num_threads(1)

inputs = torch.randn(32, 10, generator=torch.Generator().manual_seed(0))
targets = (inputs[:, 0] + inputs[:, 1] > 0).long()

# %% [markdown]
"""
Six optimizers get the same small network, `Sequential(Linear, ReLU, Linear)`, and the same batch:
plain SGD, SGD with momentum, momentum with weight decay, Adam, AdamW (which decays too), RMSprop.

**Guess first.** Five ordinary steps, then the flag of the first layer goes off, then five more
steps. With how many of the six does the layer still move: 0, 2, 4 or 6? Put your guess into the
next cell.
"""

# %% practice="guess-drift"
### BEGIN SOLUTION
guess = 0
### STARTER
# guess = None  # 0, 2, 4 or 6
### END SOLUTION

# %% [markdown]
"""
`drifts` makes the run. The number to look at is the largest move of any weight of the layer since
the freeze.
"""

# %% tags=["demo"]
moves = drifts(seed=0)
usual = {case: m for case, m in moves.items() if case[:2] == ("before zero_grad", "None")}
reveal(guess, sum(m[-1] > 0 for m in usual.values()), options=(0, 2, 4, 6))

# %% tags=["demo"]
if guess is not None:
    print(as_table(usual))

# %% [markdown]
"""
Not by a bit, in any of the six. You will read on web pages that a freeze comes too late once the
optimizer is made. With the default `zero_grad()` it does not. The table has three more rows, and
there the story is another one. To foretell them you need to know what `step()` looks at.

## What `step()` looks at

It looks at `.grad`. Where `.grad` is `None`, a parameter is passed over: no update, no decay, no
change of memory. The flag is not asked. Here is a frozen parameter whose gradient somebody made by
hand.
"""

# %% tags=["demo"]
weight = nn.Parameter(torch.ones(1), requires_grad=False)
optimizer = optim.SGD([weight], lr=0.1)
optimizer.step()
print(f"frozen, .grad is None:      {weight.item():.1f}")
weight.grad = torch.ones(1)
optimizer.step()
print(f"frozen, .grad made by hand: {weight.item():.1f}")

# %% [markdown]
"""
So how do flag and optimizer come together? By two habits. The flag keeps `backward()` from making
a gradient. And `zero_grad()` leaves `None` behind, since that is its default. The other choice,
`zero_grad(set_to_none=False)`, fills what is there with zeros. Zero is a number. None is an
absence.

PyTorch has twelve optimizers that take a `weight_decay`. Each gets a frozen weight, first without
a gradient, then with a gradient of zero.
"""

# %% tags=["demo"]
decaying = [
    kind
    for kind in vars(optim).values()
    if inspect.isclass(kind) and "weight_decay" in inspect.signature(kind).parameters
]
for gradient in (None, torch.zeros(2, 2)):
    moved = 0
    for kind in decaying:
        weight = nn.Parameter(torch.ones(2, 2), requires_grad=False)
        weight.grad = gradient
        kind([weight], weight_decay=0.3).step()
        moved += not torch.equal(weight, torch.ones(2, 2))
    said = "None" if gradient is None else "zeros"
    print(f".grad is {said}: {moved} of {len(decaying)} optimizers move a frozen weight")

# %% [markdown]
"""
Decay acts only where a gradient exists, even one of zeros. Who leaves zeros? Old scripts, some
libraries (fastai's own optimizer clears to zeros), and everybody who writes `grad.zero_()`.

A penalty that somebody writes into the *loss* is another thing. It counts frozen weights too, and
nothing can lower their part of it.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
model[0].requires_grad_(False)
sizes = [parameter.square().sum() for parameter in model.parameters()]
(cross_entropy(model(inputs), targets) + 0.1 * sum(sizes)).backward()
fixed = sum(size.item() for size in sizes if not size.requires_grad) / sum(sizes).item()
print("the frozen layer has a gradient:", model[0].weight.grad is not None)
print(f"share of the penalty that training cannot lower: {fixed:.0%}")

# %% [markdown]
"""
What an optimizer does with a zero stands in its rule. Here are the six, for one weight `w` with
gradient `g`; `r` is the learning rate. Names that stand left of `=` are kept from step to step.

| optimizer | one step |
|---|---|
| SGD | `w = w - r * g` |
| momentum | `v = 0.9 * v + g`, then `w = w - r * v` |
| momentum + decay | the same, with `g + 0.1 * w` in the place of `g` |
| Adam | `m = 0.9 * m + 0.1 * g`, then `w = w - r * m / s` |
| AdamW | `w = w - 0.1 * r * w`, then as Adam |
| RMSprop | `w = w - r * g / s` |

The `s` of the last three is the usual size of `g`: the root of a running mean of `g * g`. A few
small terms are left out.

The other question is *when*. A training step has three lines, and the flag can go off in between:

```python
                         # <- "before zero_grad"
optimizer.zero_grad()
loss.backward()
                         # <- "after backward"
optimizer.step()
```

### Exercise 4.1 · `drift_table` (about 8 lines)

Foretell all 24 cells: six optimizers, two moments, and two ways to clear. Return a dictionary with
a bool for each cell of `CASES`: does the first layer move in the five steps after its flag went
off? Five ordinary steps went before. A cell is a tuple of three words:

* when the flag goes off: `"before zero_grad"` or `"after backward"`,
* what `zero_grad` leaves, in all steps: `"None"` or `"zeros"`,
* the optimizer: `"SGD"`, `"momentum"`, `"momentum + decay"`, `"Adam"`, `"AdamW"` or `"RMSprop"`.

The flag goes off once, so "after backward" means the first of the five steps. Work it out by the
rules, not by a run. The check makes the run, on another network with another batch. Tables that
say the same everywhere earn nothing: marks begin above what the best of them would get.
"""


# %% exercise="drift_table"
def drift_table() -> dict[tuple[str, str, str], bool]:
    """Whether the late-frozen layer moves, for each cell of CASES."""
    ### BEGIN SOLUTION
    go_on_without_a_gradient = {"momentum", "momentum + decay", "Adam", "AdamW"}
    return {
        (freeze, cleared, optimizer): freeze == "after backward"
        or (cleared == "zeros" and optimizer in go_on_without_a_gradient)
        for freeze, cleared, optimizer in CASES
    }
    ### END SOLUTION


# %% check="drift_table" points=20
check("drift_table", drift_table)

# %% [markdown]
"""
The run itself, as soon as your table has an entry for each cell: the largest move of the layer,
five steps after its flag went off. A bare 0 is an exact zero.
"""

# %% tags=["demo"]
foretold = drift_table() or {}
if foretold.keys() == set(CASES):
    print(as_table(moves))

# %% [markdown]
"""
And the same, step by step. First with the flag off before `zero_grad`.
"""

# %% tags=["demo", "nbval-ignore-output"]
drift_curves(moves, "before zero_grad") if foretold.keys() == set(CASES) else None

# %% [markdown]
"""
Then with the flag off after `backward`.
"""

# %% tags=["demo", "nbval-ignore-output"]
drift_curves(moves, "after backward") if foretold.keys() == set(CASES) else None

# %% [markdown]
"""
The digits depend on the network; that a cell moves or not does not, over eight seeds.

The flag reaches no gradient that is there already. After `backward` it is: every optimizer applies
it, once. What follows depends on what `zero_grad` leaves.

## A gradient that nobody clears

It can get worse. Here the script clears only the head: `head.zero_grad()` instead of the
optimizer's. The flag keeps `backward()` from making a new gradient of the first layer, and nobody
removes the old one.
"""

# %% tags=["demo"]
for clears in ("the head only", "the whole model"):
    model = two_linear(seed=0)
    optimizer = optim.SGD(model.parameters(), lr=0.1)
    cross_entropy(model(inputs), targets).backward()
    model[0].requires_grad_(False)
    before, distances = model[0].weight.clone(), []
    for _ in range(5):
        (model[2] if clears == "the head only" else model).zero_grad()
        cross_entropy(model(inputs), targets).backward()
        optimizer.step()
        distances.append(round((model[0].weight - before).abs().max().item(), 3))
    print(f"clears {clears}: moved by {distances}")

# %% [markdown]
"""
The same old gradient is applied again in each step. `model.zero_grad()` and
`optimizer.zero_grad()` clear frozen parameters too, so one call helps: clear everything right
after a freeze.

## A memory that sleeps

Momentum is kept in the optimizer, not in the layer. A freeze does not touch it. Here a layer
learns for five steps, is frozen for twenty, and is thawed.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def train(count):
    for _ in range(count):
        optimizer.zero_grad()
        cross_entropy(model(inputs), targets).backward()
        optimizer.step()


train(5)
asleep = optimizer.state[model[0].weight]["momentum_buffer"].clone()
model[0].requires_grad_(False)
train(20)
kept = optimizer.state[model[0].weight]["momentum_buffer"]
print("the same memory after twenty frozen steps:", torch.equal(asleep, kept))

model[0].requires_grad_(True)
train(1)
print(f"first step after the thaw: 0.9 x old memory {0.9 * asleep.norm():.2f},")
print(f"                           new gradient     {model[0].weight.grad.norm():.2f}")

# %% [markdown]
"""
In the first step after the thaw, what was true twenty steps ago weighs more than the new gradient.
The memory also goes on taking room: for Adam that is two numbers for each weight, frozen or not. If
neither is wanted, delete the entry: `del optimizer.state[parameter]`. Both are choices; know which
one you made.

## Groups hold objects

An optimizer keeps a list of *groups*. A group is a dictionary with parameters and settings, and
each group has its own learning rate. Beginners often give a new head a larger rate than the body.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
optimizer = optim.AdamW(
    [
        {"params": model[0].parameters(), "learning_rate": 0.001},
        {"params": model[2].parameters(), "lr": 0.01},
    ],
    lr=0.5,
)
for number, group in enumerate(optimizer.param_groups):
    print(f"group {number}: {len(group['params'])} tensors, lr {group['lr']}")

# %% [markdown]
"""
Look at group 0. The key `learning_rate` is none that AdamW reads, and it says nothing: the rate in
force is the default. Print the groups of a finished optimizer, always.

A group holds *objects*, not names. If a layer is replaced, the optimizer goes on with the old one.
If the model is copied, the optimizer stays with the original.
"""


# %% tags=["demo"]
def moved_by(optimizer, model):
    """Names of the parameters of `model` that three steps of `optimizer` move."""
    before = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    for _ in range(3):
        optimizer.zero_grad()
        cross_entropy(model(inputs), targets).backward()
        optimizer.step()
    return [name for name, p in model.named_parameters() if not torch.equal(p, before[name])]


model = two_linear(seed=0)
optimizer = optim.AdamW(model.parameters(), lr=0.01)
model[2] = two_linear(seed=1)[2]
print("head replaced after the optimizer was made:", moved_by(optimizer, model))
print("a copy, trained with the old optimizer:    ", moved_by(optimizer, copy.deepcopy(model)))

# %% [markdown]
"""
So the order is: build the model, freeze, then make the optimizer.

Two slips turn up when groups are sorted by hand. A generator can be read once: whoever counts it
first hands over nothing. And `in` compares *numbers*, which tensors do not like.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
asking = filter(lambda parameter: parameter.requires_grad, model[0].parameters())
try:
    len(asking)
except TypeError as problem:
    print(type(problem).__name__, "from len(): a filter is no list")
print("counted:", len(list(asking)))
optimizer = optim.AdamW([{"params": asking}, {"params": model[2].parameters()}])
print("tensors per group:", [len(group["params"]) for group in optimizer.param_groups])

try:
    print(model[2].weight in list(model.parameters()))
except RuntimeError as problem:
    print(type(problem).__name__, "from `in`")
print("by identity:", any(model[2].weight is parameter for parameter in model.parameters()))

# %% [markdown]
"""
An empty group beside another one is accepted without a word. As for `in`: sets and dictionaries of
tensors go by identity, as `is` and `id` do. Lists compare.

### Exercise 4.2 · `param_groups` (about 8 lines)

Return the groups for an optimizer: what learns in the head, at the rate `lr_head`, and what learns
in the rest, at `lr_body`. `head` names a module inside `model`, such as `"2"`, `"head"` or
`"decoder.out"`.

* Each group is a dictionary with a list under `"params"` and its rate under `"lr"`. There may be
  more than two groups, in any order.
* Every parameter that asks for a gradient is in exactly one group, and no other is in any. Some
  layers are frozen: leave them as they are. Change nothing in the model.
* A tensor that the head shares with the body belongs to the head.
* If nothing asks for a gradient, raise a `ValueError` with a sentence.
* If there is no module of that name, raise an exception whose message holds the name.

The check tries five networks. In one, `fc` stands behind `fcn`; in one, head and body share their
only tensor. It reads the lists twice, makes an AdamW from them, looks at what that holds and at
which rate, and trains. Grading does the same with networks of other sizes, and other rates.
"""


# %% exercise="param_groups"
def param_groups(model: nn.Module, head: str, lr_head: float, lr_body: float) -> list[dict]:
    """What learns in the head and what learns in the rest, with their learning rates."""
    ### BEGIN SOLUTION
    inside = {id(parameter) for parameter in model.get_submodule(head).parameters()}
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    if not learning:
        raise ValueError("nothing to train: every parameter is frozen")
    return [
        {"params": [p for p in learning if id(p) in inside], "lr": lr_head},
        {"params": [p for p in learning if id(p) not in inside], "lr": lr_body},
    ]
    ### END SOLUTION


# %% check="param_groups" points=15
check("param_groups", param_groups)

# %% [markdown]
"""
If the optimizer gets only the head and the flags of the body stay on, the body holds still as well.
That is a style one meets, and it is legal. It *fixes* the body without freezing it: `backward()`
computes all of its gradients, and the optimizer, which does not know them, never clears them.

## A rate of zero is no freeze

The same is true of another trick: put the body into a group with the rate 0. With a rate of 0 even
decay does nothing, since it is scaled by the rate. But look at what else happens.
"""


# %% tags=["demo"]
def rate_of_zero():
    model = two_linear(seed=0)
    groups = [
        {"params": model[0].parameters(), "lr": 0.0},
        {"params": model[2].parameters(), "lr": 0.01},
    ]
    return model, optim.AdamW(groups, weight_decay=0.1)


model, optimizer = rate_of_zero()
print("moved at a rate of 0:", moved_by(optimizer, model))
print("memory of the optimizer: for", len(optimizer.state), "of 4 tensors")

flops = step_flops(model, inputs, targets).backward
frozen = two_linear(seed=0)
frozen[0].requires_grad_(False)
print(f"backward: {flops} operations, frozen by flag: {step_flops(frozen, inputs, targets)[1]}")

# %% [markdown]
"""
Everything is paid as if the layer learned. And the zero is a number in a dictionary, which others
may overwrite. A scheduler such as OneCycleLR sets the rates of *all* groups.
"""

# %% tags=["demo"]
model, optimizer = rate_of_zero()
schedule = lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=10)
print("rate of the first group with OneCycleLR:", f"{optimizer.param_groups[0]['lr']:.4f}")
print("moved:", moved_by(optimizer, model))

# %% [markdown]
"""
## Thaw, and tell the optimizer

Now the other way. The first layer is frozen, and the optimizer was made for the last layer alone.
At step 5 the flag goes on, and nobody tells the optimizer. At step 9 somebody does.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
model[0].requires_grad_(False)
optimizer = optim.AdamW(model[2].parameters(), lr=0.01)
history, norms = [], []
for step in range(1, 13):
    if step == 5:
        model[0].requires_grad_(True)
    if step == 9:
        optimizer.add_param_group({"params": model[0].parameters(), "lr": 0.001})
    history.append(watched_step(model, optimizer, inputs, targets))
    norms.append(0 if model[0].weight.grad is None else model[0].weight.grad.norm().item())

# %% tags=["demo", "nbval-ignore-output"]
timeline(history)

# %% tags=["demo"]
print("gradient norm of layer 0:", " ".join(f"{norm:.2f}" if norm else "none" for norm in norms))

# %% [markdown]
"""
Autograd makes gradients, the optimizer moves weights, and a layer learns only where both agree.
From step 5 to 8 they do not. The layer holds still, and its gradient grows from step to step,
because `optimizer.zero_grad()` clears only what the optimizer holds.

A group comes in with `add_param_group`. The optimizer refuses a parameter that it holds already.
"""

# %% tags=["demo"]
try:
    optimizer.add_param_group({"params": model[0].parameters(), "lr": 0.001})
except ValueError as problem:
    print(f"{type(problem).__name__}: {problem}")

# %% [markdown]
"""
A scheduler that was made before the group came is the other thing to know about. Some of them keep
a list of the groups they saw when they were made. This is PyTorch 2.13; other releases may differ.
"""

# %% tags=["demo"]
schedules = {
    "StepLR": lambda o: lr_scheduler.StepLR(o, step_size=1, gamma=0.5),
    "CosineAnnealingLR": lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=10),
    "LambdaLR": lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 0.5**epoch),
    "OneCycleLR": lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=10),
}
for name, make in schedules.items():
    model = two_linear(seed=0)
    optimizer = optim.SGD(model[2].parameters(), lr=0.1)
    schedule = make(optimizer)
    moved_by(optimizer, model)
    optimizer.add_param_group({"params": model[0].parameters(), "lr": 0.01})
    try:
        schedule.step()
        print(f"{name}: goes on, the new group has lr {optimizer.param_groups[1]['lr']:.4f}")
    except (ValueError, KeyError) as problem:
        print(f"{name}: {type(problem).__name__}")

# %% [markdown]
"""
StepLR and the cosine schedule work on whatever groups there are. LambdaLR and OneCycleLR do not:
with them, make the scheduler anew, or give all layers their groups before the first step.

A new *optimizer* would solve it too, and forget all momentum. Adding a group forgets nothing.

### Exercise 4.3 · `thaw` (about 5 lines)

Let all of `module` learn again, with an optimizer that goes on:

* All flags inside `module` go on, and no other flag changes.
* What the optimizer does not hold yet comes into it as *one* new group with the rate `lr`. What it
  holds already stays where it is, at its rate. Nothing is in there twice.
* If nothing is missing, no group comes: calling `thaw` again changes nothing, and neither does
  thawing a layer without parameters.
* The other groups, their rates, and what the optimizer remembers stay as they are.

Return nothing. The check prepares five networks that have trained for two steps: with layers that
the optimizer holds, does not hold, or holds in part, and with a tensor that has two names. A StepLR
was made for the optimizer before. The check calls `thaw` twice, looks at flags, groups and memory,
then trains for three epochs and looks at what moves, and at the rates.
"""


# %% exercise="thaw"
def thaw(module: nn.Module, optimizer: torch.optim.Optimizer, lr: float) -> None:
    """Let all of `module` learn; what `optimizer` lacks of it comes in as one group."""
    ### BEGIN SOLUTION
    module.requires_grad_(True)
    held = {id(parameter) for group in optimizer.param_groups for parameter in group["params"]}
    missing = [parameter for parameter in module.parameters() if id(parameter) not in held]
    if missing:
        optimizer.add_param_group({"params": missing, "lr": lr})
    ### END SOLUTION


# %% check="thaw" points=20
check("thaw", thaw)

# %% [markdown]
"""
## Half a tensor

All of this was about whole tensors. A tensor has one flag, so some *rows* of it cannot be frozen by
flag. Two attempts:
"""

# %% tags=["demo"]
table = nn.Embedding(6, 3)
try:
    table.weight[:2].requires_grad = False
except RuntimeError as problem:
    print(f"{type(problem).__name__} from a slice of the parameter")
table.weight.data[:2].requires_grad = False
print("a slice of .data: no word, and the flag of the table is", table.weight.requires_grad)

# %% [markdown]
"""
Many scripts then set the *gradient* of these rows to zero, with a hook. You know by now what a zero
is worth. Row 0 and row 1 are to hold still; the same five steps, with three optimizers.
"""

# %% tags=["demo"]
looked_up = torch.tensor([0, 1, 2, 3])


def without_first_rows(gradient):
    gradient = gradient.clone()
    gradient[:2] = 0
    return gradient


chosen = {
    "SGD": lambda parameters: optim.SGD(parameters, lr=0.1),
    "SGD with decay": lambda parameters: optim.SGD(parameters, lr=0.1, weight_decay=0.1),
    "AdamW": lambda parameters: optim.AdamW(parameters, lr=0.01, weight_decay=0.1),
}
for name, make in chosen.items():
    table = nn.Embedding.from_pretrained(torch.ones(6, 3), freeze=False)
    table.weight.register_hook(without_first_rows)
    optimizer = make(table.parameters())
    for _ in range(5):
        optimizer.zero_grad()
        table(looked_up).sum().backward()
        optimizer.step()
    move = (table.weight[:2] - 1).abs().max().item()
    print(f"{name}: rows 0 and 1 moved by {f'{move:.4f}' if move else '0'}")

# %% [markdown]
"""
The gradient of the table is a tensor, so the table is not passed over, and decay reaches every row
of it. The same happens to the row that `padding_idx` names: its gradient is zero, not None.

One argument up there is easy to miss. `nn.Embedding.from_pretrained` freezes the table unless it
is told `freeze=False`.
"""

# %% tags=["demo"]
print("from_pretrained asks:", nn.Embedding.from_pretrained(torch.ones(6, 3)).weight.requires_grad)

padded = nn.Embedding(6, 3, padding_idx=0)
with torch.no_grad():
    padded.weight.fill_(1.0)
optimizer = optim.AdamW(padded.parameters(), lr=0.01, weight_decay=0.1)
padded(looked_up).sum().backward()
optimizer.step()
print("gradient of the padding row:", padded.weight.grad[0].tolist())
print(f"the padding row moved by {(padded.weight[0] - 1).abs().max().item():.4f}")

# %% [markdown]
"""
### Exercise 4.4 · `embedding_with_frozen_rows` (about 8 lines)

A language model gets ten new words. Their rows of the embedding shall learn, the old rows shall
stay as they are. One tensor has one flag, so a flag cannot say this.

Return a module that looks up rows as `nn.Embedding` does. `weight` is float32 (n, d), the table to
start from. `rows` is int64 (k,), the numbers of the rows that never move, counted from 0.

* At the start every lookup gives what `weight` holds, for indices of any shape: (n,) gives (n, d),
  and (n, m) gives (n, m, d). Train mode and eval mode give the same.
* Whatever optimizer trains all its parameters, the given rows stay equal to the last bit, and any
  other row that is looked up learns.
* `rows` may be empty, in any order, and name a row twice. A row number that is too large raises an
  `IndexError` or a `ValueError` when the module is made.
* The tensors that are handed in never change, also when the module is trained later.

How the numbers are kept is up to you; the class below is one place to begin. The check trains the
module for five steps each with plain SGD, with SGD with momentum and decay, and with AdamW with
decay, and compares lookups before and after. Rows that only plain SGD holds still earn 4 of 15.
"""


# %% exercise="embedding_with_frozen_rows"
class PartlyFrozenEmbedding(nn.Module):
    """A table of which some rows never learn."""

    def __init__(self, weight: torch.Tensor, rows: torch.Tensor) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        is_frozen = torch.zeros(len(weight), 1, dtype=torch.bool)
        is_frozen[rows] = True
        self.register_buffer("is_frozen", is_frozen)
        self.register_buffer("fixed", weight.clone())
        self.learned = nn.Parameter(weight.clone())
        ### END SOLUTION

    def forward(self, indices: torch.Tensor) -> torch.Tensor:
        """The rows at `indices`, with one dimension more than these have."""
        ### BEGIN SOLUTION
        table = torch.where(self.is_frozen, self.fixed, self.learned)
        return nn.functional.embedding(indices, table)
        ### END SOLUTION


def embedding_with_frozen_rows(weight: torch.Tensor, rows: torch.Tensor) -> nn.Module:
    """A lookup table that starts as `weight`, and whose given rows never move."""
    ### BEGIN SOLUTION
    return PartlyFrozenEmbedding(weight, rows)
    ### END SOLUTION


# %% check="embedding_with_frozen_rows" points=15
check("embedding_with_frozen_rows", embedding_with_frozen_rows)

# %% [markdown]
"""
## Write the plan down

Training stops, and goes on tomorrow. What was frozen? The flags are not in the `state_dict`.
"""

# %% tags=["demo"]
model = two_linear(seed=0)
model[0].requires_grad_(False)
optimizer = optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=0.01)
moved_by(optimizer, model)
saved = copy.deepcopy({"model": model.state_dict(), "optimizer": optimizer.state_dict()})
print("keys of the model's state:", list(saved["model"]))

fresh = two_linear(seed=1)
fresh.load_state_dict(saved["model"])
print("a new model, loaded:   flags", [parameter.requires_grad for parameter in fresh.parameters()])
model.load_state_dict(saved["model"])
print("a frozen model, loaded: flags", [p.requires_grad for p in model.parameters()])

# %% [markdown]
"""
Loading changes values and leaves flags: a new model learns everywhere, a frozen one stays frozen.

The optimizer's state knows how many groups it had and how many parameters were in each, and no
names. It does not fit an optimizer that was made under another plan.
"""

# %% tags=["demo"]
try:
    optim.AdamW(fresh.parameters(), lr=0.01).load_state_dict(saved["optimizer"])
except ValueError as problem:
    print(f"{type(problem).__name__}: {str(problem).partition(' that')[0]} ...")

# %% [markdown]
"""
### Exercise 4.5 · `freeze_plan` and `apply_plan` (about 20 lines together)

A `state_dict` holds values. It holds no flags and no modes, so a reloaded model learns everywhere.
And an optimizer takes back its saved state only if its groups have the old sizes. Write down
what is missing, as data.

`freeze_plan(model, optimizer)` returns a dict that `json.dumps` accepts. What stands in it is your
choice; it must be enough for the second function. An optimizer that holds a tensor which is not
the model's raises a `ValueError`.

`apply_plan(model, plan)` gets such a plan back *after* it went through JSON, and a model with the
same layers, in whatever state.

* It gives every parameter its flag and every module its mode (`module.training`).
* It returns the list of groups for a new optimizer, as they were: parameters, learning rate and
  weight decay of each, in the same order. The parameters are those of `model`.
* A plan whose parameter names are not exactly those of `model` raises a `ValueError`, and nothing
  is changed.

A `KeyError` counts as well as a `ValueError`. The check plans three networks, applies each plan
to a new one, builds AdamW from the groups, loads the old optimizer's state, and trains. Then it
brings plans to networks with a layer too many, a layer too few, and another name in front of all.
"""


# %% exercise="freeze_plan"
def freeze_plan(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict:
    """Flags, modes and groups by name, as JSON types."""
    ### BEGIN SOLUTION
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    groups = []
    for group in optimizer.param_groups:
        held = [names.get(id(parameter)) for parameter in group["params"]]
        if None in held:
            raise ValueError("the optimizer holds a tensor of another model; make a new one")
        groups.append([held, group["lr"], group["weight_decay"]])
    flags = {name: parameter.requires_grad for name, parameter in model.named_parameters()}
    modes = {path: module.training for path, module in model.named_modules()}
    return {"flags": flags, "modes": modes, "groups": groups}
    ### END SOLUTION


def apply_plan(model: nn.Module, plan: dict) -> list[dict]:
    """Set flags and modes of `model` as planned; the groups for a new optimizer."""
    ### BEGIN SOLUTION
    parameters, modules = dict(model.named_parameters()), dict(model.named_modules())
    if plan["flags"].keys() != parameters.keys() or plan["modes"].keys() != modules.keys():
        raise ValueError("the plan names other layers than this model has; use the plan of its own")
    for name, flag in plan["flags"].items():
        parameters[name].requires_grad = flag
    for path, training in plan["modes"].items():
        modules[path].training = training
    return [
        {"params": [parameters[name] for name in held], "lr": rate, "weight_decay": decay}
        for held, rate, decay in plan["groups"]
    ]
    ### END SOLUTION


# %% check="freeze_plan" points=10
check("freeze_plan", freeze_plan, apply_plan)

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("04_the_optimizer")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_04" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("04_the_optimizer", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_04 = graded_quiz("04_the_optimizer", learner, answers)

# %% check="quiz_04" points=20
check("quiz_04", quiz_04)

# %% [markdown]
"""
## What you can now do

* Say what `step()` looks at, and foretell which late freezes drift.
* Sort what learns into groups, each tensor once and at its own rate.
* Thaw a layer with an optimizer that keeps its memory, and no parameter twice.
* Freeze some rows of a table, which a flag cannot.
* Save a freeze plan, and put it back.

Three sentences to keep:

1. Zero is a number, None is an absence: the optimizer passes over only the second.
2. A layer learns where the flag is on *and* the optimizer holds it.
3. Optimizers hold objects: freeze or replace first, then make the optimizer.

Lesson 5 is about what no flag and no optimizer controls: buffers and modes.

## Further reading

* PyTorch documentation, `torch.optim`, the sections on per-parameter options and on how to adjust
  the learning rate; `torch.optim.Optimizer.zero_grad`, with its argument `set_to_none`, and
  `torch.optim.Optimizer.add_param_group`.
* PyTorch documentation, `torch.nn.Embedding` and `torch.nn.Embedding.from_pretrained`.
* PyTorch forum, thread 153740, about a frozen layer that moves, and thread 58156, about what an
  optimizer does with frozen parameters. Not every answer there agrees with the runs above.
* PyTorch issue 38581, about gradients of zero that still lead to a step.
* Source of fastai, `fastai/optimizer.py`: its own optimizer clears gradients to zeros.
* Everything else that this lesson claims is printed by one of its own cells.
"""
