# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 11 · Freeze in a script that grew up

A freeze that is right on your desk meets the rest of the world: several machines, memory that runs
out, compilers, scalers, averages, copies. What breaks, and what does so without a word?
At the end you put statements from public pages on trial.

It takes about 65 minutes: reading and watching 20, five exercises 38, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline. Facts
about tools carry a version; those here were run in torch 2.13.
"""

# %% [markdown]
"""
## The story

The model of your app now trains in two processes at once. Each *worker* has a copy of the model
and sees its own half of the data. After `backward()` a *wrapper*, `DistributedDataParallel`,
averages the gradients over the workers, so that all copies take the same step and stay equal.

The first layer was frozen when the model was wrapped. Later somebody thaws it:
`model[0].requires_grad_(True)`.
"""

# %%
import copy
import inspect
import warnings
from collections.abc import Callable
from contextlib import nullcontext

import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.utils.checkpoint import checkpoint

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.claims import CLAIMS, ON_TRIAL, as_text, as_trial
from course.cost import flops_of
from course.evidence import buffers_put_back, largest_move, loss_of
from course.models import seeded, two_linear
from course.traps_figures import one_gradient_twice, order_of_operations
from course.two_workers import NoWorkers, largest_gap, seen_by_workers, shipped_results

torch.set_num_threads(1)

# %% [markdown]
"""
**Guess first.** What happens in the next five steps?

* **A** an exception at once
* **B** an exception in the second step
* **C** no exception, and the workers drift apart
* **D** no exception, and the thawed layer is averaged like the rest
"""

# %% practice="guess-thawed"
### BEGIN SOLUTION
guess = "C"
### STARTER
# guess = None  # a letter, such as "A"
### END SOLUTION

# %% [markdown]
"""
The next cell starts two processes on this computer, which find each other over a file, and ends
them again. It takes 5 to 30 seconds. Where processes cannot be started, it says so, and everything
below reads the record that ships with the course, made by `python -m course.two_workers`.
"""

# %% tags=["demo", "nbval-ignore-output"]
record = shipped_results()["cases"]
if guess is not None:
    try:
        live = seen_by_workers()
        print("Two workers ran here. Largest gap between their weights after five steps:")
        print("thawed, then wrapped:", largest_gap(live["thawed_before"]))
        print("wrapped, then thawed:", largest_gap(live["thawed_after"]))
    except NoWorkers as problem:
        print(f"No live run: {problem}. The shipped record shows the same cases.")

# %% tags=["demo"]
thawed = record["thawed_after"]
raised = thawed[0]["raised"]
apart = max(largest_gap(thawed).values()) > 0
outcome = {0: "A", 2: "B"}[raised["iteration"]] if raised else "C" if apart else "D"
reveal(guess, outcome, options=("A", "B", "C", "D"))

# %% [markdown]
"""
Nothing is reported. When the wrapper was made, it looked at the flags and noted whose gradients to
average. The thawed layer is not on that list. It gets a gradient in each worker, from that worker's
rows alone, and each copy goes its own way.
"""

# %% tags=["demo"]
cases = {
    "thawed, then wrapped": record["thawed_before"],
    "wrapped, then thawed": record["thawed_after"],
}
if guess is not None:
    for title, workers in cases.items():
        for name in ("0.weight", "2.weight"):
            sums = [sum(worker["gradients"][name]) for worker in workers]
            print(f"{title}: gradient of {name}, summed: {sums[0]:+.3f} and {sums[1]:+.3f}, "
                  f"weights apart by {largest_gap(workers)[name]}")  # fmt: skip

# %% [markdown]
"""
The last layer was on the list in both cases. Below are the first eight numbers of the first layer's
gradient, in both workers.
"""

# %% tags=["demo", "nbval-ignore-output"]
one_gradient_twice(
    {
        title: [worker["gradients"]["0.weight"][:8] for worker in workers]
        for title, workers in cases.items()
    }
)

# %% [markdown]
"""
The other direction is loud, and late. Freeze a layer *after* wrapping, and the wrapper waits for a
gradient that never comes. It notices when the next iteration begins. A model in which nothing
learns is refused at once. And FSDP, which cuts models into pieces, refuses mixed flags in its
first version when it flattens a part into one tensor (`use_orig_params=False`): one tensor has one
flag.
"""

# %% tags=["demo"]
for title, case in (
    ("wrapped, then frozen", "frozen_after"),
    ("nothing learns", "all_frozen"),
    ("FSDP 1, flattened, mixed flags", "flattened_mixed"),
):
    raised = record[case][0]["raised"]
    print(f"{title}: {raised['type']}, iteration {raised['iteration']}\n    {raised['message']}")

# %% [markdown]
"""
FSDP in its second version, `fully_shard`, keeps mixed flags. But it puts *new* tensors in the
place of the old ones: of four parameters none is the object that it was. An optimizer that was
made before holds the old four, and steps on tensors that nobody uses any more.
"""

# %% tags=["demo"]
sharded = record["sharded_in_place"][0]
print("flags after fully_shard:   ", list(sharded["flags"].values()))
print("the same objects as before:", sharded["same_objects"], "of", len(sharded["flags"]))

# %% [markdown]
"""
## One order for everything

