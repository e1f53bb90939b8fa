"""OmniImage Studio: one prompt to many image models, side by side. For scripts: `ImageClient`, `ChatClient`, `refine`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omniimage.contracts.models import Capabilities, FreeSize, ListedSizes, RatioTiers
    from omniimage.providers.own import ChatProvider, ImageProvider, OwnImage, register
    from omniimage.sdk.chat_client import ChatClient
    from omniimage.sdk.image_client import ImageClient
    from omniimage.sdk.refine.loop import Turn, arefine, refine
    from omniimage.sdk.results import ChatResult, ImageResult
    from omniimage.storage.object_storage import LocalStorage, R2Storage

__version__ = "0.1.0"

_PLACES = {
    "Capabilities": "omniimage.contracts.models",
    "ChatClient": "omniimage.sdk.chat_client",
    "ChatProvider": "omniimage.providers.own",
    "ChatResult": "omniimage.sdk.results",
    "FreeSize": "omniimage.contracts.models",
    "ImageClient": "omniimage.sdk.image_client",
    "ImageProvider": "omniimage.providers.own",
    "ImageResult": "omniimage.sdk.results",
    "ListedSizes": "omniimage.contracts.models",
    "LocalStorage": "omniimage.storage.object_storage",
    "OwnImage": "omniimage.providers.own",
    "R2Storage": "omniimage.storage.object_storage",
    "RatioTiers": "omniimage.contracts.models",
    "Turn": "omniimage.sdk.refine.loop",
    "arefine": "omniimage.sdk.refine.loop",
    "refine": "omniimage.sdk.refine.loop",
    "register": "omniimage.providers.own",
}
__all__ = [
    "Capabilities",
    "ChatClient",
    "ChatProvider",
    "ChatResult",
    "FreeSize",
    "ImageClient",
    "ImageProvider",
    "ImageResult",
    "ListedSizes",
    "LocalStorage",
    "OwnImage",
    "R2Storage",
    "RatioTiers",
    "Turn",
    "__version__",
    "arefine",
    "refine",
    "register",
]


def __getattr__(name: str) -> Any:
    """Importing the package costs nothing; the first use of a name loads what is behind it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_PLACES[name]), name)
