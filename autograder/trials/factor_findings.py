"""Which tensors of a low-rank layer learn, and whether the layer that was handed in is inside."""

from autograder.stops import stop_finding
from autograder.trials.low_rank_case import Case
from autograder.verdict import Finding
from autograder.words import with_article

NAME = "low_rank"


def form_finding(case: Case, seen: dict) -> Finding | None:
    """What keeps the answer from being a module with two factors that learn."""
    if seen["raised"]:
        return stop_finding(NAME, seen["raised"])
    if seen["returned"] != "a module":
        kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        return Finding(f"{NAME} returned {kind}.", "return the module that computes both paths.")
    asking = [entry for entry in seen["parameters"] if entry["asks"]]
    if lazy := [entry["name"] for entry in seen["parameters"] if entry["shape"] is None]:
        return Finding(
            f"{case.told}, {lazy[0]!r} has no shape before a first batch: nobody can count it, or "
            "hand it to an optimizer.",
            "does the weight exist yet? Which of its sizes do you know already?",
            "G5",
        )
    if len(factor_names(case, seen)) == 2:
        return None
    if seen["loose"] and len(asking) < 2:
        return Finding(
            f"{case.told}, tensors that ask for a gradient hang on the module "
            f"({seen['loose']} do), and they are no parameters of it.",
            "how does a module learn that it owns a tensor? What does it list?",
            "B9",
        )
    if not asking and not seen["new_tensors"]:
        return Finding(
            f"{case.told}, the module holds no tensor beside those of the layer.",
            "which two tensors are new, and which module owns them?",
        )
    if not asking:
        return Finding(
            f"{case.told}, no parameter of the module asks for a gradient.",
            "which two tensors are to learn, and what makes a tensor a parameter?",
        )
    shapes = ", ".join(str(entry["shape"]) for entry in asking[:3])
    wanted = f"{list(case.down.shape)} and {list(case.up.shape)}"
    return Finding(
        f"{case.told}, two tensors of shapes {wanted} ought to learn, and those that do have "
        f"{shapes}.",
        "a weight is stored as (out, in): what goes into each factor, and what comes out?",
    )


def factor_names(case: Case, seen: dict) -> list[str]:
    """The names of one learning parameter of each factor's shape, as far as there are any."""
    found = []
    for factor in (case.down, case.up):
        found += [
            entry["name"]
            for entry in seen["parameters"]
            if entry["asks"] and entry["shape"] == list(factor.shape) and not entry["own"]
        ][:1]
    return found


def frozen_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the two factors are all that learns."""
    factors = factor_names(case, seen)
    extra = [e for e in seen["parameters"] if e["asks"] and e["name"] not in factors]
    if [entry["own"] for entry in extra] == ["bias"]:
        return Finding(
            f"{case.told}, {extra[0]['name']!r} asks for a gradient: the layer's own bias.",
            "how many tensors does a Linear own?",
            "A25",
        )
    if extra:
        whose = "the layer's own" if extra[0]["own"] else "neither of the two factors"
        told = f"{case.told}, {extra[0]['name']!r} asks for a gradient: {whose}"
        return Finding(
            f"{told} ({len(extra) + 2} tensors learn).",
            "print the names that ask for a gradient: which two are wanted?",
        )
    if moved := [name for name in seen["moved"] if name not in factors]:
        return Finding(
            f"{case.told}, {moved[0]!r} moved in three steps, and it does not ask for a gradient.",
            "who writes that tensor while the module trains?",
        )
    return None


def held_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the layer's own tensors are inside, and no copies."""
    own = dict(case.layer.named_parameters())
    if missing := [name for name in own if name not in seen["held"]]:
        return Finding(
            f"{case.told}, the layer's {missing[0]!r} is not in the module: a copy of it is.",
            "which object was handed in, and which one do you hold?",
        )
    return None
