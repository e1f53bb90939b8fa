"""Calls to chat models, one row each: what they were for, how they ended, what they cost.

All functions run inside `Database.read` or `write`.
"""

from __future__ import annotations

from typing import Any, Literal

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.storage.tables import ChatCallRow, ReservationRow, Worded, add_rows, change_row, dicts

CallState = Literal["sent", "done", "failed", "stopped", "unknown"]
MICROS = 1_000_000
_COSTS_OF = Worded(ChatCallRow, lambda owner: ChatCallRow.select(ChatCallRow.cost).where(ChatCallRow.owner == owner))
_HELD_FOR = Worded(
    ReservationRow,
    lambda id: ReservationRow.select(ReservationRow.id).where(
        ReservationRow.generation_id == id, ReservationRow.state == "held"
    ),
)


def begin(id: str, *, owner: str, purpose: str, model: str, key_id: str) -> None:
    """Committed before the request leaves."""
    sent = {"purpose": purpose, "model": model, "key_id": key_id, "state": "sent", "created": now()}
    add_rows(ChatCallRow, [{"id": id, "owner": owner, "person": acting.owner(), **sent}])


def end(id: str, state: CallState, *, charged: str, cost: float | None, **facts: Any) -> None:
    """How it ended, and what becomes of what was reserved for it: `charged` is `no`, `yes` or `unknown`."""
    change_row(ChatCallRow, id, {"state": state, "cost": cost, **facts})
    if charged == "no":
        changes: dict[str, Any] = {"state": "free", "amount": 0}
    elif cost is not None:
        changes = {"state": "spent", "amount": round(cost * MICROS)}
    else:
        changes = {"state": "spent" if charged == "yes" else "possible"}
    for held in _HELD_FOR(id):
        change_row(ReservationRow, held["id"], changes)


def interrupted() -> None:
    """At start: calls whose end nobody saw may have been charged."""
    rows = dicts(ChatCallRow.select(ChatCallRow.id).where(ChatCallRow.state == "sent"))
    for row in rows:
        end(row["id"], "unknown", charged="unknown", cost=None)


def spent_on(owner: str) -> tuple[int, float | None]:
    """How many calls were made for one thing, and the US dollars they are known to have cost; `None` where none is known."""
    costs = [row["cost"] for row in _COSTS_OF(owner)]
    known = [cost for cost in costs if cost is not None]
    return len(costs), sum(known) if known else None
