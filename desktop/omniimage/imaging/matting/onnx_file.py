"""Looks through an ONNX file without loading it: is it one, and does it keep all its weights to itself?

Sources: onnx.proto of ONNX 1.19 (field numbers), Protocol Buffers encoding. Weights are skipped, not read.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from omniimage.errors import BadRequest

MAX_FIELDS = 2_000_000
MAX_DEPTH = 16
_EXTERNAL = 1

# message → {field number: message of its kind}; all other fields are skipped.
_INNER: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node", 11: "attribute"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {},
}
_TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION = 13, 14
_MODEL_IR_VERSION, _MODEL_GRAPH = 1, 7


class _Field(NamedTuple):
    number: int
    wire: int
    value: int
    start: int
    end: int


def check_onnx(path: Path) -> None:
    """Raises `BadRequest` with `reason`: empty, html, not_onnx, external_data; `OSError`."""
    with path.open("rb") as file:
        head = file.read(512)
        if not head:
            raise _no("empty", path)
        if head.lstrip()[:1] == b"<":
            raise _no("html", path)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            try:
                _check_model(data, path)
            except (IndexError, ValueError, OverflowError):
                raise _no("not_onnx", path) from None


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check_model(data: mmap.mmap, path: Path) -> None:
    left = MAX_FIELDS
    seen: set[int] = set()
    waiting = [("model", 0, len(data), 0)]
    while waiting:
        kind, start, end, depth = waiting.pop()
        for field in _fields(data, start, end):
            left -= 1
            if left < 0 or depth > MAX_DEPTH:
                raise ValueError("too much of it")
            if kind == "model":
                seen.add(field.number)
            if kind == "tensor" and _is_external(field):
                raise _no("external_data", path)
            inner = _INNER[kind].get(field.number)
            if inner:
                if field.wire != 2:
                    raise ValueError("not a message")
                waiting.append((inner, field.start, field.end, depth + 1))
    if not {_MODEL_IR_VERSION, _MODEL_GRAPH} <= seen:
        raise ValueError("no model")


def _is_external(field: _Field) -> bool:
    return field.number == _TENSOR_EXTERNAL_DATA or (field.number == _TENSOR_DATA_LOCATION and field.value == _EXTERNAL)


def _fields(data: mmap.mmap, at: int, end: int) -> Iterator[_Field]:
    while at < end:
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise ValueError("no field")
        value, start = 0, at
        if wire == 0:
            value, at = _varint(data, at)
        elif wire == 1:
            at += 8
        elif wire == 2:
            size, start = _varint(data, at)
            at = start + size
        elif wire == 5:
            at += 4
        else:
            raise ValueError("no wire type")
        if at > end:
            raise ValueError("cut short")
        yield _Field(number, wire, value, start, at)


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError("a number without end")


def _no(reason: str, path: Path) -> BadRequest:
    return BadRequest("this is no matting model that can be used", field="file", reason=reason, file=path.name)
