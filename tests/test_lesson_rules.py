"""Each mistake in a lesson's text meets its own sentence; a lesson without one passes."""

from pathlib import Path

import pytest

from course.lesson_rules import known_exercises, refuse_mistakes, refuse_repeats
from course.lesson_text import LessonError, read_lesson

SOUND = (Path(__file__).parent / "build_fixtures" / "01_add.py").read_text(encoding="utf-8")
EXERCISE, CHECK, ANSWER = '# %% exercise="add"', '# %% check="add" points=20', "    return a + b\n"
LONG_ANSWER = "    total = a\n    total += b  # both\n    return total\n"
END = "    ### END SOLUTION\n"


def lesson_in(folder: Path, text: str, name: str = "01_add.py"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_lesson(path)


def swapped(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new)


MISTAKES = {
    "a misspelled key": (
        swapped(EXERCISE, '# %% exercice="add"'),
        "cell cell-04 (def add(a: int, b: int) -> int:): the key 'exercice' means nothing here; "
        "write 'exercise' if you mean that.",
    ),
    "two kinds on one cell": (
        swapped(CHECK, CHECK.replace("check", 'practice="sum" check')),
        "one cell is check and practice; make two cells of it",
    ),
    "prose as an exercise": (
        swapped("# %% [markdown]\nr", '# %% [markdown] exercise="add"\nr'),
        "cell add (# 1 · Add): prose cannot be exercise; move the key to a code cell",
    ),
    "points on an exercise": (
        swapped(EXERCISE, EXERCISE + " points=3"),
        "points belong to a check; move them to the check's line",
    ),
    "a check without points": (
        swapped(CHECK, '# %% check="add"'),
        'cell check-add (assert add(1, 2) == 3): a check needs points; write check="add" points=20',
    ),
    "points of nought": (swapped("points=20", "points=0"), "points=0 is no positive number"),
    "points in words": (swapped("points=20", 'points="20"'), "points='20' is no positive number"),
    "points that are true": (swapped("points=20", "points=true"), "points=True is no positive"),
    "an exercise nothing can judge": (
        swapped('"add"', '"addd"'),
        "cell addd (def add(a: int, b: int) -> int:): there is no exercise 'addd'; "
        "write 'add' or add autograder/exercises/addd.py.",
    ),
    "an exercise unlike any other": (
        swapped('"add"', '"xylophone"'),
        "there is no exercise 'xylophone'; add autograder/exercises/xylophone.py",
    ),
    "a name with spaces": (
        swapped('"guess"', '"my guess"'),
        "cell practice-my guess (guess = 3): 'practice-my guess' is no name; use letters",
    ),
    "a list for a name": (swapped(EXERCISE, '# %% exercise=["add"]'), "\"['add']\" is no name"),
    "an exercise given twice": (
        swapped(CHECK, f"{EXERCISE}\n### BEGIN SOLUTION\n### END SOLUTION\n\n{CHECK}"),
        "'add' is here twice; give one of the two another name",
    ),
    "an exercise without a check": (
        swapped(CHECK, "# %%"),
        "exercise 'add' has no check; add a cell check=\"add\" points=20 below",
    ),
    "a check without an exercise": (
        swapped(CHECK, f'{CHECK}\n\n# %% check="more" points=1'),
        "cell check-more (assert add(1, 2) == 3): the check 'more' has no exercise above it",
    ),
    "a solution outside an exercise": (
        swapped('# %% practice="guess"', "# %%\n### BEGIN SOLUTION\n### END SOLUTION"),
        "a solution stands outside an exercise; give the cell its exercise key",
    ),
    "a solution in prose": (
        swapped("Some ", "### BEGIN SOLUTION\n### END SOLUTION\nSome "),
        "cell cell-01 (# 1 · Add): a solution stands outside an exercise",
    ),
    "an exercise without markers": (
        swapped("### BEGIN SOLUTION\n", "\n").replace(END, ""),
        "it marks no solution; put it between ### BEGIN SOLUTION and ### END SOLUTION",
    ),
    "a solution without an end": (swapped(END, ""), "BEGIN SOLUTION has no END SOLUTION"),
    "a solution without a beginning": (
        swapped("    ### BEGIN SOLUTION\n", ""),
        "END SOLUTION has no BEGIN SOLUTION; add one above it",
    ),
    "a solution in a solution": (
        swapped(ANSWER, "    ### BEGIN SOLUTION\n" + ANSWER),
        "BEGIN SOLUTION stands inside a solution; end the first one",
    ),
    "a starter without lines": (
        swapped(END, "    ### STARTER\n" + END),
        "### STARTER has no lines; give learners some code after it",
    ),
    "a starter outside a solution": (
        swapped(END, END + "    ### STARTER\n"),
        "### STARTER is misplaced; put one inside the solution",
    ),
    "a starter that is no comment": (
        swapped(END, "    ### STARTER\n    return 1\n" + END),
        "after ### STARTER a line is no comment; begin each with '# '",
    ),
    "a syntax error": (
        swapped("guess = 3", "guess = = 3"),
        "cell practice-guess (guess = = 3): a syntax error (invalid syntax) in 'guess = = 3'",
    ),
    "a syntax error for learners": (
        swapped(END, "    ### STARTER\n    # return a +\n" + END),
        "learners get a syntax error (invalid syntax) in 'return a +'; correct it",
    ),
    "prose that runs into code": (
        swapped("guess = 3", '# %% [markdown]\n"""\nProse.\n"""\nguess = 3'),
        "prose must end with its closing quotes; put code into a cell of its own",
    ),
    "a long line given away in prose": (
        swapped(ANSWER, "    return float(a) + float(b)\n").replace(
            "guess = 3", 'guess = 3\n\n# %% [markdown]\n"""\nOr `return  float(a) + float(b)`.\n"""'
        ),
        "cell cell-07 (Or `return  float(a) + float(b)`.): it gives away the answer to 'add' "
        "(return float(a) + float(b)); reword it",
    ),
    "two lines given away in code": (
        swapped(ANSWER, LONG_ANSWER).replace(
            "guess = 3",
            "def twice(a, b):\n    if a:\n        total = a\n        total  += b  # both",
        ),
        "gives away the answer to 'add' (total = a); reword it",
    ),
    "two lines given away below the solution": (
        swapped(ANSWER + END, LONG_ANSWER + END + "    total += b  # both\n    return total\n"),
        "cell add (def add(a: int, b: int) -> int:): it gives away the answer to 'add' (total += b",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), MISTAKES.values(), ids=MISTAKES)
def test_a_lesson_is_refused_for(text, sentence, tmp_path):
    with pytest.raises(LessonError) as refusal:
        refuse_mistakes("01_add.py", lesson_in(tmp_path, text), known=("add", "more"))
    said = str(refusal.value)
    assert said.startswith("01_add.py, cell ")
    assert sentence in said
    assert said.endswith(".")
    assert "\n" not in said


HARMLESS = {
    "as it is": SOUND,
    "magics and await": swapped("guess = 3", "# %time\nawait guess"),
    "a short answer shown again": swapped("guess = 3", "def other(a, b):\n    return a + b"),
    "one line of many shown again": swapped(ANSWER, LONG_ANSWER).replace("guess = 3", "total = a"),
    "its lines before the exercise": swapped(ANSWER, LONG_ANSWER).replace(
        "import os", "import os\na = b = 1\ntotal = a\ntotal += b  # both"
    ),
    "a practice with an answer": swapped(
        "guess = 3", "### BEGIN SOLUTION\nguess = 3\n### END SOLUTION"
    ),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_a_lesson_passes(text, tmp_path):
    refuse_mistakes("01_add.py", lesson_in(tmp_path, text), known=("add",))


@pytest.mark.parametrize("name", ["add.py", "1_add.py", "01_Add.py", "01-add.py", "01_add.ipynb"])
def test_a_file_name_is_refused(name, tmp_path):
    with pytest.raises(LessonError, match=rf"^{name} is no lesson's name; call it NN_slug.py"):
        refuse_mistakes(name, lesson_in(tmp_path, SOUND), known=("add",))


@pytest.mark.parametrize("text", ["", "# %%\n# 1 · Add\n", swapped("# 1 · Add", "Add")])
def test_a_lesson_without_a_title_is_refused(text, tmp_path):
    with pytest.raises(LessonError, match=r"^01_add\.py has no title; begin its first cell"):
        refuse_mistakes("01_add.py", lesson_in(tmp_path, text), known=("add",))


def test_a_file_that_jupytext_cannot_read_is_refused(tmp_path):
    broken = SOUND.replace("kernelspec: {display_name", "kernelspec: {{display_name")
    with pytest.raises(LessonError, match=r"^01_add.py cannot be read \(.*\); begin it with"):
        lesson_in(tmp_path, broken)


def test_two_lessons_with_the_same_exercise_are_refused(tmp_path):
    lessons = {name: lesson_in(tmp_path, SOUND, name) for name in ("01_add.py", "02_more.py")}
    with pytest.raises(LessonError) as refusal:
        refuse_repeats(lessons)
    assert str(refusal.value) == (
        "02_more.py, cell add (def add(a: int, b: int) -> int:): 'add' is in 01_add.py, too; "
        "give one of the two another name."
    )


def test_two_lessons_with_the_same_practice_are_refused(tmp_path):
    texts = {"01_add.py": SOUND, "02_more.py": swapped('="add"', '="more"')}
    lessons = {name: lesson_in(tmp_path, text, name) for name, text in texts.items()}
    with pytest.raises(LessonError, match=r"'practice-guess' is in 01_add\.py, too"):
        refuse_repeats(lessons)


def test_every_module_of_an_exercise_is_known():
    folder = Path(__file__).parents[1] / "autograder" / "exercises"
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py"}
    assert known_exercises() == {name for name in modules if not name.startswith("_")}
