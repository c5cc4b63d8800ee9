"""Which line of another program's table is which learner of ours.

By what identifies them, and never by their names: two people may share one.
"""

from collections import Counter

from autograder.bank.graded import key_of
from autograder.exports.roster import Person

# What is known of a learner, and the column it is looked for in: the surest first.
WAYS = (
    ("canvas_id", "canvas_id"),
    ("sis_id", "sis_id"),
    ("login", "login"),
    ("email", "email"),
    ("email", "login"),
    ("student", "login"),
    ("student", "email"),
    ("student", "sis_id"),
    ("student", "canvas_id"),
    ("student", "email's name"),
    ("student", "login's name"),
)


def matched(learners: list[Person], lines: list[Person]) -> dict[int, Person]:
    """The learner in each line, by the line's place; lines of nobody are left out.

    Where two lines or two learners fit in the same way, that way tells nothing.
    """
    found: dict[int, Person] = {}
    left = list(learners)
    for ours, theirs in WAYS:
        free = [at for at in range(len(lines)) if at not in found]
        places = {key: at for at in free if (key := _key(lines[at], theirs))}
        once = Counter(_key(lines[at], theirs) for at in free)
        claims = Counter(_key(learner, ours) for learner in left)
        for learner in list(left):
            key = _key(learner, ours)
            if key in places and once[key] == claims[key] == 1:
                found[places[key]] = learner
                left.remove(learner)
    return found


def _key(person: Person, way: str) -> str:
    """What a person is compared by; empty when it is not known."""
    of, _, name = way.partition("'s ")
    key = key_of(getattr(person, of))
    return key.partition("@")[0] if name and "@" in key else key
