"""What can be made of a picture: splitting, cutting out, converting, and taking away."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Contract, ErrorInfo

ImageAction = Literal["split", "bg_remove", "retouch", "convert"]
JobKind = Literal["split", "bg_remove", "convert", "zip", "save"]
JobState = Literal["running", "done", "cancelled", "failed"]


class Span(Contract):
    """Pixels from `start` up to, not including, `end` along one axis."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)


class GridGuess(Contract):
    """The grid found in a picture: the cells' spans by axis, and how sure it is, 0 to 1.

    `applies`: sure enough to be split without asking. One column and one row: no grid was found.
    """

    columns: list[Span]
    rows: list[Span]
    confidence: float
    applies: bool


class SplitOptions(Contract):
    """Nothing: find the grid; where it is not sure, nothing is split and `confidence` says so.

    `rows` and `columns`: that many, edges still found. Spans: exactly these cells."""

    rows: int | None = Field(default=None, ge=1, le=16)
    columns: int | None = Field(default=None, ge=1, le=16)
    row_spans: list[Span] | None = Field(default=None, max_length=16)
    column_spans: list[Span] | None = Field(default=None, max_length=16)


class CutOutOptions(Contract):
    """`model`: `auto` (the default of the settings, else whatever is there), `builtin`, or a matting model's name.

    `background`: a colour `#rrggbb`, or none for a transparent one. `result`: the subject, or its mask alone.
    `force`: use the built-in method though the picture does not suit it.
    """

    model: str = Field(default="auto", max_length=100)
    background: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    result: Literal["subject", "mask"] = "subject"
    force: bool = False


class Stroke(Contract):
    """One brush stroke over a cut-out: `points` (x, y) and `radius` in pixels of the picture; `hardness` 0 to 1."""

    mode: Literal["restore", "erase"]
    radius: float = Field(gt=0, le=4096)
    hardness: float = Field(default=0.8, ge=0, le=1)
    points: list[tuple[float, float]] = Field(min_length=1, max_length=10_000)


class RetouchOptions(Contract):
    """Strokes in the order they were drawn; they make a new cut-out beside the old one."""

    strokes: list[Stroke] = Field(min_length=1, max_length=2_000)


class Crop(Contract):
    """A rectangle in pixels of the picture as shown."""

    x: int = Field(ge=0)
    y: int = Field(ge=0)
    width: int = Field(ge=1)
    height: int = Field(ge=1)


class ConvertOptions(Contract):
    """In this order: crop (`crop`, or `ratio` about the middle), resize, flatten onto `background`, encode as `format`.

    `width` and `height` in pixels; one alone keeps the ratio; both: `fit` inside, cover (crops) or stretch.
    `quality` 1 to 100.
    """

    format: Literal["png", "jpeg", "webp", "avif"] | None = None
    quality: int = Field(default=90, ge=1, le=100)
    crop: Crop | None = None
    ratio: str | None = Field(default=None, pattern=r"^\d{1,3}:\d{1,3}$")
    width: int | None = Field(default=None, ge=1, le=16_384)
    height: int | None = Field(default=None, ge=1, le=16_384)
    fit: Literal["inside", "cover", "stretch"] = "inside"
    background: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")


class ProcessedImages(Contract):
    """One picture: the new images, and how sure the step was of itself (split: of the grid; cut-out: of its mask).

    Many: `job_id`, whose progress comes as `job.changed`.
    """

    image_ids: list[str] = []
    confidence: float | None = None
    job_id: str | None = None


class JobFailure(Contract):
    image_id: str
    error: ErrorInfo


class Job(Contract):
    """A work over many images. `image_ids`: what it has made so far; `failures` name the images that could not be done.

    `signed`: exported as they were, for they carry C2PA credentials. Events on the way leave these lists empty; `failed`
    counts the failures in any case.
    """

    id: str
    kind: JobKind
    state: JobState
    done: int
    total: int
    failed: int = 0
    image_ids: list[str]
    failures: list[JobFailure]
    signed: list[str] = []
    error: ErrorInfo | None = None


class ExportOptions(Contract):
    """How images leave the studio. Without `convert` the bytes go out as they are.

    `name`: a template of `{date} {time} {model} {provider} {prompt} {seed} {size} {n} {id}`. `recipe`: embed what made
    the image; `strip`: no metadata at all, which wins over `recipe`. C2PA-signed files go out untouched in any case.
    """

    name: str = Field(default="{date}_{model}_{prompt}_{n}", max_length=200)
    convert: ConvertOptions | None = None
    recipe: bool = True
    strip: bool = False


class Download(Contract):
    """In the window `path` says where the ZIP was written (null: the dialog was closed); in a browser `url` fetches it."""

    job_id: str | None
    path: str | None = None
    url: str | None = None


MattingState = Literal["installed", "absent", "downloading", "paused", "damaged"]


class MattingModel(Contract):
    """One entry of the manifest, or a file of the user's own. `size` and `received` in bytes, `speed` in bytes per second.

    `mirrors`: the hosts it can come from. `default`: used where none is named. `bundled`: it came with the studio and
    stays. `good_at`: anything, people, products, hair, fine_edges, drawings, speed, small_download. `error`: why the
    last download ended. While it is fetched, `download.progress` tells `{id: name, model}`, and `cancel(name)` pauses it.
    """

    name: str
    label: str
    size: int
    licence: str
    good_at: list[str]
    state: MattingState
    default: bool
    own: bool
    bundled: bool
    mirrors: list[str]
    received: int = 0
    speed: float | None = None
    error: ErrorInfo | None = None
