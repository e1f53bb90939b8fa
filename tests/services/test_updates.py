"""The updates' feed: off by default, a few lines taken from outside, nothing else."""

from __future__ import annotations

import json

import pytest

from omniimage import __version__
from omniimage.bridge.api import Api
from omniimage.services.updates import numbers
from tests.services.studio_at_work import StudioAtWork
from tests.wire.script import Script
from tests.wire.server import WireServer

PATH = "/feed/newest.json"
PAGE = "https://studio.example/releases"


def a_release(version: str = "99.0.1", url: str = PAGE, **more: object) -> Script:
    return Script(body=json.dumps({"version": version, "url": url, "notes": "Better."} | more).encode(), billed=False)


def point(work: StudioAtWork, server: WireServer, script: Script) -> Api:
    server.files[PATH] = script
    work.studio.settings.update({"update_url": server.origin + PATH})
    return Api(work.studio.api_parts)


def test_off_by_default(work: StudioAtWork, server: WireServer) -> None:
    api = Api(work.studio.api_parts)
    assert (api.get_update().outcome, api.check_update().outcome) == ("off", "off")
    assert server.requests == []


def test_a_newer_version_is_told(work: StudioAtWork, server: WireServer) -> None:
    api = point(work, server, a_release(unknown="field"))
    assert api.get_update().outcome == "not_checked"
    found = api.check_update()
    assert (found.outcome, found.current, found.latest, found.url, found.notes) == (
        "newer",
        __version__,
        "99.0.1",
        PAGE,
        "Better.",
    )
    assert ("notice", {"kind": "update", "version": "99.0.1"}) in work.events
    assert api.get_update() == found
    work.studio.settings.update({"update_url": ""})
    assert api.get_update().outcome == "off"


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        (a_release(__version__), "newest"),
        (a_release("0.0.1"), "newest"),
        (a_release("99.0-beta"), "damaged"),
        (a_release("9" * 100), "damaged"),
        (a_release(url="http://studio.example/"), "damaged"),
        (a_release(url="javascript:alert(1)"), "damaged"),
        (a_release(notes="x" * 4_001), "damaged"),
        (Script(body=b"<html>not here</html>", billed=False), "damaged"),
        (Script(body=b"[" * 50_000, billed=False), "damaged"),
        (Script(body=b" " * 64_001, billed=False), "too_large"),
        (Script(status=404, billed=False), "unreachable"),
        (Script(status=302, headers={"Location": "http://169.254.169.254/latest"}, billed=False), "unreachable"),
    ],
)
def test_nothing_else_is_believed(work: StudioAtWork, server: WireServer, script: Script, outcome: str) -> None:
    found = point(work, server, script).check_update()
    assert found.outcome == outcome and found.checked is not None
    assert not [data for type, data in work.events if type == "notice"]


def test_versions_are_compared_by_their_numbers() -> None:
    assert numbers("1.10.0") > numbers("1.9.9")
    assert numbers("1.0") == numbers("1")
    assert numbers("2") > numbers("1.99")
