"""Our own recipes: the JSON that an export embeds."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

from omniimage.imaging.embedding import NAMESPACE

_DESCRIPTION = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"


def own_recipe(text: str | None, xmp: str | None) -> dict[str, Any] | None:
    """From the PNG text, else from the XMP packet."""
    try:
        recipe = json.loads(text or _in_xmp(xmp) or "null")
    except (ValueError, RecursionError):
        return None
    return recipe if isinstance(recipe, dict) and "omniimage" in recipe else None


def read_own(recipe: dict[str, Any]) -> dict[str, Any]:
    inner = recipe.get("recipe")
    inner = inner if isinstance(inner, dict) else {}
    asked = next((each for each in (inner.get("sent"), inner.get("asked")) if isinstance(each, dict)), {})
    return {
        "tool": "omniimage",
        "prompt": recipe.get("prompt"),
        "negative_prompt": asked.get("negative_prompt"),
        "model": recipe.get("model"),
        "seed": recipe.get("seed"),
        "steps": asked.get("steps"),
        "cfg": asked.get("guidance"),
        "size": f"{recipe.get('width')}x{recipe.get('height')}",
    }


def _in_xmp(xmp: str | None) -> str | None:
    # No packet needs a document type, and entities are what bombs are made of.
    if not xmp or NAMESPACE not in xmp or "<!DOCTYPE" in xmp or "<!ENTITY" in xmp:
        return None
    try:
        root = ElementTree.fromstring(xmp.strip("\ufeff\0 \n"))
    except (ElementTree.ParseError, ValueError):
        return None
    return next((found for each in root.iter(_DESCRIPTION) if (found := each.get(f"{{{NAMESPACE}}}recipe"))), None)
