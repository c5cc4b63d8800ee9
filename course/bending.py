"""How far training bends a body, by the head that sends the gradients down.

Three copies of one body learn the same digits for as many steps at the same rate of their own.
Only the head differs: new and as slow as the body, new and ten times as fast, or trained before.
"""

import copy

from course.comparison import bent
from course.data import digits_split, few
from course.models import fresh_head, pretrained_small_net
from course.training import fit

STEPS, LR_BODY = 60, 1e-3


def bending(seed: int) -> dict[str, float]:
    """`bent` of the body by head, with 10 labels per class, in about 1 s on one core.

    Source is the shipped checkpoint; the seed draws split, labels and the new head.
    """
    source, split = pretrained_small_net(), digits_split(seed)
    labelled = few(*split.pool, per_class=10, seed=seed)
    slow = copy.deepcopy(source)
    slow.head = fresh_head(50 + seed)
    fast, trained = copy.deepcopy(slow), copy.deepcopy(slow)
    trained.requires_grad_(False).head.requires_grad_(True)
    fit(trained, *labelled, steps=150, lr_head=1e-2)
    trained.requires_grad_(True)
    heads = {
        "new, as slow as the body": (slow, LR_BODY),
        "new, ten times as fast": (fast, 10 * LR_BODY),
        "trained first": (trained, LR_BODY),
    }
    for net, rate in heads.values():
        fit(net, *labelled, steps=STEPS, lr_head=rate, lr_body=LR_BODY)
    return {name: bent(net, source, split.test.images) for name, (net, _) in heads.items()}
