"""Answers to `embedding_with_frozen_rows`."""

import torch
from torch import nn
from torch.nn.utils import parametrize

from tests.wrong_answers import Wrong


class Chosen(nn.Module):
    """Rows from one of two tables, whichever the mask says."""

    def __init__(self, weight, rows):
        super().__init__()
        mask = torch.zeros(len(weight), 1, dtype=torch.bool)
        mask[rows] = True
        self.register_buffer("mask", mask)
        self.register_buffer("fixed", weight.clone())
        self.learned = nn.Parameter(weight.clone())

    def forward(self, indices):
        chosen = self.fixed[indices], self.learned[indices]
        return torch.where(self.mask[indices], *chosen)


class TwoEmbeddings(nn.Module):
    """A frozen and a learning embedding, added up; each is empty where the other is not."""

    def __init__(self, weight, rows):
        super().__init__()
        keep = torch.zeros(len(weight), 1)
        keep[rows] = 1
        self.old = nn.Embedding.from_pretrained(weight.clone())
        self.new = nn.Embedding.from_pretrained(weight.clone(), freeze=False)
        self.register_buffer("keep", keep)

    def forward(self, indices):
        keep = self.keep[indices]
        return keep * self.old(indices) + (1 - keep) * self.new(indices)


class Joined(nn.Module):
    """Two tables of different length, joined and put into order."""

    def __init__(self, weight, rows):
        super().__init__()
        is_fixed = torch.zeros(len(weight), dtype=torch.bool)
        is_fixed[rows] = True
        self.fixed = nn.Parameter(weight[is_fixed], requires_grad=False)
        self.learned = nn.Parameter(weight[~is_fixed])
        order = torch.cat([is_fixed.nonzero(), (~is_fixed).nonzero()]).flatten()
        self.register_buffer("place", order.argsort())

    def forward(self, indices):
        return torch.cat([self.fixed, self.learned])[self.place[indices]]


class PutBack(nn.Embedding):
    """The given rows are written again before each lookup."""

    def __init__(self, weight, rows):
        super().__init__(*weight.shape, _weight=weight.clone())
        self.register_buffer("rows", rows.clone())
        self.register_buffer("fixed", weight[rows])

    def forward(self, indices):
        with torch.no_grad():
            self.weight[self.rows] = self.fixed
        return super().forward(indices)


class Held(nn.Module):
    """A parametrization that overrules some rows."""

    def __init__(self, weight, rows):
        super().__init__()
        self.register_buffer("rows", rows.unique())
        self.register_buffer("fixed", weight[rows.unique()].clone())

    def forward(self, table):
        return table.index_copy(0, self.rows, self.fixed)


def by_mask(weight, rows):
    return Chosen(weight, rows)


def by_two_embeddings(weight, rows):
    return TwoEmbeddings(weight, rows)


def by_two_lengths(weight, rows):
    return Joined(weight, rows)


def by_putting_back(weight, rows):
    return PutBack(weight, rows)


def by_parametrization(weight, rows):
    made = nn.Embedding.from_pretrained(weight.clone(), freeze=False)
    parametrize.register_parametrization(made, "weight", Held(weight, rows))
    return made


def _plain(weight):
    return nn.Embedding.from_pretrained(weight.clone(), freeze=False)


def by_hook(weight, rows):
    made = _plain(weight)
    keep = torch.ones(len(weight), 1)
    keep[rows] = 0
    made.weight.register_hook(lambda gradient: gradient * keep)
    return made


def flag_of_a_slice(weight, rows):
    made = _plain(weight)
    made.weight[rows].requires_grad = False
    return made


def flag_of_a_slice_of_data(weight, rows):
    made = _plain(weight)
    made.weight.data[rows].requires_grad = False
    return made


def frozen_by_default(weight, rows):
    return nn.Embedding.from_pretrained(weight.clone())


def all_frozen(weight, rows):
    made = nn.Embedding(*weight.shape, _weight=weight.clone())
    return made.requires_grad_(False)


def padding_row(weight, rows):
    padding = int(rows[0]) if len(rows) else None
    return nn.Embedding.from_pretrained(weight.clone(), freeze=False, padding_idx=padding)


def mask_as_flag(weight, rows):
    made = _plain(weight)
    mask = torch.zeros(len(weight), dtype=torch.bool)
    mask[rows] = True
    made.weight.requires_grad = ~mask
    return made


def rows_ignored(weight, rows):
    return _plain(weight)


def rows_taken_for_the_learning_ones(weight, rows):
    rest = [row for row in range(len(weight)) if row not in rows.tolist()]
    return Chosen(weight, torch.tensor(rest))


def first_rows(weight, rows):
    return Chosen(weight, torch.arange(len(rows)))


def a_row_too_many(weight, rows):
    return Chosen(weight, torch.cat([rows, torch.tensor([0])]))


def one_row_only(weight, rows):
    return Chosen(weight, rows[:1])


class Concatenated(nn.Module):
    """Two tables joined, and nobody asks in which order."""

    def __init__(self, weight, rows):
        super().__init__()
        rest = [row for row in range(len(weight)) if row not in rows.tolist()]
        self.register_buffer("fixed", weight[rows])
        self.learned = nn.Parameter(weight[rest])

    def forward(self, indices):
        return torch.cat([self.fixed, self.learned])[indices]


def out_of_order(weight, rows):
    return Concatenated(weight, rows)


class Random(Chosen):
    """The learning table starts from random numbers."""

    def __init__(self, weight, rows):
        super().__init__(weight, rows)
        self.fixed.copy_(torch.ones_like(weight))


