"""What `doctor` answers: lines for a terminal, a table for a notebook.

Says what was looked at, and claims nothing about the rest. All text is escaped before it is HTML.
"""

import html
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.diagnosis.diagnosis import PROBLEM, Diagnosis
from autograder.mistakes import MISTAKES, where_explained
from autograder.show import OTHERWISE

WIDTH = 79
LIMITS = (
    "What you meant is not in the state: name it by frozen=(...) and trained=(...), and more can "
    "be seen."
)
NOTHING = "Nothing was found that state and these steps can show."

CELL = (
    "text-align:left;vertical-align:top;padding:.4em .7em;"
    "border:1px solid var(--jp-border-color1, #8a8a8a)"
)


@dataclass(frozen=True)
class Report:
    """The findings, problems first; what was looked at; what could not be.

    `knows_intent` says whether the caller told which layers are meant to stay or to learn.
    """

    findings: tuple[Diagnosis, ...]
    looked_at: str
    unexamined: tuple[str, ...] = ()
    knows_intent: bool = False

    @property
    def problems(self) -> tuple[Diagnosis, ...]:
        """The findings that ask for a change, without the notes."""
        return tuple(f for f in self.findings if f.severity == PROBLEM)

    def __repr__(self) -> str:
        """The whole report as text of at most 79 columns."""
        lines = _wrapped("", self.looked_at) + [
            line for s in self._foot() for line in _wrapped("", s)
        ]
        for number, finding in enumerate(self.findings, start=1):
            lines += ["", f"{number}. {_title(finding)}", *_wrapped("   seen:     ", finding.seen)]
            lines += _wrapped("   try this: ", finding.hint)
            if place := where_explained(finding.mistake):
                lines += _wrapped("   read:     ", place)
        return "\n".join(lines)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Both forms, for a notebook to choose from."""
        return {"text/plain": repr(self), "text/html": _page(self)}

    def _foot(self) -> Iterable[str]:
        """How many findings there are, and the limits of what was looked at."""
        if self.findings:
            count = len(self.problems)
            yield f"Found: problems {count}, notes {len(self.findings) - count}."
        else:
            yield NOTHING
        for sentence in self.unexamined:
            yield f"Not looked at: {sentence}."
        if not self.findings and not self.knows_intent:
            yield LIMITS


def _title(finding: Diagnosis) -> str:
    """Severity, id and short name of a finding."""
    known = MISTAKES.get(finding.mistake)
    name = known.name if known else "not a known mistake"
    return f"{finding.severity}: {f'{finding.mistake} · ' if finding.mistake else ''}{name}"


def _wrapped(label: str, sentence: str) -> list[str]:
    """A sentence in lines, those after the first set under its beginning."""
    return textwrap.wrap(
        sentence,
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * len(label),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _page(report: Report) -> str:
    """The report as HTML: a table with a row per finding, or the sentences alone."""
    said = "".join(f"<div>{_text(s)}</div>" for s in report._foot())
    table = _table(report) if report.findings else f"<div>{_text(report.looked_at)}</div>"
    colour = OTHERWISE if report.findings else "var(--jp-border-color0, #757575)"
    return (
        '<div role="group" aria-label="doctor" '
        f'style="border-left:.3em solid {colour};padding:.5em .9em;margin:.2em 0;'
        'max-width:72em;line-height:1.5;font-family:var(--jp-ui-font-family, sans-serif)">'
        f"{table}{said}</div>"
    )


def _table(report: Report) -> str:
    """The findings as an accessible table."""
    heads = "".join(
        f'<th scope="col" style="{CELL}">{head}</th>'
        for head in ("mistake", "seen", "try this", "explained in")
    )
    rows = "".join(_row(finding) for finding in report.findings)
    return (
        '<table style="border-collapse:collapse;margin:0 0 .5em;font-size:inherit">'
        f'<caption style="text-align:left;padding-bottom:.5em">{_text(report.looked_at)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(finding: Diagnosis) -> str:
    """One finding as a row; its head is severity, id and name."""
    cells = (finding.seen, finding.hint, where_explained(finding.mistake) or "")
    return (
        f'<tr><th scope="row" style="{CELL};min-width:9em">{_text(_title(finding))}</th>'
        + "".join(f'<td style="{CELL}">{_text(cell)}</td>' for cell in cells)
        + "</tr>"
    )


def _text(sentence: str) -> str:
    """A sentence for HTML; what stands between backticks is code."""
    pieces = html.escape(sentence).split("`")
    if len(pieces) % 2 == 0:
        return "`".join(pieces)
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces))
