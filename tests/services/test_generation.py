"""The main job over the wire: many at once, each for itself, all kept, none paid twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from omniimage.errors import BadRequest, ModelMissing
from tests.services.studio_at_work import KEY, MODELS, StudioAtWork, studio_at_work
from tests.wire.script import Script
from tests.wire.server import WireServer

ALL = [*MODELS.values()]


@pytest.fixture
def work(work: StudioAtWork, server: WireServer) -> StudioAtWork:
    work.connect(server)
    return work


def test_every_route_brings_its_picture_and_keeps_it(work: StudioAtWork, server: WireServer) -> None:
    models = [*ALL, "offline/poster"]
    ended = work.finished(work.start(models).id)
    assert {model: each.state for model, each in ended.items()} == dict.fromkeys(models, "done")
    assert len(server.posts()) == len(ALL)
    for generation in ended.values():
        (image_id,) = generation.image_ids
        stored = work.call(work.studio.api_parts.library.original(image_id))
        sidecar = json.loads(stored.path.with_name(f"{stored.sha256}.{image_id}.json").read_text())
        assert stored.path.stem == stored.sha256
        assert "A lighthouse at dusk" in json.dumps(sidecar)
        assert generation.seconds is not None and generation.sent


def test_a_picture_is_announced_only_when_it_is_on_disk(work: StudioAtWork) -> None:
    seen: list[bool] = []
    store = work.studio.paths.images
    work.studio.bus.subscribe(
        lambda type, data: seen.append(any(store.rglob(f"*.{data['id']}.json"))) if type == "image.added" else None
    )
    work.finished(work.start(ALL).id)
    assert seen == [True] * len(ALL)


def test_slow_and_broken_ones_hold_up_nobody(work: StudioAtWork, server: WireServer) -> None:
    server.script = Script(hang=True)
    slow = work.start([MODELS["openai"]])
    work.until(lambda: server.running == 1)
    server.script = Script(status=500)
    broken = work.start([MODELS["gemini"], "offline/sketch"])
    ended = work.finished_but(broken.id)
    assert ended[MODELS["gemini"]].state == "failed"
    assert ended["offline/sketch"].state == "done"
    assert work.run(slow.id).generations[0].state == "running"
    work.call(work.studio.generation.cancel(slow.id))
    assert work.finished(slow.id)[MODELS["openai"]].state == "cancelled"


@pytest.mark.parametrize("model", ALL)
def test_cancel_reaches_the_server(work: StudioAtWork, server: WireServer, model: str) -> None:
    server.script = Script(hang=True)
    run = work.start([model])
    work.until(lambda: server.running == 1)
    work.call(work.studio.generation.cancel(run.generations[0].id))
    generation = work.finished(run.id)[model]
    work.until(lambda: server.disconnects)
    assert generation.state == "cancelled"
    assert generation.error is not None and generation.error.details["charged"] == "unknown"
    assert len(server.posts()) == 1


def test_cancelling_what_is_free_costs_nothing(work: StudioAtWork) -> None:
    run = work.start(["offline/sketch"], size="4096x4096", steps=50)
    work.until(lambda: work.run(run.id).generations[0].attempts)
    work.call(work.studio.generation.cancel(run.id))
    generation = work.finished(run.id)["offline/sketch"]
    assert generation.state == "cancelled"
    assert generation.error is not None and generation.error.details["charged"] == "no"


def test_cancel_while_the_answer_comes_in_still_saves_it(work: StudioAtWork, server: WireServer) -> None:
    server.script = Script(images=(6_000,), trickle=0.01)
    run = work.start([MODELS["openai"]])
    spool = work.studio.paths.spool
    work.until(lambda: any(spool.rglob("part-*")))
    work.call(work.studio.generation.cancel(run.id))
    generation = work.finished(run.id)[MODELS["openai"]]
    assert generation.state == "done" and len(generation.image_ids) == 1


def test_a_failed_one_is_retried_by_hand_only(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(status=500))
    run = work.start([MODELS["openai"]])
    failed = work.finished(run.id)[MODELS["openai"]]
    assert failed.state == "failed" and len(server.posts()) == 1
    work.call(work.studio.generation.retry(failed.id))
    assert work.finished(run.id)[MODELS["openai"]].state == "done"
    assert len(server.posts()) == 2
    with pytest.raises(BadRequest):
        work.call(work.studio.generation.retry(failed.id))


@pytest.mark.parametrize("model", ALL)
def test_a_dropped_answer_is_unknown_and_never_sent_again_by_itself(
    work: StudioAtWork, server: WireServer, model: str
) -> None:
    server.queue.append(Script(drop="before_headers"))
    run = work.start([model])
    generation = work.finished(run.id)[model]
    assert generation.state == "unknown" and len(server.posts()) == 1
    (attempt,) = generation.attempts
    let_go = work.call(work.studio.generation.resolve_unknown(attempt.id, "discard"))
    assert let_go.state == "cancelled" and len(server.posts()) == 1


def test_an_unknown_one_is_sent_again_when_the_user_says_so(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(drop="mid_body"))
    run = work.start([MODELS["openai"]])
    (attempt,) = work.finished(run.id)[MODELS["openai"]].attempts
    with pytest.raises(BadRequest):
        work.call(work.studio.generation.retry(run.generations[0].id))
    work.call(work.studio.generation.resolve_unknown(attempt.id, "resend"))
    assert work.finished(run.id)[MODELS["openai"]].state == "done"
    assert len(server.posts()) == 2


def test_a_rate_limit_is_waited_out_in_sight(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(status=429, headers={"retry-after": "1"}))
    run = work.start([MODELS["openai"]])
    generation = work.finished(run.id)[MODELS["openai"]]
    assert generation.state == "done" and server.billed == 1
    waited = [data["generation"]["waiting_until"] for type, data in work.events if type == "generation.changed"]
    assert any(waited) and generation.waiting_until is None


def test_a_limit_and_then_a_refusal_is_refused_once(work: StudioAtWork, server: WireServer) -> None:
    server.queue.extend([Script(status=429, headers={"retry-after": "0"}), Script(status=400, code="moderation_blocked")])
    run = work.start([MODELS["openai"]])
    assert work.finished(run.id)[MODELS["openai"]].state == "refused"
    assert server.billed == 0


def test_n_fans_out_where_a_model_makes_one_at_a_time(work: StudioAtWork, server: WireServer) -> None:
    run = work.start([MODELS["gemini"], MODELS["openai"]], n=3)
    ended = work.finished(run.id)
    assert len(ended[MODELS["gemini"]].image_ids) == 3
    assert len(server.posts(":generateContent")) == 3
    assert len(server.posts("/images/generations")) == 1


def test_what_did_not_come_of_several_is_asked_for_again_alone(work: StudioAtWork, server: WireServer) -> None:
    server.queue.extend([Script(), Script(status=500), Script()])
    run = work.start([MODELS["gemini"]], n=3)
    generation = work.finished(run.id)[MODELS["gemini"]]
    assert generation.state == "done" and len(generation.image_ids) == 2
    assert generation.error is not None and generation.error.code == "provider_unavailable"
    work.call(work.studio.generation.retry(generation.id))
    whole = work.finished(run.id)[MODELS["gemini"]]
    assert len(whole.image_ids) == 3 and whole.error is None
    assert len(server.posts()) == 4


def test_fewer_than_asked_for_is_said_and_a_retry_asks_for_the_others_alone(work: StudioAtWork, server: WireServer) -> None:
    server.queue.append(Script(images=(2_000, 2_000, 2_000)))
    run = work.start([MODELS["openai"]], n=4)
    short = work.finished(run.id)[MODELS["openai"]]
    assert short.state == "done" and len(short.image_ids) == 3
    assert short.error is not None and short.error.code == "bad_response"
    told = {"reason": "fewer", "asked": 4, "came": 3, "charged": "unknown", "model": MODELS["openai"]}
    assert short.error.details == told
    work.call(work.studio.generation.retry(short.id))
    whole = work.finished(run.id)[MODELS["openai"]]
    assert len(whole.image_ids) == 4 and whole.error is None
    assert [json.loads(post.body)["n"] for post in server.posts()] == [4, 1]


def test_a_picture_that_is_thrown_away_is_not_one_that_did_not_come(work: StudioAtWork) -> None:
    run = work.start([MODELS["openai"]], n=2)
    made = work.finished(run.id)[MODELS["openai"]]
    work.call(work.studio.api_parts.library.delete([made.image_ids[0]]))
    left = work.finished(run.id)[MODELS["openai"]]
    assert len(left.image_ids) == 1 and left.error is None


def test_a_reference_goes_along(work: StudioAtWork, server: WireServer) -> None:
    first = work.finished(work.start(["offline/poster"], size="256x256").id)["offline/poster"].image_ids[0]
    ended = work.finished(work.start(ALL, reference_ids=[first]).id)
    assert {each.state for each in ended.values()} == {"done"}
    assert len(server.posts("/images/edits")) == 2
    assert all(len(post.body) > 5_000 for post in server.posts())


def test_an_echoed_key_is_neither_shown_nor_stored(work: StudioAtWork, server: WireServer, tmp_path: Path) -> None:
    server.script = Script(status=401, echo_key=True)
    run = work.start(ALL)
    ended = work.finished(run.id)
    assert {each.error.code for each in ended.values() if each.error} == {"auth_failed"}
    assert KEY not in work.run(run.id).model_dump_json()
    assert KEY not in repr(work.events)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not [path for path in files if KEY.encode() in path.read_bytes()]


def test_the_recipe_survives_a_restart(server: WireServer, tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        work.connect(server)
        run = work.start(ALL, prompt="灯塔 и маяк")
        before = work.finished(run.id)
    with studio_at_work(tmp_path / "data") as work:
        again = work.finished(run.id)
        assert again == before
        (found,) = work.call(work.studio.api_parts.history.list_runs("灯塔", None, 10)).runs
        assert found.id == run.id


@pytest.mark.parametrize(
    ("prompt", "models"),
    [("", ["offline/poster"]), (" \n", ["offline/poster"]), ("a" * 1_000_000, ["offline/poster"]), ("fine", [])],
)
def test_what_cannot_be_asked_is_said_before_anything_is_sent(work: StudioAtWork, prompt: str, models: list[str]) -> None:
    with pytest.raises(BadRequest):
        work.start(models, prompt=prompt)


def test_a_model_that_does_not_exist_is_said(work: StudioAtWork) -> None:
    with pytest.raises(ModelMissing):
        work.start(["openai/no-such-model"])


def test_what_one_model_cannot_take_fails_on_its_own_card(work: StudioAtWork, server: WireServer) -> None:
    prompt = "many words " * 4_000
    ended = work.finished(work.start([MODELS["openai"], "offline/poster"], prompt=prompt, size="128x128").id)
    error = ended[MODELS["openai"]].error
    assert error is not None and error.details["charged"] == "no"
    assert ended["offline/poster"].state == "done"
    assert not server.posts()
