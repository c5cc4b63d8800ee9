"""Quizzes in the notebook and in grading: what is shown, what is kept, what an answer earns."""

import json

import pytest

from autograder import check, graded_quiz, progress, quiz
from autograder.bank import pressed, quiz_text
from autograder.bank.decks import ten
from autograder.bank.graded import (
    graded,
    key_of,
    letters_in,
    mistakes_in,
    right_letters,
    worked_out,
)
from autograder.bank.private import (
    PRIVATE,
    PUBLIC,
    BadBank,
    in_use,
    private_in,
    public_beside,
)
from autograder.bank.publishing import publish
from autograder.bank.question import LETTERS
from autograder.checking import NotYet
from autograder.collect import collect
from autograder.exercise import find
from autograder.judge import judge
from autograder.page import Told
from autograder.verdict import CORRECT, INCORRECT, NOT_ATTEMPTED, PARTLY

LESSON = "01_what_freezing_does"
RIGHT = worked_out(LESSON, "ada")


@pytest.fixture(autouse=True)
def forget(monkeypatch, tmp_path):
    monkeypatch.setattr(progress, "_in_memory", {})
    monkeypatch.setattr(pressed, "_letters", {})
    monkeypatch.chdir(tmp_path)


def record(answers=RIGHT, learner="ada", lesson=LESSON):
    return {"lesson": lesson, "learner": learner, "answers": answers}


def verdict_on(answer, student="ada"):
    evidence = json.loads(json.dumps(collect(find("quiz_01"), (answer,), 3)))
    return judge("quiz_01", evidence, 3, student)


def other(letter):
    return LETTERS[(LETTERS.index(letter) + 1) % 4]


def test_right_answers_earn_everything_whoever_asks_for_them():
    assert verdict_on(lambda: record()).status == CORRECT
    assert verdict_on(graded_quiz(LESSON, "ada", RIGHT)).status == CORRECT


def test_each_wrong_answer_costs_a_tenth_and_says_what_is_true_about_it():
    questions = graded(LESSON, "ada")
    wrong = other(RIGHT[0]) + RIGHT[1:]
    verdict = verdict_on(lambda: record(wrong))
    (finding,) = verdict.findings
    chosen = questions[0].options[wrong[0]]
    assert (verdict.status, verdict.score) == (PARTLY, pytest.approx(0.9))
    assert finding.seen == f"question 1 (easy), {wrong[0]}: {chosen.says}"
    assert (finding.hint, finding.mistake) == (questions[0].hint, chosen.mistake)


def test_a_question_left_out_costs_a_tenth():
    verdict = verdict_on(lambda: record(RIGHT[:-1] + "-"))
    assert verdict.score == pytest.approx(0.9)
    assert verdict.findings[0].seen == "question 10 (hard) has no answer."


def test_answers_for_somebody_elses_questions_earn_nothing():
    verdict = verdict_on(lambda: record(learner="ben", answers=worked_out(LESSON, "ben")))
    assert (verdict.status, verdict.score) == (INCORRECT, 0)
    assert "for the questions of 'ben'; this was handed in for 'ada'" in verdict.findings[0].seen


def test_a_copied_answer_under_ones_own_name_earns_what_it_is_worth():
    verdict = verdict_on(lambda: record(answers=worked_out(LESSON, "ben")))
    assert verdict.score < 0.7


@pytest.mark.parametrize("name", ["Ada", " ada ", "ADA"])
def test_capitals_and_spaces_in_a_name_do_not_matter(name):
    assert verdict_on(lambda: record(learner=name)).status == CORRECT


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (lambda: record("ABCDX ABCDA"), "'X' is no option."),
        (lambda: record("ABCDA ABCDA B"), "there are 11 letters for ten questions."),
        (lambda: record(learner=" "), "`learner` is empty"),
        (lambda: record(lesson="02_silent_failures"), "holds no answers to the questions"),
        (lambda: {"answers": RIGHT}, "holds no answers to the questions"),
        (lambda: record(answers=list(RIGHT)), "holds no answers to the questions"),
        (lambda: 7, "holds no answers to the questions"),
        (lambda: 1 / 0, "ZeroDivisionError"),
        (
            lambda: record(RIGHT + "/abcd"),
            "for questions with the code 'abcd', which is not in use",
        ),
        ("ABCDA BCDAB", "quiz_01 is a str, not a function."),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(answer, seen):
    verdict = verdict_on(answer)
    assert verdict.score == 0
    assert seen in verdict.findings[0].seen


@pytest.mark.parametrize("answers", ["", "----------", ". . . ."])
def test_nothing_answered_is_not_attempted(answers):
    assert verdict_on(lambda: record(answers)).status == NOT_ATTEMPTED


