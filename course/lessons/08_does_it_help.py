# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 8 · Ask what freezing was compared with

Did freezing help? The question has no answer until you say: compared with what?
In this lesson you set up a comparison in which only the freeze differs, decide it from paired
seeds, and meet one transfer in which freezing does harm.

It takes about 70 minutes: reading and watching 25, five exercises 38, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## The story

The team of the photo app has a network that read 4 000 handwritten digits of one collection, MNIST.
Now it gets digits of another collection: other writers, another scanner, and *very* few labels. The
team froze the body, trained a new head, and was pleased. "Freezing works", says the report.

We are going to write that report too, find the flaw in it, and write it again.
"""

# %%
import copy
import re
from itertools import combinations
from math import sqrt
from statistics import fmean, stdev

import torch
from torch import nn

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course import comparison, forgetting, negative_transfer
from course.bending import bending
from course.comparison_figures import over_labels, slopes, two_tests
from course.controls import results_board
from course.starts import with_new_weights
from course.training import accuracy, fit

torch.set_num_threads(1)

# %% [markdown]
"""
## Part 1 · A transfer that works

Four ways to learn the new digits. All have the same architecture, the same labels, the same images
to choose their learning rate on, and the same test.

| name | body | what learns |
|---|---|---|
| scratch | random | everything |
| random frozen | random | the head |
| LP | pretrained | the head |
| FT | pretrained | everything, at one rate |

*LP* stands for linear probe: a linear head on a frozen body. *FT* is fine-tuning. Scratch and
random frozen are **controls**. Without the first you cannot say that the old network helped.
Without the second you cannot say that what it *learned* helped: any frozen body leaves few numbers
to train.

**Guess first.** With 1 label per class, ten labelled images in all: which of the four does best on
new images of the target collection?
"""

# %% practice="guess-best-start"
### BEGIN SOLUTION
guess = "LP"
### STARTER
# guess = None  # "scratch", "random frozen", "LP" or "FT"
### END SOLUTION

# %% tags=["demo"]
results = comparison.shipped_results()
labels = results["labels"]
FOUR = ("scratch", "random frozen", "LP", "FT")
best = max(FOUR, key=lambda method: labels["1"][method]["id"]["mean"])
reveal(guess, best, options=FOUR)

# %% [markdown]
"""
This is one seed, run on your machine now. *ID* is the accuracy on the target's own test images, in
distribution. *OOD*, out of distribution, asks the same trained network about MNIST images: digits
as well, from the collection that it was *not* tuned on.
"""

# %% tags=["demo", "nbval-ignore-output"]
live = comparison.one_seed(per_class=1, seed=0)
for method in FOUR:
    print(f"{method:14} ID {live[method]['id']:.3f}   OOD {live[method]['ood']:.3f}")

# %% [markdown]
"""
One seed is an anecdote, and in a single seed any two methods may change places. Here are eight,
each with a body that was pretrained anew, made by `python -m course.comparison`. Every method
tried two to six rates and numbers of steps, and kept what did best on 200 *validation* images. The
test images were looked at once.
"""

# %% tags=["demo", "nbval-ignore-output"]
over_labels(labels, FOUR)

# %% tags=["demo"]
for count, methods in labels.items():
    for method in FOUR:
        score = {key: methods[method][key] for key in ("id", "ood")}
        said = [f"{key.upper()} {r['mean']:.3f} ± {r['spread']:.3f}" for key, r in score.items()]
        print(f"{count:>2} per class  {method:14} {'   '.join(said)}")

# %% [markdown]
"""
Read the table with two questions.

* *Did the old network help?* LP against scratch: plainly at 1 and 3 labels, hardly at 10.
* *Was it what the network had learned?* LP against random frozen: yes, by 15 to 25 points.

A word on OOD here. The body of LP has learned from MNIST, so its OOD score holds two things that
this experiment cannot tell apart: how well features stand a change of collection, and how well the
old collection is remembered. Scratch has never seen MNIST.

The spreads are wide, and they mislead. Each is the spread of *one* method over seeds, and a seed
with easy labels is easy for all methods. So do not compare two means with two spreads. Compare the
two numbers of *one seed*, eight times. That is what pairing means.

