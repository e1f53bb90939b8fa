"""One stored picture, of whatever origin."""

from __future__ import annotations

from typing import Any, Literal

from .base import Contract, ErrorInfo

ImageKind = Literal["generated", "imported", "split", "cut_out", "converted"]


class Image(Contract):
    """`width` and `height` in pixels as shown (EXIF turned), `bytes` of the untouched original, `cost` in US dollars."""

    id: str
    kind: ImageKind
    width: int
    height: int
    bytes: int
    mime_type: str
    created: str
    model: str | None
    prompt: str | None
    run_id: str | None
    generation_id: str | None
    parent_id: str | None
    recipe: dict[str, Any]
    cost: float | None
    favourite: bool
    name: str | None = None


class ImageQuery(Contract):
    """`run_id`: all that came of a run, its cut-outs and cells too. `parent_id`: what was made of that image.

    `derived`: whether it was made of another image.
    """

    text: str | None = None
    model: str | None = None
    kind: ImageKind | None = None
    favourite: bool | None = None
    run_id: str | None = None
    parent_id: str | None = None
    derived: bool | None = None
    date_from: str | None = None
    date_to: str | None = None
    cursor: str | None = None
    limit: int = 100


class ImagePage(Contract):
    images: list[Image]
    next_cursor: str | None
    total: int


class RefusedFile(Contract):
    name: str
    error: ErrorInfo


class Imported(Contract):
    image_ids: list[str]
    refused: list[RefusedFile]


class SavedFile(Contract):
    """Where a copy was written; `path` is `None` when the user closed the dialog."""

    path: str | None


class DeletedImages(Contract):
    """The images that were moved to the bin, or back."""

    image_ids: list[str]