So there is an order that avoids most of this. `DistributedDataParallel` alone would allow the
optimizer before the wrapper; the wrappers that replace tensors do not, and for them their
documentation asks for the optimizer last.
"""

# %% tags=["demo", "nbval-ignore-output"]
order_of_operations()

# %% [markdown]
"""
### Exercise 11.1 · `wrap_order` (about 9 lines)

`plan` maps paths of modules, such as `"body"`, to True (all of it learns) or False (all of it is
frozen). `""` is the whole model. Entries are carried out in their order, a later one over an
earlier. What no entry names stays as it is.

Carry out the plan, then call `wrap(model)`, once, then `make_optimizer(parameters)`, and return
what these two gave, as a pair.

* A path that the model does not have raises an exception whose message holds that path, and then
  nothing is changed and nothing called. (`get_submodule` raises one by itself; of a nested path its
  message names only the part that is missing.)
* A plan under which nothing learns raises a `ValueError`, and nothing is called.

The check wraps equal models for two workers in one process, averages the gradients that were noted
when `wrap` was called, trains, and compares. Another wrapper replaces the parameters. Grading draws
other models and plans.
"""


# %% exercise="wrap_order"
def wrap_order(
    model: nn.Module,
    plan: dict[str, bool],
    wrap: Callable[[nn.Module], nn.Module],
    make_optimizer: Callable,
) -> tuple[nn.Module, torch.optim.Optimizer]:
    """The wrapped model and its optimizer, after `plan` was carried out on `model`."""
    ### BEGIN SOLUTION
    chosen = {path: model.get_submodule(path) for path in plan}
    for path, part in chosen.items():
        part.requires_grad_(plan[path])
    if not any(parameter.requires_grad for parameter in model.parameters()):
        raise ValueError("under this plan nothing learns; name a part that does")
    wrapped = wrap(model)
    learning = [parameter for parameter in wrapped.parameters() if parameter.requires_grad]
    return wrapped, make_optimizer(learning)
    ### END SOLUTION


# %% check="wrap_order" points=15
check("wrap_order", wrap_order)

# %% [markdown]
"""
## Computed twice

Memory runs out, so the script *checkpoints* a block: forward keeps only what goes into it, and
backward computes the inside once more. `torch.utils.checkpoint` has two ways to do it.

* `use_reentrant=True` hides the block from autograd and takes what goes *into* it as the only
  thing that might need a gradient. Behind a frozen stem, that asks for none.
* `use_reentrant=False` watches which tensors are saved, and leaves autograd as it is.

