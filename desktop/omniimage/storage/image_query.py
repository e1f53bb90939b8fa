"""Looking up image rows: by id, and by what the library filters for.

Every look reads one index (`images_listed`) and fetches whole rows only of the page that is shown.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Iterator, Sequence

import peewee as pw

from omniimage import acting
from omniimage.contracts.images import Counted, ImageQuery
from omniimage.errors import BadRequest
from omniimage.storage.image_files import Row
from omniimage.storage.search import contains, runs_with, split_words
from omniimage.storage.tables import ImageRow, ImageSourceRow, RunRow, Worded, dicts, each_of, own

MAX_PAGE = 1000
MAX_IDS = 200_000
_BY_IDS = Worded(ImageRow, lambda ids: ImageRow.select().where(ImageRow.id.in_(each_of(ids))))
_COUNT = pw.fn.COUNT(pw.SQL("*"))
_PIXELS = ImageRow.width * ImageRow.height
_ORDERS: dict[str, tuple[pw.ColumnBase, ...]] = {
    "newest": (ImageRow.created.desc(), ImageRow.id.desc()),
    "oldest": (ImageRow.created.asc(), ImageRow.id.asc()),
    "largest": (_PIXELS.desc(), ImageRow.created.desc(), ImageRow.id.desc()),
    "dearest": (ImageRow.cost.desc(nulls="LAST"), ImageRow.created.desc(), ImageRow.id.desc()),
}


def rows(ids: Sequence[str]) -> list[Row]:
    """Those of them that are there and may be seen."""
    return [row for row in _BY_IDS(json.dumps(ids)) if acting.may_see(row["owner"])]


def weight(ids: Sequence[str]) -> int:
    """The bytes of those of them that are there and may be seen."""
    total = ImageRow.select(pw.fn.SUM(ImageRow.bytes))
    return sum(own(total.where(ImageRow.id.in_(some)), ImageRow.owner).scalar() or 0 for some in batches(ids))


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """SQLite binds at most 32,766 values."""
    for start in range(0, len(ids), 10_000):
        yield ids[start : start + 10_000]


def page(query: ImageQuery) -> tuple[list[Row], str | None, int]:
    """Rows in the order asked for, the next page's cursor, the number of all. The cursor is `created|id` of the last row."""
    if not 1 <= query.limit <= MAX_PAGE:
        raise BadRequest(f"limit is 1 to {MAX_PAGE}", field="limit")
    found = _ids(query, query.limit + 1)
    shown = {row["id"]: row for row in rows(found[: query.limit])}
    page = [shown[id] for id in found if id in shown]
    next_cursor = f"{page[-1]['created']}|{page[-1]['id']}" if len(found) > query.limit else None
    return page, next_cursor, total(query)


def total(query: ImageQuery) -> int:
    return int(_matching(query, _COUNT).scalar())


def ids(query: ImageQuery, most: int = MAX_IDS) -> list[str]:
    """The ids of all that match, in order, from `offset` on; at most `most` of them. `limit` does not count."""
    if not 1 <= most <= MAX_IDS:
        raise BadRequest(f"most is 1 to {MAX_IDS}", field="most")
    return _ids(query, most)


def months(query: ImageQuery) -> list[Counted]:
    """How many match of each month, `2026-11`, in the order asked for."""
    month = pw.fn.SUBSTR(ImageRow.created, 1, 7)
    direction = month.asc() if query.sort == "oldest" else month.desc()
    return _counted(_matching(query, month.alias("name"), _COUNT.alias("count")).group_by(month).order_by(direction))


def counts(column: pw.Field, query: ImageQuery) -> list[Counted]:
    """How many match of each value of a column, the most frequent first."""
    found = _matching(query, column.alias("name"), _COUNT.alias("count")).where(column.is_null(False))
    return _counted(found.group_by(column).order_by(_COUNT.desc()))


def _counted(query: pw.ModelSelect[ImageRow]) -> list[Counted]:
    return [Counted(**row) for row in dicts(query)]


def _ids(query: ImageQuery, limit: int) -> list[str]:
    if query.offset < 0:
        raise BadRequest("offset is 0 or more", field="offset")
    chosen = _matching(query, ImageRow.id).order_by(*_ORDERS[query.sort]).limit(limit).offset(query.offset)
    if query.cursor is not None:
        created, bar, id = query.cursor.partition("|")
        if not bar or query.sort not in ("newest", "oldest"):
            raise BadRequest("the cursor is that of an earlier page, by date", field="cursor")
        here, there = pw.Tuple(ImageRow.created, ImageRow.id), pw.Tuple(created, id)
        chosen = chosen.where(here > there if query.sort == "oldest" else here < there)
    return [row["id"] for row in dicts(chosen)]


def _matching(query: ImageQuery, *columns: pw.ColumnBase) -> pw.ModelSelect[ImageRow]:
    matching = ImageRow.select(*columns)
    if query.source_id is not None:
        made = _made_of(query.source_id)
        # CROSS: SQLite keeps this order, and walks the few that it led to instead of the whole library.
        matching = matching.from_(made.join(ImageRow, pw.JOIN.CROSS, on=made.c.id == ImageRow.id))
    matching = matching.where(functools.reduce(operator.and_, _conditions(query)))
    visible: pw.ModelSelect[ImageRow] = own(matching, ImageRow.owner)
    return visible


def _made_of(source_id: str) -> pw.CompoundSelectQuery:
    """The ids of what was made of an image or with it."""
    of_it = ImageRow.select(ImageRow.id).where(ImageRow.parent_id == source_id)
    with_it = ImageSourceRow.select(ImageSourceRow.image_id).where(ImageSourceRow.source_id == source_id)
    return (of_it | with_it).alias("made")


def _conditions(query: ImageQuery) -> Iterator[pw.ColumnBase]:
    # Not `NOT trashed`, which no index answers.
    yield ImageRow.trashed == query.trashed
    yield ImageRow.binned == False  # noqa: E712
    for column, value in (
        (ImageRow.owner, query.owner),
        (ImageRow.model, query.model),
        (ImageRow.kind, query.kind),
        (ImageRow.favourite, query.favourite),
        (ImageRow.run_id, query.run_id),
        (ImageRow.parent_id, query.parent_id),
    ):
        if value is not None:
            yield column == value
    if query.batch_id is not None:
        yield ImageRow.run_id.in_(RunRow.select(RunRow.id).where(RunRow.batch_id == query.batch_id))
    if query.session_id is not None:
        yield ImageRow.run_id.in_(RunRow.select(RunRow.id).where(RunRow.session_id == query.session_id))
    if query.derived is not None:
        yield ImageRow.parent_id.is_null(not query.derived)
    if query.date_from is not None:
        yield ImageRow.created >= query.date_from
    if query.date_to is not None:
        # A date without a time means the whole of that day.
        yield ImageRow.created <= query.date_to + "~"
    if query.text and split_words(query.text):
        yield _with_text(query.text)


def _with_text(text: str) -> pw.ColumnBase:
    """By the prompt of its run; an image of no run by its own prompt or name."""
    of_runs = ImageRow.run_id.in_(RunRow.select(RunRow.id).where(runs_with(text)))
    words = [contains(ImageRow.prompt, word) | contains(ImageRow.name, word) for word in split_words(text)]
    return of_runs | (ImageRow.run_id.is_null() & functools.reduce(operator.and_, words))
