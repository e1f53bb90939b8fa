"""What a provider says becomes plain text, and no form of a key survives in it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.providers import faults, registry, scrub
from omniimage.providers.pay_once import Wire
from tests.providers.calls import KEY


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Rate limit", "Rate limit"),
        ("<html><body><p>Bad&nbsp;&amp; ugly</p></body></html>", "Bad & ugly"),
        ("<script>alert(1)</script>Oops<br>again", "Oops again"),
        ("a < b and c > d", "a d"),
        ("line\r\none\x00\x1b[31m red", "line one [31m red"),
        ("right‮to left", "right to left"),
        ("see https://cdn.example.com/x.png?sig=secret&e=1 now", "see https://cdn.example.com/x.png?… now"),
        ("got iVBOR" + "A" * 500, "got …"),
        (f"Incorrect API key provided: {KEY}.", "Incorrect API key provided: [key]."),
        (f"key {KEY[:15]}... is bad", "key [key]... is bad"),
        (f"key ...{KEY[-12:]} is bad", "key ...[key] is bad"),
        ("Incorrect API key provided: sk-proj-abcd****************wxyz.", "Incorrect API key provided: [key]"),
        ("header Authorization: Bearer abc.def/ghi was refused", "header Authorization: [key] was refused"),
        ("", None),
        ("<p></p>", None),
    ],
)
def test_messages_by_example(said: str, shown: str | None) -> None:
    assert scrub.message(said, KEY) == shown


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 20), st.integers(8, 28))
def test_no_piece_of_a_key_is_shown(before: str, after: str, start: int, length: int) -> None:
    piece = KEY[start : start + length]
    shown = scrub.message(before + piece + after, KEY) or ""
    assert len(piece) < 8 or piece not in shown


@given(st.text(max_size=3_000))
def test_a_message_is_short_and_one_line(text: str) -> None:
    shown = scrub.message(text * 10, KEY)
    assert shown is None or (0 < len(shown) <= 500 and shown.isprintable() and shown == shown.strip())


def test_a_key_with_special_characters_is_hidden_as_urls_write_it() -> None:
    key = "ab/cd+ef==gh&ij"
    assert scrub.without_key(b"?key=ab%2Fcd%2Bef%3D%3Dgh%26ij&x=" + key.encode(), key) == b"?key=[key]&x=[key]"


def test_a_placeholder_key_hides_nothing() -> None:
    assert scrub.message("none of these models exist", "none") == "none of these models exist"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["error", "code", "message", "type", "status", "metadata", "details", "retryDelay", "detail", "reason"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.integers(100, 599), st.sampled_from(registry.providers()), st.text(max_size=20))
def test_any_error_body_is_a_typed_error_with_json_details(body, status: int, spec, wait: str) -> None:
    raw = json.dumps(body).encode()
    error = faults.from_status(status, {"Retry-After": wait}, raw, spec, KEY)
    json.dumps(error.details, allow_nan=False)
    assert error.details["charged"] in ("no", "yes", "unknown")
    assert error.code != "internal"
    assert error.details["charged"] == "no" or "safe_to_retry" not in error.details


def test_an_unreachable_provider_may_be_asked_again_and_a_dropped_one_not() -> None:
    spec = registry.get_provider("openai")
    unreachable = faults.from_wire(Wire(phase="waiting", failure="dns", not_sent=True), spec, "openai/x", KEY)
    assert unreachable.code == "provider_unavailable" and unreachable.details["safe_to_retry"] is True
    for wire in (Wire(phase="waiting", failure="dropped"), Wire(phase="receiving", status=200, failure="timeout")):
        dropped = faults.from_wire(wire, spec, "openai/x", KEY)
        assert dropped.code == "outcome_unknown" and "safe_to_retry" not in dropped.details


def test_xai_bills_what_it_refuses() -> None:
    body = {"code": "Client specified an invalid argument", "error": "Generated image rejected by content moderation."}
    raw = json.dumps(body | {"usage": {"cost_in_usd_ticks": 200_000_000}}).encode()
    error = faults.from_status(400, {}, raw, registry.get_provider("custom_openai"), KEY)
    assert error.code == "content_refused" and error.details["charged"] == "yes"
