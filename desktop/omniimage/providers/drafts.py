"""What a call would send, word for word: built by its own route, and kept from leaving."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from omniimage.errors import StudioError
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.memory_attempt import MemoryAttempt
from omniimage.providers.pay_once import Wire

# From this length on a text without a blank is taken for a picture, if base64 reads it.
_PICTURE_CHARS = 200
_DATA_URL = re.compile(r"data:(image/[\w.+-]+);base64,", re.ASCII)
_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}


@dataclass(frozen=True)
class Draft:
    """A request that was not sent. `body`: JSON text of its fields, pictures named by type and size; it shows no key."""

    address: str
    body: str
    is_form: bool


async def draft(request: ImageRequest, credentials: Credentials) -> Draft | None:
    """The request as it would leave; `None` where it is none of our building.

    Raises what stops it before it could be sent: `BadParameters`, `AuthFailed`.
    """
    if not engine.is_posted(request):
        return None
    wire = Wire(hold=True)
    try:
        await engine.generate(request, credentials, MemoryAttempt(Path()), wire)
    except StudioError:
        if wire.held is None:
            raise
    assert wire.held is not None
    body = await wire.held.aread()
    content_type = wire.held.headers.get("content-type", "")
    return Draft(str(wire.held.url), written(content_type, body), content_type.startswith("multipart/"))


def written(content_type: str, body: bytes) -> str:
    """A body of JSON or of a form as people can read it."""
    found = _fields(content_type, body) if content_type.startswith("multipart/") else json.loads(body)
    return json.dumps(_readable(found), ensure_ascii=False, indent=2)


def _fields(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser().parsebytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + body)
    found: dict[str, Any] = {}
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            continue
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        value = _named(data, part.get_content_type()) if part.get_filename() else data.decode("utf-8", "replace")
        before = found.get(name)
        found[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]
    return found


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _readable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return _picture_named(value) if isinstance(value, str) else value


def _picture_named(text: str) -> str:
    told = _DATA_URL.match(text)
    if told is None and (len(text) < _PICTURE_CHARS or not text.isascii() or " " in text):
        return text
    try:
        data = base64.b64decode(text[told.end() :] if told else text, validate=True)
    except (binascii.Error, ValueError):
        return text
    kind = next((kind for start, kind in _TYPES.items() if data.startswith(start)), None)
    return _named(data, told.group(1) if told else kind) if told or kind else text


def _named(data: bytes, kind: str | None) -> str:
    size = f"{len(data) / 1e6:.1f} MB" if len(data) >= 1e6 else f"{max(1, round(len(data) / 1e3))} kB"
    return f"<{kind}, {size}>"
