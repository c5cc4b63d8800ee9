"""Where a lesson answers a mistake: the paragraph whose words are nearest to those of its card.

`autograder.mistakes` names the lesson. Words count by how rare they are in the course (TF-IDF
weights, cosine similarity), so the same lessons and cards always give the same paragraph.
"""

import re
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from autograder.cards import Card, cards
from autograder.mistakes import MISTAKES
from autograder.report.class_report import Place
from autograder.report.paragraphs import Paragraph, paragraphs_of

# These words say little elsewhere, and much about freezing.
TELLING = {
    *("not", "no", "none", "every", "all", "same", "part"),
    *("before", "after", "once", "down", "through", "below"),
}
IGNORED = ENGLISH_STOP_WORDS - TELLING
ENDING = re.compile(r"(ing|ed|es|s|e)$")
# Weights and bounds were chosen by reading what is found for all cards. Below NEAR it is as often
# beside the point as not.
NAME, WHY, SITUATION, CARD_CODE = 3.0, 2.0, 1.0, 0.3
HEADING, SECTION, CODE = 0.5, 0.5, 0.2
LEADS_ON = 0.7  # a paragraph that ends in a question or a colon leaves the answer to the next
NEAR = 1.1


class Places:
    """The paragraphs of a course, looked up by mistake."""

    def __init__(self, released: Mapping[str, NotebookNode]) -> None:
        """`released` holds the notebooks of the lessons by slug."""
        self._titles = {slug: _title(notebook) for slug, notebook in released.items()}
        self._paragraphs = {slug: list(paragraphs_of(nb)) for slug, nb in released.items()}
        self._words = TfidfVectorizer(analyzer=words, sublinear_tf=True)
        self._words.fit(
            [
                *(f"{p.heading} {p.text}" for told in self._paragraphs.values() for p in told),
                *(f"{card.front} {' '.join(card.back.values())}" for card in cards().values()),
            ]
        )
        self._weights: dict[str, csr_matrix] = {}
        self._found: dict[str, Place | None] = {}

    def of(self, mistake: str) -> Place | None:
        """Where the course explains a mistake; None where no paragraph is near to its card."""
        if mistake not in self._found:
            known, card = MISTAKES.get(mistake), cards().get(mistake)
            ready = known and card and self._paragraphs.get(known.lesson)
            self._found[mistake] = self._nearest(known.lesson, known.name, card) if ready else None
        return self._found[mistake]

    def _nearest(self, lesson: str, name: str, card: Card) -> Place | None:
        """The paragraph of a lesson nearest to a card; the earliest of equals."""
        paragraphs = self._paragraphs[lesson]
        if lesson not in self._weights:
            self._weights[lesson] = self._weighed(paragraphs)
        nearness = (self._weights[lesson] @ self._asked(name, card).T).toarray().ravel()
        for at, paragraph in enumerate(paragraphs):
            if paragraph.text.endswith(("?", ":")):
                nearness[at] *= LEADS_ON
        best = int(nearness.round(9).argmax())
        if nearness[best] < NEAR:
            return None
        found = paragraphs[best]
        return Place(lesson, self._titles[lesson], found.heading, found.text)

    def _asked(self, name: str, card: Card) -> csr_matrix:
        """A card as one row of weights."""
        why = f"{card.back['Happens']} {card.back['Why']}"
        situation = f"{card.back['Instead']} {card.front}"
        told = self._words.transform([name, why, situation, card.code])
        return csr_matrix([[NAME, WHY, SITUATION, CARD_CODE]]) @ told

    def _weighed(self, paragraphs: list[Paragraph]) -> csr_matrix:
        """Each paragraph as a row: its own words, and those around it for less."""
        sections: dict[str, str] = {}
        for one in paragraphs:
            sections[one.heading] = f"{sections.get(one.heading, '')} {one.text}"
        return (
            self._words.transform([one.text for one in paragraphs])
            + HEADING * self._words.transform([one.heading for one in paragraphs])
            + SECTION * self._words.transform([sections[one.heading] for one in paragraphs])
            + CODE * self._words.transform([one.code for one in paragraphs])
        )


def words(text: str) -> Iterator[str]:
    """The words of a text without endings; names with underscores whole and in parts."""
    for word in re.findall(r"[a-z_]\w+", text.lower()):
        if "_" in word:
            yield word
            yield from (part for part in word.split("_") if len(part) > 2)
        elif word not in IGNORED:
            yield ENDING.sub("", word) if len(word) > 4 else word


def _title(notebook: NotebookNode) -> str:
    """The title of a lesson."""
    return notebook.cells[0].source.partition("\n")[0].removeprefix("# ")
