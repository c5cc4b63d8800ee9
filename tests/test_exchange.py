"""nbgrader's exchange, from release to feedback: two learners in homes of their own, and cheats."""

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback, ExchangeSubmit
from traitlets.config import Config

from autograder import storage
from autograder.classroom import Course
from autograder.engine.limits import Limits
from autograder.exchange import SECRET, TIMESTAMP
from autograder.exchange.feedback import with_secret
from autograder.grading import grade
from autograder.sample_class import hand_in, solved
from autograder.workers import OneEngine
from course.starter import Region, parts
from tests.accounts import accounts
from tests.crews import AtOnce
from tests.handing_in import LESSON, ROOT
from tests.short_course import short_course

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange there")

COURSE_ID = "freezing_layers"
INSIDE = 'c.Exchange.root = str(root / "exchange")'
TIMES = ("2030-01-01 10:00:00.000000 UTC", "2030-01-02 10:00:00.000000 UTC")


def course_beside(place):
    """A course that only its instructor can enter; its exchange lies beside it in `place`."""
    root = place / "course"
    root.mkdir(parents=True)
    short_course(root)
    settings = (root / "nbgrader_config.py").read_text(encoding="utf-8")
    assert settings.count(INSIDE) == 1
    settings = settings.replace(INSIDE, f'c.Exchange.root = "{place / "exchange"}"')
    (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    root.chmod(0o700)
    return Course(root, root / "gradebook")


def typed(course, *words):
    """A command of the instructor's, in the folder of the course."""
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course.root,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def pressed(course, button, *, believe_names=False, **settings):
    """What nbgrader says to one of the formgrader's buttons."""
    config = course.config()
    config.NbGraderAPI.log_level = "INFO"
    config.ExchangeCollect.check_owner = not believe_names
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own
        done = getattr(NbGraderAPI(config=config), button)(LESSON, **settings)
    assert done["success"], done
    return done["log"]


def files_in(folder):
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


# An evening with two learners


@pytest.fixture(scope="module")
def evening(bubblewrap):
    """From release to feedback; ben hands in once, ada once more after her marks."""
    # Not pytest's folder, into which it lets no other user.
    place = Path(tempfile.mkdtemp(prefix="freezing-exchange-"))
    place.chmod(0o755)
    try:
        with OneEngine("bwrap", Limits()) as crew:
            evening = Evening(place, crew)
        yield evening
    finally:
        shutil.rmtree(place)


class Evening:
    """What was said and seen."""

    def __init__(self, place, crew):
        self.crew = crew
        self.course = course_beside(place)
        self.exchange = place / "exchange"
        self.committed = self.release.read_bytes()
        self.ada, self.ben = self.learners = accounts(place, self.exchange)
        # Where learners share one user, as on some hubs, names have to be believed.
        self.is_one_user = self.ada.user is None
        self.release_the_lesson()
        self.from_fetching_to_pages()
        self.once_more()

    def release_the_lesson(self):
        storage.check(self.course)  # without a gradebook nbgrader would delete the release
        pressed(self.course, "generate_assignment")
        typed(self.course, "release_assignment", LESSON)
        self.out = {path: (self.exchange / path).read_bytes() for path in files_in(self.exchange)}

    def from_fetching_to_pages(self):
        self.both(lambda learner: learner.nbgrader("fetch_assignment", LESSON))
        self.answer(self.ada, "freeze")
        self.answer(self.ben, "freeze", "trainable_report")
        self.both(lambda learner: learner.nbgrader("submit", LESSON))
        unowned = ["--ExchangeCollect.check_owner=False"] if self.is_one_user else []
        self.collected = typed(self.course, "collect", LESSON, *unowned)
        self.marks = self.graded()
        typed(self.course, "release_feedback", LESSON)
        self.first_page = self.made(self.ada)

    def once_more(self):
        self.answer(self.ada, "trainable_report")
        done = self.ada.nbgrader("submit", LESSON)
        assert done.returncode == 0, done.stderr
        self.again = self.collect(update=False)
        self.updated = self.collect(update=True)
        self.later = self.graded()
        pressed(self.course, "release_feedback")
        self.both(lambda learner: learner.nbgrader("fetch_feedback", LESSON))

    @property
    def release(self):
        return self.course.root / "notebooks" / LESSON / f"{LESSON}.ipynb"

    @property
    def solution(self):
        return self.course.root / "solutions" / LESSON / f"{LESSON}.ipynb"

    def both(self, command):
        """Lets both learners type a command, at the same time."""
        with ThreadPoolExecutor() as pool:
            for done in pool.map(command, self.learners):
                assert done.returncode == 0, done.stderr

    def answer(self, learner, *exercises):
        """Puts answers into a learner's own copy."""
        path = learner.home / LESSON / f"{LESSON}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        solved(*exercises)(notebook, nbformat.read(self.solution, as_version=4))
        nbformat.write(notebook, path)

    def collect(self, update):
        return pressed(self.course, "collect", update=update, believe_names=self.is_one_user)

    def graded(self):
        return {row.student: row.marks for row in grade(self.course, [LESSON], self.crew)}

    def made(self, learner):
        """A learner's page as grading has left it."""
        folder = self.course.gradebook / "feedback" / learner.name / LESSON
        return (folder / f"{LESSON}.html").read_bytes()

    def fetched(self, learner):
        """The pages that a learner has fetched, the earliest first."""
        room = learner.home / LESSON / "feedback"
        return [path.read_bytes() for path in sorted(room.glob("*/*.html"))]


def test_a_release_is_the_committed_notebook_and_nothing_beside_it(evening):
    assert evening.release.read_bytes() == evening.committed
    place = Path(COURSE_ID, "outbound", LESSON, f"{LESSON}.ipynb")
    assert evening.out == {place: evening.committed}


def test_no_line_of_an_answer_is_released(evening):
    (released,) = evening.out.values()
    cells = nbformat.read(evening.solution, as_version=4).cells
    regions = [part for cell in cells for part in parts(cell.source) if isinstance(part, Region)]
    lines = [line.strip() for region in regions for line in region.answer]
    lines = [line for line in lines if len(line) > 3]  # brackets are everybody's
    assert len(lines) > 3
    assert [line for line in lines if line.encode() in released] == []


def test_everybody_is_collected_and_marked(evening):
    ada, ben = evening.ada.name, evening.ben.name
    assert "stays in the exchange" not in evening.collected
    assert evening.marks == {ada: 20, ben: 40}


def test_a_second_submission_counts_once_updates_are_asked_for(evening):
    ada, ben = evening.ada.name, evening.ben.name
    assert "use --update" in evening.again
    assert f"Updating submission: {ada}" in evening.updated
    assert f"No newer submission to collect: {ben}" in evening.updated
    assert evening.later == {ada: 40, ben: 40}


def test_each_learner_fetches_a_page_for_each_hand_in_and_nobody_elses(evening):
    assert evening.fetched(evening.ada) == [evening.first_page, evening.made(evening.ada)]
    assert evening.fetched(evening.ben) == [evening.made(evening.ben)]
    assert len({evening.first_page, *map(evening.made, evening.learners)}) == 3


LOOKING = """
import os, sys
def opens(path):
    try:
        (os.listdir if os.path.isdir(path) else open)(path)
    except PermissionError:
        return False
    return True
print([opens(path) for path in sys.argv[1:]])
"""


def test_a_learner_sees_no_solution_no_gradebook_and_no_other_learner(evening):
    if evening.is_one_user:
        pytest.skip("needs root, to be several users")
    root, exchange = evening.course.root, evening.exchange / COURSE_ID
    closed = [
        evening.solution,
        root / "gradebook" / "gradebook.db",
        root / "gradebook" / "submitted",
        exchange / "inbound",
        exchange / "feedback",
        evening.ben.home / LESSON,
    ]
    assert all(path.exists() for path in closed)
    told = evening.ada.python("-c", LOOKING, *map(str, [*closed, exchange / "outbound"]))
    assert told.stdout.strip() == str([False] * len(closed) + [True]), told.stderr


def test_the_instructors_page_tells_of_everything_that_grading_left(evening):
    page = (ROOT / "docs" / "INSTRUCTORS.md").read_text(encoding="utf-8")
    backup = page[page.index("## 10") :]
    left = [path.name + "/" * path.is_dir() for path in evening.course.gradebook.iterdir()]
    assert [name for name in left if f"`{name}`" not in backup] == []


# What else may lie in an exchange


@pytest.fixture
def course(tmp_path):
    """A course whose lesson is released."""
    course = course_beside(tmp_path)
    pressed(course, "release_assignment")
    return course


def config_of(course):
    """A learner's settings, for one whose files lie in `home` beside the course."""
    place = course.root.parent
    settings = Config()
    settings.Exchange.root = str(place / "exchange")
    settings.Exchange.cache = str(place / "home" / "cache")
    settings.Exchange.assignment_dir = str(place / "home")
    settings.CourseDirectory.course_id = COURSE_ID
    return settings


def as_learner(course, step, name):
    """One step of a learner's, of this name."""
    config = config_of(course)
    coursedir = CourseDirectory(config=config, assignment_id=LESSON, student_id=name)
    step(coursedir=coursedir, authenticator=Authenticator(), config=config).start()


def submit(course, name, text=None):
    """Hands the release in, or a notebook of this text."""
    folder = course.root.parent / "home" / LESSON
    shutil.copytree(course.root / "notebooks" / LESSON, folder, dirs_exist_ok=True)
    if text is not None:
        (folder / f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
    as_learner(course, ExchangeSubmit, name)


def test_a_lesson_that_was_not_fetched_or_not_released_is_refused(course):
    with pytest.raises(ExchangeError, match="Assignment not found"):
        as_learner(course, ExchangeSubmit, "ada")
    shutil.rmtree(course.root.parent / "exchange" / COURSE_ID / "outbound" / LESSON)
    with pytest.raises(ExchangeError, match="Assignment not found"):
        as_learner(course, ExchangeFetchAssignment, "ada")


def planted(course, name, time=TIMES[0]):
    """A submission written into the exchange by hand; returns its folder."""
    inbound = course.root.parent / "exchange" / COURSE_ID / "inbound"
    folder = inbound / f"{name}+{LESSON}+{time}+aaaa"
    shutil.copytree(course.root / "notebooks" / LESSON, folder)
    (folder / TIMESTAMP).write_text(time, encoding="utf-8")
    (folder / SECRET).write_text("f" * 128, encoding="utf-8")
    return folder


def a_link(folder, secret):
    (folder / f"{LESSON}.ipynb").unlink()
    (folder / f"{LESSON}.ipynb").symlink_to(secret)


def a_linked_folder(folder, secret):
    shutil.rmtree(folder)
    folder.symlink_to(secret.parent)


def a_pipe(folder, secret):
    os.mkfifo(folder / "pipe")


def another_time(folder, secret):
    (folder / TIMESTAMP).write_text("soon", encoding="utf-8")


def no_time(folder, secret):
    (folder / TIMESTAMP).unlink()


def a_rotten_name(folder, secret):
    folder.rename(folder.with_name(f"eva+{LESSON}+soon"))


def no_name(folder, secret):
    folder.rename(folder.with_name(folder.name.removeprefix("eva")))


def too_much(folder, secret):
    with (folder / "data.bin").open("wb") as file:
        file.truncate(100_000_001)


@pytest.mark.parametrize(
    "spoil",
    [
        a_link,
        a_linked_folder,
        a_pipe,
        another_time,
        no_time,
        a_rotten_name,
        no_name,
        too_much,
    ],
)
def test_what_cannot_be_believed_stays_in_the_exchange_and_the_rest_is_collected(course, spoil):
    submit(course, "ben")
    folder = planted(course, "eva")
    spoil(folder, hand_in(course, "ada", LESSON, solved()))
    for update in (False, True):
        told = pressed(course, "collect", update=update, believe_names=True)
        assert told.count("stays in the exchange: ") == 1
    assert sorted(path.name for path in course.submitted.iterdir()) == ["ada", "ben"]
    assert sorted(path.name for path in course.gradebook.iterdir()) == ["gradebook.db", "submitted"]


def test_work_in_somebody_elses_name_never_takes_the_place_of_theirs(course):
    mine = planted(course, "ada").owner()
    told = pressed(course, "collect", update=True)
    assert f"it belongs to the account {mine};" in told
    assert list(course.submitted.iterdir()) == []
    planted(course, mine, TIMES[1])
    pressed(course, "collect", update=True)
    assert [path.name for path in course.submitted.iterdir()] == [mine]


def test_the_latest_submission_that_can_be_believed_is_collected(course):
    planted(course, "ada", TIMES[0])
    a_pipe(planted(course, "ada", TIMES[1]), None)
    pressed(course, "collect", update=True, believe_names=True)
    (collected,) = course.submitted.glob(f"*/*/{TIMESTAMP}")
    assert collected.read_text(encoding="utf-8") == TIMES[0]


@pytest.mark.parametrize("name", ["Jörg Groß", "Ada van der Berg", "o'neill", "42", "李雷"])
def test_names_of_any_spelling_come_back_to_their_learners(course, name):
    submit(course, name)
    pressed(course, "collect", update=True, believe_names=True)
    assert [row.student for row in grade(course, [LESSON], AtOnce())] == [name]
    pressed(course, "release_feedback")
    as_learner(course, ExchangeFetchFeedback, name)
    assert len(list((course.root.parent / "home").rglob("*.html"))) == 1


def test_pages_go_back_to_those_who_came_through_the_exchange_and_the_rest_is_named(course):
    hand_in(course, "by mail", LESSON)
    submit(course, "eva", text="no notebook")
    submit(course, "finn")
    pressed(course, "collect", update=True, believe_names=True)
    rows = grade(course, [LESSON], AtOnce())
    assert {row.student: row.marks for row in rows} == {"by mail": 0, "eva": None, "finn": 0}
    told = pressed(course, "release_feedback")
    assert "handed in another way; give them their pages by hand: by mail." in told
    assert told.count("Releasing feedback for student") == 2
    for name in ("eva", "finn"):
        as_learner(course, ExchangeFetchFeedback, name)
    pages = [path.read_text() for path in (course.root.parent / "home").rglob("*.html")]
    assert sorted("not graded" in page for page in pages) == [False, True]


def test_a_page_stays_with_the_hand_in_that_it_is_about(course):
    """Collected again and not graded again, the earlier page must not pass for the new one's."""
    planted(course, "ada", TIMES[0])
    pressed(course, "collect", believe_names=True)
    grade(course, [LESSON], AtOnce())
    room = course.gradebook / "feedback" / "ada" / LESSON
    before = (room / SECRET).read_text(encoding="utf-8")
    (planted(course, "ada", TIMES[1]) / SECRET).write_text("0" * 128, encoding="utf-8")
    pressed(course, "collect", update=True, believe_names=True)
    pressed(course, "release_feedback")
    assert (room / SECRET).read_text(encoding="utf-8") == before


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_secret_that_is_no_text_gets_no_page_and_stops_nobody(course, content):
    secret = hand_in(course, "eva", LESSON).with_name(SECRET)
    if content is None:
        secret.symlink_to(course.root / "nbgrader_config.py")
    else:
        secret.write_bytes(content)
    grade(course, [LESSON], AtOnce())
    assert "by hand: eva." in pressed(course, "release_feedback")


def test_the_secret_travels_with_a_page_that_nbgraders_own_button_made(tmp_path):
    for room in ("submitted", "feedback"):
        (tmp_path / room / "ada" / LESSON).mkdir(parents=True)
    (tmp_path / "submitted" / "ada" / LESSON / SECRET).write_text("abc", encoding="utf-8")
    with_secret(LESSON, "*", [str(tmp_path / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb")])
    assert (tmp_path / "feedback" / "ada" / LESSON / SECRET).read_text(encoding="utf-8") == "abc"


# No exchange


def test_a_new_class_is_collected_before_it_has_a_gradebook(course):
    assert not course.gradebook.exists()
    assert "No submissions" in pressed(course, "collect")


def test_a_database_that_cannot_be_used_is_one_sentence(course):
    course.gradebook.mkdir()
    (course.gradebook / "gradebook.db").write_text("no database", encoding="utf-8")
    api = NbGraderAPI(config=course.config())
    told = api.collect(LESSON)
    assert not told["success"]
    assert "cannot be used (file is not a database)" in told["log"]


def test_without_an_exchange_learners_are_sent_to_their_instructor(course):
    shutil.rmtree(course.root.parent / "exchange")
    with pytest.raises(ExchangeError, match="please contact your instructor"):
        submit(course, "ada")


def test_on_windows_nbgrader_says_that_there_is_no_exchange(course, monkeypatch):
    monkeypatch.setattr("nbgrader.exchange.default.exchange.sys.platform", "win32")
    with pytest.raises(ExchangeError, match="the exchange is not available on Windows"):
        submit(course, "ada")
