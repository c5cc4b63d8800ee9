"""Notebooks that went through other editors and systems: class D7."""

import jupytext
import nbformat

from tests.corpus.damages.damage import FULL, Damage, bytes_of, in_cells, in_json, text


def recoded(encoding, prefix=b""):
    """Write the file's text in another encoding."""
    return bytes_of(lambda raw: prefix + raw.decode().replace("±", "+").encode(encoding))


def format_3(content):
    """What a notebook of format 3 looks like."""
    for cell in content["cells"]:
        cell.pop("id")
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "collapsed": False}
            cell["prompt_number"] = cell.pop("execution_count")
    sheet = {"cells": content.pop("cells"), "metadata": {}}
    content |= {"worksheets": [sheet], "nbformat": 3, "nbformat_minor": 0}


def colab(content):
    """What Colab makes of a notebook: its own ids and metadata, no cell ids."""
    content["nbformat_minor"] = 0
    content["metadata"] |= {"colab": {"provenance": [], "gpuType": "T4"}, "accelerator": "GPU"}
    for number, cell in enumerate(content["cells"]):
        del cell["id"]
        cell["metadata"] |= {"id": f"aBcD{number}", "colab": {"base_uri": "https://localhost"}}


def vs_code(content):
    """What VS Code makes of a notebook."""
    content["metadata"]["kernelspec"]["display_name"] = ".venv (3.11.9)"
    content["nbformat_minor"] = 2
    for cell in content["cells"]:
        del cell["id"]
        cell["metadata"]["vscode"] = {"languageId": "python"}


def through_jupytext(path):
    """Write the notebook as a script and read that again."""
    script = jupytext.writes(nbformat.read(path, as_version=4), fmt="py:percent")
    nbformat.write(jupytext.reads(script, fmt="py:percent"), path)


def windows_lines(cells):
    """End every line inside the cells as Windows does."""
    for cell in cells:
        cell["source"] = text(cell).replace("\n", "\r\n")


EDITED = [
    Damage("colab", "D7", FULL, "notebook format 4.0", in_json(colab)),
    Damage("vs_code", "D7", FULL, "notebook format 4.2", in_json(vs_code)),
    Damage("jupytext", "D7", FULL, "", through_jupytext),
    Damage("format_3", "D7", FULL, "notebook format 3.0", in_json(format_3)),
    Damage("format_9", "D7", FULL, "format 4.9", in_json(lambda a: a.update(nbformat_minor=9))),
    Damage("format_text", "D7", FULL, "no known", in_json(lambda a: a.update(nbformat="four"))),
    Damage("byte_order_mark", "D7", FULL, "", recoded("utf-8", b"\xef\xbb\xbf")),
    Damage("utf_16", "D7", FULL, "its text was UTF-16", recoded("utf-16")),
    Damage(
        "windows_1252",
        "D7",
        FULL,
        "Windows-1252",
        bytes_of(lambda raw: raw.decode().encode("cp1252")),
    ),
    Damage("windows_lines", "D7", FULL, "", bytes_of(lambda raw: raw.replace(b"\n", b"\r\n"))),
    Damage("windows_cells", "D7", FULL, "", in_cells(windows_lines)),
]
