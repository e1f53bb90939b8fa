"""What was spent, summed up by the database. All functions run inside `Database.read`; `owner`: one person's alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from omniimage.storage.reservations import MICROS
from omniimage.storage.tables import current

Group = Literal["day", "month", "provider", "model", "key", "person"]

_GROUPS: dict[Group, str] = {
    "day": "day",
    "month": "substr(day, 1, 7)",
    "provider": "provider",
    "model": "model",
    "key": "provider || '/' || key_id",
    "person": "owner",
}
_SUMS = """
    COALESCE(SUM(CASE state WHEN 'spent' THEN amount END), 0),
    COALESCE(SUM(CASE state WHEN 'possible' THEN amount END), 0),
    COUNT(*),
    SUM(amount IS NULL)
"""
# What is free, not charged or not ended is no spending.
_COUNTED = "state IN ('spent', 'possible') AND (amount IS NULL OR amount > 0)"


@dataclass(frozen=True)
class Line:
    """US dollars and numbers of calls of one group."""

    id: str
    spent: float
    possible: float
    calls: int
    unpriced: int


@dataclass(frozen=True)
class Totals:
    today: float
    month: float
    total: float
    possible: float
    reserved: float
    unpriced: int


@dataclass(frozen=True)
class Call:
    """One row of the export. `amount` in US dollars."""

    created: str
    day: str
    provider: str
    model: str
    key_id: str
    state: str
    amount: float | None
    currency: str
    per_dollar: float
    run_id: str
    generation_id: str
    person: str


def totals(today: str, owner: str | None = None) -> Totals:
    """`possible` and `reserved` are of this month, `unpriced` of all time."""
    month = today[:7]
    # In the order of the index: nothing is sorted, no row is read.
    whose, given = _of(owner)
    query = f"SELECT state, day, SUM(amount), SUM(amount IS NULL) FROM reservations WHERE {whose} GROUP BY day, state"
    rows = list(current.execute_sql(query, given))
    dollars = [(state, day == today, day.startswith(month), (amount or 0) / MICROS) for state, day, amount, _ in rows]
    return Totals(
        today=sum(each[3] for each in dollars if each[0] == "spent" and each[1]),
        month=sum(each[3] for each in dollars if each[0] == "spent" and each[2]),
        total=sum(each[3] for each in dollars if each[0] == "spent"),
        possible=sum(each[3] for each in dollars if each[0] == "possible" and each[2]),
        reserved=sum(each[3] for each in dollars if each[0] == "held" and each[2]),
        unpriced=sum(row[3] for row in rows if row[0] in ("spent", "possible")),
    )


def lines(group: Group, first: str, last: str, owner: str | None = None) -> list[Line]:
    """Sums of the days `first` to `last`; days and months in their order, others by what they cost."""
    order = "1" if group in ("day", "month") else "2 DESC, 3 DESC, 1"
    whose, given = _of(owner)
    query = f"""
        SELECT {_GROUPS[group]}, {_SUMS} FROM reservations
        WHERE day >= ? AND day <= ? AND {_COUNTED} AND {whose} GROUP BY 1 ORDER BY {order}
    """
    rows = current.execute_sql(query, (first, last, *given))
    return [Line(id, spent / MICROS, possible / MICROS, calls, unpriced) for id, spent, possible, calls, unpriced in rows]


def kept_images(first: str, last: str, owner: str | None = None) -> dict[str, tuple[int, int]]:
    """By model: how many images were generated on those days; how many of them won, were saved or are favourites."""
    whose, given = _of(owner)
    query = f"""
        SELECT model, COUNT(*), SUM(
            favourite
            OR EXISTS (SELECT 1 FROM saved_images WHERE saved_images.id = images.id)
            OR EXISTS (SELECT 1 FROM ballots WHERE ballots.winner = images.id)
        )
        FROM images
        WHERE model IS NOT NULL AND kind = 'generated' AND created >= ? AND created < ? AND {whose}
        GROUP BY model
    """
    return {model: (count, kept or 0) for model, count, kept in current.execute_sql(query, (first, last, *given))}


def calls(first: str, last: str, owner: str | None = None) -> Iterator[Call]:
    """All that was or may have been charged on those days, oldest first."""
    whose, given = _of(owner)
    query = f"""
        SELECT created, day, provider, model, key_id, state, amount, currency, per_dollar, run_id, generation_id,
            COALESCE((SELECT name FROM people WHERE people.id = reservations.owner), '')
        FROM reservations WHERE day >= ? AND day <= ? AND {_COUNTED} AND {whose} ORDER BY created
    """
    for row in current.execute_sql(query, (first, last, *given)):
        values = [*row]
        values[6] = None if row[6] is None else row[6] / MICROS
        yield Call(*values)


def _of(owner: str | None) -> tuple[str, tuple[str, ...]]:
    """A condition, and the values that it takes."""
    return ("1", ()) if owner is None else ("owner = ?", (owner,))
