from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from small_studio import IMAGE_ID, PNG, SVG_ID, Running, run_server
from starlette.routing import Route

from omniimage.bridge.media import UploadLimits
from omniimage.bridge.openapi import document
from omniimage.bridge.routes import build_routes
from omniimage.errors import SchemaMismatch


def test_health_needs_nothing(serving: Running) -> None:
    with serving.stranger() as anyone:
        assert anyone.get("/health").json() == {"ok": True}


def test_calls_answer_the_envelope_with_200(serving: Running) -> None:
    with serving.program() as program:
        assert program.post("/api/add", json={"a": 1, "b": 2}).json() == {"ok": True, "data": 3}
        assert program.post("/api/secret_ways").json() == {"ok": True, "data": "ok"}
        for method, arguments, code in [
            ("add", {}, "bad_request"),
            ("fails", {}, "cost_cap"),
            ("breaks", {"key": "k"}, "internal"),
        ]:
            answer = program.post(f"/api/{method}", json=arguments)
            assert (answer.status_code, answer.json()["error"]["code"]) == (200, code)


def test_the_standard_header_names_the_request(serving: Running) -> None:
    with serving.program() as program:

        def told(method: str, key: str, **arguments: str) -> Any:
            answer = program.post(f"/api/{method}", json=arguments, headers={"Idempotency-Key": key}).json()
            return answer["data"] if answer["ok"] else answer["error"]["code"]

        assert told("begin", "8e03978e-40d5", what="x") == ["x", "8e03978e-40d5"]
        assert told("begin", '"8e03978e-40d5"', what="x") == ["x", "8e03978e-40d5"]
        assert told("begin", "one", what="x", request_id="one") == ["x", "one"]
        assert told("begin", "one", what="x", request_id="another") == "bad_request"
        for key in ("k" * 65, "two words"):
            assert told("begin", key, what="x") == told("begin", "", what="x", request_id=key) == "bad_request"
        # There the id is that of a job, and nothing is paid.
        assert told("export", "one") == ""
        assert told("add", "one", a="1") == 2


def test_the_document_names_the_header_where_it_holds() -> None:
    posts = {path: of["post"] for path, of in document()["paths"].items() if path.startswith("/api/")}
    assert {path.removeprefix("/api/") for path, post in posts.items() if post.get("parameters")} == {
        "generate_all",
        "generate_matrix",
        "generate_reproduction",
        "create_batch",
        "start_batch",
        "retry",
        "retry_failed",
        "retry_task",
        "start_reproduction",
        "start_reproductions",
        "continue_reproduction",
        "create_session",
        "start_closer",
        "generate_first",
        "run_session",
        "verify_session",
    }
    (header,) = posts["/api/generate_all"]["parameters"]
    assert (header["name"], header["in"]) == ("Idempotency-Key", "header")


@pytest.mark.parametrize(
    "name", ["not_listed", "_private", "add.__func__", "__class__", "ADD", "add%20", "%61dd%00", "%F0%9F%92%A5"]
)
def test_names_off_the_list_are_not_found(serving: Running, name: str) -> None:
    with serving.program() as program:
        answer = program.post(f"/api/{name}", json={})
    assert answer.status_code == 404
    assert answer.json()["ok"] is False


@pytest.mark.parametrize(
    "body", [b"[1]", b"null", b"{", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1e999}', b'{"a":' * 5000, b"a" * 100, b'"\\ud800"']
)
def test_a_body_that_is_not_an_object_of_json_is_a_bad_request(serving: Running, body: bytes) -> None:
    with serving.program() as program:
        answer = program.post("/api/add", content=body)
    assert answer.status_code in (200, 400)
    assert answer.json()["error"]["code"] == "bad_request"


def test_long_prompts_and_huge_bodies(serving: Running) -> None:
    with serving.program() as program:
        arguments = {"prompt": "ж" * 1_000_000, "selected_models": [], "params": {}}
        assert program.post("/api/generate", json=arguments).json()["data"]["length"] == 1_000_000
        answer = program.post("/api/generate", content=(b"x" * 100_000 for _ in range(200)))
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "bad_request")


def test_nan_goes_out_as_null(serving: Running) -> None:
    with serving.program() as program:
        text = program.post("/api/odd_numbers", json={}).text
    assert json.loads(text, parse_constant=pytest.fail)["data"]["nan"] is None


def test_pages_and_assets(serving: Running) -> None:
    with serving.program() as program:
        index = program.get("/")
        assert index.headers["cache-control"] == "no-store"
        assert index.text.count("omniimage-transport") == 1
        assert "immutable" in program.get("/assets/index-abc123.js").headers["cache-control"]
        for missing in ("/index.html", "/.env", "/assets/", "/assets", "/nowhere", "/api", "/media"):
            answer = program.get(missing)
            assert answer.status_code == 404, missing
            assert answer.json()["error"]["code"] == "not_found"


