"""Offline image models: a procedural illustrator that needs no key and no network, and says truly what it drew."""

from __future__ import annotations

from .studio import STYLES, Drawing, StyleInfo, draw
from .truth import Drawn, DrawnItem, DrawnScene, Region

__all__ = ["STYLES", "Drawing", "Drawn", "DrawnItem", "DrawnScene", "Region", "StyleInfo", "draw"]
