# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 3 · Choose the layers you mean

How do I name the layers to freeze, and how do I give a network a new last layer?
In this lesson you freeze by name, by order and by position, and see how each of them goes wrong.

It takes about 55 minutes: reading and watching 18, five exercises 30, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %%
import copy
from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.choosing import (
    HiddenLayers,
    as_table,
    back_to_front,
    caught,
    children_as_they_run,
    twelve_layers,
)
from course.choosing_figures import caught_layers, parameter_areas, two_orders
from course.controls import layer_board
from course.layer_map import layer_map
from course.ownership import patch_net, tied_words
from course.residual import pretrained_small_resnet

torch.set_num_threads(1)

# %% [markdown]
"""
## Names are paths

A colleague has a network with twelve layers, `layer1` to `layer12`. Each is a Linear with a weight
and a bias, so there are 24 tensors. `layer1` is to be frozen, by name:

```python
for name, parameter in model.named_parameters():
    if name.startswith('layer1'):
        parameter.requires_grad = False
```

**Guess first.** How many tensors does that freeze: 0, 2, 8 or 24? Put your guess into the next
cell.
"""

# %% practice="guess-prefix"
### BEGIN SOLUTION
guess = 8
### STARTER
# guess = None  # 0, 2, 8 or 24
### END SOLUTION

# %% tags=["demo"]
model = twelve_layers()
tests = caught(model)
reveal(guess, len(tests[0].names), options=(0, 2, 8, 24))

# %% [markdown]
"""
Here are five ways to write that condition. All of them run without a word.
"""

# %% tags=["demo"]
if guess is not None:
    print(as_table(tests))

# %% tags=["demo", "nbval-ignore-output"]
caught_layers(model, tests) if guess is not None else None

# %% [markdown]
"""
A name such as `layer10.weight` is a *path*: parts with dots between them. What each line does:

* `layer10`, `layer11` and `layer12` begin with the letters `layer1`, too. Letters are no parts.
* No parameter is called `layer1`. Full names go on: `layer1.weight`, `layer1.bias`.
* `'layer1' or ...` is true before anything is compared: a text that is not empty is true.
* With the dot at the end, the first part must be `layer1` and nothing else.

The dot has a gap of its own. A parameter can belong to the network itself, and then its name has
no dot in it. A loop over all children does not find it either.
"""

# %% tags=["demo"]
patches = patch_net(seed=0)
for child in patches.children():
    child.requires_grad_(False)

for name, parameter in patches.named_parameters():
    if parameter.requires_grad:
        print("still learns:", name, tuple(parameter.shape))

# %% [markdown]
"""
### Names that match nothing

Wrap a network to spread it over several devices, or compile it, and every name gets one part
more in front. Yesterday's right test then freezes nothing at all, and nobody hears of it.
"""

# %% tags=["demo"]
right_test = "name.startswith('layer1.')"
compiled = torch.compile(twelve_layers(), backend="eager")
for wrapped in (nn.DataParallel(twelve_layers()), compiled):
    first = next(name for name, _ in wrapped.named_parameters())
    print(f"first name: {first}; frozen: {len(caught(wrapped, [right_test])[0].names)} tensors")

# %% [markdown]
"""
Some layers have no names. A module learns that it owns a layer when the layer is assigned to an
attribute, or put into a container that is a module itself. A plain Python list is no module: no
loop finds its layers, and no optimizer trains them. The cure is `nn.ModuleList`.
"""

# %% tags=["demo"]
print([name for name, _ in HiddenLayers().named_parameters()])

# %% [markdown]
"""
And some parts of a layer have no tensor of their own. Attention has a query, a key and a value,
but PyTorch keeps all three in one tensor, `in_proj_weight`. One tensor has one flag: no name
freezes the query alone.
"""

# %% tags=["demo"]
attention = nn.MultiheadAttention(embed_dim=4, num_heads=2)
for name, parameter in attention.named_parameters():
    print(f"{name:16} {tuple(parameter.shape)}")

