# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 1 · See what freezing does

Can a model pick up a new skill without learning everything again?
This lesson answers that question with measurements, and you make them yourself.

It takes about 50 minutes: reading and watching 20, four exercises 25, looking back 5.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline. Wait
with the first cell until the line at the bottom of the window says "Idle".
"""

# %% [markdown]
"""
## Why freeze

**The scene.** Your photo app recognises handwritten digits, and its network took its time to
learn that. Tonight it has to cope with photos from a new camera. Or think of the classic case:
you teach a computer to find cats in photos, starting from zero. The parts that could already
see edges and shapes are trained once more, together with everything else.

**The problem.** Training every part each time is slow and wasteful. There is more that can go
wrong, and good results come late.

**The idea.** *Freezing* tells the network to keep some parts as they are, because they already
know something useful. Training then works on the rest: usually on the last layers, for the new
task.

**The promise** you will hear: faster training, steadier results, strong models adapted quickly.
Each part of it is true under conditions, and you will measure which.
"""

# %% [markdown]
"""
One thread makes every number below repeat exactly, run after run.
"""

# %%
from collections.abc import Callable

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from autograder import check, explain, graded_quiz, hint, practice, quiz, reveal
from course.cost import step_flops
from course.data import digits_split, few
from course.figures import accuracy_bars, freeze_map
from course.four_starts import one_seed, shipped_results
from course.models import fresh_head, pretrained_small_net, two_linear
from course.step import as_table, gradient_norms, one_step

torch.set_num_threads(1)

# %% [markdown]
"""
## What a parameter carries

A *parameter* is a tensor that a layer learns. It carries three things:

| part | what it is | what it decides |
|---|---|---|
| its value | the numbers the layer computes with | the output |
| `.grad` | one number for each of them, or `None` | which way the optimizer moves the value |
| `.requires_grad` | one flag, `True` or `False` | whether `backward()` fills `.grad` at all |

Freezing turns the flag off. Then `backward()` leaves `.grad` at `None`, and the optimizer
passes over every parameter whose `.grad` is `None`.

Here is a small network with two Linear layers.
"""

# %%
net = two_linear(seed=0)
for name, parameter in net.named_parameters():
    size = f"{tuple(parameter.shape)!s:8} {parameter.numel():3} numbers"
    print(f"{name:9} {size}, requires_grad {parameter.requires_grad}")

# %% [markdown]
"""
**Guess first.** Soon the first layer, `net[0]`, is frozen. How many *numbers* of this network
can still change then: 2, 12, 55 or 67? Put your guess into the next cell.
"""

# %% practice="guess-numbers"
### BEGIN SOLUTION
guess = 12
### STARTER
# guess = None  # 2, 12, 55 or 67
### END SOLUTION

# %%
for parameter in net[0].parameters():
    parameter.requires_grad = False

learning = [parameter for parameter in net.parameters() if parameter.requires_grad]
reveal(guess, sum(parameter.numel() for parameter in learning), options=(2, 12, 55, 67))

# %% [markdown]
"""
A *tensor* is not a *number*, and both get called "parameters". Reports that say "2 trainable" and
"12 trainable" can mean the same network.

**Practice.** The network is `Sequential(Linear(10, 5), ReLU(), Linear(5, 2))`, and the flags of all
parameters of `model[0]` have been set to `False`. What does this print?

```python
print(len([p for p in model.parameters() if p.requires_grad]))
```

* **A** 2
* **B** 4
* **C** 6
* **D** 0
"""

# %% practice="how_many_tensors"
### BEGIN SOLUTION
answer = "A"
### STARTER
# answer = None  # a letter, such as "A"
### END SOLUTION
practice("how_many_tensors", answer)

# %% [markdown]
"""
**Practice.** What does freezing a layer do during training?

* **A** It removes the layer.
* **B** It raises the layer's learning rate.
* **C** It keeps the layer's weights from being updated.
* **D** It duplicates the layer, for speed.
"""

# %% practice="what_freezing_does"
### BEGIN SOLUTION
answer = "C"
### STARTER
# answer = None  # a letter, such as "A"
### END SOLUTION
practice("what_freezing_does", answer)

# %% [markdown]
"""
### Exercise 1.1 · `freeze` (about 6 lines)

Write `freeze(module)`, which stops every parameter inside `module` from learning, and its inverse
`unfreeze(module)`. Both change the module in place and return the same object.

The check hands over whole nets and parts of nets, nested ones too. It looks at the flags, at
the values, and at what moves when it trains the net itself. Grading does the same on nets you
have not seen. While a check runs, what your function prints is not shown; call it yourself in a
cell of your own to look inside.
"""


# %% exercise="freeze"
def freeze(module: nn.Module) -> nn.Module:
    """Stop every parameter of `module` from learning."""
    ### BEGIN SOLUTION
    for parameter in module.parameters():
        parameter.requires_grad = False
    return module
    ### END SOLUTION


def unfreeze(module: nn.Module) -> nn.Module:
    """Let every parameter of `module` learn again."""
    ### BEGIN SOLUTION
    return module.requires_grad_(True)
    ### END SOLUTION


# %% check="freeze" points=20
check("freeze", freeze, unfreeze)

# %% [markdown]
"""
### Exercise 1.2 · `trainable_report` (about 8 lines)

