"""How learning platforms and mail name files, and what can be read from it.

Moodle (mod/assign/classes/downloader.php): "Full Name_NUMBER_assignsubmission_file" as a folder, or
in front of the file's name; the number is that of the person in this assignment. Canvas
(lib/content_zipper.rb): "lastfirst_LATE_PERSON_UPLOAD_name". Blackboard, and the example of
nbgrader's zip_collect: "assignment_user_attempt_2026-11-20-14-03-11_name". Gradescope: folders
"submission_UPLOAD" and a list. Anything else is a plain name, of which the lesson is left out.

Moodle and Canvas pack at the moment of the download, so times in their archives say nothing.
"""

import re
from datetime import tzinfo

from autograder.mailed.claims import (
    BLACKBOARD,
    CANVAS,
    COPY,
    GRADESCOPE,
    MOODLE,
    PLAIN,
    Claim,
    as_first,
    copies,
    stem,
)
from autograder.mailed.times import stamped_at

CALLED_LATE = "Canvas calls it late"
# Asked from the beginning of a name: what follows is the learner's own and may imitate it.
_MOODLE = re.compile(r"(?P<name>.+?)_(?P<person>\d{1,18})_assignsubmission_[a-z]+(?:_|\Z)", re.S)
_CANVAS = re.compile(r"(.+?)(?P<late>_LATE)?_(?P<person>\d{1,18})_(?P<upload>\d{3,18})_.", re.S)
_UNNAMED = re.compile(r"(?P<late>LATE_)?(anon_[^_]+)_(?P<upload>\d{3,18})_.", re.S)
_BLACKBOARD = re.compile(r"(?P<name>.+?)_attempt_(?P<at>\d{4}(?:-\d\d){5})(?=[_.]|\Z)", re.S)
_GRADESCOPE = re.compile(r"submission_(?P<upload>\d{1,18})")


class Shapes:
    """How to read names in a course with these lessons; times without a zone are of `zone`."""

    def __init__(self, lessons: list[str], zone: tzinfo) -> None:
        self._zone = zone
        self._lessons = {slug.casefold(): slug for slug in lessons}
        # Spaces and hyphens stand for underscores where somebody tidied a name.
        slugs = "|".join(re.escape(slug).replace("_", "[ _-]") for slug in lessons)
        self._lesson = re.compile(f"({slugs})", re.I)
        self._first = re.compile(rf"(?:{slugs}){COPY}(?:[ _.-]+|\Z)", re.I)
        self._last = re.compile(rf"(?:[ _.-]+|\A)(?:{slugs}){COPY}\Z", re.I)

    def claim(self, way: tuple[str, ...]) -> Claim:
        """What the way to a file says; `says` is empty where nothing names the learner.

        The outermost name decides, unless it is only a lesson's: what is inside an archive was
        named by whoever packed it.
        """
        copy = copies(way)
        for part in way:
            if found := self.platform(part, copy):
                return found
            if name := self.without_lesson(stem(part)):
                says = dict.fromkeys((name, as_first(name) or name))
                return Claim(PLAIN, tuple(says), copy=copy)
        return Claim(PLAIN, (), copy=copy)

    def platform(self, name: str, copy: tuple[int, int] = (0, 0)) -> Claim | None:
        """What a name says that a learning platform has made; None for any other."""
        if found := _MOODLE.match(name):
            # Where marking is blind, the name is "Participant".
            says = (found["name"], f"{found['name']} {found['person']}")
            return Claim(MOODLE, says, found["person"], copy=copy)
        if found := _BLACKBOARD.match(name):
            at = stamped_at(found["at"], self._zone)
            return Claim(BLACKBOARD, self._users(found["name"]), copy=copy, at=at)
        if found := _GRADESCOPE.fullmatch(name):
            return Claim(GRADESCOPE, (), upload=int(found["upload"]), copy=copy)
        if found := _UNNAMED.match(name):
            notes = (CALLED_LATE,) if found["late"] else ()
            return Claim(CANVAS, (found[2],), "", int(found["upload"]), copy, notes=notes)
        if found := _CANVAS.match(name):
            notes, person = (CALLED_LATE,) if found["late"] else (), found["person"]
            return Claim(CANVAS, (found[1],), person, int(found["upload"]), copy, notes=notes)
        return None

    def lesson_in(self, way: tuple[str, ...]) -> str:
        """The lesson that the names on a way tell, the innermost first; empty where none does."""
        for part in reversed(way):
            if found := self._lesson.search(part):
                return self._lessons[re.sub("[ -]", "_", found[0].casefold())]
        return ""

    def without_lesson(self, name: str) -> str:
        """A name without a lesson at its beginning or end, and without what numbers copies."""
        shorter = self._last.sub("", name)
        return self._first.sub("", shorter, count=1) if self._first.match(shorter) else shorter

    def _users(self, name: str) -> tuple[str, ...]:
        """Who "assignment_user" may be: either may have underscores of its own."""
        if (user := self.without_lesson(name)) != name:
            return (user,) if user else ()
        parts = name.split("_")
        if len(parts) <= 2:
            return (parts[-1],)
        return tuple("_".join(parts[start:]) for start in range(len(parts)))
