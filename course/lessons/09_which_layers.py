# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 9 · Match the layer to the change

You can freeze any layer now, and you know what it saves. Which ones should it be? That depends on
what has changed between the old task and the new one. In this lesson you measure it three times:
by block, by depth, and over time.

It takes about 65 minutes: reading and watching 23, five exercises 35, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## The story

An app reads digits with the `SmallNet` of the other lessons. Now it meets four strange cameras.
Of each camera's pictures, 50 have labels, five per digit. You may retrain **one block** for each
camera. The other four stay frozen.
"""

# %%
import copy
from itertools import pairwise
from math import ceil

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course import depth, schedules, shifts
from course.controls import results_board
from course.cost import step_flops
from course.data import mnist8_split
from course.models import pretrained_small_net, small_net
from course.schedules import FREEZINGS, STAGE, asleep, flags_by_epoch, stopped
from course.training import accuracy, fit
from course.which_figures import depth_lines, flag_chart, score_and_work, shift_heat

torch.set_num_threads(1)

# %% [markdown]
"""
| camera | what it does |
|---|---|
| contrast | grey level x becomes 0.35x + 0.5: everything is pale |
| inverted | x becomes 1 - x: light and dark are exchanged |
| tiles mirrored | every 2x2 tile of the picture is turned by half a turn |
| labels moved | the pictures are as ever; label y becomes (y + 3) mod 10 |

This is how well the network does on their pictures before anything is retrained.
"""

# %% tags=["demo"]
base = pretrained_small_net()
print(f"{'its own task':14} {accuracy(base, *mnist8_split(seed=0).test):.2f}")
for name, shift in shifts.SHIFTS.items():
    print(f"{name:14} {accuracy(base, *shifts.through(shift).test):.2f}")

# %% [markdown]
"""
**Guess first.** Take the second camera, which exchanges light and dark. Retrain one block on the 50
pictures: which one gives the best reading afterwards? Put its name into the next cell, in quotes.
"""

# %% practice="guess-block"
### BEGIN SOLUTION
guess = "block1"
### STARTER
# guess = None  # "block1", "block2", "block3", "block4" or "head"
### END SOLUTION

# %% [markdown]
"""
The next cell retrains every block for every camera, and everything at once beside them: 24 short
trainings, in about ten seconds.
"""

# %% tags=["demo", "nbval-ignore-output"]
live = shifts.one_seed(seed=0)
inverted = {block: live["inverted"][block] for block in shifts.BLOCKS}
reveal(guess, max(inverted, key=inverted.get), options=shifts.BLOCKS)
if guess in shifts.BLOCKS:
    print(f"{'':14}", *(f"{part:>10}" for part in live["inverted"]))
    for name, reached in live.items():
        print(f"{name:14}", *(f"{value:10.3f}" for value in reached.values()))

# %% [markdown]
"""
One seed is an anecdote. Here are eight, each with a network of its own and a rate chosen on
validation for each cell, made by `python -m course.shifts`.
"""

# %% tags=["demo", "nbval-ignore-output"]
results = shifts.shipped_results()["shifts"]
shift_heat(results) if guess in shifts.BLOCKS else None

# %% [markdown]
"""
## Which change, which block

Compare the best single block with retraining everything, seed by seed:
"""

# %% tags=["demo"]
if guess in shifts.BLOCKS:
    for name, parts in results.items():
        best = max(shifts.BLOCKS, key=lambda block: parts[block]["mean"])
        worst = min(parts[block]["mean"] for block in shifts.BLOCKS)
        everything = parts["everything"]["accuracies"]
        gains = [a - b for a, b in zip(parts[best]["accuracies"], everything, strict=True)]
        better, worse = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
        gap = parts[best]["mean"] - parts["everything"]["mean"]
        print(f"{name:14} {best}: {100 * gap:+5.1f} points against everything, better in {better} "
              f"and worse in {worse} of {len(gains)} seeds; worst block {worst:.2f}")  # fmt: skip

# %% [markdown]
"""
Read the rows.

