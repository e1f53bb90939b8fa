"""What the server is to do with one request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Drop = Literal["before_request", "before_headers", "after_headers", "mid_body"]


@dataclass(frozen=True)
class Script:
    """How one request is answered; the plain one answers at once with one good picture.

    `delay`: seconds before the status line. `together`: answer only once so many requests have been here at one time.
    `body`: sent as it is in place of the protocol's answer. `images`: PNG bytes, or about how many bytes they should have.
    `urls`: answer with these addresses, `by_url`: with addresses of this server. `drop`: reset the connection there.
    `hang`: never answer. `trickle`: seconds between pieces of the body. `huge`: stream a JSON string of so many bytes.
    `echo_key`: the error's text repeats the key that came. `code`, `message`: for errors. `text`: the model's words.
    `extra`: laid over the answer's JSON. `billed`: whether the work counts as done.
    For providers that take a job: it is pending for so many `polls` and `job_seconds`, then `ends` in one of the ways of
    `protocols_polling`.
    """

    status: int = 200
    delay: float = 0.0
    together: int = 0
    body: bytes | None = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    images: tuple[bytes | int, ...] | None = None
    urls: tuple[str, ...] | None = None
    by_url: bool = False
    drop: Drop | None = None
    hang: bool = False
    trickle: float = 0.0
    huge: int = 0
    chunked: bool = False
    gzip: bool = False
    echo_key: bool = False
    code: str | None = None
    message: str = "scripted"
    text: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    billed: bool | None = None
    polls: int = 0
    job_seconds: float = 0.0
    ends: str = "ok"

    @property
    def is_billed(self) -> bool:
        return self.billed if self.billed is not None else 200 <= self.status < 300
