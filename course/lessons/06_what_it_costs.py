# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 6 · Count what freezing saves

"Freezing makes training faster", says everybody. How much faster, and which part of it?
In this lesson you count the work and the memory of a training step, and learn to predict both.

It takes about 60 minutes: reading and watching 23, five exercises 30, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## Two plans, one count

Seconds vary from machine to machine, and from run to run. What is *counted* does not: every number
below is the same on every computer.
"""

# %%
import time
from functools import partial
from itertools import combinations, pairwise

import torch
from torch import nn
from torch.autograd.graph import saved_tensors_hooks
from torch.nn.functional import cross_entropy

from autograder import check, doctor, explain, graded_quiz, hint, quiz, reveal
from course.caching import three_ways
from course.controls import layer_board
from course.cost import flops_of, step_flops, step_parts
from course.cost_figures import cost_staircase, step_bars
from course.memory import state_bytes
from course.models import small_net
from course.residual import pretrained_small_resnet
from course.tower import BLOCKS, PLANS, as_table, frozen_tower, plan_cost, tower_batch

torch.set_num_threads(1)

# %% [markdown]
"""
Our network is a *tower*: six equal blocks, each a `Linear(512, 512)` and a ReLU, and a head with
ten outputs. A batch has 256 rows.

Two colleagues freeze five of the six blocks. Ann freezes the *first* five, at the input. Bob
freezes the *last* five, next to the head.
"""

# %% tags=["demo"]
ann = frozen_tower(BLOCKS[:5])
bob = frozen_tower(BLOCKS[1:])

for name, net in (("Ann", ann), ("Bob", bob)):
    learning = [p for p in net.parameters() if p.requires_grad]
    print(f"{name}: {sum(p.numel() for p in learning)} numbers learn, in {len(learning)} tensors")

# %% [markdown]
"""
**Guess first.** Both train equally many numbers. How many times as much work is Bob's backward
pass as Ann's: 0.5, 1, 2 or 5.8? Put your guess into the next cell.
"""

# %% practice="guess-backward-ratio"
### BEGIN SOLUTION
guess = 5.8
### STARTER
# guess = None  # 0.5, 1, 2 or 5.8
### END SOLUTION

# %% tags=["demo"]
images, labels = tower_batch(seed=0)
ratio = step_flops(bob, images, labels).backward / step_flops(ann, images, labels).backward
reveal(guess, round(ratio, 1), options=(0.5, 1, 2, 5.8))

# %% [markdown]
"""
Here are nine plans for the same tower. *MFLOP* are millions of floating-point operations: additions
and multiplications. *saved* is what the forward pass keeps for the backward pass, *Adam* what the
optimizer remembers.
"""

# %% tags=["demo"]
costs = {plan: plan_cost(frozen) for plan, frozen in PLANS.items()}
if guess is not None:
    print(as_table(list(costs.items())))

# %% [markdown]
"""
Read the table by columns.

* *forward* is the same everywhere. A frozen layer computes its output as before.
* *Adam* follows the count of what learns, and nothing else.
* *backward* and *saved* do not follow that count. Compare "first 5" with "last 5".

So it matters *where* the frozen blocks are. Freeze more and more blocks, once from below and
once from above:
"""

# %% tags=["demo", "nbval-ignore-output"]
below = [plan_cost(BLOCKS[:count]) for count in range(6)]
above = [plan_cost(BLOCKS[6 - count :]) for count in range(6)]
cost_staircase(below, above)

# %% [markdown]
"""
A block that is frozen from below saves twice as much backward work as one that is frozen from
above. And only the first kind saves memory between forward and backward. Why?

## One product at a time

Look at one `Linear(512, 512)`. One output number needs 512 multiplications, and the results are
added up: about 2 · 512 operations. A row has 512 output numbers, and there are 256 rows. That is
2 · 256 · 512 · 512 operations in all. With *B* rows and *d* columns, one product costs