* **Labels moved.** Only the meaning of the outputs has changed. The head alone beats everything, by
  eleven points and in all eight seeds. With 50 pictures it helps to have less to learn, as long as
  it is the right part.
* **Tiles mirrored.** Neighbouring pixels have changed places. Block 2, which looks at neighbours,
  beats everything by eight points, again in all eight seeds.
* **Inverted.** Block 3 is the best block, and not block 1, which sees the grey levels first. Here
  everything together is better still, in six of eight seeds, by less than two points.
* **Contrast.** Any block mends it. There is nothing to choose, and a study with this camera alone
  would have shown that the choice does not matter.

And the wrong block is expensive: 37 points for the inverted pictures, 74 for the moved labels.

Papers on large networks tell the same in rougher words: changes of the input are mended early in
the network, changes of the output late. They name the *first* block for changed inputs. In this
small network it is the second or third. So take the rule as a first guess, and measure.

### Exercise 9.1 · `choose_block` (about 7 lines)

`base` is a `SmallNet` that reads digits. `X`, `y` are 50 labelled pictures of an unknown camera,
`X_val`, `y_val` 200 more. Return the name of the child of `base` that should be retrained alone:
`"block1"`, `"block2"`, `"block3"`, `"block4"` or `"head"`. Choose by any method you like that takes
about a second; `fit` and `accuracy` are at hand.

The check hands over three cameras, none of them from the table. Your choice is good if the block
reached an accuracy at most 0.05 below the best single block, in runs that were made beforehand. No
block is good for two of the three: one good choice earns nothing, two earn a quarter of the marks.
Grading draws from six cameras, and other labels.
"""


# %% exercise="choose_block"
def choose_block(
    base: nn.Module,
    X: torch.Tensor,
    y: torch.Tensor,
    X_val: torch.Tensor,
    y_val: torch.Tensor,
) -> str:
    """The name of the one block to retrain for what has changed."""
    ### BEGIN SOLUTION
    reached = {}
    for name, _ in base.named_children():
        net = copy.deepcopy(base).requires_grad_(False)
        net.get_submodule(name).requires_grad_(True)
        fit(net, X, y, steps=30, lr_head=1e-2)
        reached[name] = accuracy(net, X_val, y_val)
    return max(reached, key=reached.get)
    ### END SOLUTION


# %% check="choose_block" points=20
check("choose_block", choose_block)

# %% [markdown]
"""
The four cameras of the table once more, pair by pair, with the rule of lesson 8. For which camera
is the best block shown to beat all others? And for which is there nothing to choose?
"""

# %% tags=["demo", "nbval-ignore-output"]
results_board(results, what="camera", pair=("block3", "everything"))

# %% [markdown]
"""
## What do the first blocks know?

Another question about depth. The network has learned MNIST; now it is to read *other* digits, with
ten labels per class. Keep the first n blocks, and put new random ones above them. If that works for
a large n, then what the first blocks know is *general*.

Three lines belong into such a figure, and the third is often left out.

* **pretrained, frozen**: the first n blocks are copied and hold still.
* **pretrained, tuned**: they are copied and go on learning.
* **random, frozen**: the *control*. The first n blocks are random, and hold still.

Everything above the first n blocks is new and learns, and starts from the same random weights in
all three. One seed, on your machine, in about ten seconds:
"""

# %% tags=["demo", "nbval-ignore-output"]
for name, reached in depth.one_seed(seed=0).items():
    print(f"{name:19}", *(f"{value:.3f}" for value in reached))

# %% [markdown]
"""
And eight seeds, made by `python -m course.depth`:
"""

# %% tags=["demo", "nbval-ignore-output"]
lines = depth.shipped_results()["lines"]
depth_lines(lines)

# %% tags=["demo"]
for name, line in lines.items():
    print(f"{name:19}", *(f"{r['mean']:.3f} ± {r['spread']:.3f}" for r in line))

# %% [markdown]
"""
Now the same in differences, seed by seed: what do n first blocks bring, against none?
"""


# %% tags=["demo"]
def compared(one: dict, other: dict) -> str:
    """Mean difference of two results in points, and the number of seeds in which it is above 0."""
    pairs = zip(one["accuracies"], other["accuracies"], strict=True)
    gains = [100 * (a - b) for a, b in pairs]
    return f"{sum(gains) / len(gains):+5.1f} ({sum(gain > 0 for gain in gains)} of {len(gains)})"


frozen, tuned, control = lines.values()
for n in range(1, 5):
    print(f"n = {n}: frozen {compared(frozen[n], frozen[0])}, control "
          f"{compared(control[n], control[0])}, frozen against control "
          f"{compared(frozen[n], control[n])}, tuned against frozen "
          f"{compared(tuned[n], frozen[n])}")  # fmt: skip

# %% [markdown]
"""
Read the lines together.

