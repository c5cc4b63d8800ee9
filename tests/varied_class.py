"""A class whose learners all work alone: answers of many kinds, each in a handwriting of its own.

Everything is drawn from a seed. Answers are those of `tests/wrong_answers/`, right and wrong; how a
learner names, comments, spaces and arranges them is drawn for the learner, as habits are. What two
learners of such a class share, they share by chance.
"""

import ast
import importlib
import inspect
import random
import re
from keyword import iskeyword

from autograder.exercise import find
from autograder.similarity.pieces import OWN, Piece, Work
from tests.varied_steps import Rearranged, Renamed
from tests.varied_words import (
    ADJECTIVES,
    COMMON,
    EXTRA,
    NOUNS,
    STOCK,
    TAILS,
    THINGS,
    VERBS,
)

EXERCISES = {
    "01_what_freezing_does": ("freeze", "trainable_report", "grad_map", "moved_names"),
    "02_silent_failures": ("treat", "triage", "freeze_lint", "true_statements"),
    "04_the_optimizer": (
        *("drift_table", "param_groups", "thaw", "embedding_with_frozen_rows", "freeze_plan"),
    ),
}


def rows_of(slug: str) -> list[tuple[tuple[str, ...], str]]:
    """The answers to an exercise, likely ones first: functions by the names asked for, helpers."""
    module = importlib.import_module(f"tests.wrong_answers.{slug}")
    cases = [*module.RIGHT, *(case.answers for case in module.WRONG)]
    found = []
    for answers in cases:
        names = [getattr(answer, "__name__", "") for answer in answers]
        if all(inspect.isfunction(vars(module).get(name)) for name in names):
            found.append(_cell(module, names, find(slug).answers))
    return found


def _cell(module, names: list[str], wanted: tuple[str, ...]) -> str:
    """An answer with the helpers it calls, its functions named as the exercise asks."""
    needed, queue = {}, list(names)
    while queue:
        name = queue.pop()
        if name in needed or not inspect.isfunction(vars(module).get(name)):
            continue
        needed[name] = textof = ast.parse(inspect.getsource(vars(module)[name])).body[0]
        queue += [node.id for node in ast.walk(textof) if isinstance(node, ast.Name)]
    helpers = [needed[name] for name in needed if name not in names]
    own = []
    for name, asked in zip(names, wanted, strict=False):
        function = needed[name] = ast.parse(ast.unparse(needed[name])).body[0]
        function.name = asked
        own.append(function)
    for node in (*helpers, *own):
        # Nobody writes the same docstring by chance.
        if ast.get_docstring(node) and len(node.body) > 1:
            del node.body[0]
    return "\n\n\n".join(ast.unparse(node) for node in (*reversed(helpers), *own))


