"""What was made to be fetched once: ZIPs, by the token in their URL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from omniimage.bridge.answers import FILE_CHUNK_BYTES, refusal
from omniimage.errors import NotFound, StudioError
from omniimage.loop import EventLoopThread

T = TypeVar("T")


class Written(Protocol):
    """What is asked of the exports here; each runs on the engine's loop."""

    async def download(self, token: str) -> tuple[Path, str]: ...
    async def downloaded(self, token: str) -> None: ...


class Downloads:
    """`GET /downloads/<token>`: waits until the file is written; it is removed once it went out whole."""

    def __init__(self, exports: Written, loop: EventLoopThread) -> None:
        self._exports = exports
        self._loop = loop

    def routes(self) -> list[Route]:
        return [Route("/downloads/{token}", self.get, methods=["GET"])]

    async def get(self, request: Request) -> Response:
        token = request.path_params["token"]
        try:
            file, name = await self._on_engine(self._exports.download(token))
            size = (await asyncio.to_thread(file.stat)).st_size
        except StudioError as error:
            return refusal(404 if isinstance(error, NotFound) else 500, error)
        except FileNotFoundError:
            return refusal(404, NotFound("this download is over"))
        headers = {
            "content-length": str(size),
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "cache-control": "no-store",
        }
        if request.method == "HEAD":
            return Response(headers=headers, media_type="application/zip")
        return StreamingResponse(self._chunks(file, token), headers=headers, media_type="application/zip")

    async def _chunks(self, file: Path, token: str) -> AsyncIterator[bytes]:
        with await asyncio.to_thread(file.open, "rb", 0) as opened:
            while chunk := await asyncio.to_thread(opened.read, FILE_CHUNK_BYTES):
                yield chunk
        await self._on_engine(self._exports.downloaded(token))

    async def _on_engine(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._loop.submit(work))
