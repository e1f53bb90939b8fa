"""What costs and is asked for twice under one id begins once: by two at a time, later, after a restart, after a kill."""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from omniimage.acting import Actor, acting_as
from omniimage.app import build_studio
from omniimage.bridge.api import Api
from omniimage.contracts.batch import BatchParams
from omniimage.contracts.runs import FINAL_STATES, MatrixAxis, RunParams, StartedRun
from omniimage.contracts.spend import Caps
from omniimage.contracts.words import Reproduction
from omniimage.errors import BadRequest, CostCap
from omniimage.paths import DataPaths
from tests.services.batch_bench import Bench
from tests.services.refining import OVER_THE_WIRE, Refining
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork, studio_at_work
from tests.wire.chat import ChatServer, running_chats
from tests.wire.pictures import png
from tests.wire.refining import RefiningBrain
from tests.wire.script import Script
from tests.wire.server import WireServer

OPENAI = MODELS["openai"]
CHAT = "openrouter/google/gemini-3.1-pro-preview"
ID = "7d0a4c1e-2f53-4b0f-9a63-0f0d6f3c8a11"
PARAMS = RunParams(seed=7)


@pytest.fixture
def work(work: StudioAtWork, server: WireServer) -> StudioAtWork:
    work.connect(server)
    return work


@pytest.fixture
def api(work: StudioAtWork) -> Api:
    return Api(work.studio.api_parts)


def refused(ask: Callable[[], object]) -> dict[str, Any]:
    with pytest.raises(BadRequest) as caught:
        ask()
    return caught.value.details


def test_the_second_answer_is_the_run_of_the_first(work: StudioAtWork, api: Api, server: WireServer) -> None:
    models = [OPENAI, "offline/poster"]
    first = api.generate_all("a fox", models, PARAMS, ID)
    assert api.generate_all("a fox", models, PARAMS, ID) == first
    work.finished(first.run_id)
    assert api.generate_all("a fox", models, PARAMS, ID) == first
    assert len(server.posts()) == 1 and api.list_runs().total == 1
    assert [data["id"] for type, data in work.events if type == "run.added"] == [first.run_id]


def test_many_at_once_begin_one_run(work: StudioAtWork, api: Api, server: WireServer) -> None:
    server.script = Script(delay=0.2)
    with ThreadPoolExecutor(12) as people:
        answers = list(people.map(lambda _: api.generate_all("a fox", [OPENAI], PARAMS, ID), range(12)))
    assert answers == [answers[0]] * 12
    work.finished(answers[0].run_id)
    assert len(server.posts()) == 1 and api.list_runs().total == 1


def test_another_id_or_none_begins_another_run(work: StudioAtWork, api: Api) -> None:
    runs = [api.generate_all("a fox", ["offline/poster"], PARAMS, id).run_id for id in (ID, "another", "", "")]
    assert len(set(runs)) == 4


def test_an_id_stands_for_one_question(work: StudioAtWork, api: Api, server: WireServer) -> None:
    first = api.generate_all("a fox", [OPENAI], PARAMS, ID)
    work.finished(first.run_id)
    for ask in (
        lambda: api.generate_all("a wolf", [OPENAI], PARAMS, ID),
        lambda: api.generate_all("a fox", [MODELS["gemini"]], PARAMS, ID),
        lambda: api.generate_all("a fox", [OPENAI], RunParams(seed=8), ID),
        lambda: api.generate_matrix("a {fox|wolf}", [OPENAI], PARAMS, [], ID),
        lambda: api.retry(first.generations[0].id, ID),
    ):
        assert refused(ask) == {"field": "request_id", "reason": "other_request"}
    assert len(server.posts()) == 1 and api.list_runs().total == 1


def test_the_same_id_of_another_person_is_another(work: StudioAtWork, api: Api, server: WireServer) -> None:
    ann, bob = (Actor(id, id, is_admin=False, sees_all=False) for id in ("per_ann", "per_bob"))
    begun: list[StartedRun] = []
    for person in (ann, bob, ann, bob):
        with acting_as(person):
            begun.append(api.generate_all("a fox", [OPENAI], PARAMS, ID))
    assert begun[:2] == begun[2:] and begun[0] != begun[1]
    for each in begun[:2]:
        work.finished(each.run_id)
    assert len(server.posts()) == 2


def test_what_was_refused_began_nothing(work: StudioAtWork, api: Api, server: WireServer) -> None:
    work.call(work.studio.api_parts.spend.set_caps(Caps(day=0.000001)))
    with pytest.raises(CostCap):
        api.generate_all("a fox", [OPENAI], PARAMS, ID)
    work.call(work.studio.api_parts.spend.set_caps(Caps()))
    work.finished(api.generate_all("a fox", [OPENAI], PARAMS, ID).run_id)
    assert len(server.posts()) == 1