### Exercise 8.1 · `paired_verdict` (about 9 lines)

Lists `a` and `b` hold one accuracy per seed, in the same order of seeds. Return `"better"` if `a`
beats `b`, `"worse"` if `b` beats `a`, and else `"no evidence"`, by this rule on the differences
`a - b`:

1. at least 7 in 8 of the seeds differ in the *same* direction (a tie is no direction), and
2. the mean difference is larger, in that direction, than its standard error: the sample standard
   deviation of the differences (`statistics.stdev`), divided by the square root of their number.

The check asks about columns of this lesson and others: 5, 8 or 16 seeds, ties, outliers, columns
whose seeds differ far more than the methods do.
"""


# %% exercise="paired_verdict"
def paired_verdict(a: list[float], b: list[float]) -> str:
    """Whether `a` is better or worse than `b`, seed by seed, or whether there is no evidence."""
    ### BEGIN SOLUTION
    differences = [x - y for x, y in zip(a, b, strict=True)]
    enough = 7 / 8 * len(differences)
    error = stdev(differences) / sqrt(len(differences))
    mean = fmean(differences)
    if sum(d > 0 for d in differences) >= enough and mean > error:
        return "better"
    if sum(d < 0 for d in differences) >= enough and mean < -error:
        return "worse"
    return "no evidence"
    ### END SOLUTION


# %% check="paired_verdict" points=15
check("paired_verdict", paired_verdict)

# %% [markdown]
"""
The rule is strict and simple: with 8 seeds, one may disagree. A method without any effect passes
its first half, in one direction or the other, in 18 of 256 cases, 7 in 100. Ask about enough
pairs, and some verdicts will be luck.

Your function on the table, with the mean difference in points and the seeds in which the first one
wins:
"""


# %% tags=["demo"]
def verdicts(one: str, other: str, key: str = "id") -> None:
    for count, methods in labels.items():
        a, b = (methods[method][key]["values"] for method in (one, other))
        gap = 100 * fmean(x - y for x, y in zip(a, b, strict=True))
        wins = sum(x > y for x, y in zip(a, b, strict=True))
        said = f"{one} - {other}, {key.upper()}, {count} per class"
        print(f"{said:36} {gap:+6.1f}   {wins}/8   {paired_verdict(a, b)}")


verdicts("LP", "scratch")
verdicts("LP", "FT")
verdicts("LP", "FT", "ood")

# %% [markdown]
"""
LP against FT is the comparison that everybody makes: frozen against tuned. With 1 label per class
freezing wins by 6 points, and out of distribution by 13 points and more at every number of labels,
in all eight seeds.

"Freezing beats fine-tuning, most of all where data are few or foreign." That is the report. Would
you sign it?
"""

# %% [markdown]
"""
## Part 2 · Was it the freezing?

Look at what the runs *were*, not at what they reached: the rates and steps that each method chose
most often with 1 label per class.
"""

# %% tags=["demo"]
for method in ("LP", "FT"):
    pace = comparison.commonest_pace(labels["1"][method]["chosen"])
    body = "frozen" if pace.lr_body is None else pace.lr_body
    print(f"{method}: head {pace.lr_head}, body {body}, {pace.steps} steps")

# %% [markdown]
"""
The two differ in the freeze, yes. They differ in something else, too: LP's head learns ten times as
fast as FT's. FT has one rate for two jobs, a new head that has to go far and a body that is nearly
right. LP was spared that choice. So the pair does not show what freezing does.

### Exercise 8.2 · `unfair_pairs` (about 9 lines)

`runs` is a list of records, dicts with the same keys:

| key | what it says |
|---|---|
| `name` | the name of the run |
| `checkpoint` | where the body came from |
| `frozen` | the list of frozen blocks |
| `lr_head`, `lr_body` | learning rates; `lr_body` is None where the whole body is frozen |
| `steps`, `labels`, `seed` | steps of training, labels per class, the seed of everything drawn |
| `chosen_on` | the images that the rates were chosen on |
| `mode` | the mode in which the accuracy was measured |
| `accuracy` | what came of it |

