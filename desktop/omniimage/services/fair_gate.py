"""FairGate: so many at once, and where more wait than may pass, people take turns."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from types import TracebackType

from omniimage import acting


class Place:
    """One place inside. It is given back once: by `leave`, or at the end of its `with` block."""

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back = give_back
        self._left = False

    def leave(self) -> None:
        if not self._left:
            self._left = True
            self._give_back()

    def __enter__(self) -> Place:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.leave()


class FairGate:
    """Like a semaphore of `width`, passed by `with await gate.enter():` as whoever acts.

    A place that comes free goes to the person with the fewest inside, of equals to the one who was let in longest ago; each
    person's own pass in the order they came.
    """

    def __init__(self, width: int) -> None:
        self._free = width
        self._inside: Counter[str] = Counter()
        self._last: dict[str, int] = {}
        self._tick = 0
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    async def enter(self) -> Place:
        owner = acting.owner()
        inside = Place(lambda: self._let_out(owner))
        if self._free > 0:
            self._let_in(owner)
            return inside
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(owner, deque()).append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                # It was let in at the moment it gave up.
                self._let_out(owner)
            raise
        return inside

    def _let_in(self, owner: str) -> None:
        self._tick += 1
        self._free -= 1
        self._inside[owner] += 1
        self._last[owner] = self._tick

    def _let_out(self, owner: str) -> None:
        self._free += 1
        self._inside[owner] -= 1
        while self._free > 0 and (place := self._next()):
            chosen, future = place
            self._let_in(chosen)
            future.set_result(None)

    def _next(self) -> tuple[str, asyncio.Future[None]] | None:
        for owner in sorted(self._waiting, key=lambda owner: (self._inside[owner], self._last.get(owner, 0))):
            line = self._waiting[owner]
            while line:
                future = line.popleft()
                if not future.done():
                    return owner, future
            del self._waiting[owner]
        return None
