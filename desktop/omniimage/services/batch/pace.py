"""Pace: how fast one provider is asked. As many at once and a minute as allowed; slower after a 429, then up again.

Knows no clock but the one it is given, which must not jump: a changed wall clock hurries and stalls nothing.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from omniimage.services.fair_gate import Place

MINUTE = 60.0
FIRST_PAUSE = 2.0
LONGEST_PAUSE = 300.0
SLOWER = 0.7
# Many calls that were under way at once are refused together: that is one lesson, not many.
ONE_LESSON = 1.0
RISE_EVERY = 15.0


class Pace:
    """`most` at once, `per_minute` requests (`None`: no limit known). A call begins when `wait()` is 0."""

    def __init__(self, most: int, per_minute: int | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._most = most
        self._asked = per_minute
        self._width = float(most)
        self._learned: float | None = None
        self._learned_at = 0.0
        self._starts: deque[float] = deque()
        self._until = 0.0
        self._down = 0
        self.at_work = 0
        self.reason = ""

    @property
    def width(self) -> int:
        """How many may be under way at once now; one alone while the provider cannot be reached."""
        return 1 if self._down else max(1, int(self._width))

    @property
    def per_minute(self) -> int | None:
        limits = [limit for limit in (self._asked, self._learned) if limit is not None]
        return max(1, int(min(limits))) if limits else None

    def allow(self, most: int, per_minute: int | None) -> None:
        """What the user set holds for the next call."""
        if most != self._most:
            self._width, self._most = min(self._width, most) if most < self._most else float(most), most
        self._asked = per_minute

    def wait(self) -> float | None:
        """Seconds until the next call may begin: 0 is now, `None` once one that is under way has ended."""
        if self.at_work >= self.width:
            return None
        now = self._clock()
        self._forget(now)
        self._rise(now)
        limit = self.per_minute
        in_turn = self._starts[-limit] + MINUTE - now if limit is not None and len(self._starts) >= limit else 0.0
        return max(0.0, self._until - now, in_turn)

    def held(self) -> float:
        """Seconds for which the provider is left alone after a refusal."""
        return max(0.0, self._until - self._clock())

    def begin(self) -> Place:
        """A call begins. Its place is to be left once the provider has nothing more to do for it."""
        self.at_work += 1
        self._starts.append(self._clock())
        return Place(self._end)

    def _end(self) -> None:
        self.at_work -= 1

    def came(self) -> None:
        """A call went well."""
        self._down = 0
        self._width = min(float(self._most), self._width + 1 / max(1.0, self._width))

    def refused(self, seconds: float) -> None:
        """Too many requests: nothing for so long, then fewer at once and fewer a minute."""
        now = self._clock()
        self._until, self.reason = max(self._until, now + seconds), "rate_limited"
        self._forget(now)
        if self._learned is None or now - self._learned_at >= ONE_LESSON:
            self._width = max(1.0, self._width * SLOWER)
            self._learned = max(1.0, min(self._learned or float("inf"), len(self._starts) or 1) * SLOWER)
            self._learned_at = now

    def unreachable(self) -> None:
        """Nothing reached it: ask again after 2, 4, 8 … seconds, at most 5 minutes, with one call alone."""
        now = self._clock()
        if now >= self._until or not self._down:
            self._until = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2**self._down)
            self._down = min(self._down + 1, 16)
        self.reason = "provider_unavailable"

    def retry_now(self) -> None:
        """The user wants to go on at once."""
        self._until, self._down = 0.0, 0

    def _forget(self, now: float) -> None:
        while self._starts and now - self._starts[0] >= MINUTE:
            self._starts.popleft()

    def _rise(self, now: float) -> None:
        """What was learned fades: a tenth more every quarter of a minute, and none once far above what is asked for."""
        if self._learned is None or now - max(self._learned_at, self._until) < RISE_EVERY:
            return
        self._learned, self._learned_at = self._learned * 1.1 + 1, now
        if self._learned > 2 * len(self._starts) + 60:
            self._learned = None
