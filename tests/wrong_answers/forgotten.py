"""Answers to `forgotten`."""

import copy

import torch
from torch import nn

from course.training import accuracy
from tests.wrong_answers import Wrong


def on_copies(base, tuned, X_old, y_old):
    remembering = copy.deepcopy(tuned)
    remembering.head = base.head
    return accuracy(base, X_old, y_old) - accuracy(remembering, X_old, y_old)


def head_put_back(base, tuned, X_old, y_old):
    new_head, tuned.head = tuned.head, base.head
    after = accuracy(tuned, X_old, y_old)
    tuned.head = new_head
    return accuracy(base, X_old, y_old) - after


@torch.no_grad()
def by_hand(base, tuned, X_old, y_old):
    right = []
    for net in (base, tuned):
        body = copy.deepcopy(net.body).eval()
        right.append((base.head(body(X_old)).argmax(1) == y_old).float().mean())
    return right[0] - right[1]


def with_a_sequential(base, tuned, X_old, y_old):
    return accuracy(base, X_old, y_old) - accuracy(
        nn.Sequential(tuned.body, base.head), X_old, y_old
    )


def nothing_is_lost(base, tuned, X_old, y_old):
    return 0.0


def a_guess(base, tuned, X_old, y_old):
    return 0.25


def with_the_new_head(base, tuned, X_old, y_old):
    return accuracy(base, X_old, y_old) - accuracy(tuned, X_old, y_old)


def one_by_one_in_train_mode(base, tuned, X_old, y_old):
    remembering = copy.deepcopy(tuned).train()
    remembering.head = base.head
    right = [remembering(x[None]).argmax() == y for x, y in zip(X_old, y_old, strict=True)]
    return accuracy(base, X_old, y_old) - sum(right) / len(right)


def in_the_modes_they_came(base, tuned, X_old, y_old):
    with torch.no_grad():
        before = (base(X_old).argmax(1) == y_old).float().mean().item()
        after = (base.head(tuned.body(X_old)).argmax(1) == y_old).float().mean().item()
    return before - after


def switched_to_eval(base, tuned, X_old, y_old):
    base.eval()
    tuned.eval()
    with torch.no_grad():
        before = (base(X_old).argmax(1) == y_old).double().mean().item()
        after = (base.head(tuned.body(X_old)).argmax(1) == y_old).double().mean().item()
    return before - after


def head_left_in(base, tuned, X_old, y_old):
    tuned.head = base.head
    return accuracy(base, X_old, y_old) - accuracy(tuned, X_old, y_old)


def copied_head_left_in(base, tuned, X_old, y_old):
    tuned.head = copy.deepcopy(base.head)
    return accuracy(base, X_old, y_old) - accuracy(tuned, X_old, y_old)


def head_loaded(base, tuned, X_old, y_old):
    tuned.head.load_state_dict(base.head.state_dict())
    return accuracy(base, X_old, y_old) - accuracy(tuned, X_old, y_old)


def the_same_body_twice(base, tuned, X_old, y_old):
    remembering = copy.deepcopy(base)
    remembering.head = base.head
    return accuracy(base, X_old, y_old) - accuracy(remembering, X_old, y_old)


def only_afterwards(base, tuned, X_old, y_old):
    return accuracy(nn.Sequential(tuned.body, base.head), X_old, y_old)


def only_before(base, tuned, X_old, y_old):
    return accuracy(base, X_old, y_old)


def other_sign(base, tuned, X_old, y_old):
    return -on_copies(base, tuned, X_old, y_old)


def in_percent(base, tuned, X_old, y_old):
    return 100 * on_copies(base, tuned, X_old, y_old)


def never_negative(base, tuned, X_old, y_old):
    return max(0.0, on_copies(base, tuned, X_old, y_old))


def its_size(base, tuned, X_old, y_old):
    return abs(on_copies(base, tuned, X_old, y_old))


def relative(base, tuned, X_old, y_old):
    return on_copies(base, tuned, X_old, y_old) / accuracy(base, X_old, y_old)


def frozen_on_the_way(base, tuned, X_old, y_old):
    tuned.requires_grad_(False)
    base.requires_grad_(True)
    return on_copies(base, tuned, X_old, y_old)


def both(base, tuned, X_old, y_old):
    return accuracy(base, X_old, y_old), only_afterwards(base, tuned, X_old, y_old)


def not_a_number(base, tuned, X_old, y_old):
    return float("nan")


def not_copied(base, tuned, X_old, y_old):
    return accuracy(tuned.with_head(base.head), X_old, y_old)


WRONG = [
    Wrong((nothing_is_lost,), 0, "where the whole body was tuned, forgotten said 0.000.", "H16"),
    Wrong((a_guess,), 0, "where the whole body was tuned, forgotten said 0.250."),
    Wrong((with_the_new_head,), 0, "where the whole body was tuned, forgotten said"),
    Wrong((one_by_one_in_train_mode,), 0, "Expected more than 1 value per channel", "E11"),
    Wrong((in_the_modes_they_came,), 0, "where the whole body was tuned, forgotten said", "H14"),
    Wrong((switched_to_eval,), 0.8, "tuned was left in eval mode"),
    Wrong((head_left_in,), 0.8, "tuned was left with the other network's head", "E19"),
    Wrong((copied_head_left_in,), 0.8, "tuned was left with another head"),
    Wrong((head_loaded,), 0.8, "'head.weight' of tuned changed: measuring did that"),
    Wrong((the_same_body_twice,), 0, "where the whole body was tuned, forgotten said 0", "E19"),
    Wrong((only_afterwards,), 0, "where the whole body was tuned, forgotten said 0.", "H16"),
    Wrong((only_before,), 0, "where the whole body was tuned, forgotten said 0.", "H16"),
    Wrong((other_sign,), 0, "where the whole body was tuned, forgotten said -0."),
    Wrong((in_percent,), 0, "where the whole body was tuned, forgotten said"),
    Wrong((never_negative,), 0.8, "where the old task gains, forgotten said 0.000"),
    Wrong((its_size,), 0.8, "where the old task gains, forgotten said 0."),
    Wrong((relative,), 0, "where the whole body was tuned, forgotten said"),
    Wrong((frozen_on_the_way,), 0.8, "flags of tuned changed"),
    Wrong((both,), 0, "forgotten returned a tuple"),
    Wrong((not_a_number,), 0, "forgotten returned nan"),
    Wrong((not_copied,), 0, "forgotten raised AttributeError"),
]
RIGHT = [(on_copies,), (head_put_back,), (by_hand,), (with_a_sequential,)]
