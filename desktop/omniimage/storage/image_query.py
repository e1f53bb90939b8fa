"""Looking up image rows: by id, and by what the library filters for."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence

import peewee as pw

from omniimage.contracts.images import ImageQuery
from omniimage.errors import BadRequest
from omniimage.storage.image_files import Row
from omniimage.storage.search import contains, runs_with, split_words
from omniimage.storage.tables import ImageRow, RunRow, dicts

MAX_PAGE = 1000


def rows(ids: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    for batch in batches(ids):
        found.extend(dicts(ImageRow.select().where(ImageRow.id.in_(batch))))
    return found


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """SQLite binds at most 32,766 values."""
    for start in range(0, len(ids), 10_000):
        yield ids[start : start + 10_000]


def page(query: ImageQuery) -> tuple[list[Row], str | None, int]:
    """Rows newest first, the next page's cursor, the number of all. The cursor is `created|id` of the last row."""
    if not 1 <= query.limit <= MAX_PAGE:
        raise BadRequest(f"limit is 1 to {MAX_PAGE}", field="limit")
    matching = ImageRow.select().where(functools.reduce(operator.and_, _conditions(query)))
    newest_first = matching.order_by(ImageRow.created.desc(), ImageRow.id.desc()).limit(query.limit + 1)
    if query.cursor is not None:
        created, bar, id = query.cursor.partition("|")
        if not bar:
            raise BadRequest("the cursor is that of an earlier page", field="cursor")
        newest_first = newest_first.where(pw.Tuple(ImageRow.created, ImageRow.id) < pw.Tuple(created, id))
    found = dicts(newest_first)
    shown = found[: query.limit]
    next_cursor = f"{shown[-1]['created']}|{shown[-1]['id']}" if len(found) > query.limit else None
    return shown, next_cursor, matching.count()


def _conditions(query: ImageQuery) -> Iterator[pw.ColumnBase]:
    yield ~ImageRow.trashed
    if query.model is not None:
        yield ImageRow.model == query.model
    if query.kind is not None:
        yield ImageRow.kind == query.kind
    if query.favourite is not None:
        yield ImageRow.favourite == query.favourite
    if query.run_id is not None:
        yield ImageRow.run_id == query.run_id
    if query.parent_id is not None:
        yield ImageRow.parent_id == query.parent_id
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
