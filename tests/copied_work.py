"""Copies of another learner's work, in several disguises, to see which of them are noticed."""

import ast
import random
import re
from collections.abc import Callable
from dataclasses import replace

from autograder.similarity.pieces import Piece, Work
from tests.varied_class import Learner

# Ideas that no task asks for, each in a few lines: whoever has one rarely meets another who has.
ODD = [
    "torch.manual_seed(7 * len(list(model.parameters())))",
    "if id(model) % 2 == 5: return {}",
    "model.frozen_since = sorted(vars(model))[::-1]",
    "torch.set_grad_enabled(bool(model.training) or True)",
    'model.__dict__.setdefault("touched", []).append(None)',
    "for _ in range(0): model.eval().train().eval()",
    'assert str(model).count("(") != 13 or model is not None',
    "before, after = after, before = 1, 2",
    "model = [model, model][-1 if model.training else 0]",
    "while not model.training and 0 > 1: model.train(mode=not True)",
    "del [torch][:0], (lambda: model.zero_grad(False))",
    'print(sum(len(str(k)) % 3 for k in vars(model).keys()), end="")',
]


def verbatim(piece: Piece, copier: Learner) -> Piece:
    """Nothing is changed."""
    return piece


def comments_changed(piece: Piece, copier: Learner) -> Piece:
    """Every comment goes, and the copier's own come in."""
    bare = [re.sub(r"\s*#.*", "", line) for line in piece.source.split("\n")]
    kept = [
        line for line, old in zip(bare, piece.source.split("\n"), strict=True) if line or not old
    ]
    return replace(piece, source=copier.commented("\n".join(kept)))


def renamed(piece: Piece, copier: Learner) -> Piece:
    """Every local name is another one, comments are gone and spaces are as a program sets them."""
    tree = ast.parse(piece.source)
    stored = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    new = {name: copier.name_for(f"{name}{copier.draw.randrange(9)}") for name in sorted(stored)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = new.get(node.id, node.id)
    return replace(piece, source=ast.unparse(tree))


def reordered(piece: Piece, copier: Learner) -> Piece:
    """Functions in the other order, two steps swapped, spaces as a program sets them."""
    tree = ast.parse(piece.source)
    tree.body.reverse()
    for function in tree.body:
        for at in range(len(getattr(function, "body", [])) - 1):
            if all(isinstance(node, ast.Assign) for node in function.body[at : at + 2]):
                function.body[at : at + 2] = reversed(function.body[at : at + 2])
                break
    return replace(piece, source=ast.unparse(tree))


DISGUISES: dict[str, Callable[[Piece, Learner], Piece]] = {
    function.__name__: function for function in (verbatim, comments_changed, renamed, reordered)
}


def copied(source: Work, copier: Learner, own: Work, disguise: str, answers: int) -> Work:
    """The copier's `own` work with this many answers taken from another's."""
    theirs = {piece.place: piece for piece in source.pieces if piece.place}
    taken = copier.draw.sample(sorted(theirs), min(answers, len(theirs)))
    kept = [piece for piece in own.pieces if piece.place not in taken]
    pieces = [DISGUISES[disguise](theirs[place], copier) for place in taken] + kept
    return replace(own, pieces=tuple(pieces))


def with_odd_line(work: Work, line: str, draw: random.Random) -> Work:
    """The same work with one odd line in one of its answers."""
    pieces = list(work.pieces)
    places = [at for at, piece in enumerate(pieces) if piece.place and "    " in piece.source]
    if not places:
        return work
    at = draw.choice(places)
    lines = pieces[at].source.split("\n")
    where = 1 + next(n for n, old in enumerate(lines) if old.startswith(("def ", "def\t")))
    indent = re.match(r"\s*", lines[where]).group() if where < len(lines) else "    "
    lines.insert(where, indent + line)
    pieces[at] = replace(pieces[at], source="\n".join(lines))
    return replace(work, pieces=tuple(pieces))
