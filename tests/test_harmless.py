"""What is left of HTML that a submission puts out; the rest of it is in `tests/test_attacks.py`."""

from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.harmless import MOST_TAGS, MOST_TAGS_OF_ONE, TOO_MANY, Harmless

TABLE = "<table><tr><td>1</td></tr></table>"


def left_of(*pages, **data):
    """What is left of outputs with this HTML."""
    outputs = [new_output("display_data", {"text/html": page, **data}) for page in pages]
    notebook, _ = Harmless().preprocess(new_notebook(cells=[new_code_cell(outputs=outputs)]), {})
    return [output.data for output in notebook.cells[0].outputs]


def test_a_table_stays_and_what_a_browser_would_run_goes():
    (data,) = left_of(f'{TABLE}<script>run()</script><img src="http://x">')
    assert "<td>1</td>" in data["text/html"]
    assert "<script" not in data["text/html"]
    assert "<img" not in data["text/html"]


def test_nested_tags_without_end_leave_their_words():
    (data,) = left_of("<b>" * (MOST_TAGS_OF_ONE + 1), **{"text/plain": "words"})
    assert data == {"text/plain": "words"}


def test_html_that_is_left_out_and_has_no_words_says_so():
    (data,) = left_of("<i>" * (MOST_TAGS_OF_ONE + 1))
    assert data == {"text/plain": TOO_MANY}


def test_many_outputs_together_may_not_have_more_than_one_notebook_should():
    page = "<br>" * MOST_TAGS_OF_ONE
    shown = ["text/html" in data for data in left_of(*[page] * (MOST_TAGS // MOST_TAGS_OF_ONE + 2))]
    assert shown == [True] * (MOST_TAGS // MOST_TAGS_OF_ONE) + [False] * 2


def test_every_notebook_begins_anew():
    step = Harmless()
    for _ in range(2):
        output = new_output("display_data", {"text/html": "<br>" * MOST_TAGS_OF_ONE})
        cells = [new_code_cell(outputs=[output] * (MOST_TAGS // MOST_TAGS_OF_ONE))]
        notebook, _ = step.preprocess(new_notebook(cells=cells), {})
        assert all("text/html" in output.data for output in notebook.cells[0].outputs)