def other_numbers(weight, rows):
    return Random(weight, rows)


class Once(nn.Module):
    """The table is put together when the module is made."""

    def __init__(self, weight, rows):
        super().__init__()
        mask = torch.zeros(len(weight), 1, dtype=torch.bool)
        mask[rows] = True
        self.learned = nn.Parameter(weight.clone())
        self.table = torch.where(mask, weight, self.learned * 1.0)

    def forward(self, indices):
        return self.table[indices]


def put_together_once(weight, rows):
    return Once(weight, rows)


class PutBackInTraining(PutBack):
    """The given rows are written again, but only in train mode."""

    def forward(self, indices):
        if self.training:
            return super().forward(indices)
        return nn.functional.embedding(indices, self.weight)


def put_back_in_training(weight, rows):
    return PutBackInTraining(weight, rows)


class Flat(Chosen):
    """Works on one dimension of indices only."""

    def forward(self, indices):
        return super().forward(indices.flatten())


def flat(weight, rows):
    return Flat(weight, rows)


class Looped(Chosen):
    """Looks up one number after another."""

    def forward(self, indices):
        return torch.stack([super(Looped, self).forward(int(index)) for index in indices])


def looped(weight, rows):
    return Looped(weight, rows)


class Detached(Chosen):
    """What comes out has no graph."""

    def forward(self, indices):
        return super().forward(indices).detach()


def detached(weight, rows):
    return Detached(weight, rows)


class BuffersOnly(nn.Module):
    """The table is no parameter."""

    def __init__(self, weight):
        super().__init__()
        self.register_buffer("weight", weight.clone())

    def forward(self, indices):
        return self.weight[indices]


def no_parameters(weight, rows):
    return BuffersOnly(weight)


class OfTheCaller(Chosen):
    """The learning table is the caller's own tensor."""

    def __init__(self, weight, rows):
        super().__init__(weight, rows)
        self.learned = nn.Parameter(weight)


def the_callers_tensor(weight, rows):
    return OfTheCaller(weight, rows)


def any_row_number(weight, rows):
    return Chosen(weight, rows[rows < len(weight)])


def refused_by_assert(weight, rows):
    assert all(row < len(weight) for row in rows), "no such row"
    return Chosen(weight, rows)


def needs_a_row(weight, rows):
    if rows.min() < 0:
        raise ValueError("rows are counted from 0")
    return Chosen(weight, rows)


def needs_rows_once(weight, rows):
    if len(rows.unique()) < len(rows):
        raise ValueError("a row is named twice")
    return Chosen(weight, rows)


def a_tensor(weight, rows):
    return weight.clone()


def a_class(weight, rows):
    return Chosen


def nothing_returned(weight, rows):
    Chosen(weight, rows)


WRONG = [
    Wrong((by_hook,), 4 / 15, "five steps of AdamW moved row 2 (3 of 3 given", "D17"),
    Wrong((flag_of_a_slice,), 0, "raised RuntimeError on its line 3: you can only", "D18"),
    Wrong((flag_of_a_slice_of_data,), 0, "plain SGD moved row 2 (3 of 3 given rows", "D18"),
    Wrong((frozen_by_default,), 0, "no parameter of the module asks for a gradient", "D19"),
    Wrong((all_frozen,), 0, "no parameter of the module asks for a gradient"),
    Wrong((padding_row,), 0, "(2 of 3 given rows moved); `padding_idx` is", "D20"),
    Wrong((mask_as_flag,), 0, "raised RuntimeError on its line 5: requires_grad must", "A12"),
    Wrong((rows_ignored,), 0, "plain SGD moved row 2 (3 of 3 given rows moved)"),
    Wrong((rows_taken_for_the_learning_ones,), 0, "which was to hold still, and left row 0"),
    Wrong((first_rows,), 0, "plain SGD moved row"),
    Wrong((one_row_only,), 0, "(2 of 3 given rows moved)"),
    Wrong((a_row_too_many,), 0, "left row 0 as it was, and it is not among the given rows"),
    Wrong((out_of_order,), 0, "before any training, looking up row 0 did not give that row"),
    Wrong((other_numbers,), 0, "before any training, looking up row 2 did not give that row"),
    Wrong((put_together_once,), 0, "training the module raised RuntimeError: Trying to backward"),
    Wrong((put_back_in_training,), 0, "differs between eval mode and train mode"),
    Wrong((flat,), 0, "for indices of shape [2, "),
    Wrong((looped,), 0, "looking up indices of shape [2, "),
    Wrong((detached,), 0, "left row 0 as it was, and it is not among the given rows"),
    Wrong((no_parameters,), 0, "the module has no parameters"),
    Wrong((the_callers_tensor,), 13 / 15, "the tensors that were handed in have changed", "F24"),
    Wrong((any_row_number,), 14 / 15, "that the table does not have was taken without a word"),
    Wrong((refused_by_assert,), 14 / 15, "the table does not have raised AssertionError"),
    Wrong((needs_a_row,), 14 / 15, "with no rows to freeze, embedding_with_frozen_rows raised"),
    Wrong((needs_rows_once,), 14 / 15, "with a row named twice, embedding_with_frozen_rows"),
    Wrong((a_tensor,), 0, "returned a Tensor, not a module"),
    Wrong((a_class,), 0, "returned a type, not a module"),
    Wrong((nothing_returned,), 0, "returned None, not a module"),
]
RIGHT = [
    (by_mask,),
    (by_two_embeddings,),
    (by_two_lengths,),
    (by_putting_back,),
    (by_parametrization,),
]