Here is a block with BatchNorm behind a stem. The table shows whether the block got its gradient,
how many batches BatchNorm counted, and how many warnings there were.
"""


# %% tags=["demo"]
def checkpointed_step(stem_learns: bool, **ways) -> str:
    """What one backward pass through a checkpointed block leaves."""
    with seeded(0):
        stem, block = nn.Linear(6, 5), nn.Sequential(nn.Linear(5, 5), nn.BatchNorm1d(5), nn.ReLU())
        stem.requires_grad_(stem_learns)
        rows, labels = torch.randn(8, 6), torch.arange(8) % 5
        head = nn.Linear(5, 5)
        with warnings.catch_warnings(record=True) as heard:
            warnings.simplefilter("always")
            cross_entropy(head(checkpoint(block, stem(rows), **ways)), labels).backward()
    arrived = "no gradient" if block[0].weight.grad is None else "gradient   "
    return f"{arrived}  batches counted {block[1].num_batches_tracked}  warnings {len(heard)}"


for ways in ({}, {"use_reentrant": True}, {"use_reentrant": False}):
    for stem_learns in (True, False):
        stem = "learns" if stem_learns else "frozen"
        print(f"{ways!s:24} stem {stem}: {checkpointed_step(stem_learns, **ways)}")

# %% [markdown]
"""
With a frozen stem, the reentrant way leaves the block without a gradient. `backward()` has the head
to work on and raises nothing; a warning in a log is all there is. And it is the *default*: torch
2.13 warns that the argument ought to be given and says that releases from 2.9 on raise an
exception. This one still goes on.

The counts hold another trap. Wherever the block really was computed twice, BatchNorm counted the
batch *twice*, and moved its running mean and variance twice: both runs are in train mode. A block
that has random numbers in it is fine, for `checkpoint` puts the random state back for the second
run. Buffers it does not put back.

But it has an argument `context_fn`: a function that returns two contexts, one that the first run
takes place in and one for the second. `contextlib.nullcontext()` is a context that does nothing.
Here is one that does something, from the course's library:
"""


# %% tags=["demo"]
print(inspect.getsource(buffers_put_back))

norm = nn.BatchNorm1d(5)
with buffers_put_back(norm):
    norm(torch.ones(8, 5))
print("batches counted after the block:", norm.num_batches_tracked.item())

# %% [markdown]
"""
### Exercise 11.2 · `checkpointed` (about 5 lines)

Return `head(block(stem(x)))`, with `block` checkpointed: it runs once on the way up and once more
during backward. All that learns gets the gradient of a plain pass, also behind a frozen stem.
BatchNorm inside `block` counts each batch once, and goes on counting later. Leave flags and modes
as they are.

The check sends a batch through three networks: with a frozen stem, with a stem that learns and
dropout in the block, and with BatchNorm in the block. It compares output, gradients and statistics
with those of a plain pass, and counts the runs. Grading draws other widths.
"""


# %% exercise="checkpointed"
def checkpointed(
    stem: nn.Module, block: nn.Module, head: nn.Module, x: torch.Tensor
) -> torch.Tensor:
    """The output of stem, block and head, with the inside of `block` computed anew in backward."""
    ### BEGIN SOLUTION

    def contexts():
        return nullcontext(), buffers_put_back(block)

    hidden = checkpoint(block, stem(x), use_reentrant=False, context_fn=contexts)
    return head(hidden)
    ### END SOLUTION


# %% check="checkpointed" points=15
check("checkpointed", checkpointed)

# %% [markdown]
"""
## Who reads the flag?

Flags are read by autograd when the graph is recorded, and by each tool in its own way. Here are
seven tools and one network, its first layer frozen. Loud ones first.
"""


# %%
rows, labels = torch.linspace(-1, 1, 80).reshape(8, 10), torch.arange(8) % 2


def partly_frozen() -> nn.Sequential:
    """Linear, ReLU, Linear, the first layer frozen."""
    net = two_linear(seed=0)
    net[0].requires_grad_(False)
    return net


def told(run: Callable) -> str:
    """What `run` returns, or the exception it raises, in brief."""
    try:
        return str(run())
    except (RuntimeError, AssertionError, AttributeError) as problem:
        first = str(problem).partition("\n")[0].partition(". ")[0].rstrip(".")
        return f"{type(problem).__name__}: {first}"


# %% tags=["demo"]
def gradients_of_all():
    net = partly_frozen()
    return torch.autograd.grad(cross_entropy(net(rows), labels), list(net.parameters()))


def norm_of_all():
    net = partly_frozen()
    cross_entropy(net(rows), labels).backward()
    return sum(parameter.grad.norm() for parameter in net.parameters())


def hook_on_frozen():
    return partly_frozen()[0].weight.register_hook(print)


def features_in_inference_mode():
    net = partly_frozen()
    with torch.inference_mode():
        features = net[:2](rows)
    return net[2](features)


def scaler_without_gradients():
    net = partly_frozen()
    scaler = torch.amp.GradScaler("cpu")
    optimizer = torch.optim.SGD(net[0].parameters(), lr=0.1)
    scaler.scale(cross_entropy(net(rows), labels)).backward()
    return scaler.step(optimizer)


for tool in (gradients_of_all, norm_of_all, hook_on_frozen,
             features_in_inference_mode, scaler_without_gradients):  # fmt: skip
    print(f"{tool.__name__}\n    {told(tool)}")

# %% [markdown]
"""
The cures are short. Ask for gradients only of what learns. Skip a `.grad` that is None. Use
`no_grad` for features that a head will learn from. Give a gradient scaler an optimizer in which
something learns.

