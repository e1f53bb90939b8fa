"""Words made by chat models: prompt tools, descriptions of pictures, and the templates behind them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Contract, ErrorInfo

PromptTool = Literal["enhance", "translate"]
DescriptionStyle = Literal["natural", "tags", "flex", "json"]
Focus = Literal["all", "style", "subject"]
ReproductionState = Literal["running", "waiting", "done", "failed", "stopped", "interrupted"]


class Template(Contract):
    """`text` is in use, `shipped` what it came with; `variables`: what the text asks for."""

    name: str
    text: str
    shipped: str
    changed: bool
    variables: list[str]


class Words(Contract):
    """What a prompt tool wrote. `cost` in US dollars, `None` where unknown."""

    id: str
    text: str
    cost: float | None
    seconds: float


class ChatPart(Contract):
    """A piece of a message: text, or a picture by its id; `scaled`: what was done to it to fit, `None` for nothing."""

    text: str | None = None
    image_id: str | None = None
    scaled: str | None = None


class ChatPreviewMessage(Contract):
    role: Literal["system", "user"]
    parts: list[ChatPart]


class ChatPreview(Contract):
    """What will be sent, and what it may cost in US dollars (`None` where unknown)."""

    model: str
    messages: list[ChatPreviewMessage]
    cost: float | None


class ReproductionOptions(Contract):
    """`system` and `user`: texts for this one alone, in place of the templates. `language` of the answer, in English."""

    style: DescriptionStyle = "natural"
    focus: Focus = "all"
    notes: str = Field(default="", max_length=4000)
    language: str = Field(default="English", max_length=40)
    system: str | None = Field(default=None, max_length=100_000)
    user: str | None = Field(default=None, max_length=100_000)


class StartedReproduction(Contract):
    id: str


class Reproduction(Contract):
    """A picture, the prompt behind it, and the runs that were made from it.

    `text` is what the model wrote, as far as it came; `prompt` what the user made of it, empty until it was touched.
    `started`: when it was last begun or gone on with, in a row of an earlier version unknown. `tries`: how often it was
    asked; `waiting_until`: a passing fault is being waited out. `scaled`: what was done to the picture for the provider's
    limit. `interrupted`: the studio ended in the middle; the answer may have been charged.
    """

    id: str
    image_id: str
    model: str
    options: ReproductionOptions
    state: ReproductionState
    text: str
    prompt: str
    error: ErrorInfo | None
    tries: int
    waiting_until: str | None
    scaled: str | None
    cost: float | None
    seconds: float | None
    created: str
    run_ids: list[str]
    owner: str = ""
    started: str | None = None


class ReproductionPage(Contract):
    reproductions: list[Reproduction]
    next_cursor: str | None
    total: int


class Closeness(Contract):
    """How close two pictures are, each 0 (nothing alike) to 1 (the same): by palette, layout and texture, and in all."""

    palette: float
    layout: float
    texture: float
    overall: float
