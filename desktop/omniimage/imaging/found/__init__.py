"""Recipes that picture files carry: our own, and those of AUTOMATIC1111, ComfyUI and InvokeAI."""

from __future__ import annotations

from .reading import read_found

__all__ = ["read_found"]