* **n = 2.** Two frozen blocks from MNIST bring three points, in all eight seeds. Without the third
  line one would thank MNIST for that. But the control brings almost two, in all eight as well:
  with so few labels it helps that less is to be learned. What remains for MNIST is about one
  point, in six of eight seeds.
* **n = 4.** Random blocks are no longer good enough, and the control loses sixteen points. Here it
  is the learning that counts: seventeen points between learned and random features.
* **Frozen or tuned.** Up to n = 3 it hardly matters. At n = 4 the frozen line falls and the tuned
  one does not: block 4 is made for MNIST, and a little tuning makes it fit.

So the first blocks are general, here so general that even random ones do, and the last ones are
specialised. In the published study, with a large network on ImageNet, the random line falls much
earlier. Whether early features must be learned depends on task and network: run the control where
you work.

### Exercise 9.2 · `depth_nets` (about 9 lines)

`base` has learned something, `start` has random weights, and both are of the same build: children
`block1`, `block2` and so on, which run in the order of their numbers, and then `head`. Return a
dict with three new networks, ready to train:

| key | first n blocks | all the rest |
|---|---|---|
| `"frozen"` | values of `base`, frozen | values of `start`, learns |
| `"tuned"` | values of `base`, learns | values of `start`, learns |
| `"random"` | values of `start`, frozen | values of `start`, learns |

`base` and `start` stay as they are, and no two networks share a tensor. "Values" are all that a
block holds, also what no flag sees.

The check asks four times, and looks at values, flags and memory; then it trains. One pair has
eleven blocks, one registers its children back to front and has BatchNorm; its `base` arrives with
all flags off. One asks for n = 0. Grading draws other widths and depths.
"""


# %% exercise="depth_nets"
def depth_nets(base: nn.Module, start: nn.Module, n: int) -> dict[str, nn.Module]:
    """The three networks of a depth curve at `n`: "frozen", "tuned" and "random"."""
    ### BEGIN SOLUTION
    nets = {kind: copy.deepcopy(start) for kind in ("frozen", "tuned", "random")}
    for kind, net in nets.items():
        for number in range(1, n + 1):
            block = net.get_submodule(f"block{number}")
            if kind != "random":
                learned = base.get_submodule(f"block{number}")
                block.load_state_dict(learned.state_dict())
            block.requires_grad_(kind == "tuned")
    return nets
    ### END SOLUTION


# %% check="depth_nets" points=15
check("depth_nets", depth_nets)

# %% [markdown]
"""
## Between frozen and free

Freezing is all or nothing. There is something between: let every block learn, the lower ones more
slowly. With *geometric rates* each block learns a fixed factor slower than the one above it.
ULMFiT, the method that made this known, uses 2.6. For five children and a top rate of 0.01:
"""

# %%
for place, name in enumerate(reversed(schedules.CHILDREN)):
    print(f"{name:7} {0.01 / 2.6**place:.5f}")

# %% [markdown]
"""
An optimizer takes one rate per parameter group, so this is a list of groups. Two old acquaintances
from lesson 4 wait here: a tensor in two groups, and a key that the optimizer does not know. The
first is refused. The second is silent.
"""

# %%
net = small_net(seed=0)
try:
    torch.optim.Adam([{"params": net.block4.parameters()}, {"params": net.parameters()}])
except ValueError as problem:
    print(problem)
odd = torch.optim.Adam([{"params": list(net.head.parameters()), "learning_rate": 0.01}])
print({key: odd.param_groups[0][key] for key in ("learning_rate", "lr")})

# %% [markdown]
"""
### Exercise 9.3 · `geometric_groups` (about 6 lines)

