"""Questions and what is said to an answer, as Markdown: what every reader can show."""

import re
from collections.abc import Sequence

from autograder.bank.question import Choice, Question
from autograder.mistakes import where_explained


def asked(number: int, question: Question) -> str:
    """A question with its four options."""
    options = "\n\n".join(_option(letter, choice) for letter, choice in question.options.items())
    origin = "your instructor's" if not question.template else question.level
    return f"**Question {number}** · {origin}\n\n{question.stem}\n\n{options}"


def all_asked(questions: Sequence[Question]) -> str:
    """All questions, one after the other."""
    return "\n\n---\n\n".join(asked(number, q) for number, q in enumerate(questions, 1))


def answered(question: Question, letter: str) -> str:
    """What is said to a chosen letter; a wrong one hears what it is, and a hint."""
    if letter not in question.options:
        return f"No answer. {question.hint}"
    chosen = question.options[letter]
    if letter == question.answer:
        return f"✓ {letter}: {chosen.says}"
    return f"Not yet: {letter}: {chosen.says} Try this: {_small(question.hint)}{_card(chosen)}"


def count_right(questions: Sequence[Question], letters: str) -> int:
    """How many letters are right."""
    return sum(q.answer == letter for q, letter in zip(questions, letters, strict=True))


def score(questions: Sequence[Question], letters: str) -> str:
    """How many letters are right, as a sentence."""
    return f"{count_right(questions, letters)} of {len(questions)} are right."


def all_answered(questions: Sequence[Question], letters: str) -> str:
    """What is said to ten letters, and the score."""
    lines = [
        f"{number}. {answered(question, letter)}"
        for number, (question, letter) in enumerate(zip(questions, letters, strict=True), 1)
    ]
    return "\n".join([*lines, "", f"**{score(questions, letters)}**"])


def _option(letter: str, choice: Choice) -> str:
    """One option; several lines are code."""
    if "\n" in choice.text:
        return f"**{letter}**\n\n```python\n{choice.text}\n```"
    # Names such as __init__ and stars are code, not Markdown.
    is_code = "`" not in choice.text and re.search(r"[_*<\[]", choice.text)
    return f"**{letter}** `{choice.text}`" if is_code else f"**{letter}** {choice.text}"


def _card(choice: Choice) -> str:
    """Where a known mistake is explained."""
    if not choice.mistake:
        return ""
    place = where_explained(choice.mistake)
    return f' `explain("{choice.mistake}")`' + (f", {place}." if place else ".")


def _small(sentence: str) -> str:
    """A sentence as it stands after a colon."""
    first, second = sentence[:1], sentence[1:2]
    return sentence if second.isupper() or first == "`" else first.lower() + sentence[1:]
