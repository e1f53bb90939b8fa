from __future__ import annotations

import secrets
import time
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

IdKind = Literal["run", "gen", "att", "img", "up", "job", "rsv", "chat", "words", "rep", "batch", "session", "per"]


RequestId = Annotated[str, Field(max_length=64, pattern="^[!-~]*$")]
"""Chosen by whoever asks, at most 64 ASCII characters without spaces: what is asked for again under it is begun once."""


class Contract(BaseModel):
    """A frozen value that crosses the bridge. Unknown fields are an error, not noise."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ErrorInfo(Contract):
    """An error as the page gets it; `code` is one of `errors.ERROR_CODES`."""

    code: str
    message: str
    details: dict[str, Any] = {}


def new_id(kind: IdKind) -> str:
    """`kind_` + 12 hex digits of Unix milliseconds + 12 random ones: unique, and sorts by time."""
    return f"{kind}_{time.time_ns() // 1_000_000:012x}{secrets.token_hex(6)}"


def now() -> str:
    """The present moment, UTC, ISO 8601 with milliseconds: `2026-11-21T00:41:54.123Z`."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
