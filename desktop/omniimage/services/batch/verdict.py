"""What the end of a task's generation means for the queue. Pure."""

from __future__ import annotations

from enum import Enum, auto

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.runs import FINAL_STATES, Generation
from omniimage.errors import StudioError

_DISK = ("storage_full", "storage_failed")
_ACCOUNT = ("auth_failed", "insufficient_funds", "cost_cap", "locked")
_PASSING = ("provider_unavailable", "rate_limited", "timeout")


class Verdict(Enum):
    CAME = auto()
    ENDED = auto()
    AGAIN_LATER = auto()
    """Nothing was billed, and it passes: back into the queue, and the provider is left alone for a while."""
    IN_THE_WAY = auto()
    """Nothing was billed, or what came waits in the spool; every other task would fail on the same: stop and say so."""
    UNSEEN = auto()
    """It was sent and the studio closed before its answer: may have been charged."""
    UNWRITTEN = auto()
    """The end itself could not be written down."""


def verdict(generation: Generation, *, called_off: bool, leaving: bool) -> Verdict:
    error = generation.error
    match generation.state:
        case "done":
            return Verdict.CAME
        case state if state not in FINAL_STATES:
            return Verdict.UNWRITTEN
        case "cancelled" if error is not None and not called_off:
            return _cancelled(generation, error, leaving)
        case "failed" if error is not None and not called_off:
            return _failed(generation, error)
        case _:
            return Verdict.ENDED


def keeps_from_starting(error: StudioError) -> bool:
    """Whether what kept one task from beginning would keep every other."""
    return error.code in (*_DISK, *_ACCOUNT)


def _cancelled(generation: Generation, error: ErrorInfo, leaving: bool) -> Verdict:
    if error.details.get("reason") == "interrupted" and error.details.get("charged") == "no":
        return Verdict.AGAIN_LATER
    if not leaving or error.details.get("waits"):
        return Verdict.ENDED
    return Verdict.AGAIN_LATER if _is_free(generation, error) else Verdict.UNSEEN


def _failed(generation: Generation, error: ErrorInfo) -> Verdict:
    free, waits = _is_free(generation, error), bool(error.details.get("waits"))
    if error.code in _DISK and (free or error.details.get("charged") == "yes"):
        return Verdict.IN_THE_WAY
    if error.code in _ACCOUNT and (free or waits):
        return Verdict.IN_THE_WAY
    if error.code in _PASSING and ((free and error.details.get("safe_to_retry")) or waits):
        return Verdict.AGAIN_LATER
    return Verdict.ENDED


def _is_free(generation: Generation, error: ErrorInfo) -> bool:
    return not generation.image_ids and (not generation.attempts or error.details.get("charged") == "no")