**u = 2 · B · d²**
"""

# %% tags=["demo"]
rows, width = 256, 512
u = 2 * rows * width**2
counted = flops_of(lambda: torch.ones(rows, width) @ torch.ones(width, width))
print(f"by hand: {u / 1e6:.1f} MFLOP, counted: {counted / 1e6:.1f} MFLOP, equal: {u == counted}")

# %% [markdown]
"""
In the backward pass a layer is handed the gradient of its *output*. With it, two different products
can be computed:

* the **weight gradient**: how should this layer's weights change? Needed if the layer learns.
* the **input gradient**: how should what came *into* this layer change? Nobody keeps it. It is
  handed down, because the layers below cannot do without.

Each costs as much as the forward pass of that layer. Here is one layer, with each of the two asked
for or not:
"""

# %% tags=["demo"]
layer = nn.Linear(width, width)
for asks_weight in (False, True):
    for asks_input in (False, True):
        layer.weight.requires_grad = asks_weight
        batch = torch.ones(rows, width, requires_grad=asks_input)
        output = layer(batch).sum()
        times = flops_of(output.backward) // u
        print(f"weight gradient: {asks_weight!s:5}  input gradient: {asks_input!s:5}  {times} u")

# %% [markdown]
"""
The flag of a weight removes the first product, and only that. Who removes the second? A layer has
to hand a gradient down *if anything below it learns*, whether it learns itself or not. If nothing
below learns, nobody asks.

Adding up, with u for a block and v = 2 · 256 · 512 · 10 for the head:

| | Ann: first 5 frozen | Bob: last 5 frozen |
|---|---|---|
| weight gradients | block 6 and head: u + v | block 1 and head: u + v |
| input gradients | head, for block 6: v | blocks 2 to 6 and head, for block 1: 5u + v |
| together | u + 2v | 6u + 2v |
"""

# %% tags=["demo"]
v = 2 * rows * width * 10
print(f"u = {u / 1e6:.1f} MFLOP, v = {v / 1e6:.1f} MFLOP")
for who, by_hand, plan in (("Ann", u + 2 * v, "first 5"), ("Bob", 6 * u + 2 * v, "last 5")):
    print(f"{who}: {by_hand / 1e6:.0f} MFLOP, as counted: {by_hand == costs[plan].backward}")

# %% [markdown]
"""
The same as a picture: one training step, cut into its three kinds of products. Bob's flags remove
weight gradients only. Ann's remove input gradients as well.
"""

# %% tags=["demo", "nbval-ignore-output"]
shown = ("nothing", "first 5", "last 5", "all 6 blocks")
step_bars({plan: step_parts(frozen_tower(PLANS[plan]), images, labels) for plan in shown})

# %% [markdown]
"""
The grey part is the same in all four bars. Freezing saves nothing of the forward pass.

## Three claims on trial

You can read each of these sentences on public pages. Each is settled by a few lines.

*"PyTorch computes gradients for frozen parameters, and the optimizer skips them."* Then the
backward pass would cost the same, whatever is frozen.
"""


# %%
def three_layers(frozen: tuple[int, ...]) -> nn.Sequential:
    """Three layers, 64 wide, some of them frozen."""
    net = nn.Sequential(nn.Linear(64, 64), nn.Linear(64, 64), nn.Linear(64, 64))
    for index in frozen:
        net[index].requires_grad_(False)
    return net


batch, classes = torch.ones(32, 64), torch.zeros(32, dtype=torch.int64)
for frozen in ((), (0,), (0, 1)):
    backward = step_flops(three_layers(frozen), batch, classes).backward
    print(f"frozen {frozen!s:7} backward {backward / 1e6:.2f} MFLOP")

# %% [markdown]
"""
*"Gradients stop at the frozen layers."* Then a layer below a frozen one could not learn.
"""

# %%
net = three_layers(frozen=(2,))
cross_entropy(net(batch), classes).backward()
for index, layer in enumerate(net):
    print(f"layer {index} has a gradient: {layer.weight.grad is not None}")

# %% [markdown]
"""
*"Fewer trainable parameters mean faster training."* You have just seen two plans with equally
many, 139 and 811 MFLOP. Here fewer trainable parameters even cost more:
"""

# %% tags=["demo"]
for plan in ("first 3", "last 5"):
    cost = costs[plan]
    print(f"{plan} frozen: {cost.trainable:7} learn, backward {cost.backward / 1e6:.0f} MFLOP")

# %% [markdown]
"""
### Exercise 6.1 · `backward_flops` (about 8 lines)

