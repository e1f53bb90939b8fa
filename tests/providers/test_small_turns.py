"""What goes on beside a long import."""

from __future__ import annotations

import gc
import json
import json.encoder
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.providers.small_turns import small_turns

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture(autouse=True, scope="module")
def _collected_again() -> Iterator[None]:
    yield
    gc.unfreeze()


@given(VALUES)
def test_json_reads_and_writes_the_same_in_small_turns(value: object) -> None:
    text = json.dumps(value)
    with small_turns():
        assert json.dumps(value) == text
        assert json.dumps(json.loads(text)) == text


def test_small_turns_leave_everything_as_it_was_also_after_an_error() -> None:
    def state() -> tuple[object, ...]:
        return (
            sys.getswitchinterval(),
            gc.isenabled(),
            vars(json)["_default_decoder"].scan_once,
            vars(json.encoder)["c_make_encoder"],
        )

    before = state()
    with pytest.raises(KeyError), small_turns():
        assert all(now != then for now, then in zip(state(), before, strict=True))
        raise KeyError
    assert state() == before


def test_json_that_is_broken_says_so_in_small_turns() -> None:
    with small_turns(), pytest.raises(json.JSONDecodeError, match=r"line 1 column 2 \(char 1\)"):
        json.loads("{]")
