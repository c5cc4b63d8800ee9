# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 2 · Repair freezes that fail silently

Why does my freeze not freeze, when nothing complained?
In this lesson you run code that was meant to freeze a layer, see what it does, and repair it.

It takes about 55 minutes: reading and watching 15, four exercises 33, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## The clinic

Eight colleagues had the same small network, `Sequential(Linear, ReLU, Linear)`, and the same
wish: freeze the first layer, `model[0]`, and let the rest learn. Each wrote a line or a short loop.
All eight freezes are ill, and hardly anybody has noticed.

One thread makes every number below repeat exactly, run after run.
"""

# %%
import copy
from collections import OrderedDict

import torch
from torch import nn
from torch.nn.utils.parametrizations import weight_norm

from autograder import check, explain, graded_quiz, hint, practice, quiz, reveal
from course.clinic import as_table, as_text, examine
from course.clinic_figures import loss_curves, outcome_grid
from course.clinic_snippets import CARDS, CONTROL, PATIENTS
from course.models import two_linear
from course.step import one_step

torch.set_num_threads(1)

# %% [markdown]
"""
Here are the eight patients. Each is the body of a small function that is handed `model`. The
code runs once; then the network is trained.
"""

# %%
print(as_text(PATIENTS))

# %% [markdown]
"""
**Guess first.** How many of the eight raise an error when they run: 0, 1, 4 or 7? Put your guess
into the next cell.
"""

# %% practice="guess-raises"
### BEGIN SOLUTION
guess = 1
### STARTER
# guess = None  # 0, 1, 4 or 7
### END SOLUTION

# %% [markdown]
"""
Each patient now gets a fresh network, runs, and the network is trained for 30 steps. AdamW is
handed all four tensors: two weights, two biases.
"""

# %% tags=["demo"]
examined = [examine(patient) for patient in PATIENTS]
reveal(guess, sum(seen.outcome == "raises" for seen in examined), options=(0, 1, 4, 7))

# %% [markdown]
"""
And now each of them. A healthy freeze would move 2 of 4 tensors, those of the last layer.

* *raises*: it stopped with an exception.
* *nothing*: it ran without a word, and both tensors of the first layer went on learning.
* *partly*: it ran without a word, and one of these two went on learning.
"""

# %% tags=["demo"]
if guess is not None:
    print(as_table(examined))

# %% [markdown]
"""
The loud patient is the lucky one: its author knows. The others train.

Would you notice from the training loss? Next to the patients that run stands a control, a
network whose first layer is rightly frozen.
"""

# %% tags=["demo", "nbval-ignore-output"]
running = [*(seen for seen in examined if not seen.raised), examine(CONTROL)]
loss_curves({f"{seen.snippet.name} · {seen.snippet.title}": seen.losses for seen in running})

# %% tags=["demo"]
falling = [seen for seen in running if seen.losses[-1] < seen.losses[0]]
print(f"the loss falls in {len(falling)} of {len(running)} curves")
ends = {seen.snippet.name: seen.losses[-1] for seen in running}
print(f"patient 7 ends {abs(ends['7'] - ends['0']):.2f} from the right freeze")
print(f"patient 2 ends {abs(ends['2'] - ends['0']):.2f} from the right freeze, on the lower side")

# %% [markdown]
"""
Every curve falls. Five of them lie on one another. The half frozen networks can hardly be told
from the control, and the networks in which nothing is frozen look even better, so nobody asks. A
loss curve shows *that* something learns, never *what*. You need a check that looks at the tensors.

## Four reasons for silence

### 1. Python lets you invent attributes

`requires_grad` is a flag of tensors. Modules have no such flag. Assign it to a module all the
same and Python makes a new attribute, which nobody ever reads.
"""

# %%
model = two_linear(seed=0)
model.requires_grad = False
print("a new attribute on the module:", "requires_grad" in vars(model))

rows = one_step(model, torch.ones(4, 10), torch.tensor([0, 1, 1, 1]))
print(f"moved: {sum(row.moved for row in rows)} of {len(rows)} tensors")

# %% [markdown]
"""
The same goes for a misspelt name, and for `trainable`, which is Keras. Parameters take invented
attributes too. PyTorch looks at one name on one kind of object, and no other.