Return the operations of one backward pass through a tower of Linears of *any* widths. `widths`
`[20, 30, 10]` means two layers: layer 0 from 20 to 30, layer 1 from 30 to 10. `batch` is the
number of rows, `frozen` holds the numbers of the frozen layers. A layer from `a` to `b` costs
2 · batch · a · b for each product. The batch itself asks for no gradient.

The check asks about seven towers with drawn widths and plans, and compares with what PyTorch's
counter says about real ones. Grading draws others.
"""


# %% exercise="backward_flops"
def backward_flops(widths: list[int], batch: int, frozen: set[int]) -> int:
    """Operations of one backward pass through a tower of Linears with some layers frozen."""
    ### BEGIN SOLUTION
    total = 0
    learns_below = False
    for layer, (inputs, outputs) in enumerate(pairwise(widths)):
        product = 2 * batch * inputs * outputs
        if learns_below:
            total += product
        if layer not in frozen:
            total += product
            learns_below = True
    return total
    ### END SOLUTION


# %% check="backward_flops" points=20
check("backward_flops", backward_flops)

# %% [markdown]
"""
In a network of convolutions the blocks differ in size, and so do their products. Which *single*
block saves most of the backward pass when it is frozen? Is it the one with the most numbers? And
which pair of blocks? Press, and look at "gradient for its input" for the reason.
"""

# %% tags=["demo", "nbval-ignore-output"]
layer_board(small_net(seed=0), (torch.ones(64, 1, 8, 8), torch.arange(64) % 10))

# %% [markdown]
"""
## What waits for the backward pass

To compute a weight gradient, backward needs what went *into* the layer. So the forward pass keeps
it: these are the *saved activations*. PyTorch lets you watch. Everything that is saved passes
through a function of yours, here called `note`; it hands the tensor back, so that it can be used.
"""

# %%
small = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 3))
four_rows, four_labels = torch.ones(4, 6), torch.tensor([0, 1, 2, 0])


def watch_saving() -> list[tuple[int, ...]]:
    """The shapes of everything that one forward pass of `small` saves."""
    shapes = []

    def note(tensor: torch.Tensor) -> torch.Tensor:
        shapes.append(tuple(tensor.shape))
        return tensor

    with saved_tensors_hooks(note, lambda tensor: tensor):
        cross_entropy(small(four_rows), four_labels)
    return shapes


for name, learns in (("first layer frozen:", False), ("all learns:", True)):
    small[0].requires_grad_(learns)
    print(f"{name:19}", *watch_saving())

# %% [markdown]
"""
Look closely at the second line first, where all learns.

* `(4, 6)` is the batch, kept for the weight gradient of the first layer.
* `(4, 5)` comes twice. It is the output of the ReLU and the input of the second layer: two
  operations save it, and it is *one* piece of memory.
* `(5, 3)` is the second layer's weight, turned on its side. It is needed to hand the gradient down,
  and it is in memory anyway.
* The rest belongs to the loss: the softmax output (twice again), the labels, and one number.

With the first layer frozen, the batch is not kept, nor one of the two `(4, 5)`, nor the weight.
Below a frozen *prefix* there is nothing that would ask.

