"""Refine: a prompt made better by a judged loop, as the page sees it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .base import Contract, ErrorInfo
from .models import Adjustment, UnavailableReason
from .runs import ModelParams
from .words import Closeness

MAX_GOAL_CHARS = 4_000
MAX_ITERATIONS = 15

Strategy = Literal["contract", "simple"]
SessionStatus = Literal["draft", "running", "done", "failed"]
AtomKind = Literal["yes_no", "count", "colour", "text"]
Block = Literal["subject", "style", "composition", "lighting", "camera", "constraints", "negative_constraints"]
CellAnswer = Literal["yes", "unsure", "no"]
Standing = Literal["waiting", "best", "kept", "failed"]
EvidenceLabel = Literal["verified", "observed", "no_effect", "worse"]
SessionStep = Literal["contract", "write", "revise", "generate", "judge", "compare", "verify"]
Stopped = Literal["target", "all_pass", "images", "no_progress", "not_closer", "locked", "refused", "accepted", "cancelled"]
SessionAction = Literal["first", "run", "verify"]
SessionWarning = Literal["one_family", "writer_not_ai", "judge_not_ai", "judge_needs_sketches", "judge_cannot_see"]


class Roles(Contract):
    """The chat models, as `provider/name`: who writes the prompts, and who judges the images (it has to see).

    Empty: the studio's choice, a Grok model through OpenRouter. An answer names the model that was chosen.
    """

    writer: str = Field(default="", max_length=200)
    judge: str = Field(default="", max_length=200)


class RefineAtom(Contract):
    """One question that the finished image answers. `weight`: 3 must, 2 matters, 1 nice; 5 is hard: the user said so.

    `expected`: "yes", or what an open answer must come to. A child counts only where its `parent` (an id) holds.
    `is_quality`: one of the fixed questions, which nobody edits. `from_feedback`: made of the user's words.
    """

    id: str = Field(min_length=1, max_length=60)
    block: Block
    question: str = Field(min_length=1, max_length=500)
    kind: AtomKind = "yes_no"
    expected: str = Field(default="yes", min_length=1, max_length=200)
    parent: str | None = None
    weight: int = Field(default=1, ge=1, le=5)
    is_quality: bool = False
    from_feedback: bool = False


class MatrixCell(Contract):
    """What the judge saw of one atom in one image. `value`: 0 to 1 over `looks`; a child of a failed parent is 0.

    `said`: the answer as the judge gave it at its last look ("two", "dark blue"), `evidence`: a few words on it.
    """

    answer: CellAnswer
    value: float
    said: str
    evidence: str
    looks: int


class BlockChange(Contract):
    """One block of the prompt, before and after."""

    block: Block
    before: str
    after: str


class RefineIteration(Contract):
    """One prompt and its image. `parent`: the iteration whose prompt it changed, `targets`: the atoms it was to mend.

    `prompt_text` has the block markers; `blocks`: the words in each. `image`: an image id. `judge_score`: the checklist
    score 0..100 (in the simple strategy the judge's own), as of the contract now in use. `cells`: atom id → what was
    seen. `verdicts`: which of best and this the judge liked, shown in both orders where the other one could still
    change who wins ("first" is the best before it).
    `closeness`: to the source image, where there is one. `cost`: of its image, in US dollars.
    """

    index: int
    parent: int | None
    prompt_text: str
    blocks: dict[Block, str]
    prompt_diff: list[BlockChange]
    summary: str
    targets: list[str]
    written_by: Literal["writer", "user"]
    image: str | None
    run_id: str | None
    generation_id: str | None
    failure: ErrorInfo | None
    judge_score: float | None
    judge_notes: str
    user_feedback: str
    cells: dict[str, MatrixCell]
    verdicts: list[Literal["first", "second", "tie"]]
    standing: Standing
    closeness: Closeness | None
    cost: float | None


class Recommendation(Contract):
    """A lesson of the session with the label that its evidence gives; nobody's words raise it.

    `verified`: fresh images of the first and the final prompt differ; `observed`: seen once; `no_effect`: tried, and what
    it was to mend still fails; `worse`: what held before was lost. `shares`: atom id → the part of the fresh images that
    show it, of the first prompt and of the final one.
    """

    label: EvidenceLabel
    iteration: int
    block: Block
    before: str
    after: str
    atoms: list[str]
    shares: dict[str, tuple[float, float]] = {}


class VerifiedClaim(Contract):
    """An atom that the final prompt shows more often than the first, or does not. `certainty`: 0..1, verified from 0.9."""

    atom: str
    first: float
    final: float
    certainty: float
    verified: bool


class Verification(Contract):
    """Fresh images of the first and the final prompt. `final`: the iteration whose prompt was the final one.

    `first_images`, `final_images`: image ids so far, of `each` to be made; `claims` come when all are judged.
    """

    final: int
    each: int
    first_images: list[str]
    final_images: list[str]
    claims: list[VerifiedClaim]
    done: bool


class SessionOrigin(Contract):
    """The session and iteration it was branched off."""

    session_id: str
    iteration: int


class CallPrice(Contract):
    """What one call to a model costs in US dollars (`None`: not known), and how many there are at least.

    `kind`: caps of a run hold for each image by itself, and for all calls of a session's chat models together.
    """

    model: str
    kind: Literal["image", "chat"]
    cost: float | None
    least: int


class SessionEstimate(Contract):
    """What lies ahead: images, calls to writer and judge, and US dollars, at least and at most.

    A cost is `None` where no price is known for any of it; `unknown_models` are those without a price. Stopping early
    (all passes, no progress) makes it less; answers that have to be asked for again make it more. `prices`: of each model
    that has work; empty where the loop has nothing to do. `idle`: why it has not.
    """

    images: int
    chat_calls_least: int
    chat_calls_most: int
    image_cost: float | None
    chat_cost_most: float | None
    cost_least: float | None
    cost_most: float | None
    unknown_models: list[str]
    prices: list[CallPrice]
    idle: Stopped | None


class SessionSummary(Contract):
    """A session in the list. `status`: `draft` waits for the user, `failed` halted by `error` and can be gone on with.

    `best`: the index of the iteration that is delivered, `thumb` its image id. `stopped`: why the loop is over. `images`:
    made so far, those of a verification too. `cost`: US dollars known to be spent, images and calls. `owner`: whose it is.
    """

    id: str
    owner: str
    name: str
    user_goal: str
    status: SessionStatus
    model: str
    strategy: Strategy
    created: str
    changed: str
    images: int
    best: int | None
    best_score: float | None
    thumb: str | None
    stopped: Stopped | None
    error: ErrorInfo | None
    cost: float | None


class RefineSession(SessionSummary):
    """A refinement. `image_params` as they are sent, `adjustments`: how that differs from what was asked.

    `step` and `step_iteration`: what is at work now; `waiting_until`: a passing fault is being waited out. `atoms`: the
    contract, then the fixed questions of quality; empty while there is none. `takes_negative`: whether the image model
    takes a negative prompt. `picked_by_user`: `best` is the user's own pick. `chat_calls`: made so far. `unknown_attempt`:
    an image call that may have been charged unseen: `resolve_unknown` lets it go, going on makes it again. `target`: the
    score at which the loop stops. `judged_by`: the model that gave the scores.
    """

    image_provider: str
    image_params: ModelParams
    adjustments: list[Adjustment]
    roles: Roles
    judged_by: str
    warnings: list[SessionWarning]
    economy: bool
    iterations_count: int
    target: float
    step: SessionStep | None
    step_iteration: int | None
    waiting_until: str | None
    atoms: list[RefineAtom]
    locked: list[Block]
    takes_negative: bool
    iterations: list[RefineIteration]
    picked_by_user: bool
    user_feedback: list[str]
    recommendations: list[Recommendation]
    verification: Verification | None
    origin: SessionOrigin | None
    source_image_id: str | None
    chat_calls: int
    image_cost: float | None
    chat_cost: float | None
    unknown_attempt: str | None


class SessionPage(Contract):
    sessions: list[SessionSummary]
    next_cursor: str | None
    total: int


class SessionOptions(Contract):
    """How a session works. `roles`: where none is chosen, a Grok model through OpenRouter. `target`: stop at this score."""

    economy: bool = False
    target: float = Field(default=100.0, ge=1, le=100)
    name: str = Field(default="", max_length=200)
    locked: list[Block] = []


class SessionChanges(Contract):
    """What is to change; what is `None` stays. `image_params` replaces all of them."""

    name: str | None = Field(default=None, max_length=200)
    locked: list[Block] | None = None
    economy: bool | None = None
    target: float | None = Field(default=None, ge=1, le=100)
    iterations_count: int | None = Field(default=None, ge=1, le=MAX_ITERATIONS)
    roles: Roles | None = None
    model: str | None = Field(default=None, max_length=300)
    image_params: ModelParams | None = None


class RefineDefaults(Contract):
    """What a new session begins with for an image model, and why a role cannot be used now (`None`: it can)."""

    roles: Roles
    writer_obstacle: UnavailableReason | None
    judge_obstacle: UnavailableReason | None
    warnings: list[SessionWarning]
    iterations_count: int
    max_iterations: int
    max_goal_chars: int
    takes_negative: bool


class AcceptedPrompt(Contract):
    """The prompt as the image model gets it, without block markers, and the negative prompt where it takes one."""

    prompt: str
    negative_prompt: str
    params: dict[str, Any]
