"""Generated classes in which mistakes are planted with known shares.

Two of them. `plant` writes what grading leaves behind (verdicts, marks, graded notebooks) for any
number of learners in seconds, from real verdicts on real wrong answers. `planted` hands in real
notebooks, to be graded by the whole engine.
"""

import importlib
import json
import os
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from nbgrader.api import Grade, Student, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import insert

from autograder import database
from autograder.bank.graded import worked_out
from autograder.bank.question import LETTERS
from autograder.collect import collect
from autograder.exercise import find
from autograder.history import History, Judging
from autograder.judge import judge, not_started
from autograder.sample_class import answered, hand_in, solved
from autograder.sample_class import quizzed as with_quiz
from course.outline import lesson_of
from tests.answer_sources import is_plain, source_of

UNTOUCHED = "untouched"
USAGE = {"wall_s": 1.25, "cpu_s": 1.0, "peak_bytes": 312_000_000}


@dataclass(frozen=True)
class Answer:
    """An answer to an exercise as a learner hands it in, and the record of the verdict on it."""

    name: str
    source: str
    record: dict

    @property
    def mistakes(self):
        """The ids of the known mistakes in it."""
        return {finding["mistake"] for finding in self.record["findings"]} - {""}


@dataclass
class Kind:
    """Submissions that are alike: the answers to a lesson's exercises by slug."""

    answers: dict[str, Answer]
    notes: list[str] = field(default_factory=list)

    @property
    def records(self):
        return [answer.record for answer in self.answers.values()]


def answers_to(slug, points, most=None):
    """A right answer to an exercise, then wrong ones, `most` at most, judged on one seed."""
    module = importlib.import_module(f"tests.wrong_answers.{slug}")
    right = next(answers for answers in module.RIGHT if all(map(is_plain, answers)))
    wrong = [case.answers for case in module.WRONG if all(map(is_plain, case.answers))]
    # One of each mistake first, so that a few show many.
    told = {case.answers: case.mistake for case in module.WRONG}
    firsts = {told[answers]: answers for answers in reversed(wrong)}
    wrong.sort(key=lambda answers: answers not in firsts.values())
    return [_judged(slug, answers, points) for answers in [right, *wrong[:most]]]


def _judged(slug, answers, points, seed=7):
    """An answer with the record that `Judge` writes."""
    evidence = json.loads(json.dumps(collect(find(slug), answers, seed)))
    name = " and ".join(answer.__name__ for answer in answers)
    source = source_of(answers, find(slug).answers)
    return Answer(name, source, record_of(slug, judge(slug, evidence, seed), points, seed))


def untouched(slug, points):
    """No answer to an exercise."""
    return Answer(UNTOUCHED, "", record_of(slug, not_started((slug,)), points, 7))


def quizzed(slug, points, learner, missed=0, left_out=0):
    """Answers to a learner's ten questions, the first ones wrong, the last ones left out."""
    lesson = lesson_of(slug).slug
    letters = worked_out(lesson, learner).replace(" ", "")
    wrong = [LETTERS[LETTERS.index(letter) - 1] for letter in letters[:missed]]
    text = "".join([*wrong, letters[missed : 10 - left_out], "-" * left_out])
    told = {"lesson": lesson, "learner": learner, "answers": text}
    evidence = json.loads(json.dumps(collect(find(slug), (lambda: told,), 7)))
    record = record_of(slug, judge(slug, evidence, 7, learner), points, 7)
    return Answer(f"{missed} missed", f'learner = "{learner}"', record)


def record_of(slug, verdict, points, seed):
    """A verdict as a record of the history."""
    marks = round(verdict.score * points, 2)
    record = {"exercise": slug, "seed": seed, "points": points, "marks": marks}
    return record | verdict.as_plain()


