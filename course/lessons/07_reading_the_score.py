# ---
# jupyter:
#   jupytext:
#     cell_markers: '"""'
#   kernelspec: {display_name: Python 3, language: python, name: python3}
# ---

# %% [markdown]
"""
# 7 · Read the score before you believe it

A model was frozen, its head was trained, and somebody reports 98 % accuracy. Is that good?
In this lesson you find out what such a number can hide, and what else has to be asked.

It takes about 65 minutes: reading and watching 24, six exercises 34, looking back 7.
Run each cell with Shift+Enter, from the top. Everything runs on this computer, offline.
"""

# %% [markdown]
"""
## Two numbers from the fraud desk

A bank takes a pretrained network, freezes its body and trains a new head that says *fraud* or *no
fraud*. The report has two lines:

* accuracy 98 %: of 100 payments, 98 are called rightly;
* recall 12 %: of 100 frauds, 12 are found.

Nobody says how rare fraud is.
"""

# %%
import math
import warnings

import numpy as np
import torch
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
)

from autograder import check, explain, graded_quiz, hint, quiz, reveal
from course.controls import threshold_board
from course.data import digits_split
from course.fraud import shipped_results, shipped_scores
from course.fraud_scores import best_f1_threshold, outcome, ranking
from course.gauges import one_label_per_class, rare_nines, read_while_training
from course.metric_figures import Curve, ranking_curves, two_layouts, what_two_numbers_allow
from course.metrics import at_prevalence, f1_gained_by_looking, implied_precision, simulated_rows
from course.models import fresh_head, pretrained_small_net
from course.training import accuracy, fit

torch.set_num_threads(1)

# %% [markdown]
"""
**Guess first.** What is the largest share of frauds that these two numbers allow, in percent: 88,
12 or 2.27? Or can it not be known? Then put "unknown" into the next cell.
"""

# %% practice="guess-largest-share"
### BEGIN SOLUTION
guess = 2.27
### STARTER
# guess = None  # 88, 12, 2.27 or "unknown"
### END SOLUTION

# %% tags=["demo"]
rows = 10_000
errors_allowed = round((1 - 0.98) * rows)
possible = [frauds for frauds in range(rows) if (1 - 0.12) * frauds <= errors_allowed]
reveal(guess, round(100 * max(possible) / rows, 2), options=(88, 12, 2.27, "unknown"))

# %% [markdown]
"""
The cell tried every number of frauds among 10 000 payments. Each missed fraud is an error, and
98 % accuracy leaves only 200 errors. With 228 frauds, 12 % recall would already miss 201.

So the two numbers say more than they seem to. You will soon see that they say something worse, too.

## Four counts, two layouts

Start with a rounder example. A model looks at 100 positives and 100 negatives. It finds 85 of the
positives and misses 15. Of the negatives, it leaves 90 in peace and calls 10 positive.

Four counts have four names: *TP* true positives (hits), *FN* false negatives (missed), *FP* false
positives (false alarms), *TN* true negatives. Arranged in a square they are a **confusion matrix**.
Many pages print positives first. scikit-learn sorts the labels, so 0 comes first.
"""

# %% tags=["demo", "nbval-ignore-output"]
two_layouts(tn=90, fp=10, fn=15, tp=85)

# %% tags=["demo"]
y = np.array([1] * 100 + [0] * 100)
said = np.array([1] * 85 + [0] * 15 + [1] * 10 + [0] * 90)

print(confusion_matrix(y, said))
print("as one row:", confusion_matrix(y, said).ravel())

# %% [markdown]
"""
Unpack that row as `tn, fp, fn, tp`. Nothing complains if you take it for TP, FN, FP, TN; your
"recall" is then the share of *negatives* that were left in peace. Five ratios have names:

| name | ratio | question | here |
|---|---|---|---|
| accuracy | (TP + TN) / all | how many answers are right? | .875 |
| precision | TP / (TP + FP) | how many alarms are real? | .895 |
| recall | TP / (TP + FN) | how many positives are found? | .850 |
| specificity | TN / (TN + FP) | how many negatives are left in peace? | .900 |
| F1 | 2 TP / (2 TP + FP + FN) | precision and recall in one number | .872 |
"""