Return a dictionary with five whole numbers: `tensors` and `scalars` count all parameters, as
tensors and as single numbers; `trainable_tensors` and `trainable_scalars` count those whose
flag is `True`; `buffer_scalars` counts the numbers in *buffers*, tensors that a module keeps
without learning them by gradients.

The check asks for reports on several nets, some of them partly frozen. Among them is one with
BatchNorm, one in which two layers share a tensor, and one in which a layer is used three times.
What is shared counts once.
"""


# %% exercise="trainable_report"
def trainable_report(model: nn.Module) -> dict[str, int]:
    """Count tensors, numbers and buffers of `model`, all and trainable."""
    ### BEGIN SOLUTION
    parameters = list(model.parameters())
    trainable = [parameter for parameter in parameters if parameter.requires_grad]
    return {
        "tensors": len(parameters),
        "scalars": sum(parameter.numel() for parameter in parameters),
        "trainable_tensors": len(trainable),
        "trainable_scalars": sum(parameter.numel() for parameter in trainable),
        "buffer_scalars": sum(buffer.numel() for buffer in model.buffers()),
    }
    ### END SOLUTION


# %% check="trainable_report" points=20
check("trainable_report", trainable_report)

# %% [markdown]
"""
## One step, looked at closely

Now a real network. `SmallNet` has four blocks (its *body*) and a linear *head*. It has learned
4 000 MNIST digits, shrunk to 8x8 pixels. The new task is digits by other writers from another
scanner, with ten labelled images per class. The network gets a new head for it, with random
numbers.

First the "before": one training step with nothing frozen. (You may meet scripts that loop over
all parameters and set the flag to `True` at this point. That changes nothing: `True` is how
parameters are born.)
"""

# %% tags=["demo"]
split = digits_split(seed=0)
labelled = few(*split.pool, per_class=10, seed=0)

before = pretrained_small_net()
before.head = fresh_head(seed=0)
rows = one_step(before, *labelled)
print(as_table(rows))
print(f"\nmoved: {sum(row.moved for row in rows)} of {len(rows)} tensors")

# %% [markdown]
"""
Every tensor has a gradient, and every tensor moved. Now the same step with the body frozen. How
many of the ten tensors will move?
"""

# %% tags=["demo"]
after = pretrained_small_net()
after.requires_grad_(False)
after.head = fresh_head(seed=0)
rows = one_step(after, *labelled)
print(as_table(rows))
frozen = sum(parameter.numel() for parameter in after.parameters() if not parameter.requires_grad)
everything = sum(parameter.numel() for parameter in after.parameters())
print(f"\nmoved: {sum(row.moved for row in rows)} of {len(rows)} tensors")
print(f"frozen: {frozen} of {everything} numbers, {frozen / everything:.0%}")

# %% [markdown]
"""
Eight times no gradient, and only the head moved. The picture shows both steps: a bar for each
block's gradient norm, and "frozen" under the blocks that have none.
"""

# %% tags=["demo", "nbval-ignore-output"]
freeze_map(before, {"nothing frozen": gradient_norms(before), "body frozen": gradient_norms(after)})

# %% [markdown]
"""
### What happened inside

* The head is last. Its gradient needs no other layer's gradient, so nothing had to be computed
  for the body.
* The body still ran forward. Freezing does not shorten that part.
* The optimizer was given all ten tensors. It passed over the eight whose `.grad` is `None`.

A frozen layer is no wall, though. If a layer *below* a frozen one learns, its gradient comes
from the loss and passes *through* the frozen layer on its way down.

### Exercise 1.3 · `grad_map` (1 to 3 lines)

Three Linear layers stand in a row: `a` sees the input, `c` gives the output. Given the set of
frozen ones, say for each layer whether its parameters have a `.grad` after `backward()`: return
a dictionary such as `{"a": True, "b": False, "c": True}`. Reason it out; do not build the
network.

The check asks for all eight sets, and compares with a run. If all three are frozen, nothing has
a gradient.
"""


# %% exercise="grad_map"
def grad_map(frozen: set[str]) -> dict[str, bool]:
    """Which of the layers a, b, c have a gradient after one backward pass."""
    ### BEGIN SOLUTION
    return {layer: layer not in frozen for layer in ("a", "b", "c")}
    ### END SOLUTION


# %% check="grad_map" points=15
check("grad_map", grad_map)

# %% [markdown]
"""
## What it saves, and what it costs

Seconds differ from machine to machine, so count the work instead: floating-point operations
(FLOP) of one step with 64 images, forward and backward.
"""

# %% tags=["demo"]
batch = split.pool.images[:64], split.pool.labels[:64]
for name, network in (("nothing frozen", before), ("body frozen", after)):
    flops = step_flops(network, *batch)
    print(
        f"{name:15} forward {flops.forward / 1e6:6.2f} MFLOP, backward {flops.backward / 1e6:6.2f}"
    )

# %% [markdown]
"""
Freezing a body saves nearly all of the *backward* work, and none of the forward work. How much
is saved depends on *where* the frozen layers are; lesson 6 is about that.

