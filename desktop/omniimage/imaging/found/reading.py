"""What made a picture, by what its file says: `{tool, prompt, negative_prompt, seed, steps, cfg, model, size, sampler}`."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from omniimage.imaging.found.a1111 import read_a1111
from omniimage.imaging.found.comfyui import read_comfyui
from omniimage.imaging.found.invokeai import read_invokeai
from omniimage.imaging.found.own import own_recipe, read_own
from omniimage.imaging.found.texts import COMMENT, XMP, texts_of

MAX_PROMPT_CHARS = 100_000
MAX_NAME_CHARS = 300
_LIMITS = {"seed": (0, 2**64 - 1), "steps": (1, 10_000), "cfg": (0, 1000)}

Found = dict[str, Any]


def read_found(path: Path) -> Found | None:
    """The recipe in a file, or nothing. Never raises on what a file holds; only known fields, each within its bounds."""
    found = found_in(texts_of(path))
    return tidy(found) if found else None


def found_in(texts: dict[str, str]) -> Found | None:
    """By keyword, the surest first."""
    own = own_recipe(texts.get("omniimage"), texts.get(XMP) or texts.get("XML:com.adobe.xmp"))
    if own:
        return read_own(own)
    for key in ("invokeai_metadata", "sd-metadata"):
        if key in texts and (found := read_invokeai(as_json(texts[key]))):
            return found
    if "prompt" in texts and (found := read_comfyui(as_json(texts["prompt"]))):
        return found
    for key in ("parameters", COMMENT):
        if key in texts and (found := read_a1111(texts[key])):
            return found
    return None


def as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def tidy(found: Found) -> Found | None:
    """Known fields of the right kind; nothing is left of a recipe without a prompt."""
    tidied: Found = {"tool": found["tool"]}
    for name, limit in (("prompt", MAX_PROMPT_CHARS), ("negative_prompt", MAX_PROMPT_CHARS)):
        if text := _text(found.get(name), limit):
            tidied[name] = text
    for name in ("model", "sampler", "size"):
        if text := _text(found.get(name), MAX_NAME_CHARS):
            tidied[name] = text
    for name in _LIMITS:
        if (number := _number(found.get(name), name)) is not None:
            tidied[name] = number
    return tidied if "prompt" in tidied else None


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        return ""
    return value[:limit].encode("utf-8", "ignore").decode().replace("\0", "").strip()


def _number(value: Any, name: str) -> int | float | None:
    try:
        number = float(value) if name == "cfg" else int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    low, high = _LIMITS[name]
    return number if math.isfinite(number) and low <= number <= high else None
