"""BatchQueue: what a person says to running batches; `Carrier` carries them out.

Ours and not `huey`: its SQLite queue takes a message out in a transaction of its own before the work begins, so a kill
between the two loses the task, or sends it twice where it is put back; it knows no pace per provider and no caps.
"""

from __future__ import annotations

from collections.abc import Sequence

from omniimage.contracts.batch import BatchState, BatchTask, TaskState
from omniimage.errors import BadRequest
from omniimage.services.batch.carrier import Carrier
from omniimage.services.requests import Claim, unclaimed
from omniimage.storage.batches import batch_of, task_id

RESUMABLE: tuple[BatchState, ...] = ("ready", "paused", "capped", "halted")


class BatchQueue(Carrier):
    async def start(self, id: str, trial: int = 0) -> None:
        """Begin, or go on after a pause, a cap or an obstacle. One that runs or has ended is left as it is.

        `trial`: let only so many of its tasks go, spread over all; then it pauses. They are part of it: none is paid twice.
        """
        row = await self._batches.row(id)
        if row["state"] in ("done", "cancelled"):
            raise BadRequest("the batch is over: its failed tasks can be tried again", batch=id, reason="over")
        if trial and row["state"] != "ready":
            raise BadRequest("a trial comes before the start", batch=id, reason="begun")
        if trial:
            await self._batches.set_trial(id, [task_id(id, position) for position in spread(row["total"], trial)])
        elif row["trial"] is not None and row["state"] != "running":
            await self._batches.set_trial(id, None)
        await self._run(row, RESUMABLE)

    async def pause(self, id: str) -> None:
        """Nothing more begins; what is under way comes home."""
        await self._batches.row(id)
        if await self._batches.set_state(id, "paused", only=("running", "capped", "halted")):
            self._active.pop(id, None)
            self._announce(id)

    async def let_go_of(self, owner: str) -> None:
        """Their batches were paused with them, which removing a person does: hold none of them ready any more."""
        for active in [each for each in self._active.values() if each.owner == owner]:
            self._active.pop(active.id, None)
            self._announce(active.id)

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
        await self._follow_ups.call_off(id)
        for task in await self._batches.under_way(id):
            await self._call_off(task.id, task.generation_id)
        self._announce(id)

    async def retry_failed(self, id: str, claim: Claim = unclaimed) -> int:
        """Put back what failed (in a cancelled batch, also what was cancelled) and go on, with steps that failed too.

        Returns how many tasks. What may have been charged unseen, `unknown`, is never among them.
        """
        row = await self._batches.row(id)
        await self._settled(id)
        await self._follow_ups.redo(id)
        count = await self._batches.requeue(id, tried_again(row["state"]), lambda: claim(id))
        self._forget_ahead(id)
        if count:
            await self._run(row, (*RESUMABLE, "done", "cancelled"))
        return count

    async def retry_task(self, id: str, prompt: str | None, claim: Claim = unclaimed) -> None:
        """Ask once more for one that has ended, with another prompt where one is given; it may be charged again."""
        task = await self._batches.task(id)
        if prompt is not None and not prompt.strip():
            raise BadRequest("the prompt is empty", field="prompt", reason="empty")
        if id in self._work or task.state in ("queued", "running"):
            raise BadRequest("it has not ended", task=id, reason="running")
        await self._no_longer_unknown(task)
        if task.state == "done" and prompt is None:
            prompt = task.prompt
        await self._batches.ask_anew(id, prompt, lambda: claim(id))
        self._forget_ahead(task.batch_id)
        row = await self._batches.row(task.batch_id)
        if row["trial"] is not None:
            await self._batches.set_trial(row["id"], [*row["trial"], id])
        await self._run(row, (*RESUMABLE, "done", "cancelled"))

    async def remove(self, id: str) -> None:
        """Forget a batch that does not run. Its pictures stay in the library."""
        await self._batches.row(id)
        if not await self._batches.remove(id, ("ready", "paused", "capped", "halted", "done", "cancelled")):
            raise BadRequest("the batch runs", batch=id, reason="running")
        self._announce(id)

    async def reject(self, ids: Sequence[str], rejected: bool) -> None:
        """Mark tasks as not to be taken along, or take the mark off. Raises `NotFound`."""
        await self._batches.reject(ids, rejected)
        for each in ids:
            self._tell(batch_of(each), each)

    async def skip_task(self, id: str) -> None:
        """Leave one out that is not under way and brought nothing; one whose outcome is unknown is no longer looked for."""
        task = await self._batches.task(id)
        await self._no_longer_unknown(task)
        if not await self._batches.skip(id):
            raise BadRequest("it is under way or has its pictures", task=id, reason=task.state)
        self._forget_ahead(task.batch_id)
        self._tell(task.batch_id, id)

    async def _no_longer_unknown(self, task: BatchTask) -> None:
        if task.generation_id is None or task.state != "unknown":
            return
        for attempt in (await self._generation.wait(task.generation_id)).attempts:
            if attempt.state == "unknown":
                await self._generation.resolve_unknown(attempt.id, "discard")

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


def tried_again(state: BatchState) -> tuple[TaskState, ...]:
    """The tasks that `retry_failed` puts back, in a batch that is in this state."""
    return ("failed", "cancelled") if state == "cancelled" else ("failed",)


def spread(total: int, count: int) -> list[int]:
    """`count` of `total` positions, the first and the last among them."""
    if count >= total:
        return list(range(total))
    return sorted({round(each * (total - 1) / max(1, count - 1)) for each in range(count)})