# %% tags=["demo"]
for name, score in (("precision", precision_score), ("recall", recall_score), ("F1", f1_score)):
    print(f"{name:9} {score(y, said):.3f}   arguments swapped: {score(said, y):.3f}")
print(f"F1 with average='micro': {f1_score(y, said, average='micro'):.3f}")

# %% [markdown]
"""
Two more silent slips. Swap the arguments, and precision and recall change places; F1 does not
notice. And *micro*-averaged F1 over two classes is nothing but accuracy under another name.

What if the model never says yes? Then there are no alarms, and the precision is 0/0. scikit-learn
warns and gives 0, which looks like "all alarms were false". There is no right number, and "not a
number" says so: `nan`.
"""

# %% tags=["demo"]
never = np.zeros_like(y)
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    print("precision without an alarm:", precision_score(y, never))
print("scikit-learn says:", heard[0].category.__name__)
print("with zero_division=nan:", precision_score(y, never, zero_division=np.nan))

# %% [markdown]
"""
### Exercise 7.1 · `scores_from_counts` (about 10 lines)

Return a dict with the keys `accuracy`, `precision`, `recall`, `specificity` and `f1`, each the
ratio in the table above, not rounded. Where the sum below the line is 0, the value is `math.nan`;
that holds for a matrix with nothing in it, too.

The check hands over five drawn matrices, and six in which rows or columns are empty. It compares
each ratio. Grading draws others.
"""


# %% exercise="scores_from_counts"
def scores_from_counts(tn: int, fp: int, fn: int, tp: int) -> dict[str, float]:
    """Accuracy, precision, recall, specificity and F1 of four counts; NaN for 0/0."""

    ### BEGIN SOLUTION
    def ratio(part: int, whole: int) -> float:
        return part / whole if whole else math.nan

    return {
        "accuracy": ratio(tn + tp, tn + fp + fn + tp),
        "precision": ratio(tp, tp + fp),
        "recall": ratio(tp, tp + fn),
        "specificity": ratio(tn, tn + fp),
        "f1": ratio(2 * tp, 2 * tp + fp + fn),
    }
    ### END SOLUTION


# %% check="scores_from_counts" points=15
check("scores_from_counts", scores_from_counts)

# %% [markdown]
"""
## The same model in another place

Precision .895, recall .85: the model still predicts well after freezing, one may think. But half
of these rows were positive. Take *the same model* to a place where positives are rarer. It still
finds 85 % of the positives and alarms on 10 % of the negatives. What share of rows is positive, the
**prevalence**, is not its doing.
"""

# %% tags=["demo"]
print("prevalence  precision  accuracy  always 'no'")
for prevalence in (0.5, 0.1, 0.02, 0.002):
    rates = at_prevalence(0.85, 0.10, prevalence)
    print(
        f"{prevalence:9.1%} {rates.precision:10.3f} {rates.accuracy:9.3f} {rates.always_no:11.3f}"
    )

# %% [markdown]
"""
At 2 % six of seven alarms are false, and somebody who always says "no" is right more often: .980
against .899. Accuracy alone cannot tell a good model from a lazy answer.

The same happens when a validation set is *balanced* for convenience. Here are 2 000 rows with 5.5 %
positives, and the same rows with only as many negatives as positives.
"""

# %% tags=["demo"]
draws = np.random.default_rng(0)
natural = simulated_rows(2000, prevalence=0.05, draws=draws)
alarm = (natural.score > 1.5).astype(int)
negatives = draws.choice(np.flatnonzero(natural.y == 0), natural.y.sum(), replace=False)
balanced = np.concatenate([np.flatnonzero(natural.y == 1), negatives])

for name, chosen in (("natural", np.arange(2000)), ("balanced", balanced)):
    truth, calls = natural.y[chosen], alarm[chosen]
    kept = f"recall {recall_score(truth, calls):.3f}"
    print(f"{name:8} {kept}, precision {precision_score(truth, calls):.3f}")

