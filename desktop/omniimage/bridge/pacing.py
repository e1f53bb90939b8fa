"""Pacing: how fast one person may ask. A page's bursts go through; a program that runs wild leaves room for the others."""

from __future__ import annotations

import time

from omniimage.acting import LOCAL, Actor
from omniimage.errors import RateLimited

BURST = 600.0
PER_SECOND = 60.0


class Pacing:
    """A bucket of tokens for each person: it holds `burst` and fills at `per_second`. The studio's own user has none."""

    def __init__(self, burst: float = BURST, per_second: float = PER_SECOND) -> None:
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, actor: Actor) -> None:
        """Raises `RateLimited` with the seconds until the next may come."""
        if actor.id == LOCAL:
            return
        moment = time.monotonic()
        left, since = self._left.get(actor.id, (self._burst, moment))
        left = min(self._burst, left + (moment - since) * self._per_second)
        if left < 1:
            wait = round((1 - left) / self._per_second, 3)
            raise RateLimited("too many requests", retry_after=wait, reason="pace")
        self._left[actor.id] = (left - 1, moment)
