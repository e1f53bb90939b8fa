"""What was spent: today's sums, how far the caps are used, a report by days, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from omniimage import acting
from omniimage.contracts.spend import (
    Caps,
    CapUse,
    ExportedSpend,
    KeySpend,
    ModelSpend,
    Spend,
    SpendLine,
    SpendReport,
)
from omniimage.errors import BadRequest
from omniimage.providers import registry
from omniimage.services.budget import Budget, limits_of, local_day
from omniimage.services.keys import Keys
from omniimage.services.spreadsheets import harmless
from omniimage.storage import reservations, spend_query
from omniimage.storage.database import Database
from omniimage.storage.files import on_disk, write_whole
from omniimage.storage.reservations import MICROS, Limit, Used
from omniimage.storage.spend_query import Call, Line

MAX_DAYS = 3660
COLUMNS = (
    "date",
    "time",
    "provider",
    "model",
    "key",
    "state",
    "usd",
    "currency",
    "amount",
    "per_usd",
    "run",
    "generation",
    "person",
)


class SpendLedger:
    def __init__(self, database: Database, keys: Keys, budget: Budget) -> None:
        self._database = database
        self._keys = keys
        self._budget = budget

    async def get(self) -> Spend:
        """What was charged today, this month and ever, and what the caps leave. A member hears of their own alone."""
        today, actor = local_day(), acting.actor()

        def work() -> tuple[spend_query.Totals, Caps, dict[Limit, Used], dict[Limit, int]]:
            caps = reservations.read_caps()
            if not actor.sees_all:
                caps = _of_member(caps, actor.id)
            limits: dict[Limit, int] = {}
            for key_id, person in [*((key_id, "") for key_id in ("", *caps.keys)), *(("", id) for id in caps.people)]:
                limits |= limits_of(caps, "", key_id, person)
            limits.pop(("run", ""), None)
            used = {each: reservations.used(each, today) for each in limits}
            return spend_query.totals(today, whose()), caps, used, limits

        totals, caps, used, limits = await self._database.read(work)
        uses = [_use(limit, most, used[limit]) for limit, most in limits.items()]
        left = {limit: most - used[limit].spent - used[limit].reserved for limit, most in limits.items()}
        return Spend(
            today=totals.today,
            month=totals.month,
            total=totals.total,
            possible=totals.possible,
            reserved=totals.reserved,
            unknown_count=totals.unpriced,
            caps=caps,
            uses=[each for each in uses if each.person in (None, actor.id)],
            of_people=[each for each in uses if each.person is not None] if actor.is_admin else [],
            room=self._room(left),
        )

    async def set_caps(self, caps: Caps) -> Spend:
        await self._budget.set_caps(caps)
        return await self.get()

    async def report(self, first: str, last: str, person: str | None = None) -> SpendReport:
        """Of the days `first` to `last`, as `2026-11-21`; `person`: what one of them spent. Raises `BadRequest`."""
        begins, ends = _checked_days(first, last)
        owner = whose(person)

        def work() -> tuple[list[list[Line]], dict[str, tuple[int, int]]]:
            groups: tuple[spend_query.Group, ...] = ("day", "month", "provider", "model", "key", "person")
            return (
                [spend_query.lines(group, first, last, owner) for group in groups],
                spend_query.kept_images(_moment(begins), _moment(ends + timedelta(days=1)), owner),
            )

        (days, months, providers, models, keys, people), kept = await self._database.read(work)
        return SpendReport(
            first=first,
            last=last,
            spent=sum(line.spent for line in days),
            possible=sum(line.possible for line in days),
            unpriced=sum(line.unpriced for line in days),
            days=_plain(days),
            months=_plain(months),
            providers=_plain(providers),
            models=[_of_model(line, *kept.get(line.id, (0, 0))) for line in models],
            keys=[self._of_key(line) for line in keys] if acting.actor().is_admin else [],
            people=_plain(people),
        )

    async def export(self, first: str, last: str, person: str | None = None) -> ExportedSpend:
        """Every call of those days as CSV, oldest first; nothing in it runs in a spreadsheet. Raises `BadRequest`."""
        _checked_days(first, last)
        labels = self._keys.labels() if acting.actor().is_admin else {}
        owner = whose(person)

        def work() -> tuple[str, int]:
            return as_csv(spend_query.calls(first, last, owner), labels)

        text, rows = await self._database.read(work)
        return ExportedSpend(name=f"omniimage-spend-{first}-{last}.csv", text=text, path=None, rows=rows)

    async def save(self, exported: ExportedSpend, target: Path | None) -> ExportedSpend:
        """Write it where the user said; without a target nothing is written."""
        if target is not None:
            data = (exported.text or "").encode()
            await on_disk(partial(write_whole, target, data, 0o600), "the table cannot be saved")
        return exported.model_copy(update={"text": None, "path": str(target) if target else None})

    def _room(self, left: dict[Limit, int]) -> dict[str, float]:
        """By provider: what its best key may still spend, where each of its keys has a cap."""
        found: dict[str, float] = {}
        for spec in registry.providers():
            of_keys = [
                [most for (kind, id), most in left.items() if id == key_id and kind.startswith("key")]
                for key_id in self._keys.in_turn(spec.id)
            ]
            if of_keys and all(of_keys):
                found[spec.id] = max(0, *(min(each) for each in of_keys)) / MICROS
        return found

    def _of_key(self, line: Line) -> KeySpend:
        provider, _, key_id = line.id.partition("/")
        label, last4 = self._keys.labels().get(key_id, ("", ""))
        facts = vars(line) | {"id": key_id}
        return KeySpend(**facts, provider=provider, label=label, last4=last4)


def whose(person: str | None = None) -> str | None:
    """Whose spending is asked for: `None` for everybody's, which a member never gets."""
    actor = acting.actor()
    return person if actor.sees_all else actor.id


