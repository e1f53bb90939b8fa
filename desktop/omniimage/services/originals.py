"""An image's own file, for who is about to read it."""

from __future__ import annotations

import asyncio

from omniimage.errors import NotFound
from omniimage.storage.image_store import ImageStore, StoredFile


async def readable(store: ImageStore, img_id: str) -> StoredFile:
    """Raises `NotFound`, also where the file was removed from the disk behind our back."""
    stored = await store.original(img_id)
    if not await asyncio.to_thread(stored.path.is_file):
        raise NotFound("the image's file is gone from the disk", image=img_id, file=stored.path.name)
    return stored
