"""`python -m tests.mistake_table` writes docs/MISTAKES.md: which mistake is caught where.

Nothing in it is typed by hand: an exercise catches an id when one of its wrong answers meets that
id first (`tests/test_wrong_answers.py` proves it), the doctor when a planted case does
(`tests/test_doctor.py`), a question when one of its options names it.
"""

import functools
import importlib
import os
import pkgutil
from collections import defaultdict
from pathlib import Path

import tests.planted
import tests.wrong_answers
from autograder.mistakes import MISTAKES
from autograder.questions import QUESTIONS
from autograder.stops import KNOWN

PAGE = Path(__file__).parent.parent / "docs" / "MISTAKES.md"
HEAD = """# Mistakes, and where each is caught

Made by `python -m tests.mistake_table`; nobody edits it. An exercise catches a mistake when a wrong
answer in `tests/wrong_answers/` meets its id, the doctor when a case in `tests/planted/` does. By
its exception a mistake is known in every exercise.
"""
SECTIONS = {
    "A": "Setting the wrong thing",
    "B": "Selecting the wrong layers",
    "C": "Heads",
    "D": "Optimizer and schedule",
    "E": "The state that flags do not control",
    "F": "Graph, copies, systems",
    "G": "Counting",
    "H": "Metrics",
}


def modules_in(package):
    """The modules of a package, by name."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return {name: importlib.import_module(f"{package.__name__}.{name}") for name in names}


def by_exercise() -> dict[str, set[str]]:
    """The exercises whose wrong answers meet each id."""
    found = defaultdict(set)
    for slug, module in modules_in(tests.wrong_answers).items():
        for case in module.WRONG:
            if case.mistake:
                found[case.mistake].add(slug)
    return found


def by_question() -> dict[str, set[str]]:
    """The questions of which an option shows each id."""
    found = defaultdict(set)
    for name, question in QUESTIONS.items():
        for option in question.options.values():
            if option.mistake:
                found[option.mistake].add(name)
    return found


def by_exception() -> set[str]:
    """The ids that an exception of torch or Python shows, whatever the exercise."""
    return {mistake for _, _, mistake, _ in KNOWN if mistake}


# What no answer and no state shows, each with its reason: learners meet these in a demonstration of
# the lesson and on a card.
ONLY_SHOWN = {
    "B18": "a part of a tensor cannot be written as an answer",
    "D23": "it is a term of the loss",
    "E17": "it comes with a file",
    "F15": "torch.func asks no flags, so no flag tells",
    "F16": "a compiled graph needs a C++ compiler",
    "F20": "flattened tensors need several processes",
}


@functools.cache
def caught() -> frozenset[str]:
    """The ids that an exercise, an exception or the doctor shows."""
    slugs = by_exercise()
    return frozenset(name for name in MISTAKES if slugs[name]) | by_exception() | by_doctor()


def by_doctor() -> set[str]:
    """The ids that the doctor finds in a planted case."""
    return {case.mistake for case in tests.planted.every()}


def lesson_of(name: str) -> str:
    """The number of the lesson that explains an id."""
    return str(int(MISTAKES[name].lesson.partition("_")[0]))


def page() -> str:
    """The whole page."""
    exercises, questions = by_exercise(), by_question()
    doctor, exceptions = by_doctor(), by_exception()
    lines = []
    for section, title in SECTIONS.items():
        ids = [name for name in MISTAKES if name[0] == section]
        here = [name for name in ids if name in caught()]
        lines += [f"## {section} · {title}: {len(here)} of {len(ids)}", ""]
        head = "| id | mistake | lesson | exercises | exception | doctor | questions |"
        lines += [head, "|---" * 7 + "|"]
        for name in ids:
            slugs, asked = (
                ", ".join(f"`{s}`" for s in sorted(x[name])) for x in (exercises, questions)
            )
            alone, state = ("yes" if name in x else "" for x in (exceptions, doctor))
            cells = (name, MISTAKES[name].name, lesson_of(name), slugs, alone, state, asked)
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    by_some = sum(bool(exercises[name]) for name in MISTAKES)
    told = (
        f"Of {len(MISTAKES)} ids that the project knows, {len(caught())} are caught: {by_some} by "
        f"exercises, {len(doctor)} by the doctor, {len(exceptions)} by their exception."
    )
    return "\n".join([HEAD, told, "", *lines])


def main() -> None:
    """Write the page, whole or not at all."""
    PAGE.with_suffix(".part").write_text(page(), encoding="utf-8")
    os.replace(PAGE.with_suffix(".part"), PAGE)
    print(page().split("\n\n")[2])


if __name__ == "__main__":
    main()