### 2. The gradient is not the flag

`.grad` holds *values*: a tensor, or `None`. `requires_grad` holds the *decision*. So
`param.grad = False` puts an answer where numbers belong, and PyTorch refuses it.
"""

# %%
layer = nn.Linear(3, 2)
print("fresh:", layer.weight.grad)
layer(torch.ones(1, 3)).sum().backward()
print("after backward():", type(layer.weight.grad).__name__, tuple(layer.weight.grad.shape))
print("the flag:", layer.weight.requires_grad)
try:
    layer.weight.grad = False
except TypeError as problem:
    print("a bool in .grad:", type(problem).__name__)

# %% [markdown]
"""
`param.grad = None` is allowed, but lasts no longer than the next `backward()`, which fills it
again. The cure for both is the name: `param.requires_grad = False`.

### 3. A view is another tensor

`model.state_dict()` and `parameter.data` hand out *views*: the same numbers in memory, in a new
tensor with a flag of its own. Switch off that flag and the parameter's own stays on.
"""

# %%
weight = model[0].weight
saved = model.state_dict()["0.weight"]
print("same numbers in memory:", saved.data_ptr() == weight.data_ptr())
print("same tensor:", saved is weight)
print("flags:", weight.requires_grad, saved.requires_grad)

# %% [markdown]
"""
### 4. Some code does not run, or not to the end

`map` is lazy: it calls its function when somebody asks for results, and not before. A `return`
inside a loop ends it in its first turn.
"""

# %%
called = []
lazy = map(called.append, ["weight", "bias"])
print("calls so far:", len(called))
list(lazy)
print("calls after list():", len(called))

# %% [markdown]
"""
**Practice.** How do you freeze *all* parameters of `model`?

* **A** `model.freeze()`
* **B** `for param in model.parameters(): param.requires_grad = False`
* **C** `model.requires_grad = False`
* **D** `for param in model.parameters(): param.grad = None`
"""

# %% practice="freeze_all"
### BEGIN SOLUTION
answer = "B"
### STARTER
# answer = None  # a letter, such as "A"
### END SOLUTION
practice("freeze_all", answer)

# %% [markdown]
"""
## The check comes first, then the freeze

Write the check *before* the freeze. A check that has never failed proves nothing; on a fresh
network this one must come back empty.
"""


# %%
def three_layers() -> nn.Sequential:
    """A network with layer1, layer2 and layer3."""
    layers = {f"layer{number}": nn.Linear(4, 4) for number in (1, 2, 3)}
    return nn.Sequential(OrderedDict(layers))


def frozen_names(model: nn.Module) -> list[str]:
    """Names of the parameters that ask for no gradient."""
    return [name for name, parameter in model.named_parameters() if not parameter.requires_grad]


print("fresh:", frozen_names(three_layers()))

# %% [markdown]
"""
Now three right ways to freeze `layer1`, side by side. The loop visits each parameter. The method
`requires_grad_(False)`, with the underscore and *called*, does the same for a whole module. The
third picks parameters by name.
"""

# %%
looped, called_once, by_name = three_layers(), three_layers(), three_layers()

for parameter in looped.layer1.parameters():
    parameter.requires_grad = False

called_once.layer1.requires_grad_(False)

for name, parameter in by_name.named_parameters():
    if name.startswith("layer1."):
        parameter.requires_grad = False

print("loop:   ", frozen_names(looped))
print("method: ", frozen_names(called_once))
print("by name:", frozen_names(by_name))

# %% [markdown]
"""
### Exercise 2.1 · `treat` (about 8 small edits)

Heal the eight patients: change each branch so that it freezes the first layer, `model[0]`, and
nothing else. Make small edits, so that the next reader sees what was wrong.

