"""A model of the user's own over HTTP, and fetching models from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from model_mirror import Mirror
from starlette.applications import Starlette
from studio_at_work import StudioAtWork, studio_at_work

from omniimage import cli
from omniimage.bridge.model_uploads import ModelUploads
from tests.onnx_models import tiny


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path_factory.mktemp("studio") / "data") as working:
        yield working


async def posted(studio: StudioAtWork, query: str, body: bytes, limit: int = 10_000_000) -> httpx.Response:
    parts, uploads = studio.studio.api_parts, studio.studio.paths.uploads
    routes = ModelUploads(parts.matting, parts.loop, uploads, limit).routes()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url="http://here") as client:
        answer = await client.post(f"/uploads/model{query}", content=body)
    assert not [*uploads.iterdir()]
    return answer


async def test_a_file_becomes_a_model(studio: StudioAtWork, tmp_path: Path) -> None:
    content = tiny.brightness(tmp_path / "m.onnx").read_bytes()
    answer = (await posted(studio, "?name=..%2F..%2Fmine.onnx", content)).json()
    assert answer["ok"]
    assert (answer["data"]["label"], answer["data"]["state"]) == ("mine.onnx", "installed")
    assert (studio.studio.paths.models / answer["data"]["name"] / f"{answer['data']['name']}.onnx").read_bytes() == content


@pytest.mark.parametrize(
    ("query", "body", "status", "reason"),
    [
        ("?name=a.onnx", b"<html>", 400, "html"),
        ("?name=a.onnx", b"", 400, "empty"),
        ("?name=a.onnx", b"\x80pickle", 400, "not_onnx"),
        ("", b"x", 400, None),
        ("?name=a.onnx", b"0" * 20_000_000, 413, None),
    ],
)
async def test_what_is_refused(studio: StudioAtWork, query: str, body: bytes, status: int, reason: str | None) -> None:
    answer = await posted(studio, query, body)
    assert answer.status_code == status
    assert answer.json()["error"]["details"].get("reason") == reason


def test_the_command_says_what_went_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Mirror({"u2netp.onnx": b"not the model"}) as mirror:
        command = ["models", "download", "nobody", "u2netp", "--data-dir", str(tmp_path), "--mirror", mirror.url]
        assert cli.main(command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "there are: u2net," in said.err
    assert "u2netp: this is not the model's file (size, 127.0.0.1)" in said.err
    assert not [*tmp_path.rglob("*.onnx")]
