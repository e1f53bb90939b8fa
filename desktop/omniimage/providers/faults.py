"""From what happened on the wire to the error a person sees.

Classified by status and by the codes in the body, never by a library's exception. `charged` says "no" only where the
provider documents it or the refusal came before any work; `safe_to_retry` stands only where nothing can have been done.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from omniimage.errors import (
    AuthFailed,
    BadParameters,
    BadResponse,
    ContentRefused,
    InsufficientFunds,
    OutcomeUnknown,
    ProviderUnavailable,
    RateLimited,
    StudioError,
    Timeout,
)
from omniimage.providers import scrub
from omniimage.providers.pay_once import Wire
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.request_ids import request_id

LONGEST_WAIT = 86_400.0

_MODERATION = re.compile(
    r"moderation|content_?policy|content_?filter|sensitive_?content|prohibited_?content|safety|responsible_?ai|data_?inspection|nsfw"
)
_NO_FUNDS = re.compile(
    r"insufficient_?(quota|funds|balance|credit)|billing_?(hard_?limit|not_?active)|account_?overdue|arrearage"
    r"|\bquota_?exceeded\b|set_?limit_?exceeded|payment_?required"
)
_BAD_KEY = re.compile(r"invalid_?api_?key|api_?key_?invalid|authentication|unauthenticated|unauthorized|expired_?api_?key")
_NO_MODEL = re.compile(r"model_?not_?(found|open)|invalid_?endpoint_?or_?model|unknown_?model|model_?not_?exist")
_RESETS = re.compile(r"rate limit resets in ~?(\d{1,6}(?:\.\d{1,3})?)s")
_KINDS: tuple[tuple[re.Pattern[str], type[StudioError]], ...] = (
    (_MODERATION, ContentRefused),
    (_NO_FUNDS, InsufficientFunds),
    (_BAD_KEY, AuthFailed),
    (_NO_MODEL, BadParameters),
)
_BY_STATUS: dict[int, type[StudioError]] = {
    401: AuthFailed,
    402: InsufficientFunds,
    403: AuthFailed,
    408: Timeout,
    429: RateLimited,
    504: Timeout,
    524: Timeout,
}


def from_wire(wire: Wire, spec: ProviderSpec, model: str, key: str) -> StudioError:
    """The error of a call that brought no answer. `model` as `provider/name`."""
    if wire.error is not None:
        error = wire.error
        error.details.setdefault("charged", "no" if wire.phase == "idle" else "yes")
    elif wire.status is not None and not 200 <= wire.status < 300:
        error = from_status(wire.status, wire.headers, wire.body, spec, key)
    else:
        error = _transport_error(wire)
    error.details.update(provider=spec.id, model=model)
    return error


def from_status(status: int, headers: Mapping[str, str], body: bytes, spec: ProviderSpec, key: str) -> StudioError:
    """The error of an HTTP answer that is no success."""
    found = _document(body)
    codes = " ".join(_codes(found))
    kind = ContentRefused if status in spec.refused_statuses else _kind(status, codes)
    details: dict[str, Any] = {
        "provider": spec.id,
        "status": status,
        "provider_message": scrub.message(_said(found) or body.decode("utf-8", "replace"), key),
        "charged": _charged(status, kind, found, spec),
        "retry_after": retry_after(headers, found),
        "cost": _cost(found),
        "request_id": request_id(headers, body, key),
    }
    if kind is BadParameters:
        is_unknown = bool(_NO_MODEL.search(codes)) or (status == 404 and found is not None)
        details["reason"] = "unknown_model" if is_unknown else "unknown_address" if status == 404 else None
    turned_away = kind is RateLimited or (status == 503 and details["retry_after"] is not None)
    if turned_away and details["charged"] != "yes":
        details |= {"charged": "no", "safe_to_retry": True}
    return kind(f"the provider answered {status}", **details)


def from_object(error: Mapping[str, Any], spec: ProviderSpec, key: str) -> StudioError:
    """The error that stands in the place of a picture, or of the whole answer, under a good status."""
    codes = " ".join(_codes(error))
    code = error.get("code")
    status = code if isinstance(code, int) and not isinstance(code, bool) and 400 <= code < 600 else 0
    kind = _kind(status, codes)
    charged = "no" if spec.failed_is_free else "unknown"
    message = scrub.message(_said(error) or "", key)
    is_safe = True if kind is RateLimited and charged == "no" else None
    return kind(
        "the provider answered with an error",
        provider=spec.id,
        provider_message=message,
        charged=charged,
        safe_to_retry=is_safe,
    )


def retry_after(headers: Mapping[str, str], body: Any = None) -> float | None:
    """Seconds to wait, 0 to one day, from `Retry-After` (seconds or HTTP date), Google's `retryDelay`, Replicate's text."""
    lower = {name.lower(): value for name, value in headers.items()}
    delays = [text for each in _walk(body) if isinstance(text := each.get("retryDelay"), str)]
    told = _RESETS.search(_said(body) or "")
    candidates = [lower.get("retry-after"), *(text.removesuffix("s") for text in delays), told and told.group(1)]
    seconds = next((value for text in candidates if text and (value := _seconds(text)) is not None), None)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT)


def _seconds(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        pass
    else:
        return None if math.isnan(value) else value
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (when - datetime.now(UTC)).total_seconds()


def _transport_error(wire: Wire) -> StudioError:
    if wire.not_sent:
        return ProviderUnavailable(
            "the provider could not be reached",
            cause=wire.failure,
            charged="no",
            safe_to_retry=wire.failure != "wrong_address",
        )
    cause = (wire.failure or "dropped") + ("" if wire.status is None else "_in_answer")
    return OutcomeUnknown("it was sent and no whole answer came", cause=cause, status=wire.status, charged="unknown")


def _kind(status: int, codes: str) -> type[StudioError]:
    for pattern, kind in _KINDS:
        if pattern.search(codes):
            return kind
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 400 <= status < 500:
        return BadParameters
    return ProviderUnavailable if status >= 500 else BadResponse


def _charged(status: int, kind: type[StudioError], found: Any, spec: ProviderSpec) -> str:
    if any(_is_positive(each.get("cost_in_usd_ticks")) for each in _walk(found)):
        return "yes"
    if spec.failed_is_free:
        return "no"
    stages = {each.get("moderation_stage") for each in _walk(found)}
    refused_before_work = 300 <= status < 500 and kind is not Timeout and "output" not in stages
    return "no" if refused_before_work else "unknown"


def _cost(found: Any) -> float | None:
    """What a failed call cost, where the provider says it: xAI bills what it then refuses to show."""
    ticks = next((each["cost_in_usd_ticks"] for each in _walk(found) if _is_positive(each.get("cost_in_usd_ticks"))), None)
    return None if ticks is None or ticks > 2**53 else ticks / 10_000_000_000


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and value > 0


def _document(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _walk(value: Any, depth: int = 6) -> Iterator[Mapping[str, Any]]:
    """Every object in a JSON value."""
    if depth == 0:
        return
    if isinstance(value, Mapping):
        yield value
        for each in value.values():
            yield from _walk(each, depth - 1)
    elif isinstance(value, list):
        for each in value[:32]:
            yield from _walk(each, depth - 1)


def _codes(body: Any) -> Iterator[str]:
    """The words that classify, in small letters. A short text for `error` is all that some services say."""
    for each in _walk(body):
        if each.get("flagged_input") is not None:
            yield "moderation"
        for name in ("code", "type", "status", "reason", "error_type", "provider_code", "name", "error"):
            if isinstance(word := each.get(name), str) and len(word) <= 100:
                yield word.lower()


def _said(body: Any) -> str | None:
    for each in _walk(body):
        for name in ("message", "detail", "msg", "error"):
            if isinstance(text := each.get(name), str) and text.strip():
                return text
    return None
