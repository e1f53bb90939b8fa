"""Prompt tools and Reproduce, end to end: the Api above, a loopback chat server below."""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from omniimage.acting import Actor, acting_as
from omniimage.app import Studio, build_studio
from omniimage.bridge.api import Api
from omniimage.contracts.runs import RunParams
from omniimage.contracts.spend import Caps, KeyCap
from omniimage.contracts.words import Reproduction, ReproductionOptions
from omniimage.errors import AuthFailed, BadRequest, CostCap, ModelMissing, NotFound, OutcomeUnknown
from omniimage.paths import DataPaths
from omniimage.storage.tables import ChatCallRow, ReservationRow, dicts
from tests.services.refining import until
from tests.wire.chat import ChatServer, Says
from tests.wire.chat import running_chats as running
from tests.wire.pictures import png

MODEL = "openrouter/google/gemini-3.1-pro-preview"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with running() as server:
        yield server


@pytest.fixture
def studio(tmp_path: Path, server: ChatServer) -> Iterator[Studio]:
    with build_studio(DataPaths.default(tmp_path / "data"), keychain=False) as studio:
        studio.heard = []  # type: ignore[attr-defined]
        studio.bus.subscribe(lambda type, data: studio.heard.append((type, data)))  # type: ignore[attr-defined]
        Api(studio.api_parts).save_config("openrouter", "sk-or-canary-000000", server.base_url("openai"))
        yield studio


@pytest.fixture
def api(studio: Studio) -> Api:
    return Api(studio.api_parts)


@pytest.fixture
def picture(api: Api, tmp_path: Path) -> str:
    (tmp_path / "cat.png").write_bytes(png(4_000, 3))
    imported = api._wait(api._parts.library.import_files([tmp_path / "cat.png"]))
    return imported.image_ids[0]


def events(studio: Studio) -> list[tuple[str, dict[str, Any]]]:
    return list(studio.heard)  # type: ignore[attr-defined]


def heard(studio: Studio, id: str) -> list[str]:
    """The deltas that were announced under that id."""
    return [data["text"] for type, data in events(studio) if type == "text.delta" and data["id"] == id]


def settled(api: Api, id: str, wanted: Callable[[Reproduction], bool] | None = None) -> Reproduction:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        row = api.get_reproduction(id)
        if wanted(row) if wanted else row.state not in ("running", "waiting"):
            return row
        time.sleep(0.02)
    raise AssertionError(row)


def calls(studio: Studio) -> list[dict[str, Any]]:
    return studio.loop.call(studio.database.read(lambda: dicts(ChatCallRow.select().order_by(ChatCallRow.id))))


# Prompt tools


def test_a_prompt_is_improved_streamed_and_paid_for(api: Api, studio: Studio, server: ChatServer) -> None:
    server.queue.append(Says(words=("A red ", "лиса ", "狐狸"), cost=0.004))
    words = api.enhance_prompt("a fox", MODEL, "w-1")
    assert (words.text, words.cost, words.id) == ("A red лиса 狐狸", 0.004, "w-1")
    assert "".join(heard(studio, "w-1")) == words.text
    body = server.bodies[0]
    assert body["messages"][1] == {"role": "user", "content": "a fox"}
    assert "{{" not in body["messages"][0]["content"]
    assert [(row["state"], row["cost"], row["purpose"]) for row in calls(studio)] == [("done", 0.004, "enhance")]
    paid = studio.loop.call(studio.database.read(lambda: dicts(ReservationRow.select())))
    assert [(row["state"], row["amount"], row["model"]) for row in paid] == [("spent", 4_000, MODEL)]


def test_words_asked_for_again_under_their_id_are_paid_once(api: Api, studio: Studio, server: ChatServer) -> None:
    server.queue.append(Says(words=("a ", "red ", "fox"), pause=0.05))
    with ThreadPoolExecutor(4) as people:
        told = list(people.map(lambda _: api.enhance_prompt("a fox", MODEL, "w-1"), range(4)))
    assert [words.text for words in told] == ["a red fox"] * 4
    assert api.enhance_prompt("a fox", MODEL, "w-1") == told[0]
    for ask in (lambda: api.enhance_prompt("a wolf", MODEL, "w-1"), lambda: api.translate_prompt("a fox", MODEL, "w-1")):
        with pytest.raises(BadRequest) as caught:
            ask()
        assert caught.value.details == {"field": "request_id", "reason": "other_request"}
    assert len(server.requests) == 1
    with acting_as(Actor("per_ann", "ann", is_admin=False, sees_all=False)):
        assert api.enhance_prompt("a fox", MODEL, "w-1").text == "Hello there"


