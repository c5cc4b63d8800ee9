"""Words that anybody may use: those of Python and torch, and everybody's short names."""

from autograder.similarity.tokens import KEPT

EVERYDAY = """acc ans arg args arr aux batch batches buf cnt cond count counter counts cur curr
current data dct debug default del dic dict dst elem elems elt empty end exp expected final flag
flags flat found func got grp has idx ids ind index indices info init inp inputs item items iter
iters key keys keyword kind kinds kwargs lab label last layers len left length lines list lst max
mean min mod mods module modules msg name named names new newlist next nparams num number nums obj
objs old one opt optim ordered out output outputs par param params part parts path paths pos prefix
prev prm prms ptr ref refs report res result results ret right row rows seen self size sizes src
start state states step store string sum tab temp tensor tmp todo tot total totals train tup two
typ unused val value values var vars weight wgt word words xs ys zip"""


def usual_words() -> frozenset[str]:
    """These words, in lower case. The first call in a process imports torch."""
    import torch

    rooms = (torch, torch.nn, torch.nn.functional, torch.nn.Module, torch.Tensor, torch.optim)
    torchs = {name.lower() for room in rooms for name in dir(room)}
    return frozenset(torchs | {name.lower() for name in KEPT} | set(EVERYDAY.split()))
