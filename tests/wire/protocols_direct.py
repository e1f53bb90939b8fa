"""The services that are asked without litellm, as their API references give them (facts of 2026-11)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.wire.script import Script

Picture = bytes | str

BASES = {
    "openrouter_images": "/api/v1/images",
    "xai": "/xai/v1",
    "azure": "/azure/openai/v1",
    "azure_mai": "/foundry/mai/v1",
    "stability": "/stability",
    "recraft": "/recraft/v1",
    "together": "/together/v1",
    "dashscope": "/dashscope",
    "vertex_ai": "/vertex/v1/projects/house/locations/global",
    "vertex_account": "/vertex/v1",
    "fireworks": "/fireworks/inference/v1",
    "bedrock": "/bedrock",
    "ideogram": "/ideogram",
    "deepinfra": "/deepinfra/v1/openai",
    "siliconflow": "/siliconflow/v1",
    "localai": "/localai/v1",
    "vllm": "/vllm/v1",
    "a1111": "/a1111",
}


def answer(provider: str, pictures: tuple[Picture, ...], text: str | None) -> bytes:
    return _ANSWERS.get(provider, _openai)(pictures, text)


def is_free(path: str) -> bool:
    """Whether a POST there asks for no work: Ideogram's quotes, Vertex AI's counts."""
    return "dry_run=true" in path or path.endswith(":countTokens")


def is_bare(provider: str | None, script: Script) -> bool:
    """Whether the good answer is the picture itself."""
    is_good = 200 <= script.status < 300 and script.body is None and script.images != () and not script.huge
    return provider == "fireworks" and is_good and not script.by_url and script.urls is None and script.text is None


def error(provider: str, status: int, code: str | None, message: str) -> bytes:
    plain = {"code": code or "InvalidParameter", "message": message, "request_id": "req-1"}
    shapes: dict[str, Any] = {
        "openrouter_images": {
            "error": {"code": status, "message": message, "metadata": {"error_type": code} if code else {}}
        },
        "xai": {"code": code or "Client specified an invalid argument", "error": message},
        "stability": {"id": "req-1", "name": code or "bad_request", "errors": [message]},
        "recraft": {"code": code or "invalid_request_parameter", "message": message},
        "dashscope": plain,
        "vertex_ai": {"error": {"code": status, "message": message, "status": code or "INVALID_ARGUMENT", "details": []}},
        "bedrock": {"message": message, "__type": code or "ValidationException"},
        "siliconflow": {"code": 20012, "message": message, "data": None, "type": code},
        "ideogram": {"error": message, "reject_reason": code},
        "a1111": {"error": code or "HTTPException", "detail": message, "body": "", "errors": ""},
    }
    usual = {"error": {"message": message, "type": code or "invalid_request_error", "param": None, "code": code}}
    return json.dumps(shapes.get(provider, usual)).encode()


def models(provider: str) -> bytes | None:
    """The list of models, where it is not shaped like OpenAI's."""
    if provider == "a1111":
        return json.dumps(
            [{"title": f"{name}.safetensors [1a2b]", "model_name": name} for name in ("beta", "alpha")]
        ).encode()
    if provider == "openrouter_images":
        return json.dumps({"data": OPENROUTER_MODELS}).encode()
    return None


OPENROUTER_MODELS: list[dict[str, Any]] = [
    {
        "id": "house/painter-2",
        "name": "House: Painter 2",
        "supported_parameters": {
            "resolution": {"type": "enum", "values": ["1K", "2K"]},
            "aspect_ratio": {"type": "enum", "values": ["1:1", "16:9", "auto"]},
            "n": {"type": "range", "min": 1, "max": 4},
            "seed": {"type": "range", "min": 0, "max": 2147483647},
            "quality": {"type": "enum", "values": ["low", "high"]},
            "output_format": {"type": "enum", "values": ["png", "webp", "svg"]},
            "input_references": {"type": "range", "min": 0, "max": 6},
        },
        "supports_streaming": False,
    },
    {"id": "", "supported_parameters": "none"},
    "not a model",  # type: ignore[list-item]
]


