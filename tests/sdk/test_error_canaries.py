"""Whatever fails, in whatever method: the error is one of ours, names provider and model, and holds no secret."""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from omniimage import ChatClient, ImageClient, errors
from omniimage.errors import StudioError
from omniimage.storage import LocalStorage, R2Storage
from tests.wire.chat import ChatServer, Says
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer

KEY = "zq-canary-key-0123456789abcdef"
SECRET = "canary-signature-77"
BLOB = base64.b64encode(png(3_000, 1)).decode()
SAID = f"key {KEY} at https://x.example/a?sig={SECRET} with {BLOB}"
TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
NAMED = (
    "AuthFailed InsufficientFunds RateLimited ContentRefused BadParameters ProviderUnavailable Timeout BadResponse "
    "SchemaMismatch ToolLoopLimit StorageFailed Cancelled StudioError"
)

CHATS: dict[str, Callable[[ChatClient], Any]] = {
    "chat": lambda client: client.chat("x"),
    "chat_structured": lambda client: client.chat("x", response_format={"type": "object"}),
    "chat_stream": lambda client: list(client.chat_stream("x")),
    "chat_with_tools": lambda client: client.chat_with_tools("x", [TOOL], tool_executor=lambda name, arguments: 1),
    "chat_picture": lambda client: client.chat([{"role": "user", "content": ["x", png(3_000, 1)]}]),
}
IMAGES: dict[str, Callable[[ImageClient], Any]] = {
    "text_to_image": lambda client: client.text_to_image("x"),
    "image_to_image": lambda client: client.image_to_image("x", reference_images=png(3_000, 1)),
    "generate_all": lambda client: raised(client.generate_all("x", [f"{client.provider}/{client.model}"])[0]),
}


def raised(value: Any) -> Any:
    if isinstance(value, Exception):
        raise value
    return value


def check(error: StudioError, provider: str, model: str) -> None:
    assert error.code in errors.ERROR_CODES
    assert error.code != "internal"
    assert (error.details["provider"], error.details["model"]) == (provider, f"{provider}/{model}")
    shown = json.dumps(error.details) + repr(error) + "".join(traceback.format_exception(error))
    assert "canary" not in shown, shown
    assert BLOB[:60] not in shown


def test_each_kind_is_there_to_be_caught() -> None:
    for name in NAMED.split():
        assert issubclass(getattr(errors, name), StudioError)


@pytest.mark.parametrize("method", CHATS)
@pytest.mark.parametrize("provider", ["openai", "gemini", "bedrock", "openrouter"])
def test_chats(chats: ChatServer, provider: str, method: str) -> None:
    speaks: Any = provider if provider in ("gemini", "bedrock") else "openai"
    key = f"AKIACANARY:{KEY}" if provider == "bedrock" else KEY
    client = ChatClient(provider, model="m-1", api_key=key, base_url=chats.base_url(speaks))
    body = json.dumps({"error": {"message": SAID}}).encode()
    answers = [Says(status=status, body=body) for status in (400, 401, 402, 403, 404, 429, 500, 503)]
    answers += [Says(body=body), Says(body=SAID.encode()), Says(words=())]
    for says in answers:
        # A refused level steps down: every level hears the same.
        chats.brain = lambda request, body, says=says: says  # type: ignore[misc]
        with pytest.raises(StudioError) as caught:
            CHATS[method](client)
        check(caught.value, provider, "m-1")


@pytest.mark.parametrize("method", IMAGES)
@pytest.mark.parametrize("provider", ["openai", "gemini", "volcengine", "openrouter", "xai"])
def test_images(images: WireServer, provider: str, method: str) -> None:
    name = {"openai": "gpt-image-2.5-flare"}.get(provider)
    client = ImageClient(provider, model=name, api_key=KEY, base_url=images.base_url(provider))
    client.model = name = name or client._model_of({})
    body = json.dumps({"error": {"message": SAID}}).encode()
    answers = [Script(status=status, body=body) for status in (400, 401, 402, 403, 404, 429, 500, 503)]
    answers += [Script(body=body), Script(body=SAID.encode()), Script(drop="mid_body")]
    for script in answers:
        images.script = script
        with pytest.raises(StudioError) as caught:
            IMAGES[method](client)
        check(caught.value, provider, name)


def test_what_is_wrong_before_sending_names_the_model_too(images: WireServer, chats: ChatServer, tmp_path: Path) -> None:
    client = ImageClient("openai", model="gpt-image-2.5-flare", api_key=KEY, base_url=images.base_url("openai"))
    wrong: list[Any] = [f"{images.origin}/none.png?sig={SECRET}", f"data:image/png;{SECRET}", tmp_path / "none.png", b"x"]
    for picture in wrong:
        with pytest.raises(StudioError) as caught:
            client.image_to_image("x", reference_images=picture)
        check(caught.value, "openai", "gpt-image-2.5-flare")
    with pytest.raises(StudioError) as caught:
        client.text_to_image("x", size="huge")
    check(caught.value, "openai", "gpt-image-2.5-flare")
    asking = ChatClient("openai", model="m-1", api_key=KEY, base_url=chats.base_url("openai"))
    for picture in (wrong[0].replace("none", "gone"), wrong[2], b"x"):
        with pytest.raises(StudioError) as caught:
            asking.chat([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": picture}}]}])
        check(caught.value, "openai", "m-1")


def test_an_address_that_is_not_the_keys_own_is_not_shown() -> None:
    url = f"http://user:{SECRET}@127.0.0.1:9/v1?sig={SECRET}"
    for ask in (
        lambda: ChatClient("openai", model="m-1", api_key=KEY, base_url=url).chat("x"),
        lambda: ImageClient("openai", model="m-1", api_key=KEY, base_url=url).text_to_image("x"),
    ):
        with pytest.raises(StudioError) as caught:
            ask()
        check(caught.value, "openai", "m-1")


def test_storages(tmp_path: Path) -> None:
    bucket = R2Storage("canary-id", KEY, f"http://127.0.0.1:9/{SECRET}", "bucket", "https://x.example")
    (tmp_path / "file").write_text("in the way")
    local = LocalStorage(tmp_path / "file" / "below")
    for ask in (
        lambda: bucket.upload(png(900, 1), mime_type="image/png"),
        lambda: bucket.exists("a"),
        lambda: bucket.delete("a"),
        lambda: local.upload(png(900, 1), mime_type="image/png"),
        lambda: local.url("../a"),
        lambda: R2Storage(access_key_secret=KEY),
    ):
        with pytest.raises(StudioError) as caught:
            ask()
        shown = json.dumps(caught.value.details) + "".join(traceback.format_exception_only(caught.value))
        assert "canary" not in shown


def test_a_failed_upload_names_the_model(images: WireServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    storage = LocalStorage(tmp_path / "file" / "below")
    asked = {"api_key": KEY, "base_url": images.base_url("openai"), "storage": storage}
    with pytest.raises(errors.StorageFailed) as caught:
        ImageClient("openai", model="gpt-image-2.5-flare", **asked).text_to_image("x")  # type: ignore[arg-type]
    check(caught.value, "openai", "gpt-image-2.5-flare")
    assert caught.value.result.bytes()  # type: ignore[attr-defined]
