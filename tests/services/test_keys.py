"""Keys at work: whose turn it is, what is sent with them, what is heard of them, and what never gets out."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.contracts.providers import ProviderInfo
from omniimage.errors import BadRequest, Locked, NotFound
from tests.services.studio_at_work import MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

FIRST, SECOND, THIRD = "sk-first-8c1f0a2b3d4e5f60", "sk-second-19a8b7c6d5e4f302", "sk-third-77e6d5c4b3a29180"
MODEL = MODELS["openai"]
PHRASE = "correct horse battery"


@pytest.fixture
def work(tmp_path: Path, server: WireServer) -> Iterator[StudioAtWork]:
    with studio_at_work(tmp_path / "data") as work:
        work.call(work.studio.api_parts.keys.save("openai", FIRST, server.base_url("openai")))
        yield work


def keys(work: StudioAtWork) -> Any:
    return work.studio.api_parts.keys


def add(work: StudioAtWork, *more: str) -> ProviderInfo:
    for key in more:
        info: ProviderInfo = work.call(keys(work).add("openai", key, key[3:8]))
    return info


def sent_keys(server: WireServer) -> list[str]:
    return [post.headers["authorization"].removeprefix("Bearer ") for post in server.posts()]


def provider(work: StudioAtWork, id: str = "openai") -> ProviderInfo:
    found: list[ProviderInfo] = work.call(keys(work).list()).providers
    return next(info for info in found if info.id == id)


def test_a_key_at_its_limit_gives_way_to_the_next_at_once(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND)
    server.queue.append(Script(status=429, headers={"retry-after": "60"}))
    began = time.monotonic()
    run = work.start([MODEL])
    generation = work.finished(run.id)[MODEL]
    assert generation.state == "done" and time.monotonic() - began < 30
    assert sent_keys(server) == [FIRST, SECOND] and server.billed == 1
    assert [attempt.state for attempt in generation.attempts] == ["failed", "saved"]
    first, second = provider(work).keys
    assert (first.state, second.state) == ("rate_limited", "works") and first.set_aside_until
    # Until its moment has come it is left alone.
    work.finished(work.start([MODEL]).id)
    assert sent_keys(server) == [FIRST, SECOND, SECOND]


def test_a_key_comes_back_when_its_pause_is_over(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND)
    server.queue.append(Script(status=429, headers={"retry-after": "1"}))
    work.finished(work.start([MODEL]).id)
    work.until(lambda: provider(work).keys[0].state == "not_checked")
    work.finished(work.start([MODEL]).id)
    assert sent_keys(server) == [FIRST, SECOND, FIRST]


@pytest.mark.parametrize("refusal", [Script(status=402), Script(status=429, code="insufficient_quota")])
def test_a_key_without_credit_gives_way(work: StudioAtWork, server: WireServer, refusal: Script) -> None:
    add(work, SECOND)
    server.queue.append(refusal)
    assert work.finished(work.start([MODEL]).id)[MODEL].state == "done"
    assert sent_keys(server) == [FIRST, SECOND] and server.billed == 1
    assert [key.state for key in provider(work).keys] == ["out_of_credit", "works"]
    assert provider(work).state == "works"


def test_all_at_their_limit_wait_for_the_soonest(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND, THIRD)
    pauses = ("60", "1", "90")
    server.queue.extend(Script(status=429, headers={"retry-after": pause}) for pause in pauses)
    began = time.monotonic()
    generation = work.finished(work.start([MODEL]).id)[MODEL]
    assert generation.state == "done" and 1 <= time.monotonic() - began < 30
    assert sent_keys(server) == [FIRST, SECOND, THIRD, SECOND] and server.billed == 1


def test_when_none_has_credit_the_user_hears_it_once_per_key(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND)
    server.script = Script(status=402)
    error = work.finished(work.start([MODEL]).id)[MODEL].error
    assert error is not None and error.code == "insufficient_funds"
    assert sent_keys(server) == [FIRST, SECOND] and server.billed == 0
    # Credit bought since is not overlooked: the first key is asked again.
    server.script = Script()
    assert work.finished(work.start([MODEL]).id)[MODEL].state == "done"
    assert provider(work).state == "works"


@pytest.mark.parametrize(
    "failure", [Script(status=500), Script(status=400), Script(drop="before_headers"), Script(status=403)]
)
def test_nothing_else_is_asked_twice(work: StudioAtWork, server: WireServer, failure: Script) -> None:
    add(work, SECOND)
    server.queue.append(failure)
    assert work.finished(work.start([MODEL]).id)[MODEL].state in ("failed", "unknown")
    assert sent_keys(server) == [FIRST]


@pytest.mark.parametrize("refusal", [Script(status=401), Script(status=400, code="invalid_api_key")])
def test_a_refused_key_gives_way_and_is_marked(work: StudioAtWork, server: WireServer, refusal: Script) -> None:
    add(work, SECOND)
    server.queue.append(refusal)
    generation = work.finished(work.start([MODEL]).id)[MODEL]
    assert generation.state == "done" and server.billed == 1
    assert [attempt.state for attempt in generation.attempts] == ["failed", "saved"]
    assert [key.state for key in provider(work).keys] == ["refused", "works"]
    work.finished(work.start([MODEL]).id)
    assert sent_keys(server) == [FIRST, SECOND, SECOND]


def test_a_key_known_as_refused_is_not_asked_for_the_other(work: StudioAtWork, server: WireServer) -> None:
    server.script = Script(status=401, echo_key=True)
    error = work.finished(work.start([MODEL]).id)[MODEL].error
    assert error is not None and error.code == "auth_failed" and sent_keys(server) == [FIRST]
    add(work, SECOND)
    error = work.finished(work.start([MODEL]).id)[MODEL].error
    assert error is not None and error.code == "auth_failed" and error.details["charged"] == "no"
    assert sent_keys(server) == [FIRST, SECOND]


def test_a_storm_of_limits_ends_and_none_goes_early(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND)
    server.queue.extend(Script(status=429, headers={"retry-after": "1"}) for _ in range(10))
    runs = [work.start([MODEL]) for _ in range(8)]
    assert {work.finished(run.id)[MODEL].state for run in runs} == {"done"}
    assert server.billed == 8 and len(server.posts()) == 18


def test_each_key_is_checked_for_itself(work: StudioAtWork, server: WireServer) -> None:
    info = add(work, SECOND)
    server.script = Script(status=401, echo_key=True)
    checked = work.call(keys(work).check("openai", info.keys[1].id))
    assert [key.state for key in checked.keys] == ["not_checked", "refused"]
    assert checked.state == "not_checked" and checked.keys[1].error and checked.keys[1].last_checked
    assert SECOND not in checked.model_dump_json()
    server.script = Script()
    checked = work.call(keys(work).check("openai"))
    assert [key.state for key in checked.keys] == ["works", "works"]
    with pytest.raises(NotFound):
        work.call(keys(work).check("openai", "key_nobody"))


def test_what_a_check_said_survives_a_restart(server: WireServer, tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        server.script = Script(status=401)
        work.call(keys(work).check("openai"))
    with studio_at_work(tmp_path / "data") as work:
        assert provider(work).state == "refused" and provider(work).last_checked


def test_keys_of_another_address_wait(work: StudioAtWork, server: WireServer) -> None:
    add(work, SECOND)
    with pytest.raises(BadRequest):
        work.call(keys(work).save("openai", "", "https://other.example/v1"))
    info = work.call(keys(work).save("openai", THIRD, "https://other.example/v1"))
    assert [key.in_use for key in info.keys] == [True, False] and info.url == "https://other.example/v1"
    # Put first again, its address counts again, and the other key does not go there.
    info = work.call(keys(work).order("openai", [info.keys[1].id, info.keys[0].id]))
    assert info.url == server.base_url("openai")
    server.queue.append(Script(status=402))
    work.finished(work.start([MODEL]).id)
    assert sent_keys(server) == [SECOND]


def test_what_cannot_be_saved(work: StudioAtWork) -> None:
    for call, reason in (
        (keys(work).add("openai", FIRST), "key_is_there"),
        (keys(work).add("openai", ""), "empty"),
        (keys(work).add("openai", "two words"), "malformed"),
        (keys(work).add("openai", "ключ-ключ"), "malformed"),
        (keys(work).rename("openai", "key_x", "n" * 100), "label"),
        (keys(work).set_notes("openai", "n" * 5_000), "notes_length"),
        (keys(work).save("openai", FIRST, "https://[::1"), "malformed"),
    ):
        with pytest.raises(BadRequest) as raised:
            work.call(call)
        assert raised.value.details["reason"] == reason


def test_a_service_account_is_one_key(work: StudioAtWork) -> None:
    account = {
        "client_email": "a@b.example",
        "private_key": "-----BEGIN KEY-----\nMIIE\n-----END KEY-----\n",
        "project_id": "p",
    }
    info = work.call(keys(work).save("openai", json.dumps(account, indent=2), ""))
    assert info.last4 == "" and json.loads(work.call(keys(work).credentials("openai")).api_key) == account


def test_remove_and_undo(work: StudioAtWork, server: WireServer) -> None:
    info = add(work, SECOND)
    gone = work.call(keys(work).remove("openai", info.keys[0].id))
    assert [key.id for key in gone.keys] == [info.keys[1].id]
    assert work.call(keys(work).restore("openai", info.keys[0].id)).keys == info.keys
    assert not work.call(keys(work).remove("openai")).configured
    assert work.call(keys(work).restore("openai")).keys == info.keys
    work.finished(work.start([MODEL]).id)
    assert sent_keys(server) == [FIRST]
    with pytest.raises(NotFound):
        work.call(keys(work).restore("openai"))


def test_notes(work: StudioAtWork) -> None:
    assert work.call(keys(work).set_notes("openai", "pays by invoice · 发票")).notes == "pays by invoice · 发票"
    assert work.call(keys(work).set_custom_models("openai", ["x"])).notes == "pays by invoice · 发票"


def test_extra_headers_go_along_and_secrets_stay_hidden(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    secret = "gw-5f6e7d8c9b0a1234"
    headers = {"X-Team": "red", "CF-AIG-Authorization": f"Bearer {secret}", "User-Agent": "mine"}
    info = work.call(keys(work).set_extra_headers("openai", headers))
    assert info.extra_headers == {"X-Team": "red", "CF-AIG-Authorization": None, "User-Agent": "mine"}
    server.script = Script(status=400, message=f"bad header Bearer {secret} here")
    run = work.start([MODEL])
    failed = work.finished(run.id)[MODEL]
    work.call(keys(work).check("openai"))
    for request in server.requests:
        assert request.headers["x-team"] == "red" and request.headers["cf-aig-authorization"] == f"Bearer {secret}"
        assert request.headers["user-agent"] == "mine" and request.headers["authorization"] == f"Bearer {FIRST}"
    assert secret not in failed.model_dump_json() + repr(work.events)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    # What the page was not shown it need not know to keep.
    info = work.call(keys(work).set_extra_headers("openai", {"CF-AIG-Authorization": None, "X-Team": "blue"}))
    server.script = Script()
    work.finished(work.start([MODEL]).id)
    assert server.posts()[-1].headers["cf-aig-authorization"] == f"Bearer {secret}"
    assert server.posts()[-1].headers["x-team"] == "blue"
    assert work.call(keys(work).set_extra_headers("openai", {})).extra_headers == {}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        *(
            (name, "x", "header_own")
            for name in ("Authorization", "HOST", "Cookie", "Content-Length", "Proxy-Authorization")
        ),
        *((name, "x", "header_name") for name in ("", "a b", "a:b", "a\r\nb", "é")),
        *(("x-a", value, "header_value") for value in ("a\r\nhost: evil", "a\x00", "é", " a ", "a" * 3_000)),
    ],
)
def test_headers_that_are_not_the_users(work: StudioAtWork, name: str, value: str, reason: str) -> None:
    with pytest.raises(BadRequest) as raised:
        work.call(keys(work).set_extra_headers("openai", {name: value}))
    assert raised.value.details["reason"] == reason


def test_the_keys_own_header_cannot_be_set(work: StudioAtWork, server: WireServer) -> None:
    work.call(keys(work).save("gemini", THIRD, server.base_url("gemini")))
    with pytest.raises(BadRequest):
        work.call(keys(work).set_extra_headers("gemini", {"X-Goog-Api-Key": "x"}))


def test_a_locked_vault_sends_nothing_and_says_why(work: StudioAtWork, server: WireServer) -> None:
    vault = work.studio.api_parts.vault
    assert work.call(vault.set_passphrase(PHRASE, "")).backend == "passphrase"
    status = work.call(vault.lock())
    assert status.locked and status.unreadable == []
    assert provider(work).state == "locked" and provider(work).last4 == FIRST[-4:]
    ended = work.finished(work.start([MODEL, "offline/poster"], size="128x128").id)
    error = ended[MODEL].error
    assert error is not None and (error.code, error.details["reason"], error.details["charged"]) == (
        "locked",
        "vault_locked",
        "no",
    )
    assert ended["offline/poster"].state == "done" and not server.requests
    models = {model.id: model for model in work.call(work.studio.api_parts.models.list("image"))}
    assert models[MODEL].reason == "vault_locked" and models["offline/poster"].available
    for call in (keys(work).save("openai", SECOND, ""), keys(work).add("openai", SECOND), keys(work).check("openai")):
        with pytest.raises(Locked):
            work.call(call)
    work.events.clear()
    assert not work.call(vault.unlock(PHRASE)).locked
    assert "openai" in [data["id"] for type, data in work.events if type == "provider.changed"]
    assert work.finished(work.start([MODEL]).id)[MODEL].state == "done"


def test_a_key_in_a_log_or_event_is_hidden(work: StudioAtWork, caplog: pytest.LogCaptureFixture) -> None:
    work.call(keys(work).credentials("openai"))
    log = logging.getLogger("some.library")
    with caplog.at_level(logging.DEBUG):
        log.error("sent %s to %s", FIRST, "there")
        log.error("no args: " + FIRST)
        try:
            raise RuntimeError(f"could not use {FIRST}")
        except RuntimeError:
            log.exception("failed with %r", {"authorization": f"Bearer {FIRST}"})
    assert FIRST not in caplog.text and caplog.text.count("[key]") >= 4
    work.studio.bus.publish("notice", {"kind": "x", "deep": [{"text": f"Bearer {FIRST}"}]})
    assert work.events[-1] == ("notice", {"kind": "x", "deep": [{"text": "Bearer [key]"}]})


def test_a_job_is_followed_with_the_key_that_asked_for_it(server: WireServer, tmp_path: Path) -> None:
    """Also after a restart, with another key put first meanwhile: the other account does not know the job."""
    model = "replicate/bytedance/seedream-5-pro"
    server.script = Script(job_seconds=2)
    with studio_at_work(tmp_path / "data") as work:
        work.call(keys(work).save("replicate", FIRST, server.base_url("replicate")))
        info = work.call(keys(work).add("replicate", SECOND))
        work.call(keys(work).set_extra_headers("replicate", {"X-Team": "red"}))
        run = work.start([model])
        work.until(lambda: server.desk.polled)
        work.call(keys(work).order("replicate", [key.id for key in reversed(info.keys)]))
    with studio_at_work(tmp_path / "data") as work:
        assert work.finished(run.id)[model].state == "done"
    jobs = [request for request in server.requests if "/predictions" in request.path]
    assert len(jobs) > 3 and {request.headers["authorization"] for request in jobs} == {f"Bearer {FIRST}"}
    assert {request.headers["x-team"] for request in jobs} == {"red"}


def test_a_key_saved_anew_is_missing_at_no_moment(work: StudioAtWork, server: WireServer) -> None:
    async def ask_while_saving() -> None:
        saving = asyncio.gather(*(keys(work).save("openai", FIRST, server.base_url("openai")) for _ in range(40)))
        while not saving.done():
            assert (await keys(work).credentials("openai")).api_key == FIRST
        await saving

    work.call(ask_while_saving())
