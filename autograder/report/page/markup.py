"""What the page makes elements of, besides its templates: code in a line, Markdown, small bars."""

import functools

import mistune
from markupsafe import Markup, escape

from autograder.report.page.shown import readable


class WithoutLinks(mistune.HTMLRenderer):
    """Markdown whose links and pictures are left as their words: the page stands alone."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


@functools.cache
def markdown(text: str) -> Markup:
    """Markdown as HTML; tags in it are shown, not obeyed."""
    convert = mistune.create_markdown(renderer=WithoutLinks(escape=True), plugins=["table"])
    return Markup(convert(readable(text)))


def titled(text: str) -> Markup:
    """One line in which backticks mark code, and nothing else means anything."""
    parts = readable(text).split("`")
    if len(parts) % 2 == 0:
        return escape(readable(text))
    code = Markup("<code>{}</code>")
    return Markup("").join(
        code.format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def breakable(name: str) -> Markup:
    """A long name that may be broken after each underscore."""
    return escape(readable(name)).replace("_", Markup("_<wbr>"))


def tenths(marks: tuple[int, ...]) -> Markup:
    """Counts by tenths of the points as a row of small bars, and in words for who cannot see it."""
    highest = max(marks, default=0) or 1
    counts = [(place, count) for place, count in enumerate(marks) if count]
    bars = "".join(
        f"M{2 * place} 10v-{round(10 * count / highest, 1)}h1.6V10" for place, count in counts
    )
    words = ", ".join(f"{10 * place}%: {count}" for place, count in counts)
    return Markup(
        '<svg class="tenths" role="img" viewBox="0 0 22 10" aria-label="{}"><path d="{}"/></svg>'
    ).format(words or "nobody tried", bars)
