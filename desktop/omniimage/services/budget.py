"""Budget: the one gate that everything paid goes through.

What a call will cost is reserved before anything of it is sent, in one transaction with the look at the caps: whoever comes
at the same time, spent + reserved + this stays within every cap. At the end what it did cost takes the reservation's place.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from omniimage import acting
from omniimage.contracts.base import new_id
from omniimage.contracts.spend import Caps
from omniimage.errors import CostCap
from omniimage.events import EventBus
from omniimage.providers import rates, registry
from omniimage.services.keys import Keys
from omniimage.storage import reservations
from omniimage.storage.database import Database
from omniimage.storage.reservations import MICROS, Limit, Reservation, Used


@dataclass(frozen=True)
class Item:
    """One outside call that is to be paid. `cost`: the estimate in US dollars, `None` where no price is known."""

    run_id: str
    generation_id: str
    model: str
    cost: float | None
    id: str = field(default_factory=lambda: new_id("rsv"))
    owner: str = field(default_factory=acting.owner)

    @property
    def provider(self) -> str:
        return self.model.partition("/")[0]

    @property
    def amount(self) -> int | None:
        """Millionths of a dollar, rounded up."""
        if self.cost is None:
            return 0 if registry.get_provider(self.provider).group == "local" else None
        return math.ceil(round(self.cost * MICROS, 3))


class Budget:
    def __init__(self, database: Database, keys: Keys, bus: EventBus) -> None:
        self._database = database
        self._keys = keys
        self._bus = bus
        self._keys_capped = False

    async def reserve(self, items: Sequence[Item]) -> None:
        """Promise what these calls will cost, all of them or none. Raises `CostCap`."""
        await self._database.write(self.reserving(items))
        self.announce()

    async def check(self, items: Sequence[Item]) -> None:
        """Whether these calls would fit now. Reserves nothing. Raises `CostCap`."""
        await self._database.read(self._admitting(items))

    def reserving(self, items: Sequence[Item]) -> Callable[[], dict[str, str]]:
        """`reserve` as a write, for a transaction that holds more than this. It returns the key that pays for each item."""
        today, admitted = local_day(), self._admitting(items)

        def work() -> dict[str, str]:
            key_of = admitted()
            reservations.insert(_row(item, key_of[item.id], today) for item in items)
            return key_of

        return work

    def _admitting(self, items: Sequence[Item]) -> Callable[[], dict[str, str]]:
        today = local_day()
        keys = {item.provider: self._keys.in_turn(item.provider) for item in items}

        def work() -> dict[str, str]:
            caps = reservations.read_caps()
            self._keys_capped = bool(caps.keys)
            return admit(caps, items, keys, lambda limit: reservations.used(limit, today))

        return work

    async def take_key(self, reservation_id: str, key_id: str) -> None:
        """A call is made with this key: its caps hold from now on. Raises `CostCap` where they leave no room."""

        def work() -> None:
            held = reservations.find(reservation_id)
            if held is None or held.key_id == key_id:
                return
            caps = reservations.read_caps()
            of_key = {name: limit for name, limit in limits_of(caps, "", key_id).items() if name[1] == key_id}
            if of_key and held.amount is None and not caps.allow_unpriced:
                raise _unpriced([held.model])
            for limit, most in of_key.items():
                used = reservations.used(limit, held.day)
                check(limit, most, used, held.amount or 0, held.provider)
            reservations.move(reservation_id, key_id)

        if not self._keys_capped:
            return
        held = await self._database.read(lambda: reservations.find(reservation_id))
        if held is not None and held.key_id != key_id:
            await self._database.write(work)

    def settling(self, generation_id: str) -> Callable[[], float | None]:
        """A write that settles a generation whose attempts have ended. Returns what it is known to have cost."""

        def work() -> float | None:
            reservations.settle([generation_id])
            return reservations.cost_of_generation(generation_id)

        return work

    async def settle_left(self) -> None:
        """At start: settle what the last launch left reserved. What is still at a provider stays so."""

        def work() -> None:
            reservations.settle(reservations.held_generations())

        if await self._database.read(reservations.held_generations):
            await self._database.write(work)
            self.announce()

    async def set_caps(self, caps: Caps) -> None:
        """From now on. What is at work goes on."""
        await self._database.write(lambda: reservations.write_caps(caps))
        self._keys_capped = bool(caps.keys)
        self.announce()

    def announce(self) -> None:
        self._bus.publish("spend.changed", {"id": "spend"})


def local_day() -> str:
    """Today by the calendar of this computer, `2026-11-21`."""
    return datetime.now().astimezone().date().isoformat()


def limits_of(caps: Caps, run_id: str, key_id: str, owner: str = "") -> dict[Limit, int]:
    """The caps that hold for a call of that run with that key by that person, in millionths."""
    own, person = caps.keys.get(key_id), caps.people.get(owner)
    found: dict[Limit, float | None] = {
        ("run", run_id): caps.run,
        ("day", ""): caps.day,
        ("month", ""): caps.month,
        ("key_day", key_id): own.day if own else None,
        ("key_month", key_id): own.month if own else None,
        ("person_day", owner): person.day if person else None,
        ("person_month", owner): person.month if person else None,
    }
    return {limit: math.floor(round(most * MICROS, 3)) for limit, most in found.items() if most is not None}


def admit(
    caps: Caps, items: Sequence[Item], keys: Mapping[str, Sequence[str]], used: Callable[[Limit], Used]
) -> dict[str, str]:
    """Which key pays for each item: of its provider's keys, in their turn, the first whose caps leave room.

    `CostCap` where there is not room for all: its `needed` is what the items cost together, as far as that cap is on them.
    """
    _check_priced(caps, items, keys)
    so_far: dict[Limit, Used] = {}
    wanted: defaultdict[Limit, int] = defaultdict(int)

    def look(limit: Limit) -> Used:
        if limit not in so_far:
            so_far[limit] = used(limit)
        return so_far[limit]

    for item in items:
        for limit in _common(caps, item):
            wanted[limit] += item.amount or 0
    for item in items:
        for limit, most in _common(caps, item).items():
            check(limit, most, look(limit), wanted[limit], item.provider)
    chosen: dict[str, str] = {}
    for item in items:
        chosen[item.id] = _key_for(caps, item, keys.get(item.provider) or ("",), look)
        for limit in limits_of(caps, item.run_id, chosen[item.id], item.owner):
            before = look(limit)
            so_far[limit] = replace(before, reserved=before.reserved + (item.amount or 0))
    return chosen


def check(limit: Limit, most: int, used: Used, needed: int, provider: str) -> None:
    """Raises `CostCap` where `needed` does not fit. What costs nothing always does."""
    over = used.spent + used.reserved + needed - most
    if needed and over > 0:
        kind, id = limit
        on_key = {"key_id": id, "provider": provider} if kind.startswith("key") else {}
        on_person = {"person": id} if kind.startswith("person") else {}
        raise CostCap(
            f"over the cap: {kind}",
            cap=kind,
            limit=most / MICROS,
            spent=used.spent / MICROS,
            reserved=used.reserved / MICROS,
            needed=needed / MICROS,
            over=over / MICROS,
            charged="no",
            **on_key,
            **on_person,
        )


def _common(caps: Caps, item: Item) -> dict[Limit, int]:
    """The caps that hold whatever key pays."""
    found = limits_of(caps, item.run_id, "", item.owner)
    return {limit: most for limit, most in found.items() if not limit[0].startswith("key")}


def _key_for(caps: Caps, item: Item, keys: Sequence[str], look: Callable[[Limit], Used]) -> str:
    refused: CostCap | None = None
    for key_id in keys:
        own = {limit: most for limit, most in limits_of(caps, "", key_id).items() if limit[0].startswith("key")}
        if own and item.amount is None and not caps.allow_unpriced:
            # `_check_priced` has seen that another key bears no cap.
            continue
        try:
            for limit, most in own.items():
                check(limit, most, look(limit), item.amount or 0, item.provider)
        except CostCap as error:
            refused = refused or error
            continue
        return key_id
    assert refused is not None
    raise refused


def _check_priced(caps: Caps, items: Sequence[Item], keys: Mapping[str, Sequence[str]]) -> None:
    """Under a cap nothing runs whose price nobody knows, unless the user allowed it."""
    if caps.allow_unpriced:
        return
    unknown = [
        item.model
        for item in items
        if item.amount is None
        and all(limits_of(caps, item.run_id, key_id, item.owner) for key_id in keys.get(item.provider) or ("",))
    ]
    if unknown:
        raise _unpriced(unknown)


def _unpriced(models: Sequence[str]) -> CostCap:
    named = list(dict.fromkeys(models))
    return CostCap("a model of unknown price under a cap", cap="unpriced", models=named, charged="no")


def _row(item: Item, key_id: str, today: str) -> Reservation:
    currency = registry.get_provider(item.provider).currency
    return Reservation(
        id=item.id,
        run_id=item.run_id,
        generation_id=item.generation_id,
        model=item.model,
        provider=item.provider,
        key_id=key_id,
        day=today,
        amount=item.amount,
        currency=currency,
        per_dollar=rates.per_dollar(currency),
        owner=item.owner,
    )
