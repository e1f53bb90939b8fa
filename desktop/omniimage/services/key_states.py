"""KeyStates: what this session has heard of each key, and which key comes next."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.providers import KeyState
from omniimage.errors import AuthFailed, InsufficientFunds, RateLimited, StudioError
from omniimage.storage.vault import KeyInfo
from omniimage.storage.vault_file import CheckedState

# Where a provider says "slow down" without saying for how long: 1, 2, 4 … s.
LONGEST_GUESS = 60.0


@dataclass
class _Aside:
    until: float
    times: int


class KeyStates:
    """In memory: the vault keeps what the last check said, calls are heard for this session alone."""

    def __init__(self) -> None:
        self._heard: dict[str, CheckedState] = {}
        self._errors: dict[str, ErrorInfo] = {}
        self._aside: dict[str, _Aside] = {}

    def set_aside(self, key_id: str, error: RateLimited) -> None:
        """Leave the key alone until the moment the provider named."""
        self._errors[key_id] = ErrorInfo(code=error.code, message=error.message, details=error.details)
        before = self._aside.get(key_id)
        times = 0 if before is None else before.times + (not self.pause(key_id))
        seconds = error.retry_after if error.retry_after is not None else min(2.0**times, LONGEST_GUESS)
        until = time.monotonic() + seconds
        # Of several calls that were refused at one time the longest pause counts.
        self._aside[key_id] = _Aside(max(until, before.until) if before else until, times)

    def hear(self, key_id: str, error: StudioError | None) -> None:
        """What the last check or call ended with; `None`: the provider took the key."""
        self.forget([key_id])
        if error is not None:
            self._errors[key_id] = ErrorInfo(code=error.code, message=error.message, details=error.details)
        self._heard[key_id] = state_after(error)

    def forget(self, key_ids: Collection[str]) -> None:
        for key_id in key_ids:
            for memory in (self._heard, self._errors, self._aside):
                memory.pop(key_id, None)

    def error(self, key_id: str) -> ErrorInfo | None:
        return self._errors.get(key_id)

    def pause(self, key_id: str) -> float:
        """Seconds until the key may be used again."""
        aside = self._aside.get(key_id)
        return max(0.0, aside.until - time.monotonic()) if aside else 0.0

    def pause_ends(self, key_id: str) -> str | None:
        seconds = self.pause(key_id)
        if not seconds:
            return None
        return datetime.fromtimestamp(time.time() + seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def state(self, info: KeyInfo) -> KeyState:
        return "rate_limited" if self.pause(info.id) else self._heard.get(info.id, info.state)

    def is_useless(self, info: KeyInfo) -> bool:
        """Whether no wait makes it good: it was refused, or its credit is used up."""
        return self.state(info) in ("refused", "out_of_credit")

    def choose(self, infos: Sequence[KeyInfo], tried: Collection[str] = ()) -> KeyInfo | None:
        """The first usable key; where none is, the one that may be used again soonest."""
        ranked = [(info.id in tried, self.is_useless(info), self.pause(info.id), at) for at, info in enumerate(infos)]
        return infos[min(ranked)[-1]] if ranked else None

    def can_take_over(self, infos: Sequence[KeyInfo], tried: Collection[str]) -> bool:
        """Whether a key that was not tried yet may be used right now."""
        return any(info.id not in tried and not self.is_useless(info) and not self.pause(info.id) for info in infos)


def state_after(error: StudioError | None) -> CheckedState:
    """What a check says of the key."""
    match error:
        case None:
            return "works"
        case AuthFailed():
            return "refused"
        case InsufficientFunds():
            return "out_of_credit"
        case _:
            return "unreachable"
