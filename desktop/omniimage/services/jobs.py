"""Jobs: works over many images, with progress and an end. They are of this launch only: what they made is in the library."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from omniimage import acting
from omniimage.contracts.base import new_id
from omniimage.contracts.image_tools import Job, JobFailure, JobKind
from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.events import EventBus
from omniimage.services.outcome import error_info

KEPT_JOBS = 200
_CHOSEN = re.compile(r"job_[0-9a-f]{32}")
log = logging.getLogger(__name__)


class RunningJob:
    """What a work tells of itself. Every step is published; the event pump thins them out."""

    def __init__(self, job: Job, bus: EventBus) -> None:
        self.owner = acting.owner()
        self._job = job
        self._image_ids: list[str] = []
        self._failures: list[JobFailure] = []
        self._signed: list[str] = []
        self._bus = bus
        self._publish()

    @property
    def progress(self) -> Job:
        """How far it is, without its lists."""
        return self._job

    @property
    def job(self) -> Job:
        lists = {"image_ids": [*self._image_ids], "failures": [*self._failures], "signed": [*self._signed]}
        return self._job.model_copy(update=lists)

    def step(self, image_ids: Sequence[str] = (), signed: Sequence[str] = ()) -> None:
        """One image is done; `image_ids` came of it. `signed` left as they were."""
        self._image_ids += image_ids
        self._signed += signed
        self._change(done=self._job.done + 1)

    def fail(self, image_id: str, error: Exception) -> None:
        """One image could not be done; the others go on."""
        self._failures.append(JobFailure(image_id=image_id, error=error_info(error)))
        self._change(done=self._job.done + 1, failed=self._job.failed + 1)

    def end(self, error: Exception | None = None, *, cancelled: bool = False) -> None:
        state = "cancelled" if cancelled else "failed" if error else "done"
        self._change(state=state, error=error_info(error) if error else None)

    def _change(self, **changes: Any) -> None:
        self._job = self._job.model_copy(update=changes)
        self._publish()

    def _publish(self) -> None:
        # On the way only how far it is: of thousands of pictures, the lists would be most of what the page has to read.
        job = self._job if self._job.state == "running" else self.job
        self._bus.publish("job.changed", {"id": job.id, "job": job.model_dump(mode="json")})


Work = Callable[[RunningJob], Awaitable[None]]


class Jobs:
    def __init__(self, bus: EventBus) -> None:
        self._bus = bus
        self._jobs: dict[str, RunningJob] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, kind: JobKind, total: int, work: Work, id: str = "") -> Job:
        """Begin `work` on this loop. It ends `failed` with the `StudioError` that `work` raises.

        `id`: as who asks has chosen it, to know the job again should the answer be lost on its way. Raises `BadRequest`.
        """
        if id and (id in self._jobs or not _CHOSEN.fullmatch(id)):
            raise BadRequest("a job's id is new, job_ and 32 hex digits", field="request_id")
        job = Job(id=id or new_id("job"), kind=kind, state="running", done=0, total=total, image_ids=[], failures=[])
        running = RunningJob(job, self._bus)
        self._forget_old()
        self._jobs[job.id] = running
        task = asyncio.create_task(self._run(running, work))
        self._tasks[job.id] = task
        task.add_done_callback(lambda _: self._left(running))
        return running.job

    def waiting(self) -> int:
        """How many pictures the works under way, anybody's, have not come to yet."""
        # A list: the window asks from its own thread.
        works = [running.progress for running in list(self._jobs.values())]
        return sum(job.total - job.done for job in works if job.state == "running")

    def get(self, id: str) -> Job:
        """Raises `NotFound`."""
        if id not in self._jobs or not acting.may_see(self._jobs[id].owner):
            raise NotFound("no such job", job=id)
        return self._jobs[id].job

    def list(self) -> list[Job]:
        """Those of this launch, newest first."""
        return [running.job for running in reversed(self._jobs.values()) if acting.may_see(running.owner)]

    async def wait(self, id: str) -> Job:
        """The job once it has ended. Raises `NotFound`."""
        self.get(id)
        if task := self._tasks.get(id):
            await asyncio.wait({task})
        return self.get(id)

    async def cancel(self, id: str) -> None:
        """Stop it and wait until it has tidied up; what it made stays. Raises `NotFound`."""
        self.get(id)
        if task := self._tasks.get(id):
            task.cancel()
            await asyncio.wait({task})

    async def _run(self, running: RunningJob, work: Work) -> None:
        try:
            await work(running)
        except asyncio.CancelledError:
            running.end(cancelled=True)
        except StudioError as error:
            running.end(error)
        except Exception as error:  # noqa: BLE001 - a job that dies unheard would run for ever in the page
            log.error("a %s job failed: %s", running.job.kind, type(error).__name__)
            running.end(error)
        else:
            running.end()

    def _left(self, running: RunningJob) -> None:
        self._tasks.pop(running.progress.id, None)
        if running.progress.state == "running":
            # Cancelled before it had come to its first word.
            running.end(cancelled=True)

    def _forget_old(self) -> None:
        ended = [id for id in self._jobs if id not in self._tasks]
        for id in ended[: max(0, len(self._jobs) - KEPT_JOBS + 1)]:
            del self._jobs[id]