Return the set of all pairs `(name, name)` that differ in more than the freeze: in any setting
besides `frozen`. Either order of the two names will do. A frozen body has no rate, so `lr_body`
counts only where *both* runs have one.

The check asks about lists in which one setting differs, about a list of fair pairs, and about the
methods of this lesson.
"""


# %% exercise="unfair_pairs"
def unfair_pairs(runs: list[dict]) -> set[tuple[str, str]]:
    """The pairs of names of runs that differ in more than what was frozen."""
    ### BEGIN SOLUTION
    settings = {"checkpoint", "lr_head", "steps", "labels", "seed", "chosen_on", "mode"}
    found = set()
    for one, other in combinations(runs, 2):
        compared = set(settings)
        if one["lr_body"] is not None and other["lr_body"] is not None:
            compared.add("lr_body")
        if any(one[key] != other[key] for key in compared):
            found.add((one["name"], other["name"]))
    return found
    ### END SOLUTION


# %% check="unfair_pairs" points=15
check("unfair_pairs", unfair_pairs)

# %% [markdown]
"""
So give FT what LP had: a head with a rate of its own. **FT2** tunes everything, the head at 0.01,
the body at 0.001, 0.0003 or 0.0001, chosen on the same validation images. And another cure,
**LP-FT**: first LP, then thaw the body and tune everything for 60 more steps. Here too the body
meets a head that knows its job.
"""

# %% tags=["demo"]
verdicts("LP", "FT2")
verdicts("LP", "FT2", "ood")
verdicts("FT2", "FT")
verdicts("LP-FT", "FT2")

# %% [markdown]
"""
With 1 label per class the advantage of freezing has gone: from +6.3 points to +0.4, and out of
distribution from +14.3 to +0.9, no evidence for either. With 10 labels FT2 beats LP in every seed.
What is left of the report is one line: out of distribution, with 3 labels per class, LP is 4 points
better than FT2.

**The first comparison was unfair, and we made it.** Its numbers were right, its rates were chosen
with care, its seeds were paired. What it compared was not freezing and tuning. It was a head that
could run ahead, and one that was tied to the pace of its body.

The figure shows the same with 1 label per class: one arrow leads from FT to FT2, and there LP is.
"""

# %% tags=["demo", "nbval-ignore-output"]
TRANSFERS = ("LP", "FT", "FT2", "LP-FT")
two_tests({method: labels["1"][method] for method in TRANSFERS}, arrow=("FT", "FT2"))

# %% [markdown]
"""
All pairs at hand, in distribution. For which numbers of labels may you say that FT2 beats FT? And
which methods does the one with the best mean *not* beat, by the rule?
"""

# %% tags=["demo", "nbval-ignore-output"]
in_distribution = {n: {m: r["id"] for m, r in row.items()} for n, row in labels.items()}
results_board(in_distribution, what="labels per class", pair=("LP", "FT"))

# %% [markdown]
"""
What did the slow head do? While a new head is still random, the gradients that it hands down are
about a wrong task, and the body follows them. The next run keeps the *body's* rate the same three
times, 0.001 for 60 steps, and changes the head only. It prints how far the body's features were
bent: the size of their change, as a share of their size before.
"""

# %% tags=["demo", "nbval-ignore-output"]
for seed in range(3):
    print(f"seed {seed}:", *(f"{head}: {far:.2f}." for head, far in bending(seed).items()))

# %% [markdown]
"""
Same body, same rate of the body, same images: the slow random head bends it farthest. So there are
two cures of the same illness: train the head first, or let it run ahead. Freezing is the first of
them, for a while or for good.

### Exercise 8.3 · `compare` (about 16 lines)

Set up the comparison yourself, in miniature. `base` is a small pretrained network with a `body`
and a `head`; its body holds a BatchNorm layer. `X`, `y` are one example per class. Return a dict of
five trained networks:

