"""Reference images of scripts: addresses, paths, bytes, data URLs and earlier results become files of a known kind."""

from __future__ import annotations

import asyncio
import base64
import binascii
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Union

from omniimage.errors import BadRequest, NotFound
from omniimage.imaging.inspect import sniff
from omniimage.providers.base import Reference
from omniimage.providers.download import download
from omniimage.sdk.results import ImageResult

Picture = Union[str, bytes, "os.PathLike[str]", ImageResult]


async def references(pictures: Sequence[Picture] | Picture, folder: Path) -> tuple[Reference, ...]:
    """In the given order. What is no file yet is written into `folder`.

    Raises `BadRequest`, `NotFound`, `NotAnImage`, `TooLarge`.
    """
    given = [pictures] if isinstance(pictures, str | bytes | os.PathLike | ImageResult) else list(pictures)
    return tuple([await _reference(each, folder / f"reference-{at}") for at, each in enumerate(given)])


async def as_data_url(picture: Picture, folder: Path) -> str:
    """The untouched bytes as a `data:` URL, for chat messages."""
    (reference,) = await references([picture], folder)
    return await asyncio.to_thread(reference.data_url)


async def _reference(picture: Picture, spare: Path) -> Reference:
    path = await _file_of(picture, spare)
    facts = await asyncio.to_thread(sniff, path)
    return Reference(path, facts.mime_type, facts.width, facts.height)


async def _file_of(picture: Picture, spare: Path) -> Path:
    if isinstance(picture, ImageResult):
        picture = picture.bytes()
    if isinstance(picture, bytes):
        await asyncio.to_thread(spare.write_bytes, picture)
        return spare
    text = os.fspath(picture)
    if text.startswith("data:"):
        await asyncio.to_thread(spare.write_bytes, _data_of(text))
        return spare
    if text.startswith(("http://", "https://")):
        with spare.open("wb") as file:
            # A script names its own addresses: local ones are its own business.
            await download(text, file, text)
        return spare
    path = Path(text)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound("there is no such file", file=path.name)
    return path


def _data_of(url: str) -> bytes:
    head, comma, body = url.partition(",")
    try:
        if not comma or not head.endswith(";base64"):
            raise ValueError
        return base64.b64decode(body, validate=True)
    except (ValueError, binascii.Error):
        raise BadRequest("a data URL of base64 is expected", field="reference_images") from None
