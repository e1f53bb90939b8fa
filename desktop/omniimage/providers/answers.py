"""Read a slim answer: which pictures it holds, what it says, what it cost, why it refuses. Pure, one reader per format.

Outside bytes: any shape may come, none may raise anything but `Unreadable`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
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
    unsafe = [item for item in items if item.get("is_image_safe") is False]
    found = [item.get("b64_json") or item.get("url") for item in items]
    usage = _object(document.get("usage"))
    return Reading(
        pictures=_pictures(found),
        damaged=_damaged(found),
        errors=tuple(_errors(document, *items)),
        revised_prompt=_words([item.get("revised_prompt") for item in items[:1]]),
        seeds=_seeds([item.get("seed") for item in items]),
        text=_words([document.get("message"), document.get("text")]),
        refusal="is_image_safe" if unsafe else None,
        cost=_cost(usage.get("cost")) if "cost" in usage else _cost_of_ticks(usage.get("cost_in_usd_ticks")),
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


def _read_plain(document: Mapping[str, Any]) -> Reading:
    """Base64 strings under `images`, or one under `image`, with a reason to finish for each (Stability, Bedrock, sdapi)."""
    found = [document.get("image"), *_list(document.get("images"))]
    found = [each for each in found if isinstance(each, str)]
    reasons = [document.get("finish_reason"), *_list(document.get("finish_reasons"))]
    filtered = [reason for reason in reasons if isinstance(reason, str) and reason.upper() not in _FINISHED]
    # What comes with such a reason is blurred or black.
    is_refused = len(filtered) >= max(1, len(found))
    seeds = [document.get("seed"), *_list(document.get("seeds")), *_list(_inner(document.get("info")).get("all_seeds"))]
    return Reading(
        pictures=() if is_refused else _pictures(found),
        damaged=_damaged(found),
        text=_words([document.get("message"), document.get("text")]),
        refusal=_first_text(filtered),
        errors=tuple(_errors(document)),
        seeds=_seeds(seeds),
    )


def _read_dashscope(document: Mapping[str, Any]) -> Reading:
    choices = list(_objects(_object(document.get("output")).get("choices")))
    pieces = [piece for one in choices for piece in _objects(_object(one.get("message")).get("content"))]
    found = [piece.get("image") for piece in pieces]
    code = document.get("code")
    failed = [{"code": code, "message": document.get("message")}] if isinstance(code, str) and code else []
    return Reading(
        pictures=_pictures(found),
        damaged=_damaged(found),
        text=_words([piece.get("text") for piece in pieces]),
        errors=(*failed, *_errors(document)),
        usage=_object(document.get("usage")),
    )


def _read_bfl(document: Mapping[str, Any]) -> Reading:
    result = _object(document.get("result"))
    found = [result.get("sample"), *_list(result.get("samples"))]
    return Reading(
        pictures=_pictures(found),
        damaged=_damaged(found),
        seeds=_seeds([result.get("seed")]),
        cost=_added_cost(document),
    )


def _read_replicate(document: Mapping[str, Any]) -> Reading:
    output = document.get("output")
    found = output if isinstance(output, list) else [output]
    found = [each.get("url") if isinstance(each, Mapping) else each for each in found]
    pictures = _pictures(found)
    # Some models stream words in pieces.
    words = "".join(each for each in found if isinstance(each, str)) if not pictures else None
    return Reading(
        pictures=pictures,
        damaged=_damaged(found),
        text=_words([words]),
        errors=tuple(_errors(document)),
        cost=_added_cost(document),
    )


def _read_fal(document: Mapping[str, Any]) -> Reading:
    items = [*_objects(document.get("images")), *_objects([document.get("image")])]
    found = [item.get("url") for item in items]
    flags = _list(document.get("has_nsfw_concepts"))
    # What is flagged comes blurred or black.
    kept = [url for url, flag in zip_longest(found, flags[: len(found)]) if flag is not True]
    return Reading(
        pictures=_pictures(kept),
        damaged=_damaged(kept),
        text=_words([document.get("description")]),
        refusal="has_nsfw_concepts" if True in flags else None,
        errors=tuple(_errors(document)),
        revised_prompt=_words([document.get("revised_prompt")]),
        seeds=_seeds([document.get("seed")]),
        cost=_added_cost(document),
    )


def _added_cost(document: Mapping[str, Any]) -> float | None:
    """What the receipt or a header said, kept beside the answer by us."""
    return _cost(_object(document.get("omniimage")).get("cost"))


_FINISHED = ("", "SUCCESS", "STOP")
_GEMINI_REFUSALS = frozenset(
    {"SAFETY", "PROHIBITED_CONTENT", "RECITATION", "BLOCKLIST", "SPII"}
    | {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER"}
)
_READERS: dict[Format, Callable[[Mapping[str, Any]], Reading]] = {
    "openai": _read_openai,
    "gemini": _read_gemini,
    "openrouter": _read_openrouter,
    "plain": _read_plain,
    "dashscope": _read_dashscope,
    "bfl": _read_bfl,
    "replicate": _read_replicate,
    "fal": _read_fal,
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


def _inner(value: Any) -> Mapping[str, Any]:
    """An object that is written as text inside the JSON."""
    try:
        return _object(json.loads(value)) if isinstance(value, str) else {}
    except (ValueError, RecursionError):
        return {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _seeds(values: list[Any]) -> tuple[int, ...]:
    """Those that are numbers of 63 bits, also where they are written as text."""
    texts = [str(value) for value in values if isinstance(value, int | str) and not isinstance(value, bool)]
    return tuple(seed for text in texts if re.fullmatch(r"[0-9]{1,19}", text) and (seed := int(text)) < 2**63)


def _words(texts: list[Any]) -> str | None:
    return "\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip())[:LONGEST_TEXT] or None


def _first_text(texts: list[Any]) -> str | None:
    return next((text for text in texts if isinstance(text, str) and text), None)


def _cost(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= DEAREST else None


def _cost_of_ticks(value: Any) -> float | None:
    """xAI counts in ten-billionths of a dollar."""
    return _cost(value / 10_000_000_000) if isinstance(value, int) and abs(value) < 2**63 else None
