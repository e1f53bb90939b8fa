"""What can be done to pictures, by the name of the action: one at once, or many as a job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from omniimage.contracts.base import Contract
from omniimage.contracts.image_tools import ImageAction, JobKind, ProcessedImages
from omniimage.errors import BadRequest, NotFound, StudioError
from omniimage.services.jobs import Jobs, RunningJob

MAX_IMAGES = 10_000
log = logging.getLogger(__name__)
O = TypeVar("O", bound=Contract)  # noqa: E741


@dataclass(frozen=True)
class Tool(Generic[O]):
    """One action: the options it takes, how it is done to one image, and how many at a time.

    `kind` of its job; none: it is for one image alone.
    """

    options: type[O]
    run: Callable[[str, O], Awaitable[ProcessedImages]]
    kind: JobKind | None = None
    at_once: int = 1

    def read(self, given: Contract | None) -> O:
        """The options as this action understands them. Raises `BadRequest` with `fields`."""
        try:
            return self.options.model_validate(given.model_dump(exclude_unset=True) if given else {})
        except ValidationError as error:
            fields = [".".join(map(str, problem["loc"])) for problem in error.errors()]
            raise BadRequest("these options do not go with this action", fields=fields) from None


class ImageTools:
    def __init__(self, jobs: Jobs, tools: Mapping[ImageAction, Tool[Any]]) -> None:
        self._jobs = jobs
        self._tools = tools

    async def process(
        self, action: ImageAction, img_id: str | Sequence[str], options: Contract | None, job_id: str = ""
    ) -> ProcessedImages:
        """Do `action` to one image and wait for it; to several, as a job. Raises what the action does, and `BadRequest`."""
        tool = self._tools[action]
        wanted = tool.read(options)
        if isinstance(img_id, str):
            return await tool.run(img_id, wanted)
        img_ids = list(dict.fromkeys(img_id))
        if tool.kind is None or not 1 <= len(img_ids) <= MAX_IMAGES:
            raise BadRequest("this cannot be done to so many images", field="img_id", images=len(img_ids))

        async def work(job: RunningJob) -> None:
            await for_each(img_ids, job, lambda id: tool.run(id, wanted), tool.at_once)

        return ProcessedImages(job_id=self._jobs.start(tool.kind, len(img_ids), work, job_id).id)


async def for_each(
    img_ids: Sequence[str], job: RunningJob, run: Callable[[str], Awaitable[ProcessedImages]], at_once: int
) -> None:
    """Run over all images, `at_once` at a time; one that cannot be done is told and passed over."""
    waiting = iter(img_ids)

    async def lane() -> None:
        for img_id in waiting:
            try:
                done = await run(img_id)
                if not done.image_ids:
                    # Alone, it would be asked about; among many it is told.
                    raise NotFound("no grid was found for certain", reason="no_grid", confidence=done.confidence)
                job.step(done.image_ids)
            except StudioError as error:
                job.fail(img_id, error)
            except Exception as error:  # noqa: BLE001 - one that breaks must not end the others
                log.error("an image could not be worked on: %s", type(error).__name__)
                job.fail(img_id, error)

    lanes = [asyncio.ensure_future(lane()) for _ in range(at_once)]
    try:
        await asyncio.gather(*lanes)
    finally:
        for each in lanes:
            each.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)
