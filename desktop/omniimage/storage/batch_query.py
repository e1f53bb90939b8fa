"""Looking into batches: a page of tasks, filtered and in order, and how many there are of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import peewee as pw

from omniimage.contracts.batch import BatchTask, StepsState, TaskMark, TaskQuery, TaskState
from omniimage.errors import BadRequest
from omniimage.storage.image_names import called
from omniimage.storage.image_query import batches as portions
from omniimage.storage.tables import BatchRow, BatchTaskRow, ImageRow, dicts

MAX_PAGE = 1000
Task = BatchTaskRow
_ORDER: dict[str, pw.ColumnBase] = {
    "position": Task.id,
    "-position": Task.id.desc(),
    "cost": Task.cost.asc(nulls="last"),
    "-cost": Task.cost.desc(nulls="last"),
    "state": Task.state,
    "model": Task.model,
}


@dataclass(frozen=True)
class Totals:
    counts: dict[TaskState, int]
    cost: float


@dataclass(frozen=True)
class _Facts:
    name: str
    favourite: bool


@dataclass(frozen=True)
class TaskPage:
    """`matching`: on all pages."""

    tasks: list[BatchTask]
    matching: int
    next_cursor: str | None


def page(id: str, query: TaskQuery) -> TaskPage:
    """Raises `BadRequest` on a cursor that is none."""
    check_page(query.cursor, query.limit, "task_")
    matching = Task.select().where(Task.batch_id == id, *_conditions(query))
    count = _sum(_counted(id, query.states)) if _is_plain(query) else matching.count()
    wanted = matching.order_by(_ORDER[query.sort], Task.id).limit(query.limit + 1).offset(query.offset)
    found = dicts(wanted.where(Task.id > query.cursor) if query.cursor else wanted)
    shown = found[: query.limit]
    more = query.sort == "position" and len(found) > query.limit
    return TaskPage(as_tasks(shown), count, shown[-1]["id"] if more else None)


def totals(id: str) -> Totals:
    """By index alone."""
    found = _counted(id, ())
    return Totals({row["state"]: row["tasks"] for row in found}, sum(row["cost"] or 0.0 for row in found))


def few_of_each(id: str, states: Sequence[TaskState], most: int) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
    """Each model, how many of its tasks are in these states, and at most `most` of them, spread over all."""
    models: list[str] = dicts(BatchRow.select(BatchRow.models).where(BatchRow.id == id))[0]["models"]
    for provider in dict.fromkeys(map(_provider_of, models)):
        own = [model for model in models if _provider_of(model) == provider]
        there = (Task.batch_id == id) & (Task.provider == provider)
        for model, count in _count_each(there, states, own):
            its = there & (Task.model == model)
            asked = Task.select(Task.base_image_id, Task.model, Task.prompt, Task.repeat).order_by(Task.id)
            few = Task.id.in_(_spread(its, states, most)) if count > most else Task.state.in_(list(states))
            yield model, count, dicts(asked.where(its, few))


def _count_each(there: pw.Expression, states: Sequence[TaskState], models: list[str]) -> list[tuple[str, int]]:
    """By index alone; which of several models a task is for is looked up for the smaller part of them.

    A batch has as many tasks for each of its models.
    """
    counted = dicts(Task.select(Task.state, pw.fn.COUNT(Task.id).alias("tasks")).where(there).group_by(Task.state))
    total, wanted = _sum(counted), _sum(row for row in counted if row["state"] in states)
    if len(models) == 1 or wanted in (0, total):
        each = dict.fromkeys(models, wanted // len(models))
    else:
        inside = 2 * wanted <= total
        looked_up = Task.state.in_(list(states)) if inside else Task.state.not_in(list(states))
        query = Task.select(Task.model, pw.fn.COUNT(Task.id).alias("tasks")).where(there, looked_up).group_by(Task.model)
        part = {row["model"]: row["tasks"] for row in dicts(query)}
        each = {model: part.get(model, 0) if inside else total // len(models) - part.get(model, 0) for model in models}
    return [(model, count) for model, count in each.items() if count]


def _spread(its: pw.Expression, states: Sequence[TaskState], most: int) -> set[str]:
    """About `most` ids at even distances; each is found by index, however many tasks there are."""
    # In the order of the index, which has the state before the id.
    of_each = [Task.select(Task.id).where(its, Task.state == each) for each in states]
    ends = [dicts(each.order_by(order).limit(1)) for each in of_each for order in (Task.id, Task.id.desc())]
    ids = sorted(row["id"] for end in ends for row in end)
    first, last = int(ids[0][-6:], 16), int(ids[-1][-6:], 16)
    places = [f"{ids[0][:-6]}{first + (last - first) * place // (most - 1):06x}" for place in range(most)]
    after = [[dicts(each.where(Task.id >= at).order_by(Task.id).limit(1)) for each in of_each] for at in places]
    return {min(row["id"] for found in each for row in found) for each in after}


def _provider_of(model: str) -> str:
    return model.partition("/")[0]


def steps(id: str) -> dict[StepsState, int]:
    """Tasks by how far their follow-up steps are; of those that wait only the ones whose pictures are there."""
    query = Task.select(Task.steps, pw.fn.COUNT(Task.id).alias("tasks")).where(
        Task.batch_id == id, Task.steps.is_null(False), (Task.steps != "waiting") | (Task.state == "done")
    )
    return {row["steps"]: row["tasks"] for row in dicts(query.group_by(Task.steps))}


def as_tasks(rows: Sequence[dict[str, Any]]) -> list[BatchTask]:
    images = _images_of([row["generation_id"] for row in rows if row["generation_id"]])
    made = [each for row in rows for each in (row["made"] or {}).values()]
    known = _facts_of({*made, *(row["base_image_id"] for row in rows if row["base_image_id"])} | {*_all(images)})
    return [_as_task(row, images.get(row["generation_id"], []), known) for row in rows]


def _as_task(row: dict[str, Any], img_ids: list[str], known: dict[str, _Facts]) -> BatchTask:
    made = {of: each for of, each in (row["made"] or {}).items() if each in known}
    base = known.get(row["base_image_id"] or "")
    return BatchTask.model_validate(
        {name: row[name] for name in BatchTask.model_fields if name in row}
        | {
            "position": int(row["id"][-6:], 16),
            "image_ids": img_ids,
            "made": made,
            "base_name": base.name if base else None,
            "favourites": [each for each in (*img_ids, *made.values()) if each in known and known[each].favourite],
        }
    )


def check_page(cursor: str | None, limit: int, kind: str) -> None:
    if not 1 <= limit <= MAX_PAGE or (cursor is not None and not cursor.startswith(kind)):
        raise BadRequest(f"limit is 1 to {MAX_PAGE}, cursor that of an earlier page", field="cursor")


def _conditions(query: TaskQuery) -> Iterator[pw.ColumnBase]:
    if query.states:
        yield Task.state.in_(query.states)
    if query.model:
        yield Task.model == query.model
    if query.text:
        named = ImageRow.select(ImageRow.id).where(ImageRow.name.contains(query.text))
        yield Task.prompt.contains(query.text) | Task.base_image_id.in_(named)
    if query.mark:
        yield _marked(query.mark)


def _marked(mark: TaskMark) -> pw.ColumnBase:
    if mark == "rejected":
        return Task.rejected
    if mark == "steps_failed":
        return Task.steps == "failed"
    return Task.generation_id.in_(ImageRow.select(ImageRow.generation_id).where(ImageRow.favourite, ~ImageRow.trashed))


def _is_plain(query: TaskQuery) -> bool:
    return not (query.model or query.text or query.mark)


def _counted(id: str, states: Iterable[TaskState]) -> list[dict[str, Any]]:
    query = Task.select(Task.state, pw.fn.COUNT(Task.id).alias("tasks"), pw.fn.SUM(Task.cost).alias("cost"))
    wanted = list(states)
    of_it = (Task.batch_id == id) & Task.state.in_(wanted) if wanted else Task.batch_id == id
    return dicts(query.where(of_it).group_by(Task.state))


def _sum(counted: Iterable[dict[str, Any]]) -> int:
    return sum(row["tasks"] for row in counted)


def _images_of(generations: list[str]) -> dict[str, list[str]]:
    query = ImageRow.select(ImageRow.generation_id, ImageRow.id).order_by(ImageRow.id)
    images: dict[str, list[str]] = {}
    for row in dicts(query.where(ImageRow.generation_id.in_(generations), ~ImageRow.trashed)):
        images.setdefault(row["generation_id"], []).append(row["id"])
    return images


def _facts_of(img_ids: set[str]) -> dict[str, _Facts]:
    """Of those that are not in the bin."""
    found: dict[str, _Facts] = {}
    for some in portions(sorted(img_ids)):
        query = ImageRow.select(ImageRow.id, ImageRow.name, ImageRow.model, ImageRow.prompt, ImageRow.favourite)
        for row in dicts(query.where(ImageRow.id.in_(some), ~ImageRow.trashed)):
            favourite = row.pop("favourite")
            found[row["id"]] = _Facts(called(**row), favourite)
    return found


def _all(images: dict[str, list[str]]) -> Iterator[str]:
    for some in images.values():
        yield from some