# %% [markdown]
"""
So a function that freezes by name has two duties: match whole parts, and complain about a name that
matches nothing.

### Exercise 3.1 · `freeze_by_prefix` (about 10 lines)

Freeze each parameter of `model` whose name is one of `prefixes`, or begins with one of them as
whole parts: `"layer1"` means `layer1.weight` and `layer1.bias`, not `layer10.weight`. Return the
list of the names that the prefixes mean, each once, in any order.

* A prefix may have dots in it, such as `"layer2.0"`, or be the full name of one parameter.
* No other flag changes. What is frozen already stays frozen.
* With no prefixes at all, nothing is frozen, and the list is empty.
* If a prefix fits no parameter, raise `ValueError` with that prefix in its message. Then *nothing*
  may have changed, also when the prefixes before it do fit.

The check asks for layers, parts of layers and single parameters of six networks. One is wrapped,
one keeps its layers in a plain list. It looks at flags, at the list, and at what moves when it
trains with AdamW. Grading draws other numbers and sizes.
"""


# %% exercise="freeze_by_prefix"
def freeze_by_prefix(model: nn.Module, prefixes: Sequence[str]) -> list[str]:
    """Freeze the parameters at or below each prefix; return their names."""
    ### BEGIN SOLUTION
    parameters = dict(model.named_parameters())
    meant = set()
    for prefix in prefixes:
        below = {name for name in parameters if f"{name}.".startswith(f"{prefix}.")}
        if not below:
            raise ValueError(f"No parameter is called {prefix!r}, or lies below it.")
        meant |= below
    for name in meant:
        parameters[name].requires_grad = False
    return sorted(meant)
    ### END SOLUTION


# %% check="freeze_by_prefix" points=20
check("freeze_by_prefix", freeze_by_prefix)

# %% [markdown]
"""
## A new head

The network in hand knows ten kinds of clothing. It has the names of the large residual networks:
`conv1` and `bn1` in front, two stages `layer1` and `layer2`, and a head `fc`. A new shop has three
kinds of goods, so the body is to be frozen, and a new head takes the place of the old one.

Two lines, in two orders:
"""


# %% tags=["demo"]
def learning(model: nn.Module) -> list[str]:
    """Names of the parameters that ask for a gradient."""
    return [name for name, parameter in model.named_parameters() if parameter.requires_grad]


freeze_first = pretrained_small_resnet()
freeze_first.requires_grad_(False)
freeze_first.fc = nn.Linear(32, 3)

head_first = pretrained_small_resnet()
head_first.fc = nn.Linear(32, 3)
head_first.requires_grad_(False)

print("freeze, then new head:", learning(freeze_first))
print("new head, then freeze:", learning(head_first))

# %% [markdown]
"""
A new layer comes with flags that are on. In the second order they are on for one line only. Nobody
complains there, nor in the forward pass. It is `backward()` that does.
"""

# %% tags=["demo"]
images = torch.rand(8, 1, 14, 14, generator=torch.Generator().manual_seed(0))
labels = torch.tensor([0, 1, 2, 0, 1, 2, 0, 1])

loss = cross_entropy(head_first(images), labels)
try:
    loss.backward()
except RuntimeError as problem:
    print(f"{type(problem).__name__}: {str(problem).partition(' and ')[0]}")

# %% [markdown]
"""
Two cures can be found for this message, and one of them is none: give the *loss* a flag, and the
message is gone. Nothing else has changed.
"""

# %% tags=["demo"]
before = {name: p.detach().clone() for name, p in head_first.named_parameters()}
optimizer = torch.optim.AdamW(head_first.parameters(), lr=0.01)
loss.requires_grad_(True)
loss.backward()
optimizer.step()
moved = [name for name, p in head_first.named_parameters() if not torch.equal(p, before[name])]
print(f"no error, and {len(moved)} of {len(before)} tensors moved")

# %% [markdown]
"""
An optimizer that is handed only what asks for a gradient notices earlier.
"""

# %% tags=["demo"]
try:
    torch.optim.AdamW(p for p in head_first.parameters() if p.requires_grad)
except ValueError as problem:
    print(problem)

# %% [markdown]
"""
The same two lines in the right order, as a map. Each bar is a layer; its words say what training
will do to it. Some frozen layers still have statistics that drift: that is lesson 5.
"""

