"""Matting models: fetched in as many goes as it takes, never taken for what they are not, brought and removed."""

from __future__ import annotations

import asyncio
import hashlib
import importlib.util
import json
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_mirror import Mirror, manifest_for
from pydantic import ValidationError

from omniimage.contracts.image_tools import MattingModel
from omniimage.errors import BadRequest, ModelMissing, NotFound, StorageFull
from omniimage.events import EventBus
from omniimage.imaging.matting.contract import Shape
from omniimage.services import matting_files
from omniimage.services.matting_files import ModelFiles
from omniimage.services.matting_manifest import Manifest, read, shipped
from omniimage.services.matting_models import AUTO, MattingModels
from omniimage.settings import SettingsStore
from tests.onnx_models import tiny

CONTENT = np.random.default_rng(5).bytes(3_000_000)


@dataclass
class Shelf:
    """Models on a temporary folder, their one model at a loopback mirror."""

    folder: Path
    mirrors: list[str]
    content: bytes = CONTENT
    events: list[MattingModel] = field(default_factory=list)

    def open(self) -> MattingModels:
        """As after a start of the studio."""
        manifest = read(manifest_for(self.mirrors, "u2net", self.content, self.folder / "manifest.json"))
        bus = EventBus()
        bus.subscribe(lambda type, data: self.events.append(MattingModel.model_validate(data["model"])))
        self.files = ModelFiles(self.folder / "models", self.folder / "bundled", manifest)
        self.settings = SettingsStore(self.folder / "settings.json")
        self.models = MattingModels(self.files, manifest, self.settings, bus, probe, lambda: None)
        return self.models

    async def fetched(self, mirror: str = "") -> MattingModel:
        await self.models.download("u2net", mirror)
        async with asyncio.timeout(30):
            while self.models.is_downloading("u2net"):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return await self.models.get("u2net")

    @property
    def part(self) -> Path:
        return self.files.part("u2net")


async def probe(path: Path) -> Shape:
    """What the matting process would say of the tiny models."""
    return "isnet" if b"isnet" in path.name.encode() else "u2net"


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror({"u2net.onnx": CONTENT}) as running:
        yield running


@pytest.fixture
async def shelf(tmp_path: Path, mirror: Mirror) -> AsyncIterator[Shelf]:
    made = Shelf(tmp_path, [mirror.url])
    made.open()
    yield made
    await made.models.close()


