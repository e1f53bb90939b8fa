"""BatchQueue: what a person says to running batches; `Carrier` carries them out.

Ours and not `huey`: its SQLite queue takes a message out in a transaction of its own before the work begins, so a kill
between the two loses the task, or sends it twice where it is put back; it knows no pace per provider and no caps.
"""

from __future__ import annotations

from omniimage.contracts.batch import BatchState
from omniimage.errors import BadRequest
from omniimage.services.batch.carrier import Carrier

RESUMABLE: tuple[BatchState, ...] = ("ready", "paused", "capped", "halted")


class BatchQueue(Carrier):
    async def start(self, id: str) -> None:
        """Begin, or go on after a pause, a cap or an obstacle. One that runs or has ended is left as it is."""
        row = await self._batches.row(id)
        if row["state"] in ("done", "cancelled"):
            raise BadRequest("the batch is over: its failed tasks can be tried again", batch=id, reason="over")
        await self._run(row, RESUMABLE)

    async def pause(self, id: str) -> None:
        """Nothing more begins; what is under way comes home."""
        await self._batches.row(id)
        if await self._batches.set_state(id, "paused", only=("running", "capped", "halted")):
            self._active.pop(id, None)
            self._announce(id)

    async def pause_all_of(self, owner: str) -> None:
        for active in [each for each in self._active.values() if each.owner == owner]:
            await self.pause(active.id)

    async def cancel(self, id: str) -> None:
        """A batch with all that has not ended, or one task. What already comes in is still saved."""
        if id.startswith("task_"):
            await self._cancel_task(id)
            return
        await self._batches.row(id)
        if not await self._batches.set_state(id, "cancelled", only=("ready", "running", "paused", "capped", "halted")):
            return
        self._active.pop(id, None)
        await self._batches.cancel_queued(id)
        for task in await self._batches.under_way(id):
            await self._call_off(task.id, task.generation_id)
        self._announce(id)

    async def retry_failed(self, id: str) -> int:
        """Put back what failed (in a cancelled batch, also what was cancelled) and go on. Returns how many.

        What may have been charged unseen, `unknown`, is never among them.
        """
        row = await self._batches.row(id)
        await self._settled(id)
        count = await self._batches.requeue(id, ("failed", "cancelled") if row["state"] == "cancelled" else ("failed",))
        self._forget_ahead(id)
        if count:
            await self._run(row, (*RESUMABLE, "done", "cancelled"))
        return count

    async def retry_task(self, id: str, prompt: str | None) -> None:
        """Ask once more for one that has ended, with another prompt where one is given; it may be charged again."""
        task = await self._batches.task(id)
        if prompt is not None and not prompt.strip():
            raise BadRequest("the prompt is empty", field="prompt", reason="empty")
        if id in self._work or task.state in ("queued", "running"):
            raise BadRequest("it has not ended", task=id, reason="running")
        if task.generation_id and task.state == "unknown":
            for attempt in (await self._generation.wait(task.generation_id)).attempts:
                if attempt.state == "unknown":
                    await self._generation.resolve_unknown(attempt.id, "discard")
        if task.state == "done" and prompt is None:
            prompt = task.prompt
        await self._batches.ask_anew(id, prompt)
        self._forget_ahead(task.batch_id)
        await self._run(await self._batches.row(task.batch_id), (*RESUMABLE, "done", "cancelled"))

    async def skip_task(self, id: str) -> None:
        """Leave one out that is not under way and brought nothing."""
        task = await self._batches.task(id)
        if not await self._batches.skip(id):
            raise BadRequest("it is under way or has its pictures", task=id, reason=task.state)
        self._forget_ahead(task.batch_id)
        self._tell(task.batch_id, id)

    async def _cancel_task(self, id: str) -> None:
        task = await self._batches.task(id)
        if task.state == "queued" and id not in self._work:
            await self._batches.end(id, "cancelled")
            self._forget_ahead(task.batch_id)
            self._tell(task.batch_id, id)
        else:
            await self._call_off(id, task.generation_id)

    async def _call_off(self, id: str, generation_id: str | None) -> None:
        if id in self._work:
            self._called_off.add(id)
        if generation_id:
            await self._generation.cancel(generation_id)