def _openai(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    data = [{"url": each} if isinstance(each, str) else {"b64_json": _base64(each)} for each in pictures]
    return json.dumps({"created": 1_790_000_000, "data": data} | _said(text)).encode()


def _openrouter(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    document = json.loads(_openai(pictures, text))
    for item in document["data"]:
        item["media_type"] = "image/png"
    return json.dumps(document | {"usage": {"cost": 0.048, "completion_tokens": 4096}}).encode()


def _xai(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    return json.dumps(json.loads(_openai(pictures, text)) | {"usage": {"cost_in_usd_ticks": 600_000_000}}).encode()


def _stability(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    images = [each if isinstance(each, str) else _base64(each) for each in pictures]
    found = {"image": images[0]} if images else {}
    return json.dumps(found | {"finish_reason": "SUCCESS", "seed": 343940597} | _said(text)).encode()


def _bedrock(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    images = [each if isinstance(each, str) else _base64(each) for each in pictures]
    return json.dumps(
        {"seeds": [7] * len(images), "finish_reasons": [None] * len(images), "images": images} | _said(text)
    ).encode()


def _sdapi(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    images = [each if isinstance(each, str) else _base64(each) for each in pictures]
    info = json.dumps({"prompt": "a", "all_seeds": [11] * len(images), "infotexts": []})
    return json.dumps({"images": images, "parameters": {"init_images": None}, "info": info} | _said(text)).encode()


def _dashscope(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    content: list[dict[str, str]] = [{"text": text}] if text else []
    content += [{"image": each if isinstance(each, str) else f"data:image/png;base64,{_base64(each)}"} for each in pictures]
    choice = {"finish_reason": "stop", "message": {"role": "assistant", "content": content}}
    usage = {"image_count": len(pictures), "width": 1024, "height": 1024}
    return json.dumps({"output": {"choices": [choice]}, "usage": usage, "request_id": "req-1"}).encode()


def _vertex(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    parts: list[dict[str, Any]] = [{"text": text}] if text else []
    parts += [
        {"inlineData": {"mimeType": "image/png", "data": _base64(each)}} for each in pictures if isinstance(each, bytes)
    ]
    return json.dumps({"candidates": [{"content": {"parts": parts, "role": "model"}, "finishReason": "STOP"}]}).encode()


def _fireworks(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    bare = [each for each in pictures if isinstance(each, bytes)]
    return bare[0] if bare and text is None else _openai(pictures, text)


def _siliconflow(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    images = [{"url": each if isinstance(each, str) else f"data:image/png;base64,{_base64(each)}"} for each in pictures]
    return json.dumps({"images": images, "timings": {"inference": 1.2}, "seed": 5} | _said(text)).encode()


def _ideogram(pictures: tuple[Picture, ...], text: str | None) -> bytes:
    found = [each if isinstance(each, str) else f"data:image/png;base64,{_base64(each)}" for each in pictures]
    data = [{"url": each, "seed": 9, "is_image_safe": True, "resolution": "1024x1024"} for each in found]
    return json.dumps({"created": "2026-11-20T00:00:00Z", "data": data} | _said(text)).encode()


def _said(text: str | None) -> dict[str, str]:
    return {"message": text} if text else {}


@lru_cache(maxsize=64)
def _base64(picture: bytes) -> str:
    return base64.b64encode(picture).decode()


_ANSWERS: dict[str, Callable[[tuple[Picture, ...], str | None], bytes]] = {
    "openrouter_images": _openrouter,
    "xai": _xai,
    "stability": _stability,
    "dashscope": _dashscope,
    "vertex_ai": _vertex,
    "vertex_account": _vertex,
    "fireworks": _fireworks,
    "bedrock": _bedrock,
    "siliconflow": _siliconflow,
    "ideogram": _ideogram,
    "a1111": _sdapi,
}
