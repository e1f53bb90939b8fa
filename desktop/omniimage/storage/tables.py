"""The rows, as peewee sees them. The schema itself is in `migrations`."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import peewee as pw

from omniimage import acting


class _DatabaseOfThread(pw.DatabaseProxy):
    """Stands for the database whose thread is running: a `Database` owns its threads, so two open ones never mix."""

    _of_thread = threading.local()

    @property
    def obj(self) -> pw.Database | None:
        return getattr(self._of_thread, "database", None)

    @obj.setter
    def obj(self, database: pw.Database | None) -> None:
        self._of_thread.database = database


current = _DatabaseOfThread()


class JSONText(pw.TextField):
    """Any JSON value; `None` is NULL."""

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def python_value(self, value: str | None) -> Any:
        return None if value is None else json.loads(value)


class Row(pw.Model):
    id = pw.TextField(primary_key=True)

    class Meta:
        database = current
        legacy_table_names = False


class OwnedRow(Row):
    """Belongs to whoever acts when it is made."""

    owner = pw.TextField(default=acting.owner)


class PersonRow(Row):
    name = pw.TextField()
    role = pw.TextField()
    token = pw.TextField()
    created = pw.TextField()

    class Meta:
        table_name = "people"


class SignInRow(Row):
    person = pw.TextField()
    created = pw.TextField()

    class Meta:
        table_name = "sign_ins"


class RunRow(OwnedRow):
    prompt = pw.TextField()
    params = JSONText()
    created = pw.TextField()
    batch_id = pw.TextField(null=True)
    session_id = pw.TextField(null=True)
    axes = JSONText(default=[])

    class Meta:
        table_name = "runs"


class GenerationRow(Row):
    run_id = pw.TextField()
    position = pw.IntegerField()
    model = pw.TextField()
    state = pw.TextField()
    error = JSONText(null=True)
    cost = pw.FloatField(null=True)
    seconds = pw.FloatField(null=True)
    started = pw.TextField(null=True)
    waiting_until = pw.TextField(null=True)
    text = pw.TextField(null=True)
    asked = JSONText()
    sent = JSONText()
    adjustments = JSONText()
    prompt = pw.TextField(null=True)
    cell = JSONText(null=True)

    class Meta:
        table_name = "generations"


class AttemptRow(Row):
    generation_id = pw.TextField()
    state = pw.TextField()
    created = pw.TextField()
    remote_id = pw.TextField(null=True)
    error = JSONText(null=True)
    request = JSONText()
    reservation_id = pw.TextField(null=True)
    key_id = pw.TextField(null=True)
    cost = pw.FloatField(null=True)

    class Meta:
        table_name = "attempts"


class ImageRow(OwnedRow):
    sha256 = pw.TextField()
    mime_type = pw.TextField()
    extension = pw.TextField()
    width = pw.IntegerField()
    height = pw.IntegerField()
    bytes = pw.IntegerField()
    kind = pw.TextField()
    created = pw.TextField()
    model = pw.TextField(null=True)
    prompt = pw.TextField(null=True)
    run_id = pw.TextField(null=True)
    generation_id = pw.TextField(null=True)
    parent_id = pw.TextField(null=True)
    recipe = JSONText()
    cost = pw.FloatField(null=True)
    favourite = pw.BooleanField(default=False)
    name = pw.TextField(null=True)
    trashed = pw.BooleanField(default=False)
    trashed_at = pw.TextField(null=True)
    binned = pw.BooleanField(default=False)

    class Meta:
        table_name = "images"


class ImageSourceRow(pw.Model):
    """`image_id` was made with `source_id` as a reference or mask. A trigger on `images` writes it."""

    source_id = pw.TextField()
    image_id = pw.TextField()

    class Meta:
        database = current
        table_name = "image_sources"
        primary_key = pw.CompositeKey("source_id", "image_id")


class ReservationRow(OwnedRow):
    run_id = pw.TextField()
    generation_id = pw.TextField()
    model = pw.TextField()
    provider = pw.TextField()
    key_id = pw.TextField()
    created = pw.TextField()
    day = pw.TextField()
    state = pw.TextField()
    amount = pw.IntegerField(null=True)
    currency = pw.TextField()
    per_dollar = pw.FloatField()

    class Meta:
        table_name = "reservations"


class CapsRow(Row):
    value = JSONText()

    class Meta:
        table_name = "caps"


class SavedImageRow(Row):
    class Meta:
        table_name = "saved_images"


class BallotRow(Row):
    winner = pw.TextField()
    blind = pw.BooleanField()
    created = pw.TextField()
    looks = JSONText()

    class Meta:
        table_name = "ballots"


class ChatCallRow(Row):
    """`owner` is the thing that the call belongs to."""

    owner = pw.TextField()
    person = pw.TextField(default=acting.owner)
    purpose = pw.TextField()
    model = pw.TextField()
    key_id = pw.TextField()
    state = pw.TextField()
    created = pw.TextField()
    seconds = pw.FloatField(null=True)
    prompt_tokens = pw.IntegerField(null=True)
    completion_tokens = pw.IntegerField(null=True)
    cost = pw.FloatField(null=True)
    error = pw.TextField(null=True)

    class Meta:
        table_name = "chat_calls"


class ReproductionRow(OwnedRow):
    image_id = pw.TextField()
    model = pw.TextField()
    options = JSONText()
    state = pw.TextField()
    text = pw.TextField()
    prompt = pw.TextField()
    error = JSONText(null=True)
    tries = pw.IntegerField()
    waiting_until = pw.TextField(null=True)
    scaled = pw.TextField(null=True)
    cost = pw.FloatField(null=True)
    seconds = pw.FloatField(null=True)
    created = pw.TextField()
    run_ids = JSONText()
    started = pw.TextField(null=True)

    class Meta:
        table_name = "reproductions"


class BatchRow(OwnedRow):
    name = pw.TextField()
    state = pw.TextField()
    priority = pw.IntegerField()
    prompt = pw.TextField()
    models = JSONText()
    params = JSONText()
    created = pw.TextField()
    ended = pw.TextField(null=True)
    total = pw.IntegerField()
    error = JSONText(null=True)
    trial = JSONText(null=True)

    class Meta:
        table_name = "batches"


class BatchTaskRow(Row):
    batch_id = pw.TextField()
    base_image_id = pw.TextField(null=True)
    provider = pw.TextField()
    model = pw.TextField()
    prompt = pw.TextField()
    repeat = pw.IntegerField()
    state = pw.TextField()
    run_id = pw.TextField(null=True)
    generation_id = pw.TextField(null=True)
    error = JSONText(null=True)
    cost = pw.FloatField(null=True)
    earlier = pw.FloatField(default=0.0)
    rejected = pw.BooleanField(default=False)
    steps = pw.TextField(null=True)
    made = JSONText(null=True)
    step_error = JSONText(null=True)

    class Meta:
        table_name = "batch_tasks"


class BatchDraftRow(pw.Model):
    """One part of what a batch is made of; `id`: the batch's, or of the one being made its owner's."""

    id = pw.TextField()
    part = pw.TextField()
    value = JSONText(null=True)

    class Meta:
        database = current
        table_name = "batch_drafts"
        primary_key = pw.CompositeKey("id", "part")


class RefinementRow(OwnedRow):
    name = pw.TextField()
    goal = pw.TextField()
    status = pw.TextField()
    created = pw.TextField()
    changed = pw.TextField()
    record = pw.TextField()

    class Meta:
        table_name = "refinements"


def own(query: Any, column: pw.Field) -> Any:
    """Of a select or an update, what whoever acts may see: `column` holds the owner."""
    actor = acting.actor()
    return query if actor.sees_all else query.where(column == actor.id)


def dicts(query: Any) -> list[dict[str, Any]]:
    """Run a select now; its rows as dicts."""
    return list(query.dicts())


def execute(sql: str, values: Sequence[Any] = ()) -> None:
    current.execute_sql(sql, values or None)


class Worded:
    """A select with one value, given as text. Worded once: that takes peewee ten times longer than SQLite takes to run it.

    The value may be a JSON list: `column.in_(each_of(value))`.
    """

    def __init__(self, row: type[Row], query: Callable[[Any], pw.ModelSelect[Any]]) -> None:
        self._row = row
        self._query = query
        self._sql = ""
        self._values: Sequence[Any] = ()

    def __call__(self, value: str | int) -> list[dict[str, Any]]:
        if not self._sql:
            self._sql, self._values = self._query(_GAP).sql()
        found = current.execute_sql(self._sql, tuple(value if each == _GAP else each for each in self._values))
        columns = [(column[0], self._row._meta.fields[column[0]].python_value) for column in found.description]
        return [{name: read(each) for (name, read), each in zip(columns, row, strict=True)} for row in found]


_GAP = "\0"


def each_of(json_list: str) -> pw.SQL:
    """What a JSON list holds, as the right side of `in_`."""
    return pw.SQL("(SELECT value FROM json_each(?))", [json_list])


def change_row(
    row: type[Row], id: str, changes: Mapping[str, Any], only: str = "", values_of_only: Sequence[Any] = ()
) -> bool:
    """Update by id, without peewee's wording; `only`: a condition in SQL. Whether there was such a row."""
    columns = ", ".join(f"{name} = ?" for name in changes)
    values = [_stored(row, name, value) for name, value in changes.items()]
    where = f"id = ? AND {only}" if only else "id = ?"
    sql = f"UPDATE {row._meta.table_name} SET {columns} WHERE {where}"
    return bool(current.execute_sql(sql, (*values, id, *values_of_only)).rowcount)


def add_rows(row: type[Row], rows: Sequence[Mapping[str, Any]], *, ignore: bool = False) -> int:
    """Insert rows of the same columns, without peewee's wording; `ignore`: but those that are there. How many came in."""
    if not rows:
        return 0
    columns = ", ".join(rows[0])
    marks = ", ".join("?" * len(rows[0]))
    values = [[_stored(row, name, value) for name, value in each.items()] for each in rows]
    verb = "INSERT OR IGNORE" if ignore else "INSERT"
    sql = f"{verb} INTO {row._meta.table_name} ({columns}) VALUES ({marks})"
    return sum(current.execute_sql(sql, each).rowcount for each in values)


def _stored(row: type[Row], name: str, value: Any) -> Any:
    return row._meta.fields[name].db_value(value)


def execute_many(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    """One statement for many rows, many times faster than building each."""
    current.connection().executemany(sql, rows)


ROWS: tuple[type[Row], ...] = (
    RunRow,
    GenerationRow,
    AttemptRow,
    ImageRow,
    ReservationRow,
    CapsRow,
    SavedImageRow,
    BallotRow,
    ChatCallRow,
    ReproductionRow,
    BatchRow,
    BatchTaskRow,
    RefinementRow,
    PersonRow,
    SignInRow,
)
