"""Read a slim answer: which pictures it holds, what it says, what it cost, why it refuses. Pure, one reader per format.

Outside bytes: any shape may come, none may raise anything but `Unreadable`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from omniimage.providers.extract import DAMAGED_PART, PART
from omniimage.providers.registry import Format

Picture = int | str
"""The number of a spool part, or an address to fetch it from."""

LONGEST_TEXT = 20_000
# US dollars for one call. What says more is no price.
DEAREST = 10_000

_PART = re.compile(re.escape(PART) + r"(\d{1,3})$")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Unreadable(Exception):
    """Not JSON, or not an object."""


@dataclass(frozen=True)
class Reading:
    """`refusal`: why there is no picture, in the provider's words. `errors`: objects that stand in place of pictures.

    `cost` in US dollars where the answer says it; `usage` its counts.
    """

    pictures: tuple[Picture, ...] = ()
    damaged: int = 0
    text: str | None = None
    cost: float | None = None
    refusal: str | None = None
    errors: tuple[Mapping[str, Any], ...] = ()
    revised_prompt: str | None = None
    seeds: tuple[int, ...] = ()
    usage: Mapping[str, Any] = field(default_factory=dict)


def read(format: Format, answer: bytes) -> Reading:
    """Raises `Unreadable`."""
    try:
        document = json.loads(answer)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(document, dict):
        raise Unreadable
    return _READERS[format](document)


def _read_openai(document: Mapping[str, Any]) -> Reading:
    items = list(_objects(document.get("data"))) or list(_objects(document.get("images")))
    found = [item.get("b64_json") or item.get("url") for item in items]
    usage = _object(document.get("usage"))
    return Reading(
        pictures=_pictures(found),
        damaged=_damaged(found),
        errors=tuple(_errors(document, *items)),
        revised_prompt=_words([item.get("revised_prompt") for item in items[:1]]),
        seeds=tuple(seed for item in items if isinstance(seed := item.get("seed"), int) and 0 <= seed < 2**63),
        text=_words([document.get("message"), document.get("text")]),
        cost=_cost(usage.get("cost")),
        usage=usage,
    )


def _read_gemini(document: Mapping[str, Any]) -> Reading:
    candidates = list(_objects(document.get("candidates")))
    parts = [part for one in candidates for part in _objects(_object(one.get("content")).get("parts"))]
    # What the model drew or said while thinking is not its answer.
    parts = [part for part in parts if part.get("thought") is not True]
    inline = [_object(part.get("inlineData") or part.get("inline_data")).get("data") for part in parts]
    blocked = _object(document.get("promptFeedback")).get("blockReason")
    reasons = [reason for one in candidates if (reason := one.get("finishReason")) and _is_refusal(reason)]
    explained = [one.get("finishMessage") for one in candidates]
    return Reading(
        pictures=_pictures(inline),
        damaged=_damaged(inline),
        text=_words([*(part.get("text") for part in parts), *explained]),
        refusal=_first_text([blocked, *reasons]),
        errors=tuple(_errors(document)),
        usage=_object(document.get("usageMetadata")),
    )


def _read_openrouter(document: Mapping[str, Any]) -> Reading:
    choices = list(_objects(document.get("choices")))
    messages = [_object(choice.get("message")) for choice in choices]
    images = [image for message in messages for image in _objects(message.get("images"))]
    content = [message.get("content") for message in messages]
    pieces = [piece for each in content for piece in _objects(each)]
    addresses = [_object(each.get("image_url")).get("url") for each in (*images, *pieces)]
    reasons = [str(choice.get("native_finish_reason") or "content_filter") for choice in choices if _is_filtered(choice)]
    said = [each for each in content if isinstance(each, str)]
    usage = _object(document.get("usage"))
    return Reading(
        pictures=_pictures(addresses),
        damaged=_damaged(addresses),
        text=_words([*said, *(piece.get("text") for piece in pieces)]),
        refusal=_first_text([*reasons, *(message.get("refusal") for message in messages)]),
        errors=tuple(_errors(document, *choices)),
        cost=_cost(usage.get("cost")),
        usage=usage,
    )


_GEMINI_REFUSALS = frozenset(
    {"SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "SPII"}
    | {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER"}
)
_READERS: dict[Format, Callable[[Mapping[str, Any]], Reading]] = {
    "openai": _read_openai,
    "gemini": _read_gemini,
    "openrouter": _read_openrouter,
}


# The smallest good answer of each format.
BLANK: dict[Format, bytes] = {
    "openai": b'{"created": 0, "data": []}',
    "gemini": b'{"candidates": [{"content": {"parts": [{"text": ""}]}, "finishReason": "STOP"}], "usageMetadata": {}}',
    "openrouter": b'{"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": [{"index": 0, '
    b'"finish_reason": "stop", "message": {"role": "assistant", "content": ""}}]}',
}


def _is_filtered(choice: Mapping[str, Any]) -> bool:
    return choice.get("finish_reason") == "content_filter" or _is_refusal(choice.get("native_finish_reason"))


def _is_refusal(reason: Any) -> bool:
    return isinstance(reason, str) and reason in _GEMINI_REFUSALS


def _pictures(found: list[Any]) -> tuple[Picture, ...]:
    """Spool parts and addresses, each once, in order."""
    pictures: list[Picture] = []
    for text in found:
        if not isinstance(text, str):
            continue
        if part := _PART.search(text[-64:]):
            pictures.append(int(part.group(1)))
        elif _ADDRESS.match(text):
            pictures.append(text)
    return tuple(dict.fromkeys(pictures))


def _damaged(found: list[Any]) -> int:
    return sum(isinstance(text, str) and DAMAGED_PART in text[-64:] for text in found)


def _errors(*objects: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for each in objects:
        error = each.get("error")
        if isinstance(error, Mapping) and error:
            yield error
        elif isinstance(error, str) and error:
            yield {"message": error}


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (each for each in value if isinstance(each, Mapping))


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _words(texts: list[Any]) -> str | None:
    return "\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())[:LONGEST_TEXT] or None


def _first_text(texts: list[Any]) -> str | None:
    return next((text for text in texts if isinstance(text, str) and text), None)


def _cost(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= DEAREST else None
