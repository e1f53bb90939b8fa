"""Replicate: POST a prediction, ask at `urls.get`, cancel at `urls.cancel`. Files are deleted after an hour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from omniimage.errors import Cancelled, ContentRefused, ProviderUnavailable
from omniimage.providers.adapters.jobs import DONE, LONGEST_ID, RUNNING, Answer, Progress, Protocol, RemoteJob, text

_REFUSED = re.compile(r"\bE005\b|flagged as sensitive|nsfw|safety|content (?:policy|moderat)", re.IGNORECASE)


def receipt(answer: Answer) -> RemoteJob | None:
    urls: Any = answer.get("urls")
    urls = urls if isinstance(urls, Mapping) else {}
    id, poll_url = text(answer.get("id"), LONGEST_ID), text(urls.get("get"))
    return RemoteJob(id, poll_url, cancel_url=text(urls.get("cancel"))) if id and poll_url else None


def progress(answer: Answer) -> Progress:
    status = answer.get("status")
    said = str(answer.get("error") or "")[:2_000]
    if status in ("succeeded", "successful"):
        return DONE
    if status == "failed":
        refused = bool(_REFUSED.search(said))
        return Progress(
            "failed", ContentRefused if refused else ProviderUnavailable, said, None if refused else "job_failed"
        )
    if status in ("canceled", "aborted"):
        return Progress("failed", Cancelled, said or str(status), "cancelled_there")
    return RUNNING


PROTOCOL = Protocol(receipt, progress, cancel="POST")
