"""The class report as one HTML page that needs no other file, no network and no script.

rendering.py          the templates, and what they may call
facts.py              what the page says that stands in no single field of the report
notices.py            what stands above all numbers
shown.py              how values are written: never unescaped, never as None
markup.py             code in a line, Markdown, small bars
report.html.jinja     the page; misconceptions, lesson and tables.html.jinja are its parts
report.css report.js  inlined; a policy in the page's head allows nothing else
"""

from pathlib import Path

from autograder.report.class_report import ClassReport
from autograder.report.page.rendering import rendered

__all__ = ["write_page"]


def write_page(report: ClassReport, path: Path) -> None:
    """Write the page to `path`; the same report gives the same bytes.

    Raises OSError where it cannot be written; what stood there before then stays.
    """
    part = path.with_suffix(".part")
    part.write_text(rendered(report), encoding="utf-8", newline="\n")
    part.replace(path)
