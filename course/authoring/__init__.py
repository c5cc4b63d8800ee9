"""The author's desk: `make new-lesson` makes a lesson that builds, `make lint-lessons` reads it.

    new_lesson.py      a skeleton, with everything that a lesson needs around it
    skeleton/          its files, with names to fill in
    lesson_facts.py    what the rules read of a lesson
    text_rules.py      what is missing in a lesson's text and figures
    around_rules.py    what is missing around it: wrong answers, hints, questions, known mistakes
    lint.py            all rules on the lessons, and the time that each takes to run

Only authors have this room's needs, which are those of `.[dev]`.
"""
