"""Answers to `frontier`: what is said of each wrong one, and styles that are right."""

from itertools import pairwise

from tests.wrong_answers import Wrong


def beats(a, b):
    return a[1] <= b[1] and a[2] >= b[2] and a[1:] != b[1:]


def by_definition(rows):
    return [row[0] for row in rows if not any(beats(other, row) for other in rows)]


def by_two_cases(rows):
    kept = []
    for name, n, acc in rows:
        smaller = [a for _, m, a in rows if m < n]
        equal = [a for _, m, a in rows if m == n]
        if acc > max(smaller, default=-1) and acc >= max(equal):
            kept.append(name)
    return kept


def by_sorting(rows):
    best, kept = {}, set()
    for _, n, acc in rows:
        best[n] = max(acc, best.get(n, acc))
    top = -1.0
    for n in sorted(best):
        if best[n] > top:
            top = best[n]
            kept.add((n, top))
    return [name for name, n, acc in rows if (n, acc) in kept]


def sorted_by_accuracy(rows):
    return [name for name, _, _ in sorted(rows, key=lambda row: row[2], reverse=True)]


def the_best(rows):
    return [max(rows, key=lambda row: row[2])[0]] if rows else []


def per_number(rows):
    return [max(rows, key=lambda row: row[2] / row[1])[0]] if rows else []


def everything(rows):
    return [name for name, _, _ in rows]


def nothing_at_all(rows):
    return []


def strictly_fewer(rows):
    return [r[0] for r in rows if not any(o[1] < r[1] and o[2] >= r[2] for o in rows)]


def strictly_better(rows):
    return [r[0] for r in rows if not any(o[1] <= r[1] and o[2] > r[2] for o in rows)]


def strict_in_both(rows):
    return [r[0] for r in rows if not any(o[1] < r[1] and o[2] > r[2] for o in rows)]


def equals_beat_each_other(rows):
    return [
        r[0]
        for i, r in enumerate(rows)
        if not any(o[1] <= r[1] and o[2] >= r[2] for j, o in enumerate(rows) if i != j)
    ]


def by_size(rows):
    kept = set(by_definition(rows))
    return [row[0] for row in sorted(rows, key=lambda row: row[1]) if row[0] in kept]


def sorts_in_place(rows):
    order = [row[0] for row in rows]
    rows.sort(key=lambda row: row[1])
    return sorted(by_definition(rows), key=order.index)


def whole_rows(rows):
    return [row for row in rows if row[0] in by_definition(rows)]


def as_a_set(rows):
    return set(by_definition(rows))


def the_beaten_ones(rows):
    return [row[0] for row in rows if any(beats(other, row) for other in rows)]


def first_row_unpacked(rows):
    top = rows[0][2]
    top = max(top, -1)
    return by_definition(rows)


def neighbours_only(rows):
    order = sorted(rows, key=lambda row: (row[1], -row[2]))
    kept = {b[0] for a, b in pairwise(order) if b[2] > a[2] or b[1:] == a[1:]}
    kept |= {row[0] for row in order[:1]}
    return [row[0] for row in rows if row[0] in kept]


WRONG = [
    Wrong((sorted_by_accuracy,), 0, "all methods came back, sorted by accuracy"),
    Wrong((the_best,), 0, "only the most accurate came back"),
    Wrong((per_number,), 0, "is missing, with"),
    Wrong((everything,), 0, "every method came back (7 of 7)"),
    Wrong((nothing_at_all,), 0, "no method came back (0 of 7)"),
    Wrong((strictly_fewer,), 0.8, "came back, with"),
    Wrong((strictly_better,), 0.9, "came back, with"),
    Wrong((strict_in_both,), 0.7, "came back, with"),
    Wrong((equals_beat_each_other,), 0.9, "is missing, with"),
    Wrong((by_size,), 0.9, "the names are right, and they came back in another order"),
    Wrong((sorts_in_place,), 0.9, "the list of rows that was handed in has changed"),
    Wrong((whole_rows,), 0, "an entry of the list that came back is a tuple, not a name"),
    Wrong((as_a_set,), 0, "frontier returned a set, not a list"),
    Wrong((the_beaten_ones,), 0, "those came back that are beaten"),
    Wrong((first_row_unpacked,), 0.9, "for a table without rows, frontier raised IndexError"),
    Wrong((neighbours_only,), 0, "came back, with"),
]
RIGHT = [(by_definition,), (by_two_cases,), (by_sorting,)]
