"""Providers that take a job and are asked for it later: Black Forest Labs, Replicate, fal (facts of 2026-11).

A `JobDesk` keeps the jobs, whoever asks: they survive the client. `ends` of a script is `ok` or a key of `_BAD_ENDS`.
"""

from __future__ import annotations

import json
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

from tests.wire.http1 import Request
from tests.wire.script import Script

BASES = {"black_forest_labs": "/bfl/v1", "replicate": "/replicate/v1", "fal_ai": "/fal"}

_BFL_ENDS: dict[str, dict[str, Any]] = {
    "refused": {"status": "Request Moderated", "details": {"Moderation Reasons": ["Derivative Works"]}},
    "moderated": {"status": "Content Moderated", "details": {"Moderation Reasons": ["Nudity"]}},
    "failed": {"status": "Error", "details": {"error": "the model fell over"}},
    "lost": {"status": "Task not found"},
    "empty": {"status": "Ready", "result": {}},
    "stuck": {"status": "Reasoning"},
}
_REPLICATE_ENDS: dict[str, dict[str, Any]] = {
    "refused": {"status": "failed", "error": "The input or output was flagged as sensitive. Please try again. (E005)"},
    "failed": {"status": "failed", "error": "CUDA out of memory"},
    "cancelled": {"status": "canceled"},
    "aborted": {"status": "aborted"},
    "empty": {"status": "succeeded", "output": None},
    "stuck": {"status": "processing"},
    "talk": {"status": "succeeded", "output": ["I would ", "rather not."]},
}
_DETAIL = [{"loc": ["body", "prompt"], "msg": "The content could not be processed.", "type": "content_policy_violation"}]
_INVALID = [{"loc": ["body", "image_size"], "msg": "too small", "type": "greater_than_equal"}]
# What fal's result answers: status, headers, body.
_FAL_ENDS: dict[str, tuple[int, dict[str, str], dict[str, Any]]] = {
    "refused": (422, {"X-Fal-Retryable": "false", "X-Fal-Error-Type": "content_policy_violation"}, {"detail": _DETAIL}),
    "invalid": (422, {"X-Fal-Retryable": "false"}, {"detail": _INVALID}),
    "failed": (500, {"X-Fal-Retryable": "true", "X-Fal-Error-Type": "runner_error"}, {"detail": "Internal Server Error"}),
    "timeout": (504, {"X-Fal-Retryable": "true", "X-Fal-Error-Type": "generation_timeout"}, {"detail": "too slow"}),
    "empty": (200, {}, {"images": []}),
}


@dataclass
class Job:
    id: str
    provider: str
    script: Script
    began: float = field(default_factory=time.monotonic)
    polled: int = 0
    cancelled: bool = False

    @property
    def is_done(self) -> bool:
        return self.polled > self.script.polls and time.monotonic() - self.began >= self.script.job_seconds


@dataclass
class JobDesk:
    """`polls` answers the next questions about jobs with scripts of their own. `cancels` counts those asked for."""

    jobs: dict[str, Job] = field(default_factory=dict)
    polls: deque[Script] = field(default_factory=deque)
    polled: int = 0
    cancels: int = 0
    cancel_status: int | None = None

    def finish(self) -> None:
        """Every job there is will be found done when it is next asked for."""
        for job in list(self.jobs.values()):
            job.script = replace(job.script, job_seconds=0.0)

    def take(self, provider: str, script: Script, origin: str) -> bytes:
        """The receipt for a new job."""
        job = Job(f"job-{len(self.jobs)}", provider, script)
        self.jobs[job.id] = job
        base = f"{origin}{BASES[provider]}"
        receipts: dict[str, dict[str, Any]] = {
            "black_forest_labs": {
                "polling_url": f"{base}/get_result?id={job.id}",
                "cost": 4.5,
                "input_mp": 0,
                "output_mp": 1,
            },
            "replicate": {
                "status": "starting",
                "model": "test/model",
                "output": None,
                "urls": {
                    "get": f"{base}/predictions/{job.id}",
                    "cancel": f"{base}/predictions/{job.id}/cancel",
                    "web": f"https://replicate.com/p/{job.id}",
                },
            },
            "fal_ai": {
                "request_id": job.id,
                "status": "IN_QUEUE",
                "queue_position": 3,
                "status_url": f"{base}/app/requests/{job.id}/status",
                "response_url": f"{base}/app/requests/{job.id}",
                "cancel_url": f"{base}/app/requests/{job.id}/cancel",
            },
        }
        return json.dumps({"id": job.id} | receipts[provider] | script.extra).encode()

    def answer(self, request: Request, origin: str) -> Script | None:
        """What is answered to anything about a job; `None` for other requests."""
        path, _, query = request.path.partition("?")
        provider = next((name for name, base in BASES.items() if path.startswith(base + "/")), None)
        if provider is None or not _is_about_a_job(request.method, path):
            return None
        if request.method != "GET":
            return self._cancel(provider, path.split("/")[-2])
        self.polled += 1
        if self.polls:
            return self.polls.popleft()
        is_result = provider == "fal_ai" and not path.endswith("/status")
        id = query.removeprefix("id=") if query else path.removesuffix("/status").split("/")[-1]
        job = self.jobs.get(id)
        if job is None:
            return _json(404, {"detail": "Not found", "status": "Task not found"})
        if not is_result:
            job.polled += 1
        return _ANSWERS[provider](job, is_result, origin)

    def _cancel(self, provider: str, id: str) -> Script:
        self.cancels += 1
        job = self.jobs.get(id)
        if self.cancel_status is not None:
            return _json(self.cancel_status, {"status": "ALREADY_COMPLETED"})
        if job is None:
            return _json(404, {})
        if job.is_done:
            return _json(400, {"status": "ALREADY_COMPLETED"})
        job.cancelled = True
        return _json(202 if provider == "fal_ai" else 200, {"id": id, "status": "CANCELLATION_REQUESTED"})


