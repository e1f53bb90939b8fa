"""OmniImage Studio: one prompt to many image models, side by side. For scripts: `ImageClient` and `ChatClient`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omniimage.sdk.chat_client import ChatClient
    from omniimage.sdk.image_client import ImageClient
    from omniimage.sdk.results import ChatResult, ImageResult

__version__ = "0.1.0"
__all__ = ["ChatClient", "ChatResult", "ImageClient", "ImageResult", "__version__"]

_PLACES = {
    "ChatClient": "omniimage.sdk.chat_client",
    "ChatResult": "omniimage.sdk.results",
    "ImageClient": "omniimage.sdk.image_client",
    "ImageResult": "omniimage.sdk.results",
}


def __getattr__(name: str) -> Any:
    """Importing the package costs nothing; the first use of a name loads what is behind it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
