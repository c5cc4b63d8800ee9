"""Which mistake about the forward order explains why these parameters are frozen and not those.

Everywhere `cut` is the place asked for; the parameters that came frozen are left out.
"""

from itertools import takewhile

from autograder.clues import clues
from autograder.snapshot import model_snapshot
from autograder.trials.forward_cuts import Cut
from autograder.verdict import Finding


def difference(cut: Cut, frozen: set[str], wanted: list[str], source: str) -> Finding:
    """Why these are not the parameters that run before, from the likeliest mistake on."""
    names = [name for name, _ in cut.probe.net.named_parameters() if name not in cut.asleep]
    if not frozen:
        seen = f"{wanted[0]!r} still asks for a gradient ({len(wanted)} of {len(wanted)} do)."
        if "A23" in clues(source):
            return Finding(seen, "which object did you freeze, the one handed in or a copy?", "A23")
        return Finding(
            seen, f"which modules start before {cut.name!r}: is your list of them empty?"
        )
    if len(frozen) == len(names):
        return _everything(cut, names, source)
    extra = [name for name in names if name in frozen - set(wanted)]
    missing = [name for name in wanted if name not in frozen]
    return (
        _by_registration(cut, frozen, names, source)
        or _too_few(cut, extra, missing, len(wanted))
        or _too_many(cut, extra, missing)
        or _mixed(cut, extra, missing)
    )


def _everything(cut: Cut, names: list[str], source: str) -> Finding:
    """The finding where no parameter is left to learn."""
    seen = f"every parameter is frozen ({len(names)} of {len(names)}), those of {cut.name!r} too."
    if "[:-1]" in source:
        return Finding(seen, "does the last child of this model own a parameter?", "B7")
    if "children" in source:
        return Finding(seen, "are children the same thing as layers?", "B5")
    if "hook" in source:
        return Finding(seen, "which module starts first of all, and what lies inside it?")
    return Finding(seen, f"does your code ever meet {cut.name!r}?")


def _by_registration(cut: Cut, frozen: set[str], names: list[str], source: str) -> Finding | None:
    """Whether the names were taken in the order of `__init__`."""
    listed = list(takewhile(lambda name: not name.startswith(f"{cut.name}."), names))
    top = cut.name.partition(".")[0]
    behind = takewhile(lambda child: child != top, dict(cut.probe.net.named_children()))
    by_child = [name for name in cut.inside(tuple(behind)) if name in names]
    if frozen == set(names[: len(frozen)]) and "parameters())[:" in source:
        return Finding(
            f"frozen are the first tensors that were registered, up to {names[len(frozen) - 1]!r} "
            f"({len(frozen)} of {len(names)}).",
            "how many tensors does a layer own, and which ones came first?",
            "B6",
        )
    if frozen == set(by_child) and (by_child != listed or "children" in source):
        return Finding(
            f"{by_child[0]!r} is frozen; it lies in a child that is registered before {top!r}.",
            "are children the same thing as layers, and who runs first?",
            "B5",
        )
    seen = f"{names[0]!r} is frozen; it is registered before {cut.name!r}."
    if frozen == set(listed):
        return Finding(seen, "where is the order of `named_parameters()` decided?", "B8")
    return None


def _too_few(cut: Cut, extra: list[str], missing: list[str], wanted: int) -> Finding | None:
    """The finding where nothing is frozen that should learn, but something is left out."""
    if extra:
        return None
    if set(missing) <= set(cut.ancestral):
        path = missing[0].rpartition(".")[0]
        owner = f"{path!r} itself" if path else "the model itself"
        return Finding(
            f"{missing[0]!r} belongs to {owner} and still asks for a gradient.",
            f"who owns it, and does that module start before {cut.name!r} or after?",
            "B12",
        )
    seen = f"{missing[0]!r} still asks for a gradient ({len(missing)} of {wanted} do)."
    if all(".out_proj." in name for name in missing):
        return Finding(seen, "is a module called each time its tensors are used?")
    return Finding(seen, f"when does the module that owns it start, and when does {cut.name!r}?")


def _too_many(cut: Cut, extra: list[str], missing: list[str]) -> Finding | None:
    """The finding where all that runs before is frozen, and something else is too."""
    if missing:
        return None
    name = extra[0]
    if set(extra) <= set(cut.inside(cut.again)):
        groups = model_snapshot(cut.probe.net)["shared"]
        twins = [twin for group in groups if name in group for twin in group if twin != name]
        if twins:
            return Finding(
                f"{twins[0]!r} is frozen, and {name!r} with it.",
                "how many tensors are these really, and when is each name used?",
                "B13",
            )
        return Finding(
            f"{name!r} is frozen, and its module runs again after {cut.name!r}.",
            "how many layers are there, and how many calls?",
            "B14",
        )
    if name in cut.inside((cut.name,)):
        return Finding(
            f"{name!r} is frozen, and it belongs to {cut.name!r} itself.",
            "up to a module: with that module, or without it?",
        )
    if name in cut.inside(cut.idle):
        return Finding(
            f"{name!r} is frozen, and its module never runs.",
            "where does a module that never runs stand in your order?",
        )
    return Finding(
        f"{name!r} is frozen, and it runs later than {cut.name!r} starts.",
        f"which run of {cut.name!r} does your code look at, and what starts after that?",
    )


def _mixed(cut: Cut, extra: list[str], missing: list[str]) -> Finding:
    """The finding where one parameter ought to change places with another."""
    return Finding(
        f"up to {cut.name!r}: {extra[0]!r} is frozen, and {missing[0]!r} is not.",
        "in the order in which modules start, where do the owners of these two stand?",
    )
