"""Black Forest Labs: POST /v1/{model} tells where to ask; the picture's address lives ten minutes. No way to cancel."""

from __future__ import annotations

from typing import Any

from omniimage.errors import Cancelled, ContentRefused, ProviderUnavailable
from omniimage.providers.adapters.jobs import (
    DONE,
    LONGEST_ID,
    LOST,
    RUNNING,
    Answer,
    Progress,
    Protocol,
    RemoteJob,
    dollars,
    text,
)

CREDIT = 0.01
"""US dollars."""

_REFUSED = {"request moderated": "prompt", "content moderated": "image"}


def receipt(answer: Answer) -> RemoteJob | None:
    id, poll_url = text(answer.get("id"), LONGEST_ID), text(answer.get("polling_url"))
    return RemoteJob(id, poll_url, cost=dollars(answer.get("cost"), CREDIT)) if id and poll_url else None


def progress(answer: Answer) -> Progress:
    status = text(answer.get("status")) or ""
    word = status.lower()
    if word == "ready":
        return DONE
    if word == "task not found":
        return LOST
    if word in _REFUSED:
        return Progress("failed", ContentRefused, f"{status} {_details(answer)}".strip(), _REFUSED[word])
    if word in ("error", "failed"):
        return Progress("failed", ProviderUnavailable, _details(answer) or status, "job_failed")
    if word == "cancelled":
        return Progress("failed", Cancelled, status, "cancelled_there")
    return RUNNING


def _details(answer: Answer) -> str:
    found: Any = answer.get("details") or answer.get("error") or ""
    return found if isinstance(found, str) else str(found)[:2_000]


PROTOCOL = Protocol(receipt, progress)
