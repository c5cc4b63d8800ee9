"""Nothing but plain data crosses from the learner's process to the judge."""

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.plain import MAX_BYTES, Malformed, Opaque, checked, decoded, encoded
from autograder.shape import ANYTHING, fits

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
)
HASHABLE = st.recursive(SCALARS, lambda inner: st.tuples(inner, inner), max_leaves=4)
VALUES = st.recursive(
    HASHABLE | st.frozensets(HASHABLE, max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HASHABLE, inner, max_size=3),
    max_leaves=12,
)


@given(VALUES)
def test_what_is_encoded_comes_back_equal(value):
    text = json.dumps(encoded(value), allow_nan=False)
    back = decoded(checked(text))
    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.int64(3), 3),
        (torch.tensor(3), 3),
        (np.float32(0.5), 0.5),
        (torch.tensor(True), True),
        (torch.ones(2), Opaque("Tensor")),
        (object(), Opaque("object")),
        (len, Opaque("builtin_function_or_method")),
        (2**70, Opaque("very large int")),
        ({1: object()}, {1: Opaque("object")}),
    ],
)
def test_scalars_of_libraries_are_numbers_and_everything_else_is_a_type_name(value, expected):
    assert decoded(encoded(value)) == expected


def test_nan_and_infinity_survive_as_words():
    assert math.isnan(decoded(checked(json.dumps(encoded(math.nan)))))
    assert decoded(encoded(-math.inf)) == -math.inf


def test_endless_nesting_ends():
    knot = []
    knot.append(knot)
    assert "nested too deeply" in json.dumps(encoded(knot))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NaN", "NaN"),
        ('{"a": Infinity}', "Infinity"),
        ("[1e999]", "not finite"),
        (str(2**63), "too large"),
        ("[" * 50 + "]" * 50, "too deeply"),
        ("[" * 100_000 + "]" * 100_000, "not JSON"),
        ('{"a": 1', "not JSON"),
        ('"' + "x" * MAX_BYTES + '"', "larger than 2 MB"),
    ],
)
def test_what_is_no_plain_data_is_refused_with_a_reason(text, reason):
    with pytest.raises(Malformed, match=reason):
        checked(text)


@pytest.mark.parametrize(
    "tampered",
    [{"set": [{"list": []}]}, {"dict": [[1]]}, {"dict": 3}, {"pickle": "x"}, {"a": 1, "b": 2}, {}],
)
def test_a_tag_that_encoding_does_not_write_is_refused(tampered):
    with pytest.raises(Malformed):
        decoded(tampered)


@pytest.mark.parametrize(
    ("value", "form", "answer"),
    [
        (True, int, False),
        (1, bool, False),
        ("a", str, True),
        ([1, 2], [int], True),
        ([1, "2"], [int], False),
        ("ab", [str], False),
        ({"a": True}, {"a": bool}, True),
        ({"a": True, "b": True}, {"a": bool}, False),
        ({}, {"a": bool}, False),
        ({"x": 1, "y": 2}, {str: int}, True),
        ({"x": 1, "y": None}, {str: int}, False),
        (None, (str, None), True),
        (3, (str, None), False),
        ({"any": [1]}, ANYTHING, True),
    ],
)
def test_evidence_fits_its_form_exactly_or_not_at_all(value, form, answer):
    assert fits(value, form) is answer
