"""Exercise 10.5 · frontier: the methods that no other one beats, in numbers and in accuracy.

Equal values are asked for apart, since a comparison is easily strict where it ought not to be.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, called
from autograder.exercise import Exercise
from autograder.plain import Malformed, decoded, encoded
from autograder.stops import stop_finding
from autograder.trials.frontier_tables import Row, by_accuracy, only_best, tables, unbeaten
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of

FORM = [SAID_FORM | {"changed": bool, "names": [str]}]
WEIGHTS = {"plain": 4, "numbers": 2, "accuracies": 1, "rows": 1, "empty": 1}
QUESTIONS = {
    "numbers": "with equally many numbers, which of two methods is the better one?",
    "accuracies": "with equal accuracy, which of two methods is the better one?",
    "rows": "is one of two equal rows better than the other in anything?",
    "empty": "how many methods are there to return?",
}


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each table, and whether the table is still as it was."""
    return [_asked(answers["frontier"], rows) for kind in tables(seed).values() for rows in kind]


def _asked(answer: Callable, rows: list[Row]) -> dict:
    """What the answer says of one table."""
    given = list(rows)
    outcome = called(answer, given)
    return {
        "raised": outcome.raised,
        "returned": encoded(outcome.value),
        "changed": given != rows,
        "names": [name for name, _, _ in rows],
    }


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Tables without equals first; those with equals count beside one right table."""
    asked = [(kind, rows) for kind, group in tables(seed).items() for rows in group]
    if [seen["names"] for seen in observed] != [[row[0] for row in rows] for _, rows in asked]:
        raise Malformed("the evidence is about other tables than this check asks for")
    found: dict[str, Finding | None] = dict.fromkeys(WEIGHTS)
    for (kind, rows), seen in zip(asked, observed, strict=True):
        found[kind] = found[kind] or _finding(kind, rows, seen)
    counted = [Part(weight, found["plain"] or found[kind]) for kind, weight in WEIGHTS.items()]
    pairs = zip(asked, observed, strict=True)
    tidy = found["plain"] or next(
        (f for (_, rows), seen in pairs if (f := _tidy(rows, seen))), None
    )
    return tally(
        [*counted, Part(1, tidy)],
        said="sorted out: what stays is beaten by none, and what goes is beaten by one",
    )


def _finding(kind: str, rows: list[Row], seen: dict) -> Finding | None:
    """What is wrong with the names for one table, in any order."""
    if seen["raised"]:
        stop = stop_finding("frontier", seen["raised"])
        if kind == "empty":
            return Finding(f"for a table without rows, {stop.seen}", QUESTIONS["empty"])
        return stop
    told = decoded(seen["returned"])
    if type(told) is not list:
        return Finding(
            f"frontier returned {kind_of(told)}, not a list.",
            "return a list of names, in the order of the rows.",
        )
    if any(type(name) is not str for name in told):
        first = next(name for name in told if type(name) is not str)
        return Finding(
            f"an entry of the list that came back is {kind_of(first)}, not a name.",
            "which of the three values of a row is its name?",
        )
    right = unbeaten(rows)
    return None if set(told) == set(right) else _wrong_names(kind, rows, told, right)


def _tidy(rows: list[Row], seen: dict) -> Finding | None:
    """Whether right names came back once each, in the order of rows that are as they were."""
    told, right = decoded(seen["returned"]), unbeaten(rows)
    if type(told) is list and told != right and sorted(map(str, told)) == sorted(right):
        return Finding(
            "the names are right, and they came back in another order than that of the rows.",
            "keep the order of the rows.",
        )
    if type(told) is list and len(told) > len(right) and set(map(str, told)) == set(right):
        return Finding("a name came back more than once.", "list each name once.")
    if seen["changed"]:
        return Finding(
            "the list of rows that was handed in has changed.",
            "which methods of a list change the list, and which functions make a new one?",
        )
    return None


def _wrong_names(kind: str, rows: list[Row], told: list[str], right: list[str]) -> Finding:
    """The finding where other names came back than those of the frontier, or in another order."""
    if not told:
        return Finding(
            f"no method came back (0 of {len(rows)}).", "does a row beat itself in your comparison?"
        )
    if told == by_accuracy(rows):
        return Finding(
            "all methods came back, sorted by accuracy.",
            "which of them would nobody take, since another is smaller and better?",
        )
    if set(told) == set(only_best(rows)):
        return Finding(
            f"only the most accurate came back, {told[0]!r}.",
            "who can store half as many numbers: which method is the best one for them?",
        )
    if set(told) == {name for name, _, _ in rows} - set(right):
        return Finding(
            "those came back that are beaten, and the others are missing.",
            "does your condition say what stays, or what goes?",
        )
    if len(told) == len(rows):
        return Finding(
            f"every method came back ({len(rows)} of {len(rows)}).",
            "which of them would nobody take, since another is smaller and better?",
        )
    values = {name: (numbers, accuracy) for name, numbers, accuracy in rows}
    wrong = next(name for name in (*values, *told) if (name in told) != (name in right))
    if wrong not in values:
        return Finding(f"{wrong!r} came back, and no row has that name.", "return names of rows.")
    numbers, accuracy = values[wrong]
    came = "is missing" if wrong in right else "came back"
    return Finding(
        f"{wrong!r} {came}, with {numbers} numbers and accuracy {accuracy:.3f}.",
        QUESTIONS.get(kind, "is there a row with at most as many numbers that is more accurate?"),
    )


EXERCISE = Exercise("frontier", ("frontier",), FORM, collect, judge)
