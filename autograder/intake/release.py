"""A released notebook as repairing sees it: which cells hold answers, which check them."""

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.intake import anchors

PRACTICE = "practice-"
QUIZ = "quiz_"


@dataclass(frozen=True)
class Place:
    """One released cell: its text in plain form, and what it is for.

    `names` are the functions that an answer has to define, `checks` what its calls check.
    """

    cell: NotebookNode
    text: str
    grade_id: str
    is_answer: bool
    is_locked: bool
    names: set[str]
    checks: set[str]

    @property
    def is_ours(self) -> bool:
        """Whether the text of this cell is the release's: a check, or prose."""
        return self.is_locked or (self.cell.cell_type != "code" and not self.is_answer)

    @property
    def is_exercise(self) -> bool:
        """Whether marks depend on this cell; practice earns none."""
        return bool(self.grade_id) and not self.grade_id.startswith(PRACTICE)

    @property
    def tells_lesson(self) -> bool:
        """Whether this cell is of one lesson alone; the quizzes of all lessons look alike."""
        return self.is_exercise and not self.grade_id.removeprefix("check-").startswith(QUIZ)


@dataclass(frozen=True)
class Release:
    """The cells of a released notebook, and where to look them up; places are their positions."""

    places: list[Place]
    by_grade_id: dict[str, int] = field(default_factory=dict)
    by_id: dict[str, int] = field(default_factory=dict)
    by_text: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, int] = field(default_factory=dict)
    by_call: dict[str, int] = field(default_factory=dict)

    def check_of(self, answer: int) -> int:
        """The place of the first check below an answer; the end where there is none."""
        below = range(answer + 1, len(self.places))
        return next((at for at in below if self.places[at].is_locked), len(self.places))

    def spoken_for(self, source: str) -> set[int]:
        """The places that a text speaks for: it is theirs, or it defines or checks what they do."""
        if (same := self.by_text.get(anchors.plain(source))) is not None:
            return {same}
        names, called = anchors.functions(source) | anchors.assigned(source), anchors.calls(source)
        # Two quizzes may both ask for `answer`: what is called tells them apart.
        told = {self.by_call[slug] for slug in called if slug in self.by_call}
        told |= {self.by_name[name] for name in names if name in self.by_name}
        return told


def release_of(notebook: NotebookNode) -> Release:
    """What is known about a released notebook."""
    release = Release([_place(cell) for cell in notebook.cells])
    for at, place in enumerate(release.places):
        release.by_id[place.cell.id] = at
        release.by_text.setdefault(place.text, at)
        if place.grade_id:
            release.by_grade_id[place.grade_id] = at
            release.by_call.update(dict.fromkeys(place.checks, at))
        if place.is_answer:
            source = place.cell.source
            names = place.names or (set() if place.checks else _assigned(place, source))
            release.by_name.update(dict.fromkeys(names, at))
    return release


def _place(cell: NotebookNode) -> Place:
    """What one released cell is for."""
    settings = cell.metadata.get("nbgrader", {})
    return Place(
        cell,
        anchors.plain(cell.source),
        settings.get("grade_id", ""),
        bool(settings.get("solution")),
        bool(settings.get("locked")),
        anchors.functions(cell.source) if cell.cell_type == "code" else set(),
        anchors.calls(cell.source) if cell.cell_type == "code" else set(),
    )


def _assigned(place: Place, source: str) -> set[str]:
    """The names that a cell without functions gives; its own alone where it is one of them."""
    names = anchors.assigned(source)
    # Every quiz says who answers: such a name would speak for the quiz of any lesson.
    return {place.grade_id} if place.grade_id in names else names