async def test_fetched_checked_and_told(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["slow"]
    before = await shelf.models.get("u2net")
    assert (before.state, before.received, before.default) == ("absent", 0, False)
    after = await shelf.fetched()
    assert (after.state, after.received, after.error, after.default) == ("installed", len(CONTENT), None, True)
    told = [each.received for each in shelf.events]
    assert len(told) > 5
    assert told == sorted(told)
    assert any(each.speed for each in shelf.events)
    assert shelf.events[-1].state == "installed"
    file = await shelf.models.chosen(AUTO)
    assert file is not None
    assert file.path.read_bytes() == CONTENT
    assert not shelf.part.exists()
    assert file.home == shelf.folder


async def test_two_presses_at_once_fetch_once(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["slow"]
    both = await asyncio.gather(*(shelf.models.download("u2net") for _ in range(2)))
    assert [each.state for each in both] == ["downloading"] * 2
    assert (await shelf.fetched()).state == "installed"
    assert len(mirror.asked) == 1


async def test_paused_and_gone_on_with_after_a_restart(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["slow"]
    await shelf.models.download("u2net")
    async with asyncio.timeout(20):
        while not shelf.part.exists() or shelf.part.stat().st_size < 1_000_000:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await shelf.models.pause("u2net")
    paused = await shelf.models.get("u2net")
    assert paused.state == "paused"
    assert 1_000_000 <= paused.received < len(CONTENT)
    mirror.faults = [""]
    again = shelf.open()
    assert (await again.get("u2net")).received == paused.received
    assert (await shelf.fetched()).state == "installed"
    assert mirror.asked[-1] == f"bytes={paused.received}-"


async def test_a_dropped_connection_goes_on_by_itself(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["drop", "drop", "500", ""]
    assert (await shelf.fetched()).state == "installed"
    assert mirror.asked[0] is None
    assert all(mirror.asked[1:])


async def test_a_mirror_that_cannot_resume_begins_anew(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["drop", "no_range"]
    assert (await shelf.fetched()).state == "installed"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("html", "html"),
        ("html_as_onnx", "html"),
        ("short", "size"),
        ("long", "size"),
        ("wrong", "checksum"),
        ("404", "http"),
    ],
)
async def test_what_is_not_the_model_is_never_installed(shelf: Shelf, mirror: Mirror, fault: Any, reason: str) -> None:
    mirror.faults = [fault]
    after = await shelf.fetched()
    assert after.state == "absent"
    assert after.error is not None
    assert (after.error.code, after.error.details["reason"]) == ("bad_response", reason)
    assert after.error.details["host"] == "127.0.0.1"
    with pytest.raises(ModelMissing):
        await shelf.models.chosen("u2net")
    mirror.faults = [""]
    assert (await shelf.fetched()).error is None


async def test_a_part_of_something_else_is_begun_anew(shelf: Shelf) -> None:
    shelf.part.parent.mkdir(parents=True)
    shelf.part.write_bytes(b"\0" * 1000)
    assert (await shelf.models.get("u2net")).state == "paused"
    assert (await shelf.fetched()).state == "installed"


async def test_a_range_that_lies_is_refused(shelf: Shelf, mirror: Mirror) -> None:
    mirror.faults = ["drop", "lie_range"]
    after = await shelf.fetched()
    assert after.error is not None
    assert after.error.details["reason"] == "size"


async def test_the_next_mirror_is_asked(tmp_path: Path, mirror: Mirror) -> None:
    with Mirror({"u2net.onnx": CONTENT}, faults=["html"]) as first:
        shelf = Shelf(tmp_path, [first.url, mirror.url])
        shelf.open()
        assert (await shelf.fetched()).state == "installed"
        assert len(first.asked) == 1


async def test_a_mirror_of_ones_own(shelf: Shelf) -> None:
    with Mirror({"u2net.onnx": CONTENT}) as own:
        assert (await shelf.fetched(own.url + "/")).state == "installed"
        assert len(own.asked) == 1


async def test_a_mirror_whose_address_is_none_is_told(shelf: Shelf) -> None:
    after = await shelf.fetched("https://elsewhere.example:99999")
    assert after.state == "absent" and after.error is not None
    assert (after.error.code, after.error.details["reason"]) == ("bad_response", "unreachable")


async def test_no_such_model_or_mirror(shelf: Shelf) -> None:
    with pytest.raises(NotFound):
        await shelf.models.download("bria-rmbg")
    with pytest.raises(BadRequest):
        await shelf.models.download("u2net", "elsewhere.example")


async def test_without_a_network_it_says_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, ["https://models.example"])
    shelf.open()
    after = await shelf.fetched()
    assert after.error is not None
    assert (after.error.code, after.error.details) == (
        "provider_unavailable",
        {"reason": "no_network", "host": "models.example"},
    )


async def test_nobody_there(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shelf = Shelf(tmp_path, [f"http://127.0.0.1:{port}"])
    shelf.open()
    after = await shelf.fetched()
    assert after.error is not None
    assert after.error.details["reason"] == "unreachable"


async def test_a_full_disk_is_said_before_it_begins(shelf: Shelf, mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(shelf.folder)
    monkeypatch.setattr(matting_files.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(StorageFull) as caught:
        await shelf.models.download("u2net")
    assert caught.value.details["free"] == 1_000_000
    assert not mirror.asked


async def test_a_file_that_was_cut_short_or_changed_is_damaged(shelf: Shelf) -> None:
    await shelf.fetched()
    file = await shelf.models.chosen("u2net")
    assert file is not None
    await shelf.models.found_damaged(file)
    assert (await shelf.models.get("u2net")).state == "damaged"
    assert shelf.events[-1].state == "damaged"
    assert await shelf.models.chosen(AUTO) is None
    assert (await shelf.fetched()).state == "installed"
    file.path.write_bytes(CONTENT[:-1])
    with pytest.raises(ModelMissing) as caught:
        await shelf.models.chosen("u2net")
    assert caught.value.details == {"model": "u2net", "reason": "damaged"}


async def test_removed_and_bundled(shelf: Shelf) -> None:
    await shelf.fetched()
    await shelf.models.remove("u2net")
    assert (await shelf.models.get("u2net")).state == "absent"
    bundled = shelf.folder / "bundled" / "u2net" / "u2net.onnx"
    bundled.parent.mkdir(parents=True)
    bundled.write_bytes(CONTENT)
    there = await shelf.models.get("u2net")
    assert (there.state, there.bundled) == ("installed", True)
    with pytest.raises(BadRequest) as caught:
        await shelf.models.remove("u2net")
    assert caught.value.details["reason"] == "bundled"


async def test_ones_own_file(shelf: Shelf, tmp_path: Path) -> None:
    source = tiny.brightness(tmp_path / "Mein Modell (2).onnx")
    model = await shelf.models.import_file(source, source.name)
    assert (model.own, model.state, model.label, model.default) == (True, "installed", "Mein Modell (2).onnx", True)
    again = await shelf.models.import_file(source, source.name)
    assert again.name == model.name
    file = await shelf.open().chosen(model.name)
    assert file is not None
    assert (file.contract, file.path.read_bytes()) == ("u2net", source.read_bytes())
    await shelf.models.remove(model.name)
    assert [each.name for each in await shelf.models.all()] == ["u2net"]


async def test_a_file_of_the_manifest_is_known(shelf: Shelf, tmp_path: Path) -> None:
    source = tiny.brightness(tmp_path / "renamed.onnx")
    shelf.content = source.read_bytes()
    shelf.open()
    assert (await shelf.models.import_file(source, source.name)).name == "u2net"


async def test_a_file_that_is_none_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "page.onnx").write_bytes(b"<html>")
    for path in (tmp_path / "page.onnx", tiny.with_external_data(tmp_path / "ext.onnx")):
        with pytest.raises(BadRequest):
            await shelf.models.import_file(path, path.name)
    with pytest.raises(NotFound):
        await shelf.models.import_file(tmp_path / "gone.onnx", "gone.onnx")
    assert not [*(shelf.folder / "models").glob("own-*")]


async def test_the_choice_of_the_settings(shelf: Shelf, tmp_path: Path) -> None:
    own = (await shelf.models.import_file(tiny.brightness(tmp_path / "a.onnx"), "a.onnx")).name
    await shelf.fetched()
    assert (await shelf.models.chosen(AUTO)).name == "u2net"  # type: ignore[union-attr]
    shelf.settings.update({"matting_model": own})
    assert (await shelf.models.chosen(AUTO)).name == own  # type: ignore[union-attr]
    shelf.settings.update({"matting_model": "builtin"})
    assert await shelf.models.chosen(AUTO) is None
    shelf.settings.update({"matting_model": "gone"})
    assert (await shelf.models.chosen(AUTO)).name == "u2net"  # type: ignore[union-attr]


def test_the_shipped_manifest_is_rembgs() -> None:
    """Names and checksums as the installed rembg has them; several mirrors; no model whose licence forbids trade."""
    spec = importlib.util.find_spec("rembg")
    assert spec and spec.submodule_search_locations
    sessions = Path(next(iter(spec.submodule_search_locations))) / "sessions"
    theirs = "\n".join(file.read_text() for file in sessions.glob("*.py"))
    for model in shipped().models:
        assert f'"md5:{model.md5}"' in theirs, model.name
        assert f'"{model.urls[0]}"' in theirs, model.name
        assert f'return "{model.name}"' in theirs, model.name
        assert len(set(model.mirrors)) >= 3
        assert all(url.startswith("https://") for url in model.urls)
        assert model.licence in ("Apache-2.0", "MIT")
    assert len({model.sha256 for model in shipped().models}) == len(shipped().models)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=9,
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["name", "size", "sha256", "urls", "contract", "label"]), json_values)
def test_a_damaged_manifest_is_refused_or_whole(key: str, value: Any) -> None:
    good = json.loads(shipped().model_dump_json())
    good["models"][0][key] = value
    try:
        kept = Manifest.model_validate(good)
    except ValidationError:
        return
    assert json.loads(kept.model_dump_json())["models"][0][key] == value


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["", "drop", "500", "html", "wrong", "short", "long", "no_range", "lie_range"]), max_size=4))
async def test_whatever_happens_it_is_the_model_or_not_there(tmp_path_factory: Any, faults: list[Any]) -> None:
    content = CONTENT[:200_000]
    with Mirror({"u2net.onnx": content}, faults=[*faults, ""]) as mirror:
        shelf = Shelf(tmp_path_factory.mktemp("shelf"), [mirror.url], content)
        shelf.open()
        for _ in range(len(faults) + 1):
            if (after := await shelf.fetched()).state == "installed":
                break
            assert after.state in ("absent", "paused")
            assert after.error is not None
        file = await shelf.models.chosen("u2net")
        assert file is not None
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