def test_of_words_that_failed_only_those_that_cost_nothing_are_asked_for_again(
    api: Api, studio: Studio, server: ChatServer
) -> None:
    server.queue.extend([Says(words=("a ", "fox"), cut=1), Says(words=("a fox",))])
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            api.enhance_prompt("a fox", MODEL, "lost")
    assert len(server.requests) == 1
    studio.loop.call(studio.api_parts.generation._budget.set_caps(Caps(day=0.000001)))
    with pytest.raises(CostCap):
        api.enhance_prompt("a fox", MODEL, "capped")
    studio.loop.call(studio.api_parts.generation._budget.set_caps(Caps()))
    assert api.enhance_prompt("a fox", MODEL, "capped").text == "a fox"


def test_what_a_tool_sends_can_be_looked_at_first(api: Api, server: ChatServer) -> None:
    preview = api.preview_prompt_tool("translate", "лиса в снегу", MODEL)
    assert "English" in (preview.messages[0].parts[0].text or "")
    assert preview.messages[1].parts[0].text == "лиса в снегу"
    assert preview.cost is not None
    assert not server.requests


def test_a_stopped_tool_hangs_up(api: Api, studio: Studio, server: ChatServer) -> None:
    server.queue.append(Says(words=("word ",) * 400, pause=0.02))
    future = studio.loop.submit(studio.api_parts.prompt_tools.run("enhance", "a fox", MODEL, "w-2"))
    until(lambda: bool(heard(studio, "w-2")))
    api.cancel("w-2")
    assert future.exception(timeout=20) is not None
    until(lambda: bool(server.gone))
    assert calls(studio)[0]["state"] == "stopped"


def test_what_cannot_be_asked_is_told_first(api: Api, server: ChatServer) -> None:
    with pytest.raises(BadRequest):
        api.enhance_prompt("  ", MODEL)
    with pytest.raises(ModelMissing):
        api.enhance_prompt("a fox", "nobody/x")
    with pytest.raises(AuthFailed):
        api.enhance_prompt("a fox", "xai/grok-4.7")
    assert not server.requests


def test_a_cap_stops_a_call_before_it_is_sent(api: Api, studio: Studio, server: ChatServer) -> None:
    studio.loop.call(studio.api_parts.generation._budget.set_caps(Caps(day=0.000001)))
    with pytest.raises(CostCap):
        api.enhance_prompt("a fox", MODEL)
    assert not server.requests


# Templates


def test_of_two_keys_the_one_with_room_under_its_cap_pays(api: Api, studio: Studio, server: ChatServer) -> None:
    keys = studio.api_parts.keys
    studio.loop.call(keys.add("openrouter", "sk-or-canary-111111"))
    first, second = keys.in_turn("openrouter")
    full = KeyCap(day=0.000001)
    studio.loop.call(studio.api_parts.spend.set_caps(Caps(keys={first: full})))
    server.queue.append(Says(words=("A fox",), cost=0.004))
    assert api.enhance_prompt("a fox", MODEL).text == "A fox"
    assert [row["key_id"] for row in calls(studio)] == [second]
    assert server.requests[0].headers["authorization"] == "Bearer sk-or-canary-111111"
    studio.loop.call(studio.api_parts.spend.set_caps(Caps(keys={first: full, second: full})))
    with pytest.raises(CostCap):
        api.enhance_prompt("a fox", MODEL)
    spend = studio.loop.call(studio.api_parts.spend.get())
    assert (spend.reserved, spend.possible, len(server.requests)) == (0, 0, 1)


def test_what_is_stopped_before_it_was_sent_holds_no_money(studio: Studio, server: ChatServer) -> None:
    async def stopped(steps: int) -> None:
        task = asyncio.create_task(studio.api_parts.prompt_tools.run("enhance", "a fox", MODEL, f"w-{steps}"))
        for _ in range(steps):
            await asyncio.sleep(0)
        while ("", f"w-{steps}") in studio.api_parts.prompt_tools._running:
            await studio.api_parts.prompt_tools.cancel(f"w-{steps}")
        await asyncio.gather(task, return_exceptions=True)

    for steps in range(1, 12):
        studio.loop.call(stopped(steps))
    assert {row["state"] for row in calls(studio)} <= {"failed", "stopped", "done"}
    assert studio.loop.call(studio.api_parts.spend.get()).reserved == 0


def test_templates_are_edited_checked_and_put_back(api: Api, server: ChatServer) -> None:
    names = {each.name for each in api.list_templates()}
    assert {"mllm_system", "mllm_user", "enhance", "translate"} <= names
    saved = api.save_template("enhance", "Be brief: {{ max_words }} words.")
    assert (saved.changed, saved.variables) == (True, ["max_words"])
    api.enhance_prompt("a fox", MODEL)
    assert server.bodies[0]["messages"][0]["content"] == "Be brief: 220 words."
    for text in ("{% if %}", "{{ oops", "  "):
        with pytest.raises(BadRequest):
            api.save_template("enhance", text)
    api.save_template("enhance", "{{ nobody }}")
    with pytest.raises(BadRequest) as caught:
        api.enhance_prompt("a fox", MODEL)
    assert caught.value.details["variables"] == ["nobody"]
    assert not api.reset_template("enhance").changed
    for name in ("../secret", "no-such", ""):
        with pytest.raises(NotFound):
            api.save_template(name, "x")


