"""Take the pictures out of a JSON answer while it streams in.

An answer of megabytes is base64 inside one JSON string. `PictureExtractor` is fed the body as it comes, decodes such
strings straight into spool files, and keeps a slim JSON in which `omniimage-part:3` stands for the fourth picture. So no
one ever holds or parses the big body, and each byte is on disk as soon as it is here.

A string is a picture when it is a base64 image `data:` URL, the value of `b64_json`, or base64 that starts like an image
file. Base64 may be standard or URL-safe, wrapped in lines or not, padded or not.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable
from typing import BinaryIO

import pybase64

PART = "omniimage-part:"
DAMAGED_PART = "omniimage-damaged-part:"
MAX_PARTS = 64
# How much of a string is looked at before it is decided what it is. Bytes, as written in the JSON.
HEAD = 1024

_MAGIC = re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP|....ftyp(?:avi[fs]|heic|mif1)", re.DOTALL)
_DATA_URL = re.compile(rb"data:(?:image/|application/octet-stream)[\w.+/;=-]{0,200}base64,")
_ESCAPE = re.compile(rb'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_UNFINISHED_ESCAPE = re.compile(rb"(?:\\\\)*(\\(?:u[0-9a-fA-F]{0,3})?)$")
_SIMPLE = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_TO_STANDARD = bytes.maketrans(b"-_", b"+/")
_LINE_BREAKS = b" \r\n\t"


class PictureExtractor:
    """Feed bytes, then `finish`; `slim` is the JSON without its pictures. Any chunking gives the same result."""

    def __init__(self, open_part: Callable[[], BinaryIO]) -> None:
        self.slim = bytearray()
        self.parts = 0
        self._open_part = open_part
        self._state: Callable[[bytes], bytes] = self._outside
        self._between = b""
        self._last_string = b""
        self._head = b""
        self._rest = b""
        self._picture: _Base64File | None = None

    def feed(self, chunk: bytes) -> None:
        while chunk:
            chunk = self._state(chunk)

    def finish(self) -> None:
        """The body is over. A picture that was cut off is marked as damaged; the slim JSON is as cut off as the body."""
        if self._picture is not None:
            self._picture.is_whole = False
            self._close_picture()
        self.slim += self._head + self._rest
        self._head = self._rest = b""

    # Each state takes what came, and returns what is left for the next.

    def _outside(self, data: bytes) -> bytes:
        before, quote, after = data.partition(b'"')
        self.slim += before + quote
        self._between = (self._between + before)[-64:]
        if quote:
            self._state = self._in_head
        return after

    def _in_head(self, data: bytes) -> bytes:
        room = HEAD - len(self._head)
        end = _closing_quote(data, self._head)
        is_short = 0 <= end < room
        taken = end if is_short else min(room, len(data))
        self._head += data[:taken]
        if is_short or len(self._head) == HEAD:
            self._judge(is_short)
        return data[taken:]

    def _judge(self, is_short: bool) -> None:
        head, self._head = self._head, b""
        key = self._last_string if self._between.strip() == b":" else b""
        self._last_string = b""
        text, rest = _unescape(head)
        start = _picture_start(key, text)
        if start is None or self.parts == MAX_PARTS:
            self.slim += head
            self._rest = b"\\" * (_trailing_backslashes(head) % 2)
            self._last_string = head if is_short else b""
            self._state = self._in_text
            return
        self.slim += text[:start]
        self._rest = rest
        self._picture = _Base64File(self._open_part())
        self._picture.write(text[start:])
        self._state = self._in_picture

    def _in_text(self, data: bytes) -> bytes:
        """The rest of a string that is no picture. `_rest` is a backslash that was passed on and waits for its letter."""
        end = _closing_quote(data, self._rest)
        passed = data if end < 0 else data[:end]
        self.slim += passed
        odd = _trailing_backslashes(passed) + (len(self._rest) if passed.count(b"\\") == len(passed) else 0)
        self._rest = b"\\" * (odd % 2)
        return b"" if end < 0 else self._end_string(data[end:])

    def _in_picture(self, data: bytes) -> bytes:
        assert self._picture is not None
        data, self._rest = self._rest + data, b""
        end = _closing_quote(data, b"")
        text, rest = _unescape(data if end < 0 else data[:end])
        self._picture.write(text)
        if end < 0:
            self._rest = rest
            return b""
        if rest:
            self._picture.is_whole = False
        self._close_picture()
        return self._end_string(data[end:])

    def _end_string(self, data: bytes) -> bytes:
        self.slim += data[:1]
        self._between = self._rest = b""
        self._state = self._outside
        return data[1:]

    def _close_picture(self) -> None:
        assert self._picture is not None
        self._picture.end()
        mark = PART if self._picture.is_whole else DAMAGED_PART
        self.slim += f"{mark}{self.parts}".encode()
        self.parts += 1
        self._picture = None


class BarePicture:
    """For an answer that is the picture itself. `slim` is the JSON that would have held it."""

    def __init__(self, open_part: Callable[[], BinaryIO]) -> None:
        self.slim = bytearray(b'{"data": []}')
        self._open_part = open_part
        self._file: BinaryIO | None = None

    def feed(self, chunk: bytes) -> None:
        if self._file is None:
            self._file = self._open_part()
            self.slim[:] = f'{{"data": [{{"b64_json": "{PART}0"}}]}}'.encode()
        self._file.write(chunk)

    def finish(self) -> None:
        pass


class _Base64File:
    """Decodes base64 text into a file as it comes."""

    def __init__(self, file: BinaryIO) -> None:
        self.is_whole = True
        self._file = file
        self._held = b""

    def write(self, text: bytes) -> None:
        """The last one to four characters wait: they may be the padded end."""
        if not self._decode(text := self._held + text):
            self.is_whole &= self._decode(_standard(text))

    def end(self) -> None:
        last = _standard(self._held).rstrip(b"=")
        self._held = b""
        self.is_whole &= self._decode(last + b"=" * (-len(last) % 4), keep=0)

    def _decode(self, text: bytes, keep: int = 1) -> bool:
        """Whether it is plain base64. At least `keep` characters are held back."""
        ready = max(0, len(text) - keep) // 4 * 4
        # Nothing may follow the padding.
        if not self.is_whole or (keep and b"=" in text[:ready]):
            return False
        try:
            self._file.write(pybase64.b64decode(text[:ready], validate=True))
        except binascii.Error:
            return False
        self._held = text[ready:]
        return True


def _standard(text: bytes) -> bytes:
    """URL-safe base64, or such in lines, as plain base64."""
    return text.translate(_TO_STANDARD, _LINE_BREAKS)


def _picture_start(key: bytes, text: bytes) -> int | None:
    """Where in `text` the base64 of a picture begins; `None` where it is none."""
    if url := _DATA_URL.match(text):
        return url.end()
    if key == b"b64_json" and text:
        return 0
    try:
        beginning = binascii.a2b_base64(text[:24].translate(_TO_STANDARD), strict_mode=True)
    except binascii.Error:
        return None
    return 0 if _MAGIC.match(beginning) else None


def _unescape(text: bytes) -> tuple[bytes, bytes]:
    """The text with its JSON escapes undone, and an escape at its end that is not whole yet."""
    if b"\\" not in text:
        return text, b""
    unfinished = _UNFINISHED_ESCAPE.search(text)
    rest = unfinished.group(1) if unfinished else b""
    return _ESCAPE.sub(_plain, text[: len(text) - len(rest)]), rest


def _plain(escape: re.Match[bytes]) -> bytes:
    code, letter = escape.groups()
    return chr(int(code, 16)).encode("utf-8", "surrogatepass") if code else _SIMPLE.get(letter, letter)


def _closing_quote(data: bytes, before: bytes) -> int:
    """Where the string ends in `data`, `before` being what came of it earlier; -1 where it goes on."""
    at = data.find(b'"')
    while at >= 0:
        run = _trailing_backslashes(data, at)
        if run == at:
            run += _trailing_backslashes(before)
        if run % 2 == 0:
            return at
        at = data.find(b'"', at + 1)
    return -1


def _trailing_backslashes(data: bytes, end: int | None = None) -> int:
    at = start = len(data) if end is None else end
    while at and data[at - 1] == 0x5C:
        at -= 1
    return start - at


def inline_parts(slim: bytes) -> int:
    """How many pictures were taken out of the answer that `slim` is left of."""
    return slim.count(PART.encode()) + slim.count(DAMAGED_PART.encode())
