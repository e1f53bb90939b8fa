"""A press of Generate, and what came of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .base import Contract, ErrorInfo
from .models import Adjustment

MAX_PROMPT_CHARS = 100_000

GenerationState = Literal["queued", "running", "done", "failed", "refused", "cancelled", "unknown"]
FINAL_STATES: frozenset[str] = frozenset({"done", "failed", "refused", "cancelled", "unknown"})

AttemptState = Literal["prepared", "sent", "accepted", "received", "saved", "failed", "refused", "cancelled", "unknown"]


class ModelParams(Contract):
    """The parameters a model may take. `None` or empty: not asked for.

    `mask_id`: an image laid over the first reference, white where it is to change.
    """

    size: str | None = Field(default=None, pattern=r"^\d{1,5}x\d{1,5}$")
    aspect_ratio: str | None = Field(default=None, pattern=r"^\d{1,3}:\d{1,3}$")
    tier: str | None = Field(default=None, max_length=16)
    n: int | None = Field(default=None, ge=1, le=16)
    seed: int | None = Field(default=None, ge=0, le=2**32 - 1)
    steps: int | None = Field(default=None, ge=1, le=500)
    guidance: float | None = Field(default=None, ge=0, le=100)
    strength: float | None = Field(default=None, ge=0, le=1)
    quality: str | None = Field(default=None, max_length=32)
    negative_prompt: str | None = Field(default=None, max_length=10_000)
    background: str | None = Field(default=None, max_length=32)
    style: str | None = Field(default=None, max_length=64)
    output_format: str | None = Field(default=None, max_length=16)
    reference_ids: list[str] | None = Field(default=None, max_length=16)
    mask_id: str | None = Field(default=None, max_length=64)


class RunParams(ModelParams):
    """Common parameters, and what differs for one model under `per_model[model id]`."""

    per_model: dict[str, ModelParams] = {}

    def for_model(self, model: str) -> ModelParams:
        """The common parameters with that model's own laid over them."""
        common = self.model_dump(exclude={"per_model"})
        own = self.per_model.get(model)
        return ModelParams(**(common | (own.model_dump(exclude_none=True) if own else {})))


class Attempt(Contract):
    """One outside call of a generation. `remote_id` where the provider gave one."""

    id: str
    state: AttemptState
    created: str
    remote_id: str | None = None
    error: ErrorInfo | None = None


class Leftover(Contract):
    """An answer that came and brought no picture to keep: it may have been paid for, so it stays until it is let go.

    `path`: the folder it lies in, of `files` with `bytes` in all. `error`: why it brought none; `charged` in its details.
    """

    attempt_id: str
    generation_id: str
    run_id: str | None
    model: str | None
    prompt: str | None
    created: str | None
    path: str
    files: int
    bytes: int
    error: ErrorInfo | None


MatrixParameter = Literal[
    "seed", "aspect_ratio", "size", "quality", "steps", "guidance", "strength", "style", "negative_prompt"
]


class MatrixAxis(Contract):
    """One way in which a run varies. `parameter`: which one; `None`: a list of words in the prompt, as `{dusk|noon}`.

    An empty value of a parameter leaves it out, beside one that is not empty.
    """

    parameter: MatrixParameter | None = None
    values: list[str] = Field(max_length=100)


class MatrixPreview(Contract):
    """What a matrix would be, its `axes` first to last. `known_cost` in US dollars; `unknown_models`: no price is known.

    `problems`: why a model cannot take some of it, by model id.
    """

    axes: list[MatrixAxis]
    images: int
    known_cost: float
    unknown_models: list[str]
    problems: dict[str, str]


class Generation(Contract):
    """One request of a run to one model. `cost` in US dollars, `None` when not known; `seconds` of wall time.

    `error` beside images means that some of `n` did not come. `text` is what the model said beside or in place of an image.
    `waiting_until`: a rate limit is being waited out. `prompt`: its own words, `cell`: its place on each axis, of a matrix.
    """

    id: str
    run_id: str
    model: str
    state: GenerationState
    image_ids: list[str]
    error: ErrorInfo | None
    cost: float | None
    seconds: float | None
    started: str | None
    waiting_until: str | None = None
    text: str | None = None
    asked: dict[str, Any]
    sent: dict[str, Any]
    adjustments: list[Adjustment]
    attempts: list[Attempt]
    prompt: str | None = None
    cell: list[int] | None = None


class Run(Contract):
    """`batch_id`: it is one task of that batch, `session_id`: one image of that refinement. `owner`: whose it is.

    `axes`: how its generations vary; none where they do not.
    """

    id: str
    prompt: str
    params: RunParams
    created: str
    generations: list[Generation]
    batch_id: str | None = None
    session_id: str | None = None
    owner: str = ""
    axes: list[MatrixAxis] = []


class RunSummary(Contract):
    """A run as the history shows it: `thumbs` are up to four image ids.

    `cost`: the sum of what is known; `unpriced`: something came whose price nobody knows.
    """

    id: str
    prompt: str
    created: str
    models: list[str]
    states: list[GenerationState]
    thumbs: list[str]
    image_count: int
    cost: float | None
    unpriced: bool = False
    owner: str = ""


class RunPage(Contract):
    runs: list[RunSummary]
    next_cursor: str | None
    total: int


class StartedGeneration(Contract):
    id: str
    model: str


class StartedRun(Contract):
    run_id: str
    generations: list[StartedGeneration]