class Learner:
    """One who works alone: habits that are drawn once, and answers written with them."""

    def __init__(self, name: str, seed: str) -> None:
        self.name, self.draw = name, random.Random(f"{seed}/{name}")
        draw = self.draw
        self.talks = draw.choice((0, 0, 0, 0.1, 0.1, 0.2, 0.5))
        self.style = draw.choices(
            ("tidy", "tight", "wide", "single", "double_gaps"), (60, 15, 4, 20, 4)
        )[0]
        self.habits = {
            habit: draw.random() < share
            for habit, share in {
                "temporary": 0.3,
                "method": 0.3,
                "compares": 0.15,
                "prints": 0.15,
                "unused": 0.08,
                "reorders": 0.15,
                "listed": 0.12,
                "plus": 0.3,
            }.items()
        }
        self.chosen: dict[str, str] = {}

    def work(self, lesson: str) -> Work:
        """A submission of a lesson."""
        pieces = [
            Piece(slug, self.written(self.draw.choices(rows, weights)[0], find(slug).answers), True)
            for slug, rows, weights in choices(lesson)
            if self.draw.random() > 0.08
        ]
        for _ in range(self.draw.choice((0, 0, 0, 1, 2, 4))):
            pieces.append(self.extra())
        return Work(self.name, tuple(pieces), frozenset({f"{self.draw.getrandbits(32):08x}"}))

    def extra(self) -> Piece:
        """A cell of one's own: a trial, or a note."""
        if self.draw.random() < 0.25:
            return Piece(
                OWN, ". ".join(self.sentence() for _ in range(self.draw.randint(1, 4))), False
            )
        text = self.draw.choice(EXTRA).format(
            n=self.draw.randint(0, 12), m=self.draw.randint(1, 9), p=self.name_for("parameter")
        )
        return Piece(OWN, self.spaced(self.commented(text)), True)

    def written(self, source: str, asked: tuple[str, ...]) -> str:
        """An answer in this learner's hand."""
        tree = ast.parse(source)
        helpers = {
            node.name: self.name_for(node.name)
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name not in asked
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                node.id = helpers.get(node.id, node.id)
            elif isinstance(node, ast.FunctionDef):
                node.name = helpers.get(node.name, node.name)
        Renamed(self).visit(tree)
        Rearranged(self).visit(tree)
        if self.habits["reorders"]:
            tree.body.reverse()
        blank = "\n" * self.draw.choice((2, 3, 3))
        text = blank.join(ast.unparse(ast.fix_missing_locations(node)) for node in tree.body)
        return self.spaced(self.commented(text))

    def name_for(self, old: str) -> str:
        """What this learner calls a thing; the same every time."""
        if old not in self.chosen:
            new = self._new_name(old)
            self.chosen[old] = new if new.isidentifier() and not iskeyword(new) else old
        return self.chosen[old]

    def _new_name(self, old: str) -> str:
        draw = self.draw
        names = COMMON.get(old.rstrip("s"), [])
        ways = [
            lambda: old,
            lambda: (
                draw.choices(names, [1 / (n + 1) for n in range(len(names))])[0]
                if names
                else old[0]
            ),
            lambda: old[: draw.choice((1, 3, 4))].rstrip("_"),
            lambda: draw.choice(("my_", "the_", "new_", "all_", "cur_", "tmp_")) + old,
            lambda: old + draw.choice(("_", "2", "s", "_list", "_dict", "_names", "s_")),
            lambda: f"{draw.choice(ADJECTIVES)}_{draw.choice(THINGS)}",
            lambda: draw.choice(ADJECTIVES) + draw.choice(THINGS).capitalize(),
        ]
        return draw.choices(ways, (40, 25, 12, 6, 7, 7, 3))[0]()

    def sentence(self) -> str:
        """Something to say, often what others say too."""
        draw = self.draw
        if draw.random() < 0.35:
            return draw.choices(STOCK, [1 / (n + 1) for n in range(len(STOCK))])[0].strip()
        words = [
            draw.choice(VERBS),
            draw.choice(("", "the", "all", "every", "my")),
            draw.choice(NOUNS),
        ]
        words.append(draw.choice(TAILS) if draw.random() < 0.6 else "")
        said = " ".join(word for word in words if word).replace("_", " ")
        if draw.random() < 0.06 and len(said) > 6:
            at = draw.randrange(1, len(said) - 2)
            said = said[:at] + said[at + 1] + said[at] + said[at + 2 :]
        return said.capitalize() if draw.random() < 0.3 else said

    def commented(self, text: str) -> str:
        """A text with comments in it."""
        lines = []
        for line in text.split("\n"):
            if line.strip() and self.draw.random() < self.talks:
                if self.draw.random() < 0.5:
                    line = f"{line}  # {self.sentence()}"
                else:
                    lines.append(f"{line[: len(line) - len(line.lstrip())]}# {self.sentence()}")
            lines.append(line)
        return "\n".join(lines)

    def spaced(self, text: str) -> str:
        """A text with this learner's spaces."""
        if self.style == "tight":
            return re.sub(r"(?<=\w) = (?=\S)", "=", re.sub(r", ", ",", text))
        if self.style == "wide":
            return re.sub(r"\((?=[^)\s])", "( ", re.sub(r"(?<=[^(\s])\)", " )", text))
        if self.style == "single":
            return text.replace("'", '"')
        if self.style == "double_gaps":
            return re.sub(r" = ", lambda _: self.draw.choice((" = ", " = ", "  = ", " =  ")), text)
        return text


_CHOICES: dict[str, list] = {}


def choices(lesson: str) -> list[tuple[str, list[str], list[float]]]:
    """Each exercise with its answers and how likely they are: a few are written by most."""
    if lesson not in _CHOICES:
        found = []
        for slug in EXERCISES[lesson]:
            rows = rows_of(slug)
            found.append((slug, rows, [1 / (n + 1) for n in range(len(rows))]))
        _CHOICES[lesson] = found
    return _CHOICES[lesson]


def varied_class(lesson: str, size: int, seed: int) -> list[Work]:
    """The work of `size` learners of a lesson, none of whom has seen another's."""
    return [Learner(f"learner{n:03}", f"{lesson}/{seed}").work(lesson) for n in range(size)]