`blocks` are modules in the order in which they run. Return a list of parameter groups for an
optimizer. Tensors of the last block get the rate `lr`, those of the block below it `lr / factor`,
and so on: one more division per block. Frozen tensors are in no group, but their block counts as a
step on the way down. So does a block without parameters.

The check builds an AdamW from your groups and reads off which tensor learns at which rate; then it
trains. It asks for four blocks, for five of which some are frozen, for six of which two have no
parameters, and for a single one. Grading draws other rates, factors and widths.
"""


# %% exercise="geometric_groups"
def geometric_groups(blocks: list[nn.Module], lr: float, factor: float) -> list[dict]:
    """Parameter groups whose rates fall by `factor` from block to block, the last one first."""
    ### BEGIN SOLUTION
    groups = []
    for block in reversed(blocks):
        learning = [parameter for parameter in block.parameters() if parameter.requires_grad]
        groups.append({"params": learning, "lr": lr})
        lr = lr / factor
    return groups
    ### END SOLUTION


# %% check="geometric_groups" points=15
check("geometric_groups", geometric_groups)

# %% [markdown]
"""
## Who learns when

A flag may change during training. There are two famous ways to use that, and they go in opposite
directions.

* **Thawing from the head.** A new head has large errors at first, and its gradients would shake
  the body. So the head begins alone, and one block more joins it every few epochs.
* **Freezing from below.** In training from scratch the first blocks settle first. Freeze them then,
  and the rest of the training is cheaper (lesson 6).
"""

# %% tags=["demo", "nbval-ignore-output"]
early = FREEZINGS["early: 20, 40, 60 %"]
flag_chart(
    {
        f"thawing, {STAGE} steps an epoch": flags_by_epoch(
            [asleep(step) for step in range(0, schedules.TUNING_STEPS, STAGE)]
        ),
        "freezing, 120 steps an epoch": flags_by_epoch(
            [stopped(step, early) for step in range(0, schedules.STEPS, 120)]
        ),
    }
)

# %% [markdown]
"""
Does thawing pay? The body has learned MNIST, the head is new, and there are five labels per class
of the other digits. Eight seeds; the top rate of each plan was chosen on validation:
"""

# %% tags=["demo"]
shipped = schedules.shipped_results()
thawing = shipped["thawing"]
for name, result in thawing.items():
    print(f"{name:28} {result['mean']:.3f} ± {result['spread']:.3f}")
print()
for name in ("geometric", "geometric, gradual"):
    pairs = zip(thawing[name]["accuracies"], thawing["one rate"]["accuracies"], strict=True)
    gains = [a - b for a, b in pairs]
    print(f"{name}, against one rate: {100 * sum(gains) / len(gains):+.1f} points, "
          f"better in {sum(gain > 0 for gain in gains)} of {len(gains)} seeds")  # fmt: skip

# %% [markdown]
"""
Read it twice. The means of the first three plans lie closer together than the seeds of one plan
do. Seed by seed, geometric rates win in most, and with gradual thawing in all eight, by one and a
half points. That is a small gain, and a steady one *here*. A rate ten times too big costs far more
than any of these plans brings. So see to the rate first.

The same live, one seed:
"""

# %% tags=["demo", "nbval-ignore-output"]
for name, reached in schedules.one_seed(seed=0).items():
    print(f"{name:28} {reached:.3f}")

# %% [markdown]
"""
A block that is to thaw needs two things: its flag, and a place in the optimizer. A group that is
added in the middle of training is a surprise for some schedulers, which counted the groups when
they were made.
"""

# %%
net = small_net(seed=0)
optimizer = torch.optim.Adam(net.head.parameters(), lr=0.01)
schedule = LambdaLR(optimizer, lambda epoch: 0.5**epoch)
optimizer.add_param_group({"params": list(net.block4.parameters()), "lr": 0.001})
optimizer.step()
try:
    schedule.step()
except ValueError as problem:
    print("ValueError:", problem)

# %% [markdown]
"""
So the safe order is: while all flags are on, give every block its group; then freeze, and thaw by
flags alone. The optimizer passes over whatever has no gradient.

