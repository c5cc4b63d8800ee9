"""Stage three: a Verdict in words, for a terminal, and as a panel for a notebook or a page.

Adds no facts. Everything from a submission is escaped before it reaches HTML.
"""

import html

from autograder.mistakes import where_explained
from autograder.verdict import CORRECT, NOT_ATTEMPTED, STOPPED, Verdict

# Colour repeats what the words already say; both themes of JupyterLab define these variables, and
# the second value stands where nothing does (feedback pages, other editors).
COLOURS = {
    CORRECT: "var(--jp-success-color1, #2e7d32)",
    NOT_ATTEMPTED: "var(--jp-border-color0, #757575)",
}
OTHERWISE = "var(--jp-warn-color1, #b35900)"


def first_words(verdict: Verdict) -> str:
    """The words that name the status."""
    return {CORRECT: "✓", NOT_ATTEMPTED: "Not started:", STOPPED: "Stopped:"}.get(
        verdict.status, "Not yet:"
    )


def lines(verdict: Verdict) -> list[str]:
    """One line for success; otherwise two, the most telling thing seen and what to try."""
    if verdict.status == CORRECT:
        return [f"{first_words(verdict)} {verdict.said}"]
    told = verdict.findings[0]
    return [f"{first_words(verdict)} {told.seen}", f"Try this: {told.hint}"]


def plain(verdict: Verdict, foot: str | None = None) -> str:
    """The whole verdict as text, every finding included: the twin of the panel."""
    told = lines(verdict)
    for finding in verdict.findings[1:]:
        told += [f"Also: {finding.seen}", f"Try this: {finding.hint}"]
    told += [f"Explained in {place}." for place in _places(verdict)]
    told.append(_share(verdict) if foot is None else foot)
    return "\n".join(line for line in told if line)


def panel(slug: str, verdict: Verdict, foot: str | None = None) -> str:
    """The verdict as an HTML panel; `foot` replaces its last sentence, the share of the marks."""
    colour = COLOURS.get(verdict.status, OTHERWISE)
    body = []
    if verdict.status == CORRECT:
        body.append(_row("✓", verdict.said))
    for number, finding in enumerate(verdict.findings):
        told = _row(first_words(verdict) if number == 0 else "Also:", finding.seen)
        told += _row("Try this:", finding.hint)
        body.append(f'<div style="margin-bottom:.5em">{told}</div>')
    below = [f"Explained in {place}." for place in _places(verdict)]
    below.append(_share(verdict) if foot is None else foot)
    if any(below):
        body.append(f"<div>{_code(html.escape(' '.join(below).strip()))}</div>")
    return (
        f'<div role="group" aria-label="check {html.escape(slug)}: {verdict.status}" '
        f'style="border-left:.3em solid {colour};padding:.5em .9em;margin:.2em 0;'
        'max-width:56em;line-height:1.5;font-family:var(--jp-ui-font-family, sans-serif)">'
        f"{''.join(body)}</div>"
    )


def _row(label: str, sentence: str) -> str:
    """One line of the panel."""
    return f"<div><strong>{label}</strong> {_code(html.escape(sentence))}</div>"


def _code(escaped: str) -> str:
    """Text between backticks, already escaped, as code."""
    pieces = escaped.split("`")
    if len(pieces) % 2 == 0:
        return escaped
    return "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(pieces))


def _share(verdict: Verdict) -> str:
    """How much of this exercise's marks is earned so far; nothing needs saying of all of them."""
    return "" if verdict.status == CORRECT else f"Earned {verdict.score * 100:.0f} % of the marks."


def _places(verdict: Verdict) -> list[str]:
    """The lessons that explain the mistakes found, each once."""
    found = (where_explained(finding.mistake) for finding in verdict.findings)
    return list(dict.fromkeys(place for place in found if place))