# %% [markdown]
"""
Recall stays, precision goes from one alarm in three to nine in ten. Validate at the prevalence at
which the model will be used, or weigh the rows accordingly.

## What two numbers force

Back to the fraud desk. Let *p* be the prevalence, *a* the accuracy, *r* the recall.

* The missed positives are (1 - r) · p of all rows, and they are errors. All errors are 1 - a. So
  (1 - r) · p ≤ 1 - a, or **p ≤ (1 - a) / (1 - r)**.
* The hits are r · p, and they are right answers. All right answers are a. So r · p ≤ a. This one
  matters only if the recall is larger than the accuracy.
* Somebody who always says "no" has the accuracy 1 - p. To *beat* that, a > 1 - p: **p > 1 - a**.

For 98 % and 12 %: p is at most .02/.88 = 2.27 %, and above 2.00 % if the model is to be better than
nothing. Between these two lies all that it can hope for.
"""

# %% tags=["demo", "nbval-ignore-output"]
what_two_numbers_allow(accuracy=0.98, recall=0.12)

# %% tags=["demo"]
print("prevalence  precision  beats always 'no'")
for prevalence in (0.005, 0.01, 0.015, 0.02, 0.0227):
    precision = implied_precision(0.98, 0.12, prevalence)
    print(f"{prevalence:9.2%} {precision:10.3f}  {1 - prevalence < 0.98}")

# %% [markdown]
"""
Look at the row of 2 %: precision one half, exactly where beating begins. That is no accident. The
model has TP + TN right answers, "always no" has TN + FP. The difference is TP - FP: each hit wins a
row, each false alarm loses one. So **a model beats "always no" exactly when its precision is above
one half**, whatever its recall.

Is it fit for production, then? No: 88 of 100 frauds pass, and at 1 % prevalence nine alarms of ten
would be false. *Why* it is so bad, these numbers do not tell. Four causes look alike: a threshold
in the wrong place, a loss in which the rare class counts little, a head that was not trained to the
end, or frozen layers that do not see what matters. You need more than two numbers to tell them
apart; lesson 12 does it.

### Exercise 7.2 · `prevalence_bound` (about 10 lines)

Return two rates, lower one first, as shares from 0 to 1: between them the prevalence must lie, so
that accuracy and recall are possible *and* the model beats "always no". The upper one is the
largest possible rate, the lower one is that at which "always no" is just as good. If no rate is
between them, return `(math.nan, math.nan)`. A recall of 1 misses nothing: then the missed positives
set no limit. If accuracy or recall is not a number from 0 to 1, NaN among them, raise a ValueError.

The check asks about pairs in which the recall is smaller, larger, 0 and 1, and compares with a
search over all rates in steps of 1/10 000. Grading draws others.
"""


# %% exercise="prevalence_bound"
def prevalence_bound(accuracy: float, recall: float) -> tuple[float, float]:
    """The rates between which both numbers are possible and the model beats "always no"."""
    ### BEGIN SOLUTION
    if not (0 <= accuracy <= 1 and 0 <= recall <= 1):
        raise ValueError("accuracy and recall are shares from 0 to 1")
    high = 1.0
    if recall < 1:
        high = min(high, (1 - accuracy) / (1 - recall))
    if recall > 0:
        high = min(high, accuracy / recall)
    low = 1 - accuracy
    return (low, high) if low < high else (math.nan, math.nan)
    ### END SOLUTION


# %% check="prevalence_bound" points=15
check("prevalence_bound", prevalence_bound)

# %% [markdown]
"""
"Always no" is the lazy answer where positives are rare. Where they are common, it is "always yes".
A model is worth a look only if it beats the better of the two.

### Exercise 7.3 · `beats_baseline` (about 3 lines)

Return True if the model with these counts gives more right answers than "always no" *and* than
"always yes" on the same rows, else False. A tie is no win, and an empty matrix beats nothing.

The check hands over matrices with rare and with common positives, and ties. Each kind counts as a
whole, so guessing earns nothing. Grading draws others.
"""


# %% exercise="beats_baseline"
def beats_baseline(tn: int, fp: int, fn: int, tp: int) -> bool:
    """Whether these counts hold more right answers than either lazy answer."""
    ### BEGIN SOLUTION
    return tn + tp > max(tn + fp, fn + tp)
    ### END SOLUTION


