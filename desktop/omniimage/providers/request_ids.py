"""The id by which a provider's support finds a call: in the headers of its answer, else in the answer itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from omniimage.providers import scrub

_HEADERS = (
    *("x-request-id", "request-id", "x-goog-request-id", "x-generation-id", "x-tt-logid", "x-amzn-requestid"),
    *("apim-request-id", "x-ms-request-id", "x-siliconcloud-trace-id", "x-fal-request-id"),
)
_FIELD = re.compile(rb'"request_?[iI]d"\s*:\s*"([^"\\]{1,128})"')
_PLAIN = re.compile(r"[\w.:/=+@-]{1,128}", re.ASCII)


def request_id(headers: Mapping[str, str], body: bytes, key: str) -> str | None:
    """`None` where nobody says, and for what looks like no id or holds the key."""
    for told in _told(headers, body):
        hidden = scrub.without_key(told.encode(), key).decode()
        if hidden == told and _PLAIN.fullmatch(told):
            return told
    return None


def _told(headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    lower = {name.lower(): value for name, value in headers.items()}
    yield from (lower[name] for name in _HEADERS if name in lower)
    if found := _FIELD.search(body):
        yield found.group(1).decode("utf-8", "replace")