Two tools do not read the flag at all, and say nothing. `torch.func.grad` takes parameters as
*arguments*, and differentiates by its arguments. And `torch.jit.freeze` means another thing by the
word: it folds the weights into a program for deployment, and no parameter is left. (It is
deprecated in 2.13.)
"""


# %% tags=["demo"]
def func_grad():
    net = partly_frozen()

    def loss(parameters):
        return cross_entropy(torch.func.functional_call(net, parameters, (rows,)), labels)

    gradients = torch.func.grad(loss)(dict(net.named_parameters()))
    return f"flag {net[0].weight.requires_grad}, gradient {gradients['0.weight'].norm():.3f}"


def jit_freeze():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frozen = torch.jit.freeze(torch.jit.script(two_linear(seed=0).eval()))
    return f"{len(list(frozen.parameters()))} parameters"


print("torch.func.grad: ", told(func_grad))
print("torch.jit.freeze:", told(jit_freeze))

# %% [markdown]
"""
**Compiled models.** `torch.compile` turns a model into another program. Does that program know when
a flag changes? In 2.13 it does: flags are among the things it checks before it runs, and it keeps
one program for each setting. The next cell toggles the flag three times, with the backend
`aot_eager`, which needs no C++ compiler.
"""

# %% tags=["demo", "nbval-ignore-output"]
try:
    torch._dynamo.reset()
    torch._dynamo.utils.counters.clear()
    net = two_linear(seed=0)
    compiled = torch.compile(net, backend="aot_eager")
    for flag in (True, False, True):
        net[0].requires_grad_(flag)
        net.zero_grad()
        cross_entropy(compiled(rows), labels).backward()
        graphs = torch._dynamo.utils.counters["stats"]["unique_graphs"]
        arrived = net[0].weight.grad is not None
        print(f"flag {flag!s:5}  gradient arrived: {arrived!s:5}  programs so far: {graphs}")
except (RuntimeError, ImportError) as problem:
    print(f"torch.compile does not run here ({type(problem).__name__}); nothing below needs it.")

# %% [markdown]
"""
Reports from older releases tell of stale programs; PyTorch issue 139476 is about such a case. That
is why a fact like this carries a version, and why you test it in yours.

**Averages.** Weight averaging is popular at the end of training. `AveragedModel` copies flags and
modes. Then its customary last line, `update_bn`, resets the statistics of *every* BatchNorm and
fills them again, frozen or not. And it ends by giving every part the mode of the whole, so that
what slept is awake.
"""

# %% tags=["demo"]
with seeded(0):
    net = nn.Sequential(nn.Linear(10, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 2))
net[:2].requires_grad_(False).eval()
averaged = torch.optim.swa_utils.AveragedModel(net)
print("flags copied:", [parameter.requires_grad for parameter in averaged.parameters()])
print("BatchNorm in train mode, before:", averaged.module[1].training)
before = averaged.module[1].running_mean.clone()
torch.optim.swa_utils.update_bn([rows], averaged)
print("BatchNorm in train mode, after: ", averaged.module[1].training)
print("statistics as they were:", torch.equal(before, averaged.module[1].running_mean))

# %% [markdown]
"""
## Copies and windows