# %% check="beats_baseline" points=10
check("beats_baseline", beats_baseline)

# %% [markdown]
"""
## A dial and an engine

One often reads that freezing trades recall for precision: the frozen layers keep what they know, so
alarms stay reliable, but new patterns are missed. Two things are mixed up there.

* The **threshold** is a dial. A model gives scores, and whatever reaches the threshold is called
  positive. Turn it down, and more positives are found among more false alarms. That *moves along a
  curve*.
* **What is frozen** changes the engine. Other weights give other scores: *another curve*.

Here are three models of the fraud desk that differ in what was frozen: only the head learned,
the last block too, or everything. The test set is weighted so that frauds weigh 2 %. A curve
shows precision and recall for every threshold; two thresholds are marked on it.
"""

# %% tags=["demo", "nbval-ignore-output"]
models = shipped_scores()["new"]
shown = ("2 frozen, head trained", "4 last block thawed", "5 everything thawed")
curves = {}
for name in shown:
    validation, test = models[name]["validation"], models[name]["test"]
    tuned = best_f1_threshold(validation["y"], validation["score"])
    marked = {"probability one half": 0.0, "best F1 on validation": tuned}
    curves[name] = Curve(**test, thresholds=marked)
ranking_curves(curves)

# %% [markdown]
"""
**Average precision** sums up a whole curve: the mean precision over all recalls, here at 2 %
prevalence. It judges the *ranking*, without any threshold. Ranking at random gives the prevalence,
.02.
"""

# %% tags=["demo"]
for name in shown:
    test = models[name]["test"]
    print(f"{name:22} average precision {ranking(**test):.2f}")
    for label, threshold in curves[name].thresholds.items():
        at = outcome(**test, threshold=threshold)
        print(f"    {label:22} recall {at.recall:.2f}, precision {at.precision:.2f}")

# %% [markdown]
"""
Turn the dial yourself, for the model with only its head trained. Where does it beat "always no",
and what is its precision there? Then take the same threshold to 50 % positives: which rows change?
Each error costs 1 here, so the cost per row is the share of wrong answers.
"""

# %% tags=["demo", "nbval-ignore-output"]
dial = models["2 frozen, head trained"]["test"]
threshold_board(dial["score"], dial["y"], prevalence=0.02)

# %% [markdown]
"""
The dots of one model trade one quantity for the other. Between the models there is no trade: where
more was thawed, the curve lies higher, and *both* can be better.

That is one seed, and a task that is new to the frozen body: it has never seen such frauds. Here is
the average precision over eight seeds, and beside it that of a body which has seen some:
"""

# %% tags=["demo"]
cases = shipped_results()["cases"]
for name in shown:
    told = []
    for case in ("new", "known"):
        result = cases[case][name]["average precision"]
        told.append(f"{case} to the body {result['mean']:.2f} ± {result['spread']:.2f}")
    print(f"{name:22} {', '.join(told)}")

# %% [markdown]
"""
Freezing costs most of the ranking where the task is new, and little where the body knows it.
Lesson 12 makes use of that.

So somebody tells you: "Our spam filter was frozen. Precision stayed, recall fell, because new kinds
of spam cannot be learned." It may be true. Ask for three numbers that would show it: the recall for
each *kind* of spam, the average precision, and the recall at one fixed precision. If the ranking is
as good as before, it was only the dial.

### Which curve?

ROC-AUC is a popular summary: the chance that a random positive scores higher than a random
negative. It weighs both classes alike. With rare positives it looks fine while most alarms are
false. These are the 2 000 rows from above:
"""

# %% tags=["demo"]
print(f"ROC-AUC of the scores:    {roc_auc_score(natural.y, natural.score):.3f}")
print(f"average precision:        {average_precision_score(natural.y, natural.score):.3f}")
print(f"ROC-AUC of the decisions: {roc_auc_score(natural.y, alarm):.3f}")