@pytest.mark.parametrize("text", ["{{ ''.__class__.__mro__ }}", "{{ max_words.__init__.__globals__ }}", "{{ 1/0 }}"])
def test_a_template_reaches_nothing(api: Api, server: ChatServer, text: str) -> None:
    api.save_template("enhance", text)
    with pytest.raises(BadRequest):
        api.enhance_prompt("a fox", MODEL)
    assert not server.requests


# Reproduce


def test_a_picture_is_described_as_it_is(api: Api, studio: Studio, server: ChatServer, picture: str) -> None:
    server.queue.append(Says(words=("a grey ", "cat"), cost=0.01))
    id = api.start_reproduction(picture, MODEL, ReproductionOptions(style="tags", notes="mind the hat")).id
    row = settled(api, id)
    assert (row.state, row.text, row.cost, row.scaled, row.tries) == ("done", "a grey cat", 0.01, None, 1)
    assert heard(studio, id) == ["a grey ", "cat"]
    image, words = server.bodies[0]["messages"][1]["content"]
    sent = base64.b64decode(image["image_url"]["url"].partition(",")[2])
    assert sent == png(4_000, 3)
    assert "comma-separated tags" in words["text"]
    assert "mind the hat" in words["text"]


def test_what_will_be_sent_is_shown_word_for_word(api: Api, server: ChatServer, picture: str) -> None:
    options = ReproductionOptions(user="Only the colours, {{ language }}.", language="Russian")
    preview = api.preview_reproduction(picture, MODEL, options)
    assert preview.messages[1].parts[0].image_id == picture
    assert preview.messages[1].parts[1].text == "Only the colours, Russian."
    assert not server.requests


def test_a_passing_fault_is_waited_out_in_sight(api: Api, studio: Studio, server: ChatServer, picture: str) -> None:
    server.queue.extend([Says(status=429, headers={"retry-after": "0.2"})] * 2)
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    assert (row.state, row.tries, len(server.requests)) == ("done", 3, 3)
    waits = [data["reproduction"]["waiting_until"] for type, data in events(studio) if type == "reproduction.changed"]
    assert any(waits)
    assert [call["state"] for call in calls(studio)] == ["failed", "failed", "done"]


def test_three_tries_are_enough(api: Api, server: ChatServer, picture: str) -> None:
    server.queue.extend([Says(status=429, headers={"retry-after": "0.01"})] * 9)
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    assert row.state == "failed"
    assert row.error is not None
    assert row.error.code == "rate_limited"
    assert len(server.requests) == 4


def test_what_may_have_been_billed_is_never_sent_again_by_itself(api: Api, server: ChatServer, picture: str) -> None:
    server.queue.extend([Says(status=500)] * 3)
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    assert (row.state, len(server.requests)) == ("failed", 1)


@pytest.mark.parametrize(("finish", "code"), [("stop", "bad_response"), ("content_filter", "content_refused")])
def test_an_answer_without_words_is_told_with_what_it_cost(
    api: Api, studio: Studio, server: ChatServer, picture: str, finish: str, code: str
) -> None:
    server.queue.append(Says(words=(), finish=finish, cost=0.01))
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    assert row.error is not None
    assert (row.state, row.error.code, row.error.details["charged"], row.cost) == ("failed", code, "yes", 0.01)
    assert [(call["state"], call["cost"]) for call in calls(studio)] == [("failed", 0.01)]


def test_a_stream_cut_in_the_middle_keeps_what_came_and_goes_on(
    api: Api, studio: Studio, server: ChatServer, picture: str
) -> None:
    server.queue.append(Says(words=("one ", "two ", "three"), cut=2, pause=0.02))
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    assert row.error is not None
    assert (row.state, row.text, row.error.code) == ("failed", "one two ", OutcomeUnknown.code)
    server.queue.append(Says(words=("three", " four")))
    resumed = api.continue_reproduction(row.id)
    assert row.started and resumed.started and row.started < resumed.started and resumed.created == row.created
    row = settled(api, row.id, lambda each: each.state == "done")
    assert row.text == "one two three four"
    assert server.bodies[1]["messages"][2] == {"role": "assistant", "content": "one two "}
    server.queue.append(Says(words=("anew",)))
    api.continue_reproduction(row.id, afresh=True)
    assert settled(api, row.id, lambda each: each.text == "anew").state == "done"