| name | begins with | learns |
|---|---|---|
| `"scratch"` | new weights everywhere | everything at 0.01 |
| `"random frozen"` | the same new weights as `"scratch"` | the head at 0.01 |
| `"LP"` | the body of `base`, a new head | the head at 0.01 |
| `"FT2"` | the same body and new head as `"LP"` | the head at 0.01, the body at 0.001 |
| `"LP-FT"` | what `"LP"` has become | everything at 0.001 |

Train for 60 steps each, `"LP-FT"` for 30 more. `with_new_weights(module, seed)` copies a module and
draws its weights anew. `fit(net, X, y, steps=..., lr_head=..., lr_body=...)` trains what asks for a
gradient, in the mode it is in; your own loop with an optimizer of `torch.optim` will do as well.

A frozen body holds still as in lesson 5, statistics too, and comes back with its flags off.
All five come back in eval mode. They share no tensor with each other or with `base`, and `base`
stays as it was. The check takes down every optimizer step, and asks your networks about examples
that you never get. A score that you state yourself counts for nothing.
"""


# %% exercise="compare"
def compare(base: nn.Module, X: torch.Tensor, y: torch.Tensor, seed: int) -> dict[str, nn.Module]:
    """Five networks that learned (X, y), from the same beginnings, with different freezes."""
    ### BEGIN SOLUTION
    nets = {name: with_new_weights(base, seed) for name in ("scratch", "random frozen")}
    for name in ("LP", "FT2"):
        nets[name] = copy.deepcopy(base)
        nets[name].head = with_new_weights(base.head, seed)
    for name in ("random frozen", "LP"):
        nets[name].body.requires_grad_(False).eval()
    for name, net in nets.items():
        slow = 1e-3 if name == "FT2" else 1e-2
        fit(net, X, y, steps=60, lr_head=1e-2, lr_body=slow)
    nets["LP-FT"] = copy.deepcopy(nets["LP"]).requires_grad_(True)
    fit(nets["LP-FT"], X, y, steps=30, lr_head=1e-3)
    return {name: net.eval() for name, net in nets.items()}
    ### END SOLUTION


# %% check="compare" points=25
check("compare", compare)

# %% [markdown]
"""
## Part 3 · A transfer that fails

Now everything seems even closer. One collection only: scikit-learn's digits. The body learns to
tell 0, 1, 2, 3, 4 apart, and gets 99 % of them right. Then 5, 6, 7, 8, 9 come. Same writers, same
scanner, same kind of shapes. Rates are chosen on validation, as before.

**Guess first.** With 3 labels per class: does the frozen body (LP) do better than a network that
starts from scratch, or worse, by the rule? Or is there no evidence?
"""

# %% practice="guess-new-digits"
### BEGIN SOLUTION
second_guess = "worse"
### STARTER
# second_guess = None  # "better", "worse" or "no evidence"
### END SOLUTION

# %% tags=["demo", "nbval-ignore-output"]
failed = negative_transfer.shipped_results()
for method, reached in negative_transfer.one_seed(per_class=3, seed=0).items():
    if second_guess is not None:
        print(f"{method:14} {reached:.3f}")

# %% tags=["demo"]
lp, scratch = (failed["labels"]["3"][method]["values"] for method in ("LP", "scratch"))
wins = sum(a > b for a, b in zip(lp, scratch, strict=True))
measured = "worse" if wins == 0 else f"better in {wins} of {len(lp)} seeds"
reveal(second_guess, measured, options=("better", "worse", "no evidence"))
if second_guess is not None:
    for count, methods in failed["labels"].items():
        said = [f"{name} {r['mean']:.2f} ± {r['spread']:.2f}" for name, r in methods.items()]
        print(f"{count:>2} per class: {', '.join(said)}")

# %% [markdown]
"""
The frozen body loses to scratch in all eight seeds, at every number of labels, by 13 to 20 points.
It is no better than *random* features; with 3 labels it is worse than those, in seven seeds of
eight.

What happened? To tell five digits apart, a body may throw away everything that they have in common
or do not need. What it threw away is what the other five need, and freezing keeps it thrown away.
Images that look alike are not enough: the *task* decides what the features keep.