In the tower one saved activation is 256 · 512 numbers of 4 bytes, 512 KB. Ann keeps two of them and
12 KB for the loss: 1036 KB. Bob keeps the batch and six ReLU outputs, as if nothing were frozen:
3596 KB. His first block has to wait for a gradient that comes through everything above.

Memory has an address. `tensor.untyped_storage()` is the memory behind a tensor; its `data_ptr()` is
the address, its `nbytes()` the size. A view or a turned weight has the address of the original:
"""

# %%
weight = small[2].weight
turned = weight.t()
print("same tensor: ", turned is weight)
print("same address:", turned.untyped_storage().data_ptr() == weight.untyped_storage().data_ptr())
print("bytes:       ", turned.untyped_storage().nbytes())

# %% [markdown]
"""
### Exercise 6.2 · `saved_bytes` (about 8 lines)

`loss` is a function without arguments: it sends a batch through `model` and returns the loss.
Call it once and return how many bytes it keeps for the backward pass. Count each piece of memory
once, however often and in whatever shape it is saved, and leave the model's parameters out.

The check counts on four networks: towers frozen from below and from above, one that uses a hidden
value several times, and one that flattens a picture. Grading uses other sizes.
"""


# %% exercise="saved_bytes"
def saved_bytes(loss, model: nn.Module) -> int:
    """Bytes that `loss()` keeps for backward, each storage once, without the parameters."""
    ### BEGIN SOLUTION
    kept = {}

    def remember(tensor):
        memory = tensor.untyped_storage()
        kept[memory.data_ptr()] = memory.nbytes()
        return tensor

    with saved_tensors_hooks(remember, lambda tensor: tensor):
        loss()
    weights = {parameter.untyped_storage().data_ptr() for parameter in model.parameters()}
    return sum(size for address, size in kept.items() if address not in weights)
    ### END SOLUTION


# %% check="saved_bytes" points=15
check("saved_bytes", saved_bytes)

# %% [markdown]
"""
## What Adam remembers

An optimizer with a memory keeps it beside the weights, from its first step to the end of training.
Here is all that Adam keeps for one `Linear(6, 5)`:
"""

# %%
layer = nn.Linear(6, 5)
optimizer = torch.optim.Adam(layer.parameters())
layer(four_rows).sum().backward()
optimizer.step()
for name, parameter in layer.named_parameters():
    for entry, value in optimizer.state[parameter].items():
        print(f"{name:6}  {entry:10}  {tuple(value.shape)!s:7}  {value.dtype}")

# %% [markdown]
"""
A tensor without a gradient gets no entry at all. So freezing saves this memory, wherever the frozen
layers are. But only if they were frozen *before* the first step: what an optimizer remembers
already, it keeps.
"""

# %% tags=["demo"]
net = frozen_tower(())
optimizer = torch.optim.Adam(net.parameters())


def take_step() -> None:
    """One training step of `net` with `optimizer`."""
    optimizer.zero_grad()
    cross_entropy(net(images), labels).backward()
    optimizer.step()


take_step()
print(f"everything learns:         {state_bytes(optimizer) / 1024:6.0f} KB")
for name in BLOCKS[:5]:
    net.get_submodule(name).requires_grad_(False)
take_step()
print(f"five blocks frozen since:  {state_bytes(optimizer) / 1024:6.0f} KB")
optimizer = torch.optim.Adam(parameter for parameter in net.parameters() if parameter.requires_grad)
take_step()
print(f"with a new optimizer:      {state_bytes(optimizer) / 1024:6.0f} KB")

# %% [markdown]
"""
### Exercise 6.3 · `adam_bytes` (about 2 lines)

Return how many bytes a *new* Adam over the parameters of `model` that ask for a gradient will hold
after its first step, without taking one. Everything is float32: 4 bytes a number.

