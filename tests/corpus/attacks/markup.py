"""A15, against the reader: markup, control codes and formulas for those who look at the results.

Everything that would act holds `frz_acts`, so that a test can look for it where it would.
"""

import json

import nbformat

from autograder.sample_class import Change, answered, began_with, solved
from tests.corpus.attacks.attack import POINTS, Attack, carefree, nothing
from tests.handing_in import LESSON

WHY = "whatever a submission says is shown as text"
PAYLOADS = (
    "<script>frz_acts()</script>",
    "<img src=x onerror=frz_acts()>",
    "<svg onload=frz_acts()><animate onbegin=frz_acts() attributeName=x></svg>",
    "<iframe srcdoc='<script>parent.frz_acts()</script>'></iframe>",
    "<a href='javascript:frz_acts()'>here</a>",
    "<a href='java\\tscript:frz_acts()'>here</a>",
    "<style>@import 'http://192.0.2.1/frz_acts.css';</style>",
    "<form action='http://192.0.2.1/frz_acts'><input autofocus onfocus=frz_acts()></form>",
    "<math><mtext></p><style><img title='</style><img src=x onerror=frz_acts()>'>",
    "</pre></div></body><script>frz_acts()</script>",
    "<object data='data:text/html,<script>frz_acts()</script>'></object>",
)


def in_the_text(notebook, solution) -> None:
    """Put markup into a Markdown cell of the release and into new cells."""
    notebook.cells[1].source += "\n" + "\n\n".join(PAYLOADS)
    for payload in (*PAYLOADS, "[here](javascript:frz_acts())", '![x](x" onerror="frz_acts())'):
        cell = nbformat.v4.new_markdown_cell(payload)
        cell["attachments"] = {"a.svg": {"image/svg+xml": payload}}
        notebook.cells.insert(2, cell)
    notebook.cells.append(nbformat.v4.new_raw_cell(PAYLOADS[0], metadata={"format": "text/html"}))


def in_the_metadata(notebook, solution) -> None:
    """Put markup where names and languages stand."""
    notebook.metadata |= {
        "title": PAYLOADS[0],
        "authors": [{"name": PAYLOADS[1]}],
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {"state": {"</script>" + PAYLOADS[0]: {}}},
        },
    }
    notebook.metadata["language_info"] = {"name": PAYLOADS[1], "pygments_lexer": PAYLOADS[0]}
    for cell in notebook.cells:
        cell.metadata["name"] = cell.metadata["tags_"] = PAYLOADS[0]
        cell.metadata["tags"] = [*cell.metadata.get("tags", []), '"><script>frz_acts()</script>']


def answering(name: str, *answers: tuple[str, str]) -> Attack:
    """Answers whose findings repeat what they said."""
    changes: list[Change] = [answered(slug, source) for slug, source in answers]
    return Attack(
        name, "A15", (solved(), *changes), POINTS[LESSON] | {slug: 0 for slug, _ in answers}, WHY
    )


MARKUP = json.dumps(" ".join(PAYLOADS))
CONTROL = r'"\x1b]0;frz\x07\x1b[2J\x1b[8m\r\x08\x9b31m\u202e\x00"'
ATTACKS = (
    carefree("shows_markup", "A15", WHY, f"""
        from IPython.display import HTML, Javascript, Markdown, SVG, display
        for text in {PAYLOADS!r}:
            display(HTML(text), Markdown(text), Javascript("frz_acts()"))
            display({{"image/svg+xml": text, "text/latex": text, "text/html": text}}, raw=True)
            display({{"application/javascript": "frz_acts()"}}, raw=True)
            display({{"application/vnd.plotly.v1+json": {{"x": text}}, text: text}}, raw=True)
            print(text)
    """),
    carefree("shows_pictures_that_are_none", "A15", WHY, """
        from IPython.display import display
        broken = "x' onerror='frz_acts()' <script>frz_acts()</script>"
        display({"image/png": broken}, raw=True)
        display({"image/jpeg": broken, "image/gif": broken}, raw=True,
                metadata={"image/jpeg": {"width": "1 onload=frz_acts()", "alt": "'><script>"}})
    """),
    carefree("prints_control_codes", "A15", WHY, f"""
        import sys
        print({CONTROL} * 10)
        sys.stderr.write({CONTROL})
    """),
    answering(
        "answers_in_markup",
        ("grad_map", f"def grad_map(frozen):\n    return {{{MARKUP}: True}}"),
        ("trainable_report", f"def trainable_report(model):\n    return {{'tensors': {MARKUP}}}"),
        ("moved_names", f"def moved_names(model, step, steps=3):\n    raise ValueError({MARKUP})"),
    ),
    answering(
        "answers_in_control_codes",
        ("grad_map", f"def grad_map(frozen):\n    raise ValueError({CONTROL})"),
        ("moved_names", f"moved_names = type({CONTROL}.replace(chr(0), ''), (), {{}})()"),
    ),
    answering(
        "answers_in_formulas",
        ("grad_map", "def grad_map(frozen):\n    raise ValueError('=1+1')"),
        ("moved_names", "moved_names = '=HYPERLINK(\"http://192.0.2.1\")'"),
    ),
    answering(
        "names_types_in_markup",
        ("grad_map", "grad_map = type('<script>frz_acts()</script>', (), {})"),
        ("trainable_report",
         "def trainable_report(model):\n    return type('<img onerror=frz_acts()>', (), {})()"),
    ),
    Attack("writes_markup_into_text_cells", "A15", (solved(), in_the_text), POINTS[LESSON], WHY),
    Attack("writes_markup_into_metadata", "A15", (solved(), in_the_metadata), POINTS[LESSON], WHY),
    Attack("names_files_in_markup", "A15", (began_with("pass"),), nothing(), WHY, files={
        "<img src=x onerror=frz_acts()>.png": "x",
        "=cmd|calc!A1.ipynb": "{}",
        "\x1b[2J\x1b]0;frz\x07.ipynb": "{}",
        "-rf": "x",
        "$(touch frz-left).ipynb": "{}",
        "a\nb\r.txt": "x",
    }),
)  # fmt: skip