Then there are the modes (lesson 5). A frozen block with BatchNorm drifts in train mode, and most
loops call `model.train()` at the beginning of every epoch. Whoever thaws by epochs sets the modes
by epochs, too.

### Exercise 9.4 · `thaw_schedule` (about 3 lines)

`order` names the parts of `model` from input to output, as paths for `get_submodule`. The training
loop calls `model.train()`, then your function, at the beginning of each epoch. Set the state for
this epoch, counted from 0:

* The last `epoch + 1` parts of `order` learn, or all of them where the list is shorter than that.
* Nothing else of the model learns, whether or not it stands in `order`.
* A part that learns is in train mode, with all modules in it; a part that is frozen, in eval mode.

Do not count on the epoch before: a run may be resumed, or begin anew. Leave the list as it is.

The check trains three networks with one AdamW through epochs that rise, end late, and go back. It
looks at flags, modes and at what moves. One network has BatchNorm, one has eleven layers, and one
nests its parts and owns a parameter of its own. Grading draws other names and widths.
"""


# %% exercise="thaw_schedule"
def thaw_schedule(model: nn.Module, order: list[str], epoch: int) -> None:
    """Let the last `epoch + 1` parts of `order` learn, and freeze all else."""
    ### BEGIN SOLUTION
    model.requires_grad_(False).eval()
    for name in order[-(epoch + 1) :]:
        model.get_submodule(name).requires_grad_(True).train()
    ### END SOLUTION


# %% check="thaw_schedule" points=15
check("thaw_schedule", thaw_schedule)

# %% [markdown]
"""
Try it on the story's network. Once it works, each line has one part more:
"""

# %% tags=["demo"]
net = small_net(seed=0)
for epoch in (0, 1, 2, 6, 0):
    net.train()
    thaw_schedule(net, list(schedules.CHILDREN), epoch)
    learning = [
        name for name, part in net.named_children() if next(part.parameters()).requires_grad
    ]
    print(f"epoch {epoch}: {', '.join(learning) or 'nothing'} learns")

# %% [markdown]
"""
## Freeze on a budget

Now the other direction: training from scratch, 600 steps on MNIST. At three moments of the run one
block more is frozen from below, early or late. Work is counted as in lesson 6, over all backward
passes. Live, one seed, and then eight:
"""

# %% tags=["demo", "nbval-ignore-output"]
for name, trained in schedules.freezing_scores(seed=0).items():
    print(f"{name:20} {trained.accuracy:.3f} at {trained.backward / 1e9:5.1f} GFLOP")

# %% tags=["demo", "nbval-ignore-output"]
score_and_work(shipped["freezing"])

# %% tags=["demo"]
never = shipped["freezing"]["never"]
for name, result in shipped["freezing"].items():
    less = 100 * (1 - result["gflop"] / never["gflop"])
    pairs = list(zip(result["accuracies"], never["accuracies"], strict=True))
    worse = sum(a < b for a, b in pairs)
    print(f"{name:20} {result['mean']:.3f} ± {result['spread']:.3f} "
          f"at {result['gflop']:5.1f} GFLOP, {less:3.0f} % less; "
          f"worse in {worse} of {len(pairs)} seeds")  # fmt: skip

# %% [markdown]
"""
A third of the backward work can go without a trace in the accuracy. Nearly two thirds cost half a
point. Frozen almost at once, the first blocks stay nearly random, and eleven points are gone: the
first blocks do learn something, and they learn it early.

