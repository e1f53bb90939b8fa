"""Readers of slim answers: every shape the providers document, and no shape that breaks one."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.providers import answers
from omniimage.providers.answers import Reading, read
from omniimage.providers.capabilities import TokenPrices
from omniimage.providers.prices import cost_of_tokens
from omniimage.providers.registry import Format

FORMATS = get_args(Format)
WORDS = [
    "data",
    "b64_json",
    "url",
    "error",
    "choices",
    "message",
    "images",
    "image_url",
    "content",
    "text",
    "candidates",
    "parts",
    "inlineData",
    "finishReason",
    "usage",
    "usageMetadata",
    "promptFeedback",
    "blockReason",
    "cost",
    "native_finish_reason",
    "finish_reason",
    "thought",
    "seed",
    "revised_prompt",
    "refusal",
    "input_tokens",
    "output_tokens",
    "input_tokens_details",
    "text_tokens",
    "image_tokens",
    "result",
    "sample",
    "output",
    "has_nsfw_concepts",
    "omniimage",
]
STRINGS = st.sampled_from(["omniimage-part:0", "omniimage-part:999", "https://x/y", "SAFETY", "content_filter", "", "x"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=15,
)
PRICES = TokenPrices(text_in=5, image_in=8, image_out=30)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(WORDS), JSON, max_size=6), st.sampled_from(FORMATS))
def test_any_object_reads(document: dict[str, Any], format: Format) -> None:
    reading = read(format, json.dumps(document).encode())
    assert all(isinstance(each, int) or each.startswith("https://") for each in reading.pictures)
    assert len(set(reading.pictures)) == len(reading.pictures)
    assert reading.cost is None or reading.cost >= 0
    cost = cost_of_tokens(PRICES, reading.usage)
    assert cost is None or cost >= 0


@given(st.binary(max_size=80), st.sampled_from(FORMATS))
def test_any_bytes_read_or_are_unreadable(body: bytes, format: Format) -> None:
    try:
        assert isinstance(read(format, body), Reading)
    except answers.Unreadable:
        pass


def gemini(*parts: dict, **candidate) -> Reading:
    return read("gemini", json.dumps({"candidates": [{"content": {"parts": list(parts)}} | candidate]}).encode())


def test_gemini_skips_what_it_thought() -> None:
    drawn = {"inlineData": {"mimeType": "image/png", "data": "omniimage-part:0"}}
    final = {"inlineData": {"mimeType": "image/png", "data": "omniimage-part:1"}, "thoughtSignature": "c2ln"}
    reading = gemini({"text": "hmm", "thought": True}, drawn | {"thought": True}, {"text": "There."}, final)
    assert reading.pictures == (1,) and reading.text == "There."


@pytest.mark.parametrize(
    "reason", ["IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "PROHIBITED_CONTENT", "SAFETY"]
)
def test_gemini_refuses_by_its_finish_reason(reason: str) -> None:
    assert gemini(finishReason=reason).refusal == reason


@pytest.mark.parametrize("reason", ["STOP", "NO_IMAGE", "MAX_TOKENS"])
def test_gemini_without_a_picture_is_not_always_a_refusal(reason: str) -> None:
    assert gemini({"text": "no"}, finishReason=reason).refusal is None


def test_openrouter_takes_images_and_content_pieces_and_its_own_cost() -> None:
    message = {
        "content": [{"type": "text", "text": "Two."}, {"type": "image_url", "image_url": {"url": "https://cdn/x.png"}}],
        "images": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,omniimage-part:0"}}],
    }
    reading = read("openrouter", json.dumps({"choices": [{"message": message}], "usage": {"cost": 0.04}}).encode())
    assert reading.pictures == (0, "https://cdn/x.png") and reading.text == "Two." and reading.cost == 0.04


def test_volcengine_names_the_picture_that_failed() -> None:
    data = [{"b64_json": "omniimage-part:0"}, {"error": {"code": "OutputImageSensitiveContentDetected", "message": "no"}}]
    reading = read("openai", json.dumps({"data": data}).encode())
    assert reading.pictures == (0,) and len(reading.errors) == 1


def test_the_real_cost_of_tokens() -> None:
    usage = {"input_tokens": 400, "output_tokens": 4160, "input_tokens_details": {"text_tokens": 100, "image_tokens": 300}}
    assert cost_of_tokens(PRICES, usage) == pytest.approx((100 * 5 + 300 * 8 + 4160 * 30) / 1e6)
    assert cost_of_tokens(None, usage) is None and cost_of_tokens(PRICES, {}) is None
