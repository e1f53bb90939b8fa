"""Identity: who asks. The launch's own secrets let in the studio's own user, a person's token or session that person."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from omniimage.acting import STUDIO, Actor
from omniimage.bridge.address import Address, Secrets, same
from omniimage.errors import RateLimited

WRONG_TOKENS = 10
WRONG_SECONDS = 60.0
SESSION_SECONDS = 90 * 24 * 3600
MOST_ADDRESSES = 10_000


class Doorkeeper(Protocol):
    """What is asked of the people here; it runs on whichever loop asks."""

    async def by_token(self, token: str) -> Actor | None: ...
    async def by_session(self, session: str) -> Actor | None: ...
    async def sign_in(self, actor: Actor) -> str: ...
    async def sign_out(self, session: str) -> None: ...


class Identity:
    """`people` come once the studio is open. From then on wrong tokens are counted by the address they come from."""

    def __init__(self, secrets: Secrets, address: Address) -> None:
        self.people: Doorkeeper | None = None
        self._secrets = secrets
        self._address = address
        self._wrong = WrongTokens()
        # A cookie of this name is taken by browsers from this host alone, over TLS.
        self._cookie = "__Host-omni" if address.secure else f"omni_{address.port}"

    async def of(self, request: Request) -> Actor | None:
        """`None`: nobody that is known. Raises `RateLimited` after too many wrong tokens."""
        if token := bearer(request):
            return await self.by_token(request, token)
        if same(request.cookies.get(self._secrets.cookie_name, ""), self._secrets.session):
            return STUDIO
        session = request.cookies.get(self._cookie, "")
        return await self.people.by_session(session) if session and self.people else None

    async def is_known(self, request: Request) -> bool:
        """Whether whoever asked may still."""
        return await self.of(request) is not None

    async def by_token(self, request: Request, token: str) -> Actor | None:
        """Whose token it is. Raises `RateLimited`."""
        if same(token, self._secrets.token):
            return STUDIO
        if self.people is None:
            return None
        source = self._source(request)
        self._wrong.check(source)
        actor = await self.people.by_token(token)
        if actor is None:
            self._wrong.count(source)
        return actor

    async def enter(self, response: Response, actor: Actor) -> Response:
        """Sign this browser in."""
        name, value, age = self._secrets.cookie_name, self._secrets.session, None
        if actor != STUDIO and self.people is not None:
            name, value, age = self._cookie, await self.people.sign_in(actor), SESSION_SECONDS
        response.set_cookie(
            name, value, max_age=age, path="/", httponly=True, samesite="strict", secure=self._address.secure
        )
        return response

    async def leave(self, request: Request, response: Response) -> Response:
        """Sign this browser out; its session is worth nothing to anybody who kept it."""
        if (session := request.cookies.get(self._cookie)) and self.people is not None:
            await self.people.sign_out(session)
        for name in (self._cookie, self._secrets.cookie_name):
            response.delete_cookie(name, path="/", httponly=True, samesite="strict", secure=self._address.secure)
        return response

    def _source(self, request: Request) -> str:
        """The address it comes from. A proxy before the studio writes the one it saw at the end of `X-Forwarded-For`."""
        told = request.headers.get("x-forwarded-for", "") if self._address.public_url else ""
        return told.rpartition(",")[2].strip() or (request.client.host if request.client else "")


class WrongTokens:
    """A few wrong tokens a minute from one address; after that none is looked at for the rest of it."""

    def __init__(self) -> None:
        self._moments: defaultdict[str, deque[float]] = defaultdict(deque)

    def check(self, source: str) -> None:
        """Raises `RateLimited`."""
        moments = self._moments.get(source, deque())
        oldest = time.monotonic() - WRONG_SECONDS
        while moments and moments[0] < oldest:
            moments.popleft()
        if len(moments) >= WRONG_TOKENS:
            wait = round(moments[0] - oldest, 1)
            raise RateLimited("too many wrong tokens", retry_after=wait, reason="wrong_tokens")

    def count(self, source: str) -> None:
        if len(self._moments) >= MOST_ADDRESSES:
            self._moments.clear()
        self._moments[source].append(time.monotonic())


def bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
