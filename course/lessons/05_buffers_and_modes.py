# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 5 · Hold still what flags cannot see

Every flag of the body is off, and no parameter of it moves. What changes in it all the same?
In this lesson you find the rest of a network's state, freeze it too, and measure what it costs
when nobody does.

It takes about 55 minutes: reading and watching 21, four exercises 27, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## The story

A team has a network that reads MNIST digits. Now it is to read other digits too, scanned with
light and dark exchanged. The team freezes the body, puts a new head on it, and trains the head.
The old head is kept: for old images one puts it back, onto a body that nobody has touched.

One thread makes every number below repeat exactly, run after run.
"""

# %%
import copy
import io
from collections.abc import Callable
from functools import partial

import torch
from torch import nn
from torch.nn.functional import batch_norm
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.utils.parametrizations import spectral_norm

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.bn_figures import drifting_means, paired_bars
from course.bn_trap import head_trained, one_seed, shipped_results
from course.controls import layer_board
from course.data import digits_split, mnist8_split
from course.layer_map import layer_map
from course.models import fresh_head, pretrained_batchnorm_net, seeded
from course.residual import pretrained_small_resnet
from course.training import accuracy, fit

torch.set_num_threads(1)

# %% [markdown]
"""
The network is `BatchNormNet`: SmallNet with a BatchNorm layer in each of its first three blocks.
This is how well it does its old task before anything happens.
"""

# %% tags=["demo"]
source = pretrained_batchnorm_net()
old_test = mnist8_split(seed=0).test
print(f"old task, before: {accuracy(source, *old_test):.2f}")

# %% [markdown]
"""
The new head learns for 100 steps. The network is in train mode meanwhile, as networks in training
usually are. Then everything is put into eval mode, and the old head back.

**Guess first.** The old task was at 0.96. Where is it now, on the same images, with the same old
head: at about 0.96, 0.9, 0.7 or 0.1?
"""

# %% practice="guess-old-accuracy"
### BEGIN SOLUTION
guess = 0.7
### STARTER
# guess = None  # 0.96, 0.9, 0.7 or 0.1
### END SOLUTION

# %% tags=["demo"]
net = copy.deepcopy(source)
net.requires_grad_(False)
old_head, net.head = net.head, fresh_head(seed=50)

pool = digits_split(seed=0).pool
before = {name: value.clone() for name, value in net.state_dict().items()}
net.train()
_ = fit(net, 1 - pool.images, pool.labels, steps=100, lr_head=1e-2, batch_size=32, seed=0)

# %% tags=["demo", "nbval-ignore-output"]
remembering = copy.deepcopy(net)
remembering.head = old_head
measured = accuracy(remembering, *old_test)
options = (0.96, 0.9, 0.7, 0.1)
reveal(guess, min(options, key=lambda option: abs(option - measured)), options=options)
if guess in options:
    print(f"Exactly: {measured:.3f}.")

# %% [markdown]
"""
Who moved? Compare every tensor with its copy from before.
"""

# %% tags=["demo"]
moved = [name for name, value in net.state_dict().items() if not torch.equal(value, before[name])]
parameters = {name for name, _ in net.named_parameters()}
print("parameters that moved:", [name for name in moved if name in parameters])
buffers = [name for name in moved if name not in parameters]
print(f"buffers that moved: {len(buffers)} of {len(list(net.buffers()))}")
print(*buffers[:3], sep="\n")

# %% [markdown]
"""
No parameter of the body moved: the freeze worked. All nine *buffers* did. A buffer is a tensor
that a module keeps and saves, and does not learn by gradients. BatchNorm has three: a running mean
and a running variance per channel, and a count of the batches it has seen.

Here is the map of this network. Look for the layers that are frozen and drift all the same.
"""

# %% tags=["demo", "nbval-ignore-output"]
layer_map(net)

# %% [markdown]
"""
Here the flags are in your hand, on a copy in train mode. A layer that learns has a new state, but
what about its buffers? Is there any way to press the buttons after which they stay?
"""

# %% tags=["demo", "nbval-ignore-output"]
layer_board(net, (pool.images[:64], pool.labels[:64]))

# %% [markdown]
"""
And this is the drift itself: the running means of the first BatchNorm layer, over the 100 steps.
In eval mode nothing happens.
"""

# %% tags=["demo", "nbval-ignore-output"]
drifting_means(
    {
        f"inverted images, body in {mode} mode": head_trained(source, "inverted", mode, 0).means
        for mode in ("train", "eval")
    }
)

# %% [markdown]
"""
## Two tasks, three shifts

