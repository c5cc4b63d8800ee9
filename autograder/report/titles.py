"""What exercises and kinds of questions are called where people read of them."""

import functools
import re
from importlib.resources import files

from course.outline import Lesson

LONGEST = 80
DOCSTRING = re.compile(r'"""(.+?)(?:"""|\n\n)', re.DOTALL)


def exercise_title(lesson: Lesson, slug: str) -> str:
    """The heading above an exercise, without its marks of code and the length of the answer."""
    headings = [part.heading for part in lesson.sections if part.exercise == slug]
    return re.sub(r" \([^()]*\)$", "", headings[0].replace("`", "")) if headings else slug


@functools.cache
def template_title(name: str) -> str:
    """What a template asks, as its module says it; its name where there is none any more.

    Read and neither imported nor parsed: there are a hundred, and they bring all of the course.
    """
    path = files("autograder.bank").joinpath("templates", f"{name}.py")
    if not path.is_file():
        return name
    told = DOCSTRING.match(path.read_text(encoding="utf-8"))
    return " ".join(told[1].split()) if told else name


def own_title(stem: str) -> str:
    """The beginning of an instructor's own question."""
    words = " ".join(stem.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} ..."
