"""What is hidden by its exact value, and what must be left as it is."""

from __future__ import annotations

import json
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from omniimage.errors import BadResponse
from omniimage.services.scrubbing import Scrubber

KEY = "sk-first+8c1f/0a2b3d4e5f60"
secrets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=16, max_size=60)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


def scrubber(*seen: str) -> Scrubber:
    known = frozenset(seen)
    return Scrubber(lambda: known)


@given(secret=secrets, before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_secret_is_hidden_wherever_it_stands(secret: str, before: str, after: str) -> None:
    scrub = scrubber(secret)
    for written in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
        said = scrub.values({"deep": [{"text": f"{before}{written}{after}"}]})["deep"][0]["text"]
        assert secret not in said and written not in said


@given(value=values)
def test_what_holds_no_secret_is_left_as_it_is(value: object) -> None:
    assert scrubber(KEY).values(value) == value


def test_a_word_that_a_local_server_takes_for_a_key_is_no_secret() -> None:
    assert (
        scrubber("lm-studio", "EMPTY", "none", "").text("lm-studio says EMPTY, or none") == "lm-studio says EMPTY, or none"
    )


def test_parts_of_a_key_are_secrets_too() -> None:
    account = json.dumps(
        {"client_email": "a@b.example", "private_key": "-----BEGIN KEY-----\nMIIE+abc\n-----END KEY-----\n"}
    )
    scrub = scrubber(account, "AKIAEXAMPLE:wJalrXUtnFEMI+K7MDENG")
    assert "MIIE" not in scrub.text(f"could not read {json.loads(account)['private_key']}")
    assert "MIIE" not in scrub.text(f"could not read {account[40:]}")
    assert scrub.text("signed with wJalrXUtnFEMI+K7MDENG by a@b.example") == "signed with [key] by a@b.example"


def test_an_error_is_scrubbed_whole() -> None:
    error = BadResponse(f"not {KEY}", said=[KEY], status=200)
    scrubber(KEY).error(error)
    assert (error.message, error.details, str(error)) == ("not [key]", {"said": ["[key]"], "status": 200}, "not [key]")


def test_a_longer_secret_is_not_left_in_part() -> None:
    assert scrubber(KEY, f"{KEY}-and-its-end").text(f"{KEY}-and-its-end") == "[key]"
