"""Answers to `checkpointed`."""

import contextlib

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from tests.wrong_answers import Wrong


@contextlib.contextmanager
def uncounted(block):
    kept = [buffer.clone() for buffer in block.buffers()]
    try:
        yield
    finally:
        with torch.no_grad():
            for buffer, value in zip(block.buffers(), kept, strict=True):
                buffer.copy_(value)


def two_contexts(stem, block, head, x):
    def contexts():
        return contextlib.nullcontext(), uncounted(block)

    return head(checkpoint(block, stem(x), use_reentrant=False, context_fn=contexts))


def a_function_that_remembers(stem, block, head, x):
    runs = []

    def run(hidden):
        runs.append(1)
        with uncounted(block) if len(runs) > 1 else contextlib.nullcontext():
            return block(hidden)

    return head(checkpoint(run, stem(x), use_reentrant=False))


def an_input_that_asks(stem, block, head, x):
    runs = []

    def run(hidden):
        for part in block.modules():
            if isinstance(part, nn.BatchNorm1d):
                part.track_running_stats = not runs
        output = block(hidden)
        for part in block.modules():
            if isinstance(part, nn.BatchNorm1d):
                part.track_running_stats = True
        runs.append(1)
        return output

    hidden = stem(x)
    if not hidden.requires_grad:
        hidden.requires_grad_()
    return head(checkpoint(run, hidden, use_reentrant=True))


def reentrant(stem, block, head, x):
    return head(checkpoint(block, stem(x), use_reentrant=True))


def by_default(stem, block, head, x):
    return head(checkpoint(block, stem(x)))


def counted_twice(stem, block, head, x):
    return head(checkpoint(block, stem(x), use_reentrant=False))


def one_taken_off_the_count(stem, block, head, x):
    for part in block.modules():
        if isinstance(part, nn.BatchNorm1d):
            part.num_batches_tracked -= 1
    return counted_twice(stem, block, head, x)


def switched_off_for_good(stem, block, head, x):
    runs = []

    def run(hidden):
        norms = [part for part in block.modules() if isinstance(part, nn.BatchNorm1d)]
        if runs:
            for norm in norms:
                norm.momentum = 0.0
                norm.num_batches_tracked -= 1
        runs.append(1)
        return block(hidden)

    return head(checkpoint(run, stem(x), use_reentrant=False))


def put_to_rest_for_the_second_run(stem, block, head, x):
    def run(hidden):
        output = block(hidden)
        for part in block.modules():
            if isinstance(part, nn.BatchNorm1d):
                part.track_running_stats = False
        return output

    return head(checkpoint(run, stem(x), use_reentrant=False))


def thawed_stem(stem, block, head, x):
    stem.requires_grad_(True)
    return head(checkpoint(block, stem(x), use_reentrant=True))


def no_checkpoint(stem, block, head, x):
    return head(block(stem(x)))


def eval_mode(stem, block, head, x):
    block.eval()
    return head(checkpoint(block, stem(x), use_reentrant=False))


def eval_mode_for_norms(stem, block, head, x):
    for part in block.modules():
        if isinstance(part, nn.BatchNorm1d):
            part.eval()
    return head(checkpoint(block, stem(x), use_reentrant=False))


def another_draw(stem, block, head, x):
    hidden = stem(x)
    return head(checkpoint(block, hidden, use_reentrant=False, preserve_rng_state=False))


def detached(stem, block, head, x):
    with torch.no_grad():
        hidden = block(stem(x))
    return head(hidden)


def run_twice_by_hand(stem, block, head, x):
    block(stem(x))
    return two_contexts(stem, block, head, x)


def the_block_alone(stem, block, head, x):
    return checkpoint(block, stem(x), use_reentrant=False)


def nothing_returned(stem, block, head, x):
    two_contexts(stem, block, head, x)


def block_left_out(stem, block, head, x):
    return stem(x)


def a_list_handed_over(stem, block, head, x):
    return head(checkpoint(block, [stem(x)], use_reentrant=False))


WRONG = [
    Wrong((reentrant,), 0, "'block.0.weight' has no gradient (4 of 6 have none)", "F6"),
    Wrong((by_default,), 0, "'block.0.weight' has no gradient (4 of 6 have none)", "F7"),
    Wrong((counted_twice,), 11 / 15, "'block.1' had counted 2 batches", "F8"),
    Wrong((one_taken_off_the_count,), 11 / 15, "its running mean moved more than once", "F8"),
    Wrong((switched_off_for_good,), 11 / 15, "did not follow the next batch"),
    Wrong((put_to_rest_for_the_second_run,), 11 / 15, "raised CheckpointError"),
    Wrong((thawed_stem,), 6 / 15, "had counted 2 batches", "F8"),
    Wrong((no_checkpoint,), 0, "the block ran once before backward and not at all during it"),
    Wrong((eval_mode,), 3 / 15, "the output differs"),
    Wrong((eval_mode_for_norms,), 6 / 15, "with a block with BatchNorm, the output differs"),
    Wrong((another_draw,), 8 / 15, "is another one than in a plain pass"),
    Wrong((detached,), 0, "'block.0.weight' has no gradient"),
    Wrong((run_twice_by_hand,), 0, "the block ran twice before backward"),
    Wrong((the_block_alone,), 0, "the output differs"),
    Wrong((nothing_returned,), 0, "checkpointed returned None"),
    Wrong((block_left_out,), 0, "the block never ran"),
    Wrong((a_list_handed_over,), 0, "checkpointed raised TypeError"),
]
RIGHT = [(two_contexts,), (a_function_that_remembers,), (an_input_that_asks,)]