# %% tags=["demo", "nbval-ignore-output"]
layer_map(freeze_first)

# %% [markdown]
"""
Try it by hand: each button freezes or thaws one child, of a copy. Thaw one at a time. Which layers
then compute a gradient only to pass it on? Which child is cheapest to thaw beside `fc`?
An MFLOP is a million additions and multiplications; lesson 6 counts them.
"""

# %% tags=["demo", "nbval-ignore-output"]
layer_board(freeze_first, (images, labels))

# %% [markdown]
"""
More ways to end up with the wrong head, all of them silent:

* Change the label of the old layer, `fc.out_features = 3`: the weight keeps its ten rows.
* Assign the new layer to a name that `forward` does not call.
* Forget that a new module is born in train mode, whatever the mode of its model.
"""

# %% tags=["demo"]
relabelled = pretrained_small_resnet().eval()
relabelled.fc.out_features = 3
print("new label: ", relabelled.fc, "gives", relabelled(images).shape[1], "logits")

renamed = pretrained_small_resnet().eval()
renamed.requires_grad_(False)
renamed.classifier = nn.Linear(32, 3)
output = renamed(images)
print("new name:  ", learning(renamed), "learn;", output.shape[1], "logits without a gradient")
print("train mode: the model", renamed.training, "and the new module", renamed.classifier.training)

# %% [markdown]
"""
And one surprise that is no mistake. Some recipes begin with a head whose weight is all zeros. What
comes back from the loss is multiplied by that weight on its way down, so in the first step nothing
reaches the body, although all of it learns.
"""

# %% tags=["demo"]
waiting = pretrained_small_resnet()
waiting.fc = nn.Linear(32, 3)
nn.init.zeros_(waiting.fc.weight)
optimizer = torch.optim.AdamW(waiting.parameters(), lr=0.01)
for step in (1, 2):
    optimizer.zero_grad()
    cross_entropy(waiting(images), labels).backward()
    optimizer.step()
    reached = any(p.grad.any() for name, p in waiting.named_parameters() if name[:3] != "fc.")
    print(f"step {step}: a gradient reaches the body: {reached}")

# %% [markdown]
"""
### Exercise 3.2 · `new_head` (about 8 lines)

Freeze all of `model`. In place of the Linear layer at `name`, put a new `nn.Linear` that takes the
same input and gives `n_classes` outputs, and learns. Return `model` itself.

* `name` is a path, such as `"fc"` or `"classifier.2"`.
* The new layer has the mode of the layer that it replaces. All other modes and values stay.
* If there is no `nn.Linear` at `name`, raise `ValueError` or `AttributeError`, and change nothing.

The check looks at the flags, at the width of the output, and at which layers the output depends on;
then it trains. Its networks keep their heads at different depths, and some of their layers in eval
mode. Grading draws other sizes and numbers of classes.
"""


# %% exercise="new_head"
def new_head(model: nn.Module, name: str, n_classes: int) -> nn.Module:
    """Freeze `model`, and put a new Linear with `n_classes` outputs at `name`."""
    ### BEGIN SOLUTION
    old = model.get_submodule(name)
    if not isinstance(old, nn.Linear):
        raise ValueError(f"There is no Linear layer at {name!r}.")
    model.requires_grad_(False)
    owner, _, attribute = name.rpartition(".")
    layer = nn.Linear(old.in_features, n_classes).train(old.training)
    setattr(model.get_submodule(owner), attribute, layer)
    return model
    ### END SOLUTION


# %% check="new_head" points=15
check("new_head", new_head)

# %% [markdown]
"""
## Which layer comes first?

"Train the last two layers" sounds clear. Written with `children()`, it trains one.
"""

# %% tags=["demo"]
net = pretrained_small_resnet()
net.requires_grad_(False)
for child in list(net.children())[-2:]:
    child.requires_grad_(True)

print("children:", ", ".join(name for name, _ in net.named_children()))
print("learning:", ", ".join(learning(net)))

# %% tags=["demo", "nbval-ignore-output"]
parameter_areas(net)