# %% [markdown]
"""
The last line is a slip: it ranks *decisions*, which know only two ranks. Hand over scores.

### From output to decision

Networks of this course end in *logits*: any number, not a probability. Three slips turn them into
wrong decisions, and none raises an error.
"""

# %% tags=["demo"]
logits = torch.tensor([[2.0], [0.3], [-1.0], [0.4]])
truth = torch.tensor([1.0, 1.0, 0.0, 1.0])

print("right:             ", (logits.squeeze(1) >= 0).int().tolist())
print("argmax, one column:", logits.argmax(dim=1).tolist())
print("logits > 0.5:      ", (logits.squeeze(1) > 0.5).int().tolist())

decided = (logits >= 0).float()
compared = decided == truth
print("shapes compared:   ", tuple(decided.shape), "with", tuple(truth.shape))
print(
    "                    gives",
    tuple(compared.shape),
    f"and accuracy {compared.float().mean():.3f}",
)

# %% [markdown]
"""
* `argmax` over one column has only column 0 to choose from.
* A logit of .3 is a probability of .57. One half belongs to probabilities, 0 to logits.
* A perfect model gets .625: a column of 4 compared with a row of 4 gives a table of 16. Print
  shapes.

A fourth slip is made long before: measuring in *train mode*, where dropout and BatchNorm give other
outputs (lesson 5). And rows have to lie in one order: a loader that shuffles gives predictions that
belong to other labels.

### Which data choose the threshold?

The threshold is learned from data like a weight. Chosen on the test set, it fits the accidents of
the test set. Here that is tried 200 times: 200 rows with 5 % positives to validate, 200 to test.
"""

# %% tags=["demo"]
gained = f1_gained_by_looking(trials=200)
print(
    f"F1 looks better by {gained.mean():.2f} on average, and in {np.mean(gained > 0):.0%} of trials"
)

# %% [markdown]
"""
Nothing is better about these models; somebody looked. Choose thresholds on validation, look at the
test set once.

### Exercise 7.4 · `threshold_for_recall` (about 10 lines)

Return the highest threshold with which the recall *on these rows* is at least `target`. A row
raises an alarm if its score is equal to the threshold or higher. `scores` are logits, a float
tensor of shape (n,) in no special order; `y` is an int tensor (n,), 1 for positive. Leave both as
they are.

Raise a ValueError where there is no answer: no positives in `y`, a score that is NaN, different
lengths, or a target that is not above 0 and at most 1.

The check asks for ten thresholds, with ties among the scores and with targets that are met exactly,
and tells what one of yours finds on fresh rows. You are given no test set, and need none. Grading
draws others.
"""


# %% exercise="threshold_for_recall"
def threshold_for_recall(scores: torch.Tensor, y: torch.Tensor, target: float) -> float:
    """The highest threshold that finds at least the share `target` of the positives."""
    ### BEGIN SOLUTION
    if len(scores) != len(y):
        raise ValueError("there must be one score for each row")
    if scores.isnan().any() or not 0 < target <= 1 or not (y == 1).any():
        raise ValueError("no threshold fits a NaN, such a target, or rows without positives")
    positives = scores[y == 1].sort(descending=True).values
    for found, score in enumerate(positives.tolist(), start=1):
        if found / len(positives) >= target:
            return score
    ### END SOLUTION


# %% check="threshold_for_recall" points=20
check("threshold_for_recall", threshold_for_recall)

# %% [markdown]
"""
## Scores of many batches

Validation data come in batches. It is tempting to compute the scores of each batch and to average
them. Here are the 2 000 rows once more, in batches of 32.
"""

# %% tags=["demo"]
batches = [(natural.y[i : i + 32], alarm[i : i + 32]) for i in range(0, 2000, 32)]
for name, score in (("precision", precision_score), ("recall", recall_score), ("F1", f1_score)):
    averaged = np.mean([score(*batch, zero_division=0) for batch in batches])
    print(f"{name:9} pooled {score(natural.y, alarm):.3f}, mean of batches {averaged:.3f}")
empty = sum(truth.sum() == 0 for truth, _ in batches)
print(f"batches without a positive: {empty} of {len(batches)}")