A script that grew up keeps the best state, compares before with after, and makes copies. Each of
these lines means to keep the first weight as it was. Then the network takes one step.
"""

# %% tags=["demo"]
net = two_linear(seed=0)
twin = copy.deepcopy(net)
kept = {
    "net[0].weight": net[0].weight,
    "net[0].weight.data": net[0].weight.data,
    "net[0].weight.detach()": net[0].weight.detach(),
    'net.state_dict()["0.weight"]': net.state_dict()["0.weight"],
    "dict(net.state_dict())[...]": dict(net.state_dict())["0.weight"],
    "net[0].weight.detach().clone()": net[0].weight.detach().clone(),
}
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
cross_entropy(net(rows), labels).backward()
optimizer.step()
for line, value in kept.items():
    print(f"{line:31} equal to the weight now: {torch.equal(value, net[0].weight)}")

# %% [markdown]
"""
Five of the six grew with the plant: they are windows on the same memory. Only `clone()` kept the
old numbers, and `copy.deepcopy(net.state_dict())` would have. `best = net.state_dict()` keeps the
*last* state under the name of the best.

A deep copy of the *model* has traps of its own. The optimizer still holds the tensors of the
original, so training "the copy" trains the original. And a model that holds the result of a
computation, as caches and visualisations do, cannot be copied.
"""

# %% tags=["demo"]
cross_entropy(twin(rows), labels).backward()
before = twin[0].weight.clone()
optimizer.step()
print("the copy, trained with the old optimizer, moved:", not torch.equal(before, twin[0].weight))

net.features = net[0](rows)
print("a copy of a model that holds features:", told(lambda: copy.deepcopy(net)).split(":")[0])

# %% [markdown]
"""
### Exercise 11.3 · `best_so_far` (about 9 lines)

Return a function `keep(score)`. Whoever trains calls it after each epoch. It returns the state of
the model at the highest score so far, as a dict that `load_state_dict` takes, every time, also when
this score was not the best. The first score is always the best so far; later a score must be
*higher* to replace it; `nan` replaces nothing.

The check trains two models by turns, each with a keeper of its own. One has a frozen layer, and
its scores are accuracies. The other has BatchNorm and holds its features; its scores are losses
with their sign turned. It looks at which state came back, whether it is complete, and whether it
stays as it is when training goes on.
"""


# %% exercise="best_so_far"
def best_so_far(model: nn.Module) -> Callable[[float], dict]:
    """A function that takes a score and returns the state of `model` at the best one so far."""
    ### BEGIN SOLUTION
    best_score, best_state = None, None

    def keep(score: float) -> dict:
        nonlocal best_score, best_state
        if best_score is None or score > best_score:
            best_score = score
            best_state = copy.deepcopy(model.state_dict())
        return best_state

    return keep
    ### END SOLUTION


# %% check="best_so_far" points=15
check("best_so_far", best_so_far)

# %% [markdown]
"""
## Equal is not the same

Which of these tensors does the optimizer hold already? Asking with `==` or `in` compares *numbers*,
one by one. For tensors of unlike shapes that raises. For biases that all begin at zero it says yes.
A utility of a well-known training library has done it in this way, and dropped such biases.
"""

# %% tags=["demo"]
net = two_linear(seed=0)
parameters = list(net.parameters())
print(told(lambda: net[2].bias in parameters))
one, other = nn.Parameter(torch.zeros(3)), nn.Parameter(torch.zeros(3))
print("equal numbers:", torch.equal(one, other), "  same object:", one is other)
print("a set goes by identity:", other in {one})

# %% [markdown]
"""
### Exercise 11.4 · `same_parameters` (change one line, or two)

`a` is an optimizer, `b` a model. Return the names of the parameters of `b` that `a` holds already,
as `named_parameters()` says them and in its order. The version below compares numbers. Repair it.

The check asks about a model whose biases are all zeros, about two models with equal numbers, and
about two models that share a body. Grading draws other models.
"""


# %% exercise="same_parameters"
def same_parameters(a: torch.optim.Optimizer, b: nn.Module) -> list[str]:
    """Names of the parameters of `b` that are in the optimizer `a`."""
    held = [parameter for group in a.param_groups for parameter in group["params"]]
    ### BEGIN SOLUTION
    return [name for name, p in b.named_parameters() if any(p is one for one in held)]
    ### STARTER
    # return [name for name, p in b.named_parameters() if any(torch.equal(p, q) for q in held)]
    ### END SOLUTION


# %% check="same_parameters" points=10
check("same_parameters", same_parameters)

# %% [markdown]
"""
## The court

