"""A refinement as a frozen value: everything that happened, so that it can be stored and gone on with at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from omniimage.sdk.refine.contract import Contract, Score, score

StrategyName = Literal["contract", "simple"]
Standing = Literal["waiting", "best", "kept", "failed"]
Verdict = Literal["first", "second", "tie"]
MAX_IMAGES = 16
# The name of the measure that holds all others, in `Iteration.measures`.
OVERALL = "overall"


@dataclass(frozen=True)
class Reading:
    """One look of a judge at one image. `answers`: atom → 0..1, `evidence`: atom → a few words, `said`: in its own words."""

    answers: Mapping[str, float]
    evidence: Mapping[str, str]
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Iteration:
    """One prompt and its image. `parent`: the iteration whose prompt it changed; `targets`: the atoms it was to mend.

    `image`: whatever the caller knows the image by. `score`: 0..100, of the checklist, or holistic in the simple
    strategy, with `notes`. `verdicts`: which of (best, this) a judge liked, asked in this order and then turned round,
    where that could still change who wins. `failure`: the code of the error that stood in for an image. `feedback`: what
    the user said of it, and `found_wrong`: the atoms for that, whatever a judge says; `by_user`: they wrote the prompt.
    `measures`: how close the image is to the session's source, each 0..1 by its name, and `OVERALL`.
    """

    index: int
    prompt: str
    parent: int | None = None
    blocks: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    summary: str = ""
    image: object = None
    failure: str = ""
    readings: tuple[Reading, ...] = ()
    score: float | None = None
    notes: str = ""
    verdicts: tuple[Verdict, ...] = ()
    standing: Standing = "waiting"
    feedback: tuple[str, ...] = ()
    found_wrong: tuple[str, ...] = ()
    by_user: bool = False
    measures: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def answers(self) -> Mapping[str, float]:
        """The mean of what the judge said in each look; what the user found wrong is wrong."""
        ids = {name: None for reading in self.readings for name in reading.answers}
        said = {
            name: sum(each) / len(each)
            for name in ids
            if (each := [reading.answers[name] for reading in self.readings if name in reading.answers])
        }
        return said | dict.fromkeys(self.found_wrong, 0.0)


@dataclass(frozen=True)
class Session:
    """`max_images`: how many may be made in all, the first one too. `locked`: blocks that the loop may not change.

    `best`: the iteration that is delivered; `is_picked`: the user chose it. `stopped`: why it is over, empty while it goes
    on: target, all_pass, images, no_progress, not_closer, locked, refused, accepted, cancelled. `unread_feedback`: what
    has not become an atom yet. `since`: the iteration with which the present leg began; only what came after it speaks for
    giving up. `source`: an image to get close to, whatever the caller knows it by; the contract is made from it.
    """

    goal: str
    strategy: StrategyName = "contract"
    economy: bool = False
    max_images: int = 4
    target: float = 100.0
    seed: int = 0
    locked: frozenset[str] = frozenset()
    contract: Contract | None = None
    feedback: tuple[str, ...] = ()
    unread_feedback: tuple[str, ...] = ()
    iterations: tuple[Iteration, ...] = ()
    best: int | None = None
    is_picked: bool = False
    stopped: str = ""
    since: int = 0
    source: object = None

    @property
    def last(self) -> Iteration | None:
        """The newest iteration."""
        return self.iterations[-1] if self.iterations else None

    @property
    def best_iteration(self) -> Iteration | None:
        """What is delivered; `None` until an image is judged."""
        return None if self.best is None else self.iterations[self.best]

    @property
    def images_made(self) -> int:
        """Iterations that have an image."""
        return sum(each.image is not None for each in self.iterations)

    def checklist(self, iteration: Iteration) -> Score | None:
        """What the iteration's answers come to under the contract as it is now."""
        return score(self.contract, iteration.answers) if self.contract and iteration.readings else None

    def with_last(self, **changes: Any) -> Session:
        """The same with some facts of the newest iteration changed."""
        return replace(self, iterations=(*self.iterations[:-1], replace(self.iterations[-1], **changes)))
