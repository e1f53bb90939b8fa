"""Diagnostics: enough to help, and no key, no picture, no prompt that was not asked for."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from omniimage import __version__
from omniimage.acting import acting_as
from omniimage.app import build_studio
from omniimage.bridge.api import Api
from omniimage.bridge.exposed import Exposed
from omniimage.contracts.studio import PageFault
from omniimage.logbook import Logbook
from omniimage.paths import DataPaths
from omniimage.services.diagnostics import MAX_REPORTS
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork
from tests.wire.script import Script
from tests.wire.server import running_server

PROMPT = "a lighthouse nobody may know of"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[StudioAtWork]:
    paths = DataPaths.default(tmp_path / "data")
    paths.create()
    logbook = Logbook(paths.logs)
    logbook.open()
    with build_studio(paths, logbook, keychain=False) as studio:
        yield StudioAtWork(studio)
    logbook.close()


def test_it_tells_what_a_helper_asks_for(work: StudioAtWork) -> None:
    with running_server() as server:
        work.connect(server)
        server.script = Script(status=401, echo_key=True)
        work.finished(work.start([MODELS["openai"], "offline/poster"], PROMPT).id)
    logging.getLogger("omniimage").warning("a key slipped out: %s", KEY)
    told = Api(work.studio.api_parts).get_diagnostics("Chromium 140")
    for fact in (__version__, "Chromium 140", "SQLite", "litellm", "runs 1", "images 1", "openai", "auth_failed", "401"):
        assert fact in told.text, fact
    assert told.log == str(work.studio.paths.logs / "studio.jsonl")
    assert KEY not in told.text and PROMPT not in told.text and "a key slipped out" in told.text


def test_no_key_is_named_in_it_and_a_member_has_none(work: StudioAtWork) -> None:
    parts = work.studio.api_parts
    bob = work.call(parts.people.by_token(work.call(parts.people.add("bob", "member")).token))
    with running_server() as server:
        work.call(parts.keys.save("openai", KEY, server.base_url("openai")))
        work.call(parts.keys.add("openai", KEY + "-second", "the studio's own card"))
        server.script = Script(status=401, echo_key=True)
        with acting_as(bob):
            work.finished(work.start([MODELS["openai"]], PROMPT).id)
    api = Exposed(Api(parts))
    told = api.invoke("get_diagnostics", kwargs={})["data"]["text"]
    infos = next(each for each in work.call(parts.keys.list()).providers if each.id == "openai").keys
    assert "openai refused (2)" in told and "auth_failed" in told
    for key in infos:
        assert not [each for each in (key.id, key.last4, key.label, key.url) if each and each in told]
    with acting_as(bob):
        refused = api.invoke("get_diagnostics", kwargs={})
    assert refused["error"]["code"] == "auth_failed" and refused["error"]["details"]["reason"] == "admin_only"
    assert "data" not in refused


def test_prompts_are_in_it_where_they_are_asked_for(work: StudioAtWork) -> None:
    work.finished(work.start(["offline/poster"], PROMPT).id)
    api = Api(work.studio.api_parts)
    assert PROMPT not in api.get_diagnostics().text
    assert PROMPT in api.get_diagnostics(with_prompts=True).text


def test_a_page_that_breaks_at_every_frame_fills_no_log(work: StudioAtWork) -> None:
    api = Api(work.studio.api_parts)
    for _ in range(3 * MAX_REPORTS):
        api.report_page_fault(PageFault(message=f"x is undefined {KEY}", stack="at draw (main.js:1)"))
    text = (work.studio.paths.logs / "studio.jsonl").read_text("utf-8")
    assert text.count("x is undefined") == MAX_REPORTS


def test_a_crash_is_told_until_it_was_seen(work: StudioAtWork) -> None:
    api = Api(work.studio.api_parts)
    assert api.studio_info().last_crash is None
    Logbook(work.studio.paths.logs).note_crash("the page", "its process ended")
    assert Path(api.studio_info().last_crash or "").read_text("utf-8").startswith("the page")
    api.dismiss_crash()
    assert api.studio_info().last_crash is None