def test_it_holds_after_a_restart(tmp_path: Path, server: WireServer) -> None:
    with studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        first = Api(work.studio.api_parts).generate_all("a fox", [OPENAI], PARAMS, ID)
        work.finished(first.run_id)
    with studio_at_work(tmp_path / "data") as work:
        assert Api(work.studio.api_parts).generate_all("a fox", [OPENAI], PARAMS, ID) == first
        assert not work.studio.generation.running_count()
    assert len(server.posts()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")
def test_it_holds_after_a_kill(tmp_path: Path, server: WireServer) -> None:
    server.script = Script(hang=True)
    victim = multiprocessing.get_context("forkserver").Process(target=ask, args=(tmp_path, server.base_url("openai")))
    victim.start()
    ends = time.monotonic() + 60
    while not server.posts():
        assert time.monotonic() < ends, "nothing was sent"
        time.sleep(0.01)
    victim.kill()
    victim.join()
    with studio_at_work(tmp_path / "data") as work:
        api = Api(work.studio.api_parts)
        again = api.generate_all("a fox", [OPENAI], PARAMS, ID)
        assert api.list_runs().total == 1
        assert work.finished(again.run_id)[OPENAI].state == "unknown"
    assert len(server.posts()) == 1


def ask(folder: Path, url: str) -> None:
    with build_studio(DataPaths.default(folder / "data"), keychain=False) as studio:
        api = Api(studio.api_parts)
        api.save_config("openai", KEY, url)
        api.generate_all("a fox", [OPENAI], PARAMS, ID)
        time.sleep(60)


def test_a_matrix_begins_once(work: StudioAtWork, api: Api, server: WireServer) -> None:
    axes = [MatrixAxis(parameter="quality", values=["low", "high"])]
    begun = [api.generate_matrix("a {fox|wolf}", [OPENAI], RunParams(), axes, ID) for _ in range(2)]
    work.until(lambda: all(each.state in FINAL_STATES for each in work.run(begun[0].run_id).generations))
    assert begun[0] == begun[1] and len(server.posts()) == 4


def test_a_retry_is_one_though_it_failed_again(work: StudioAtWork, api: Api, server: WireServer) -> None:
    server.script = Script(status=500)
    run = work.start([OPENAI])
    failed = work.finished(run.id)[OPENAI]
    assert api.retry(failed.id, ID).state == "queued"
    work.finished(run.id)
    again = api.retry(failed.id, ID)
    assert (again.id, again.state, len(server.posts())) == (failed.id, "failed", 2)
    api.retry(failed.id, "another press")
    work.finished(run.id)
    assert len(server.posts()) == 3


def test_a_batch_is_made_begun_and_gone_on_with_once(bench: Bench, server: WireServer) -> None:
    api = Api(bench.studio.api_parts)
    server.queue.append(Script(status=400))
    made = [api.create_batch("hats", "hat {n}", [], [OPENAI], BatchParams(repeat=2), ID + "a") for _ in range(2)]
    assert made[0] == made[1] and [each.id for each in api.list_batches().batches] == [made[0].id]
    batch = made[0]
    for _ in range(2):
        api.start_batch(batch.id, 1, ID + "b")
        bench.ended(batch, "paused")
    assert len(server.posts()) == 1
    api.start_batch(batch.id)
    bench.ended(batch)
    server.queue.append(Script(status=400))
    for _ in range(2):
        api.retry_failed(batch.id, ID)
        assert bench.ended(batch).counts == {"done": 1, "failed": 1}
    assert len(server.posts()) == 3
    (done,) = bench.get(batch, states=["done"]).tasks
    for _ in range(2):
        api.retry_task(done.id, None, "another press")
        bench.ended(batch)
    assert len(server.posts()) == 4


@pytest.fixture
def picture(api: Api, work: StudioAtWork, tmp_path: Path) -> str:
    (tmp_path / "cat.png").write_bytes(png(4_000, 3))
    return str(work.call(work.studio.api_parts.library.import_files([tmp_path / "cat.png"], ["cat.png"])).image_ids[0])


@pytest.fixture
def talking(api: Api) -> Iterator[ChatServer]:
    with running_chats() as chats:
        api.save_config("openrouter", KEY, chats.base_url("openai"))
        yield chats


@pytest.fixture
def chats() -> Iterator[ChatServer]:
    with running_chats() as server:
        server.brain = RefiningBrain()
        yield server


def described(work: StudioAtWork, api: Api, id: str) -> Reproduction:
    work.until(lambda: api.get_reproduction(id).state not in ("running", "waiting"))
    return api.get_reproduction(id)


def test_a_description_is_paid_once(work: StudioAtWork, api: Api, picture: str, talking: ChatServer) -> None:
    begun = [api.start_reproductions([picture, picture], CHAT, None, ID) for _ in range(2)]
    assert begun[0] == begun[1]
    for each in begun[0]:
        described(work, api, each.id)
    assert api.start_reproductions([picture, picture], CHAT, None, ID) == begun[0]
    assert len(talking.requests) == 2 and api.list_reproductions().total == 2
    first = begun[0][0].id
    for _ in range(2):
        api.continue_reproduction(first, afresh=True, request_id="another press")
        described(work, api, first)
    assert len(talking.requests) == 3


def test_a_run_of_a_description_begins_once(
    work: StudioAtWork, api: Api, server: WireServer, picture: str, talking: ChatServer
) -> None:
    row = described(work, api, api.start_reproduction(picture, CHAT, None, ID).id)
    begun = [api.generate_reproduction(row.id, "a cat", [OPENAI], PARAMS, "run") for _ in range(2)]
    work.finished(begun[0].run_id)
    assert begun[0] == begun[1] and len(server.posts()) == 1
    assert api.get_reproduction(row.id).run_ids == [begun[0].run_id]


def test_a_refinement_begins_and_goes_on_once(desk: Refining, chats: ChatServer) -> None:
    asked = {"roles": OVER_THE_WIRE, "request_id": ID}
    session = desk.create(**asked)
    assert desk.create(**asked).id == session.id and desk.api.list_sessions().total == 1
    for press in (
        lambda: desk.api.generate_first(session.id, "first"),
        lambda: desk.api.run_session(session.id, 1, "more"),
        lambda: desk.api.verify_session(session.id, 2, "check"),
    ):
        before = len(chats.requests)
        press()
        once = desk.rested(press())
        spent = len(chats.requests)
        assert before < spent and once.error is None
        assert desk.rested(press()) == once
        assert len(chats.requests) == spent
