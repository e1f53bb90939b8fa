"""A provider that is a class: by decorator, and by the entry point of another package that is really installed."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage import Capabilities, ChatClient, ChatProvider, FreeSize, ImageClient, ImageProvider, OwnImage, register
from omniimage.app import build_studio
from omniimage.contracts.models import ReferenceRule
from omniimage.errors import AuthFailed, BadParameters, BadResponse, RateLimited, ToolLoopLimit
from omniimage.paths import DataPaths
from omniimage.providers.base import Credentials, ImageRequest
from omniimage.providers.chat.words import ChatAnswer, ChatChunk, ChatRequest, ToolCall, Usage
from tests.wire.pictures import png

ROOT = Path(__file__).parents[2]
KEY = "atelier-canary-123456"
PACKAGE = {
    "pyproject.toml": """
[project]
name = "omniimage-easel"
version = "1.0"
[project.entry-points."omniimage.providers"]
easel = "easel:Easel"
broken = "easel:NothingThere"
[build-system]
requires = ["hatchling"]
build-backend = "backend"
backend-path = ["."]
""",
    "easel.py": """
import base64
from omniimage import Capabilities, FreeSize, ImageProvider, OwnImage

class Easel(ImageProvider):
    name = "easel"
    capabilities = {"oil": Capabilities(sizes=FreeSize(max_edge=512))}
    needs_key = False

    async def text_to_image(self, request, credentials):
        return OwnImage(base64.b64decode("PNG"), cost=0.25)
""",
    # The whole of a build, so that nothing is fetched for it.
    "backend.py": """
import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name, info = "omniimage_easel-1.0-py3-none-any.whl", "omniimage_easel-1.0.dist-info"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.write("easel.py")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: omniimage-easel\\nVersion: 1.0\\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: own\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        points = "[omniimage.providers]\\neasel = easel:Easel\\nbroken = easel:NothingThere\\n"
        wheel.writestr(f"{info}/entry_points.txt", points)
        wheel.writestr(f"{info}/RECORD", "")
    return name
