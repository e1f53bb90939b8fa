"""Pictures over HTTP: originals, thumbnails and uploads. Ids come in, never paths."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncGenerator, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Protocol, TypeVar, cast

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from omniimage.bridge.answers import FILE_CHUNK_BYTES, IMMUTABLE, refused, success
from omniimage.bridge.upload_parts import UploadParts
from omniimage.contracts.base import ErrorInfo, new_id
from omniimage.contracts.images import Imported, RefusedFile
from omniimage.errors import BadRequest, NotFound, StudioError, TooLarge, storage_errors
from omniimage.loop import EventLoopThread
from omniimage.storage.files import on_disk
from omniimage.storage.partial_uploads import PartialUpload, PartialUploads

IMAGE_ID = re.compile(r"img_[0-9a-f]{24}")
THUMBNAIL_SIZES = (320, 768)
INLINE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"})

MAX_NAME_CHARS = 255

T = TypeVar("T")


@dataclass(frozen=True)
class UploadLimits:
    """Of one request, and of what one person has under way: how many files, bytes of each, bytes of all."""

    files: int = 500
    file_bytes: int = 256_000_000
    total_bytes: int = 2_000_000_000


class PictureFile(Protocol):
    @property
    def path(self) -> Path: ...
    @property
    def mime_type(self) -> str: ...


class Pictures(Protocol):
    """What is asked of the library here; each runs on the engine's loop."""

    async def original(self, img_id: str) -> PictureFile: ...
    async def thumbnail(self, img_id: str, size: int) -> Path: ...
    async def export_name(self, img_id: str) -> str: ...
    async def note_saved(self, img_ids: Sequence[str]) -> None: ...
    async def import_files(self, paths: Sequence[Path], names: Sequence[str]) -> Imported: ...


class Media:
    """Routes over the library. Its work runs on the engine's loop; the server's own loop only waits."""

    def __init__(self, library: Pictures, loop: EventLoopThread, uploads: Path, limits: UploadLimits) -> None:
        self._library = library
        self._loop = loop
        self._uploads = uploads
        self._limits = limits
        _clear(uploads)
        self._partial = PartialUploads(
            uploads, files=limits.files, file_bytes=limits.file_bytes, total_bytes=limits.total_bytes
        )

    def routes(self) -> list[Route]:
        return [
            Route("/media/{id}", self.original),
            Route("/media/{id}/thumb", self.thumbnail),
            Route("/uploads", self.upload, methods=["POST"]),
            *UploadParts(self._partial, self._take_in).routes(),
        ]

    async def original(self, request: Request) -> Response:
        image_id = request.path_params["id"]
        if fresh := _not_modified(request, image_id):
            return fresh
        try:
            stored = await self._on_engine(self._library.original(_checked(image_id)))
            headers = {"etag": _etag(image_id), "cache-control": IMMUTABLE}
            inline = stored.mime_type in INLINE_TYPES and "download" not in request.query_params
            name = None if inline else await self._on_engine(self._library.export_name(image_id))
            if "download" in request.query_params:
                await self._on_engine(self._library.note_saved([image_id]))
            response = FileResponse(stored.path, headers=headers, media_type=stored.mime_type, filename=name)
            response.chunk_size = FILE_CHUNK_BYTES
            return response
        except StudioError as error:
            return refused(error)

    async def thumbnail(self, request: Request) -> Response:
        image_id, size = request.path_params["id"], request.query_params.get("size", "320")
        if size not in map(str, THUMBNAIL_SIZES):
            return refused(BadRequest("no such thumbnail size", sizes=list(THUMBNAIL_SIZES)))
        if fresh := _not_modified(request, image_id, size):
            return fresh
        try:
            path = await self._on_engine(self._library.thumbnail(_checked(image_id), int(size)))
            body = await asyncio.to_thread(path.read_bytes)
        except StudioError as error:
            return refused(error)
        except FileNotFoundError:
            return refused(NotFound("the thumbnail is gone"))
        headers = {"etag": _etag(image_id, size), "cache-control": IMMUTABLE}
        return Response(body, headers=headers, media_type="image/webp")

    async def upload(self, request: Request) -> Response:
        try:
            form = await _form(request, self._limits, self._uploads)
        except StudioError as error:
            return refused(error)
        except ClientDisconnect:
            return Response(status_code=499)
        try:
            files = [file for file in form.getlist("file") if isinstance(file, UploadFile)]
            if not files:
                raise BadRequest("the form has no field `file` with a file")
            return success(await self._import(files))
        except StudioError as error:
            return refused(error)
        finally:
            await form.close()

    async def _take_in(self, upload: PartialUpload) -> dict[str, Any]:
        imported = await self._on_engine(self._library.import_files([self._partial.path(upload.id)], [upload.name]))
        return imported.model_dump(mode="json")

    async def _import(self, files: list[UploadFile]) -> Imported:
        named = [(_shown_name(file), file) for file in files]
        too_large = [name for name, file in named if (file.size or 0) > self._limits.file_bytes]
        kept = [(name, file) for name, file in named if (file.size or 0) <= self._limits.file_bytes]
        paths = [self._uploads / new_id("up") for _ in kept]
        try:
            for (_, file), path in zip(kept, paths, strict=True):
                await on_disk(partial(_write, file.file, path), "the file cannot be stored")
            imported = await self._on_engine(self._library.import_files(paths, [name for name, _ in kept]))
        finally:
            for path in paths:
                path.unlink(missing_ok=True)
        info = ErrorInfo(code=TooLarge.code, message="the file is too large", details={"limit": self._limits.file_bytes})
        return imported.model_copy(
            update={"refused": [*imported.refused, *(RefusedFile(name=name, error=info) for name in too_large)]}
        )

    async def _on_engine(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._loop.submit(work))