Here are thirteen statements about freezing, met on public pages and put in our own words. Some of
them you know from other lessons. Which are true? Do not ask who says so. Ask for a run.
"""

# %%
print(as_text(CLAIMS.values()))

# %% [markdown]
"""
Five are settled here, each in a few lines, to show how it is done. A good run has a *control*:
something that does move, or does raise, so that a zero means something. Claims 4 and 10:
"""


# %% tags=["demo"]
net = two_linear(seed=0)
before, optimizer = copy.deepcopy(net), torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    net[0].requires_grad_(False)
    optimizer.zero_grad()
    cross_entropy(net(rows), labels).backward()
    optimizer.step()
moves = [largest_move(before[place], net[place]) for place in (0, 2)]
print(f" 4  frozen layer moved {moves[0]}, the other {moves[1]:.3f}")

for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
    moves = []
    for rate in (0.0, 0.1):
        net = two_linear(seed=0)
        before, optimizer = copy.deepcopy(net), kind(net.parameters(), lr=rate, weight_decay=0.5)
        cross_entropy(net(rows), labels).backward()
        optimizer.step()
        moves.append(largest_move(before, net))
    print(f"10  {kind.__name__:5} lr=0 moved {moves[0]}, lr=0.1 moved {moves[1]:.3f}")

# %% [markdown]
"""
Neither holds in torch 2.13: the frozen layer kept still, and at a rate of zero decay moved nothing.
Claims 5, 6 and 7:
"""

# %% tags=["demo"]
net = two_linear(seed=0).requires_grad_(False)
net[2] = nn.Linear(5, 2)
cross_entropy(net(rows), labels).backward()
print(" 5  gradients:", [name for name, p in net.named_parameters() if p.grad is not None])

called, looped = two_linear(seed=0), two_linear(seed=0)
called.requires_grad_(False)
for parameter in looped.parameters():
    parameter.requires_grad = False
flags = [[p.requires_grad for p in made.parameters()] for made in (called, looped)]
print(" 6  equal flags:", flags[0] == flags[1])


def some_rows():
    weight = nn.Embedding(6, 4).weight
    weight.requires_grad = ~torch.zeros(6, dtype=torch.bool)


print(" 7 ", told(some_rows))

# %% [markdown]
"""
None of the five holds. But do not conclude that everything on the web is false: of the eight that
are left, some are true.

Three tools for your evidence: `loss_of(net, batch, targets)` is the cross-entropy,
`largest_move(old, new)` compares a module with an older deep copy of it, as above, and
`flops_of(loss.backward)` counts the operations of a backward pass while it runs. These are the
eight, with the evidence that decides each.
"""

# %%
print(as_trial(CLAIMS[number] for number in ON_TRIAL))

# %% [markdown]
"""
### Exercise 11.5 · `court` (about 50 lines)

Return a dictionary: for each of the eight numbers a pair of your verdict, True or False, and a
function that takes `(net, batch, targets)` and returns the evidence as described above, as plain
numbers, in lists where there are several. A claim is True if it holds as it is said.

`net` is an `nn.Sequential` of three to five Linear layers with ReLUs between them, `net[0]`,
`net[2]` and so on, in train mode, and all of it asks for gradients. Your function may change it.
The loss is the cross-entropy, and `zero_grad()` has its default unless the claim says otherwise.

