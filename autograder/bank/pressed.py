"""Buttons pressed in a graded quiz. They live in the kernel until the quiz's cell runs again.

Then they are written into the cell, because only what stands in the notebook is handed in.
"""

import re

from IPython import get_ipython

from autograder.bank.graded import LEFT_OUT, letters_in

ANSWERS = re.compile(r"(\banswers\s*=\s*)([\"'])[^\"'\n]*\2")
# By lesson and learner: the answers in the cell when it was shown, and the letters since.
_letters: dict[tuple[str, str], tuple[str, str]] = {}


def press(lesson: str, learner: str, shown: str, letters: str) -> None:
    """Remember letters that were pressed while the cell said `shown`."""
    _letters[lesson, learner] = (shown, letters)


def written(lesson: str, learner: str, answers: str, code: str) -> str:
    """The answers that count now: those in the cell, or what was pressed since it was shown.

    What was pressed is put into the cell. A cell that was edited by hand since then wins.
    """
    shown, letters = _letters.pop((lesson, learner), (answers, letters_in(answers)[0]))
    if shown != answers or letters == letters_in(answers)[0]:
        return answers
    told = as_written(letters, code)
    shell = get_ipython()
    source = shell.history_manager.input_hist_raw[-1] if shell else ""
    changed, times = ANSWERS.subn(rf"\g<1>\g<2>{told}\g<2>", source)
    if times == 1 and hasattr(shell, "kernel"):
        shell.set_next_input(changed, replace=True)
    else:
        print(f'Write this into the cell: answers="{told}"')
    return told


def as_written(letters: str, code: str) -> str:
    """Ten letters in two groups of five, and the code of an instructor's questions."""
    letters = letters.ljust(10, LEFT_OUT)
    return f"{letters[:5]} {letters[5:]}" + (f"/{code}" if code else "")