def plant(course, lesson, kinds: Iterable[tuple[str, Kind]], pad=0):
    """Write a graded lesson: which learner handed in which kind.

    Tables are filled through nbgrader's own classes, in bulk; `gb.add_submission` and its kin
    commit once for each cell, which takes minutes for 1 000 learners. Notebooks hold the answers'
    cells and `pad` bytes of outputs; learners of one kind share one file.
    """
    kinds = list(kinds)
    rng = random.Random(lesson)
    history, notebooks = History(course.gradebook), {}
    for learner, kind in kinds:
        records = [record | {"seed": rng.randrange(2**31)} for record in kind.records]
        history.add(Judging(learner, lesson, records, kind.notes, [], USAGE, "bwrap"))
        path = course.gradebook / "autograded" / learner / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        if id(kind) in notebooks:
            os.link(notebooks[id(kind)], path)
        else:
            path.write_text(json.dumps(_notebook(kind, pad)), encoding="utf-8")
            notebooks[id(kind)] = path
    _mark(course, lesson, kinds)


def _notebook(kind, pad):
    """A graded notebook, as far as a report looks into it."""
    cells = [
        {"cell_type": "code", "id": slug, "source": answer.source.splitlines(keepends=True)}
        for slug, answer in kind.answers.items()
    ]
    picture = {"cell_type": "code", "id": "pictures", "source": [], "outputs": "x" * pad}
    return {"cells": [picture, *cells], "nbformat": 4, "nbformat_minor": 5}


def _mark(course, lesson, kinds):
    """The marks of a lesson, in the gradebook."""
    database.prepare(course.db_url)
    with course.opened() as book:
        assignment = book.update_or_create_assignment(lesson)
        notebook = book.update_or_create_notebook(lesson, lesson)
        cells = {
            slug: book.update_or_create_grade_cell(
                f"check-{slug}", lesson, lesson, max_score=points, cell_type="code"
            ).id
            for slug, points in lesson_points(course, lesson).items()
        }
        for learner, _ in kinds:
            book.db.merge(Student(id=learner))
        book.db.commit()
        ids = [(f"{lesson[:12]}{n:020}", learner, kind) for n, (learner, kind) in enumerate(kinds)]
        rows = {
            SubmittedAssignment: [
                {"id": key, "assignment_id": assignment.id, "student_id": learner}
                for key, learner, _ in ids
            ],
            SubmittedNotebook: [
                {"id": key, "assignment_id": key, "notebook_id": notebook.id} for key, _, _ in ids
            ],
            Grade: [
                {
                    "notebook_id": key,
                    "cell_id": cells[record["exercise"]],
                    "auto_score": record["marks"],
                    "needs_manual_grade": False,
                }
                for key, _, kind in ids
                for record in kind.records
            ],
        }
        for table, values in rows.items():
            if values:
                book.db.execute(insert(table), values)
        book.db.commit()


def lesson_points(course, lesson):
    """The points of a lesson's exercises, as released."""
    return {
        cell.metadata.nbgrader.grade_id.removeprefix("check-"): cell.metadata.nbgrader.points
        for cell in course.released[lesson].cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def planted(course, lesson, learners, seed, shares, quizzes=0.0):
    """Hand in real notebooks of a lesson; returns who made which answer, by learner and exercise.

    `shares` says for each exercise what part of the class gives which answer, by its name:
    {"treat": {"everything": 0.2, UNTOUCHED: 0.1}}; all others solve it. `quizzes` is the part that
    answers the ten questions, none to five of them wrong: drawing them takes a while.
    """
    rng, given = random.Random(seed), {}
    plans = {}
    for slug, parts in shares.items():
        names = [name for name, part in parts.items() for _ in range(round(part * learners))]
        plan = [*names, *[""] * (learners - len(names))]
        rng.shuffle(plan)
        plans[slug] = plan
    for number in range(learners):
        learner = f"learner_{number + 1:03}"
        changes = []
        given[learner] = {slug: plan[number] for slug, plan in plans.items()}
        slugs = [s for s in lesson_points(course, lesson) if not s.startswith("quiz_")]
        right = [slug for slug in slugs if not given[learner].get(slug)]
        if right:  # `solved()` would solve everything
            changes.append(solved(*right))
        for slug, name in given[learner].items():
            if name and name != UNTOUCHED:
                changes.append(answered(slug, named(slug, name)))
        if number < quizzes * learners:
            changes.append(with_quiz(learner, missed=rng.randrange(6)))
        hand_in(course, learner, lesson, *changes)
    return given


def named(slug, name):
    """The source of the wrong answer with this name."""
    module = importlib.import_module(f"tests.wrong_answers.{slug}")
    case = next(case for case in module.WRONG if case.name == name)
    return source_of(case.answers, find(slug).answers)
