"""Batches: many base images, or many prompts, through chosen models; each combination is a task."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Contract, ErrorInfo
from .image_tools import ConvertOptions, CutOutOptions
from .runs import ModelParams, RunParams

MAX_TASKS = 100_000

BatchState = Literal["ready", "running", "paused", "capped", "halted", "done", "cancelled"]
TaskState = Literal["queued", "running", "done", "failed", "refused", "cancelled", "unknown", "skipped"]
StepsState = Literal["waiting", "done", "failed", "cancelled"]
TaskSort = Literal["position", "-position", "cost", "-cost", "state", "model"]
TaskMark = Literal["favourite", "rejected", "steps_failed"]
Taking = Literal["all", "accepted", "favourites"]

Cell = Annotated[str, Field(max_length=20_000)]
ColumnName = Annotated[str, Field(min_length=1, max_length=100)]


class CutOutStep(Contract):
    action: Literal["bg_remove"]
    options: CutOutOptions = CutOutOptions()


class ConvertStep(Contract):
    action: Literal["convert"]
    options: ConvertOptions = ConvertOptions()


FollowUp = Annotated[CutOutStep | ConvertStep, Field(discriminator="action")]


class BatchParams(RunParams):
    """Parameters of each request, and how the tasks are made and paced.

    `repeat`: times each combination is asked for; a seed rises by one with each. `rows`: a table's lines by column; with
    base images, the line whose cell names the file goes with it; `table`: what its file is called. `lists`: `{name}`
    stands for every entry of it in turn, `__name__` for one drawn anew for each prompt. `list_names`: the order they were
    written in, which a page cannot tell from an object where names are numbers. `at_once` and `per_minute`: most requests
    by provider id. A higher `priority` goes first among the batches of one owner. `follow_ups`: done to every picture that
    comes, in turn.
    """

    repeat: int = Field(default=1, ge=1, le=1000)
    rows: list[dict[ColumnName, Cell]] = Field(default=[], max_length=MAX_TASKS)
    table: str = Field(default="", max_length=300)
    lists: dict[ColumnName, list[Cell]] = Field(default={}, max_length=100)
    list_names: list[ColumnName] = Field(default=[], max_length=100)
    at_once: dict[str, Annotated[int, Field(ge=1, le=256)]] = {}
    per_minute: dict[str, Annotated[int, Field(ge=1, le=100_000)]] = {}
    priority: int = Field(default=0, ge=-100, le=100)
    follow_ups: list[FollowUp] = Field(default=[], max_length=4)

    def of_run(self) -> RunParams:
        return RunParams(**{name: getattr(self, name) for name in RunParams.model_fields})

    def of_task(self, model: str, base_image_id: str | None, repeat: int) -> RunParams:
        """What one task asks its model for. The base image goes before the other references."""
        own: ModelParams = self.of_run().for_model(model)
        changes: dict[str, object] = {}
        if base_image_id is not None:
            changes["reference_ids"] = [base_image_id, *(own.reference_ids or ())]
        if own.seed is not None:
            changes["seed"] = (own.seed + repeat) % 2**32
        return RunParams(**(own.model_dump() | changes))


class Table(Contract):
    """A table that was read: its columns in order, and each line by column."""

    columns: list[str]
    rows: list[dict[str, str]]


class NamedTable(Table):
    """`name`: of its file."""

    name: str = Field(max_length=300)


class BatchDraft(Contract):
    """A batch that is being thought out, as far as it is: nothing of it need make sense yet.

    `models`, `params`: `None` for those of Compare. The rest as in `BatchParams`.
    """

    name: str = ""
    prompt: str = ""
    base_image_ids: list[str] = []
    table: NamedTable | None = None
    lists: dict[str, list[str]] = {}
    list_names: list[str] = []
    models: list[str] | None = None
    params: RunParams | None = None
    repeat: int = 1
    priority: int = 0
    at_once: dict[str, int] = {}
    per_minute: dict[str, int] = {}
    follow_ups: list[FollowUp] = []


class PreviewedTask(Contract):
    base_image_id: str | None
    model: str
    prompt: str


class ModelShare(Contract):
    """One model's part. `cost` in US dollars of all its tasks, `None`: no price is known. `problem`: why it cannot run."""

    model: str
    tasks: int
    cost: float | None
    problem: str | None = None


class BatchPreview(Contract):
    """What a batch would be. `seconds`: about how long as fast as it may go, `None` where nobody knows.

    `without_row`: base images that no line of the table names; they are left out. `unused_rows`: lines that name none.
    `twins`: base images with the same bytes as an earlier one, which would be paid for as well.
    """

    tasks: int
    first: list[PreviewedTask]
    models: list[ModelShare]
    known_cost: float
    seconds: float | None
    without_row: list[str]
    unused_rows: int
    twins: list[str]


class BatchTask(Contract):
    """One request of a batch; `run_id`, `generation_id` once it was begun. `cost` in US dollars, earlier tries included.

    `steps`: how far the follow-up steps are, `None` where the batch has none; `made`: by picture, what they made of it;
    `step_error`: why they could not be done, which costs nothing of what came. `rejected`: not to be taken along.
    `favourites`: those among its pictures and what was made of them.
    """

    id: str
    batch_id: str
    position: int
    base_image_id: str | None
    model: str
    prompt: str
    state: TaskState
    run_id: str | None
    generation_id: str | None
    image_ids: list[str]
    cost: float | None
    error: ErrorInfo | None
    rejected: bool = False
    steps: StepsState | None = None
    made: dict[str, str] = {}
    step_error: ErrorInfo | None = None
    base_name: str | None = None
    favourites: list[str] = []


class Waiting(Contract):
    """A provider that gets nothing sent for `seconds` yet: it asked for that, or cannot be reached."""

    provider: str
    seconds: float
    reason: str


class BatchSummary(Contract):
    """`cost`: US dollars known to be spent. `rate`: tasks a minute of late, `seconds_left` by it; `None`: it stands still.

    `error`: why it is `capped` (in the details what is missing) or `halted`; `resume_batch` goes on. `trial`: only a few
    tasks have been let go; `start_batch` lets go all. `steps`: tasks by how far their follow-up steps are.
    """

    id: str
    name: str
    state: BatchState
    owner: str
    prompt: str
    models: list[str]
    created: str
    ended: str | None
    total: int
    counts: dict[TaskState, int]
    cost: float
    rate: float | None
    seconds_left: float | None
    waiting: list[Waiting]
    error: ErrorInfo | None
    trial: bool = False
    steps: dict[StepsState, int] = {}


class Batch(BatchSummary):
    """With one page of its tasks, in order. `matching`: how many tasks answer the query, on all pages."""

    params: BatchParams
    tasks: list[BatchTask]
    matching: int
    next_cursor: str | None


class TaskQuery(Contract):
    """Which tasks of a batch, in which order. `text`: it occurs in the prompt or in the base image's name.

    `cursor`, of an earlier page, goes with the order by position; `offset` with any.
    """

    states: list[TaskState] = []
    model: str | None = Field(default=None, max_length=300)
    text: str | None = Field(default=None, max_length=1000)
    mark: TaskMark | None = None
    sort: TaskSort = "position"
    cursor: str | None = Field(default=None, max_length=100)
    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=100, ge=1, le=1000)


class BatchPage(Contract):
    batches: list[BatchSummary]
    next_cursor: str | None
