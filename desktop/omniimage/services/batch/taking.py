"""Taking a batch away: its pictures named after their base images, and a report of every task beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from omniimage.contracts.batch import BatchTask, Taking, TaskQuery
from omniimage.contracts.images import Image
from omniimage.errors import BadRequest
from omniimage.services.batch.making import BaseImage
from omniimage.services.leaving import Labels
from omniimage.services.names import seed_of
from omniimage.services.recipes import index_csv
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

    `accepted`: all but the rejected. Raises `NotFound`, and `BadRequest` where there is nothing.
    """
    row = await batches.row(batch_id)
    tasks = await _all_tasks(batches, batch_id)
    names = await batches.names_of([task.base_image_id for task in tasks if task.base_image_id])
    kept = [(task, img_id) for task in tasks for img_id in task.image_ids if which != "accepted" or not task.rejected]
    every = [each for task in tasks for img_id in task.image_ids for each in (img_id, _last(task, img_id))]
    images = {image.id: image for image in await store.get_many(list(dict.fromkeys(every)))}
    if which == "favourites":
        favourites = {image.id for image in images.values() if image.favourite}
        kept = [(task, img_id) for task, img_id in kept if favourites & {img_id, _last(task, img_id)}]
    img_ids = [_last(task, img_id) for task, img_id in kept]
    if not img_ids:
        raise BadRequest("the batch has no such pictures", field="batch_id", reason="empty")
    width = len(str(row["total"]))
    bases = {task.id: BaseImage("", names.get(task.base_image_id or "", "")).stem for task in tasks}
    of = {
        _last(task, img_id): {"base": bases[task.id], "task": str(task.position + 1).zfill(width)} for task, img_id in kept
    }

    def report(went: Sequence[tuple[str, Image]]) -> dict[str, str]:
        out = {image.id: name for name, image in went}
        lines = [line for task in tasks for line in _lines(task, bases[task.id], out, images)]
        return {REPORT: index_csv(lines, COLUMNS)}

    return Taken(img_ids, Labels(PLACEHOLDERS, of, report))


async def _all_tasks(batches: Batches, batch_id: str) -> list[BatchTask]:
    tasks: list[BatchTask] = []
    cursor: str | None = None
    while True:
        page = await batches.tasks(batch_id, TaskQuery(cursor=cursor, limit=MAX_PAGE))
        tasks += page.tasks
        cursor = page.next_cursor
        if cursor is None:
            return tasks


def _last(task: BatchTask, img_id: str) -> str:
    return task.made.get(img_id, img_id)


def _lines(task: BatchTask, base: str, out: Mapping[str, str], images: Mapping[str, Image]) -> list[dict[str, Any]]:
    """One line for each picture that went out, or one that says why there is none."""
    marked = any(images[id].favourite for img_id in task.image_ids for id in (img_id, _last(task, img_id)) if id in images)
    common = {
        "task": task.position + 1,
        "base": base,
        "model": task.model,
        "prompt": task.prompt,
        "state": task.state,
        "cost": task.cost,
        "mark": "rejected" if task.rejected else "favourite" if marked else None,
        "error": task.error.code if task.error else None,
        "steps_error": task.step_error.code if task.step_error else None,
    }
    lines = []
    for img_id in task.image_ids:
        if name := out.get(_last(task, img_id)):
            image = images[img_id]
            lines.append({**common, "file": name, "seed": seed_of(image.recipe), "cost": image.cost})
    return lines or [common]
