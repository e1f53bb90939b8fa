"""The table of finishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from omniimage.providers.offline.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    Renderer = Callable[[Frame], Image]

RENDERERS: dict[str, Renderer] = {}


def renders(style: str) -> Callable[[Renderer], Renderer]:
    """Registers the function that turns a frame's marks into the finished picture."""

    def register(renderer: Renderer) -> Renderer:
        RENDERERS[style] = renderer
        return renderer

    return register
