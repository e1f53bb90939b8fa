"""Identity: who asks. The launch's own secrets let in the studio's own user, a person's token or session that person."""

from __future__ import annotations

import asyncio
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
WRONG_PAUSE = 1.0
SESSION_SECONDS = 90 * 24 * 3600
MOST_ADDRESSES = 10_000


class Doorkeeper(Protocol):
    """What is asked of the people here; it runs on whichever loop asks."""

    async def by_token(self, token: str) -> Actor | None: ...
    async def by_session(self, session: str) -> Actor | None: ...
    async def sign_in(self, actor: Actor) -> str: ...
    async def sign_out(self, session: str) -> None: ...


class Identity:
    """`people` come once the studio is open. From then on wrong tokens are counted by the address they come from.

    A token is looked at first and counted only where it is wrong: many come from one address, and one who guesses must not
    shut out the others. Nobody guesses 256 random bits, nor 16 characters at this pace; the pause spares the machine.
    """

    def __init__(self, secrets: Secrets, address: Address, wrong_pause: float = WRONG_PAUSE) -> None:
        self.people: Doorkeeper | None = None
        self._secrets = secrets
        self._address = address
        self._wrong = WrongTokens()
        self._wrong_pause = wrong_pause
        # A cookie of this name is taken by browsers from this host alone, over TLS.
        self._cookie = "__Host-omni" if address.secure else f"omni_{address.port}"

    async def of(self, request: Request) -> Actor | None:
        """`None`: nobody that is known. Raises `RateLimited` where it is one too many wrong token."""
        if token := bearer(request):
            return await self.by_token(request, token)
        if same(request.cookies.get(self._secrets.cookie_name, ""), self._secrets.session):
            return STUDIO
        session = request.cookies.get(self._cookie, "")
        return await self.people.by_session(session) if session and self.people else None

    async def is_known(self, request: Request) -> bool:
        """Whether whoever asked may still."""
        try:
            return await self.of(request) is not None
        except RateLimited:
            return False

    async def by_token(self, request: Request, token: str) -> Actor | None:
        """Whose token it is. Raises `RateLimited`, after a pause, where it is one too many that is wrong."""
        if same(token, self._secrets.token):
            return STUDIO
        if self.people is None:
            return None
        actor = await self.people.by_token(token)
        # Behind a proxy that the server trusts, it is the address that the proxy saw.
        if actor is None and (wait := self._wrong.count(request.client.host if request.client else "")):
            await asyncio.sleep(self._wrong_pause)
            raise RateLimited("too many wrong tokens", retry_after=wait, reason="wrong_tokens")
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


class WrongTokens:
    """The last wrong tokens from each address."""

    def __init__(self) -> None:
        self._moments: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=WRONG_TOKENS))

    def count(self, source: str) -> float:
        """One more. Returns the seconds until another is looked at without a pause; 0 where this one is not too many."""
        if len(self._moments) >= MOST_ADDRESSES:
            self._moments.clear()
        moments, moment = self._moments[source], time.monotonic()
        wait = moments[0] + WRONG_SECONDS - moment if len(moments) == WRONG_TOKENS else 0.0
        moments.append(moment)
        return max(0.0, round(wait, 1))


def bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
