"""What was spent, from what is known."""

from __future__ import annotations

from datetime import UTC, datetime

from omniimage.contracts.studio import Spend
from omniimage.storage.history import History


class SpendLedger:
    def __init__(self, history: History) -> None:
        self._history = history

    async def get(self) -> Spend:
        """US dollars charged today and this month by the local calendar, and ever."""
        here = datetime.now().astimezone()
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        today, _ = await self._history.spend_since(_utc(midnight))
        month, _ = await self._history.spend_since(_utc(midnight.replace(day=1)))
        total, unknown = await self._history.spend_since("")
        return Spend(today=today, month=month, total=total, unknown_count=unknown)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
