"""Batches: make, run, look at, mend, take away."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal

from pydantic import Field

from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.base import RequestId
from omniimage.contracts.batch import (
    Batch,
    BatchDraft,
    BatchPage,
    BatchParams,
    BatchPreview,
    ModelShare,
    Table,
    Taking,
    TaskMark,
    TaskQuery,
    TaskSort,
    TaskState,
)
from omniimage.contracts.image_tools import Download, ExportOptions
from omniimage.contracts.studio import Done
from omniimage.errors import BadRequest
from omniimage.services.batch.tables import read_table
from omniimage.services.requests import Claim


class BatchMethods(ApiMethods):
    """Batches and their tasks."""

    def read_table(self, name: str, data: str) -> Table:
        """A CSV, JSON or XLSX file, its bytes in base64, as lines for `BatchParams.rows`."""
        try:
            found = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise BadRequest("the bytes are not base64", field="data", reason="base64") from None
        return read_table(name, found)

    def get_batch_draft(self, like: str | None = None) -> BatchDraft:
        """The batch that is being made; `like`: all that this batch was made of, for another one."""
        drafts = self._parts.batch_drafts
        return self._wait(drafts.own() if like is None else drafts.another(like))

    def keep_batch_draft(self, changes: BatchDraft) -> Done:
        """Keep what is given of the batch that is being made; the rest of it stays as it is."""
        self._wait(self._parts.batch_drafts.keep(changes))
        return Done()

    def preview_batch(
        self, prompt: str, base_image_ids: list[str], models: list[str], params: BatchParams | None = None
    ) -> BatchPreview:
        """The first rendered prompts, the number of tasks, price and time. Nothing is kept or sent."""
        return self._wait(self._parts.batches.preview(prompt, base_image_ids, models, params or BatchParams()))

    def create_batch(
        self,
        name: str,
        prompt: str,
        base_image_ids: list[str],
        models: list[str],
        params: BatchParams | None = None,
        request_id: RequestId = "",
    ) -> Batch:
        """Each base image × prompt × model × repeat is a task. It waits for `start_batch`."""
        asked = (name, prompt, base_image_ids, models, params or BatchParams())
        return self._once(
            request_id,
            ("create_batch", *asked),
            lambda claim: self._parts.batches.create(*asked, claim),
            lambda began: self._parts.batches.get(began[0]),
        )

    def start_batch(
        self, batch_id: str, trial: Annotated[int, Field(ge=0, le=100)] = 0, request_id: RequestId = ""
    ) -> Batch:
        """`trial`: only so many of its tasks, spread over all; then it pauses, and a start lets go the others."""

        # One that runs is left as it is: what begins needs no claim of its own.
        async def started(_: Claim) -> Batch:
            await self._parts.batch_queue.start(batch_id, trial)
            return await self._parts.batches.get(batch_id)

        return self._once(request_id, ("start_batch", batch_id, trial), started, lambda _: self._parts.batches.get(batch_id))

    def pause_batch(self, batch_id: str) -> Batch:
        """Nothing more is sent; what is under way comes home."""
        self._wait(self._parts.batch_queue.pause(batch_id))
        return self._wait(self._parts.batches.get(batch_id))

    def resume_batch(self, batch_id: str) -> Batch:
        """Go on after a pause, a cap or an obstacle."""
        return self.start_batch(batch_id)

    def preview_retry(self, id: str) -> list[ModelShare]:
        """What `retry_failed` of a batch, or `retry_task` of a task, would cost, by model."""
        return self._wait(self._parts.batches.preview_retry(id))

    def preview_start(self, batch_id: str) -> list[ModelShare]:
        """What `start_batch` or `resume_batch` would cost, by model: all that is queued still."""
        return self._wait(self._parts.batches.preview_start(batch_id))

    def retry_failed(self, batch_id: str, request_id: RequestId = "") -> Batch:
        """Try all that failed again and go on. What may have been charged unseen is not among it."""

        async def retried(claim: Claim) -> Batch:
            await self._parts.batch_queue.retry_failed(batch_id, claim)
            return await self._parts.batches.get(batch_id)

        return self._once(request_id, ("retry_failed", batch_id), retried, lambda _: self._parts.batches.get(batch_id))

    def retry_task(
        self, task_id: str, prompt: Annotated[str, Field(max_length=100_000)] | None = None, request_id: RequestId = ""
    ) -> Done:
        """Ask for one task again, with a changed prompt where one is given. It may be charged again."""

        async def asked(claim: Claim) -> Done:
            await self._parts.batch_queue.retry_task(task_id, prompt, claim)
            return Done()

        async def done(_: list[str]) -> Done:
            return Done()

        return self._once(request_id, ("retry_task", task_id, prompt), asked, done)

    def reject_tasks(self, task_ids: Annotated[list[str], Field(max_length=1000)], rejected: bool = True) -> Done:
        """Mark tasks as not to be taken along, or take the mark off."""
        self._wait(self._parts.batch_queue.reject(task_ids, rejected))
        return Done()

    def redo_steps(self, batch_id: str, task_id: str | None = None) -> Batch:
        """Follow-up steps that failed or were called off, once more: of a whole batch, or of one task."""
        self._wait(self._parts.follow_ups.redo(batch_id, task_id))
        return self._wait(self._parts.batches.get(batch_id))

    def delete_batch(self, batch_id: str) -> Done:
        """Forget a batch that does not run. Its pictures stay in the library."""
        self._wait(self._parts.batch_queue.remove(batch_id))
        return Done()

    def skip_task(self, task_id: str) -> Done:
        """Leave one out that brought nothing. Of an unknown outcome: nobody looks for it any more."""
        self._wait(self._parts.batch_queue.skip_task(task_id))
        return Done()

    def get_batch(
        self,
        batch_id: str,
        states: list[TaskState] | None = None,
        model: Annotated[str, Field(max_length=300)] | None = None,
        text: Annotated[str, Field(max_length=1000)] | None = None,
        mark: TaskMark | None = None,
        sort: TaskSort = "position",
        cursor: Annotated[str, Field(max_length=100)] | None = None,
        offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
        limit: Annotated[int, Field(ge=1, le=1000)] = 100,
    ) -> Batch:
        """With one page of its tasks, as of `TaskQuery`."""
        query = TaskQuery(
            states=states or [], model=model, text=text, mark=mark, sort=sort, cursor=cursor, offset=offset, limit=limit
        )
        return self._wait(self._parts.batches.get(batch_id, query))

    def list_batches(self, cursor: str | None = None, limit: int = 50, owner: str | None = None) -> BatchPage:
        """Newest first. `owner`: one person's alone."""
        return self._wait(self._parts.batches.list(cursor, limit, owner))

    def export_batch(
        self,
        batch_id: str,
        options: ExportOptions | None = None,
        which: Taking = "all",
        into: Literal["zip", "folder"] = "zip",
        request_id: str = "",
    ) -> Download:
        """Its pictures, and `report.csv` with a line for every task. A browser gets a ZIP's URL, the window asks where to.

        `which`: all, `accepted` (all but the rejected), or the favourites alone.

        In `options.name`, `{base}` is the base image's name and `{task}` the task's number.

        `request_id`: the job's id, chosen.
        """
        options = options or ExportOptions(name="{base}_{model}_{task}")
        taken = self._wait(self._parts.batches.take(batch_id, which))
        exports, img_ids = self._parts.exports, taken.img_ids
        self._wait(exports.check(img_ids, options, taken.labels))
        if self._desktop_or_none is None and into == "zip":
            download = self._wait(exports.zip_for_browser(img_ids, options, taken.labels, request_id))
            self._wait(self._parts.library.note_saved(img_ids))
            return download
        ask = self._desktop.ask_folder
        target = ask() if into == "folder" else self._desktop.ask_save_path(exports.zip_name(len(img_ids)))
        if target is None:
            return Download(job_id=None)
        self._wait(self._parts.library.note_saved(img_ids))
        write = exports.save_to if into == "folder" else exports.zip_to
        return self._wait(write(target, img_ids, options, taken.labels, request_id))