# %% [markdown]
"""
*Children* are what a module holds directly. That may be a single layer, a whole stage, or a pooling
layer that has nothing to learn. What learns is the thin band at the bottom: 330 of 19 706 numbers.

There is more to it. `children()` and `parameters()` list things in the order in which `__init__`
assigned them. What runs first is decided in `forward`, and the two need not agree.
"""

# %% tags=["demo", "nbval-ignore-output"]
shuffled = back_to_front()
registered = [name for name, _ in shuffled.named_children()]
running = children_as_they_run(shuffled, torch.zeros(1, 4))
two_orders(registered, running)

# %% tags=["demo"]
print("registered:", ", ".join(registered))
print("runs:      ", ", ".join(running))

# %% [markdown]
"""
No attribute tells the order in which layers run. You have to run the network once and listen. A
*hook* is a function that PyTorch calls at a given moment: here, right before a module runs. It gets
the module and its inputs. Whoever adds a hook gets a handle, and removes the hook again with it.
"""


# %% tags=["demo"]
def announce(module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
    print("about to run:", module)


handle = shuffled.stem.register_forward_pre_hook(announce)
shuffled(torch.zeros(1, 4))
handle.remove()
shuffled(torch.zeros(1, 4))
print("after remove(): silence")

# %% [markdown]
"""
A rehearsal is a real run. In train mode BatchNorm counts the batch, and dropout draws random
numbers. Rehearse in eval mode, or on a copy, and leave everything as it was.

A layer may also run twice, or share its tensor with another layer, under two names; the next
section has an example. Such a tensor is in use until its last run.

### Exercise 3.3 · `freeze_until` (about 15 lines)

Freeze everything that runs before the module `name` starts, in *forward* order. `example` is a
batch that `model` takes: run it once and listen. `name` itself and what follows it stay as they
are. Return the list of the parameters that you froze, by their names in `named_parameters()`.

The cases that are easy to forget:

* A module that ran counts with all that lies inside it. `nn.MultiheadAttention`, for example,
  uses the weight of its `out_proj` and never calls that module.
* The modules around `name` have started and are not done. What such a module owns *directly*
  counts as before; its children are looked at one by one.
* A tensor may be used before `name` and again in `name` or later: it has two names, or its module
  runs twice. Then it keeps learning. What comes from `name` on has the last word.
* If `name` runs several times, its first run counts.
* Any other module that never runs stays as it is, and so does what was frozen already.
* If no module called `name` runs, raise `ValueError` and change nothing.

Only flags change. Every module keeps its mode, every buffer its values; no hook and no gradient is
left behind. The model may come in train mode, and then BatchNorm counts each batch that it sees.

The check looks at the flags and the list, then trains the network with AdamW and looks at what
moves. It does so on networks that are registered back to front, own parameters themselves, hold
attention, or use a layer more than once, and it looks for what your function left behind. Grading
draws other names, sizes and places.
"""


# %% exercise="freeze_until"
def freeze_until(model: nn.Module, name: str, example: torch.Tensor) -> list[str]:
    """Freeze what runs before the module `name` in a forward pass; return the frozen names."""
    ### BEGIN SOLUTION
    started = []
    rehearsal = copy.deepcopy(model).eval()
    for path, module in rehearsal.named_modules(remove_duplicate=False):
        module.register_forward_pre_hook(lambda *_, path=path: started.append(path))
    with torch.no_grad():
        rehearsal(example)
    if name not in started:
        raise ValueError(f"no module {name!r} runs")

    cut = started.index(name)
    later = {id(p) for path in started[cut:] for p in model.get_submodule(path).parameters()}
    frozen = set()
    for path in started[:cut]:
        is_around = not path or name.startswith(f"{path}.")
        for parameter in model.get_submodule(path).parameters(recurse=not is_around):
            if id(parameter) not in later and parameter.requires_grad:
                parameter.requires_grad = False
                frozen.add(id(parameter))
    return [name for name, parameter in model.named_parameters() if id(parameter) in frozen]
    ### END SOLUTION


# %% check="freeze_until" points=20
check("freeze_until", freeze_until)

# %% [markdown]
"""
## One tensor, two names

Many language models use one table twice: to look up a word, and to score the next one. The two
layers are *tied*. They share one tensor, and it has two names.
"""

# %% tags=["demo"]
words = tied_words(seed=0)
print("listed:   ", [name for name, _ in words.named_parameters()])
print("all names:", [name for name, _ in words.named_parameters(remove_duplicate=False)])
print("the same object:", words.out.weight is words.emb.weight)
print("numbers:", sum(p.numel() for p in words.parameters()))

# %% [markdown]
"""
`named_parameters()` lists each tensor once, under its first name. So a test for `out.` finds
nothing here, and freezing `emb` freezes the output layer with it.
"""

# %% tags=["demo"]
words.emb.requires_grad_(False)
print("frozen with emb:", not words.out.weight.requires_grad)
print("names with out.:", len(caught(words, ["name.startswith('out.')"])[0].names))

# %% [markdown]
"""
The same happens with one layer that stands in several places. Python's `*` copies a list, not the
layers in it.
"""

# %% tags=["demo"]
repeated = nn.Sequential(*[nn.Linear(8, 8)] * 3)
separate = nn.Sequential(*[nn.Linear(8, 8) for _ in range(3)])
for name, stack in (("[layer] * 3", repeated), ("a layer for each", separate)):
    stack[0].requires_grad_(False)
    numbers = sum(p.numel() for p in stack.parameters())
    frozen = sum(p.numel() for p in stack.parameters() if not p.requires_grad)
    print(f"{name:17} {numbers:3} numbers, {frozen} frozen with the first layer")

# %% [markdown]
"""
### Exercise 3.4 · `shared_groups` (about 5 lines)

Find the tensors that have more than one name. Return a list with one set of names for each
parameter of `model` that is listed under two names or more. The order of the list does not matter;
if nothing is shared, it is empty.

Be strict about "one tensor". Two parameters that hold equal numbers are two tensors. So are two
that use the same memory: each has a flag of its own, so one can be frozen while the other trains.
Leave the model as it is.

The check asks for the groups of a network with a tied pair, of one in which a layer stands in
three places, and of networks with look-alikes. Grading draws other names and sizes.
"""


# %% exercise="shared_groups"
def shared_groups(model: nn.Module) -> list[set[str]]:
    """The sets of names that are one and the same parameter."""
    ### BEGIN SOLUTION
    groups = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        groups.setdefault(id(parameter), set()).add(name)
    return [names for names in groups.values() if len(names) > 1]
    ### END SOLUTION


# %% check="shared_groups" points=10
check("shared_groups", shared_groups)

# %% [markdown]
"""
## Lists that forget

Frozen layers are often chosen by what may *learn*: by a list of names, by types, or by a word in
the name. Whatever the list forgets is frozen, or the other way round. Here are three such filters
on the network with its new head.
"""

# %% tags=["demo"]
FILTERS = {
    "biases only": lambda name, module: name.endswith("bias"),
    "adapters only": lambda name, module: "adapter" in name,
    "all but Conv2d": lambda name, module: not isinstance(module, nn.Conv2d),
}

for title, may_learn in FILTERS.items():
    net = pretrained_small_resnet()
    net.fc = nn.Linear(32, 3)
    for path, module in net.named_modules():
        for own, parameter in module.named_parameters(recurse=False):
            parameter.requires_grad = may_learn(f"{path}.{own}", module)
    head = ", ".join(name for name in learning(net) if name.startswith("fc.")) or "nothing"
    print(f"{title:15} {len(learning(net)):2} of 20 tensors learn; of the new head: {head}")

# %% [markdown]
"""
"Biases only" is a serious method, and it trains the shifts of BatchNorm. But the weight of the
*new* head is random, and it stays random. "Adapters only" freezes the whole head, and in a network
without adapters everything. "All but Conv2d" forgets the tensors between two convolutions:
BatchNorm's scale and shift go on learning.

A test by type has a second gap: it must know all relatives. `nn.BatchNorm2d` is not
`nn.BatchNorm1d`, and code that compares with `type(...) ==` misses every subclass.
"""

# %% tags=["demo"]
print(isinstance(nn.BatchNorm1d(4), nn.BatchNorm2d), isinstance(nn.Conv1d(1, 1, 3), nn.Conv2d))

# %% [markdown]
"""
This happens to experts. torchvision's detection networks had an argument for how many stages may
learn. With all stages asked for, the first norm layer `bn1` was frozen all the same: it was on no
list (issue 3394). In another network, zero stages let more tensors learn than three did (issue
3905). And layers were frozen while they were still random (issue 2164). Since then, tests there
count the tensors that learn, for every request (pull request 4632). The requests to try first are
the two ends: *everything* and *nothing*.

### Exercise 3.5 · `repair_filters` (two small edits)

Two functions of a colleague, with one fault each. Both get residual networks such as the one above.

`train_last` lets the last `stages` of three stages learn, `conv1` with its norm, `layer1` and
`layer2`, and freezes the rest. The head `fc` is new, and always learns. So 0 means the head alone,
and 3 means everything. It does so whatever the flags were before.

`ready_to_train` freezes the body, replaces the head `fc` by a new one for `n_classes`, and returns
an optimizer that trains the new head.

The check asks `train_last` for all four numbers, of networks that come frozen and others. It runs
`ready_to_train` on a residual network, on a small one for images, and on one for signals, with
`Conv1d` and `BatchNorm1d`; all have a head called `fc`. It looks at flags, and trains: once with
all parameters, once with the optimizer that you return. Grading draws other sizes.
"""


# %% exercise="repair_filters"
def train_last(model: nn.Module, stages: int) -> None:
    """Let `fc` and the last `stages` stages learn, and freeze the rest."""
    ### BEGIN SOLUTION
    in_turn = [["fc"], ["layer2"], ["layer1"], ["conv1", "bn1"]]
    learning = [part for stage in in_turn[: stages + 1] for part in stage]
    ### STARTER
    # learning = ["fc", "layer2", "layer1", "conv1"][: stages + 1]
    ### END SOLUTION
    for name, parameter in model.named_parameters():
        parameter.requires_grad = name.split(".")[0] in learning


def ready_to_train(model: nn.Module, n_classes: int) -> torch.optim.Optimizer:
    """Freeze the body, give `model` a new head, and return an optimizer for it."""
    ### BEGIN SOLUTION
    model.requires_grad_(False)
    model.fc = nn.Linear(model.fc.in_features, n_classes)
    ### STARTER
    # model.fc = nn.Linear(model.fc.in_features, n_classes)
    # model.requires_grad_(False)
    ### END SOLUTION
    return torch.optim.AdamW(model.parameters(), lr=0.01)


# %% check="repair_filters" points=15
check("repair_filters", train_last, ready_to_train)

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("03_choosing_layers")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_03" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("03_choosing_layers", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_03 = graded_quiz("03_choosing_layers", learner, answers)

# %% check="quiz_03" points=20
check("quiz_03", quiz_03)

# %% [markdown]
"""
## What you can now do

* Freeze by name, by whole parts, and refuse a name that matches nothing.
* Replace a head in the right order, place and mode, and prove that the output depends on it.
* Tell children from layers, and the order of registration from the order in which layers run.
* Find tensors that have more than one name.
* Test a filter with the requests "everything" and "nothing".

Three sentences to keep:

1. A selection that matches nothing must say so.
2. Freeze first, then add what is new; then look at the list of what learns.
3. Names tell what is there; only a run tells in which order.

Lesson 4 is about the other half of a freeze: the optimizer.

## Further reading

* PyTorch documentation, `torch.nn.Module`: `named_parameters`, `named_children`, `get_submodule`
  and `register_forward_pre_hook`; and `torch.nn.ModuleList`.
* torchvision issues 3394, 3905 and 2164, and pull request 4632, about networks for detection.
* Ben Zaken, Goldberg and Ravfogel, 2022, "BitFit: Simple Parameter-efficient Fine-tuning for
  Transformer-based Masked Language-models": biases only, with a head that learns.
* Press and Wolf, 2017, "Using the Output Embedding to Improve Language Models": tied layers.
* He and others, 2015, "Deep Residual Learning for Image Recognition": the names `layer1`, `fc`.
* Everything else that this lesson claims is printed by one of its own cells.
"""