And does the frozen network still learn the new task well? Four ways to start, compared fairly:
each may choose its learning rate on a validation set.

* **scratch**: random numbers everywhere, everything learns.
* **everything tuned**: the pretrained body and a new head, everything learns.
* **frozen body**: the pretrained body stays as it is, the new head learns.
* **random frozen body**: a body of *random* numbers stays as it is. This is the control: it is
  frozen too, but it never learned anything.

The next cell runs one seed on your machine, in a few seconds.
"""

# %% tags=["demo", "nbval-ignore-output"]
for name, result in one_seed(seed=0).items():
    print(f"{name:20} {result:.3f}")

# %% [markdown]
"""
One seed is an anecdote. Here are eight, made by `python -m course.four_starts`; each dot is one.
"""

# %% tags=["demo", "nbval-ignore-output"]
accuracy_bars(shipped_results()["starts"])

# %% tags=["demo"]
starts = shipped_results()["starts"]
for name, result in starts.items():
    print(f"{name:20} {result['mean']:.3f} ± {result['spread']:.3f}")
cost = starts["everything tuned"]["mean"] - starts["frozen body"]["mean"]
learned = starts["frozen body"]["mean"] - starts["random frozen body"]["mean"]
print(f"\nfreezing the body costs {100 * cost:.1f} points here")
print(f"what the body has learned is worth {100 * learned:.1f} points")

# %% [markdown]
"""
Read it twice. Freezing did not make this network better: it cost a point or two against tuning
everything, and saved nearly all of the backward work. What helped was what the body had *learned*,
as the control shows. Whether freezing pays is a question to measure each time; lesson 8 has a case
in which it does harm.

## Frozen is about training, not about memory

The flag tells *autograd* to leave a parameter without a gradient. It does not protect the numbers
from code that writes to them.
"""

# %%
layer = nn.Linear(3, 2).requires_grad_(False)
kept = layer.weight.clone()
nn.init.zeros_(layer.weight)
print("a frozen weight is unchanged by nn.init:", torch.equal(kept, layer.weight))

# %% [markdown]
"""
So how do you *prove* that a layer held still? Keep a copy, train, compare. It sounds simple,
and three rulers out of four are broken. Look at this one:
"""

# %%
trained = two_linear(seed=0)
ruler = trained[0].weight
optimizer = torch.optim.AdamW(trained.parameters(), lr=0.1)
cross_entropy(trained(torch.ones(4, 10)), torch.zeros(4, dtype=torch.long)).backward()
optimizer.step()
print("the weight is unchanged, says the ruler:", torch.equal(ruler, trained[0].weight))

# %% [markdown]
"""
The weight did change. The ruler is another name for the same tensor, so it grew along with what
it measures.

### Exercise 1.4 · `moved_names` (about 6 lines)

Write a proof that is able to fail. `moved_names(model, step, steps)` notes the state of
`model`, calls `step()` `steps` times, and returns the set of names of all parameters *and
buffers* whose values differ afterwards. The smallest difference counts. Modes and flags stay as
they are.

The check plants four cases: a frozen layer; a network whose BatchNorm goes on counting; one
single number that moves by the smallest possible amount, in the last step; and a step that does
nothing.
"""


# %% exercise="moved_names"
def moved_names(model: nn.Module, step: Callable[[], None], steps: int = 3) -> set[str]:
    """Names of the parameters and buffers of `model` that `steps` calls of `step` change."""
    ### BEGIN SOLUTION
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    for _ in range(steps):
        step()
    return {
        name for name, value in model.state_dict().items() if not torch.equal(value, kept[name])
    }
    ### END SOLUTION


# %% check="moved_names" points=25
check("moved_names", moved_names)

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("01_what_freezing_does")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_01" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("01_what_freezing_does", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_01 = graded_quiz("01_what_freezing_does", learner, answers)

# %% check="quiz_01" points=20
check("quiz_01", quiz_01)

# %% [markdown]
"""
## What you can now do

* Say what freezing is by what can be observed: over several steps of training no frozen tensor
  changes, and every tensor that is meant to learn does.
* Count tensors, numbers and buffers apart.
* Tell which layers get a gradient, with any of them frozen.
* Prove a freeze with a ruler that is able to fail.

Three sentences to keep:

1. Training all layers each time is slow and wasteful, *if* the body already knows what the task
   needs.
2. Freezing keeps what was learned: it keeps *parameters*. Buffers are another matter (lesson 5).
3. It adapts a model quickly and well when the old task and the new one are related (lesson 8).

Lesson 2 is about freezes that look right and do nothing.

## Further reading

* PyTorch documentation, "Autograd mechanics", the section on locally disabling gradient
  computation.
* PyTorch documentation, `torch.nn.Module.requires_grad_` and `torch.Tensor.requires_grad`.
* J. Yosinski and others, "How transferable are features in deep neural networks?", 2014.
* The digits are from E. Alpaydin and C. Kaynak (UCI repository), MNIST is by Y. LeCun and C.
  Cortes.
"""
