"""What was spent, what may be, and the caps that hold it. All amounts in US dollars."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Contract

CapKind = Literal["run", "day", "month", "key_day", "key_month", "person_day", "person_month"]
Dollars = Annotated[float, Field(ge=0, le=1_000_000)]


class KeyCap(Contract):
    """What one key, or one person, may spend a day and a month; `None`: no cap."""

    day: Dollars | None = None
    month: Dollars | None = None


class Caps(Contract):
    """Hard caps; `None`: no cap. `run` holds for a run with all its retries, `day` and `month` go by the local calendar.

    `keys` by key id, `people` by person id. `allow_unpriced`: whether a model of unknown price may run under a cap; it
    counts as nothing until its answer says what it cost. Otherwise a cap refuses it. Models on this computer are free.
    """

    run: Dollars | None = None
    day: Dollars | None = None
    month: Dollars | None = None
    keys: dict[str, KeyCap] = Field(default={}, max_length=1000)
    people: dict[str, KeyCap] = Field(default={}, max_length=10_000)
    allow_unpriced: bool = False


class CapUse(Contract):
    """How far a cap is used. `spent` has what may have been charged in it; `reserved`: promised to what is at work.

    `key_id` of caps on a key, `person` of caps on a person.
    """

    cap: CapKind
    limit: float
    spent: float
    reserved: float
    key_id: str | None = None
    person: str | None = None


class Spend(Contract):
    """`today`, `month`, `total`: known to have been charged. `possible`: what of this month's calls has an unknown outcome.

    `reserved`: promised to what is at work. `unknown_count` calls have no known price. `uses`: the caps that hold for
    whoever asks, but that of a run; `of_people`: for an admin those of everybody. `room`: by provider, how much its best key
    may still spend; one without a capped key is not in it. A member's sums and caps are their own alone.
    """

    today: float
    month: float
    total: float
    possible: float
    reserved: float
    unknown_count: int
    caps: Caps
    uses: list[CapUse]
    of_people: list[CapUse] = []
    room: dict[str, float]


class SpendLine(Contract):
    """What one day, month, provider, model, key or person cost.

    `calls` were charged, or may have been; `unpriced` of them have no known price.
    """

    id: str
    spent: float
    possible: float
    calls: int
    unpriced: int


class ModelSpend(SpendLine):
    """`kept`: its images of that time that won, were saved or are favourites; `per_kept`: `spent` for each of them."""

    images: int
    kept: int
    per_kept: float | None


class KeySpend(SpendLine):
    """`label` and `last4` are empty for a key that was removed, and for calls without a key."""

    provider: str
    label: str
    last4: str


class SpendReport(Contract):
    """`first` to `last`, both of them included. `days` and `months` rise and leave out those without a call."""

    first: str
    last: str
    spent: float
    possible: float
    unpriced: int
    days: list[SpendLine]
    months: list[SpendLine]
    providers: list[SpendLine]
    models: list[ModelSpend]
    keys: list[KeySpend]
    people: list[SpendLine] = []


class ExportedSpend(Contract):
    """In the window `path` says where the CSV was saved (null: nowhere); in a browser `text` is its content."""

    name: str
    text: str | None
    path: str | None
    rows: int