def test_a_page_that_is_not_built_says_so(serving: Running, tmp_path: Path) -> None:
    (tmp_path / "page" / "index.html").unlink()
    with serving.program() as program:
        assert "make build" in program.get("/").json()["error"]["message"]


# Pictures


def test_originals_are_the_untouched_bytes_and_cached_for_ever(serving: Running) -> None:
    with serving.program() as program:
        answer = program.get(f"/media/{IMAGE_ID}")
        assert answer.content == PNG
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert "content-disposition" not in answer.headers
        again = program.get(f"/media/{IMAGE_ID}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        part = program.get(f"/media/{IMAGE_ID}", headers={"Range": "bytes=0-7"})
        assert (part.status_code, part.content) == (206, PNG[:8])


def test_downloads_and_odd_types_are_attachments_under_our_name(serving: Running) -> None:
    with serving.program() as program:
        for path in (f"/media/{IMAGE_ID}?download=1", f"/media/{SVG_ID}"):
            disposition = program.get(path).headers["content-disposition"]
            assert disposition.startswith("attachment; filename*=utf-8''2026-11-21_model_une%20id%C3%A9e.png")


def test_thumbnails(serving: Running) -> None:
    with serving.program() as program:
        small, large = (program.get(f"/media/{IMAGE_ID}/thumb", params={"size": size}) for size in (320, 768))
        assert small.headers["content-type"] == "image/webp"
        assert small.headers["etag"] != large.headers["etag"]
        for size in ("0", "100000", "320x", "-1", "٣٢٠"):
            assert program.get(f"/media/{IMAGE_ID}/thumb", params={"size": size}).status_code == 400


def test_a_picture_that_is_gone_is_not_found(serving: Running) -> None:
    missing = "img_" + "f" * 24
    with serving.program() as program:
        for path in (f"/media/{missing}", f"/media/{missing}/thumb"):
            answer = program.get(path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
        (serving.library.folder / "thumb.webp").unlink()
        assert program.get(f"/media/{IMAGE_ID}/thumb").status_code == 404


# Uploads


def test_uploads_are_imported_each_for_itself(serving: Running) -> None:
    files = [("file", ("../../evil.png", PNG)), ("file", ("C:\\dir\\b.png", PNG)), ("file", ("notes.txt", b"text"))]
    with serving.program() as program:
        answer = program.post("/uploads", files=files).json()
    assert answer["ok"] is True
    assert len(answer["data"]["image_ids"]) == 2
    assert [(refused["name"], refused["error"]["code"]) for refused in answer["data"]["refused"]] == [
        ("notes.txt", "not_an_image")
    ]
    assert serving.library.imported == [("evil.png", PNG), ("b.png", PNG)]
    assert list(serving.uploads.iterdir()) == []


def test_large_uploads_arrive_whole(serving: Running) -> None:
    large = PNG + bytes(5_000_000)
    with serving.program() as program:
        program.post("/uploads", files={"file": ("large.png", large)})
    assert serving.library.imported == [("large.png", large)]


def test_an_upload_that_the_disk_has_no_place_for_is_told(serving: Running) -> None:
    serving.uploads.rmdir()
    with serving.program() as program:
        answer = program.post("/uploads", files={"file": ("mine.png", PNG)})
        assert (answer.status_code, answer.json()["error"]["code"]) == (500, "storage_failed")
        serving.uploads.mkdir()
        assert len(program.post("/uploads", files={"file": ("mine.png", PNG)}).json()["data"]["image_ids"]) == 1


def test_an_upload_that_is_being_imported_is_not_taken_away(serving: Running) -> None:
    serving.library.may_go_on.clear()
    with serving.program() as program, ThreadPoolExecutor(1) as elsewhere:
        path = f"/uploads/parts/{program.post(f'/uploads/parts?name=a.png&size={len(PNG)}').json()['data']['id']}"
        sent = elsewhere.submit(program.patch, path, content=PNG, headers={"Upload-Offset": "0"})
        try:
            assert serving.library.looking.wait(10)
            refused = program.delete(path)
        finally:
            serving.library.may_go_on.set()
        assert (refused.status_code, refused.json()["error"]["details"]["reason"]) == (409, "busy")
        assert sent.result().json()["data"]["imported"]["image_ids"] == ["img_0"]
        assert serving.library.imported == [("a.png", PNG)]
        assert program.delete(path).status_code == 200 and program.get(path).status_code == 404
    assert list(serving.uploads.iterdir()) == []


def test_uploads_over_the_limits_are_refused(tmp_path: Path) -> None:
    limits = UploadLimits(files=3, file_bytes=20_000, total_bytes=200_000)
    serving = next(running := run_server(tmp_path, "browser", limits=limits))
    with serving.program() as program:
        one = program.post("/uploads", files=[("file", ("big.png", PNG * 3)), ("file", ("ok.png", PNG))]).json()["data"]
        assert [(refused["name"], refused["error"]["code"]) for refused in one["refused"]] == [("big.png", "too_large")]
        assert len(one["image_ids"]) == 1
        many = program.post("/uploads", files=[("file", (f"{number}.png", b"x")) for number in range(4)])
        assert (many.status_code, many.json()["error"]["code"]) == (400, "bad_request")
        whole = program.post("/uploads", files={"file": ("huge.png", bytes(300_000))})
        assert (whole.status_code, whole.json()["error"]["code"]) == (413, "too_large")
    assert list(serving.uploads.iterdir()) == []
    next(running, None)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"nonsense"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="other"\r\n\r\nv\r\n--x--\r\n'),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nv'),
    ],
)
def test_damaged_forms_are_a_bad_request(serving: Running, content_type: str, body: bytes) -> None:
    with serving.program() as program:
        answer = program.post("/uploads", content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request")


# Events


def lines(response: httpx.Response) -> Iterator[dict[str, str]]:
    """The server-sent events of a response, as their fields."""
    fields: dict[str, str] = {}
    for line in response.iter_lines():
        if not line:
            yield fields
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value


def test_a_page_that_comes_back_misses_none(serving: Running) -> None:
    seen: list[int] = []
    with serving.program() as program:
        with program.stream("GET", "/events") as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            stream = lines(response)
            position = next(stream)
            assert "data" not in position
            serving.bus.publish("image.added", {"id": 0})
            first = next(stream)
            assert int(first["id"]) == int(position["id"]) + 1
            seen.append(json.loads(first["data"])["data"]["id"])
        for number in range(1, 50):
            serving.bus.publish("image.added", {"id": number})
        for ways in ({"headers": {"Last-Event-ID": first["id"]}}, {"params": {"last": first["id"]}}):
            with program.stream("GET", "/events", **ways) as response:
                stream = lines(response)
                assert "data" not in next(stream)
                again = [json.loads(next(stream)["data"])["data"]["id"] for _ in range(49)]
            assert again == list(range(1, 50))


@pytest.mark.parametrize("last", ["1", "nonsense", "-5", "9" * 30, "٣"])
def test_an_id_of_another_launch_is_told_to_begin_anew(serving: Running, last: str) -> None:
    with serving.program() as program, program.stream("GET", "/events", params={"last": last}) as response:
        stream = lines(response)
        next(stream)
        assert json.loads(next(stream)["data"])["type"] == "reset"


def test_an_event_reaches_every_listener_at_once(serving: Running) -> None:
    with ExitStack() as listening:
        programs = [listening.enter_context(serving.program()) for _ in range(3)]
        streams = [lines(listening.enter_context(program.stream("GET", "/events"))) for program in programs]
        for stream in streams:
            next(stream)
        serving.bus.publish("notice", {"kind": "test"})
        # No stream waits for another event, nor for another stream to be read.
        for stream in reversed(streams):
            assert json.loads(next(stream)["data"])["data"] == {"kind": "test"}


def test_closing_the_pump_ends_open_streams(serving: Running) -> None:
    with serving.program() as program, program.stream("GET", "/events") as response:
        stream = lines(response)
        next(stream)
        serving.pump.close()
        assert list(stream) == []


# Before the studio is there


def test_every_route_is_in_the_document_for_programs(serving: Running) -> None:
    library = cast(Any, serving.library)
    parts = replace(serving.parts, exports=library, matting=library)
    routes = {re.sub("{.*}", "{id}", route.path) for route in build_routes(parts).routes if isinstance(route, Route)}
    assert routes - document()["paths"].keys() == {"/api/{id}", "/openapi.json"}


@pytest.fixture
def early(tmp_path: Path) -> Iterator[Running]:
    yield from run_server(tmp_path, "browser", opened=False)


def test_the_page_is_served_before_the_studio_and_calls_wait_for_it(early: Running) -> None:
    with early.program() as program:
        assert program.get("/").status_code == 200
        assert program.get("/health").status_code == 200
    with early.stranger() as stranger:
        assert stranger.post("/api/add", json={"a": 1}).status_code == 401
    head = f"POST /api/add HTTP/1.1\r\nHost: 127.0.0.1:{early.port}\r\nAuthorization: Bearer {early.secrets.token}\r\n"
    with socket.create_connection(("127.0.0.1", early.port), timeout=0.2) as connection:
        connection.sendall(f"{head}Content-Length: 8\r\nConnection: close\r\n\r\n".encode() + b'{"a": 1}')
        with pytest.raises(TimeoutError):
            connection.recv(1)
        early.server.open(build_routes(early.parts))
        connection.settimeout(20)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b'{"ok":true,"data":2}')


def test_a_studio_that_cannot_open_answers_with_why(early: Running) -> None:
    early.server.fail(SchemaMismatch("made by a newer version"))
    with early.program() as program:
        for path in ("/api/add", "/uploads"):
            answer = program.post(path)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "schema_mismatch")