""",
}


@register
class Atelier(ImageProvider, ChatProvider):
    """Kept for all tests of the process, as a class in the tree would be."""

    name = "atelier"
    capabilities = {"brush": Capabilities(sizes=FreeSize(max_edge=640), references=ReferenceRule(max_count=2), seed=True)}
    answers: list[Any] = []
    closed = 0

    async def text_to_image(self, request: ImageRequest, credentials: Credentials) -> OwnImage:
        assert credentials.api_key == KEY
        if request.prompt == "raise":
            raise RuntimeError(f"the key {KEY}")
        if request.prompt == "wait":
            raise RateLimited("slow down", retry_after=3.0)
        return OwnImage(png(900, 1), cost=0.5, seed=request.params.get("seed"), request_id=request.params["size"])

    async def image_to_image(self, request: ImageRequest, credentials: Credentials) -> OwnImage:
        return OwnImage(request.references[-1].read())

    async def chat(self, request: ChatRequest, credentials: Credentials) -> ChatAnswer:
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        return ChatAnswer(**said) if isinstance(said, dict) else ChatAnswer(said, usage=Usage(1, 2, 3), cost=0.1)


@register
class Bard(ChatProvider):
    name = "bard_of_ours"
    needs_key = False
    closed: list[bool] = []

    async def chat(self, request: ChatRequest, credentials: Credentials) -> ChatAnswer:
        return ChatAnswer("whole")

    async def chat_stream(self, request: ChatRequest, credentials: Credentials) -> AsyncIterator[ChatChunk]:
        try:
            for word in ("one ", "two ", "three"):
                yield ChatChunk(word)
        finally:
            self.closed.append(True)


@pytest.fixture(autouse=True)
def bare_answers() -> Iterator[None]:
    Atelier.answers.clear()
    yield


def test_it_is_a_provider_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_API_KEY", KEY)
    client = ImageClient("atelier")
    result = client.text_to_image("x", size="1280x640", seed=9)
    assert result.bytes() == png(900, 1)
    assert (result.provider, result.metadata["cost"], result.metadata["seed"]) == ("atelier", 0.5, 9)
    width, height = map(int, result.metadata["request_id"].split("x"))
    assert (max(width, height) <= 640, width / height) == (True, 2.0)
    assert [each["parameter"] for each in result.metadata["adjustments"]] == ["size"]
    assert client.image_to_image("x", reference_images=png(900, 7), size=None).bytes() == png(900, 7)
    both = client.generate_all("x", ["atelier/brush", "offline/poster"])
    assert [each.provider for each in both if not isinstance(each, Exception)] == ["atelier", "offline"]


def test_its_faults_are_typed_and_hold_no_key() -> None:
    client = ImageClient("atelier", model="brush", api_key=KEY)
    with pytest.raises(BadResponse) as caught:
        client.text_to_image("raise")
    assert (caught.value.details["cause"], caught.value.details["model"]) == ("RuntimeError", "atelier/brush")
    assert "canary" not in str(caught.value) + json.dumps(caught.value.details)
    with pytest.raises(RateLimited) as limited:
        client.text_to_image("wait")
    assert (limited.value.retry_after, limited.value.details["model"]) == (3.0, "atelier/brush")
    with pytest.raises(AuthFailed):
        ImageClient("atelier", model="brush").text_to_image("x")
    with pytest.raises(ValueError, match="atelier"):
        register(Atelier)


def test_chats_have_schemas_tools_and_streams() -> None:
    client = ChatClient("atelier", model="quill", api_key=KEY)
    shape = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
    Atelier.answers.extend(["no", '{"a": 3}'])
    found = client.chat("x", response_format=shape)
    assert (found.parsed, found.structured_level, found.cost) == ({"a": 3}, "instruction", 0.2)
    Atelier.answers.extend([{"content": "", "tool_calls": (ToolCall("1", "add", {}),)}] * 2)
    with pytest.raises(ToolLoopLimit):
        client.chat_with_tools("x", [{"type": "function"}], tool_executor=lambda name, arguments: 1, max_iterations=2)
    Atelier.answers.append("whole")
    chunks = list(client.chat_stream("x"))
    assert [(each.delta_content, each.usage and each.usage.total_tokens) for each in chunks] == [("whole", 3)]
    Atelier.answers.extend([OSError(KEY), ""])
    for _ in range(2):
        with pytest.raises(BadResponse) as caught:
            client.chat("x")
        assert "canary" not in str(caught.value) + json.dumps(caught.value.details)


def test_a_stream_left_early_is_closed() -> None:
    for chunk in ChatClient("bard_of_ours", model="m").chat_stream("x"):
        assert chunk.delta_content == "one "
        break
    assert Bard.closed == [True]


def test_a_class_without_references_says_so() -> None:
    @register
    class Plain(ImageProvider):
        name = "plain_words"
        needs_key = False
        capabilities = {"m": Capabilities(sizes=FreeSize(), references=ReferenceRule(max_count=1))}

        async def text_to_image(self, request: ImageRequest, credentials: Credentials) -> OwnImage:
            raise NotImplementedError

    with pytest.raises(BadParameters):
        ImageClient("plain_words").image_to_image("x", reference_images=png(900, 1))


def test_the_window_lists_its_models(tmp_path: Path) -> None:
    paths = DataPaths.default(tmp_path / "data")
    with build_studio(paths, keychain=False) as studio:
        found = studio.loop.call(studio.api_parts.models.list("image"))
        listed = studio.loop.call(studio.api_parts.keys.list())
    (model,) = [each for each in found if each.id == "atelier/brush"]
    assert (model.available, model.reason) == (False, "no_key")
    assert "atelier" in [each.id for each in listed.providers]


def test_another_package_brings_one(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    picture = base64.b64encode(png(900, 3)).decode()
    for name, text in PACKAGE.items():
        (source / name).write_text(text.replace("PNG", picture).replace('requires = ["hatchling"]', "requires = []"))
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target), str(source)]
    subprocess.run(install, check=True, capture_output=True)
    script = (
        "import sys, omniimage; assert 'easel' not in sys.modules\n"
        "result = omniimage.ImageClient('easel').text_to_image('x', size='4096x4096')\n"
        "print(result.metadata['model'], result.metadata['size'], result.metadata['cost'])"
    )
    environment = {"PYTHONPATH": f"{ROOT / 'desktop'}:{target}", "PATH": "/usr/bin:/bin"}
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert told.stdout.split() == ["easel/oil", "512x512", "0.25"], told.stderr
    assert "broken cannot be loaded" in told.stderr
