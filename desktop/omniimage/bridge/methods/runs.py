"""Runs: start, look up, stop, try again."""

from __future__ import annotations

from typing import Literal

from omniimage.acting import check_admin
from omniimage.bridge.methods.base import ApiMethods
from omniimage.contracts.base import RequestId
from omniimage.contracts.runs import Generation, Leftover, MatrixAxis, MatrixPreview, Run, RunPage, RunParams, StartedRun
from omniimage.contracts.studio import Done


class RunMethods(ApiMethods):
    """Runs of one prompt."""

    def generate_all(
        self, prompt: str, selected_models: list[str], params: RunParams, request_id: RequestId = ""
    ) -> StartedRun:
        return self._run_once(
            request_id,
            ("generate_all", prompt, selected_models, params),
            lambda claim: self._parts.generation.start(prompt, selected_models, params, claim=claim),
        )

    def preview_matrix(
        self, prompt: str, selected_models: list[str], params: RunParams, axes: list[MatrixAxis]
    ) -> MatrixPreview:
        """What `generate_matrix` would ask for, and what it would cost; nothing is sent."""
        return self._wait(self._parts.matrix.preview(prompt, selected_models, params, axes))

    def generate_matrix(
        self, prompt: str, selected_models: list[str], params: RunParams, axes: list[MatrixAxis], request_id: RequestId = ""
    ) -> StartedRun:
        """One run of every combination: of lists of words in the prompt, as `{dusk|noon}`, and of the values of `axes`."""
        return self._run_once(
            request_id,
            ("generate_matrix", prompt, selected_models, params, axes),
            lambda claim: self._parts.matrix.start(prompt, selected_models, params, axes, claim),
        )

    def get_run(self, run_id: str) -> Run:
        return self._wait(self._parts.history.get_run(run_id))

    def list_runs(
        self,
        text: str = "",
        cursor: str | None = None,
        limit: int = 50,
        owner: str | None = None,
        live: bool = False,
    ) -> RunPage:
        """Newest first. `owner`: one person's alone. `live`: those alone that are queued or at work."""
        return self._wait(self._parts.history.list_runs(text, cursor, limit, owner, live))

    def cancel(self, id: str) -> Done:
        """Of a generation, a run, a batch, a task, a refinement, a job, words being written, or a download by its name.

        What there is of it by then stays.
        """
        if self._parts.matting.is_downloading(id):
            check_admin()
            self._wait(self._parts.matting.pause(id))
            return Done()
        if id.startswith("job_"):
            self._wait(self._parts.jobs.cancel(id))
            return Done()
        if id.startswith(("batch_", "task_")):
            self._wait(self._parts.batch_queue.cancel(id))
            return Done()
        if id.startswith("rep_"):
            self._wait(self._parts.reproduce.cancel(id))
            return Done()
        if id.startswith("session_"):
            self._wait(self._parts.refine.driver.stop(id))
            return Done()
        if self._parts.prompt_tools.is_running(id):
            self._wait(self._parts.prompt_tools.cancel(id))
            return Done()
        self._wait(self._parts.generation.cancel(id))
        return Done()

    def retry(self, id: str, request_id: RequestId = "") -> Generation:
        return self._once(
            request_id,
            ("retry", id),
            lambda claim: self._parts.generation.retry(id, claim),
            lambda _: self._parts.history.get_generation(id),
        )

    def resolve_unknown(self, attempt_id: str, action: Literal["discard", "resend"]) -> Generation:
        return self._wait(self._parts.generation.resolve_unknown(attempt_id, action))

    def list_leftovers(self) -> list[Leftover]:
        """Answers that may have been paid for and brought no picture to keep."""
        return self._wait(self._parts.leftovers.list())

    def reveal_leftover(self, attempt_id: str) -> Done:
        """Show its folder in the system's file manager."""
        self._desktop.reveal(self._wait(self._parts.leftovers.folder(attempt_id)))
        return Done()

    def discard_leftover(self, attempt_id: str) -> list[Leftover]:
        """Remove one for good; answers what is left."""
        return self._wait(self._parts.leftovers.discard(attempt_id))
