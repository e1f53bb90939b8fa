"""Uploads that can be gone on with: announced, sent piece by piece, asked how far they came. The headers are those of tus.

POST   /uploads/parts?name=…&size=…  announces a file → its id
HEAD   /uploads/parts/<id>           `Upload-Offset`: how many bytes are here; `Upload-Length`: of how many
PATCH  /uploads/parts/<id>           the next bytes as the body, from `Upload-Offset` on; with the last one it is imported
GET    /uploads/parts/<id>           the same as an answer, and what became of it
DELETE /uploads/parts/<id>           forgets it; not while it is imported
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from omniimage.bridge.answers import refusal, refused, success
from omniimage.contracts.images import UploadState
from omniimage.errors import BadRequest, StudioError
from omniimage.storage.partial_uploads import PartialUpload, PartialUploads

WRITE_BYTES = 1 << 20
Import = Callable[[PartialUpload], Awaitable[dict[str, Any]]]


class UploadParts:
    """`take_in` brings a whole file into the library. What was received of a piece that broke off is kept."""

    def __init__(self, store: PartialUploads, take_in: Import) -> None:
        self._store = store
        self._take_in = take_in
        self._busy: set[str] = set()
        self._finishing: dict[str, asyncio.Task[PartialUpload]] = {}

    def routes(self) -> list[Route]:
        return [
            Route("/uploads/parts", self._answering(self.create), methods=["POST"]),
            Route("/uploads/parts/{id}", self._answering(self.state), methods=["GET"]),
            Route("/uploads/parts/{id}", self._answering(self.receive), methods=["PATCH"]),
            Route("/uploads/parts/{id}", self._answering(self.remove), methods=["DELETE"]),
        ]

    async def create(self, request: Request) -> Response:
        name, size = request.query_params.get("name", ""), request.query_params.get("size", "")
        if not size.isascii() or not size.isdigit() or len(size) > 15:
            raise BadRequest("say the file's size in bytes", field="size")
        return _told(await asyncio.to_thread(self._store.create, name, int(size)), 201)

    async def state(self, request: Request) -> Response:
        return _told(await self._find(request))

    async def remove(self, request: Request) -> Response:
        upload = await self._find(request)
        self._check_idle(upload)
        if upload.id in self._finishing:
            raise BadRequest("it is being imported", reason="busy", offset=upload.offset)
        self._busy.add(upload.id)
        try:
            await asyncio.to_thread(self._store.remove, upload.id)
        finally:
            self._busy.discard(upload.id)
        return _told(upload)

    async def receive(self, request: Request) -> Response:
        upload = await self._find(request)
        self._check_idle(upload)
        self._busy.add(upload.id)
        try:
            # Anew: a piece may have come in whole while this one was looking.
            upload = await self._find(request)
            if request.headers.get("upload-offset") != str(upload.offset):
                raise BadRequest("the file goes on elsewhere", field="Upload-Offset", reason="offset", offset=upload.offset)
            upload = await self._append(request, upload)
        except ClientDisconnect:
            return Response(status_code=499)
        finally:
            self._busy.discard(upload.id)
        if upload.offset == upload.size and upload.imported is None:
            upload = await self._finished(upload)
        return _told(upload)

    async def _append(self, request: Request, upload: PartialUpload) -> PartialUpload:
        waiting = bytearray()
        try:
            async for chunk in request.stream():
                waiting += chunk
                if len(waiting) >= WRITE_BYTES:
                    piece, waiting = bytes(waiting), bytearray()
                    upload = await asyncio.to_thread(self._store.append, upload, piece)
        finally:
            if waiting:
                upload = await asyncio.to_thread(self._store.append, upload, bytes(waiting))
        return upload

    async def _finished(self, upload: PartialUpload) -> PartialUpload:
        """Goes on to its end also if who sent it no longer waits; who asks meanwhile gets the same."""
        task = self._finishing.get(upload.id)
        if task is None:
            task = self._finishing[upload.id] = asyncio.create_task(self._finish(upload))
            task.add_done_callback(lambda _: self._finishing.pop(upload.id, None))
        return await asyncio.shield(task)

    async def _finish(self, upload: PartialUpload) -> PartialUpload:
        imported = await self._take_in(upload)
        return await asyncio.to_thread(self._store.finish, upload, imported)

    async def _find(self, request: Request) -> PartialUpload:
        return await asyncio.to_thread(self._store.find, request.path_params["id"])

    def _check_idle(self, upload: PartialUpload) -> None:
        if upload.id in self._busy:
            raise BadRequest("a piece of it is coming in", reason="busy", offset=upload.offset)

    @staticmethod
    def _answering(handle: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except StudioError as error:
                conflict = error.details.get("reason") in ("offset", "busy")
                answer = refusal(409, error) if conflict else refused(error)
                if conflict:
                    answer.headers["upload-offset"] = str(error.details["offset"])
                return answer

        return answer


def _told(upload: PartialUpload, status: int = 200) -> Response:
    state = UploadState(id=upload.id, name=upload.name, size=upload.size, offset=upload.offset, imported=upload.imported)
    answer = success(state)
    answer.status_code = status
    answer.headers["upload-offset"], answer.headers["upload-length"] = str(upload.offset), str(upload.size)
    return answer