# %% [markdown]
"""
The mean of ratios is not the ratio of sums, and a batch without positives has no recall to average.
Add up the counts, divide once.

A batch that holds one class only has another trap. scikit-learn builds its matrix from the labels
it *sees*:
"""

# %% tags=["demo"]
calm = np.zeros(32, dtype=int)
try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tn, fp, fn, tp = confusion_matrix(calm, calm).ravel()
except ValueError as problem:
    print(f"{type(problem).__name__}: {problem}")
print("with labels=[0, 1]:", confusion_matrix(calm, calm, labels=[0, 1]).ravel())

# %% [markdown]
"""
### Exercise 7.5 · `pooled_scores` (about 18 lines)

`batches` is a list of pairs. In each, the classes are an int tensor of shape (n,), and the
probabilities a float tensor of shape (n, 1), as a network with one output and a sigmoid gives them.
A row is called positive from one half on. Return a dict with `accuracy`, `precision`, `recall` and
`f1` over all rows of all batches. 0/0 is `math.nan`; so no batches at all give `nan` four times.

Raise a ValueError if a batch has more of one than of the other, or if a probability is NaN or not
from 0 to 1: then somebody may have handed over logits.

The check uses batches of several sizes, with one row, with one class, and a probability of exactly
one half. Grading draws others.
"""


# %% exercise="pooled_scores"
def pooled_scores(batches: list[tuple[torch.Tensor, torch.Tensor]]) -> dict[str, float]:
    """Accuracy, precision, recall and F1 over all rows of all batches; NaN for 0/0."""
    ### BEGIN SOLUTION
    tn = fp = fn = tp = 0
    for y, probability in batches:
        if len(y) != len(probability):
            raise ValueError("a batch needs one probability for each class")
        if not ((probability >= 0) & (probability <= 1)).all():
            raise ValueError("a probability is a number from 0 to 1")
        positive, alarm = y == 1, probability.flatten() >= 0.5
        tp += int((positive & alarm).sum())
        fn += int((positive & ~alarm).sum())
        fp += int((~positive & alarm).sum())
        tn += int((~positive & ~alarm).sum())
    sums = {
        "accuracy": (tn + tp, tn + fp + fn + tp),
        "precision": (tp, tp + fp),
        "recall": (tp, tp + fn),
        "f1": (2 * tp, 2 * tp + fp + fn),
    }
    return {name: part / whole if whole else math.nan for name, (part, whole) in sums.items()}
    ### END SOLUTION


# %% check="pooled_scores" points=10
check("pooled_scores", pooled_scores)

# %% [markdown]
r"""
## How sure is that recall?

The report rests on few frauds. If 2 of 11 were found, the recall is .18, and one fraud more or less
changes it by .09. Which true recalls would make such a count unsurprising?

The best-known interval takes the share that was seen, p̂, and adds z = 1.96 standard errors to each
side. With 0 of 11 found, its standard error is 0: it claims to be certain. **Wilson's interval**
asks differently. It holds all recalls from which p̂ is at most z standard errors away, each with the
standard error that *it* would have. With *n* positives its ends are

$$\frac{\hat p + \frac{z^2}{2n} \;\pm\; z\,\sqrt{\frac{\hat p\,(1-\hat p)}{n} + \frac{z^2}{4n^2}}}
{1 + \frac{z^2}{n}}$$

| found | Wilson, z = 1.96 |
|---|---|
| 2 of 11 | .051 to .477 |
| 0 of 11 | 0 to .259 |
| 11 of 11 | .741 to 1 |

### Exercise 7.6 · `recall_interval` (about 8 lines)

Return the two ends, the lower one first. Without any positives nothing is known: return
`(math.nan, math.nan)`. If there are more hits than positives, or fewer than none, raise a
ValueError.

The check draws counts, asks about all and about none found, and about other values of `z`. It finds
the right ends by search, to six decimals. Grading draws others.
"""


