"""What a cell put out, as HTML: words, tables and pictures, each with a shorter form.

Outputs come from graded notebooks: `autograder.harmless` left nothing in their HTML that a browser
would run or fetch.
"""

import re
from html import escape

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from autograder.feedback.room import cut

MOST_TEXT, FEW = 8_000, 400  # characters of an output
MOST_HTML = 40_000
MOST_ALT = 1_000
PICTURES = ("image/png", "image/jpeg")
# What matplotlib says of a figure that nobody described.
UNSAID = re.compile(r"<.*>", re.DOTALL)
# Headings of a learner's would stand among those of the page.
HEADINGS = re.compile(r"<(/?)h[1-6]>")


def forms_of(output: NotebookNode) -> tuple[str, ...]:
    """The HTML of an output, the fullest form first; nothing for an output without content."""
    if output.output_type == "stream":
        return _as_text(output.text)
    if output.output_type == "error":
        told = [*output.get("traceback", []), f"{output.ename}: {output.evalue}"]
        return _as_text("\n".join(told[:-1] or told))
    words = output.data.get("text/plain", "")
    forms = _as_text(words)
    html = HEADINGS.sub(r"<\1p>", output.data.get("text/html", ""))
    if html.strip() and len(html) <= MOST_HTML:
        return (
            f'<div class="out" role="region" aria-label="output" tabindex="0">{html}</div>\n',
            *forms,
        )
    for mime in PICTURES:
        if mime in output.data:
            return (_picture(mime, output), *forms)
    return forms


def _picture(mime: str, output: NotebookNode) -> str:
    """A picture, with the words that stand for it."""
    words = output.data.get("text/plain", "").strip()
    alt = "a figure without a description" if UNSAID.fullmatch(words) else words
    content = "".join(output.data[mime].split())
    return (
        f'<img class="out" alt="{escape(cut(alt, MOST_ALT))}" src="data:{mime};base64,{content}">\n'
    )


def _as_text(text: str) -> tuple[str, ...]:
    """A text as it was printed, and the beginning of it."""
    text = strip_ansi(text).strip("\n")
    if not text.strip():
        return ()
    lengths = (MOST_TEXT, FEW) if len(text) > FEW else (MOST_TEXT,)
    return tuple(f'<pre class="out">{escape(cut(text, most))}</pre>\n' for most in lengths)
