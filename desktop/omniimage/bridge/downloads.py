"""What leaves over HTTP: ZIPs, once, by their jobs' ids; and single images with their recipe or without metadata."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from omniimage.bridge.answers import FILE_CHUNK_BYTES, refused
from omniimage.errors import NotFound, StudioError
from omniimage.loop import EventLoopThread

T = TypeVar("T")


class Bytes(Protocol):
    @property
    def size(self) -> int: ...
    def chunks(self) -> Iterator[bytes]: ...


class Outgoing(Protocol):
    """One image on its way out: its name there, and its bytes."""

    @property
    def name(self) -> str: ...
    @property
    def pieces(self) -> Bytes: ...


class Written(Protocol):
    """What is asked of the exports here; each runs on the engine's loop."""

    async def download(self, job_id: str) -> tuple[Path, str]: ...
    async def downloaded(self, job_id: str) -> None: ...
    async def outgoing(self, img_id: str, *, strip: bool) -> Outgoing: ...


class Downloads:
    """`GET /downloads/<job id>`: waits until the ZIP is written; it is removed once it went out whole.

    `GET /downloads/image/<id>`: the image with its recipe; with `?strip=1` without any metadata.
    """

    def __init__(self, exports: Written, loop: EventLoopThread) -> None:
        self._exports = exports
        self._loop = loop

    def routes(self) -> list[Route]:
        return [
            Route("/downloads/image/{id}", self.image, methods=["GET"]),
            Route("/downloads/{job_id}", self.archive, methods=["GET"]),
        ]

    async def archive(self, request: Request) -> Response:
        job_id = request.path_params["job_id"]
        try:
            file, name = await self._on_engine(self._exports.download(job_id))
            size = (await asyncio.to_thread(file.stat)).st_size
        except StudioError as error:
            return refused(error)
        except FileNotFoundError:
            return refused(NotFound("this download is over"))
        body = None if request.method == "HEAD" else self._archive_chunks(file, job_id)
        return _attachment(body, name, size, "application/zip")

    async def image(self, request: Request) -> Response:
        strip = request.query_params.get("strip") == "1"
        try:
            leaving = await self._on_engine(self._exports.outgoing(request.path_params["id"], strip=strip))
            chunks = leaving.pieces.chunks()
            # Opens the file: from here on it may be removed.
            await asyncio.to_thread(next, chunks)
        except StudioError as error:
            return refused(error)
        body = None if request.method == "HEAD" else _threaded(chunks)
        return _attachment(body, leaving.name, leaving.pieces.size, "application/octet-stream")

    async def _archive_chunks(self, file: Path, job_id: str) -> AsyncIterator[bytes]:
        with await asyncio.to_thread(file.open, "rb", 0) as opened:
            while chunk := await asyncio.to_thread(opened.read, FILE_CHUNK_BYTES):
                yield chunk
        await self._on_engine(self._exports.downloaded(job_id))

    async def _on_engine(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._loop.submit(work))


async def _threaded(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
        yield chunk


def _attachment(body: AsyncIterator[bytes] | None, name: str, size: int, media_type: str) -> Response:
    headers = {
        "content-length": str(size),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "cache-control": "no-store",
    }
    if body is None:
        return Response(headers=headers, media_type=media_type)
    return StreamingResponse(body, headers=headers, media_type=media_type)