class _Parser(MultiPartParser):
    """Spools large files in `folder`: the system's own for such files may be in memory, and small."""

    def __init__(self, headers: Headers, stream: AsyncGenerator[bytes, None], folder: Path, max_files: int) -> None:
        super().__init__(headers, stream, max_files=max_files, max_fields=10)
        self._folder = folder

    def on_headers_finished(self) -> None:
        super().on_headers_finished()
        if (upload := self._current_part.file) is not None:
            spooled = SpooledTemporaryFile(self.spool_max_size, dir=str(self._folder))  # noqa: SIM115 - closed with the form
            self._files_to_close_on_error.append(spooled)
            upload.file = cast(BinaryIO, spooled)


async def _form(request: Request, limits: UploadLimits, folder: Path) -> FormData:
    """The multipart form, its files spooled to disk as they come. Raises `TooLarge`, `BadRequest`, `StorageFull`."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise BadRequest("send the files as multipart/form-data")
    parser = _Parser(request.headers, _limited(request, limits), folder, limits.files)
    try:
        with storage_errors("the files cannot be stored"):
            return await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        reason = error.message if isinstance(error, MultiPartException) else "the form is damaged"
        raise BadRequest("the form cannot be read", reason=reason, limit=limits.files) from None


async def _limited(request: Request, limits: UploadLimits) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > limits.total_bytes:
            raise TooLarge("too much at once", limit=limits.total_bytes)
        yield chunk


def _write(source: BinaryIO, target: Path) -> None:
    source.seek(0)
    with target.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


def _clear(uploads: Path) -> None:
    """Remove the copies that a launch which was killed left: only what has a `.json` beside it can be gone on with."""
    for copy in [*uploads.glob("up_*"), *uploads.glob("*.incoming")]:
        if copy.suffix in ("", ".incoming"):
            with suppress(OSError):
                copy.unlink()


def _shown_name(file: UploadFile) -> str:
    return re.split(r"[/\\]", file.filename or "")[-1][-MAX_NAME_CHARS:] or "image"


def _checked(image_id: str) -> str:
    if not IMAGE_ID.fullmatch(image_id):
        raise NotFound("there is no such image")
    return image_id


def _etag(*parts: str) -> str:
    return f'"{"-".join(parts)}"'


def _not_modified(request: Request, *parts: str) -> Response | None:
    if request.headers.get("if-none-match") != _etag(*parts):
        return None
    return Response(status_code=304, headers={"etag": _etag(*parts), "cache-control": IMMUTABLE})
