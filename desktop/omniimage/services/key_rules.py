"""What may be saved for a provider: key text, base URL, extra headers, names. Pure; raises `BadRequest` with a reason."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from omniimage.errors import BadRequest
from omniimage.providers.registry import ProviderSpec

MAX_KEY_CHARS = 4096
MAX_DOCUMENT_CHARS = 16_384
MAX_KEYS = 50
MAX_LABEL_CHARS = 80
MAX_NOTES_CHARS = 4000
MAX_HEADERS = 20
MAX_HEADER_CHARS = 2000

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
# Those that hold the key itself, name the host, or frame the message.
_OWN_HEADERS = frozenset(
    (
        *("authorization", "cookie", "set-cookie", "host", "connection", "keep-alive", "upgrade", "te", "trailer", "expect"),
        *("content-type", "content-length", "content-encoding", "transfer-encoding", "accept-encoding"),
    )
)
_SECRET_NAME = re.compile(r"auth|token|secret|key|credential|password|session|cookie", re.IGNORECASE)


def checked_key(key: str) -> str:
    """One line of plain characters; the JSON file of a service account is made one."""
    key = key.strip()
    is_document = key.startswith("{")
    if is_document:
        try:
            key = json.dumps(json.loads(key), separators=(",", ":"))
        except (ValueError, RecursionError):
            is_document = False
    fits = key.isascii() and key.isprintable() and (is_document or " " not in key)
    if not fits or len(key) > (MAX_DOCUMENT_CHARS if is_document else MAX_KEY_CHARS):
        raise BadRequest("a key is one line of plain characters", field="key", reason="malformed")
    return key


def checked_url(spec: ProviderSpec, url: str) -> str:
    """The base URL to save; empty for the provider's own."""
    url = url.strip().rstrip("/")
    if not url or url == spec.default_url.rstrip("/"):
        return ""
    if not spec.url_editable:
        raise BadRequest("this provider's address is fixed", field="url", reason="fixed")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.username or parts.query or parts.fragment:
        raise BadRequest("a base URL looks like https://host/v1", field="url", reason="malformed")
    if parts.scheme == "http" and not _is_local(host):
        raise BadRequest("a key is not sent in the clear: use https", field="url", reason="not_https")
    return url


def checked_label(label: str) -> str:
    label = " ".join(label.split())
    if len(label) > MAX_LABEL_CHARS or not label.isprintable():
        raise BadRequest("a name has at most 80 printable characters", field="label", reason="label")
    return label


def check_headers(spec: ProviderSpec, headers: Mapping[str, str]) -> None:
    """The key's own headers, cookies and those that frame a message cannot be set."""
    names = [name.lower() for name in headers]
    if len(headers) > MAX_HEADERS or len(set(names)) < len(names):
        raise BadRequest(f"at most {MAX_HEADERS} headers, each once", field="headers", reason="header_count")
    for name, value in headers.items():
        lower = name.lower()
        if not _HEADER_NAME.fullmatch(name):
            raise BadRequest("a header's name has letters, digits and dashes", field="headers", reason="header_name")
        if lower in _OWN_HEADERS or lower == spec.key_header.lower() or lower.startswith("proxy-"):
            raise BadRequest("this header is the studio's own", field="headers", reason="header_own", name=name)
        if len(value) > MAX_HEADER_CHARS or value != value.strip() or not (value.isascii() and value.isprintable()):
            raise BadRequest(
                "a header's value is one line of plain characters", field="headers", reason="header_value", name=name
            )


def is_secret_header(name: str) -> bool:
    """Whether its value is hidden like a key."""
    return bool(_SECRET_NAME.search(name))


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".local"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private