The check compares with the state after a real step, on five networks. In one of them only biases
learn, in one a tensor has two names, and one was trained before a part of it was frozen, so that
the frozen tensors still have an old `.grad`. The model must be as it was. Grading uses other sizes.
"""


# %% exercise="adam_bytes"
def adam_bytes(model: nn.Module) -> int:
    """Bytes of Adam's state after one step, over what asks for a gradient in `model`."""
    ### BEGIN SOLUTION
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return sum(2 * parameter.nbytes + 4 for parameter in learning)
    ### END SOLUTION


# %% check="adam_bytes" points=10
check("adam_bytes", adam_bytes)

# %% [markdown]
"""
## The same features, epoch after epoch

Freeze all six blocks and train the head. Now backward is almost free, and nearly all the work is
the forward pass through a body that gives *the same features* in every epoch. So compute them once
and keep them: train on a *cache*.
"""

# %% tags=["demo"]
ways = three_ways(epochs=20)
for name, way in ways.items():
    print(f"{name:22} {way.flops / 1e6:7.0f} MFLOP in 20 epochs")
same = torch.equal(ways["head, body once"].head, ways["head, body each epoch"].head)
print("the two heads are equal:", same)

# %% [markdown]
"""
The cache makes 20 epochs about 18 times cheaper than recomputing, and 50 times cheaper than
training everything. It is the one trick here that saves *forward* work.

Seconds follow the count only roughly. These vary with your machine, and from run to run:
"""

# %% tags=["demo", "nbval-ignore-output"]
net = frozen_tower(BLOCKS)
began = time.perf_counter()
for _ in range(20):
    cross_entropy(net(images), labels).backward()
print(f"body each epoch: {time.perf_counter() - began:.3f} s")
began = time.perf_counter()
hidden = net[:6](images)
for _ in range(20):
    cross_entropy(net[6](hidden), labels).backward()
print(f"body once:       {time.perf_counter() - began:.3f} s")

# %% [markdown]
"""
A cache is right only if a feature is the same whenever it is computed. Four things can go wrong.

**Mode.** In train mode dropout draws anew in each pass, and BatchNorm looks at the other rows of
the batch, frozen or not. The flag does not see to that (lesson 5).
"""

# %%
torch.manual_seed(0)
body = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Dropout(0.5)).requires_grad_(False)
print("train mode, two passes equal:", torch.equal(body(four_rows), body(four_rows)))
body.eval()
print("eval mode, two passes equal: ", torch.equal(body(four_rows), body(four_rows)))

# %% [markdown]
"""
**Graph.** If the body still asks for gradients, a cached tensor remembers how it was computed. The
first `backward()` walks through that graph and frees it. The second finds nothing left.
"""

# %%
body = nn.Sequential(nn.Linear(6, 5), nn.ReLU())
head = nn.Linear(5, 3)
kept = body(four_rows)
for epoch in (1, 2):
    try:
        cross_entropy(head(kept), four_labels).backward()
        print(f"epoch {epoch}: done")
    except RuntimeError as problem:
        print(f"epoch {epoch}: {type(problem).__name__}: {str(problem).split(' (')[0]}")

# %% [markdown]
"""
**Order.** Features that come from a shuffled loader lie in another order than the labels.

**Age.** Features belong to the weights that computed them. Unfreeze the body, and after the first
step the cache is out of date.

### Exercise 6.4 · `train_on_cache` (about 8 lines)

Train `head` on the features that `body` makes of `X`, with labels `y`. An epoch is one step of Adam
with rate `lr` on the cross-entropy of *all* rows. Return the head that you would get by computing
`body(X)` in every epoch with the body in eval mode, but let the body see each row only once.
`body` is an `nn.Sequential` of layers; leave its weights and buffers as they are.

The check hands over three bodies: one still asks for gradients, a frozen one has dropout, another
frozen one BatchNorm; all are in train mode when you get them. It compares the head with one that
was trained without a cache, counts the rows that the body saw, looks for a graph behind the
features, and looks at the body afterwards. Grading draws other widths, rows and epochs.
"""


