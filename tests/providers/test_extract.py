"""The extractor against its law: whatever the chunking, slim JSON plus parts is the JSON that json.loads reads."""

from __future__ import annotations

import base64
import io
import json
import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omniimage.providers.extract import DAMAGED_PART, MAX_PARTS, PART, PictureExtractor
from tests.wire.pictures import png


def extract(body: bytes, cuts: list[int] | None = None) -> tuple[bytes, list[bytes]]:
    files: list[io.BytesIO] = []

    def open_part() -> io.BytesIO:
        files.append(io.BytesIO())
        return files[-1]

    extractor = PictureExtractor(open_part)
    edges = sorted({0, len(body), *(cut % (len(body) + 1) for cut in cuts or [])})
    for start, end in pairwise(edges):
        extractor.feed(body[start:end])
    extractor.finish()
    return bytes(extractor.slim), [file.getvalue() for file in files]


def restored(value: Any, parts: list[bytes]) -> Any:
    """The slim document with its pictures back in, as standard base64."""
    if isinstance(value, dict):
        return {key: restored(each, parts) for key, each in value.items()}
    if isinstance(value, list):
        return [restored(each, parts) for each in value]
    if isinstance(value, str) and PART in value:
        prefix, _, number = value.partition(PART)
        return prefix + base64.b64encode(parts[int(number)]).decode()
    return value


PICTURES = st.builds(lambda size, seed: png(size, seed), st.integers(50, 9_000), st.integers(0, 3))
BASE64 = PICTURES.map(lambda picture: base64.b64encode(picture).decode())
STRINGS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet='\\"/u0a+', max_size=30),
    st.integers(1_000, 1_100).map(lambda size: "x" * size),
    st.integers(1_010, 1_030).map(lambda size: "\\" * size),
    BASE64,
    BASE64.map(lambda text: f"data:image/png;base64,{text}"),
    BASE64.map(lambda text: "words before " + text),
)
DOCUMENTS = st.recursive(
    st.one_of(STRINGS, st.integers(), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["b64", "url", "data", 'a"b', "\\"]), inner),
    max_leaves=8,
)
CUTS = st.lists(st.integers(0, 10**6), max_size=12)


def escaped(body: str, seed: int) -> str:
    """The same JSON, with some characters written as escapes."""
    rng = random.Random(seed)
    out, inside, skip = [], False, 0
    for at, char in enumerate(body):
        if skip:
            skip -= 1
        elif inside and char == "\\":
            skip = 5 if body[at + 1] == "u" else 1
        elif char == '"':
            inside = not inside
        elif inside and char in "/+=AQ" and rng.random() < 0.3:
            char = "\\/" if char == "/" and rng.random() < 0.5 else f"\\u{ord(char):04x}"
        out.append(char)
    return "".join(out)


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(DOCUMENTS, st.lists(STRINGS, min_size=1, max_size=5)).map(list),
    CUTS,
    st.booleans(),
    st.integers(0, 99),
    st.sampled_from([None, 1]),
)
def test_slim_and_parts_are_the_whole(document: Any, cuts: list[int], ascii: bool, seed: int, indent: int | None) -> None:
    text = escaped(json.dumps(document, ensure_ascii=ascii, indent=indent), seed)
    assert json.loads(text) == document
    body = text.encode("utf-8", "surrogatepass")
    slim, parts = extract(body, cuts)
    assert (slim, parts) == extract(body)
    assert restored(json.loads(slim.decode("utf-8", "surrogatepass")), parts) == document


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='{}[]":,\\b64_json ab', max_size=200).map(str.encode), CUTS)
def test_any_bytes_at_all_pass(body: bytes, cuts: list[int]) -> None:
    assert extract(body, cuts) == extract(body)


@given(st.integers(1, 10_000), CUTS)
def test_a_cut_off_answer_stays_cut_off(keep: int, cuts: list[int]) -> None:
    body = json.dumps({"data": [{"b64_json": base64.b64encode(png(6_000)).decode()}]}).encode()
    slim, _ = extract(body[: min(keep, len(body) - 1)], cuts)
    with pytest.raises(ValueError):
        json.loads(slim)


@pytest.mark.parametrize("pad", range(1_018, 1_028))
@pytest.mark.parametrize("step", [1, 2, 3, 1_000])
def test_escapes_across_the_end_of_the_head(pad: int, step: int) -> None:
    """A long string whose backslashes and quotes lie where the extractor stops looking."""
    picture = base64.b64encode(png(60)).decode()
    for text in ('\\"' * 9 + "x", '"' * 9, "\\" * 9 + '"'):
        document = ["x" * pad + text, picture]
        body = json.dumps(document).encode()
        slim, parts = extract(body, list(range(0, len(body), step)))
        assert restored(json.loads(slim), parts) == document and len(parts) == 1


def picture_in(value: str) -> tuple[str, list[bytes]]:
    slim, parts = extract(json.dumps({"b64_json": value}).encode())
    return json.loads(slim)["b64_json"], parts


@pytest.mark.parametrize(
    "write",
    [
        lambda data: base64.b64encode(data).decode(),
        lambda data: base64.urlsafe_b64encode(data).decode(),
        lambda data: base64.b64encode(data).decode().rstrip("="),
        lambda data: base64.encodebytes(data).decode(),
        lambda data: "\r\n".join(base64.b64encode(data).decode()[at : at + 76] for at in range(0, len(data) * 2, 76)),
    ],
)
@pytest.mark.parametrize("size", [60, 61, 62, 5_000, 100_000])
def test_base64_as_people_write_it(write, size: int) -> None:
    picture = png(size, size)
    said, parts = picture_in(write(picture))
    assert said == f"{PART}0" and parts == [picture]


@pytest.mark.parametrize("text", ["iVBOR*w0KGgo", "iVBORw0KGg==AAAA", "iVBORw0KGgo=A", "iVBORw0KGé", "iVBORw0KG"])
@pytest.mark.parametrize("repeat", [1, 300])
def test_broken_base64_is_marked(text: str, repeat: int) -> None:
    body = json.dumps({"b64_json": "AAAA" * repeat + text}).encode()
    for cuts in ([], list(range(len(body)))):
        slim, _ = extract(body, cuts)
        assert json.loads(slim)["b64_json"] == f"{DAMAGED_PART}0"


def test_what_is_no_picture_stays() -> None:
    document = {
        "thoughtSignature": base64.b64encode(random.Random(1).randbytes(5_000)).decode(),
        "text": "iVBORw0KGgo is how a PNG begins",
        "b64": "short",
        "url": "https://example.com/" + "a" * 3_000,
    }
    slim, parts = extract(json.dumps(document).encode())
    assert json.loads(slim) == document and parts == []


def test_a_flood_of_pictures_opens_only_so_many_files() -> None:
    text = base64.b64encode(png(60)).decode()
    slim, parts = extract(json.dumps([text] * 500).encode())
    assert len(parts) == MAX_PARTS and json.loads(slim)[-1] == text
