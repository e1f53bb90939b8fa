"""Refine over real sockets: loopback chat and image servers, and everything that can go wrong between them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.contracts.refine import RefineSession, SessionAction, SessionChanges
from omniimage.contracts.spend import Caps
from omniimage.errors import BadRequest
from omniimage.sdk.refine import flex
from tests.services.refining import GOAL, KEY, OVER_THE_WIRE, SMALL, Refining, options, refining, until
from tests.wire.chat import ChatServer, Says, running_chats
from tests.wire.refining import RefiningBrain
from tests.wire.script import Script
from tests.wire.server import WireServer

PAID = "openai/gpt-image-2"
REFUSED = Script(status=400, code="moderation_blocked", message="Your request was rejected by the safety system.")


@pytest.fixture
def brain() -> RefiningBrain:
    return RefiningBrain(cost=0.01)


@pytest.fixture
def chats(brain: RefiningBrain) -> Iterator[ChatServer]:
    with running_chats() as server:
        server.brain = brain
        yield server


def drawn(desk: Refining, **more: Any) -> RefineSession:
    """A session whose images the built-in model draws, with the truth in them."""
    return desk.create(GOAL, "offline/poster", roles=OVER_THE_WIRE, **more)


def paid(desk: Refining, brain: RefiningBrain, **more: Any) -> RefineSession:
    """A session whose images come from the image server, and whose judge sees nothing but what fails as it is told."""
    brain.blind = True
    return desk.create(GOAL, PAID, roles=OVER_THE_WIRE, image_params=SMALL.model_copy(update={"size": None}), **more)


def true_share(desk: Refining, session: RefineSession, index: int) -> float:
    """How much of what the goal asks for is really to be seen, by the truth in the file."""
    from omniimage.providers.offline.talk.facts import facts_of
    from omniimage.providers.offline.talk.judge import _holds
    from omniimage.providers.offline.talk.tongue import tongue_of
    from omniimage.providers.offline.talk.truths import seen

    image = session.iterations[index].image
    assert image is not None
    facts, truth = facts_of(GOAL), desk.api.get_image(image).recipe["facts"]["drawn"]
    say = tongue_of(GOAL)
    return sum(_holds(seen(truth, each.question, each.kind, say).answer, each.expected) for each in facts) / len(facts)


@pytest.mark.parametrize("seed", [1, 2])
def test_an_erring_judge_still_leads_to_a_truly_better_prompt(desk: Refining, brain: RefiningBrain, seed: int) -> None:
    brain.seed, brain.misses, brain.invents = seed, 0.05, 0.15
    brain.__post_init__()
    session = desk.ran(desk.first(drawn(desk, image_params=SMALL.model_copy(update={"seed": 7}))), 5)
    assert session.status == "done" and session.error is None and session.best is not None
    assert true_share(desk, session, session.best) >= true_share(desk, session, 0) + 0.2
    assert session.warnings == ["one_family"] and session.judged_by == OVER_THE_WIRE.judge
    assert session.cost == pytest.approx(0.01 * session.chat_calls) and session.chat_calls == len(brain.asked)


def test_the_price_is_told_before_and_holds(desk: Refining, brain: RefiningBrain) -> None:
    ahead = desk.api.estimate_new_session(GOAL, PAID, SMALL.model_copy(update={"size": None}), 2, roles=OVER_THE_WIRE)
    assert ahead.images == 3 and ahead.cost_least and ahead.cost_most and ahead.cost_least < ahead.cost_most
    session = drawn(desk)
    ahead = desk.api.estimate_session(session.id, "run", 2)
    before = len(brain.asked)
    session = desk.ran(session, 2)
    assert ahead.chat_calls_least <= len(brain.asked) - before <= ahead.chat_calls_most
    assert session.images <= ahead.images == 3


def test_against_a_source_the_price_holds_whoever_of_the_two_writes(desk: Refining) -> None:
    for closer in (False, True):
        ahead = desk.api.estimate_new_session(GOAL, PAID, None, 4, roles=OVER_THE_WIRE, closer=closer)
        image, writer, judge = ahead.prices
        assert image.cost and writer.cost and judge.cost and judge.cost > writer.cost
        revision = judge.cost if closer else writer.cost
        looks = ahead.chat_calls_most - writer.least
        most = image.cost * ahead.images + revision * writer.least + judge.cost * looks
        assert ahead.cost_most == pytest.approx(most)


@pytest.mark.parametrize("what", ["first", "run", "verify"])
def test_two_presses_at_once_go_on_once(
    desk: Refining, brain: RefiningBrain, images: WireServer, what: SessionAction
) -> None:
    session = paid(desk, brain)
    if what != "first":
        session = desk.first(session)
    if what == "verify":
        session = desk.ran(desk.api.add_feedback(session.id, "make it night"), 1)
    ahead = desk.api.estimate_session(session.id, what, 1, images=2).images
    paid_before, refine = len(images.posts()), desk.studio.api_parts.refine

    def press() -> Any:
        if what == "first":
            return refine.generate_first(session.id)
        return refine.run(session.id, 1) if what == "run" else refine.verify(session.id, 2)

    async def both() -> list[Any]:
        return await asyncio.gather(press(), press(), return_exceptions=True)

    answers = desk.studio.loop.call(both())
    assert sorted(type(each).__name__ for each in answers) == ["BadRequest", "RefineSession"]
    rested = desk.rested(session)
    assert rested.error is None
    assert len(images.posts()) - paid_before == ahead


def test_a_refused_image_is_kept_and_the_next_wording_is_tried(
    desk: Refining, brain: RefiningBrain, images: WireServer
) -> None:
    session = desk.first(paid(desk, brain))
    session = desk.api.add_feedback(session.id, "make it night")
    images.queue.append(REFUSED)
    session = desk.ran(session, 2)
    refused, mended = session.iterations[1:]
    assert refused.failure is not None and refused.failure.code == "content_refused" and refused.image is None
    assert refused.standing == "failed" and mended.image is not None
    assert any("the image was not made: content_refused" in text for text in brain.texts)
    # What it cost is images and calls together, wherever that is told.
    assert session.image_cost and session.image_cost == pytest.approx(sum(each.cost or 0 for each in session.iterations))
    assert session.chat_cost == pytest.approx(0.01 * len(brain.asked))
    (listed,) = desk.api.list_sessions().sessions
    assert listed.cost == session.cost == pytest.approx(session.image_cost + session.chat_cost)
    assert desk.api.get_spend().today == pytest.approx(session.cost)


def test_two_refusals_end_the_leg_and_the_user_can_go_on(desk: Refining, brain: RefiningBrain, images: WireServer) -> None:
    session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
    images.queue.extend([REFUSED, REFUSED])
    session = desk.ran(session, 5)
    assert (session.status, session.stopped, len(session.iterations)) == ("done", "refused", 3)
    session = desk.ran(session, 1)
    assert session.iterations[-1].image is not None


def test_a_reached_budget_halts_it_and_nothing_is_sent_twice(
    desk: Refining, brain: RefiningBrain, images: WireServer
) -> None:
    session = desk.first(paid(desk, brain))
    session = desk.api.add_feedback(session.id, "make it night")
    desk.api.set_caps(Caps(day=0.000001))
    session = desk.ran(session, 1)
    assert session.status == "failed" and session.error is not None and session.error.code == "cost_cap"
    assert len(images.posts()) == 1
    asked = len(brain.asked)
    desk.api.set_caps(Caps())
    session = desk.ran(session)
    assert session.status == "done" and len(images.posts()) == 2 and len(brain.asked) > asked
    assert len(session.iterations) == 2


def test_a_model_that_lost_its_key_halts_it_until_there_is_one(
    desk: Refining, brain: RefiningBrain, chats: ChatServer, images: WireServer
) -> None:
    session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
    desk.api.remove_config("openai")
    session = desk.ran(session, 1)
    assert session.status == "failed" and session.error is not None and session.error.code == "auth_failed"
    assert session.iterations[-1].standing == "waiting"
    asked = len(brain.asked)
    desk.api.save_config("openai", KEY, images.base_url("openai"))
    session = desk.ran(session)
    assert session.status == "done" and session.iterations[-1].image is not None
    # The wording that was paid for is not written again.
    assert brain.asked[asked] == "answers"


def test_a_chat_model_that_lost_its_key_halts_it_too(desk: Refining, brain: RefiningBrain, chats: ChatServer) -> None:
    session = drawn(desk)
    chats.queue.append(Says(status=401))
    session = desk.first(session)
    assert session.status == "failed" and session.error is not None and session.error.code == "auth_failed"
    assert session.iterations[0].image is not None
    # To judge it asks for no other image; one more is one more.
    assert desk.api.estimate_session(session.id, "first").images == 0
    assert desk.api.estimate_session(session.id, "run", 1).images == 1
    session = desk.rested(desk.api.generate_first(session.id))
    assert session.status == "draft" and session.iterations[0].judge_score is not None and session.images == 1


def test_an_image_that_was_picked_before_it_was_judged_is_judged_first(desk: Refining, chats: ChatServer) -> None:
    session = drawn(desk)
    chats.queue.append(Says(status=401))
    session = desk.ran(desk.api.pick_iteration(desk.first(session).id, 0), 1)
    assert session.status == "done" and session.iterations[0].judge_score is not None and len(session.iterations) == 2


PROSE = Says(words=("I think it is lovely.",))
EMPTY = Says(words=('{"answers": []}',))
OUT_OF_RANGE = Says(words=('{"notes": "", "score": 300}',))


@pytest.mark.parametrize(
    ("answers", "strategy"),
    [([PROSE], "contract"), ([EMPTY, EMPTY], "contract"), ([OUT_OF_RANGE], "simple")],
    ids=["prose", "nothing", "out of range"],
)
def test_a_judge_that_answers_nonsense_is_asked_again(
    desk: Refining, chats: ChatServer, answers: list[Says], strategy: str
) -> None:
    session = drawn(desk, strategy=strategy)
    chats.queue.extend(answers)
    session = desk.first(session)
    assert session.status == "draft" and session.iterations[0].judge_score is not None


def test_a_judge_that_never_makes_sense_halts_it_with_all_kept(desk: Refining, chats: ChatServer) -> None:
    session = drawn(desk)
    chats.queue.extend([EMPTY] * 3)
    session = desk.first(session)
    assert session.status == "failed" and session.error is not None and session.error.code == "bad_response"
    # The page tells by the model that a chat model is at fault, and offers another one.
    assert session.error.details["model"] == OVER_THE_WIRE.judge
    assert session.iterations[0].image is not None
    assert desk.first(session).iterations[0].judge_score is not None


def test_a_revision_that_breaks_its_blocks_is_asked_for_again(desk: Refining, chats: ChatServer) -> None:
    session = desk.first(drawn(desk))
    broken = '{"blocks": [{"name": "subject", "text": "## FLEX_END:subject"}], "summary": ""}'
    chats.queue.append(Says(words=(broken,)))
    session = desk.ran(session, 1)
    assert session.status == "done" and len(session.iterations) == 2
    before, after = (flex.parse(each.prompt_text) for each in session.iterations)
    assert before.outside == after.outside


def test_a_contract_without_atoms_or_with_200(desk: Refining, chats: ChatServer) -> None:
    chats.queue.extend([Says(words=('{"atoms": []}',))] * 3)
    session = drawn(desk)
    assert session.status == "failed" and session.error is not None and session.error.code == "bad_response"
    row = {"block": "subject", "kind": "yes_no", "expected": "yes", "parent": None, "weight": 1}
    many = [row | {"id": f"a{at}", "question": f"Is it {at}?"} for at in range(200)]
    chats.queue.append(Says(words=(json.dumps({"atoms": many}),)))
    session = desk.rested(desk.api.run_session(session.id))
    assert session.status == "draft" and len([atom for atom in session.atoms if not atom.is_quality]) == 15


def test_stopping_keeps_what_comes_in_and_the_loop_goes_on_from_there(
    desk: Refining, brain: RefiningBrain, images: WireServer
) -> None:
    session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
    images.queue.append(Script(delay=30))
    desk.api.run_session(session.id, 2)
    until(lambda: images.running == 1)
    with pytest.raises(BadRequest) as busy:
        desk.api.run_session(session.id)
    assert busy.value.details["reason"] == "running"
    desk.api.cancel(session.id)
    session = desk.api.get_session(session.id)
    assert (session.status, session.stopped, session.error) == ("done", "cancelled", None)
    # The image that was cut off may have been charged: its card says so.
    stopped = session.iterations[-1].failure
    assert stopped is not None and (stopped.code, stopped.details["charged"]) == ("cancelled", "unknown")
    sent = len(images.posts())
    session = desk.ran(session, 1)
    assert session.iterations[-1].image is not None and len(images.posts()) == sent + 1
    assert session.iterations[-1].failure is None


def test_an_image_of_unknown_outcome_is_never_asked_for_again_alone(
    desk: Refining, brain: RefiningBrain, images: WireServer
) -> None:
    session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
    images.queue.append(Script(drop="before_headers"))
    session = desk.ran(session, 1)
    assert session.status == "failed" and session.error is not None and session.error.code == "outcome_unknown"
    assert session.unknown_attempt is not None and len(images.posts()) == 2
    with pytest.raises(BadRequest) as unknown:
        desk.api.update_session_prompt(session.id, session.iterations[-1].prompt_text)
    assert unknown.value.details["reason"] == "unknown"
    session = desk.ran(session)
    assert session.status == "done" and session.unknown_attempt is None and len(images.posts()) == 3
    assert len(session.iterations) == 2


def test_another_model_makes_an_image_that_failed_and_none_that_may_have_been_charged(
    desk: Refining, brain: RefiningBrain, images: WireServer
) -> None:
    session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
    images.queue.extend([Script(drop="before_headers"), Script(status=402)])
    session, other = desk.ran(session, 1), SessionChanges(model="offline/poster")
    with pytest.raises(BadRequest) as unknown:
        desk.api.update_session(session.id, other)
    assert unknown.value.details["reason"] == "unknown"
    session = desk.ran(session)
    assert session.error is not None and session.error.code == "insufficient_funds" and len(images.posts()) == 3
    session = desk.ran(desk.api.update_session(session.id, other))
    assert session.status == "done" and session.iterations[-1].image is not None and len(images.posts()) == 3


def test_a_chat_call_of_unknown_outcome_is_never_made_again_alone(
    tmp_path: Path, desk: Refining, brain: RefiningBrain, chats: ChatServer
) -> None:
    session = desk.first(drawn(desk))
    chats.queue.append(Says(status=200, body=b'{"choices": ['))
    session = desk.ran(session, 1)
    assert session.status == "failed" and session.error is not None
    asked = len(chats.requests)
    session = desk.ran(session)
    assert session.status == "done" and len(chats.requests) > asked and len(session.iterations) == 2


def test_rate_limits_are_waited_out(desk: Refining, chats: ChatServer) -> None:
    session = drawn(desk)
    chats.queue.append(Says(status=429, headers={"retry-after": "1"}))
    session = desk.first(session)
    assert session.status == "draft" and session.iterations[0].judge_score is not None
    told = [data["session"]["waiting_until"] for type, data in desk.heard if type == "session.changed"]
    assert any(told)


def test_what_the_templates_say_can_be_changed(desk: Refining, brain: RefiningBrain) -> None:
    names = {each.name for each in desk.api.list_templates()}
    assert {"refine/system", "refine/contract", "refine/first", "refine/revise", "refine/judge"} <= names
    text = next(each.text for each in desk.api.list_templates() if each.name == "refine/judge")
    desk.api.save_template("refine/judge", text + "\nBe strict.\n")
    desk.first(drawn(desk))
    assert brain.texts[-1].endswith("Be strict.")
    desk.api.save_template("refine/judge", "{{ nothing_of_this_name }}")
    session = desk.first(drawn(desk))
    assert session.status == "failed" and session.error is not None
    assert session.error.details["reason"] == "missing_variable" and session.iterations[0].image is not None


def test_keys_are_in_no_session_and_no_event(desk: Refining, brain: RefiningBrain) -> None:
    session = desk.ran(desk.first(drawn(desk, options=options(name="no keys"))), 1)
    assert KEY not in session.model_dump_json() and KEY not in str(desk.heard)


def test_quitting_in_the_middle_of_an_image_shows_it_and_pays_nothing_twice(
    tmp_path: Path, brain: RefiningBrain, chats: ChatServer, images: WireServer
) -> None:
    with refining(tmp_path) as desk:
        desk.api.save_config("openrouter", KEY, chats.base_url("openai"))
        desk.api.save_config("openai", KEY, images.base_url("openai"))
        session = desk.api.add_feedback(desk.first(paid(desk, brain)).id, "make it night")
        images.queue.append(Script(delay=30))
        desk.api.run_session(session.id, 1)
        until(lambda: images.running == 1)
        asked = len(brain.asked)
    with refining(tmp_path) as desk:
        session = desk.rested(session)
        assert session.status == "failed" and session.error is not None and session.error.code == "outcome_unknown"
        assert session.error.details["charged"] == "unknown"
        assert len(images.posts()) == 2 and len(brain.asked) == asked
        session = desk.ran(session)
        assert session.status == "done" and session.iterations[1].image is not None and len(images.posts()) == 3


def test_quitting_in_the_middle_with_built_in_models_goes_on_by_itself(tmp_path: Path) -> None:
    with refining(tmp_path) as desk:
        session = desk.create("three red boats at night", image_params=SMALL.model_copy(update={"size": "2048x2048"}))
        desk.api.run_session(session.id, 3)
        until(lambda: desk.api.get_session(session.id).step == "generate")
    with refining(tmp_path) as desk:
        session = desk.rested(session)
        assert session.status == "done" and session.stopped == "all_pass" and session.error is None


@pytest.mark.parametrize(
    ("then", "charged"), [(Says(status=429, body=b"{}"), "yes"), (Says(body=b'{"choices": ['), "unknown")]
)
def test_a_question_that_was_paid_for_is_not_asked_again_by_itself(
    desk: Refining, chats: ChatServer, then: Says, charged: str
) -> None:
    chats.queue.extend([Says(words=("no JSON",), cost=0.02), then])
    session = desk.rested(drawn(desk))
    assert session.error is not None and session.error.details["charged"] == charged
    assert session.cost == 0.02 and len(chats.requests) == 2


def test_answers_that_were_of_no_use_stand_in_what_was_spent(desk: Refining, chats: ChatServer) -> None:
    said = Says(words=("no JSON",), cost=0.02)
    chats.queue.extend([said, Says(status=402, body=b"{}"), said, said])
    session = desk.rested(drawn(desk))
    assert session.error is not None and session.error.code == "insufficient_funds" and session.cost == 0.02
    session = desk.rested(desk.api.run_session(session.id, None))
    assert session.error is not None and session.error.code == "schema_mismatch" and session.cost == pytest.approx(0.06)
    assert [row["state"] for row in desk.calls()] == ["failed", "failed"]
