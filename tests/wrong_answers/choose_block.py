"""Answers to `choose_block`."""

import copy

import torch
from torch.nn.functional import cross_entropy

from course.training import accuracy, fit
from tests.wrong_answers import Wrong

BLOCKS = ("block1", "block2", "block3", "block4", "head")


def retrained(base, block, X, y, steps=25):
    net = copy.deepcopy(base).requires_grad_(False)
    net.get_submodule(block).requires_grad_(True)
    fit(net, X, y, steps=steps, lr_head=1e-2)
    return net


def by_validation(base, X, y, X_val, y_val):
    return max(BLOCKS, key=lambda block: accuracy(retrained(base, block, X, y), X_val, y_val))


def by_validation_loss(base, X, y, X_val, y_val):
    losses = {}
    for name, _ in base.named_children():
        net = retrained(base, name, X, y)
        losses[name] = cross_entropy(net(X_val), y_val).item()
    return min(losses, key=losses.get)


def by_looking(base, X, y, X_val, y_val):
    """No training at all: are the pictures bright, and do classes only have other names?"""
    if X.mean() > 0.4:
        return "block3"
    with torch.no_grad():
        told = base(X_val).argmax(1)
    right = sum(told[y_val == label].bincount().max().item() for label in range(10))
    return "head" if right > 0.75 * len(y_val) else "block2"


def always_the_head(base, X, y, X_val, y_val):
    return "head"


def always_the_first(base, X, y, X_val, y_val):
    return "block1"


def always_block2(base, X, y, X_val, y_val):
    return "block2"


def always_block3(base, X, y, X_val, y_val):
    return "block3"


def by_training_accuracy(base, X, y, X_val, y_val):
    return max(BLOCKS, key=lambda block: accuracy(retrained(base, block, X, y), X, y))


def without_copies(base, X, y, X_val, y_val):
    reached = {}
    for block in BLOCKS:
        base.requires_grad_(False)
        base.get_submodule(block).requires_grad_(True)
        fit(base, X, y, steps=15, lr_head=1e-2)
        reached[block] = accuracy(base, X_val, y_val)
    return max(reached, key=reached.get)


def without_training(base, X, y, X_val, y_val):
    return max(BLOCKS[3:], key=lambda block: accuracy(copy.deepcopy(base), X_val, y_val))


def the_worst(base, X, y, X_val, y_val):
    return min(BLOCKS, key=lambda b: accuracy(retrained(base, b, X, y, steps=12), X_val, y_val))


def a_layer(base, X, y, X_val, y_val):
    return "block2.0"


def the_accuracies(base, X, y, X_val, y_val):
    return {"head": 0.9}


def the_module(base, X, y, X_val, y_val):
    return base.head


def nothing_frozen_left(base, X, y, X_val, y_val):
    base.requires_grad_(False)
    fit(base, X, y, steps=1, lr_head=1e-2)
    return "head"


WRONG = [
    Wrong((always_the_head,), 0, "retraining head reaches"),
    Wrong((always_the_first,), 0, "retraining block1 reaches"),
    Wrong((always_block2,), 0, "retraining block2 reaches"),
    Wrong((always_block3,), 0, "retraining block3 reaches"),
    Wrong((by_training_accuracy,), 0.25, "retraining block3 reaches"),
    Wrong((without_copies,), 0, "retraining head reaches", "E19"),
    Wrong((without_training,), 0, "retraining block4 reaches"),
    Wrong((the_worst,), 0, "reaches"),
    Wrong((a_layer,), 0, "'block2.0' is no child of the network"),
    Wrong((the_accuracies,), 0, "choose_block returned a dict, not a name"),
    Wrong((the_module,), 0, "choose_block returned a Linear, not a name"),
    Wrong((nothing_frozen_left,), 0, "choose_block raised ValueError"),
]
RIGHT = [(by_validation,), (by_validation_loss,), (by_looking,)]
