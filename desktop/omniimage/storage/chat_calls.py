"""Calls to chat models, one row each: what they were for, how they ended, what they cost.

All functions run inside `Database.read` or `write`.
"""

from __future__ import annotations

from typing import Any, Literal

from omniimage.contracts.base import now
from omniimage.storage.tables import ChatCallRow, ReservationRow, dicts

CallState = Literal["sent", "done", "failed", "stopped", "unknown"]
MICROS = 1_000_000


def begin(id: str, *, owner: str, purpose: str, model: str, key_id: str) -> None:
    """Committed before the request leaves."""
    ChatCallRow.insert(
        id=id, owner=owner, purpose=purpose, model=model, key_id=key_id, state="sent", created=now()
    ).execute()


def end(id: str, state: CallState, *, charged: str, cost: float | None, **facts: Any) -> None:
    """How it ended, and what becomes of what was reserved for it: `charged` is `no`, `yes` or `unknown`."""
    ChatCallRow.update(state=state, cost=cost, **facts).where(ChatCallRow.id == id).execute()
    held = (ReservationRow.generation_id == id) & (ReservationRow.state == "held")
    if charged == "no":
        changes: dict[str, Any] = {"state": "free", "amount": 0}
    elif cost is not None:
        changes = {"state": "spent", "amount": round(cost * MICROS)}
    else:
        changes = {"state": "spent" if charged == "yes" else "possible"}
    ReservationRow.update(changes).where(held).execute()


def interrupted() -> None:
    """At start: calls whose end nobody saw may have been charged."""
    rows = dicts(ChatCallRow.select(ChatCallRow.id).where(ChatCallRow.state == "sent"))
    for row in rows:
        end(row["id"], "unknown", charged="unknown", cost=None)


def cost_of(owner: str) -> float | None:
    """US dollars that all calls for one thing are known to have cost; `None` where none is known."""
    rows = dicts(ChatCallRow.select(ChatCallRow.cost).where(ChatCallRow.owner == owner))
    known = [row["cost"] for row in rows if row["cost"] is not None]
    return sum(known) if known else None


def count_of(owner: str) -> int:
    """How many calls were made for one thing."""
    return int(ChatCallRow.select().where(ChatCallRow.owner == owner).count())