def _of_member(caps: Caps, id: str) -> Caps:
    people = {id: caps.people[id]} if id in caps.people else {}
    return Caps(run=caps.run, people=people, allow_unpriced=caps.allow_unpriced)


def as_csv(found: Iterable[Call], labels: dict[str, tuple[str, str]]) -> tuple[str, int]:
    """The table as text, and how many rows it has. With a byte order mark, which Excel needs to read it as UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    rows = 0
    for call in found:
        at = datetime.fromisoformat(call.created).astimezone()
        label, last4 = labels.get(call.key_id, ("", ""))
        amount = None if call.amount is None else round(call.amount * call.per_dollar, 6)
        words = (call.provider, call.model, " ".join(filter(None, (label, f"…{last4}" if last4 else ""))), call.state)
        numbers = (call.amount, call.currency, amount, call.per_dollar)
        ids = (call.run_id, call.generation_id, harmless(call.person))
        writer.writerow((call.day, f"{at:%H:%M:%S}", *map(harmless, words), *numbers, *ids))
        rows += 1
    return "\ufeff" + file.getvalue(), rows


def _use(limit: Limit, most: int, used: Used) -> CapUse:
    kind, id = limit
    on = {"person": id} if kind.startswith("person") else {"key_id": id or None}
    return CapUse(cap=kind, limit=most / MICROS, spent=used.spent / MICROS, reserved=used.reserved / MICROS, **on)


def _plain(found: Sequence[Line]) -> list[SpendLine]:
    return [SpendLine(**vars(line)) for line in found]


def _of_model(line: Line, images: int, kept: int) -> ModelSpend:
    return ModelSpend(**vars(line), images=images, kept=kept, per_kept=line.spent / kept if kept else None)


def _checked_days(first: str, last: str) -> tuple[date, date]:
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise BadRequest("days are written as 2026-11-21", field="first", reason="malformed") from None
    if first != begins.isoformat() or last != ends.isoformat() or not 0 <= (ends - begins).days < MAX_DAYS:
        raise BadRequest(f"from a day to the same or a later one, {MAX_DAYS} days at most", field="first", reason="range")
    return begins, ends


def _moment(day: date) -> str:
    """The local midnight that begins it, as rows write moments."""
    midnight = datetime.combine(day, time()).astimezone()
    return midnight.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
