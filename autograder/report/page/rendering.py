"""The templates of the page, what they may call, and the policy that binds the page.

Style and script are named in the policy by their digests: a script or a style that anybody else
brings in, as an element or an attribute, is dead.
"""

import base64
import functools
import hashlib
from importlib.resources import files

import matplotlib.style
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.report import figures
from autograder.report.class_report import ClassReport
from autograder.report.page import facts, markup, notices, shown

COMMONEST = 8  # misconceptions in the figure
UNFOLDED = 12  # misconceptions that the list shows at first
SEARCHED = 10  # rows from which on a table is searched

FILTERS = (
    *(shown.decimals, shown.lesson_number, shown.share, shown.telling),
    *(markup.breakable, markup.markdown, markup.tenths, markup.titled),
)


def rendered(report: ClassReport) -> str:
    """The page as text: HTML that is whole without any other file."""
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    template = _environment().get_template("report.html.jinja")
    # A matplotlibrc of the reader's own would change figures, and their colours have no roles.
    with matplotlib.style.context("default"):
        return template.render(
            report=report,
            ranked=facts.ranked(report),
            style=Markup(style),
            script=Markup(script),
            policy=policy,
        )


@functools.cache
def _environment() -> Environment:
    """Templates that escape everything, and stop at a name that they misspell."""
    environment = Environment(
        loader=PackageLoader("autograder.report", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown.shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({work.__name__: work for work in FILTERS})
    environment.globals.update(
        figures=figures,
        facts=facts,
        notices=notices,
        counted=shown.counted,
        commonest=COMMONEST,
        unfolded=UNFOLDED,
        searched=SEARCHED,
    )
    return environment


def _asset(name: str) -> str:
    """The text of a file of this package."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """A digest as a security policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
