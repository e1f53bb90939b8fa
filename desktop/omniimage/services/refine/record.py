"""A refinement as it is kept: the session of the judged loop, and what the studio knows beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal

from pydantic import TypeAdapter

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.refine import SessionOrigin, SessionStatus
from omniimage.contracts.runs import ModelParams
from omniimage.sdk.refine.session import Reading, Session

Work = Literal["write", "first", "run", "verify"]


@dataclass(frozen=True)
class Fresh:
    """One fresh image of a prompt, made to verify it. `failure`: the code of the error that stood in for it."""

    generation: str = ""
    image: str | None = None
    failure: str = ""
    reading: Reading | None = None


@dataclass(frozen=True)
class Check:
    """A verification: fresh images of the first prompt and of that of iteration `final`."""

    final: int
    first: tuple[Fresh, ...]
    last: tuple[Fresh, ...]


@dataclass(frozen=True)
class Refinement:
    """`asked`: parameters as the user gave them. `count`: images of one leg of the loop. `work`: what it is to do.

    `generations`: iteration → the generation that makes its image; it is written in the transaction that begins it.
    `failures`: why an iteration has no image. `let_go`: the newest chat call that may have been charged unseen and that
    the user knows of.
    """

    id: str
    owner: str
    name: str
    created: str
    changed: str
    status: SessionStatus
    model: str
    asked: ModelParams
    writer: str
    judge: str
    count: int
    session: Session
    work: Work = "write"
    error: ErrorInfo | None = None
    generations: Mapping[int, str] = field(default_factory=dict)
    failures: Mapping[int, ErrorInfo] = field(default_factory=dict)
    check: Check | None = None
    origin: SessionOrigin | None = None
    let_go: str = ""

    def with_session(self, session: Session) -> Refinement:
        return replace(self, session=session)

    def without_generation(self, index: int) -> Refinement:
        """That iteration's image is to be asked for anew."""
        return replace(self, generations={at: id for at, id in self.generations.items() if at != index})


@cache
def _adapter() -> TypeAdapter[Refinement]:
    return TypeAdapter(Refinement)


def as_row(refinement: Refinement) -> dict[str, Any]:
    """The row that keeps it."""
    columns = {name: getattr(refinement, name) for name in ("id", "owner", "name", "status", "created", "changed")}
    return columns | {"goal": refinement.session.goal, "record": _adapter().dump_json(refinement).decode()}


def from_record(record: str) -> Refinement:
    return _adapter().validate_json(record)