The check treats two networks per patient, with two and with three Linear layers. It looks at the
flag of every tensor, at the values, which must stay as they were, and at what moves when it
trains the network with AdamW. Each healed patient earns its share. Grading does the same with
networks of other sizes.
"""


# %% exercise="treat"
def treat(patient: int, model: nn.Module) -> None:
    """Freeze the first layer of `model`, in the way that this patient's author meant it."""
    if patient == 1:
        ### BEGIN SOLUTION
        for parameter in model[0].parameters():
            parameter.requires_grad = False
        ### STARTER
        # for parameter in model[0].parameters():
        #     parameter.grad = False
        ### END SOLUTION
    elif patient == 2:
        ### BEGIN SOLUTION
        for parameter in model[0].parameters():
            parameter.requires_grad_(False)
        ### STARTER
        # for parameter in model[0].parameters():
        #     parameter.grad = None
        ### END SOLUTION
    elif patient == 3:
        ### BEGIN SOLUTION
        model[0].requires_grad_(False)
        ### STARTER
        # model[0].requires_grad = False
        ### END SOLUTION
    elif patient == 4:
        ### BEGIN SOLUTION
        for parameter in model[0].parameters():
            parameter.requires_grad = False
        ### STARTER
        # for parameter in model[0].parameters():
        #     parameter.require_grad = False
        ### END SOLUTION
    elif patient == 5:
        ### BEGIN SOLUTION
        for value in model[0].parameters():
            value.requires_grad = False
        ### STARTER
        # for value in model[0].state_dict().values():
        #     value.requires_grad = False
        ### END SOLUTION
    elif patient == 6:
        ### BEGIN SOLUTION
        list(map(lambda parameter: parameter.requires_grad_(False), model[0].parameters()))
        ### STARTER
        # map(lambda parameter: parameter.requires_grad_(False), model[0].parameters())
        ### END SOLUTION
    elif patient == 7:
        ### BEGIN SOLUTION
        for parameter in model[0].parameters():
            parameter.requires_grad = False
        return
        ### STARTER
        # for parameter in model[0].parameters():
        #     parameter.requires_grad = False
        #     return
        ### END SOLUTION
    elif patient == 8:
        ### BEGIN SOLUTION
        model[0].weight.requires_grad = False
        model[0].bias.requires_grad = False
        ### STARTER
        # model[0].weight.requires_grad = False
        ### END SOLUTION


# %% check="treat" points=40
check("treat", treat)

# %% [markdown]
"""
**Practice.** A pretrained model has `layer1`, `layer2` and `layer3`. Freeze the first two and
train the third. Which one does it?

**A**

```python
for layer in (model.layer1, model.layer2):
    for param in layer.parameters():
        param.requires_grad = False
```

**B**

```python
for param in model.parameters():
    param.requires_grad = False
for param in model.layer3.parameters():
    param.requires_grad = False
```

**C**

```python
model.layer1.requires_grad = False
model.layer2.requires_grad = False
```

**D**

```python
model.freeze_layers(["layer1", "layer2"])
```
"""

# %% practice="freeze_two_of_three"
### BEGIN SOLUTION
answer = "A"
### STARTER
# answer = None  # a letter, such as "A"
### END SOLUTION
practice("freeze_two_of_three", answer)

# %% [markdown]
"""
Do not take anybody's word for it. Here are the four, run on a real network.
"""


# %%
def option_a(model):
    for layer in (model.layer1, model.layer2):
        for param in layer.parameters():
            param.requires_grad = False


def option_b(model):
    for param in model.parameters():
        param.requires_grad = False
    for param in model.layer3.parameters():
        param.requires_grad = False


def option_c(model):
    model.layer1.requires_grad = False
    model.layer2.requires_grad = False


def option_d(model):
    model.freeze_layers(["layer1", "layer2"])


for option in (option_a, option_b, option_c, option_d):
    model = three_layers()
    try:
        option(model)
        layers = sorted({name.partition(".")[0] for name in frozen_names(model)})
        print(f"{option.__name__}: frozen: {', '.join(layers) or 'no layer'}")
    except AttributeError as problem:
        print(f"{option.__name__}: raises {type(problem).__name__}")