def test_two_presses_at_once_ask_once(api: Api, studio: Studio, server: ChatServer, picture: str) -> None:
    server.queue.append(Says(words=("one ", "two"), cut=1))
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    server.queue.append(Says(words=("two",), delay=0.2))

    async def both() -> list[Any]:
        presses = (studio.api_parts.reproduce.go_on(row.id, afresh=False) for _ in range(2))
        return await asyncio.gather(*presses, return_exceptions=True)

    # Which of them comes first is the database's business.
    refused, going = sorted(studio.loop.call(both()), key=lambda each: type(each).__name__)
    assert isinstance(going, Reproduction) and going.state == "running"
    assert isinstance(refused, BadRequest) and refused.details["reason"] == "running"
    assert settled(api, row.id, lambda each: each.state == "done").text == "one two"
    assert len(server.requests) == 2


def test_stop_hangs_up_and_keeps_what_was_said(api: Api, studio: Studio, server: ChatServer, picture: str) -> None:
    server.queue.append(Says(words=("word ",) * 500, pause=0.02))
    id = api.start_reproduction(picture, MODEL).id
    until(lambda: bool(heard(studio, id)))
    api.cancel(id)
    row = settled(api, id)
    assert row.state == "stopped"
    assert row.text.startswith("word ")
    until(lambda: bool(server.gone))
    with pytest.raises(NotFound):
        api.cancel(id)


def test_many_pictures_a_few_at_a_time(api: Api, server: ChatServer, picture: str) -> None:
    server.brain = lambda request, body: Says(words=("x",), delay=0.1)
    started = api.start_reproductions([picture] * 7, MODEL)
    assert all(settled(api, each.id).state == "done" for each in started)
    page = api.list_reproductions(limit=5)
    assert (page.total, len(page.reproductions)) == (7, 5)
    assert len(api.list_reproductions(cursor=page.next_cursor).reproductions) == 2
    assert api.list_reproductions("nothing").total == 0


def test_a_model_that_cannot_see_is_told_before_sending(api: Api, server: ChatServer, picture: str) -> None:
    api.save_config("deepseek", "sk-deep-canary-000000", server.base_url("openai"))
    with pytest.raises(BadRequest) as caught:
        api.start_reproduction(picture, "deepseek/deepseek-v4-pro")
    assert caught.value.details["reason"] == "cannot_see"
    with pytest.raises(NotFound):
        api.start_reproduction("img_none", MODEL)
    assert not server.requests
    assert api.list_reproductions().total == 0


def test_a_kill_in_the_middle_shows_as_interrupted(
    tmp_path: Path, server: ChatServer, picture: str, api: Api, studio: Studio
) -> None:
    server.queue.append(Says(words=("word ",) * 500, pause=0.02))
    id = api.start_reproduction(picture, MODEL).id
    settled(api, id, lambda row: len(row.text) > 5)
    # What a kill leaves behind: the rows as they stand now.
    import shutil

    copied = tmp_path / "copy"
    shutil.copytree(tmp_path / "data", copied, ignore=shutil.ignore_patterns("*.lock"))
    shutil.copytree(tmp_path / ".data-secrets", tmp_path / ".copy-secrets")
    api.cancel(id)
    with build_studio(DataPaths.default(copied), keychain=False) as after:
        row = Api(after.api_parts).get_reproduction(id)
        assert (row.state, row.text[:5]) == ("interrupted", "word ")
        assert calls(after)[0]["state"] == "unknown"


def test_the_users_own_text_and_runs_are_kept(api: Api, server: ChatServer, picture: str) -> None:
    row = settled(api, api.start_reproduction(picture, MODEL).id)
    api.set_reproduction_prompt(row.id, "a black cat")
    runs = [api.generate_reproduction(row.id, "a black cat", ["offline/poster"], RunParams()).run_id for _ in range(2)]
    kept = api.get_reproduction(row.id)
    assert (kept.prompt, kept.run_ids, kept.text) == ("a black cat", runs, row.text)


def test_no_run_is_made_of_a_description_that_is_gone(api: Api) -> None:
    with pytest.raises(NotFound):
        api.generate_reproduction("rep_gone", "a black cat", ["offline/poster"], RunParams())
    assert api.list_runs().total == 0


def test_chat_models_are_listed_with_what_they_see(api: Api) -> None:
    models = {each.id: each for each in api.list_models("chat")}
    gemini, deepseek = models[MODEL], models["deepseek/deepseek-v4-pro"]
    assert gemini.available
    assert gemini.chat is not None
    assert gemini.chat.sees is True
    assert deepseek.reason == "no_key"
    assert deepseek.chat is not None
    assert deepseek.chat.sees is False
    assert next(iter(models.values())).available
