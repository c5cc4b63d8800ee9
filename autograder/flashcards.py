"""`flashcards`: the mistake cards, front first; a card that was known comes back later and later.

How well a card is known is its box. After a good answer it moves one box on and comes back after
twice as many cards; after a bad one it begins again.
"""

from collections.abc import Sequence

from autograder import progress
from autograder.cards import cards
from autograder.helping import front_of
from autograder.mistakes import MISTAKES
from autograder.page import refuse_unknown
from autograder.widgets import show_widget
from course.outline import outline

# After so many other cards one that was not known comes back.
SOON = 3
LAST_BOX = 7


def flashcards(lesson: str = "") -> None:
    """Show a card of the course, or of one lesson by slug, and ask whether its back was known."""
    slugs = [one.slug for one in outline()]
    if lesson:
        refuse_unknown("lesson", lesson, slugs)
    deck = [card for slug in ([lesson] if lesson else slugs) for card in deck_of(slug)]
    if not deck:
        print(f"{lesson} has no cards of its own; flashcards() shows those of the whole course.")
        return
    card = due(progress.load(), deck)
    how = f'`explain("{card}")` shows the back; then `recall("{card}", knew=True)`, or `False`.'

    def box():
        from autograder.flashcard_widget import Cards

        return Cards(deck).box

    show_widget(box, f"{front_of(cards()[card])}\n\n{how}")


def recall(card: str, knew: bool) -> None:
    """Say whether the back of a card was known; it comes back later, or soon."""
    refuse_unknown("card", card, cards())
    progress.update(lambda state: answered(state, card, knew))
    print(f"{card} comes back {'later' if knew else 'soon'}. flashcards() shows the next one.")


def deck_of(lesson: str) -> list[str]:
    """The ids of a lesson's cards."""
    return [card for card in cards() if MISTAKES[card].lesson == lesson]


def due(state: dict, deck: Sequence[str]) -> str:
    """The card to show next: one that is due, else one never seen, else the one due first."""
    seen = [card for card in deck if card in state["cards"]]
    seen.sort(key=lambda card: state["cards"][card]["due"])
    if seen and state["cards"][seen[0]]["due"] <= state["cards_seen"]:
        return seen[0]
    return next((card for card in deck if card not in state["cards"]), seen[0] if seen else "")


def answered(state: dict, card: str, knew: bool) -> None:
    """Put a card into its next box."""
    state["cards_seen"] += 1
    box = min(state["cards"].get(card, {"box": 0})["box"] + 1, LAST_BOX) if knew else 0
    wait = SOON * 2**box if knew else SOON
    state["cards"][card] = {"box": box, "due": state["cards_seen"] + wait}