# %% [markdown]
"""
A *complete* freeze is more than flags. BatchNorm statistics and dropout do not obey them (lesson
5), and the optimizer has a memory of its own (lesson 4).

## Reading before running

Twelve more snippets, on cards. Some raise, some do nothing, and some do something else. Read each
one as you would read a colleague's change, before it runs. `inputs` is a batch that fits the model.
"""

# %%
print(as_text(CARDS))

# %% [markdown]
"""
### Exercise 2.2 · `triage` (12 words)

Return a dictionary with a word for each card, `"a"` to `"l"`, such as `{"a": "partly", ...}`:

| word | what happens |
|---|---|
| `raises` | it stops with an exception |
| `nothing` | it runs, and both tensors of the first layer learn |
| `partly` | it runs, and one of these two learns |
| `freezes` | it runs, and neither of them moves, while the rest learns |
| `unfreezes` | the layer was frozen before, and learns afterwards |

The check runs every card on a real network, trains it, and compares. Grading runs the same twelve
cards. One word for all of them earns nothing: marks begin above what the commonest word would get.
"""


# %% exercise="triage"
def triage() -> dict[str, str]:
    """What each card does, in one of the five words."""
    ### BEGIN SOLUTION
    return {
        "a": "raises",
        "b": "nothing",
        "c": "partly",
        "d": "raises",
        "e": "unfreezes",
        "f": "nothing",
        "g": "raises",
        "h": "freezes",
        "i": "nothing",
        "j": "raises",
        "k": "nothing",
        "l": "raises",
    }
    ### END SOLUTION


# %% check="triage" points=15
check("triage", triage)

# %% [markdown]
"""
All snippets of this lesson in one picture, by what is wrong with them. A card joins the eight
patients once your `triage` has a word for it.
"""

# %% tags=["demo", "nbval-ignore-output"]
answered = triage() or {}
shown = [*PATIENTS, *(card for card in CARDS if card.name in answered)]
results = [examine(snippet) for snippet in shown]
outcome_grid(
    [(f"{r.snippet.name} · {r.snippet.title}", r.outcome, r.snippet.group) for r in results]
)

# %% tags=["demo"]
silent = [result for result in results if not result.raised]
print(f"{len(results)} snippets: {len(results) - len(silent)} raise, {len(silent)} say nothing")
print("silent, and the layer is frozen:", sum(r.outcome == "freezes" for r in silent))

# %% [markdown]
"""
Silence is no sign of success. One card does hold the layer still, in an expensive way: the whole
`backward()` is paid, its result is thrown away in every step, and somebody has to remember to.

## Finding invented attributes

What somebody assigned to an object by hand stands in `vars(object)`. What PyTorch gave to every
object of its class does not.
"""

# %%
model = two_linear(seed=0)
model[0].weight.require_grad = False
print("vars of the weight:", vars(model[0].weight))
print("vars of the bias:  ", vars(model[0].bias))
print("hasattr of the bias:", hasattr(model[0].bias, "requires_grad"))

# %% [markdown]
"""
`hasattr` cannot tell an invented flag from a real one: every parameter has `requires_grad` by
birth.

### Exercise 2.3 · `freeze_lint` (about 6 lines)

`INVENTED`, below, lists five names; two of them are real names in the wrong place. Return a list
with the path of every attribute of such a name that somebody put on a module of `model`, on
`model` itself, or on one of its parameters. A path is the owner's name, a dot, and the attribute:
`"0.requires_grad"` on a layer, `"0.weight.require_grad"` on a parameter. On the model itself the
path is the attribute alone: `"requires_grad"`. Any order will do.

The check plants such attributes in six networks, at drawn places, nested modules among them. It
also hands over clean networks, some with rightly frozen layers: one false alarm there costs all
marks. Grading plants them at other places.
"""


# %% exercise="freeze_lint"
INVENTED = ("requires_grad", "require_grad", "requires_grad_", "trainable", "frozen")