Is it always that bad? Train the head on three versions of the new digits: the *same* grey levels,
*dim* ones (times 0.3), and *inverted* ones (1 - x). The body is in train mode or in eval mode
while the head learns. Afterwards everything is measured in eval mode.

The next cell runs one seed on your machine, in a few seconds.
"""

# %% tags=["demo", "nbval-ignore-output"]
for shift, modes in one_seed(seed=0).items():
    for mode, reached in modes.items():
        print(f"{shift:9} {mode:6} new task {reached.target:.3f}   old task {reached.old:.3f}")

# %% [markdown]
"""
One seed is an anecdote. Here are eight, each with a network of its own, made by
`python -m course.bn_trap`.
"""

# %% tags=["demo", "nbval-ignore-output"]
results = shipped_results()
paired_bars(results["before"]["mean"], results["shifts"])

# %% tags=["demo"]
print(f"{'old task before':16} {results['before']['mean']:.3f} ± {results['before']['spread']:.3f}")
for shift, modes in results["shifts"].items():
    for mode, tasks in modes.items():
        said = [f"{task} {r['mean']:.3f} ± {r['spread']:.3f}" for task, r in tasks.items()]
        print(f"{shift:9} {mode:6} {'   '.join(said)}")

# %% tags=["demo"]
for task in ("target", "old"):
    for shift, modes in results["shifts"].items():
        drift, still = (modes[mode][task] for mode in ("train", "eval"))
        pairs = list(zip(drift["accuracies"], still["accuracies"], strict=True))
        better = sum(a > b for a, b in pairs)
        worse = sum(a < b for a, b in pairs)
        gain = 100 * (drift["mean"] - still["mean"])
        print(f"{task:7} {shift:9} drift gives {gain:+5.1f} points; "
              f"better in {better}, worse in {worse} of {len(pairs)} seeds")  # fmt: skip

# %% [markdown]
"""
Read both halves.

* **The old task pays.** With images like the old ones it is half a point on average, and one seed
  even won. With dim images every seed lost, with inverted ones about twenty points, and the seeds
  differ widely. In eval mode the old task pays nothing, exactly.
* **The new task may gain.** With dim images drift is worth several points in every seed, with
  inverted ones it helps in most seeds and not in all. Statistics that follow the new images are
  the right ones for the new images: that is a known way to adapt a network, and it is not a freeze.

One thing more: in train mode, *same* and *dim* reach the same accuracy.
"""

# %% tags=["demo"]
same, dim = (results["shifts"][shift]["train"]["target"] for shift in ("same", "dim"))
print("same and dim agree in every seed:", same["accuracies"] == dim["accuracies"])

# %% [markdown]
"""
BatchNorm divides by the spread of its inputs, so a constant factor cancels. In eval mode it divides
by the *old* spread, and the factor stays.

So the question is not whether statistics should ever move. It is whether *you* decided that they
move, or whether `train()` did.

## Two switches

A BatchNorm layer has two switches, and each does its own work.

| switch | decides |
|---|---|
| the flags of its scale and shift | whether these two are learned |
| its mode, `train()` or `eval()` | which statistics it computes with, and whether it updates them |

In train mode the output is computed with mean and variance of *this batch*, and each running value
becomes `(1 - momentum) * running + momentum * batch`. In eval mode the running values are used and
stay. Neither of the two asks a flag.
"""

# %%
with seeded(0):
    bn = nn.BatchNorm1d(2).requires_grad_(False)
    batch = 5 + torch.randn(8, 2)

for switch in (bn.train, bn.eval):
    switch()
    kept = bn.running_mean.clone()
    output = bn(batch)
    print(f"training={bn.training}: mean of the output {output.mean().abs():.1f},",
          "statistics moved:", not torch.equal(kept, bn.running_mean))  # fmt: skip

# %% [markdown]
"""
A batch of one has no spread. A layer that was left in train mode then complains, and this is the
lucky case, the only loud one in this lesson.
"""

# %%
bn.train()
try:
    bn(batch[:1])
except ValueError as problem:
    print(type(problem).__name__, str(problem).partition(",")[0])

# %% [markdown]
"""
### Exercise 5.1 · `bn_effects` (about 9 lines)

