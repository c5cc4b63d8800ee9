"""What docs/INSTRUCTORS.md names is there: files, headings, commands, settings and messages."""

import argparse
import importlib
import re
import shlex
from pathlib import Path

import nbgrader
import pytest
from nbgrader.apps.dbapp import DbAssignmentApp, DbStudentApp
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange

from autograder.engine.walls import walls
from autograder.exchange.collecting import Collect
from autograder.lateness.penalty import LatePenalty
from tests.handing_in import ROOT

PAGE = ROOT / "docs" / "INSTRUCTORS.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TYPED = [line.removeprefix("$ ") for block in BLOCK.findall(TEXT) for line in block.splitlines()]
INLINE = [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", BLOCK.sub("", TEXT))]
SETTINGS = {
    "CourseDirectory": CourseDirectory,
    "Exchange": Exchange,
    "ExchangeCollect": Collect,
    "LatePenalty": LatePenalty,
    "Authenticator": Authenticator,
}
# Said by Python and by sqlite.
THEIRS = {"No such file or directory: 'alembic'", "unable to open database file"}


def beginning(start):
    """The commands on the page that begin so, without this beginning."""
    every = sorted({*TYPED, *INLINE})
    found = [shlex.split(words.removeprefix(start)) for words in every if words.startswith(start)]
    assert found, start
    return found


def headings(path):
    """The anchors of a page's headings, as GitHub makes them."""
    lines = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line).lower().replace(" ", "-") for line in lines}


def test_every_link_leads_to_a_file_and_a_heading():
    linked = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", TEXT)
    assert len(linked) > 10
    for name, anchor in linked:
        path = (PAGE.parent / name).resolve() if name else PAGE
        assert path.exists(), name
        assert not anchor or anchor in headings(path), anchor


def test_our_commands_take_the_words_that_the_page_gives_them():
    parser = argparse.ArgumentParser(exit_on_error=False)
    verbs = parser.add_subparsers(dest="verb", required=True)
    typed = beginning("python -m autograder ")
    for verb in {words[0] for words in typed}:
        importlib.import_module(f"autograder.commands.{verb}").add_to(verbs)
    for words in typed:
        # A verb alone is spoken of, not typed.
        assert len(words) == 1 or parser.parse_args(words).verb == words[0]


def test_make_and_nbgrader_have_the_verbs_that_the_page_names():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb, *_ in beginning("make "):
        assert re.search(rf"^{verb}:.* ## ", makefile, re.MULTILINE), verb
    parts = {"assignment": DbAssignmentApp, "student": DbStudentApp}
    for verb, *words in beginning("nbgrader "):
        assert verb in NbGraderApp.subcommands, verb
        if verb == "db" and words[0] in parts:
            assert words[1] in parts[words[0]].subcommands, words


@pytest.mark.parametrize(("owner", "setting"), sorted(set(re.findall(r"\bc\.(\w+)\.(\w+)", TEXT))))
def test_every_setting_exists(owner, setting):
    assert setting in SETTINGS[owner].class_traits(config=True)


def test_every_message_in_the_table_is_one_that_somebody_says():
    nbgraders = Path(nbgrader.__file__).parent
    rooms = [ROOT / "autograder", nbgraders / "exchange", nbgraders / "apps"]
    said = "".join(
        path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")
    )
    said = re.sub(r'"\s*\n\s*f?"', "", said)
    table = TEXT[TEXT.index("## 9") : TEXT.index("## 10")]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    messages = [message for row in rows for message in re.findall("`([^`]+)`", row)]
    assert len(messages) > 12
    assert [told for told in messages if told not in said and told not in THEIRS] == []


def test_the_sandbox_is_tried_with_what_grading_asks_of_it():
    (command,) = (line for line in TYPED if line.startswith("bwrap "))
    assert {"--unshare-all", "--proc", "--dev"} <= set(command.split()) & set(walls())
