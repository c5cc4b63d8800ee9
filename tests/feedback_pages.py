"""Feedback pages for tests, made of notebooks that nothing has run, and a reader of such pages."""

from html.parser import HTMLParser

import nbformat
from nbformat import v4
from traitlets.config import Config

from autograder.exercise import slugs
from autograder.feedback.counted import COUNTED, Counted, Mark
from autograder.feedback.exporter import FeedbackPage
from autograder.feedback.pictures import Pictures
from autograder.harmless import Harmless
from autograder.nbgrader_steps import VERDICT
from autograder.reference import with_answer
from autograder.verdict import correct
from course.outline import START
from tests.handing_in import LESSON, ROOT

FOLDERS = sorted(path.name for path in (ROOT / "notebooks").iterdir())
LESSONS = [name for name in FOLDERS if name != START]
SEED = 1_987_654_321
POINTS = 20.0
INLINE = ("a", "b", "code", "em", "span", "strong")


def notebook_of(room, lesson=LESSON):
    """A notebook of the course."""
    return nbformat.read(ROOT / room / lesson / f"{lesson}.ipynb", as_version=4)


def judged(notebook, verdicts=None):
    """The notebook as it is after grading; checks without a verdict here are correct.

    Outputs go through the steps that stand in nbgrader_config.py.
    """
    for step in (Pictures(), Harmless()):
        notebook, _ = step.preprocess(notebook, {})
    for cell in notebook.cells:
        slug = cell.id.removeprefix("check-")
        if slug in slugs() and cell.id.startswith("check-"):
            verdict = (verdicts or {}).get(slug, correct("it is as it should be"))
            record = {"exercise": slug, "seed": SEED, "points": POINTS}
            record |= {"marks": POINTS * verdict.score} | verdict.as_plain()
            data = {"text/plain": "20.0", VERDICT: record}
            cell.outputs = [v4.new_output("execute_result", data)]
    return notebook


def solved(lesson):
    """A lesson with its answers and everything that it puts out."""
    notebook = notebook_of("solutions", lesson)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = with_answer(cell.source)
    return judged(notebook)


def counted(notebook, *, comments=None, penalty=0.0, **changed):
    """What the gradebook holds of a judged notebook; `changed` has marks by exercise."""
    cells = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if record := output.get("data", {}).get(VERDICT):
                marks = changed.get(record["exercise"], record["marks"])
                cells[cell.id] = Mark(marks, POINTS, record["marks"])
    total = sum(mark.marks for mark in cells.values()) - penalty
    return Counted(total, POINTS * len(cells), penalty, cells, comments or {})


def page_of(notebook, what_counts=None, student="ada"):
    """The feedback page of a judged notebook, as text."""
    exporter = FeedbackPage(config=Config({"Exporter": {"default_preprocessors": []}}))
    resources = {
        "nbgrader": {"student": student, "assignment": LESSON, "notebook": LESSON},
        COUNTED: what_counts or counted(notebook),
    }
    return exporter.from_notebook_node(notebook, resources)[0]


class Read(HTMLParser):
    """What a browser finds in a page: tags with their attributes, headings, words."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.levels, self.words = [], [], [], []
        self.feed(page)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        if tag not in INLINE:
            self.words.append(" ")
        self.attributes += [(tag, name, value or "") for name, value in attributes]
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.levels.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data):
        if "style" not in self.tags[-1:]:
            self.words.append(data)

    def values(self, wanted):
        """Every value of an attribute."""
        return [value for _, name, value in self.attributes if name == wanted]
