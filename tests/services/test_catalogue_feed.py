"""The catalogue's feed: off by default, taken whole or not at all, and never a way to send a key elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from omniimage.bridge.api import Api
from omniimage.errors import BadRequest
from omniimage.providers import capabilities
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

PATH = "/feed/catalogue.json"
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
SIZES = {"rule": "list", "sizes": ["512x512"]}


@pytest.fixture
def work(tmp_path: Path, server: WireServer) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path / "data") as work:
        work.call(work.studio.api_parts.keys.save("openai", KEY, server.base_url("openai")))
        yield work
    capabilities.use(None)


def row(**changes: Any) -> dict[str, Any]:
    plain = {"id": MODELS["openai"], "label": "From the feed", "capabilities": {"sizes": SIZES}}
    return plain | {"as_of": TOMORROW, "source": "a feed"} | changes


def a_catalogue(as_of: str = TOMORROW, **changes: Any) -> Script:
    return Script(body=json.dumps({"as_of": as_of, "models": [row()]} | changes).encode(), billed=False)


def point(work: StudioAtWork, server: WireServer, script: Script) -> Api:
    server.files[PATH] = script
    work.studio.settings.update({"catalogue_url": server.origin + PATH})
    return Api(work.studio.api_parts)


def fetched(server: WireServer) -> int:
    return sum(request.path == PATH for request in server.requests)


def label(work: StudioAtWork) -> str:
    return capabilities.entry(MODELS["openai"]).label


def test_off_by_default(work: StudioAtWork, server: WireServer) -> None:
    assert work.studio.settings.current.catalogue_url == ""
    with pytest.raises(BadRequest):
        Api(work.studio.api_parts).update_catalogue()
    assert server.requests == []


def test_a_newer_one_is_taken_and_said(work: StudioAtWork, server: WireServer) -> None:
    api = point(work, server, a_catalogue())
    work.events.clear()
    status = api.update_catalogue()
    assert status.feed is not None and (status.feed.outcome, status.feed.as_of) == ("taken", TOMORROW)
    assert status.newer and status.as_of == TOMORROW and label(work) == "From the feed"
    assert "provider.changed" in [type for type, _ in work.events]
    again = api.update_catalogue()
    assert again.feed is not None and again.feed.outcome == "not_newer" and again.notices == []


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (a_catalogue("2020-01-01"), "not_newer"),
        (a_catalogue("2099-01-01"), "damaged"),
        (a_catalogue(models=[]), "damaged"),
        (a_catalogue(models=[row(), row(capabilities={"sizes": {"rule": "list", "sizes": []}})]), "damaged"),
        (Script(body=b"<html>not here</html>", billed=False), "damaged"),
        (Script(body=b'{"as_of": "2027-01-01", "models": [', billed=False), "damaged"),
        (Script(body=b"[" * 100_000, billed=False), "damaged"),
        (Script(body=b" " * 8_000_001, billed=False), "too_large"),
        (Script(huge=3_000_000_000, billed=False), "too_large"),
        (Script(status=404, billed=False), "unreachable"),
        (Script(status=302, headers={"Location": "http://169.254.169.254/latest"}, billed=False), "unreachable"),
        (Script(status=302, headers={"Location": "file:///etc/passwd"}, billed=False), "unreachable"),
    ],
)
def test_a_bad_one_is_refused_and_the_old_stays(
    work: StudioAtWork, server: WireServer, script: Script, outcome: str, tmp_path: Path
) -> None:
    before = label(work)
    status = point(work, server, script).update_catalogue()
    assert status.feed is not None and status.feed.outcome == outcome
    assert label(work) == before and not status.newer and status.notices == []
    assert not (tmp_path / "data" / "catalogue.json").exists()


def test_it_never_says_where_a_key_goes(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    elsewhere = {"base_url": "https://evil.example", "url": "https://evil.example", "default_url": "https://evil.example"}
    bad = elsewhere | {"path": "/steal", "shape": {"path": "/steal"}, "key_header": "x-evil", "headers": {"x": "y"}}
    rows = [row(**bad), row(id="nobody/evil"), row(id=MODELS["gemini"], variant="https://evil.example")]
    point(work, server, a_catalogue(models=rows, providers=[bad], **bad)).update_catalogue()
    assert label(work) == "From the feed" and capabilities.find("nobody/evil") is None
    assert "evil.example/" not in (kept := (tmp_path / "data" / "catalogue.json").read_text()) and "steal" not in kept
    (generation,) = work.finished(work.start([MODELS["openai"]]).id).values()
    assert generation.state == "done"
    (post,) = server.posts()
    assert post.path == "/v1/images/generations" and post.key == KEY
    (get,) = [request for request in server.requests if request.path == PATH]
    assert KEY not in json.dumps(get.headers)


def test_it_is_looked_at_when_the_studio_starts(server: WireServer, tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        point(work, server, a_catalogue())
        assert fetched(server) == 0
    with studio_at_work(tmp_path / "data") as work:
        work.until(lambda: label(work) == "From the feed")
    server.files[PATH] = Script(hang=True)
    with studio_at_work(tmp_path / "data") as work:
        assert label(work) == "From the feed", "it stays from start to start, and a silent feed holds nothing up"
    capabilities.use(None)


@pytest.mark.parametrize(
    "address",
    ["http://example.com/c.json", "ftp://example.com/c", "file:///etc/passwd", "https://", "https:// x", "javascript:1"],
)
def test_only_https_or_this_machine(work: StudioAtWork, address: str) -> None:
    with pytest.raises(BadRequest):
        work.studio.settings.update({"catalogue_url": address})