def freeze_lint(model: nn.Module) -> list[str]:
    """Paths of the invented attributes on the modules and parameters of `model`."""
    ### BEGIN SOLUTION
    owners = [*model.named_modules(), *model.named_parameters()]
    return [
        f"{path}.{name}" if path else name
        for path, owner in owners
        for name in INVENTED
        if name in vars(owner)
    ]
    ### END SOLUTION


# %% check="freeze_lint" points=17
check("freeze_lint", freeze_lint)

# %% [markdown]
"""
### Exercise 2.4 · `true_statements` (1 line)

Somebody wants to freeze `layer1`:

```python
for param in model.layer1.parameters():
    param.grad = False
```

Which of these statements are true?

* **A** `.grad` holds a tensor or `None`; it is not a flag.
* **B** The line switches gradients off.
* **C** `parameters()` does not exist.
* **D** `requires_grad` is what should be set.
* **E** The line raises an exception.

Return the letters of *all* true ones as a set, such as `{"B", "C"}`. An answer key that went with
this question names a single letter; you need not agree. The check tries out every statement.
A wrong letter takes back what a right one earns.
"""


# %% exercise="true_statements"
def true_statements() -> set[str]:
    """The letters of the true statements."""
    ### BEGIN SOLUTION
    return {"A", "D", "E"}
    ### END SOLUTION


# %% check="true_statements" points=8
check("true_statements", true_statements)

# %% [markdown]
"""
## Six more, in brief

You will meet these, too. Three are loud: a method without its underscore, a method that was not
called, and a flag on a layer that has not seen a batch yet and so has no weight.
"""

# %% tags=["demo"]
LOUD = {
    "layer.requires_grad(False)": lambda: nn.Linear(2, 2).requires_grad(False),
    "for p in model.parameters:": lambda: list(nn.Linear(2, 2).parameters),
    "a LazyLinear, at once": lambda: nn.LazyLinear(2).requires_grad_(False),
}
for title, act in LOUD.items():
    try:
        act()
    except (AttributeError, TypeError, ValueError) as problem:
        print(f"{title:27} {type(problem).__name__}")

# %% [markdown]
"""
Three are silent. Freeze a *copy*, and the original learns on. Give one model two names, as in
`teacher = student`, and freezing the teacher freezes the student. And some layers compute their
weight from parameters of other names: a test for names that end in `weight` finds nothing there.
"""

# %% tags=["demo"]
student = two_linear(seed=0)
copy.deepcopy(student).requires_grad_(False)
print("after freezing a copy, frozen here:", len(frozen_names(student)))

teacher = student
teacher.requires_grad_(False)
print("after freezing the teacher, frozen in the student:", len(frozen_names(student)))

print("names:", [name for name, _ in weight_norm(nn.Linear(2, 2)).named_parameters()])

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("02_silent_failures")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_02" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("02_silent_failures", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_02 = graded_quiz("02_silent_failures", learner, answers)

# %% check="quiz_02" points=20
check("quiz_02", quiz_02)

# %% [markdown]
"""
## What you can now do

* Sort wrong freezes into loud, silent and partial ones.
* Repair each of them with a small edit.
* Say why Python lets one invent attributes, and find those that somebody invented.
* Write the check before the freeze, and see it fail first.

Three sentences to keep:

1. The flag lives on each parameter: not on modules, not on views, not on `.grad`.
2. Silence is no sign of success, and neither is a falling loss.
3. A check that cannot fail proves nothing.

Lesson 3 is about choosing the right layers, by name.

## Further reading

* PyTorch documentation, "Autograd mechanics", the section on setting `requires_grad`.
* PyTorch documentation, `torch.Tensor.requires_grad`, `torch.Tensor.requires_grad_`,
  `torch.nn.Module.requires_grad_` and `torch.Tensor.grad`.
* PyTorch documentation, `torch.nn.Module.state_dict`, with its argument `keep_vars`.
* PyTorch issue 72332 is about exactly the slip of patient 4, and still open.
* Everything else that this lesson claims is printed by one of its own cells.
"""
