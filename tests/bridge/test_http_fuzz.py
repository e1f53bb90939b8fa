"""The HTTP bridge under what its OpenAPI document allows and what it does not: no answer is a 5xx or `internal`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_cli import serving

from omniimage.bridge.answers import refused
from omniimage.bridge.openapi import document
from omniimage.errors import AuthFailed, BadRequest, StorageFailed, StorageFull, TooLarge
from tests.wire.pictures import png

Schema = dict[str, Any]
ODD = ["", "offline/poster", "openai", "img_" + "0" * 24, "run_x", "2026-11-29", "../../etc/passwd", "\x00", "𝕏" * 9]
TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(ODD))
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
METHODS = sorted(path for path in document()["paths"] if path.startswith("/api/"))


def fitting(schema: Schema, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that a schema allows, as far as it is worth it; too deep a place gets anything."""
    if "$ref" in schema:
        return fitting(document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]], depth + 1)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return st.one_of(*(fitting(each, depth + 1) for each in schema[choice]))
    low, high = schema.get("minimum", -(2**40)), schema.get("maximum", 2**40)
    match schema.get("type"):
        case "integer":
            return st.integers(low, high)
        case "number":
            return st.floats(low, high)
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "string":
            return TEXTS
        case "array":
            return st.lists(fitting(schema.get("items", {}), depth + 1), max_size=3) if depth < 8 else st.just([])
        case "object" if depth < 8:
            return objects(schema, depth)
        case _:
            return ANY


def objects(schema: Schema, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    fields = schema.get("properties", {})
    needed = {name: fitting(fields[name], depth + 1) for name in schema.get("required", ()) if name in fields}
    others = {name: fitting(each, depth + 1) for name, each in fields.items() if name not in needed}
    if not fields and isinstance(values := schema.get("additionalProperties"), dict):
        return st.dictionaries(TEXTS, fitting(values, depth + 1), max_size=3)
    return st.fixed_dictionaries(needed, optional=others)


def asked_of(path: str) -> st.SearchStrategy[Any]:
    schema = document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return st.one_of(
        fitting(schema), fitting(schema), st.dictionaries(st.sampled_from([*schema["properties"], "x"]), ANY), ANY
    )


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("fuzz")) as studio, studio.client() as client:
        yield client


@pytest.fixture(scope="module")
def image(program: httpx.Client) -> str:
    """One that is there, so that not everything ends at its door."""
    uploaded = program.post("/uploads", files={"file": ("a.png", png(4_000, 3))}).json()["data"]
    return str(uploaded["image_ids"][0])


def check(answer: httpx.Response, about: object) -> None:
    assert answer.status_code < 500, (about, answer.text)
    if answer.content and answer.headers.get("content-type", "").startswith("application/json"):
        told = answer.json()
        assert told["ok"] or told["error"]["code"] != "internal", (about, told)


def fuzz_methods(program: httpx.Client, examples: int) -> None:
    for path in METHODS:
        fuzz_method(program, path, examples)


def fuzz_method(program: httpx.Client, path: str, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(arguments=asked_of(path))
    def ask(arguments: Any) -> None:
        content = json.dumps(arguments).encode()
        check(program.post(path, content=content, headers={"Content-Type": "application/json"}), (path, arguments))

    ask()


def fuzz_routes(program: httpx.Client, examples: int) -> None:
    routes = ["/media/{}", "/media/{}/thumb", "/downloads/{}", "/downloads/image/{}", "/uploads/parts/{}", "/{}"]

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(
        route=st.sampled_from(routes),
        method=st.sampled_from(["GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS"]),
        id=TEXTS,
        query=st.dictionaries(st.sampled_from(["size", "name", "last", "download", "strip"]), TEXTS),
        offset=st.one_of(st.none(), st.integers(-5, 10**20).map(str), st.just("x")),
        body=st.binary(max_size=200),
    )
    def ask(route: str, method: str, id: str, query: dict[str, str], offset: str | None, body: bytes) -> None:
        path = route.format(quote(id.encode("utf-8", "replace"), safe=""))
        headers = {"Upload-Offset": offset} if offset else {}
        clean = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
        check(program.request(method, path, params=clean, headers=headers, content=body), (method, path, query))

    ask()


def test_no_server_error(program: httpx.Client, image: str) -> None:
    fuzz_methods(program, 2)
    fuzz_routes(program, 60)
    assert program.get(f"/media/{image}").status_code == 200, "it was let in to the end, and the image outlived all that"


@pytest.mark.parametrize("route", ["/media/{}", "/media/{}/thumb", "/downloads/image/{}"])
def test_odd_questions_about_an_image_that_is_there(program: httpx.Client, image: str, route: str) -> None:
    path = route.format(image)
    for name in ("size", "name", "last", "download", "strip"):
        for value in [*ODD, "320", "-1", str(10**20)]:
            check(program.get(path, params={name: value}), (path, name, value))
    for value in ("bytes=0-0", "bytes=9-1", "bytes=-1", f"bytes={10**20}-", "bytes=0-1,2-3", "lines=1", "bytes=", "x"):
        check(program.get(path, headers={"Range": value}), (path, value))
    for value in ("*", '""', "W/", '"x", "y"', "x" * 3_000):
        check(program.get(path, headers={"If-None-Match": value, "If-Range": value}), (path, value))
    assert program.get(path).status_code == 200


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_server_error_for_long(program: httpx.Client) -> None:
    fuzz_methods(program, 150)
    fuzz_routes(program, 5000)
    assert program.post("/api/studio_info").json()["ok"], "it was let in to the end"


def test_the_document_holds_every_method_and_nothing_else() -> None:
    from omniimage.bridge.allowed import EXPOSED

    assert [f"/api/{name}" for name in sorted(EXPOSED)] == METHODS
    text = json.dumps(document())
    for reference in {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}:
        assert reference in document()["components"]["schemas"]


def test_every_status_of_a_refusal_is_told() -> None:
    told = document()["paths"]["/uploads"]["post"]["responses"].keys()
    for error in (BadRequest(), AuthFailed(), TooLarge(), StorageFull(), StorageFailed()):
        assert str(refused(error).status_code) in told
