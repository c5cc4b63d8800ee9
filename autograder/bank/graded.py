"""The ten questions that count: one set for each learner and lesson, and what an answer holds.

The set depends on the learner's name alone. Learners answer in the notebook; grading draws the same
questions from the name in the gradebook, so answers for somebody else's questions earn nothing.
"""

import hashlib
import random
import re
import unicodedata

from autograder.bank.decks import ten
from autograder.bank.private import NONE, Extra, Extras
from autograder.bank.question import LETTERS, Choice, Question

# So many of the ten are the instructor's, at most.
EXTRAS = 2
LEFT_OUT = "-"


def key_of(learner: str) -> str:
    """A name as it counts: without capitals and spaces around it, however its accents are typed."""
    return unicodedata.normalize("NFKC", learner).strip().casefold()


def graded(lesson: str, learner: str, extras: Extras = NONE) -> list[Question]:
    """The ten questions of a lesson for a learner; `extras` take the place of one or two."""
    who = key_of(learner)
    questions = ten(lesson, f"graded {who}", 0)
    own = [extra for extra in extras.questions if extra.lesson == lesson]
    rng = random.Random(f"{lesson} {who} extras")
    for extra in rng.sample(own, min(EXTRAS, len(own))):
        places = [at for at, q in enumerate(questions) if q.level == extra.level and q.template]
        questions[places[-1]] = _asked(extra, rng)
    return questions


def is_extra(question: Question) -> bool:
    """Whether a question is the instructor's own."""
    return not question.template


def name_of(question: Question | Extra) -> str:
    """The name of its kind: the template, or a digest of an instructor's own stem."""
    if isinstance(question, Question) and question.template:
        return question.template
    return f"own-{hashlib.sha256(question.stem.encode()).hexdigest()[:8]}"


def _asked(extra: Extra, rng: random.Random) -> Question:
    """An instructor's question with its options in this learner's order."""
    texts = rng.sample(extra.texts, len(extra.texts))
    options = {
        letter: extra.choices.get(text, Choice(text, ""))
        for letter, text in zip(LETTERS, texts, strict=True)
    }
    answer = LETTERS[texts.index(extra.right)] if extra.right else ""
    return Question("", 0, extra.level, (), extra.stem, options, answer, extra.hint)


def letters_in(answers: str) -> tuple[str, str]:
    """The letters of an answer, and the code after its slash: "ABDC AC" gives "ABDCAC----"."""
    letters, _, code = answers.partition("/")
    told = re.sub(r"[\s,;]", "", letters).upper().replace(".", LEFT_OUT)
    return told.ljust(10, LEFT_OUT), code.strip()


def mistakes_in(answers: str) -> str:
    """What is wrong with the form of an answer, as a sentence; empty when nothing is."""
    letters, _ = letters_in(answers)
    strange = sorted(set(letters) - set(LETTERS + LEFT_OUT))
    if strange:
        return f"{strange[0]!r} is no option."
    if len(letters) > 10:
        return f"there are {len(letters)} letters for ten questions."
    return ""


def right_letters(questions: list[Question]) -> str:
    """The letters of the right options, in two groups of five."""
    letters = "".join(question.answer for question in questions)
    return f"{letters[:5]} {letters[5:]}"


def worked_out(lesson: str, learner: str) -> str:
    """The right letters for a learner, as the lessons' solutions write them.

    The questions can be solved by whoever runs this package; what has to be secret is an
    instructor's own question.
    """
    return right_letters(graded(lesson, learner))
