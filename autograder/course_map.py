"""`course_map`: what is done, what is open, what comes next, as a page with links.

It is Markdown, so it looks the same in every notebook, trusted or not, and reads as text.
"""

from autograder import progress
from autograder.mistakes import MISTAKES
from autograder.page import Told, show_page
from course.outline import Lesson, outline

SURE = "delete my progress"
FULL, EMPTY = "■", "□"


def course_map() -> None:
    """Show the map of the course with the learner's progress on this computer."""
    show_page(as_markdown(progress.load(), progress.notes()))


def start_over(sure: str = "") -> None:
    """Begin anew. Asks first: nothing happens until it is called as it says.

    The progress so far is kept in a file beside the new one.
    """
    if sure != SURE:
        print(f'This forgets what you have done. If you mean it: start_over("{SURE}")')
        return
    try:
        aside = progress.start_over()
    except OSError as problem:
        raise Told(f"Progress cannot be put aside ({problem.strerror}); nothing changed.") from None
    kept = f" What was there is kept as {aside.name}." if aside else ""
    print(f"Your map is empty again.{kept}")


def as_markdown(state: dict, notes: list[str]) -> str:
    """The map of this progress; `notes` are sentences about its file."""
    parts = [*notes, _next(state), _lessons(state), *filter(None, [_exercises(state)])]
    return "\n\n".join(parts)


def following(state: dict) -> tuple[Lesson, str] | None:
    """The first exercise in the order of the course that is not passed."""
    for lesson in outline():
        for slug in lesson.exercises:
            if not progress.known(state, slug)["passed"]:
                return lesson, slug
    return None


def minutes_left(state: dict) -> int:
    """Planned minutes of what is not passed, in proportion to each lesson's exercises."""
    left = 0.0
    for lesson in outline():
        open_ones = [slug for slug in lesson.exercises if not progress.known(state, slug)["passed"]]
        left += lesson.minutes * len(open_ones) / len(lesson.exercises)
    return round(left)


def _next(state: dict) -> str:
    """The next exercise and the time left."""
    coming = following(state)
    if coming is None:
        return "**Every exercise of the course is passed.**"
    lesson, slug = coming
    heading = lesson.heading_of(slug).replace("`", "")
    hours, minutes = divmod(minutes_left(state), 60)
    left = f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
    return (
        f"**Next:** [{heading}]({lesson.link(lesson.heading_of(slug))}) · about {left} to the end"
    )


def _lessons(state: dict) -> str:
    """One row for each lesson."""
    heads = ("lesson", "exercises", "marks", "practice", "test", "to look at")
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for lesson in outline():
        done = [progress.known(state, slug)["passed"] for slug in lesson.exercises]
        bar = FULL * sum(done) + EMPTY * (len(done) - sum(done))
        marks = sum(lesson.points[s] * progress.known(state, s)["best"] for s in lesson.exercises)
        points = sum(lesson.points[slug] for slug in lesson.exercises)
        asked = state["quizzes"].get(lesson.slug)
        best = f"best {asked['best']} of 10" if asked and asked["attempts"] else ""
        ready = "answered" if asked and asked["answered"] else ""
        open_ones = dict.fromkeys(
            m for s in lesson.exercises for m in progress.known(state, s)["open"]
        )
        rows.append(
            f"| [{lesson.title}]({lesson.link()}) | {bar} {sum(done)} of {len(done)} "
            f"| {marks:g} of {points:g} | {best} | {ready} | {', '.join(open_ones)} |"
        )
    return "\n".join(rows)


def _exercises(state: dict) -> str:
    """One row for each exercise that was tried in a lesson that is not finished."""
    rows = []
    for lesson in outline():
        entries = {slug: progress.known(state, slug) for slug in lesson.exercises}
        if all(entry["passed"] for entry in entries.values()):
            continue
        if not any(entry["tries"] for entry in entries.values()):
            continue
        rows += [_row(lesson, slug, entry) for slug, entry in entries.items()]
    if not rows:
        return ""
    head = ["| exercise | marks | tries | to look at |", "|---|---|---|---|"]
    return "\n".join(["**Lessons that you have begun**", "", *head, *rows])


def _row(lesson: Lesson, slug: str, entry: dict) -> str:
    """One exercise."""
    heading = lesson.heading_of(slug)
    known = [f"{mistake} · {MISTAKES[mistake].name}" for mistake in entry["open"]]
    points = lesson.points[slug]
    return (
        f"| [{heading.replace('`', '')}]({lesson.link(heading)}) "
        f"| {entry['best'] * points:g} of {points:g} | {entry['tries']} | {'; '.join(known)} |"
    )
