"""`hint` and `explain`: a step further with an exercise, and a mistake's card."""

from autograder import progress
from autograder.afterwards import other_ways, reference
from autograder.cards import Card, cards
from autograder.hints import hints
from autograder.mistakes import MISTAKES, where_explained
from autograder.page import refuse_unknown, show_page
from course.outline import lesson_of, outline


def hint(slug: str) -> None:
    """Show the next step for an exercise; after a pass, the reference solution and others.

    Raises Told, with the nearest names, for an exercise that does not exist.
    """
    refuse_unknown("exercise", slug, hints())
    entry = progress.load()["exercises"].get(slug, {})
    show_page(_after(slug) if entry.get("passed") else _next_step(slug))


def explain(mistake: str) -> None:
    """Show the card of a mistake, by the id that a panel names, such as "A5".

    Raises Told, with the nearest ids, for an id that does not exist.
    """
    name = mistake.strip().upper() if isinstance(mistake, str) else mistake
    refuse_unknown("mistake", name, cards())
    show_page(as_markdown(cards()[name]))


def as_markdown(card: Card) -> str:
    """A whole card."""
    return f"{front_of(card)}\n\n{back_of(card)}"


def front_of(card: Card) -> str:
    """The name of a mistake, the situation, and the code."""
    title = f"**{card.id} · {MISTAKES[card.id].name}**"
    return f"{title}\n\n{card.front}\n\n```python\n{card.code}\n```"


def back_of(card: Card) -> str:
    """What the code prints, and the four paragraphs."""
    told = "\n\n".join(f"**{label}:** {text}" for label, text in card.back.items())
    place = where_explained(card.id)
    read = f"\n\nExplained in {place}." if place else ""
    return f"It prints:\n\n```text\n{card.printed}\n```\n\n{told}{read}"


def to_read(slug: str) -> str:
    """The paragraph that explains what an exercise needs, as a link."""
    lesson = lesson_of(slug)
    heading = hints()[slug].read
    return f"[{lesson.title}, “{heading}”]({lesson.link(heading)})"


def _next_step(slug: str) -> str:
    """The first step that the learner has not seen; the last one stays."""
    steps = hints()[slug].steps
    state = progress.update(lambda state: _count(progress.exercise(state, slug), len(steps)))
    at = state["exercises"][slug]["hints"]
    more = f'`hint("{slug}")` goes one step further.'
    if at == len(steps):
        more = f"This is the last step. Read again: {to_read(slug)}."
    return f"**Hint {at} of {len(steps)} for `{slug}`**\n\n{steps[at - 1]}\n\n{more}"


def _count(entry: dict, most: int) -> None:
    """One more step has been shown."""
    entry["hints"] = min(entry["hints"] + 1, most)


def _after(slug: str) -> str:
    """The reference solution, and other ways that are right."""
    solution = reference(slug)
    if not solution:
        return f"`{slug}` is passed. This copy of the course holds no solutions to compare with."
    pages = [f"**`{slug}`: the reference solution**", _code(solution)]
    if others := other_ways(slug):
        pages += ["**Other right ways**", *map(_code, others)]
    following = _following(slug)
    return "\n\n".join([*pages, following] if following else pages)


def _code(source: str) -> str:
    """Source as a block of code."""
    return f"```python\n{source}\n```"


def _following(slug: str) -> str:
    """Where the next exercise is."""
    every = [(lesson, name) for lesson in outline() for name in lesson.exercises]
    names = [name for _, name in every]
    at = names.index(slug) + 1
    if at == len(every):
        return ""
    lesson, name = every[at]
    heading = lesson.heading_of(name)
    return f"Next: [{heading.replace('`', '')}]({lesson.link(heading)})."