What does a block cost? Freeze SmallNet from below, one child more each time, and take differences.
"""

# %% tags=["demo"]
images, labels = mnist8_split(seed=0).train
net, prices = small_net(seed=0), []
for name in schedules.CHILDREN:
    prices.append(step_flops(net, images[:64], labels[:64]).backward)
    net.get_submodule(name).requires_grad_(False)
prices.append(0)
costs = [here - above for here, above in pairwise(prices)]
for name, cost in zip(schedules.CHILDREN, costs, strict=True):
    print(f"{name:7} {cost / 1e6:6.2f} MFLOP a step")

# %% [markdown]
"""
These differences are what a block costs in a step in which it learns, *as long as all blocks above
it learn, too*. A block that is frozen above one that learns must hand gradients through all the
same, so freezing goes from below.

### Exercise 9.5 · `freeze_times` (about 6 lines)

`costs[i]` is what block i costs in each step in which it learns, from input to output. There are
`steps` steps, and all of them together may cost `budget`. Return a list with one whole number per
block: the step from which on it is frozen. 0 means that it never learns, `steps` that it learns to
the end.

* No block freezes before the one below it, and the last block learns to the end.
* The plan costs at most `budget`, and at least 0.9 of it: freeze as late as the budget allows. If
  the budget is enough for everything, freeze nothing.

The last block alone always fits. Any plan that keeps these rules is right; there are many. The
check adds up the cost of five plans, each with costs, steps and a budget of its own. Grading draws
others.
"""


# %% exercise="freeze_times"
def freeze_times(costs: list[float], steps: int, budget: float) -> list[int]:
    """The step from which on each block is frozen, as late as the budget allows."""
    ### BEGIN SOLUTION
    times = [steps] * len(costs)
    for block in range(len(costs) - 1):
        spent = sum(cost * time for cost, time in zip(costs, times, strict=True))
        if spent > budget:
            times[block] -= min(steps, ceil((spent - budget) / costs[block]))
    return times
    ### END SOLUTION


# %% check="freeze_times" points=15
check("freeze_times", freeze_times)

# %% [markdown]
"""
Among the plans that fit, the counts do not choose. The runs above do: a plan that lets every block
learn for a while, and freezes late, cost nothing; one that freezes the first blocks at once cost
most. A budget is met by many plans, and a validation set tells which of them is good.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("09_which_layers")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_09" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("09_which_layers", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_09 = graded_quiz("09_which_layers", learner, answers)

# %% check="quiz_09" points=20
check("quiz_09", quiz_09)

# %% [markdown]
"""
## What you can now do

* Find the block to retrain for a change of the world, by measuring on validation images.
* Read a depth curve, and ask for its control where it is missing.
* Give each block a rate of its own, and see in the optimizer that it is in force.
* Thaw and freeze on a schedule that may be entered at any epoch.
* Plan when each block freezes, within a budget.

Three sentences to keep:

1. A change of the labels is mended at the output, a change of neighbouring pixels near the input;
   in between, measure, because one block can beat everything, and the wrong one loses badly.
2. A curve of frozen layers proves nothing without a control of frozen random ones.
3. Schedules bring a little; the right rate, and freezing late instead of early, bring more.

Lesson 10 asks how few numbers are enough.

## Further reading

* Lee, Chen, Tajwar, Kumar, Yao, Liang, Finn: "Surgical Fine-Tuning Improves Adaptation to
  Distribution Shifts", 2023 (arXiv 2210.11466): one block for each kind of shift.
* Yosinski, Clune, Bengio, Lipson: "How transferable are features in deep neural networks?", 2014
  (arXiv 1411.1792): the depth curve with its controls.
* Howard, Ruder: "Universal Language Model Fine-tuning for Text Classification", 2018 (arXiv
  1801.06146): geometric rates and gradual unfreezing.
* Brock, Lim, Ritchie, Weston: "FreezeOut: Accelerate Training by Progressively Freezing Layers",
  2017 (arXiv 1706.04983).
* Liu, Agarwal, Venkataraman: "AutoFreeze: Automatically Freezing Model Blocks to Accelerate
  Fine-tuning", 2021 (arXiv 2102.01386).
* PyTorch documentation, `torch.optim`, the section on per-parameter options.
"""
