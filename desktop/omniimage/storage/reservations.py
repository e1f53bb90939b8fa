"""Reservations: one row for each outside call that is to be paid, and what became of the promise.

`held` until the call has ended; then `spent` (charged), `possible` (nobody knows) or `free` (not charged). Amounts are whole
millionths of a US dollar, so that sums are exact; `None` where no price is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import peewee as pw

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.contracts.spend import CapKind, Caps
from omniimage.storage.tables import AttemptRow, CapsRow, ReservationRow, Worded, add_rows, change_row, dicts

ReservationState = Literal["held", "spent", "possible", "free"]
Limit = tuple[CapKind, str]
"""A cap and what it is on: the id of a run, a key or a person, or nothing."""

MICROS = 1_000_000
_OPEN = ("prepared", "sent", "accepted", "received")
# There is one row of caps.
_ONLY = "caps"
_CAPS = Worded(CapsRow, lambda id: CapsRow.select().where(CapsRow.id == id))
_OPEN_OF = Worded(
    ReservationRow,
    lambda id: ReservationRow.select().where(
        ReservationRow.generation_id == id, ReservationRow.state.in_(("held", "possible"))
    ),
)
_SPENT_OF = Worded(
    ReservationRow,
    lambda id: ReservationRow.select(ReservationRow.amount).where(
        ReservationRow.generation_id == id, ReservationRow.state == "spent"
    ),
)
_ENDED_OF = Worded(
    AttemptRow,
    lambda id: (
        AttemptRow.select(AttemptRow.reservation_id, AttemptRow.key_id, AttemptRow.state, AttemptRow.error, AttemptRow.cost)
        .where(AttemptRow.generation_id == id)
        .order_by(AttemptRow.id)
    ),
)


@dataclass(frozen=True)
class Reservation:
    id: str
    run_id: str
    generation_id: str
    model: str
    provider: str
    key_id: str
    day: str
    amount: int | None
    currency: str
    per_dollar: float
    owner: str


@dataclass(frozen=True)
class Used:
    """`spent` has what may have been charged in it; `reserved` is held."""

    spent: int = 0
    reserved: int = 0


@dataclass(frozen=True)
class Ended:
    """One attempt of a reservation: how it stands, and whether it was charged (`no`, `yes`, `unknown`)."""

    state: str
    charged: str = "unknown"
    cost: float | None = None


# All functions below run inside `Database.read` or `write`.


def read_caps() -> Caps:
    rows = _CAPS(_ONLY)
    return Caps.model_validate(rows[0]["value"]) if rows else Caps()


def write_caps(caps: Caps) -> None:
    CapsRow.insert(id=_ONLY, value=caps.model_dump(mode="json")).on_conflict_replace().execute()


def used(limit: Limit, today: str) -> Used:
    """What counts against a cap now."""
    sums = dict.fromkeys(("spent", "possible", "held"), 0)
    query = (
        ReservationRow.select(ReservationRow.state, pw.fn.SUM(ReservationRow.amount).alias("amount"))
        .where(_scope(limit, today))
        .group_by(ReservationRow.state)
    )
    for row in dicts(query):
        sums[row["state"]] = row["amount"] or 0
    return Used(sums["spent"] + sums["possible"], sums["held"])


def insert(reservations: Iterable[Reservation]) -> None:
    add_rows(ReservationRow, [{**vars(each), "state": "held", "created": now()} for each in reservations])


def adopt(id: str, generation_id: str, request: Mapping[str, Any], created: str) -> None:
    """A promise that a lost database knew of, from what its attempt was to ask."""
    planned = request.get("planned_cost")
    row = {
        "id": id,
        "run_id": request["run_id"],
        "generation_id": generation_id,
        "model": request["model"],
        "provider": str(request["model"]).partition("/")[0],
        "key_id": request.get("key_id", ""),
        "created": created,
        "day": datetime.fromisoformat(created).astimezone().date().isoformat(),
        "state": "held",
        "amount": None if planned is None else round(planned * MICROS),
        "currency": "USD",
        "per_dollar": 1.0,
        "owner": request.get("owner", acting.LOCAL),
    }
    ReservationRow.insert(row).on_conflict_ignore().execute()


def move(id: str, key_id: str) -> None:
    ReservationRow.update(key_id=key_id).where(ReservationRow.id == id).execute()


def find(id: str) -> Reservation | None:
    rows = dicts(ReservationRow.select().where(ReservationRow.id == id, ReservationRow.state == "held"))
    if not rows:
        return None
    return Reservation(**{name: rows[0][name] for name in Reservation.__dataclass_fields__})


def settle(generation_ids: Iterable[str]) -> None:
    """Bring the open reservations of these generations to the end that their attempts tell of. Safe to repeat."""
    for generation_id in generation_ids:
        rows = _OPEN_OF(generation_id)
        ended, keys = _ended(generation_id) if rows else ({}, {})
        for row in rows:
            state, amount = settled(row["amount"], ended.get(row["id"], ()))
            changes = {"state": state, "amount": amount, "key_id": keys.get(row["id"]) or row["key_id"]}
            if any(row[name] != value for name, value in changes.items()):
                change_row(ReservationRow, row["id"], changes)


def held_generations() -> list[str]:
    """Generations with something held. Calls of another kind, which have no attempts, are settled by who made them."""
    held = (ReservationRow.state == "held") & ReservationRow.generation_id.startswith("gen_")
    query = ReservationRow.select(ReservationRow.generation_id).distinct().where(held)
    return [row["generation_id"] for row in dicts(query)]


def cost_of_generation(generation_id: str) -> float | None:
    """US dollars that its calls are known to have been charged; `None` where none of them is known."""
    amounts = [row["amount"] for row in _SPENT_OF(generation_id) if row["amount"] is not None]
    return sum(amounts) / MICROS if amounts else None


def settled(reserved: int | None, attempts: Sequence[Ended]) -> tuple[ReservationState, int | None]:
    """What becomes of a reservation. An outcome that nobody knows keeps the estimate; what was not charged frees it."""
    if any(each.state in _OPEN for each in attempts):
        return "held", reserved
    charged = [each for each in attempts if each.state == "saved" or each.charged == "yes" or each.cost]
    if charged:
        known = [round(each.cost * MICROS) for each in charged if each.cost is not None]
        return "spent", sum(known) if known else reserved
    if any(each.state == "unknown" or each.charged != "no" for each in attempts):
        return "possible", reserved
    return "free", 0


def _ended(generation_id: str) -> tuple[dict[str, list[Ended]], dict[str, str]]:
    """The attempts by reservation, and the key that the last of them was made with."""
    found: dict[str, list[Ended]] = defaultdict(list)
    keys: dict[str, str] = {}
    for row in _ENDED_OF(generation_id):
        details: Mapping[str, Any] = (row["error"] or {}).get("details", {})
        cost = row["cost"] if row["cost"] is not None else details.get("cost")
        found[row["reservation_id"]].append(Ended(row["state"], str(details.get("charged", "unknown")), cost))
        keys[row["reservation_id"]] = row["key_id"]
    return found, keys


def _scope(limit: Limit, today: str) -> pw.Expression:
    kind, id = limit
    this_day = ReservationRow.day == today
    this_month = (ReservationRow.day >= today[:8] + "01") & (ReservationRow.day <= today[:8] + "31")
    # So that the partial index on keys can be used.
    this_key = (ReservationRow.key_id == id) & (ReservationRow.key_id != "")
    this_person = (ReservationRow.owner == id) & (ReservationRow.owner != "")
    scopes = {
        "run": ReservationRow.run_id == id,
        "day": this_day,
        "month": this_month,
        "key_day": this_key & this_day,
        "key_month": this_key & this_month,
        "person_day": this_person & this_day,
        "person_month": this_person & this_month,
    }
    return scopes[kind]
