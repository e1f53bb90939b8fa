"""The finishes: each renders the same marks in its own technique. Importing this package fills `RENDERERS`."""

from . import ink, papercut, pixel, poster, sketch
from .registry import RENDERERS

__all__ = ["RENDERERS", "ink", "papercut", "pixel", "poster", "sketch"]
