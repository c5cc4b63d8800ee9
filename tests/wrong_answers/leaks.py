"""Answers to `leaks`."""

import re

from tests.wrong_answers import Wrong

VERBS = ("fit", "choose", "add")


def by_words(script):
    found = set()
    for number, line in enumerate(script, start=1):
        words = set(re.findall(r"[a-z]+", line.partition("#")[0]))
        if words & {"fit", "choose", "copies"} and words & {"test", "everything"}:
            found.add(number)
    return found


def by_call(script):
    found = set()
    for index in range(len(script)):
        code = script[index].split("#")[0]
        call = re.search(r"\b(fit_|choose_|add_copies)\w*\((.*)\)", code)
        if call and re.search(r"(?<![a-z])(test|everything)(?![a-z])", call.group(2)):
            found.add(index + 1)
    return found


def in_one_line(script):
    verb, images = r"\b(fit|choose|add)_", r"\b(\w+_)?(test|everything)(_\w+)?\b"
    code = [line.partition("#")[0].partition("=")[2] for line in script]
    return {n for n, c in enumerate(code, 1) if re.search(verb, c) and re.search(images, c)}


def none_at_all(script):
    return set()


def every_line(script):
    return set(range(1, len(script) + 1))


def the_evaluation(script):
    return {n for n, line in enumerate(script, 1) if line.startswith("report(") and "final" in line}


def every_mention_of_test(script):
    return {n for n, line in enumerate(script, 1) if "test" in line}


def part_of_a_word(script):
    found = set()
    for number, line in enumerate(script, start=1):
        code = line.partition("#")[0]
        if any(v + "_" in code for v in VERBS) and ("test" in code or "everything" in code):
            found.add(number)
    return found


def with_comments(script):
    found = set()
    for number, line in enumerate(script, start=1):
        words = set(re.findall(r"[a-z]+", line))
        if words & {"fit", "choose", "copies"} and words & {"test", "everything"}:
            found.add(number)
    return found


def only_exact_name(script):
    found = set()
    for number, line in enumerate(script, start=1):
        words = set(re.findall(r"\w+", line.partition("#")[0]))
        if re.search(r"(fit|choose|add)_", line) and words & {"test", "everything"}:
            found.add(number)
    return found


def thresholds_only(script):
    return {n for n in by_words(script) if "choose_" in script[n - 1]}


def never_thresholds(script):
    return {n for n in by_words(script) if "choose_" not in script[n - 1]}


def never_copies(script):
    return {n for n in by_words(script) if "copies" not in script[n - 1]}


def all_copies(script):
    copies = {n for n, line in enumerate(script, 1) if "add_copies" in line}
    return by_words(script) | copies


def scaling_the_test_set(script):
    applied = {n for n, line in enumerate(script, 1) if "apply(" in line and "test" in line}
    return by_words(script) | applied


def from_zero(script):
    return {number - 1 for number in by_words(script)}


def a_list(script):
    return sorted(by_words(script))


def the_lines_themselves(script):
    return {script[number - 1] for number in by_words(script)}


def runs_the_script(script):
    exec("\n".join(script))
    return set()


WRONG = [
    Wrong((none_at_all,), 0, "missed: `threshold = choose_threshold(head, ", "H13"),
    Wrong((every_line,), 0, "named, though it does not leak: `everything = load"),
    Wrong((the_evaluation,), 0, 'named, though it does not leak: `report("final"'),
    Wrong((every_mention_of_test,), 0, "named, though it does not leak: `"),
    Wrong((part_of_a_word,), 0.8, "named, though it does not leak: `fastest_rate = "),
    Wrong((with_comments,), 0.8, "named, though it does not leak: `fastest_rate = "),
    Wrong((only_exact_name,), 0.6, "missed: `head = fit_head(head, train, rate, stop_on=", "H13"),
    Wrong((thresholds_only,), 0.2, "missed: `head = fit_head(head, train, rate, stop_on", "H13"),
    Wrong((never_thresholds,), 0.6, "missed: `threshold = choose_threshold(head, ", "H13"),
    Wrong((never_copies,), 0.6, "missed: `everything = add_copies(everything)`"),
    Wrong((all_copies,), 0.2, "named, though it does not leak: `train = add_copies(train)`"),
    Wrong((scaling_the_test_set,), 0, "named, though it does not leak: `"),
    Wrong((from_zero,), 0, "every number is off by one"),
    Wrong((a_list,), 0, "leaks returned a list, not a set"),
    Wrong((the_lines_themselves,), 0, "the set holds '"),
    Wrong((runs_the_script,), 0, "leaks raised NameError"),
]
RIGHT = [(by_words,), (by_call,), (in_one_line,)]