# %% exercise="train_on_cache"
def train_on_cache(
    body: nn.Sequential,
    head: nn.Module,
    X: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    lr: float,
) -> nn.Module:
    """`head`, trained for `epochs` steps of Adam on the features of `body`, computed once."""
    ### BEGIN SOLUTION
    body.eval()
    with torch.no_grad():
        features = body(X)
    optimizer = torch.optim.Adam(head.parameters(), lr=lr)
    for _ in range(epochs):
        optimizer.zero_grad()
        cross_entropy(head(features), y).backward()
        optimizer.step()
    return head
    ### END SOLUTION


# %% check="train_on_cache" points=20
check("train_on_cache", train_on_cache)

# %% [markdown]
"""
## Holding still is not saving

Two more ways to keep weights still are in use. A parameter group with a rate of 0 does not move.
And who throws the gradients away before every step gets no movement either. What do they cost? Each
of these three keeps the first five blocks as they are.
"""


# %% tags=["demo"]
def paid(way: str) -> tuple[int, int, int]:
    """Moved tensors of the first five blocks, backward operations and Adam's bytes of one step."""
    net = frozen_tower(BLOCKS[:5] if way == "flags" else ())
    held = [parameter for name in BLOCKS[:5] for parameter in net.get_submodule(name).parameters()]
    others = [*net.block6.parameters(), *net.head.parameters()]
    held_rate = 0.0 if way == "rate 0" else 1e-3
    optimizer = torch.optim.Adam([{"params": held, "lr": held_rate}, {"params": others}])
    before = [parameter.detach().clone() for parameter in held]
    backward = flops_of(cross_entropy(net(images), labels).backward)
    if way == "grad = None":
        for parameter in held:
            parameter.grad = None
    optimizer.step()
    moved = sum(not torch.equal(old, new) for old, new in zip(before, held, strict=True))
    return moved, backward, state_bytes(optimizer)


for way in ("flags", "rate 0", "grad = None"):
    moved, backward, state = paid(way)
    said = f"backward {backward / 1e6:5.0f} MFLOP, Adam {state / 1024:6.0f} KB"
    print(f"{way:12} moved {moved}, {said}")

# %% [markdown]
"""
All three hold still. Only the flags are cheap: a rate of 0 pays for everything, and thrown-away
gradients were paid for before they were thrown away. Both also depend on somebody who remembers. A
scheduler may write that rate, and a new loop may forget that line.

## A freeze for a budget

Now turn the question round. You may spend so many operations on a backward pass. Which children of
the model do you freeze, so that as many numbers as possible still learn?

The size of a layer says little about its price. Here is the `SmallNet` of the other lessons, with
a batch of 64 images. Each number of a convolution is used at every place of the picture.
"""

# %% tags=["demo"]
batch = torch.ones(64, 1, 8, 8)
for name, child in small_net(seed=0).named_children():
    work = flops_of(partial(child, batch))
    batch = child(batch)
    numbers = sum(parameter.numel() for parameter in child.parameters())
    print(f"{name:7} {numbers:5} numbers, one product of it {work / 1e6:5.2f} MFLOP")

# %% [markdown]
"""
`block4` has nearly twice as many numbers as `block2`, and does a 36th of its work.

So which plan is best? For five children there are 2 · 2 · 2 · 2 · 2 = 32 plans: few enough to
price every one.

### Exercise 6.5 · `best_plan` (about 10 lines)

Return the set of names of the children of `model` to freeze, so that the backward pass of the
cross-entropy of `model(x)` and `y` costs at most `budget` operations, and as many numbers as
possible learn. `step_flops(model, x, y).backward` is the price of the model with the flags as
they are. If no child can learn within the budget, the plan is to freeze all of them. When you get
the model all of it learns; leave flags and weights as you found them.

The check asks five times, about small convolutional networks with the children of `SmallNet` and
about towers of five parts, wide and narrow by turns. It prices your plan by the counter; any plan
will do that is as good as the best. Grading draws other widths and budgets.
"""