Look at the others, too. The figure has the transfer that works on the left, the one that fails on
the right, each with 3 labels per class.
"""

# %% tags=["demo", "nbval-ignore-output"]
slopes(
    {method: score["id"] for method, score in labels["3"].items()},
    failed["labels"]["3"],
    ("MNIST to digits", "digits 0-4\nto digits 5-9"),
)

# %% [markdown]
"""
FT2, the fair winner of part 2, loses to FT here: its slow body holds on to what it should give up.
Freezing and slow rates are one family. They say "the old features are right". That is a statement
about two tasks, and no method can make it for you. Only the comparison with scratch can.

## Part 4 · What target metrics cannot see

All numbers of the new task rise when a network is tuned. Does it pay for that? Keep the old head
this time, the classes are the same ten, and tune everything on the new digits.
"""

# %% tags=["demo", "nbval-ignore-output"]
for when, tasks in forgetting.one_seed(per_class=10).items():
    print(f"{when:6}", ", ".join(f"{task} task {value:.3f}" for task, value in tasks.items()))

# %% tags=["demo"]
for count, tasks in forgetting.shipped_results()["labels"].items():
    said = [f"{task} task {r['mean']:.3f} ± {r['spread']:.3f}" for task, r in tasks.items()]
    print(f"{count:>2} labels per class: {', '.join(said)}")

# %% [markdown]
"""
With every label the new task gains, and the old one loses: from .93 to .78 with ten labels per
class. Nothing in the validation loss or accuracy of the new task says so. They are about other
images. Forgetting shows where it happens: on held-out data of the *old* task.

Read the first rows once more, for a control that we forgot. The network that nobody trained gets
.62 of the new digits right, and tuned with its *old* head on one label per class .81: more than
every method of part 1 and 2, which threw that head away. We did so because in most transfers the
classes are new. Here they are not, and then the old head belongs into the comparison.

The methods of parts 1 and 2 have new heads. To ask what their *bodies* still know, put the old
head back. A body that was frozen, statistics and all, cannot forget: its row is what the network
had before.
"""

# %% tags=["demo"]
print(f"before: {results['before']['old']['mean']:.3f}")
for method in TRANSFERS:
    kept = [f"{n[method]['old']['mean']:.3f} ± {n[method]['old']['spread']:.3f}"
            for n in labels.values()]  # fmt: skip
    print(f"{method:5} old head back, with 1, 3, 10 labels per class: {', '.join(kept)}")

# %% [markdown]
"""
### Exercise 8.4 · `forgotten` (about 4 lines)

`base` knows the old task. `tuned` began as a copy of it and has a new head and a body that may have
changed. Return the accuracy on the old task (`X_old`, `y_old`) that was lost: that of `base`, less
that of the tuned body with the *old* head. Measure in eval mode. Both networks have a `body` and a
`head`, and stay as they came: heads, values, flags, and each part in its mode.

The check has a body whose weights moved, one whose statistics drifted, one that gained, where the
answer is negative, and one that was frozen: exactly 0.
"""


# %% exercise="forgotten"
def forgotten(base: nn.Module, tuned: nn.Module, X_old: torch.Tensor, y_old: torch.Tensor) -> float:
    """The accuracy on the old task that the body of `tuned` has lost."""
    ### BEGIN SOLUTION
    remembering = copy.deepcopy(tuned)
    remembering.head = copy.deepcopy(base.head)
    return accuracy(base, X_old, y_old) - accuracy(remembering, X_old, y_old)
    ### END SOLUTION


# %% check="forgotten" points=15
check("forgotten", forgotten)

# %% [markdown]
"""
## Part 5 · A test that helped to choose

One thing makes every comparison above worthless: a test set that took part. It happens without bad
intent, and the numbers look good.

* A threshold, a rate or the moment to stop is chosen by the test score. The best of many tries on
  the test images is partly luck, and the luck is reported.
* A scaler is fitted to all images before the split.
* Changed copies of images are added before the split. Then an image is in the training set and its
  copy in the test set, and remembering passes for generalising.

Using the test set is not the leak. *Deciding* by it is.

### Exercise 8.5 · `leaks` (about 7 lines)