Seven times, a fresh `nn.BatchNorm1d` in train mode is set up as the table says, and one training
step with AdamW follows: forward, backward, step. In the last case there is a forward pass only.

| `case` | what is done to `bn` before |
|---|---|
| `"flags only"` | `bn.requires_grad_(False)` |
| `"eval only"` | `bn.eval()` |
| `"flags and eval"` | both |
| `"momentum 0"` | `bn.momentum = 0.0` |
| `"momentum None"` | `bn.momentum = None`: a plain average over all batches so far |
| `"tracking off"` | `bn.track_running_stats = False` |
| `"no_grad"` | nothing, but the forward pass runs under `torch.no_grad()` |

Return the set of what happens, out of three words: `"stats_move"` (the running mean or variance
changes), `"train_output_uses_batch"` (the output for one row depends on the other rows), and
`"affine_trains"` (scale or shift changes). Reason it out, and run what you are unsure of. The check
asks for all cases and compares with a run in torch 2.13; older releases differed in one of them.
One set for all cases earns nothing: marks begin above what that would get.
"""


# %% exercise="bn_effects"
def bn_effects(case: str) -> set[str]:
    """What a training step of BatchNorm does in this case."""
    ### BEGIN SOLUTION
    effects = set()
    asleep = case in ("eval only", "flags and eval")
    if not asleep:
        effects.add("train_output_uses_batch")
    if not asleep and case not in ("momentum 0", "tracking off"):
        effects.add("stats_move")
    if case not in ("flags only", "flags and eval", "no_grad"):
        effects.add("affine_trains")
    return effects
    ### END SOLUTION


# %% check="bn_effects" points=15
check("bn_effects", bn_effects)

# %% [markdown]
"""
## Who runs last

So put the frozen body into eval mode, once, and be done? Look at what the next epoch does: most
training loops begin it with `model.train()`.
"""

# %%
net = pretrained_batchnorm_net()
for block in (net.block1, net.block2, net.block3, net.block4):
    block.requires_grad_(False).eval()
print("BatchNorm in train mode, after eval(): ", net.block1[1].training)
net.train()
print("BatchNorm in train mode, after train():", net.block1[1].training)

# %% [markdown]
"""
`train()` visits every child, calls *its* `train(mode)`, and so on down to the leaves. `eval()` is
`train(False)`. Both return the module. A freeze that is to last must therefore answer when
`train(True)` arrives.

BatchNorm is not the only one that listens to the mode.

* **Dropout** draws at random in train mode: two passes of one image through a "frozen" body differ.
* **Spectral norm** divides a weight by its largest singular value, which it improves a little in
  each pass in train mode. The weight is computed, so it changes though its parameter is frozen.
"""

# %%
with seeded(0):
    dropout, turned = nn.Dropout(0.5), spectral_norm(nn.Linear(6, 4)).requires_grad_(False)
    batch = torch.randn(5, 6)
    print("dropout, train mode: two passes are equal:", torch.equal(dropout(batch), dropout(batch)))
    first, second = turned(batch), turned(batch)
print("spectral norm, train mode: two passes are equal:", torch.equal(first, second))
turned.eval()
print("spectral norm, eval mode:  two passes are equal:", torch.equal(turned(batch), turned(batch)))

# %% [markdown]
"""
Modes come from somewhere. A new module is born in train mode, wherever you put it. A pickled one
remembers the mode it had when it was saved. A `state_dict` knows nothing of modes.
"""

# %%
net.eval()
net.head = fresh_head(seed=50)
print("a new head in a model in eval mode: training is", net.head.training)

file = io.BytesIO()
torch.save(net.block1, file)
file.seek(0)
print("a pickled block comes back:         training is",
      torch.load(file, weights_only=False).training)  # fmt: skip

# %% [markdown]
"""
And some norms do not listen at all. LayerNorm and GroupNorm compute their statistics from each
sample anew, in both modes. They have no buffers, so flags are enough for them.
"""

# %%
norms = [nn.BatchNorm2d(4), nn.LayerNorm(4), nn.GroupNorm(2, 4), nn.InstanceNorm2d(4)]
norms.append(nn.InstanceNorm2d(4, track_running_stats=True))
for norm in norms:
    tracks = ", tracking" if getattr(norm, "track_running_stats", False) else ""
    print(f"{type(norm).__name__ + tracks:24} buffers: {len(list(norm.buffers()))}")

# %% [markdown]
"""
### Exercise 5.2 · `freeze_fully` (about 6 lines)

