"""InvokeAI: `invokeai_metadata` of version 3 and later, `sd-metadata` of version 2."""

from __future__ import annotations

from typing import Any


def read_invokeai(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    inner = value.get("image")
    if isinstance(inner, dict):
        return _fields(inner, _prompt_of(inner.get("prompt")), value.get("model_weights"))
    model = value.get("model")
    name = model.get("name") or model.get("model_name") if isinstance(model, dict) else model
    return _fields(value, value.get("positive_prompt"), name)


def _fields(value: dict[str, Any], prompt: Any, model: Any) -> dict[str, Any]:
    width, height = value.get("width"), value.get("height")
    return {
        "tool": "invokeai",
        "prompt": prompt,
        "negative_prompt": value.get("negative_prompt"),
        "seed": value.get("seed"),
        "steps": value.get("steps"),
        "cfg": value.get("cfg_scale"),
        "sampler": value.get("scheduler") or value.get("sampler"),
        "model": model,
        "size": f"{width}x{height}" if isinstance(width, int) and isinstance(height, int) else None,
    }


def _prompt_of(value: Any) -> Any:
    """Version 2 wrote a list of weighted prompts."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return value[0].get("prompt")
    return value
