"""From what happened to each outside call to the state of the whole generation."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Literal

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.runs import GenerationState
from omniimage.errors import (
    BadResponse,
    Cancelled,
    ContentRefused,
    OutcomeUnknown,
    ProviderUnavailable,
    RateLimited,
    StorageFailed,
    StorageFull,
    StudioError,
    Timeout,
)

ClosedState = Literal["failed", "refused", "cancelled", "unknown"]
MAX_WAITS = 4
MAX_RECONNECTS = 2
MAX_WAIT_SECONDS = 120.0
log = logging.getLogger(__name__)


def error_info(error: BaseException) -> ErrorInfo:
    """One that nobody expected is `internal`, with its type alone: its text may hold a key."""
    if not isinstance(error, StudioError):
        error = StudioError("internal error", type=type(error).__name__)
    return ErrorInfo(code=error.code, message=error.message, details=error.details)


def failure_of(model: str, outcome: BaseException) -> ErrorInfo:
    """Why a call to this model brought nothing, and whether it may have been charged."""
    if isinstance(outcome, StudioError):
        outcome.details.setdefault("model", model)
        return error_info(outcome)
    if isinstance(outcome, asyncio.CancelledError):
        return error_info(Cancelled("cancelled", charged="no", model=model))
    # The text of a foreign error may hold a key: only its type is kept.
    kind = type(outcome).__name__
    log.error("%s failed with an unexpected %s", model, kind)
    return ErrorInfo(
        code="internal", message="unexpected error", details={"model": model, "kind": kind, "charged": "unknown"}
    )


def fell_short(asked: int, came: int) -> list[StudioError]:
    """Why fewer pictures came than were asked for, where the provider says nothing of the others."""
    if came >= asked:
        return []
    return [BadResponse("fewer images came than were asked for", reason="fewer", asked=asked, came=came, charged="unknown")]


def attempt_state(error: StudioError) -> ClosedState:
    """How an attempt that raised `error` ended."""
    match error:
        case OutcomeUnknown():
            return "unknown"
        case ContentRefused():
            return "refused"
        case Cancelled():
            return "cancelled"
        case _:
            return "failed"


def keeps_answer(error: StudioError) -> bool:
    """Whether an answer that came whole can still be put away later: the disk was full, or its picture's address silent."""
    passes = isinstance(error, StorageFull | StorageFailed | ProviderUnavailable | Timeout)
    return passes or bool(error.details.get("passing"))


def waits_at_provider(error: StudioError) -> bool:
    """Whether the provider may still bring what was asked for: the attempt stays open, and is asked for again later."""
    return bool(error.details.get("waits"))


def generation_state(image_count: int, errors: Sequence[ErrorInfo]) -> tuple[GenerationState, ErrorInfo | None]:
    """One picture is enough to be `done`; the gravest error rides along. An unknown outcome always shows."""
    ranked = sorted(errors, key=lambda error: _GRAVITY.get(error.code, 2))
    worst = ranked[0] if ranked else None
    if worst is not None and worst.code == OutcomeUnknown.code:
        return "unknown", worst
    if image_count:
        return "done", worst
    if worst is None:
        return "failed", ErrorInfo(code="bad_response", message="nothing came", details={"charged": "unknown"})
    if worst.code == ContentRefused.code:
        return "refused", worst
    if worst.code == Cancelled.code:
        return "cancelled", worst
    return "failed", worst


def wait_before_retry(error: StudioError, waits: int, jitter: float) -> float | None:
    """Seconds to wait before asking again, or `None` to give up.

    Only where the error says `safe_to_retry`: nothing can have been done or billed. `Retry-After` is never undercut; without
    one: 1, 2, 4 … s. `jitter` in 0..1 spreads the herd by up to a quarter more. A rate limit is waited out longer than a
    connection that cannot be made.
    """
    most = MAX_WAITS if isinstance(error, RateLimited) else MAX_RECONNECTS
    if not error.details.get("safe_to_retry") or waits >= most:
        return None
    asked = float(error.details.get("retry_after") or 2.0**waits)
    return asked * (1 + jitter / 4) if asked <= MAX_WAIT_SECONDS else None


_GRAVITY = {OutcomeUnknown.code: 0, Cancelled.code: 3}
