"""Answers to `old_task_drop`."""

import copy

import torch
from torch import nn

from course.training import accuracy
from tests.wrong_answers import Wrong


def on_a_copy(model, old_head, X_old, y_old, train):
    def old_accuracy():
        measured = copy.deepcopy(model)
        measured.head = old_head
        return accuracy(measured, X_old, y_old)

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def heads_exchanged(model, old_head, X_old, y_old, train):
    def old_accuracy():
        new_head, model.head = model.head, old_head
        share = accuracy(model, X_old, y_old)
        model.head = new_head
        return share

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


@torch.no_grad()
def _by_hand(model, old_head, X_old, y_old):
    modes = [(part, part.training) for part in model.modules()]
    model.eval()
    share = (old_head(model.body(X_old)).argmax(1) == y_old).float().mean()
    for part, mode in modes:
        part.training = mode
    return share


def features_and_old_head(model, old_head, X_old, y_old, train):
    before = _by_hand(model, old_head, X_old, y_old)
    train(model)
    return before - _by_hand(model, old_head, X_old, y_old)


def frozen_so_nothing_is_lost(model, old_head, X_old, y_old, train):
    train(model)
    return 0.0


def never_trained(model, old_head, X_old, y_old, train):
    return 0.3


def with_the_new_head(model, old_head, X_old, y_old, train):
    before = accuracy(model, X_old, y_old)
    train(model)
    return before - accuracy(model, X_old, y_old)


def in_the_modes_it_had(model, old_head, X_old, y_old, train):
    def old_accuracy():
        with torch.no_grad():
            return (old_head(model.body(X_old)).argmax(1) == y_old).float().mean().item()

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def copy_in_train_mode(model, old_head, X_old, y_old, train):
    def old_accuracy():
        measured = copy.deepcopy(model).train()
        measured.head = old_head
        with torch.no_grad():
            return (measured(X_old).argmax(1) == y_old).float().mean().item()

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def one_by_one_in_train_mode(model, old_head, X_old, y_old, train):
    def old_accuracy():
        measured = copy.deepcopy(model).train()
        measured.head = old_head
        right = [measured(x[None]).argmax().item() == y for x, y in zip(X_old, y_old, strict=True)]
        return sum(right) / len(right)

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def switched_back_to_train(model, old_head, X_old, y_old, train):
    def old_accuracy():
        new_head, model.head = model.head, old_head
        model.eval()
        share = accuracy(model, X_old, y_old)
        model.train()
        model.head = new_head
        return share

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def left_in_eval_mode(model, old_head, X_old, y_old, train):
    def old_accuracy():
        model.eval()
        return accuracy(nn.Sequential(model.body, old_head), X_old, y_old)

    before = old_accuracy()
    train(model)
    return before - old_accuracy()


def eval_at_the_end(model, old_head, X_old, y_old, train):
    before = accuracy(nn.Sequential(model.body, old_head), X_old, y_old)
    train(model)
    model.eval()
    return before - accuracy(nn.Sequential(model.body, old_head), X_old, y_old)


def window_on_the_model(model, old_head, X_old, y_old, train):
    kept = model.state_dict()
    train(model)
    measured = copy.deepcopy(model)
    measured.head = old_head
    after = accuracy(measured, X_old, y_old)
    measured.load_state_dict({n: v for n, v in kept.items() if "head" not in n}, strict=False)
    return accuracy(measured, X_old, y_old) - after


def shared_body(model, old_head, X_old, y_old, train):
    before = nn.Sequential(model.body, old_head)
    train(model)
    after = nn.Sequential(model.body, old_head)
    return accuracy(before, X_old, y_old) - accuracy(after, X_old, y_old)


def a_copy_is_trained(model, old_head, X_old, y_old, train):
    trained = copy.deepcopy(model)
    train(trained)
    before, after = (
        accuracy(nn.Sequential(m.body, old_head), X_old, y_old) for m in (model, trained)
    )
    return before - after


def trained_twice(model, old_head, X_old, y_old, train):
    train(model)
    return on_a_copy(model, old_head, X_old, y_old, train)