# %% exercise="best_plan"
def best_plan(model: nn.Module, x: torch.Tensor, y: torch.Tensor, budget: float) -> set[str]:
    """Names of the children to freeze, so that most learns and backward fits the budget."""
    ### BEGIN SOLUTION
    children = dict(model.named_children())
    sizes = {name: sum(p.numel() for p in child.parameters()) for name, child in children.items()}
    plans = [set(plan) for size in range(6) for plan in combinations(children, size)]
    for plan in sorted(plans, key=lambda plan: sum(sizes[name] for name in plan)):
        for name, child in children.items():
            child.requires_grad_(name not in plan)
        price = step_flops(model, x, y).backward
        model.requires_grad_(True)
        if price <= budget:
            return plan
    return set(children)
    ### END SOLUTION


# %% check="best_plan" points=15
check("best_plan", best_plan)

# %% [markdown]
"""
## A doctor to take home

Six lessons were full of freezes that look right. `doctor` looks for their signs in any model with
any optimizer: in flags, modes, groups and gradients, and in three steps of a *copy*. Your model
stays as it is. Here is the residual network of lesson 3, prepared by somebody in a hurry.
"""

# %% tags=["demo"]
hurried = pretrained_small_resnet()
hurried.requires_grad_(False)
optimizer = torch.optim.AdamW(hurried.parameters(), lr=1e-3)
hurried.fc = nn.Linear(32, 3)

pictures = torch.rand(8, 1, 14, 14, generator=torch.Generator().manual_seed(0))
kinds = torch.tensor([0, 1, 2, 0, 1, 2, 0, 1])
doctor(hurried, optimizer, cross_entropy, (pictures, kinds))

# %% [markdown]
"""
Two cures: the optimizer is made last, and the frozen body goes into eval mode.
"""

# %% tags=["demo"]
hurried.eval()
hurried.fc.train()
optimizer = torch.optim.AdamW(hurried.fc.parameters(), lr=1e-3)
doctor(hurried, optimizer, cross_entropy, (pictures, kinds))

# %% [markdown]
"""
"Nothing was found" is no proof of health. State does not tell what you *meant*: name the layers
that are to hold still, `doctor(..., frozen=("layer1",))`, and more can be found. For a script of
your own there is a command, `python -m autograder doctor FILE.py`; the file defines a function
`setup()` that returns model, optimizer, loss function and batch.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("06_what_it_costs")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_06" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("06_what_it_costs", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_06 = graded_quiz("06_what_it_costs", learner, answers)

# %% check="quiz_06" points=20
check("quiz_06", quiz_06)

# %% [markdown]
"""
## What you can now do

* Cut a training step into forward, input gradients, weight gradients, saved activations and
  optimizer state, and say which of them a freeze removes.
* Predict the operations of a backward pass for any tower and any plan.
* Measure what waits for backward, and predict what Adam will hold.
* Train a head on cached features, and get the same head.
* Choose a freeze for a budget.
* Have a model of your own examined.

Three sentences to keep:

1. A flag removes weight gradients; only a frozen *prefix* removes input gradients and saved
   activations, too.
2. Freezing saves nothing of the forward pass; a cache does, as long as the features stay the same.
3. Adam's memory follows the count of what learns, and it stays until there is a new optimizer.

Lesson 7 asks what a good score is worth.

## Further reading

* PyTorch documentation, "Autograd mechanics", the section on saved tensors.
* PyTorch tutorial, "Hooks for autograd saved tensors".
* PyTorch documentation, `torch.autograd.graph.saved_tensors_hooks` and `torch.optim.Adam`.
* PyTorch source, `torch/utils/flop_counter.py`: what `FlopCounterMode` counts, and how.
* Chen, Xu, Zhang, Guestrin: "Training Deep Nets with Sublinear Memory Cost", 2016: saved
  activations traded for a second forward pass.
* Everything else that this lesson claims is printed by one of its own cells.
"""
