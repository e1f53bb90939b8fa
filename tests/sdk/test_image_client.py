"""ImageClient over real sockets: what goes out, what comes back, what is raised."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from omniimage import ImageClient, ImageResult
from omniimage.errors import (
    AuthFailed,
    BadRequest,
    ModelMissing,
    NotAnImage,
    NotFound,
    RateLimited,
    StorageFailed,
    Timeout,
)
from omniimage.storage import LocalStorage
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer

KEY = "sk-canary-0123456789"


def client(server: WireServer, provider: str = "openai", **more: Any) -> ImageClient:
    return ImageClient(provider, api_key=KEY, base_url=server.base_url(provider), **more)


def test_an_image_from_words(images: WireServer) -> None:
    sent = png(3_000, 1)
    images.script = Script(images=(sent,))
    result = client(images, model="gpt-image-2.5-flare").text_to_image("a lighthouse", size="1000x1000", quality="low")
    assert result.bytes() == sent
    assert (result.mime_type, result.provider, result.url) == ("image/png", "openai", "")
    assert base64.b64decode(result.base64) == sent
    assert result.image().size == (result.metadata["width"], result.metadata["height"])
    (post,) = images.posts()
    body = json.loads(post.body)
    assert body["size"] == result.metadata["size"] == result.metadata["sent"]["size"]
    assert result.metadata["asked"]["size"] == "1000x1000"
    assert [each["parameter"] for each in result.metadata["adjustments"]] == ["size"]
    assert (body["quality"], post.key) == ("low", KEY)
    assert KEY not in repr(result) + json.dumps(result.metadata)


@pytest.mark.parametrize("provider", ["openai", "gemini", "openrouter", "volcengine", "xai", "stability", "custom_openai"])
def test_every_kind_of_reference_goes_along_in_order(images: WireServer, provider: str, tmp_path: Path) -> None:
    models = {"stability": "sd3.5-large", "custom_openai": "any"}
    asking = client(images, provider, model=models.get(provider))
    earlier = ImageResult(base64.b64encode(png(900, 4)).decode(), "image/png", "x")
    (tmp_path / "one.png").write_bytes(png(900, 1))
    data_url = "data:image/png;base64," + base64.b64encode(png(900, 3)).decode()
    given = [tmp_path / "one.png", png(900, 2), data_url, earlier, f"{images.origin}/files/900.png"]
    if provider in ("stability", "custom_openai"):
        given = given[:1]
    result = asking.image_to_image("the same at dusk", reference_images=given)
    assert result.bytes()
    (post,) = images.posts()
    wanted = [png(900, 1), png(900, 2), png(900, 3), png(900, 4)][: len(given)]
    found = [post.body.find(each if b"form-data" in post.body else base64.b64encode(each)) for each in wanted]
    assert -1 not in found
    assert found == sorted(found)


def test_facts_come_from_the_environment(images: WireServer, setenv: Callable[..., None]) -> None:
    setenv(
        VOLCENGINE_API_KEY=KEY,
        VOLCENGINE_BASE_URL=images.base_url("volcengine"),
        VOLCENGINE_IMAGE_MODEL="seedream-own",
        VOLCENGINE_TIMEOUT_SECS="33",
    )
    result = ImageClient("doubao").text_to_image("灯塔")
    body = json.loads(images.posts()[0].body)
    assert (body["model"], body["watermark"]) == ("seedream-own", False)
    assert result.metadata["model"] == "volcengine/seedream-own"
    ImageClient("doubao").text_to_image("灯塔", watermark=True)
    assert json.loads(images.posts()[1].body)["watermark"] is True


def test_a_small_size_is_scaled_up_keeping_its_ratio_and_said(images: WireServer) -> None:
    result = client(images, "volcengine", model="doubao-seedream-4-5-251128").text_to_image("x", size="800x600")
    width, height = map(int, result.metadata["size"].split("x"))
    assert width * height >= 3_686_400
    assert abs(width / height - 4 / 3) < 0.01
    assert json.loads(images.posts()[0].body)["size"] == result.metadata["size"]


def test_many_models_keep_their_order_and_failures_are_values(images: WireServer) -> None:
    images.queue.append(Script(status=429, headers={"retry-after": "9"}))
    models = ["openai/gpt-image-2.5-flare", "offline/poster", "nobody/x", "openai/gone"]
    found = client(images).generate_all("two red cats", models)
    assert isinstance(found[1], ImageResult)
    assert found[1].provider == "offline"
    assert isinstance(found[2], BadRequest)
    kinds = {type(found[0]), type(found[3])}
    assert kinds == {RateLimited, ImageResult}
    limited = next(each for each in (found[0], found[3]) if isinstance(each, RateLimited))
    assert limited.retry_after == 9.0


def test_models_are_asked_at_the_same_time(images: WireServer) -> None:
    images.script = Script(together=8)
    found = client(images).generate_all("x", [f"openai/own-{number}" for number in range(8)])
    assert all(isinstance(each, ImageResult) for each in found)
    assert images.max_running == 8


async def test_the_twins_are_awaited_on_the_callers_loop(images: WireServer) -> None:
    images.script = Script(together=2)
    asking = client(images, model="gpt-image-2.5-flare")
    both = await asyncio.gather(asking.atext_to_image("a"), asking.atext_to_image("b"))
    assert [each.mime_type for each in both] == ["image/png"] * 2


def test_what_cannot_be_asked_is_told_before_anything_is_sent(images: WireServer, tmp_path: Path) -> None:
    asking = client(images, model="gpt-image-2.5-flare")
    (tmp_path / "page.png").write_bytes(b"<html>")
    with pytest.raises(BadRequest):
        asking.text_to_image("x", size="huge")
    with pytest.raises(BadRequest):
        asking.text_to_image("x", n=4)
    with pytest.raises(NotFound):
        asking.image_to_image("x", reference_images=[tmp_path / "none.png"])
    with pytest.raises(NotAnImage):
        asking.image_to_image("x", reference_images=[tmp_path / "page.png"])
    with pytest.raises(BadRequest):
        asking.image_to_image("x", reference_images=["data:image/png,plain"])
    with pytest.raises(AuthFailed) as caught:
        ImageClient("openai").text_to_image("x")
    assert caught.value.details["variables"] == ("OPENAI_API_KEY",)
    with pytest.raises(BadRequest):
        ImageClient("nobody")
    with pytest.raises(ModelMissing):
        ImageClient("custom_openai", base_url=images.origin).text_to_image("x")
    assert not images.posts()


def test_a_storage_fills_the_address(images: WireServer, tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "out", base_url="https://pictures.example")
    asking = client(images, model="gpt-image-2.5-flare", storage=storage, storage_key_prefix="shop/")
    result = asking.text_to_image("x")
    assert result.url.startswith("https://pictures.example/shop/")
    stored = tmp_path / "out" / result.url.removeprefix("https://pictures.example/")
    assert stored.read_bytes() == result.bytes()


def test_a_failed_upload_loses_nothing(images: WireServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    asking = client(images, model="gpt-image-2.5-flare", storage=LocalStorage(tmp_path / "file" / "below"))
    with pytest.raises(StorageFailed) as caught:
        asking.text_to_image("x")
    kept: ImageResult = caught.value.result  # type: ignore[attr-defined]
    assert kept.bytes().startswith(b"\x89PNG")
    assert len(images.posts()) == 1


class _Broken:
    def upload(self, data: bytes, *, mime_type: str, key: str | None = None) -> str:
        raise ConnectionError("no route")


def test_a_storage_of_ones_own_that_breaks_loses_nothing(images: WireServer) -> None:
    asking = client(images, model="gpt-image-2.5-flare", storage=_Broken())
    for error in asking.generate_all("x", ["openai/gpt-image-2.5-flare"] * 2):
        assert isinstance(error, StorageFailed) and error.details["cause"] == "ConnectionError"
        assert error.result.bytes().startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert len(images.posts()) == 2


def test_what_came_and_is_no_picture_is_not_lost(images: WireServer) -> None:
    drawing = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
    images.script = Script(body=json.dumps({"data": [{"b64_json": base64.b64encode(drawing).decode()}]}).encode())
    with pytest.raises(NotAnImage) as caught:
        client(images, model="gpt-image-2.5-flare").text_to_image("x")
    assert caught.value.data == drawing and caught.value.details["charged"] == "yes"  # type: ignore[attr-defined]


def test_a_job_that_is_still_at_work_can_be_found_at_its_provider(images: WireServer) -> None:
    images.script = Script(job_seconds=30)
    asking = ImageClient("replicate", api_key="k" * 20, base_url=images.base_url("replicate"), timeout=0.5)
    with pytest.raises(Timeout) as caught:
        asking.text_to_image("x", size=None)
    assert caught.value.details["request_id"] in images.desk.jobs


def test_a_saved_file_is_whole_or_not_there(tmp_path: Path) -> None:
    result = ImageResult(base64.b64encode(png(500, 1)).decode(), "image/webp", "x")
    assert result.save(tmp_path / "deep" / "picture").name == "picture.webp"
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(StorageFailed):
        result.save(tmp_path / "folder.png")
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


def test_the_offline_models_need_nothing() -> None:
    result = ImageClient("offline", model="poster").text_to_image("three green boats at night", size="512x512", seed=7)
    again = ImageClient("offline", model="poster").text_to_image("three green boats at night", size="512x512", seed=7)
    assert result.bytes() == again.bytes()
    assert (result.metadata["width"], result.metadata["height"], result.metadata["cost"]) == (512, 512, 0.0)


def test_importing_loads_nothing_heavy_and_starts_nothing() -> None:
    script = (
        "import sys, threading, omniimage; from omniimage import ImageClient, ChatClient; "
        "from omniimage.storage import R2Storage; "
        "heavy = {'litellm', 'openai', 'boto3', 'peewee', 'webview', 'onnxruntime', 'PIL', 'httpx', 'pydantic'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules); assert threading.active_count() == 1"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2] / "desktop")
