"""FLEX blocks: whatever a chat model answers, the text outside them stays byte for byte what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.errors import BadRequest
from omniimage.sdk.refine import flex

PROMPT = """A poster for the walk.
## FLEX_BEGIN:subject
one red lighthouse
## FLEX_END:subject
Keep this line, and {{ flex.lighting }}.
## FLEX_BEGIN:lighting
dusk, one beam
## FLEX_END:lighting
## FLEX_BEGIN:negative_constraints
people, lettering
## FLEX_END:negative_constraints
The end.
"""
WORDS = st.text(st.sampled_from("ab \n\r\t#:{}flex._ж图\u2028\x85"), max_size=30) | st.sampled_from(
    ["## FLEX_END:subject", "x\n## FLEX_BEGIN:style\ny", "{{ flex.subject }}", "## flex_end:lighting", "", " \r\n "]
)
NAMES = st.sampled_from([*flex.BLOCKS, "mood", ""])


def reason(text: str) -> str:
    with pytest.raises(BadRequest) as raised:
        flex.parse(text)
    return str(raised.value.details["reason"])


def block(name: str, words: str = "w") -> str:
    return f"## FLEX_BEGIN:{name}\n{words}\n## FLEX_END:{name}\n"


def test_blocks_and_what_is_outside() -> None:
    found = flex.parse(PROMPT)
    assert found.blocks["subject"] == "one red lighthouse"
    assert "Keep this line" in found.outside[1]
    assert len(found.outside) == len(found.blocks) + 1


def test_what_an_image_model_gets() -> None:
    assert flex.for_model(flex.parse(PROMPT), takes_negative=True) == (
        "A poster for the walk.\none red lighthouse\nKeep this line, and dusk, one beam.\nThe end.",
        "people, lettering",
    )
    prompt, negative = flex.for_model(flex.parse(PROMPT), takes_negative=False)
    assert "people, lettering" in prompt and not negative and "FLEX" not in prompt


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no blocks here", "no_blocks"),
        (block("mood"), "unknown_block"),
        ("## FLEX_BEGIN:style\n" + block("subject") + "## FLEX_END:style\n", "nested_block"),
        (block("subject") * 2, "duplicate_block"),
        ("## FLEX_BEGIN:subject\nw\n", "unclosed_block"),
        ("w\n## FLEX_END:subject\n", "unopened_block"),
        ("## FLEX_BEGIN:subject\nw\n## FLEX_END:style\n", "unclosed_block"),
        ("# FLEX_BEGIN:subject\nw\n", "broken_marker"),
        ("## flex_begin:subject\nw\n", "broken_marker"),
        (block("subject") + "{{ flex.style }}", "unknown_placeholder"),
        (block("subject", "{{ flex.subject }}"), "placeholder_in_block"),
        (block("subject", "w" * flex.MAX_PROMPT_CHARS), "too_long"),
    ],
)
def test_what_is_broken_is_named(text: str, said: str) -> None:
    assert reason(text) == said


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PROMPT.replace("The end.", "The End."), "outside_changed"),
        (PROMPT.replace("## FLEX_BEGIN:lighting\ndusk, one beam\n## FLEX_END:lighting\n", ""), "unknown_placeholder"),
        (PROMPT.replace(block("negative_constraints", "people, lettering"), ""), "lost_block"),
        (PROMPT.replace(":subject", ":style"), "lost_block"),
        (PROMPT + block("style"), "outside_changed"),
        (PROMPT.replace("one red", "two red"), "block_not_allowed"),
    ],
)
def test_a_whole_text_that_goes_beyond_its_blocks_is_refused(answer: str, said: str) -> None:
    with pytest.raises(BadRequest) as raised:
        flex.accept(flex.parse(PROMPT), answer, {"lighting"})
    assert raised.value.details["reason"] == said


def test_a_whole_text_within_its_blocks_is_taken() -> None:
    revised = flex.accept(flex.parse(PROMPT), PROMPT.replace("dusk", "dawn"), {"lighting"})
    assert flex.changed(flex.parse(PROMPT), revised) == ("lighting",)


@given(st.dictionaries(NAMES, WORDS, max_size=4), st.sets(NAMES), st.booleans())
def test_law_no_patch_touches_what_is_outside(changes: dict[str, str], allowed: set[str], crlf: bool) -> None:
    before = flex.parse(PROMPT.replace("\n", "\r\n") if crlf else PROMPT)
    try:
        after = flex.patch(before, changes, allowed)
    except BadRequest:
        return
    assert after.outside == before.outside
    assert set(flex.changed(before, after)) <= allowed
    assert all(after.blocks[name] == before.blocks[name] for name in before.blocks if name not in changes)


@given(st.lists(st.sampled_from([*PROMPT.splitlines(keepends=True), "x\n", block("style"), "\r", " "]), max_size=25))
def test_law_no_whole_text_touches_what_is_outside(lines: list[str]) -> None:
    before = flex.parse(PROMPT)
    try:
        after = flex.accept(before, "".join(lines), flex.BLOCKS)
    except BadRequest:
        return
    assert after.outside == before.outside


@given(st.text())
def test_any_text_is_parsed_or_refused_in_words(text: str) -> None:
    try:
        flex.parse(text)
    except BadRequest as error:
        assert error.details["reason"]


def test_a_fresh_prompt_has_every_block() -> None:
    fresh = flex.build({"subject": "a fox", "style": "  "})
    assert tuple(fresh.blocks) == flex.BLOCKS
    assert flex.for_model(fresh, takes_negative=False) == ("a fox", "")
