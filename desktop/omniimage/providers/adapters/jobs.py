"""A job at a provider: what is kept of it, what is told about it. Pure.

What comes from outside may have any shape: readers answer `None` or an unknown state, and raise nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from omniimage.errors import BadResponse, StudioError

State = Literal["running", "done", "failed", "lost"]
Answer = Mapping[str, Any]

LONGEST_ADDRESS = 4_000
LONGEST_ID = 400
# US dollars for one call. What says more is no price.
DEAREST = 10_000.0


@dataclass(frozen=True)
class RemoteJob:
    """All that asking for a job needs, as the attempt row keeps it. It holds no key.

    `result_url`: where the answer lies once the job is done, if not in what `poll_url` says. `cost` in US dollars.
    """

    id: str
    poll_url: str
    result_url: str | None = None
    cancel_url: str | None = None
    cost: float | None = None

    def as_text(self) -> str:
        return json.dumps({name: value for name, value in asdict(self).items() if value is not None})

    @staticmethod
    def from_text(text: str) -> RemoteJob:
        """`BadResponse` where it is no job of ours."""
        try:
            job = RemoteJob(**json.loads(text))
        except (ValueError, TypeError, RecursionError):
            job = None
        if job is None or not isinstance(job.poll_url, str):
            raise BadResponse("the job's record cannot be read", reason="job_record", charged="unknown")
        return job


@dataclass(frozen=True)
class Progress:
    """How far a job is. `kind`, `said`, `reason`: why it failed, in the provider's words and in ours."""

    state: State
    kind: type[StudioError] = StudioError
    said: str = ""
    reason: str | None = None


RUNNING = Progress("running")
DONE = Progress("done")
LOST = Progress("lost")


@dataclass(frozen=True)
class Protocol:
    """How one provider speaks of its jobs.

    `receipt`: the job that a good answer to the POST tells of, `None` where it tells of none. `progress`: what a poll says.
    `cancel`: the method for `cancel_url`. `units_header`: counts what is billed. `fault_header`: names the kind of error
    beside the body. `free_from`: a failed job with this status or a higher one is documented as not billed.
    """

    receipt: Callable[[Answer], RemoteJob | None]
    progress: Callable[[Answer], Progress]
    cancel: Literal["POST", "PUT"] | None = None
    units_header: str = ""
    fault_header: str = ""
    free_from: int = 600


def text(value: Any, longest: int = LONGEST_ADDRESS) -> str | None:
    """A text of sensible length, or `None`."""
    return value if isinstance(value, str) and 0 < len(value) <= longest else None


def dollars(value: Any, each: float = 1.0) -> float | None:
    """`value` units of `each` US dollars; `None` where that is no price."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= DEAREST / each:
        return None
    return round(value * each, 6)
