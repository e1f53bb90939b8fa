"""People: who may come in, by a token that only they have, and as whom they act from then on."""

from __future__ import annotations

import builtins
import hashlib
import secrets
import time
from collections.abc import Callable
from typing import TypeVar

from omniimage import acting
from omniimage.acting import Actor
from omniimage.contracts.people import Me, NewToken, Person, Role
from omniimage.errors import BadRequest
from omniimage.events import EventBus
from omniimage.storage import people
from omniimage.storage.database import Database

# So long a change from elsewhere, `omniimage people` beside a running studio, may take to be heard of.
REMEMBERED_SECONDS = 2.0
MOST_REMEMBERED = 10_000
MAX_NAME = 80

T = TypeVar("T")


class People:
    def __init__(self, database: Database, bus: EventBus) -> None:
        self._database = database
        self._bus = bus
        self._remembered: dict[str, tuple[Actor, float]] = {}

    async def add(self, name: str, role: Role) -> NewToken:
        """Raises `BadRequest` on a name that is empty, too long or taken."""
        name, token = " ".join(name.split()), _new_token()
        if not name or len(name) > MAX_NAME or not name.isprintable():
            raise BadRequest(f"a name has 1 to {MAX_NAME} characters", field="name", reason="length")
        person = await self._change(lambda: people.add(name, role, _hashed(token)))
        return NewToken(person=person, token=token)

    async def list(self) -> builtins.list[Person]:
        """Those who were removed too: what they made is still theirs. A member gets themselves alone."""
        return [each for each in await self._database.read(people.everybody) if acting.may_see(each.id)]

    async def named(self, name: str) -> Person:
        """By name or id. Raises `NotFound`."""
        found = [each for each in await self.list() if not each.removed and name.casefold() == each.name.casefold()]
        return found[0] if found else await self._database.read(lambda: people.find(name))

    async def renew(self, id: str) -> NewToken:
        """Another token; with the old one, and where it was used to sign in, nobody comes in any more. Raises `NotFound`."""
        token = _new_token()
        person = await self._change(lambda: people.set_token(id, _hashed(token)))
        return NewToken(person=person, token=token)

    async def set_role(self, id: str, role: Role) -> Person:
        """Raises `NotFound`, and `BadRequest` where no admin would be left."""
        return await self._change(lambda: people.set_role(id, role))

    async def remove(self, id: str) -> None:
        """Raises `NotFound`, and `BadRequest` where members would be left without an admin."""
        await self._change(lambda: people.remove(id))

    async def me(self) -> Me:
        actor = acting.actor()
        shared = actor.id != acting.LOCAL or any(not each.removed for each in await self.list())
        return Me(id=actor.id, name=actor.name, is_admin=actor.is_admin, sees_all=actor.sees_all, shared=shared)

    # Coming in

    async def by_token(self, token: str) -> Actor | None:
        return await self._known(_hashed(token), people.by_token)

    async def by_session(self, session: str) -> Actor | None:
        return await self._known(_hashed(session), people.by_session)

    async def sign_in(self, actor: Actor) -> str:
        """A session of this person; what is returned is known to nobody else."""
        session = secrets.token_urlsafe(32)
        await self._change(lambda: people.sign_in(actor.id, _hashed(session)))
        return session

    async def sign_out(self, session: str) -> None:
        await self._change(lambda: people.sign_out(_hashed(session)))

    async def _known(self, hashed: str, look: Callable[[str], Actor | None]) -> Actor | None:
        """Whoever asked a moment ago is not looked up again."""
        actor, until = self._remembered.get(hashed, (None, 0.0))
        if time.monotonic() < until:
            return actor
        actor = await self._database.read(lambda: look(hashed))
        self._remembered.pop(hashed, None)
        if actor is not None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[hashed] = (actor, time.monotonic() + REMEMBERED_SECONDS)
        return actor

    async def _change(self, work: Callable[[], T]) -> T:
        done = await self._database.write(work)
        self._remembered.clear()
        # Streams of events of whoever is no longer let in end by it.
        self._bus.publish("people.changed", {"id": "people"})
        return done


def _new_token() -> str:
    return f"omni_{secrets.token_urlsafe(32)}"


def _hashed(secret: str) -> str:
    """256 random bits need no slow hash: there is nothing to guess. Looked up by it, no timing tells of the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
