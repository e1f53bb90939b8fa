"""Taking a batch away: its pictures named after their base images, and a report of every task beside them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omniimage.contracts.batch import BatchTask, Taking, TaskQuery
from omniimage.contracts.images import Image
from omniimage.errors import BadRequest, storage_errors
from omniimage.services.batch.making import BaseImage
from omniimage.services.leaving import Labels
from omniimage.services.names import seed_of
from omniimage.services.recipes import csv_file
from omniimage.storage.batch_query import MAX_PAGE
from omniimage.storage.batches import Batches
from omniimage.storage.image_store import ImageStore

REPORT = "report.csv"
COLUMNS = ("file", "task", "base", "model", "prompt", "state", "cost", "seed", "mark", "error", "steps_error")
PLACEHOLDERS = ("base", "task")


@dataclass(frozen=True)
class Taken:
    """`labels` say what the names may be made of (`{base}`, `{task}`) and write the report."""

    img_ids: list[str]
    labels: Labels


async def taken(batches: Batches, store: ImageStore, batch_id: str, which: Taking) -> Taken:
    """What goes out of a batch: of each picture what the follow-up steps made of it, where they made something.

    `accepted`: all but the rejected. Of a batch of many thousand pictures only names are in memory. Raises `NotFound`, and
    `BadRequest` where there is nothing.
    """
    width = len(str((await batches.row(batch_id))["total"]))
    of: dict[str, dict[str, str]] = {}
    async for tasks in _pages(batches, batch_id):
        for task in tasks:
            label = {"base": _base(task), "task": str(task.position + 1).zfill(width)}
            of.update(dict.fromkeys(_kept(task, which), label))
    if not of:
        raise BadRequest("the batch has no such pictures", field="batch_id", reason="empty")

    async def report(went: Sequence[tuple[str, str]], folder: Path) -> list[Path]:
        out = {id: name for name, id in went}
        with storage_errors("the report cannot be written"), csv_file(folder / REPORT, COLUMNS) as write:
            async for tasks in _pages(batches, batch_id):
                images = {image.id: image for image in await store.get_many([id for task in tasks for id in task.image_ids])}
                write(line for task in tasks for line in _lines(task, out, images))
        return [folder / REPORT]

    return Taken(list(of), Labels(PLACEHOLDERS, of, report))


async def _pages(batches: Batches, batch_id: str) -> AsyncIterator[list[BatchTask]]:
    cursor: str | None = None
    while True:
        page = await batches.tasks(batch_id, TaskQuery(cursor=cursor, limit=MAX_PAGE))
        yield page.tasks
        cursor = page.next_cursor
        if cursor is None:
            return


def _kept(task: BatchTask, which: Taking) -> list[str]:
    """What goes out of one task."""
    if which == "accepted" and task.rejected:
        return []
    favourites = set(task.favourites)
    wanted = (id for id in task.image_ids if which != "favourites" or favourites & {id, _last(task, id)})
    return [_last(task, id) for id in wanted]


def _base(task: BatchTask) -> str:
    return BaseImage("", task.base_name or "").stem


def _last(task: BatchTask, img_id: str) -> str:
    return task.made.get(img_id, img_id)


def _lines(task: BatchTask, out: Mapping[str, str], images: Mapping[str, Image]) -> list[dict[str, Any]]:
    """One line for each picture that went out, or one that says why there is none."""
    common = {
        "task": task.position + 1,
        "base": _base(task),
        "model": task.model,
        "prompt": task.prompt,
        "state": task.state,
        "cost": task.cost,
        "mark": "rejected" if task.rejected else "favourite" if task.favourites else None,
        "error": task.error.code if task.error else None,
        "steps_error": task.step_error.code if task.step_error else None,
    }
    lines = []
    for img_id in task.image_ids:
        name, image = out.get(_last(task, img_id)), images.get(img_id)
        if name and image:
            lines.append({**common, "file": name, "seed": seed_of(image.recipe), "cost": image.cost})
    return lines or [common]