The check hands each function a network of its own, makes the same run itself, and compares to
three digits. A verdict without evidence that agrees earns nothing, and so does a verdict against
its own evidence. Grading draws other networks. No processes, files or compilers are needed.
"""


# %% exercise="court"
def court() -> dict[int, tuple[bool, Callable]]:
    """Verdict and evidence on the eight claims, by number."""
    ### BEGIN SOLUTION

    def frozen_after_one_step(net, batch, targets, set_to_none=True):
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)

        def step():
            optimizer.zero_grad(set_to_none=set_to_none)
            loss_of(net, batch, targets).backward()
            optimizer.step()

        step()
        net[0].requires_grad_(False)
        old = copy.deepcopy(net)
        for _ in range(3):
            step()
        return [largest_move(old[0], net[0]), largest_move(old[-1], net[-1])]

    def frozen_with_zeros(net, batch, targets):
        return frozen_after_one_step(net, batch, targets, set_to_none=False)

    def prices(net, batch, targets):
        paid = [flops_of(loss_of(net, batch, targets).backward)]
        for place in (0, 2):
            net[place].requires_grad_(False)
            paid.append(flops_of(loss_of(net, batch, targets).backward))
        return paid

    def below_the_frozen_one(net, batch, targets):
        net[2].requires_grad_(False)
        loss_of(net, batch, targets).backward()
        return net[0].weight.grad.norm().item()

    def gradient_by_hand(net, batch, targets):
        net[0].requires_grad_(False)
        old = net[0].weight.detach().clone()
        net[0].weight.grad = old.clone()
        torch.optim.SGD(net.parameters(), lr=0.1).step()
        return (net[0].weight - old).norm().item()

    def step_in_eval_mode(net, batch, targets):
        old = copy.deepcopy(net.eval())
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        loss_of(net, batch, targets).backward()
        optimizer.step()
        return [largest_move(old[0], net[0]), largest_move(old[-1], net[-1])]

    def first_and_last_alone(net, batch, targets):
        found = []
        for layer in (net[0], net[-1]):
            net.requires_grad_(False)
            numbers = sum(p.numel() for p in layer.requires_grad_(True).parameters())
            found.append([numbers, flops_of(loss_of(net, batch, targets).backward)])
        return found

    def asks_after_loading(net, batch, targets):
        loaded = copy.deepcopy(net)
        net[0].requires_grad_(False)
        loaded.load_state_dict(net.state_dict())
        return [sum(p.numel() for p in m.parameters() if p.requires_grad) for m in (net, loaded)]

    return {
        1: (False, frozen_after_one_step),
        2: (False, prices),
        3: (False, below_the_frozen_one),
        8: (False, gradient_by_hand),
        9: (False, step_in_eval_mode),
        11: (False, first_and_last_alone),
        12: (True, frozen_with_zeros),
        13: (True, asks_after_loading),
    }
    ### END SOLUTION


# %% check="court" points=25
check("court", court)

# %% [markdown]
"""
Claims 1 and 12 differ by one argument. Before release 2.0 of torch, `zero_grad()` filled gradients
with zeros by default; since then it sets them to None. So the page behind claim 1 may once have
been right, and a reader of today cannot tell. A fact about a library is a fact about a *version*
of it. Write the version down, and keep the five lines that decide it as a test: it will tell you
when the fact changes.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("11_production_traps")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_11" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("11_production_traps", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_11 = graded_quiz("11_production_traps", learner, answers)

# %% check="quiz_11" points=20
check("quiz_11", quiz_11)

# %% [markdown]
"""
## What you can now do

* Put plan, flags, modes, wrapper, optimizer and scheduler into an order that holds for all of them.
* Say what happens when a flag changes after wrapping, and which direction is silent.
* Recompute a block behind a frozen stem, and have it learn and count as if it ran once.
* Tell a window from a copy, and equal numbers from the same tensor.
* Decide a statement about a library by a run with a control.

Three sentences to keep:

1. Flags first, wrapper next, optimizer last; and after a new plan, wrap again.
2. Loud mistakes stop a script; the dangerous ones thaw, alias, count twice and go on.
3. A claim is settled by a run, in a version, with a control.

Lesson 12 puts it all together.

## Further reading

* PyTorch documentation, `torch.nn.parallel.DistributedDataParallel`, whose warnings say that
  parameters must not change after wrapping; `torch.distributed.fsdp.fully_shard`, and
  `FullyShardedDataParallel` with its argument `use_orig_params`.
* PyTorch documentation, `torch.utils.checkpoint`, on the reentrant and the other way.
* PyTorch documentation, "Autograd mechanics", on locally disabling gradient computation;
  `torch.optim.Optimizer.zero_grad`; `torch.optim.swa_utils`; `torch.amp.GradScaler`.
* Chen, Xu, Zhang, Guestrin: "Training Deep Nets with Sublinear Memory Cost", 2016.
* Li and others: "PyTorch Distributed: Experiences on Accelerating Data Parallel Training", 2020.
* Threads in which people met these traps: transformers 21381 and peft 1142 (reentrant
  checkpointing behind a frozen stem), Lightning 20340 and fast-reid 178 (thawed after wrapping),
  OpenGait 230 and mmdetection 8208 (frozen after wrapping), peft 1702 (mixed flags in FSDP),
  accelerate 328 (a scaler with nothing to scale), PyTorch 139476 (compiled models).
"""
