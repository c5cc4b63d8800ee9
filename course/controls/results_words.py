"""The facts of the results board in words: two ways, all ways of a case, and the best of all."""

from collections.abc import Mapping
from itertools import combinations

from course.controls.panel import Table
from course.controls.results_facts import BETTER, NOTHING, Cases, PairFacts, Result, facts_of


def said(facts: PairFacts, what: str) -> str:
    """The state in one breath."""
    means = [f"{m:.3f} ± {s:.3f}" for m, s in zip(facts.means, facts.spreads, strict=True)]
    if facts.one == facts.other:
        return f"{facts.one} is compared with itself; choose another one."
    told = {
        BETTER: f"{facts.one} is better than {facts.other} here",
        NOTHING: "no evidence for either",
    }.get(facts.conclusion, f"{facts.one} is worse than {facts.other} here")
    return (
        f"{what.capitalize()} {facts.case}: {facts.one} {means[0]}, {facts.other} {means[1]}. Mean "
        f"difference {100 * facts.gap:+.1f} points, {facts.one} ahead in {facts.wins} of "
        f"{len(facts.values)} seeds. By the rule of lesson 8: {told}."
    )


def paired(facts: PairFacts) -> Table:
    """The two chosen ways, seed by seed."""
    seeds = len(facts.values)
    rows = (
        ("mean difference in points", f"{100 * facts.gap:+.1f}"),
        ("its standard error in points", f"{100 * facts.error:.1f}"),
        (f"{facts.one} ahead", f"{facts.wins} of {seeds} seeds"),
        (f"{facts.other} ahead", f"{facts.losses} of {seeds} seeds"),
        ("by the rule of lesson 8", facts.conclusion),
    )
    return Table("First less second, seed by seed", ("", "now"), rows)


def all_ways(facts: PairFacts, results: Mapping[str, Result], what: str) -> Table:
    """Mean and spread of each way in the chosen case, and how many numbers learn, where known."""
    chosen = {facts.one: "first", facts.other: "second"}
    columns = {
        "way": list(results),
        "mean": [f"{r['mean']:.3f}" for r in results.values()],
        "spread": [f"{r['spread']:.3f}" for r in results.values()],
        "chosen": [chosen.get(name, "") for name in results],
    }
    if all("numbers" in r for r in results.values()):
        columns["numbers that learn"] = [f"{r['numbers']}" for r in results.values()]
    rows = tuple(zip(*columns.values(), strict=True))
    return Table(f"All ways, {what} {facts.case}", tuple(columns), rows)


def leaders(cases: Cases, what: str) -> Table:
    """The way with the best mean in each case, and those that it is not proved to beat."""
    rows = []
    for case, results in cases.items():
        ranked = sorted(results, key=lambda name: -results[name]["mean"])
        found = [facts_of(cases, case, *two) for two in combinations(ranked, 2)]
        rivals = [f.other for f in found if f.one == ranked[0] and f.conclusion != BETTER]
        undecided = sum(f.conclusion == NOTHING for f in found)
        rows.append((case, ranked[0], ", ".join(rivals) or "none", f"{undecided}/{len(found)}"))
    header = (what, "best mean", "not shown to be worse", "pairs without evidence")
    return Table("Best ways", header, tuple(rows))