`script` is a list of about 25 lines of code. Return the set of the numbers of the lines that leak;
the first line is number 1. The script is read, not run. All you need to know of it:

| in the code | what it is |
|---|---|
| `fit_...(...)`, `choose_...(...)` | learns or chooses something from the images that it is given |
| `add_copies(images)` | the images, and changed copies of them |
| every other function | looks, applies or reports; it decides nothing |
| `everything` | all images, before the split and still afterwards |
| a name with the word `test` in it, such as `test` or `new_test` | test images |

So a line leaks if it learns or chooses from test images or from `everything`, or adds copies to
`everything`. Words are joined by `_`; `fastest_rate` is about no test. What stands behind `#` is
not run. A leak may hide in an argument: `fit_head(head, train, rate, stop_on=...)`.

The check draws scripts with one leak each, one without a leak, and one with all of them.
"""


# %% exercise="leaks"
def leaks(script: list[str]) -> set[int]:
    """The numbers of the lines in which test images decide something."""
    ### BEGIN SOLUTION
    found = set()
    for number, line in enumerate(script, start=1):
        words = set(re.findall(r"[a-z]+", line.partition("#")[0]))
        decides = words & {"fit", "choose", "copies"}
        if decides and words & {"test", "everything"}:
            found.add(number)
    return found
    ### END SOLUTION


# %% check="leaks" points=10
check("leaks", leaks)

# %% [markdown]
"""
## What the papers say

Kumar and others compared linear probing and fine-tuning on ten data sets: on average fine-tuning
was 2 points better in distribution and 7 points *worse* out of distribution. Probing first and
tuning then was better than tuning alone on both, by 1 and by 10 points. Our ten labels per class
have the same shape: FT is 1.6 points above LP in distribution and 13.5 below it out of it; LP-FT is
11.4 above FT out of distribution, and in distribution there is no evidence of a difference. Our FT2
adds the other cure, a head that runs ahead.

Two sentences that you may read elsewhere, beside our numbers:

* "With few labels, training only the last layers overfits." Here the frozen body does *best* with
  the fewest labels, and falls behind with ten. It has 650 numbers to fit, FT has 22 954.
* "If validation accuracy rises, the model learns the new task without forgetting the old one." In
  part 4 the test accuracy rose with every label, and the model forgot.

And what these experiments do not show: small networks, small images, one pair of collections, rates
from a short list, validation sets more generous than the labels. The *questions* carry over. The
numbers do not.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("08_does_it_help")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_08" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("08_does_it_help", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_08 = graded_quiz("08_does_it_help", learner, answers)

# %% check="quiz_08" points=20
check("quiz_08", quiz_08)

# %% [markdown]
"""
## What you can now do

* Set up a comparison in which only the freeze differs: same checkpoint, head, rates of what learns,
  steps, labels, seeds, mode, and the same images to choose on.
* Use four controls: scratch, random frozen, the source task, and images out of distribution.
* Decide from paired seeds, and say "no evidence" where there is none.
* Recognise a transfer in which the frozen features are the problem.

Three sentences to keep:

1. "Freezing helped" is half a sentence; the other half begins with "compared with".
2. A new head has to learn faster than the body it sits on, or before it.
3. The target's metrics cannot see what was forgotten, nor that scratch would have been better.

Lesson 9 asks which layers to freeze, for which change.

## Further reading

* A. Kumar and others, "Fine-Tuning can Distort Pretrained Features and Underperform
  Out-of-Distribution", 2022: the comparison, a proof for linear networks, and LP-FT.
* J. Yosinski and others, "How transferable are features in deep neural networks?", 2014: random
  frozen layers as a control.
* S. Kornblith, J. Shlens and Q. Le, "Do Better ImageNet Models Transfer Better?", 2019: with rates
  chosen for every method.
* X. Bouthillier and others, "Accounting for Variance in Machine Learning Benchmarks", 2021: what a
  seed should draw, and why to pair.
* scikit-learn documentation, "Common pitfalls and recommended practices", the section on data
  leakage.
* PyTorch documentation, `torch.optim`, "Per-parameter options": two rates in one optimizer.
"""
