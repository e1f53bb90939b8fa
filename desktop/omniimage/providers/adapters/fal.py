"""fal's queue: POST a job, ask at `status_url`, fetch at `response_url`, PUT `cancel_url`; the addresses are taken as given.

The queue repeats what its own runners break. Server errors are free; a refused input may be billed.
"""

from __future__ import annotations

import re

from omniimage.errors import BadParameters, ContentRefused, ProviderUnavailable, Timeout
from omniimage.providers.adapters.jobs import DONE, LONGEST_ID, RUNNING, Answer, Progress, Protocol, RemoteJob, text

_KINDS = (
    (re.compile(r"content_?policy|moderation|nsfw|safety", re.IGNORECASE), ContentRefused),
    (re.compile(r"timeout", re.IGNORECASE), Timeout),
    (re.compile(r"validation|invalid|unprocessable|bad_?request|image_(?:load|too)|missing", re.IGNORECASE), BadParameters),
)


def receipt(answer: Answer) -> RemoteJob | None:
    id, poll_url = text(answer.get("request_id"), LONGEST_ID), text(answer.get("status_url"))
    result_url = text(answer.get("response_url"))
    if not (id and poll_url and result_url):
        return None
    return RemoteJob(id, poll_url, result_url, text(answer.get("cancel_url")))


def progress(answer: Answer) -> Progress:
    if answer.get("status") != "COMPLETED":
        return RUNNING
    error, type = answer.get("error"), str(answer.get("error_type") or "")
    if not error and not type:
        return DONE
    said = f"{error or type}"[:2_000]
    kind = next((kind for pattern, kind in _KINDS if pattern.search(f"{type} {said}")), ProviderUnavailable)
    return Progress("failed", kind, said, None if kind is ContentRefused else type[:100] or "job_failed")


PROTOCOL = Protocol(
    receipt,
    progress,
    cancel="PUT",
    units_header="x-fal-billable-units",
    fault_header="x-fal-error-type",
    free_from=500,
)