def other_sign(model, old_head, X_old, y_old, train):
    return -on_a_copy(model, old_head, X_old, y_old, train)


def in_percent(model, old_head, X_old, y_old, train):
    return 100 * on_a_copy(model, old_head, X_old, y_old, train)


def never_negative(model, old_head, X_old, y_old, train):
    return max(0.0, on_a_copy(model, old_head, X_old, y_old, train))


def its_size(model, old_head, X_old, y_old, train):
    return abs(on_a_copy(model, old_head, X_old, y_old, train))


def only_afterwards(model, old_head, X_old, y_old, train):
    train(model)
    return accuracy(nn.Sequential(model.body, old_head), X_old, y_old)


def relative(model, old_head, X_old, y_old, train):
    before = accuracy(nn.Sequential(model.body, old_head), X_old, y_old)
    return on_a_copy(model, old_head, X_old, y_old, train) / before


def old_head_left_in(model, old_head, X_old, y_old, train):
    before = accuracy(nn.Sequential(model.body, old_head), X_old, y_old)
    train(model)
    model.head = old_head
    return before - accuracy(model, X_old, y_old)


def put_back(model, old_head, X_old, y_old, train):
    kept = copy.deepcopy(model.state_dict())
    drop = on_a_copy(model, old_head, X_old, y_old, train)
    model.load_state_dict(kept)
    return drop


def refilled(model, old_head, X_old, y_old, train):
    before = accuracy(nn.Sequential(model.body, old_head), X_old, y_old)
    train(model)
    torch.optim.swa_utils.update_bn([X_old], model)
    return before - accuracy(nn.Sequential(model.body, old_head), X_old, y_old)


def both_numbers(model, old_head, X_old, y_old, train):
    before = accuracy(nn.Sequential(model.body, old_head), X_old, y_old)
    train(model)
    return before, accuracy(nn.Sequential(model.body, old_head), X_old, y_old)


WRONG = [
    Wrong((frozen_so_nothing_is_lost,), 0, "where the old task loses, old_task_drop said 0", "H16"),
    Wrong((never_trained,), 0, "train was never called", "H16"),
    Wrong((only_afterwards,), 0, "where the old task loses, old_task_drop said 0.", "H16"),
    Wrong((with_the_new_head,), 0, "where the old task loses, old_task_drop said"),
    Wrong((in_the_modes_it_had,), 0, "'body.1.running_mean' had changed before training", "H14"),
    Wrong((copy_in_train_mode,), 0, "where the old task loses, old_task_drop said", "H14"),
    Wrong((one_by_one_in_train_mode,), 0, "Expected more than 1 value per channel", "E11"),
    Wrong((switched_back_to_train,), 0.55, "before training began, 'body' was put into", "E3"),
    Wrong((left_in_eval_mode,), 0, "before training began, the model was put into eval mode"),
    Wrong((eval_at_the_end,), 0.75, "the model was left in eval mode"),
    Wrong((window_on_the_model,), 0, "where the old task loses, old_task_drop said 0.000", "F24"),
    Wrong((shared_body,), 0, "where the old task loses, old_task_drop said 0.000", "E19"),
    Wrong((refilled,), 0, "'body.1.running_mean' changed after the training had ended", "E13"),
    Wrong((a_copy_is_trained,), 0, "train was handed another object than the model"),
    Wrong((trained_twice,), 0, "train was called 2 times"),
    Wrong((other_sign,), 0, "where the old task loses, old_task_drop said -0."),
    Wrong((in_percent,), 0, "where the old task loses, old_task_drop said"),
    Wrong((never_negative,), 0.35, "where the old task gains, old_task_drop said 0.000"),
    Wrong((its_size,), 0.35, "where the old task gains, old_task_drop said 0."),
    Wrong((relative,), 0, "where the old task loses, old_task_drop said"),
    Wrong((old_head_left_in,), 0.75, "the model was left with the old head"),
    Wrong((put_back,), 0.75, "'head.weight' changed after the training had ended"),
    Wrong((both_numbers,), 0, "old_task_drop returned a tuple"),
]
RIGHT = [(on_a_copy,), (heads_exchanged,), (features_and_old_head,)]
