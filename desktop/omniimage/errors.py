"""Every error the studio raises on purpose.

StudioError
├── BadRequest            bad_request            what was asked cannot be asked so
├── NotFound              not_found
├── AuthFailed            auth_failed            the provider refused the key
├── InsufficientFunds     insufficient_funds     the account has no credit or quota left
├── RateLimited           rate_limited           carries retry_after, seconds
├── ContentRefused        content_refused        the provider would not make or show the image
├── BadParameters         bad_parameters         the provider refused a parameter
├── ProviderUnavailable   provider_unavailable   5xx, no connection, DNS
├── Timeout               timeout
├── BadResponse           bad_response           empty, not JSON, no image
│   └── ToolLoopLimit                            the model went on calling tools
├── CostCap               cost_cap
├── Cancelled             cancelled
├── OutcomeUnknown        outcome_unknown        it was sent and no answer came: may have been charged
├── StorageFull           storage_full
├── StorageFailed         storage_failed
├── ModelMissing          model_missing
├── NotAnImage            not_an_image
├── TooLarge              too_large
├── SchemaMismatch        schema_mismatch
├── Locked                locked                 another studio holds the data folder
└── ClipboardFailed       clipboard_failed       the system's clipboard did not take it

Anything else that escapes is `internal`. Nobody parses a message: data rides in `details`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StudioError(Exception):
    """Base of all expected errors.

    `message` is English, for logs and programs; the page words the error from `code` and `details`.
    `details` holds JSON values only. By convention: `provider`, `model`, `status` (HTTP), `provider_message`
    (scrubbed), `charged` ("no", "yes", "unknown"), `retry_after` (seconds).
    """

    code: ClassVar[str] = "internal"

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code.replace("_", " ")
        self.details: dict[str, Any] = {k: v for k, v in details.items() if v is not None}


class BadRequest(StudioError):
    code = "bad_request"


class NotFound(StudioError):
    code = "not_found"


class AuthFailed(StudioError):
    code = "auth_failed"


class InsufficientFunds(StudioError):
    code = "insufficient_funds"


class RateLimited(StudioError):
    code = "rate_limited"

    @property
    def retry_after(self) -> float | None:
        """Seconds the provider asked us to wait, where it said so."""
        value = self.details.get("retry_after")
        return None if value is None else float(value)


class ContentRefused(StudioError):
    code = "content_refused"


class BadParameters(StudioError):
    code = "bad_parameters"


class ProviderUnavailable(StudioError):
    code = "provider_unavailable"


class Timeout(StudioError):
    code = "timeout"


class BadResponse(StudioError):
    code = "bad_response"


class ToolLoopLimit(BadResponse):
    """`details` has `iterations`; `messages` is the conversation so far."""

    def __init__(self, message: str = "", *, messages: list[dict[str, Any]] | None = None, **details: Any) -> None:
        super().__init__(message, reason="tool_loop_limit", **details)
        self.messages = messages or []


class CostCap(StudioError):
    code = "cost_cap"


class Cancelled(StudioError):
    code = "cancelled"


class OutcomeUnknown(StudioError):
    code = "outcome_unknown"


class StorageFull(StudioError):
    code = "storage_full"


class StorageFailed(StudioError):
    code = "storage_failed"


class ModelMissing(StudioError):
    code = "model_missing"


class NotAnImage(StudioError):
    code = "not_an_image"


class TooLarge(StudioError):
    code = "too_large"


class SchemaMismatch(StudioError):
    code = "schema_mismatch"


class Locked(StudioError):
    code = "locked"


class ClipboardFailed(StudioError):
    code = "clipboard_failed"


ERROR_CODES: tuple[str, ...] = (*(kind.code for kind in StudioError.__subclasses__()), StudioError.code)


@contextmanager
def storage_errors(what: str) -> Iterator[None]:
    """Turn an `OSError` into `StorageFull` or `StorageFailed`; `what` says what failed."""
    try:
        yield
    except OSError as error:
        kind = StorageFull if error.errno in _FULL else StorageFailed
        name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else None
        raise kind(what, reason=error.strerror or type(error).__name__, file=name) from error
