"""In which line of a script do test images decide something?"""

import random

from autograder.bank.material.provenance import deciding_lines
from autograder.bank.question import HARD, Choice, Draft, Template

# Each fault puts a line in place of another one.
FAULTS = {
    "scaler": ("{s} = fit_scaler({train})", "{s} = fit_scaler({all})"),
    "head": (
        "{h} = fit_head(body, scale({s}, {train}))",
        "{h} = fit_head(body, scale({s}, {train}), stop_on={late})",
    ),
    "marks": ("{m} = score({h}, {ready})", "{m} = score({h}, {late})"),
    "threshold": ("{o} = outputs({h}, {ready}, {n})", "{o} = outputs({h}, {late}, {n})"),
}
LINES = (
    "{all} = load_images()",
    "{train}, {val}, {test} = split({all})",
    "{s} = fit_scaler({train})",
    "{train} = add_copies({train})",
    "{ready} = scale({s}, {val})",
    "{late} = scale({s}, {test})",
    "{h} = fit_head(body, scale({s}, {train}))",
    "{m} = score({h}, {ready})",
    "{n} = choose_steps({m})",
    "{o} = outputs({h}, {ready}, {n})",
    "{c} = choose_threshold({o})",
    "report(score({h}, {late}, {n}), {c})",
)
WORDS = {
    "all": ("everything", "images", "pages", "scans"),
    "train": ("train", "learned", "training"),
    "val": ("val", "validation", "choosing"),
    "test": ("test", "test_rows", "final"),
    "ready": ("ready", "dev", "known"),
    "late": ("late", "exam", "unseen"),
    "s": ("scaler", "scaling", "ruler"),
    "h": ("head", "probe", "top"),
    "m": ("marks", "points", "curve"),
    "n": ("steps", "best", "stop"),
    "o": ("logits", "out", "said"),
    "c": ("cut", "threshold", "dial"),
}


def make(rng: random.Random) -> Draft:
    """One fault in a script whose names are drawn; running it finds the line that leaks."""
    words = {key: rng.choice(choices) for key, choices in WORDS.items()}
    fault = rng.choice(list(FAULTS))
    good, bad = FAULTS[fault]
    lines = [bad if line == good else line for line in LINES]
    script = [line.format(**words) for line in lines]
    leak = deciding_lines(script)[0]
    shown = "\n".join(script)
    stem = (
        "Functions named `fit_...` or `choose_...` learn or choose from what they are given, and "
        "from\nwhat it was made of; `add_copies` adds changed copies of images, `split` deals out "
        f"`{words['train']}`,\n`{words['val']}` and `{words['test']}`. The others apply or report. "
        "The body is frozen and was\ntrained on other images.\n\n"
        f"```python\n{shown}\n```\n\nWhich is the **first** line in which test images "
        "have a part in a decision?"
    )
    right = Choice(f"`{script[leak]}`", SAYS[fault])
    wrong = [_other(line, words, later=at > leak) for at, line in enumerate(script) if at != leak]
    return Draft(stem, right, wrong, HINT)


HINT = "Follow the test images from name to name; where do they reach something that decides?"
SAYS = {
    "scaler": "The scaler is fitted to all images, and the test images are among them.",
    "head": "The test images choose when the training stops.",
    "marks": "The steps are chosen by a score on the test images.",
    "threshold": "The threshold is chosen by outputs for scaled test images.",
}


def _other(line: str, words: dict[str, str], *, later: bool) -> Choice:
    """A line above or below the leak, and what speaks for suspecting it."""
    _, _, call = line.partition(" = ")
    name = (call or line).partition("(")[0]
    text = f"`{line}`"
    if name.startswith(("fit_", "choose_")):
        says = "It decides, but no test image has a part in what it is given."
        if later:
            says = "It decides, too, but test images had a part in a decision above it."
        return Choice(text, says, belief="every decision is thought to leak")
    if name == "add_copies":
        says = "It adds copies after the split, to the training images only."
        return Choice(text, says, belief="copies are thought to leak anywhere")
    if words["test"] in line or words["late"] in line:
        says = "It has to do with test images, but decides nothing."
        return Choice(text, says, belief="using test images is the leak")
    says = f"`{name}` decides nothing."
    return Choice(text, says, belief="a line that only applies something")


TEMPLATE = Template("line_that_leaks", HARD, ("07", "08"), ("07.4", "08.1"), make)
