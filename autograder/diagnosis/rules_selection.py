"""MISTAKES B: names and places that caught too much, or too little.

Without a word from the caller only numbered layers tell: frozen 1, 10, 11, 12 and not 2 to 9.
"""

import re
from collections.abc import Iterator

from torch import nn

from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts, owner
from autograder.diagnosis.intent import lies_in


def caught_siblings(facts: Facts) -> Iterator[Diagnosis]:
    """B1 and B2: frozen layers whose names only contain the name that was meant."""
    if len(facts.off) == len(facts.parameters):
        return
    for part in facts.frozen or ():
        stem, around = part.path.rpartition(".")[2], owner(part.path)
        caught = [
            path
            for path in facts.modules
            if owner(path) == around
            and path != part.path
            and stem in path.rpartition(".")[2]
            and facts.inside(path)
            and not set(facts.inside(path)) & (facts.meant_frozen | set(facts.on))
        ]
        numbered = [p for p in caught if re.fullmatch(r"\d+", p.removeprefix(part.path))]
        if numbered:
            yield _numbered(part.asked, numbered)
        others = [path for path in caught if path not in numbered]
        if others:
            yield problem(
                "B2",
                f"{quoted(others)} is frozen too: its name contains {stem!r}, and only "
                f"{part.asked!r} was meant.",
                "print the full names: which of them does your test match?",
                others,
            )


def numbered_siblings(facts: Facts) -> Iterator[Diagnosis]:
    """B1 without a word from the caller: the frozen layers are those whose numbers begin alike."""
    if facts.frozen is not None:
        return
    families: dict[tuple[str, str], dict[str, bool]] = {}
    for path in facts.modules:
        fits = re.fullmatch(r"(.*?)(\d+)", path)
        inside = facts.inside(path) if fits else []
        if inside:
            flags = {facts.parameters[name].requires_grad for name in inside}
            family = families.setdefault((owner(path), fits[1]), {})
            family[fits[2]] = flags == {False}
    for (_, stem), family in families.items():
        frozen = {number for number, off in family.items() if off}
        for first in sorted(frozen, key=len)[:1]:
            alike = {number for number in family if number.startswith(first)}
            between = {n for n in family if n not in alike and int(n) > int(first)}
            longer = sorted(alike - {first}, key=int)
            if frozen == alike and longer and any(int(n) < int(longer[0]) for n in between):
                yield _numbered(f"{stem}{first}", [f"{stem}{number}" for number in longer])


def shared(facts: Facts) -> Iterator[Diagnosis]:
    """B13 and B14: a name that was meant to be frozen is another name's tensor or module."""
    for part in facts.frozen or ():
        asked = [other.path for other in facts.frozen or ()] + [o.path for o in facts.trained]
        module = facts.modules.get(part.path) or _module(facts, part.path)
        twins = [p for p in facts.paths.get(id(module), ()) if p != part.path and p not in asked]
        if module is not None and twins and not facts.left_on(part):
            yield problem(
                "B14",
                f"{part.asked!r} is the same module as {quoted(twins)}: freezing one froze all.",
                "how many layers did you create, and how many names did you give to one?",
                [part.path, *twins],
            )
            continue
        for name in facts.left_off(part):
            others = [
                n for n in facts.names[id(facts.parameters[name])] if not lies_in(n, part.path)
            ]
            unasked = [n for n in others if not any(lies_in(n, a) for a in asked)]
            if unasked and unasked == others:
                yield note(
                    "B13",
                    f"{quoted(others)} is the same tensor as {name!r}, so it is frozen too.",
                    "how many tensors are there really? A tied pair is frozen or learns together.",
                    [name, *others],
                )


def nothing_meant(facts: Facts) -> Iterator[Diagnosis]:
    """B15: nothing was to be frozen, and something is."""
    if facts.frozen == [] and facts.off:
        yield problem(
            "B15",
            f"Nothing was meant to be frozen, and {quoted(facts.off)} is "
            f"({len(facts.off)} of {len(facts.parameters)} tensors).",
            "what does your list of layers do with the ones that it forgets?",
            facts.off,
        )


def unregistered(facts: Facts) -> Iterator[Diagnosis]:
    """B9: layers in a plain list, which learn nothing and which no loop over the model meets."""
    registered = {id(p) for p in facts.parameters.values()} | {id(p) for p in facts.in_optimizers}
    for path, module in facts.modules.items():
        for key, value in vars(module).items():
            if key == "_modules" or not isinstance(value, (list, tuple, dict)):
                continue
            entries = value.values() if isinstance(value, dict) else value
            inside = [e for e in entries if isinstance(e, nn.Module)]
            lost = [
                p
                for entry in inside
                for p in entry.parameters()
                if id(p) not in registered and p.requires_grad and id(p) in facts.run.strangers
            ]
            if lost:
                place = f"{path}.{key}".lstrip(".")
                yield problem(
                    "B9",
                    f"{place!r} is a plain {type(value).__name__}: its layers get gradients, and "
                    f"neither the model nor an optimizer knows them ({len(lost)} tensors).",
                    "how does a module learn that it owns a layer?",
                    [place],
                )


def _numbered(asked: str, caught: list[str]) -> Diagnosis:
    """B1 in words."""
    return problem(
        "B1",
        f"{quoted(caught)} is frozen together with {asked!r}: the names begin alike.",
        f"which other names begin with {asked!r}, and which one character would tell them apart?",
        caught,
    )


def _module(facts: Facts, path: str) -> nn.Module | None:
    """The module at a path that may be an alias."""
    return dict(facts.case.model.named_modules(remove_duplicate=False)).get(path)


RULES = (caught_siblings, numbered_siblings, shared, nothing_meant, unregistered)
