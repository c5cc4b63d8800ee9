"""Attacks on the grader, by class: what each changes, and the marks it ought to earn."""

from tests.corpus.attacks import (
    dying,
    eating,
    forgery,
    gaming,
    interpreter,
    lingering,
    loading,
    markup,
    metadata,
    network,
    our_code,
    reading,
    shadows,
    shell_hooks,
    torch_itself,
    values,
    writing,
)
from tests.corpus.attacks.attack import Attack, handed_in

ROOMS = (
    shell_hooks,
    interpreter,
    our_code,
    torch_itself,
    values,
    forgery,
    shadows,
    reading,
    writing,
    dying,
    lingering,
    eating,
    network,
    loading,
    markup,
    gaming,
    metadata,
)
ATTACKS: tuple[Attack, ...] = tuple(attack for room in ROOMS for attack in room.ATTACKS)

__all__ = ["ATTACKS", "Attack", "handed_in"]
