"""What each provider answers, as its API reference gives it (facts of 2026-11)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.wire import protocols_direct, protocols_polling
from tests.wire.pictures import png
from tests.wire.script import Script

# Where each protocol lives, as the base URL a user would enter.
BASES = {"openai": "/v1", "custom_openai": "/v1", "gemini": "/v1beta", "openrouter": "/api/v1", "volcengine": "/api/v3"}
BASES |= protocols_polling.BASES | protocols_direct.BASES

Picture = bytes | str
"""PNG bytes, or the address of one."""


def provider_of(path: str) -> str | None:
    """The protocol a path belongs to. Longest prefix first: /v1beta is not /v1."""
    bases = sorted((base, name) for name, base in BASES.items() if name != "custom_openai")
    return next((name for base, name in reversed(bases) if (path + "/").startswith(base + "/")), None)


def answer(provider: str, script: Script, body: bytes, content_type: str, origin: str) -> bytes:
    """The good answer to a request for images."""
    # Gemini answers inline, whatever the script says.
    by_url = script.by_url and provider not in ("gemini", "vertex_ai")
    pictures = _pictures(script, _wanted(body, content_type), origin if by_url else None)
    if provider in protocols_direct.BASES:
        made = protocols_direct.answer(provider, pictures, script.text)
        return json.dumps(json.loads(made) | script.extra).encode() if script.extra else made
    if script.extra:
        return json.dumps(json.loads(_ANSWERS[provider](pictures, script.text)) | script.extra).encode()
    return _ANSWERS[provider](pictures, script.text)


def error(provider: str, status: int, code: str | None, message: str) -> bytes:
    """The body of an error in the provider's own shape."""
    if provider in protocols_polling.BASES:
        return protocols_polling.error(provider, status, code, message)
    if provider in protocols_direct.BASES:
        return protocols_direct.error(provider, status, code, message)
    shapes: dict[str, Any] = {
        "openai": {"error": {"message": message, "type": code or "invalid_request_error", "param": None, "code": code}},
        "gemini": {"error": {"code": status, "message": message, "status": code or "INVALID_ARGUMENT", "details": []}},
        "openrouter": {"error": {"code": status, "message": message, "metadata": {"error_type": code} if code else {}}},
        "volcengine": {"error": {"code": code or "InvalidParameter", "message": message, "param": "", "type": "BadRequest"}},
    }
    return json.dumps(shapes[provider]).encode()


def models(provider: str) -> bytes:
    if (own := protocols_direct.models(provider)) is not None:
        return own
    names = ["alpha-image", "beta-chat"]
    if provider == "gemini":
        return json.dumps({"models": [{"name": f"models/{name}"} for name in names]}).encode()
    return json.dumps({"object": "list", "data": [{"id": name, "object": "model"} for name in names]}).encode()


def key_facts() -> bytes:
    return json.dumps({"data": {"label": "test", "limit": 10, "limit_remaining": 9.5, "usage": 0.5}}).encode()


def _pictures(script: Script, wanted: int, origin: str | None) -> tuple[Picture, ...]:
    if script.urls is not None:
        return script.urls
    images = script.images if script.images is not None else tuple(2_000 for _ in range(wanted))
    made = tuple(each if isinstance(each, bytes) else png(each, number) for number, each in enumerate(images))
    return tuple(f"{origin}/files/{number}.png" for number in range(len(made))) if origin else made


def _wanted(body: bytes, content_type: str) -> int:
    if not content_type.startswith("application/json"):
        return 1
    try:
        return int(json.loads(body).get("n") or 1)
    except (ValueError, AttributeError):
        return 1


def _openai(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    data = [{"url": each} if isinstance(each, str) else {"b64_json": _base64(each)} for each in pictures]
    details = {"text_tokens": 10, "image_tokens": 0}
    usage = {"input_tokens": 10, "output_tokens": 1056, "total_tokens": 1066, "input_tokens_details": details}
    said = {"message": text} if text else {}
    return json.dumps({"created": 1_790_000_000, "data": data, "usage": usage, "output_format": "png"} | said).encode()


def _volcengine(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    data = [{"url": each} if isinstance(each, str) else {"b64_json": _base64(each)} for each in pictures]
    usage = {"generated_images": len(pictures), "output_tokens": 4096, "total_tokens": 4096}
    said = {"message": text} if text else {}
    return json.dumps({"model": "doubao-seedream", "created": 1_790_000_000, "data": data, "usage": usage} | said).encode()


def _gemini(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    for each in pictures:
        assert isinstance(each, bytes), "gemini answers inline"
        parts.append({"inlineData": {"mimeType": "image/png", "data": _base64(each)}, "thoughtSignature": "c2ln"})
    candidate = {"content": {"parts": parts, "role": "model"}, "finishReason": "STOP", "index": 0}
    usage = {"promptTokenCount": 10, "candidatesTokenCount": 1120, "totalTokenCount": 1130}
    return json.dumps({"candidates": [candidate], "usageMetadata": usage, "modelVersion": "test"}).encode()


def _openrouter(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    urls = [each if isinstance(each, str) else f"data:image/png;base64,{_base64(each)}" for each in pictures]
    images = [{"type": "image_url", "image_url": {"url": url}, "index": number} for number, url in enumerate(urls)]
    message = {"role": "assistant", "content": text or "", "images": images}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "native_finish_reason": "STOP"}
    usage = {"prompt_tokens": 10, "completion_tokens": 1120, "total_tokens": 1130, "cost": 0.0336}
    document = {"id": "gen-1", "object": "chat.completion", "created": 1_790_000_000, "model": "test/model"}
    return json.dumps(document | {"choices": [choice], "usage": usage}).encode()


@lru_cache(maxsize=64)
def _base64(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


_ANSWERS: dict[str, Callable[[tuple[Picture, ...], str | None], bytes]] = {
    "openai": lru_cache(maxsize=8)(_openai),
    "gemini": lru_cache(maxsize=8)(_gemini),
    "openrouter": lru_cache(maxsize=8)(_openrouter),
    "volcengine": lru_cache(maxsize=8)(_volcengine),
}
