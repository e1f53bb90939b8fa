"""What survives a restart: database, image files, spool, vault. For scripts: `R2Storage` and `LocalStorage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omniimage.storage.object_storage import LocalStorage, R2Storage

__all__ = ["LocalStorage", "R2Storage"]


def __getattr__(name: str) -> Any:
    """Loaded at first use: the rooms below import this package for its modules."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from omniimage.storage import object_storage

    return getattr(object_storage, name)
