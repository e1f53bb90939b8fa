"""What a provider said, made fit to be shown and kept: no key, no markup, no megabytes."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

MAX_MESSAGE_CHARS = 500
HIDDEN = "[key]"
_SHORTEST_PIECE = 8
_LOOKED_AT = 20_000

_KEY_LIKE = re.compile(r"\b(?:sk|rk|pk|xai|gsk|r8|key|AIza)[-_]?[A-Za-z0-9_\-*.]{12,}|(?i:bearer)\s+[^\s\"',}]+")
_HIDDEN_TAGS = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_QUERY = re.compile(r"(https?://[^\s\"'<>?]+)\?[^\s\"'<>]+")
_BLOB = re.compile(r"[A-Za-z0-9+/_=-]{120,}")


def message(text: str, key: str = "") -> str | None:
    """Plain text of at most 500 characters without the key, pieces of it, anything like one, URL secrets or base64."""
    text = text[:_LOOKED_AT]
    if "<" in text and ">" in text:
        text = html.unescape(_TAG.sub(" ", _HIDDEN_TAGS.sub(" ", text)))
    text = _without_pieces(without_key(text.encode("utf-8", "replace"), key).decode(), key)
    text = _BLOB.sub("…", _KEY_LIKE.sub(HIDDEN, _QUERY.sub(r"\1?…", text)))
    # Also drops what would turn the writing direction or move the cursor of a terminal.
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    if len(text) > MAX_MESSAGE_CHARS:
        text = text[: MAX_MESSAGE_CHARS - 1] + "…"
    return text or None


def without_key(text: bytes, key: str) -> bytes:
    """The text with the whole key hidden, also as a URL writes it. Keys too short to be one are left alone."""
    for written in {key, quote(key, safe="")}:
        if len(written) >= _SHORTEST_PIECE:
            text = text.replace(written.encode(), HIDDEN.encode())
    return text


def _without_pieces(text: str, key: str) -> str:
    """A provider may show the beginning or the end of a key: each piece of eight characters or more is hidden."""
    pieces = {key[at : at + _SHORTEST_PIECE] for at in range(len(key) - _SHORTEST_PIECE + 1)}
    out: list[str] = []
    at = 0
    while at < len(text):
        end = at
        while text[end : end + _SHORTEST_PIECE] in pieces:
            end += 1
        if end > at:
            out.append(HIDDEN)
            at = end + _SHORTEST_PIECE - 1
        else:
            out.append(text[at])
            at += 1
    return "".join(out)
