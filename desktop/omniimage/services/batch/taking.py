"""Taking a batch away: its pictures named after their base images, and a report of every task beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from omniimage.contracts.batch import BatchTask
from omniimage.contracts.images import Image
from omniimage.errors import BadRequest
from omniimage.services.batch.making import BaseImage
from omniimage.services.leaving import Labels
from omniimage.services.names import seed_of
from omniimage.services.recipes import index_csv
from omniimage.storage.batches import MAX_PAGE, Batches
from omniimage.storage.image_store import ImageStore

REPORT = "report.csv"
COLUMNS = ("file", "task", "base", "model", "prompt", "state", "cost", "seed", "error")
PLACEHOLDERS = ("base", "task")


@dataclass(frozen=True)
class Taken:
    """`labels` say what the names may be made of (`{base}`, `{task}`) and write the report."""

    img_ids: list[str]
    labels: Labels


async def taken(batches: Batches, store: ImageStore, batch_id: str, *, only_favourites: bool) -> Taken:
    """What goes out of a batch. Raises `NotFound`, and `BadRequest` where there is nothing."""
    row = await batches.row(batch_id)
    tasks: list[BatchTask] = []
    cursor: str | None = None
    while True:
        page, cursor = await batches.tasks(batch_id, (), None, cursor, MAX_PAGE)
        tasks += page
        if cursor is None:
            break
    names = await batches.names_of([task.base_image_id for task in tasks if task.base_image_id])
    img_ids = [img_id for task in tasks for img_id in task.image_ids]
    if only_favourites:
        img_ids = [image.id for image in await store.get_many(img_ids) if image.favourite]
    if not img_ids:
        raise BadRequest("the batch has no such pictures", field="batch_id", reason="empty")
    width = len(str(row["total"]))
    bases = {task.id: BaseImage("", names.get(task.base_image_id or "", "")).stem for task in tasks}
    of = {
        img_id: {"base": bases[task.id], "task": str(task.position + 1).zfill(width)}
        for task in tasks
        for img_id in task.image_ids
    }

    def report(went: Sequence[tuple[str, Image]]) -> dict[str, str]:
        out = {image.id: (name, image) for name, image in went}
        return {REPORT: index_csv([line for task in tasks for line in _lines(task, bases[task.id], out)], COLUMNS)}

    return Taken(img_ids, Labels(PLACEHOLDERS, of, report))


def _lines(task: BatchTask, base: str, out: dict[str, tuple[str, Image]]) -> list[dict[str, Any]]:
    """One line for each picture that went out, or one that says why there is none."""
    common = {
        "task": task.position + 1,
        "base": base,
        "model": task.model,
        "prompt": task.prompt,
        "state": task.state,
        "cost": task.cost,
        "error": task.error.code if task.error else None,
    }
    found = [out[img_id] for img_id in task.image_ids if img_id in out]
    lines = [{**common, "file": name, "seed": seed_of(image.recipe), "cost": image.cost} for name, image in found]
    return lines or [common]
