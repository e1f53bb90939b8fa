"""A matting model of the user's own, over HTTP: too large for the form that takes pictures."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Protocol, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from omniimage.acting import check_admin
from omniimage.bridge.answers import refused, success
from omniimage.contracts.base import new_id
from omniimage.contracts.image_tools import MattingModel
from omniimage.errors import BadRequest, StudioError, TooLarge, storage_errors
from omniimage.loop import EventLoopThread

MAX_MODEL_BYTES = 2_000_000_000
WRITE_BYTES = 1 << 20
T = TypeVar("T")


class ModelShelf(Protocol):
    """What is asked of the matting models here; it runs on the engine's loop."""

    async def import_file(self, source: Path, label: str) -> MattingModel: ...


class ModelUploads:
    """`POST /uploads/model?name=…`, the file as the body; answers the `MattingModel`."""

    def __init__(self, models: ModelShelf, loop: EventLoopThread, uploads: Path, limit: int = MAX_MODEL_BYTES) -> None:
        self._models = models
        self._loop = loop
        self._uploads = uploads
        self._limit = limit

    def routes(self) -> list[Route]:
        return [Route("/uploads/model", self.upload, methods=["POST"])]

    async def upload(self, request: Request) -> Response:
        name = re.split(r"[/\\]", request.query_params.get("name", ""))[-1][-255:]
        copy = self._uploads / new_id("up")
        try:
            check_admin()
            if not name:
                raise BadRequest("say the file's name", field="name")
            await self._receive(request, copy)
            return success(await self._on_engine(self._models.import_file(copy, name)))
        except StudioError as error:
            return refused(error)
        except ClientDisconnect:
            return Response(status_code=499)
        finally:
            await asyncio.to_thread(copy.unlink, missing_ok=True)

    async def _receive(self, request: Request, target: Path) -> None:
        received, waiting = 0, bytearray()
        with storage_errors("the file cannot be stored"):
            file = await asyncio.to_thread(target.open, "wb")
            try:
                async for chunk in request.stream():
                    received += len(chunk)
                    if received > self._limit:
                        raise TooLarge("the file is too large", limit=self._limit)
                    waiting += chunk
                    if len(waiting) >= WRITE_BYTES:
                        await asyncio.to_thread(file.write, bytes(waiting))
                        waiting.clear()
                await asyncio.to_thread(file.write, bytes(waiting))
            finally:
                file.close()

    async def _on_engine(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._loop.submit(work))