Freeze `module`, and make it stay. All flags are off; from now on it behaves as in eval mode,
whoever calls `train()`. Return the object that stands in the model afterwards: `module` itself, or
another one around it. Its `train()` and `eval()` can still be called and return it. What stands
around it goes on learning and follows `train()` and `eval()` as ever.

The check freezes the middle part of four networks, calls `train()` on the whole, and trains. It
looks at flags, at what moves, and at the output, which must be that of eval mode, from the first
pass on. The networks hold BatchNorm1d and BatchNorm2d, nested blocks, dropout, LayerNorm and a
layer with spectral norm. One of them also holds a block of your part under a second name, so that
its `train()` reaches the block directly.
"""


# %% exercise="freeze_fully"
def freeze_fully(module: nn.Module) -> nn.Module:
    """The module that stands in the model afterwards, and of which nothing moves any more."""
    ### BEGIN SOLUTION

    def stay(part: nn.Module, mode: bool = True) -> nn.Module:
        return part

    module.requires_grad_(False).eval()
    for part in module.modules():
        part.train = partial(stay, part)
    return module
    ### END SOLUTION


# %% check="freeze_fully" points=25
check("freeze_fully", freeze_fully)

# %% [markdown]
"""
Try it on the story: the same training as at the top, with the body frozen by your function. Once it
works, the old task is where it was, to the last image.
"""

# %% tags=["demo"]
net = pretrained_batchnorm_net()
for name in ("block1", "block2", "block3", "block4"):
    setattr(net, name, freeze_fully(getattr(net, name)) or getattr(net, name))
old_head, net.head = net.head, fresh_head(seed=50)
net.train()
_ = fit(net, 1 - pool.images, pool.labels, steps=100, lr_head=1e-2, batch_size=32, seed=0)
net.head = old_head
print("the old task is where it was:", accuracy(net, *old_test) == accuracy(source, *old_test))

# %% [markdown]
"""
## Nothing left to switch

There is another way: put a layer in BatchNorm's place that has neither parameters nor modes. It
keeps the numbers and always computes what BatchNorm computes in eval mode:

`(x - running_mean) / sqrt(running_var + eps) * weight + bias`, each channel with its own numbers.

Detection libraries do this (torchvision has `FrozenBatchNorm2d`), because their batches are too
small for good statistics. In Keras, BatchNorm with `trainable=False` runs in inference mode by
itself; whoever comes from there expects it here, too. And beware of tools that write statistics on
purpose: `torch.optim.swa_utils.update_bn` resets and refills those of every BatchNorm that it
finds, frozen or not.
"""

# %% tags=["demo"]
net = pretrained_batchnorm_net().requires_grad_(False)
kept = net.block1[1].running_mean.clone()
torch.optim.swa_utils.update_bn([1 - pool.images], net)
print("update_bn left the frozen statistics:", torch.equal(kept, net.block1[1].running_mean))

# %% [markdown]
"""
### Exercise 5.3 · `frozen_batchnorm` (about 12 lines)

Write `FrozenBatchNorm`, and let `frozen_batchnorm(bn)` return one for the layer `bn`. It has no
parameters. All its tensors are buffers (`register_buffer`), so that its `state_dict` holds
everything it needs except `eps`. It owns them: what happens to `bn` later does not matter to it. In
both modes its output is that of `bn` in eval mode, and gradients pass through to its input.

The check hands over BatchNorm1d, for inputs of two and of three dimensions, and BatchNorm2d, one
of them with `affine=False`: that one has `None` for weight and bias. Each has an `eps` of its own.
Outputs are compared to about four decimals. You may change the skeleton.
"""


# %% exercise="frozen_batchnorm"
class FrozenBatchNorm(nn.Module):
    """BatchNorm as in eval mode, whatever the mode; every tensor is a buffer."""

    def __init__(self, bn: _BatchNorm) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.eps = bn.eps
        for name in ("running_mean", "running_var", "weight", "bias"):
            value = getattr(bn, name)
            self.register_buffer(name, None if value is None else value.detach().clone())
        ### END SOLUTION

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        ### BEGIN SOLUTION
        statistics = self.running_mean, self.running_var
        return batch_norm(inputs, *statistics, self.weight, self.bias, eps=self.eps)
        ### END SOLUTION


def frozen_batchnorm(bn: _BatchNorm) -> nn.Module:
    """A module with the numbers of `bn` that computes what `bn` does in eval mode."""
    ### BEGIN SOLUTION
    return FrozenBatchNorm(bn)
    ### END SOLUTION


# %% check="frozen_batchnorm" points=20
check("frozen_batchnorm", frozen_batchnorm)

# %% [markdown]
"""
## Measure where it would hurt