@pytest.mark.parametrize("answers", [RIGHT.lower(), ", ".join(RIGHT.replace(" ", ""))])
def test_letters_may_be_written_in_many_ways(answers):
    assert verdict_on(lambda: record(answers)).status == CORRECT


def test_the_check_in_the_notebook_says_what_has_arrived_and_nothing_more(capsys):
    for letters in (RIGHT, "".join(map(other, RIGHT.replace(" ", "")))):
        made = graded_quiz(LESSON, "ada", letters)
        capsys.readouterr()
        check("quiz_01", made)
        told = capsys.readouterr().out
        assert told == "✓ Ten answers are in, for 'ada'. Grading says which are right.\n"
    assert progress.load()["quizzes"][LESSON]["answered"]


def test_missing_answers_are_named_by_the_check(capsys):
    made = graded_quiz(LESSON, "ada", "AB-DA ABC-A")
    with pytest.raises(NotYet, match=r"questions 3, 9: no answer yet\."):
        check("quiz_01", made)
    assert not progress.load()["quizzes"][LESSON]["answered"]


def test_without_a_name_no_questions_appear(capsys, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    graded_quiz(LESSON, "", "----- -----")
    told = capsys.readouterr().out
    assert told.startswith("Write the name under which you hand in")
    assert "Here you are 'ada'." in told
    assert "Question 1" not in told


def test_the_graded_questions_are_shown_and_do_not_show_what_is_right(capsys):
    graded_quiz(LESSON, "ada", "AB")
    told = capsys.readouterr().out
    assert told.count("**Question ") == 10
    assert "Your answers now: `AB--- -----`" in told
    assert graded(LESSON, "ada")[0].stem in told
    assert "✓" not in told


def test_practice_goes_on_with_new_questions_after_an_answer(capsys):
    first = ten(LESSON, "practice", 0)
    quiz(LESSON)
    assert first[0].stem in capsys.readouterr().out
    quiz(LESSON, right_letters(first))
    assert "**10 of 10 are right.**" in capsys.readouterr().out
    assert progress.load()["quizzes"][LESSON] == {"attempts": 1, "best": 10, "answered": False}
    quiz(LESSON)
    assert ten(LESSON, "practice", 1)[0].stem in capsys.readouterr().out


def test_practice_says_which_mistake_a_wrong_choice_shows():
    questions = [q for attempt in range(3) for q in ten(LESSON, "practice", attempt)]
    question = next(q for q in questions if any(o.mistake for o in q.options.values()))
    letter = next(letter for letter, option in question.options.items() if option.mistake)
    told = quiz_text.answered(question, letter)
    assert told.startswith(f"Not yet: {letter}: {question.options[letter].says} Try this: ")
    assert f'`explain("{question.options[letter].mistake}")`' in told


@pytest.mark.parametrize(
    ("lesson", "answers", "told"),
    [
        ("01_what", "", "There is no lesson '01_what'; did you mean '01_what_freezing_does'?"),
        (LESSON, "ABCDE", "'E' is no option. Write ten letters from A to D."),
        (LESSON, "A" * 11, "There are 11 letters for ten questions. Write ten letters"),
    ],
)
def test_bad_input_gets_one_sentence(lesson, answers, told):
    with pytest.raises(Told) as problem:
        quiz(lesson, answers)
    assert str(problem.value).startswith(told)


def test_names_and_answers_must_be_text():
    with pytest.raises(Told, match="between quotes"):
        graded_quiz(LESSON, 5, "")


def test_letters_and_codes():
    assert letters_in("abdc ac/7c1e") == ("ABDCAC----", "7c1e")
    assert mistakes_in("ABCD") == ""
    assert key_of("  Ada ") == "ada"
    assert key_of("Zoe\u0308") == key_of("ZO\u00cb")


def test_a_very_long_name_is_shown_short():
    verdict = verdict_on(lambda: record(learner="x" * 5_000))
    assert len(verdict.findings[0].seen) < 200


# Buttons


def test_a_pressed_button_counts_once_the_cell_has_run_again(capsys):
    from autograder.bank.quiz_widgets import Graded

    box = Graded(LESSON, "ada", graded(LESSON, "ada"), "A----").box
    *asked, status = box.children
    asked[2].children[1].value = "C"
    assert "2 of 10 answered. Not in the cell yet" in status.value
    assert graded_quiz(LESSON, "ada", "A----").answers == "A-C-- -----"
    assert 'Write this into the cell: answers="A-C-- -----"' in capsys.readouterr().out
    assert graded_quiz(LESSON, "ada", "A----").answers == "A----"


def test_a_cell_edited_by_hand_wins_over_buttons():
    pressed.press(LESSON, "ada", "A----", "A-C-------")
    assert graded_quiz(LESSON, "ada", "AB---").answers == "AB---"


def test_practice_with_buttons_tells_and_counts_the_first_answers():
    from autograder.bank.quiz_widgets import Practice

    page = Practice(LESSON, 0)
    *asked, status, buttons = page.box.children
    right = right_letters(ten(LESSON, "practice", 0)).replace(" ", "")
    for box, letter in zip(asked, right, strict=True):
        box.children[1].value = letter
    buttons.children[0].click()
    assert "10 of 10 are right." in status.value
    assert all("✓" in box.children[2].value for box in asked)
    buttons.children[0].click()
    assert progress.load()["quizzes"][LESSON]["attempts"] == 1
    buttons.children[1].click()
    assert page.box.children[0].children[1].value == "no answer"


# An instructor's own questions

OWN = {
    "lesson": LESSON,
    "level": "hard",
    "stem": "What is kept in the safe?",
    "right": {"text": "the key", "says": "The key is there."},
    "wrong": [
        {"text": "the lamp", "says": "The lamp stands outside.", "belief": "a guess by size"},
        {"text": "the cat", "says": "The cat is free.", "mistake": "A5"},
        {"text": "the hat", "says": "The hat hangs.", "belief": "a guess by sound"},
    ],
    "hint": "Open it.",
}


@pytest.fixture
def extras(tmp_path):
    path = tmp_path / PRIVATE
    path.write_text(json.dumps([OWN, OWN | {"level": "easy", "stem": "And in the drawer?"}]))
    return private_in(path)


def test_the_public_twin_asks_the_same_and_holds_no_answers(extras, tmp_path):
    (tmp_path / PUBLIC).write_text(extras.public_text())
    public = public_beside(tmp_path)
    assert "says" not in extras.public_text()
    assert public.code == extras.code != ""
    for who in ("ada", "ben", "cleo"):
        theirs, ours = graded(LESSON, who, public), graded(LESSON, who, extras)
        assert [q.stem for q in theirs] == [q.stem for q in ours]
        shown = [[o.text for o in q.options.values()] for q in theirs]
        assert shown == [[o.text for o in q.options.values()] for q in ours]
        assert sum(q.stem in (OWN["stem"], "And in the drawer?") for q in ours) == 2


def test_answers_to_an_instructors_questions_are_marked_with_them(extras):
    right = right_letters(graded(LESSON, "ada", extras))
    with in_use(extras):
        assert verdict_on(lambda: record(f"{right}/{extras.code}")).status == CORRECT
        missed = verdict_on(lambda: record(RIGHT))
    assert missed.score <= 0.8
    assert "is your instructor's; yours was another" in str(missed.findings)
    assert verdict_on(lambda: record(f"{right}/{extras.code}")).score == 0


def test_the_notebook_writes_the_code_behind_the_letters(extras, tmp_path, capsys):
    (tmp_path / PUBLIC).write_text(extras.public_text())
    graded_quiz(LESSON, "ada", "")
    told = capsys.readouterr().out
    assert OWN["stem"] in told
    assert f"`----- -----/{extras.code}`" in told


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "cannot be read as JSON"),
        ("[1]", "is no list of questions"),
        (json.dumps([OWN | {"level": "tricky"}]), "has the level 'tricky'; use easy, medium, hard"),
        (json.dumps([OWN | {"wrong": OWN["wrong"][:2]}]), "has 2 wrong options; give it three"),
        (json.dumps([OWN | {"right": OWN["wrong"][0] | {"says": "x"}}]), "is no list of questions"),
        (
            json.dumps([OWN | {"right": {"text": "the  cat", "says": "Yes."}}]),
            "has two options that say the same",
        ),
    ],
)
def test_a_bad_file_of_questions_gets_one_sentence(tmp_path, content, told):
    (tmp_path / PRIVATE).write_text(content)
    with pytest.raises(BadBank, match=told):
        private_in(tmp_path / PRIVATE)


def test_the_command_makes_the_public_twin(extras, tmp_path, capsys):
    assert publish(tmp_path / PRIVATE).startswith(f"{PUBLIC}: 2 questions, code {extras.code}.")
    assert (tmp_path / PUBLIC).read_text() == extras.public_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == [PRIVATE, PUBLIC]


def test_the_command_refuses_what_cannot_be_used_and_writes_nothing(tmp_path):
    with pytest.raises(BadBank, match=r"There is no file private_questions\.json"):
        publish(tmp_path / PRIVATE)
    (tmp_path / PRIVATE).write_text(json.dumps([OWN | {"lesson": "01_what_freezing"}]))
    with pytest.raises(BadBank, match="There is no lesson '01_what_freezing'; did you mean"):
        publish(tmp_path / PRIVATE)
    assert not (tmp_path / PUBLIC).exists()
