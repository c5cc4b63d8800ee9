"""Prose and code as HTML that fetches nothing, runs nothing, and has no anchor of its own.

The lessons' own text is the same for a whole class, so what has been rendered is kept.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from html import escape

import mistune
from pygments.lexers import PythonLexer
from pygments.token import Comment, Keyword, Number, Operator, String

# Only these get a colour: a span for every name and bracket would triple the page.
KINDS = ((Comment, "c"), (String, "s"), (Keyword, "k"), (Operator.Word, "k"), (Number, "n"))
MOST_COLOURED = 20_000  # characters; longer code stays plain


class _Renderer(mistune.HTMLRenderer):
    """Markdown of ours and of instructors: markup in it is shown, addresses are spelled out."""

    def __init__(self) -> None:
        # Otherwise character references, by which repairs are told, would be shown as such.
        super().__init__(escape=False)

    def inline_html(self, html: str) -> str:
        return escape(html)

    def block_html(self, html: str) -> str:
        return f"<p>{escape(html.strip())}</p>\n"

    def heading(self, text: str, level: int, **attrs: object) -> str:
        # The page has a heading of its own above all others.
        return super().heading(text, min(level + 1, 6))

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return f"{text} ({escape(url)})" if url.startswith("http") and url not in text else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def block_code(self, code: str, info: str | None = None) -> str:
        shown = coloured(code) if (info or "").startswith("python") else escape(code)
        return f"<pre><code>{shown}</code></pre>\n"


_MARKDOWN = mistune.create_markdown(renderer=_Renderer(), plugins=["table"])


@functools.lru_cache(maxsize=4096)
def prose(markdown: str) -> str:
    """Markdown as HTML; its headings are one level lower than they were."""
    return _MARKDOWN(markdown)


def line(text: str) -> str:
    """A single line as HTML, with code between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


@functools.lru_cache(maxsize=4096)
def coloured(source: str) -> str:
    """Python as HTML, to stand in a `pre`."""
    if len(source) > MOST_COLOURED:
        return escape(source)
    return "".join(_spans(source))


def _spans(source: str) -> Iterator[str]:
    """The pieces of a source, each with the class of its colour."""
    tokens = PythonLexer(stripnl=False, ensurenl=False).get_tokens(source)
    for name, pieces in itertools.groupby(tokens, key=lambda token: _class_of(token[0])):
        text = escape("".join(text for _, text in pieces))
        yield f'<span class="{name}">{text}</span>' if name else text


def _class_of(kind: tuple[str, ...]) -> str:
    """The class of a token's colour; empty for one without."""
    return next((name for family, name in KINDS if kind in family), "")