The usual recipe is three lines: freeze everything, put a new last layer on, call `train()`. Count
what one step of it changes in a residual network with six BatchNorm layers.
"""

# %% tags=["demo"]
resnet = pretrained_small_resnet().requires_grad_(False)
with seeded(50):
    resnet.fc = nn.Linear(32, 10)
before = {name: value.clone() for name, value in resnet.state_dict().items()}
resnet.train()
_ = fit(resnet, *pool, steps=1, lr_head=1e-2, batch_size=32, seed=0)
moved = [n for n, value in resnet.state_dict().items() if not torch.equal(value, before[n])]
print(f"tensors that moved: {len(moved)}, of the last layer:",
      sum(name.startswith("fc.") for name in moved))  # fmt: skip

# %% [markdown]
"""
None of this shows on the new task, which may even look better for it. The old task is where it
shows, and only if somebody measures there, with the *old* head, in *eval* mode, and without
disturbing what is measured: two bodies that share their tensors always agree, and one pass in
train mode moves the statistics it came to look at.

### Exercise 5.4 · `old_task_drop` (about 9 lines)

`model` has a `body` and a new `head`. Measure the accuracy on the old task (`X_old`, `y_old`) with
`old_head` in the head's place, before and after `train(model)`, which you call once. Return how
much was lost: 0.25 when 25 of 100 images are lost, a negative number when some were won. Afterwards
the model is as the training left it: its head, every tensor, and every part in its mode. A part
that came in eval mode is trained in eval mode.

The check runs three trainings of small networks with BatchNorm, and evaluates them itself. In one
the old task loses, in one it gains, and in one the body sleeps: there the answer is exactly 0.
"""


# %% exercise="old_task_drop"
def old_task_drop(
    model: nn.Module,
    old_head: nn.Module,
    X_old: torch.Tensor,
    y_old: torch.Tensor,
    train: Callable[[nn.Module], None],
) -> float:
    """The accuracy that the old task loses when `train(model)` runs."""
    ### BEGIN SOLUTION

    def old_accuracy() -> float:
        measured = copy.deepcopy(model)
        measured.head = old_head
        return accuracy(measured, X_old, y_old)

    before = old_accuracy()
    train(model)
    return before - old_accuracy()
    ### END SOLUTION


# %% check="old_task_drop" points=20
check("old_task_drop", old_task_drop)

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("05_buffers_and_modes")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_05" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("05_buffers_and_modes", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_05 = graded_quiz("05_buffers_and_modes", learner, answers)

# %% check="quiz_05" points=20
check("quiz_05", quiz_05)

# %% [markdown]
"""
## What you can now do

* List the state that is neither parameter nor gradient: running statistics, counts, the vectors of
  spectral norm, and each module's mode.
* Say for a BatchNorm layer what its flags decide, and what its mode does.
* Freeze a part so that it survives `train()`, or leave it nothing to switch.
* Measure the old task before and after, without disturbing it.

Three sentences to keep:

1. A freeze has two switches: flags for what is learned, modes for what is computed and counted.
2. Whoever calls `train()` last decides, so a freeze that is to last has to answer that call.
3. What a drift costs shows on the old task; what it brings shows on the new one; measure both.

Lesson 6 counts what freezing saves, and what it does not.

## Further reading

* PyTorch documentation, `torch.nn.BatchNorm2d`, with its arguments `momentum` and
  `track_running_stats`; `torch.nn.Module.train`; `torch.nn.Module.register_buffer`.
* PyTorch documentation, `torch.nn.utils.parametrizations.spectral_norm` and
  `torch.optim.swa_utils.update_bn`.
* S. Ioffe and C. Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing
  Internal Covariate Shift", 2015.
* Y. Li and others, "Revisiting Batch Normalization For Practical Domain Adaptation", 2016: drift
  that is wanted.
* PyTorch issue 86590 asks for an easy way to freeze running statistics; issue 37823 and pull
  request 38084 are about what `track_running_stats` does when it is set afterwards.
"""