# %% exercise="recall_interval"
def recall_interval(hits: int, positives: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a recall of `hits` among `positives`."""
    ### BEGIN SOLUTION
    if not 0 <= hits <= positives:
        raise ValueError("there can be no more hits than positives, and no fewer than none")
    if positives == 0:
        return math.nan, math.nan
    share = hits / positives
    centre = share + z**2 / (2 * positives)
    half = z * math.sqrt(share * (1 - share) / positives + z**2 / (4 * positives**2))
    below = 1 + z**2 / positives
    return (centre - half) / below, (centre + half) / below
    ### END SOLUTION


# %% check="recall_interval" points=10
check("recall_interval", recall_interval)

# %% [markdown]
"""
The interval knows only the chance of the draw. That another split, or another seed of the training,
gives another model comes on top: lesson 8 repeats whole trainings.

## Two gauges: loss and accuracy

While a head learns, two gauges are watched on validation data: loss should fall, accuracy should
rise. They need not agree. Accuracy asks on which *side* of the boundary a row lies. The loss also
asks how *sure* the model was.

First a frozen body and a head that learns from ten images, one of each digit.
"""

# %% tags=["demo", "nbval-ignore-output"]
train, validation = one_label_per_class(seed=0)
net = pretrained_small_net().requires_grad_(False)
net.head = fresh_head(0)
for at in read_while_training(net, train, validation, steps=300, every=50, lr=1e-2)[1:]:
    print(f"step {at.step:3}: training loss {at.training_loss:.3f}, ", end="")
    print(f"validation loss {at.loss:.2f}, accuracy {at.accuracy:.3f}")

# %% [markdown]
"""
Validation accuracy hardly moves, validation loss climbs by a quarter. The ten images are learned
long before; what grows is how sure the head is, also where it is wrong. By accuracy nothing
happens. Whoever uses the probabilities gets worse ones with every step.

Now the opposite: "is it a nine?", with nearly all nines left out, 13 of 641 images.
"""

# %% tags=["demo", "nbval-ignore-output"]
task = rare_nines(seed=0)
net = pretrained_small_net().requires_grad_(False)
net.head = fresh_head(0, classes=2)
for at in read_while_training(net, task.train, task.validation, steps=120, every=20, lr=1e-3)[1:]:
    print(f"step {at.step:3}: validation loss {at.loss:.3f}, accuracy {at.accuracy:.3f}")
lazy = (task.validation.labels == 0).double().mean()
print(f"always 'no':                     accuracy {lazy:.3f}")

# %% [markdown]
"""
Here accuracy stands still at that of "always no", and the loss shows that the head is learning.
Stop by accuracy, and you stop too early. Loss and accuracy belong together, and neither knows
whether the *old* task still works: for that keep images of the old task (lesson 5 has measured it,
lesson 8 comes back to it).

## Good signs, bad signs, four pitfalls

| | sign | what it does not say |
|---|---|---|
| good | validation loss falls, accuracy rises or stays | that freezing *helped*: against what? |
| good | precision and recall hold at the natural prevalence | how sure: ask for the interval |
| good | the better lazy answer is beaten | that it is good enough |
| good | accuracy on the old task holds | anything about the new one |
| bad | accuracy falls, loss rises, recall drops | which of four causes it is |

Four pitfalls stand in many guides. Each has a true core.

**1 · "With only the last layers trained, they overfit a small set."** More often it is the other
way round, for fewer numbers learn. With one label per class, on four draws:
"""


# %% tags=["demo", "nbval-ignore-output"]
def tested(seed: int, *, frozen: bool, lr_head: float) -> float:
    """Test accuracy after learning from one label per class; the body learns at 1e-3 or not."""
    net = pretrained_small_net().requires_grad_(not frozen)
    net.head = fresh_head(seed)
    few_images, _ = one_label_per_class(seed)
    fit(net, *few_images, steps=100, lr_head=lr_head, lr_body=1e-3, seed=seed)
    return accuracy(net, *digits_split(seed).test)


print("seed  head alone  everything, one rate  everything, head 10 times faster")
for seed in range(4):
    alone = tested(seed, frozen=True, lr_head=1e-2)
    one_rate = tested(seed, frozen=False, lr_head=1e-3)
    two_rates = tested(seed, frozen=False, lr_head=1e-2)
    print(f"{seed:4} {alone:11.3f} {one_rate:21.3f} {two_rates:33.3f}")

# %% [markdown]
"""
The head alone is ahead of the single rate in most of these draws, and about level with two rates.
Four draws and rates picked by hand are no proof; lesson 8 repeats it fairly.

**2 · Leakage.** Test data must not take part in any choice. Three instances to look for: a
threshold chosen on the test set (you saw what that gains), a mean for scaling that was taken over
all rows, and rows that stand in both sets. The last one is easy to try. Here labels are *coin
tosses*, so nothing can be learned. A model that remembers its training rows is tested on 100 rows,
of which some are copies:
"""

# %% tags=["demo"]
draws = np.random.default_rng(0)
known, tosses = draws.normal(size=(400, 8)), draws.integers(0, 2, 400)
for copies in (0, 50, 100):
    fresh = draws.normal(size=(100 - copies, 8))
    tested_rows = np.concatenate([known[:copies], fresh])
    truth = np.concatenate([tosses[:copies], draws.integers(0, 2, 100 - copies)])
    distance = ((tested_rows[:, None] - known[None]) ** 2).sum(axis=2)
    right = tosses[distance.argmin(axis=1)] == truth
    print(f"{copies:3} copies: accuracy {right.mean():.2f}")

# %% [markdown]
"""
**3 · Ignoring the loss.** True, in both directions: you have just seen a run of each.

**4 · "Too many frozen layers block new features."** True where the new task is far from the old
one, as in the three curves above. Where it is near, freezing costs little. You know which it is
when you have compared, not before: lessons 8 and 9.
"""

# %% [markdown]
"""
## Ten questions

Ten questions to practise on. Check your answers as often as you like; there are always new ones.
"""

# %% tags=["demo", "nbval-ignore-output"]
quiz("07_reading_the_score")

# %% [markdown]
"""
### The ten that count

Write the name under which you hand in between the quotes of `learner`, and run the cell: your own
ten questions appear. Press buttons and run the cell again, which writes them into it, or write ten
letters yourself, with a hyphen for a question that you leave out. The check says what has arrived;
grading says what is right.
"""

# %% exercise="quiz_07" tags=["nbval-ignore-output"]
### BEGIN SOLUTION
from autograder.bank.graded import worked_out

learner = "solution"
answers = worked_out("07_reading_the_score", learner)
### STARTER
# learner = ""  # your name, as you hand in
# answers = "----- -----"  # a letter for each question
### END SOLUTION
quiz_07 = graded_quiz("07_reading_the_score", learner, answers)

# %% check="quiz_07" points=20
check("quiz_07", quiz_07)

# %% [markdown]
"""
## What you can now do

* Read a confusion matrix in both layouts, and compute five ratios with their gaps.
* Say what accuracy and recall allow for the prevalence, and which lazy answer has to be beaten.
* Tell the dial from the engine: a threshold from a better ranking.
* Choose a threshold on the rows that may choose it.
* Score many batches, and say how sure a recall is.
* Name what a loss shows that accuracy hides.

Three sentences to keep:

1. Accuracy and precision depend on how rare the positives are; recall and specificity do not.
2. A model beats "always no" exactly when more than half of its alarms are real.
3. A threshold moves you along a curve; only other scores give you another curve.

Lesson 8 asks whether freezing helped, and compared with what.

## Further reading

* scikit-learn user guide, "Metrics and scoring: quantifying the quality of predictions".
* scikit-learn documentation, `confusion_matrix`, `precision_recall_curve`,
  `average_precision_score` and `TunedThresholdClassifierCV`.
* scikit-learn user guide, "Common pitfalls and recommended practices", the section on data leakage.
* PyTorch documentation, `torch.nn.BCEWithLogitsLoss`: a loss that takes logits.
* Saito, Rehmsmeier: "The Precision-Recall Plot Is More Informative than the ROC Plot When
  Evaluating Binary Classifiers on Imbalanced Datasets", PLOS ONE, 2015.
* Brown, Cai, DasGupta: "Interval Estimation for a Binomial Proportion", Statistical Science, 2001.
* Wilson: "Probable Inference, the Law of Succession, and Statistical Inference", 1927.
"""
