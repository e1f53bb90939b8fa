"""One stored picture, of whatever origin."""

from __future__ import annotations

from typing import Any, Literal

from .base import Contract, ErrorInfo

ImageKind = Literal["generated", "imported", "split", "cut_out", "converted"]
ImageSort = Literal["newest", "oldest", "largest", "dearest"]


class Image(Contract):
    """`width` and `height` in pixels as shown (EXIF turned), `bytes` of the untouched original, `cost` in US dollars.

    `owner`: the id of the person whose it is; empty: the studio's own user.
    """

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
    owner: str = ""


class ImageQuery(Contract):
    """`run_id`: all that came of a run, its cut-outs and cells too. `parent_id`: what was made of that image.
    `source_id`: that, and what a model made with that image as a reference or mask: the results of a base image.

    `derived`: whether it was made of another image. `session_id`: all that came of a refinement.
    `trashed`: those that were thrown away and can still be had back.
    `date_from`, `date_to`: a day or a moment, UTC. `offset`: how many to pass over; `cursor` is for orders by date.
    `owner`: one person's alone.
    """

    text: str | None = None
    model: str | None = None
    kind: ImageKind | None = None
    favourite: bool | None = None
    run_id: str | None = None
    parent_id: str | None = None
    source_id: str | None = None
    batch_id: str | None = None
    session_id: str | None = None
    derived: bool | None = None
    trashed: bool = False
    date_from: str | None = None
    date_to: str | None = None
    sort: ImageSort = "newest"
    owner: str | None = None
    cursor: str | None = None
    offset: int = 0
    limit: int = 100


class ImagePage(Contract):
    images: list[Image]
    next_cursor: str | None
    total: int


class ImageIds(Contract):
    image_ids: list[str]


class Counted(Contract):
    """How many images have it: a model's id, a kind, a month as `2026-11`."""

    name: str
    count: int


class LibraryFacets(Contract):
    """What there is to filter by and jump to. `months`: of what matches, in its order; the others: of the whole library."""

    months: list[Counted]
    models: list[Counted]
    kinds: list[Counted]
    favourites: int
    trashed: int


class StorageUse(Contract):
    """What the library takes on the disk, in bytes. `binnable`: of images thrown away that can still be had back."""

    images: int
    bytes: int
    thumbnails: int
    binnable: int
    binnable_bytes: int
    free: int


class RefusedFile(Contract):
    name: str
    error: ErrorInfo


class Imported(Contract):
    image_ids: list[str]
    refused: list[RefusedFile]


class UploadState(Contract):
    """A file that comes in piece by piece: `offset` of its `size` bytes are here. `imported`: what became of it."""

    id: str
    name: str
    size: int
    offset: int
    imported: Imported | None


class SavedFile(Contract):
    """Where a copy was written; `path` is `None` when the user closed the dialog."""

    path: str | None


class DeletedImages(Contract):
    """The images that were thrown away, or had back."""

    image_ids: list[str]


class EmptiedBin(Contract):
    """How many images' files went to the system's bin. `error`: why the others stay; they can still be had back."""

    moved: int
    error: ErrorInfo | None