def error(provider: str, status: int, code: str | None, message: str) -> bytes:
    """The body of an error in the provider's own shape."""
    detail: Any = [{"loc": ["body", "prompt"], "msg": message, "type": code or "value_error"}]
    shapes = {
        "black_forest_labs": {"detail": detail if status == 422 else message},
        "replicate": {"title": code or "Error", "detail": message, "status": status},
        "fal_ai": {"detail": detail if status == 422 else message},
    }
    return json.dumps(shapes[provider]).encode()


def key_facts(provider: str) -> bytes:
    """What the free call about the key answers."""
    return json.dumps(
        {"credits": 100.0} if provider == "black_forest_labs" else {"type": "user", "username": "test"}
    ).encode()


def _is_about_a_job(method: str, path: str) -> bool:
    if method == "GET":
        return path.endswith("/get_result") or "/predictions/" in path or "/requests/" in path
    return path.endswith("/cancel")


def _json(status: int, document: Any, headers: dict[str, str] | None = None) -> Script:
    return Script(status=status, body=json.dumps(document).encode(), headers=headers or {}, billed=False)


def _urls(job: Job, origin: str) -> list[str]:
    if job.script.urls is not None:
        return list(job.script.urls)
    return [f"{origin}/files/{number}.png" for number in range(len(job.script.images or (1,)))]


def _bfl(job: Job, _: bool, origin: str) -> Script:
    if not job.is_done:
        return _json(200, {"id": job.id, "status": "Pending", "result": None})
    if job.script.ends != "ok":
        return _json(200, {"id": job.id, "result": None} | _BFL_ENDS[job.script.ends])
    result = {"sample": _urls(job, origin)[0], "seed": 4242, "prompt": "…", "start_time": 1.0, "end_time": 2.0}
    return _json(200, {"id": job.id, "status": "Ready", "result": result})


def _replicate(job: Job, _: bool, origin: str) -> Script:
    if job.cancelled:
        return _json(200, {"id": job.id, "status": "canceled", "output": None})
    if not job.is_done:
        return _json(200, {"id": job.id, "status": "processing", "output": None, "error": None})
    if job.script.ends != "ok":
        return _json(200, {"id": job.id, "output": None, "error": None} | _REPLICATE_ENDS[job.script.ends])
    return _json(200, {"id": job.id, "status": "succeeded", "output": _urls(job, origin), "error": None})


def _fal(job: Job, is_result: bool, origin: str) -> Script:
    ends = job.script.ends
    if not is_result:
        if not job.is_done or ends == "stuck":
            return _json(202, {"status": "IN_PROGRESS" if job.polled > 1 else "IN_QUEUE", "request_id": job.id})
        failed = {"error": "refused by policy", "error_type": "content_policy_violation"} if ends == "failed_status" else {}
        broke = {"error": "Runner went away", "error_type": "runner_disconnected"} if ends == "broke" else {}
        return _json(200, {"status": "COMPLETED", "request_id": job.id} | failed | broke)
    if ends in _FAL_ENDS:
        status, headers, body = _FAL_ENDS[ends]
        return _json(status, body, headers)
    images = [{"url": url, "content_type": "image/png", "width": 32, "height": 32} for url in _urls(job, origin)]
    flags = [ends == "nsfw"] * len(images)
    document = {"images": images, "seed": 4242, "has_nsfw_concepts": flags, "prompt": "…"}
    return _json(200, document, {"x-fal-billable-units": "2"})


_ANSWERS = {"black_forest_labs": _bfl, "replicate": _replicate, "fal_ai": _fal}
