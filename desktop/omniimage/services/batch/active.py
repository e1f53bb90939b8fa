"""A batch while it runs, and whose turn it is: fair between owners first, then by priority, then evenly between batches."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from omniimage.acting import STUDIO, Actor
from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.batch import BatchParams
from omniimage.storage.batches import QueuedTask

RATE_SECONDS = 60.0
# What stands in the way whichever provider is asked. A key's own cap, and a key that is refused, concern its provider alone.
_EVERYWHERE = ("storage_full", "storage_failed", "locked", "internal")
_ALL = ""


@dataclass
class Active:
    """`providers`: those that queued tasks are known to wait for; `ahead`: their next tasks, the first one last.

    `blocked`: by provider, why nothing more begins there. `actor`: in whose name its tasks are carried out.
    """

    id: str
    owner: str
    priority: int
    params: BatchParams
    providers: set[str] = field(default_factory=set)
    ahead: dict[str, list[QueuedTask]] = field(default_factory=dict)
    blocked: dict[str, ErrorInfo] = field(default_factory=dict)
    actor: Actor = STUDIO
    began: float = field(default_factory=time.monotonic)
    _ends: deque[float] = field(default_factory=deque)

    @property
    def open_providers(self) -> set[str]:
        return set() if _ALL in self.blocked else self.providers - self.blocked.keys()

    @property
    def obstacle(self) -> ErrorInfo | None:
        return next(iter(self.blocked.values()), None)

    def block(self, provider: str, error: ErrorInfo) -> None:
        is_common_cap = error.code == "cost_cap" and not str(error.details.get("cap", "")).startswith("key")
        self.blocked.setdefault(_ALL if is_common_cap or error.code in _EVERYWHERE else provider, error)
        self.ahead.clear()

    def note_end(self) -> None:
        self._ends.append(time.monotonic())

    def rate(self) -> float | None:
        """Tasks a minute that ended of late, by a clock that nobody sets."""
        now = time.monotonic()
        while self._ends and now - self._ends[0] > RATE_SECONDS:
            self._ends.popleft()
        over = min(RATE_SECONDS, now - self.began)
        return len(self._ends) * 60 / over if self._ends and over > 1 else None


class Turns:
    def __init__(self) -> None:
        self._at_work: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], int] = {}
        self._tick = 0

    def choose(self, provider: str, actives: Iterable[Active]) -> Active | None:
        """The owner with the fewest at work there, of equals the one served longest ago; of its batches the next."""
        waiting = [active for active in actives if provider in active.open_providers]
        return min(waiting, key=lambda active: self._rank(active, provider), default=None)

    def at_work(self, batch_id: str) -> int:
        return self._at_work[batch_id, ""]

    def served(self, active: Active, provider: str) -> None:
        self._tick += 1
        for key in self._keys(active, provider):
            self._at_work[key] += 1
            self._last[key] = self._tick

    def ended(self, active: Active, provider: str) -> None:
        for key in self._keys(active, provider):
            self._at_work[key] -= 1

    def _rank(self, active: Active, provider: str) -> tuple[int, int, int, int, str]:
        owner, batch = ("owner:" + active.owner, provider), (active.id, provider)
        return self._at_work[owner], self._last.get(owner, 0), -active.priority, self._at_work[batch], active.id

    @staticmethod
    def _keys(active: Active, provider: str) -> tuple[tuple[str, str], ...]:
        return ("owner:" + active.owner, provider), (active.id, provider), (active.id, "")
