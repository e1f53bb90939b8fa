"""Requests: paid work that is asked for again under the same id is not begun again."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from omniimage import acting
from omniimage.errors import BadRequest
from omniimage.storage import requests
from omniimage.storage.database import Database

T = TypeVar("T")


class Claim(Protocol):
    """Notes that the request began what has these ids. Called inside the transaction that begins it."""

    def __call__(self, *began: str) -> None: ...


def unclaimed(*began: str) -> None:
    """Of a request without an id."""


class Requests:
    def __init__(self, database: Database) -> None:
        self._database = database
        # By owner and id.
        self._open: dict[tuple[str, str], asyncio.Event] = {}

    async def once(
        self,
        id: str,
        asked: Sequence[Any],
        begin: Callable[[Claim], Awaitable[T]],
        again: Callable[[list[str]], Awaitable[T]],
    ) -> T:
        """`begin` the first time, and `again` with the ids of what that began each further time, at once or years later.

        What `begin` raises is not kept: then nothing began. An id belongs to whoever chose it; an empty one is none.
        Raises `BadRequest` where the same id asked for something else.
        """
        if not id:
            return await begin(unclaimed)
        owner, digest = acting.owner(), _digest(asked)
        while other := self._open.get((owner, id)):
            await other.wait()
        self._open[owner, id] = ended = asyncio.Event()
        try:
            known = await self._database.read(lambda: requests.find(owner, id))
            if known is None:
                return await self._first(begin, lambda *began: requests.add(owner, id, digest, began))
            question, began = known
            if question != digest:
                raise BadRequest("this id was given to another request", field="request_id", reason="other_request")
            return await again(began)
        finally:
            del self._open[owner, id]
            ended.set()

    async def _first(self, begin: Callable[[Claim], Awaitable[T]], note: Claim) -> T:
        is_noted = False

        def claim(*began: str) -> None:
            nonlocal is_noted
            note(*began)
            is_noted = True

        answer = await begin(claim)
        if not is_noted:
            # It cost nothing, and a second time would.
            await self._database.write(note)
        return answer


def _digest(asked: Sequence[Any]) -> str:
    """The same for the same question, also in a later version, whose contracts may have more fields."""

    def plain(model: BaseModel) -> dict[str, Any]:
        return model.model_dump(mode="json", exclude_defaults=True)

    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=plain).encode()).hexdigest()
