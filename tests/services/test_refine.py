"""Refine with the built-in models alone: no key, no network, and a prompt that really gets better."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.contracts.images import ImageQuery
from omniimage.contracts.refine import RefineAtom, RefineSession, Roles, SessionChanges
from omniimage.contracts.runs import ModelParams
from omniimage.errors import BadParameters, BadRequest, ModelMissing, NotFound
from omniimage.sdk.refine import flex
from tests.services.refining import BUILT_IN, GOAL, KEY, SMALL, Refining, options, refining, until
from tests.wire.pictures import png

GEMINI = "gemini/gemini-3.1-pro-preview"


@pytest.fixture(scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("refine")


@pytest.fixture(scope="module")
def desk(_folder: Path) -> Iterator[Refining]:
    with refining(_folder) as found:
        yield found


@pytest.fixture(scope="module")
def done(desk: Refining) -> RefineSession:
    """One whole refinement, first image and loop."""
    return desk.ran(desk.first(desk.create()), 4)


@pytest.mark.parametrize(
    "goal",
    [
        GOAL,
        "三只红色的小船停在灯塔旁边，黄昏，左边留白，没有人",
        "три красные лодки рядом с маяком на закате, без людей",
    ],
)
def test_a_goal_in_any_of_three_languages_is_reached_without_a_key(desk: Refining, goal: str) -> None:
    session = desk.create(goal)
    assert session.status == "draft" and session.error is None and session.iterations[0].image is None
    assert {"writer_not_ai", "judge_not_ai"} == set(session.warnings)
    session = desk.first(session)
    first = session.iterations[0].judge_score
    session = desk.ran(session, 4)
    assert session.status == "done" and session.stopped == "all_pass" and session.best_score == 100
    assert first is not None and first < 80
    assert session.cost == 0 and session.user_goal == goal


def test_each_iteration_tells_what_changed_and_what_the_judge_saw(desk: Refining, done: RefineSession) -> None:
    assert [each.index for each in done.iterations] == list(range(len(done.iterations)))
    last = done.iterations[-1]
    assert last.prompt_diff and last.targets and last.summary.startswith("Added")
    assert set(last.cells) == {atom.id for atom in done.atoms}
    assert last.cells["apple_count"].said == "3" and last.cells["apple_count"].evidence
    assert done.iterations[0].cells["apple_count"].answer == "no"
    assert done.recommendations and {each.label for each in done.recommendations} <= {"observed", "worse", "no_effect"}
    assert done.judged_by == "offline/judge"


def test_its_images_are_in_the_library_and_not_in_the_history(desk: Refining, done: RefineSession) -> None:
    page = desk.api.list_images(ImageQuery(session_id=done.id))
    assert {image.id for image in page.images} == {each.image for each in done.iterations}
    assert desk.api.list_runs().total == 0


def test_every_step_is_told_with_the_whole_session(desk: Refining, done: RefineSession) -> None:
    def told_of_it() -> list[dict[str, Any]]:
        return [data for type, data in desk.heard if type == "session.changed" and data["id"] == done.id]

    until(lambda: [data["status"] for data in told_of_it()[-1:]] == ["done"])
    told = told_of_it()
    sessions = [RefineSession.model_validate(data["session"]) for data in told]
    # A step shorter than the pause between two tellings may pass untold: which ones are is the machine's to say.
    assert {session.step for session in sessions if session.status == "running"} - {None}
    lengths = [len(session.iterations) for session in sessions]
    assert lengths == sorted(lengths) and [data["status"] for data in told] == [each.status for each in sessions]
    assert sessions[-1].status == "done" and sessions[-1].stopped == "all_pass"


def test_a_verification_raises_labels_by_fresh_images(desk: Refining, done: RefineSession) -> None:
    ahead = desk.api.estimate_session(done.id, "verify", images=3)
    assert (ahead.images, ahead.chat_calls_least, ahead.chat_calls_most, ahead.cost_most) == (6, 6, 6, 0)
    desk.api.verify_session(done.id, 3)
    told = desk.rested(done)
    assert told.verification is not None and told.verification.done and told.status == "done"
    fresh = [*told.verification.first_images, *told.verification.final_images]
    assert len(set(fresh)) == len({str(desk.api.get_image(id).recipe["seeds"]) for id in fresh}) == 6
    assert any(claim.verified for claim in told.verification.claims)
    verified = [each for each in told.recommendations if each.label == "verified"]
    assert verified and all(shares[0] < shares[1] for each in verified for shares in each.shares.values())


def test_a_first_image_that_is_final_has_nothing_to_verify(desk: Refining) -> None:
    session = desk.first(desk.create("an apple"))
    with pytest.raises(BadRequest) as refused:
        desk.api.verify_session(session.id)
    assert refused.value.details["reason"] == "same_prompt"


def test_the_simple_strategy_keeps_everything_and_judges_as_a_whole(desk: Refining) -> None:
    session = desk.ran(desk.create(strategy="simple"), 3)
    assert session.atoms == [] and session.status == "done"
    assert len(session.iterations) == 4 or session.stopped == "target"
    scores = [each.judge_score for each in session.iterations]
    assert session.best_score == max(score for score in scores if score is not None) > (scores[0] or 0)
    assert all(each.judge_notes for each in session.iterations)
    labels = [each.label for each in session.recommendations]
    assert "observed" in labels and len(labels) <= 7


def test_feedback_becomes_a_hard_atom_and_is_mended(desk: Refining) -> None:
    session = desk.ran(desk.create("a boat"), 1)
    session = desk.api.add_feedback(session.id, "the boat is to be yellow")
    session = desk.api.add_feedback(session.id, "at night")
    assert session.status == "draft" and session.user_feedback == ["the boat is to be yellow", "at night"]
    assert session.iterations[session.best or 0].user_feedback == "the boat is to be yellow\nat night"
    session = desk.ran(session, 3)
    assert session.stopped == "all_pass", session
    assert [atom.question for atom in session.atoms if atom.from_feedback] == ["What colour is the boat?", "Is it night?"]
    assert "yellow boat" in session.iterations[session.best or 0].prompt_text


def test_ones_own_prompt_stands_in_for_the_writers(desk: Refining) -> None:
    session = desk.create("a boat and a lighthouse")
    text = flex.build({"subject": "a red boat, a lighthouse"}).text
    session = desk.api.update_session_prompt(session.id, text)
    assert len(session.iterations) == 1 and session.iterations[0].written_by == "user"
    session = desk.first(session)
    assert session.iterations[0].prompt_text == text
    session = desk.api.update_session_prompt(session.id, text.replace("red", "blue"))
    assert [each.parent for each in session.iterations] == [None, 0]
    assert session.iterations[1].prompt_diff[0].after == "a blue boat, a lighthouse"
    session = desk.first(session)
    assert session.iterations[1].image and session.iterations[1].judge_score is not None
    with pytest.raises(BadRequest) as refused:
        desk.api.generate_first(session.id)
    assert refused.value.details["reason"] == "all_made"


def test_one_image_is_made_of_each_prompt_however_many_a_run_would_make(desk: Refining) -> None:
    session = desk.first(desk.create("a boat", image_params=SMALL.model_copy(update={"n": 3})))
    assert session.images == 1 and desk.api.estimate_session(session.id, "run", 2).images in (0, 2)


def test_ones_own_prompt_of_one_block_is_made_better_in_that_block(desk: Refining) -> None:
    session = desk.create("a boat at night")
    own = flex.build({"subject": "a boat"}, ("subject",)).text
    session = desk.ran(desk.api.update_session_prompt(session.id, own), 2)
    assert session.status == "done" and session.error is None and len(session.iterations) > 1
    assert all(flex.parse(each.prompt_text).outside == flex.parse(own).outside for each in session.iterations)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no blocks at all", "no_blocks"),
        ("## FLEX_BEGIN:subject\na\n", "unclosed_block"),
        ("## FLEX_BEGIN:subject\n## FLEX_BEGIN:style\n## FLEX_END:style\n## FLEX_END:subject\n", "nested_block"),
        ("## FLEX_BEGIN:mood\nx\n## FLEX_END:mood\n", "unknown_block"),
    ],
)
def test_a_broken_prompt_is_refused_with_its_reason(desk: Refining, text: str, reason: str) -> None:
    session = desk.create("a boat")
    with pytest.raises(BadRequest) as refused:
        desk.api.update_session_prompt(session.id, text)
    assert refused.value.details["reason"] == reason
    assert desk.api.get_session(session.id).iterations == session.iterations


def test_the_contract_is_the_users_to_edit(desk: Refining) -> None:
    session = desk.first(desk.create("three red boats"))
    assert session.best_score is not None
    own = [atom for atom in session.atoms if not atom.is_quality]
    sky = RefineAtom(id="sky", block="lighting", question="Is it night?", weight=3)
    edited = desk.api.set_contract(session.id, [*own, sky])
    assert "sky" not in edited.iterations[0].cells and edited.best_score != session.best_score
    for wrong, reason in (([], "atoms"), ([sky, sky], "atoms"), ([sky.model_copy(update={"parent": "none"})], "parent")):
        with pytest.raises(BadRequest) as refused:
            desk.api.set_contract(session.id, wrong)
        assert refused.value.details["reason"] == reason
    session = desk.ran(session, 4)
    assert session.iterations[session.best or 0].cells["sky"].answer == "yes"


def test_locked_blocks_stay_as_they_are(desk: Refining) -> None:
    session = desk.create("three red boats at night", options=options(locked=["subject"]))
    before = session.iterations[0].blocks["subject"]
    session = desk.ran(session, 3)
    assert all(each.blocks["subject"] == before for each in session.iterations)
    assert session.iterations[-1].blocks["lighting"] == "at night" and session.stopped in ("locked", "no_progress")
    session = desk.api.update_session(session.id, SessionChanges(locked=[], name="boats", economy=True))
    assert (session.locked, session.name, session.economy) == ([], "boats", True)
    assert desk.ran(session, 3).stopped == "all_pass"


def test_economy_asks_less(desk: Refining) -> None:
    whole, cheap = (desk.create(options=options(economy=economy)) for economy in (False, True))
    forecasts = [desk.api.estimate_session(each.id, "run") for each in (whole, cheap)]
    assert forecasts[0].chat_calls_most > forecasts[1].chat_calls_most
    assert desk.ran(cheap).chat_calls <= forecasts[1].chat_calls_most + 2


def test_a_branch_goes_on_from_any_iteration_and_leaves_the_first_alone(desk: Refining, done: RefineSession) -> None:
    branch = desk.api.branch_session(done.id, 0, "another way")
    assert branch.origin is not None and (branch.origin.session_id, branch.origin.iteration) == (done.id, 0)
    assert branch.iterations[0].image == done.iterations[0].image and branch.best == 0 and not branch.picked_by_user
    branch = desk.ran(branch, 3)
    assert branch.best_score and branch.best_score > (done.iterations[0].judge_score or 0)
    assert desk.api.get_session(done.id).iterations == done.iterations
    with pytest.raises(BadRequest):
        desk.api.branch_session(done.id, 99)


def test_ones_own_pick_overrides_the_judge(desk: Refining) -> None:
    session = desk.ran(desk.create("three red boats at night"), 2)
    picked = desk.api.pick_iteration(session.id, 0)
    assert picked.best == 0 and picked.picked_by_user
    accepted = desk.api.accept_iteration(session.id)
    assert accepted.status == "done" and accepted.stopped == "accepted" and accepted.best == 0
    prompt = desk.api.session_prompt(session.id)
    assert "FLEX" not in prompt.prompt and "boat" in prompt.prompt


def test_a_session_is_bounded(desk: Refining) -> None:
    session = desk.create("ein Fjord mit Gletscher")  # of no language that it knows
    assert session.atoms[0].question.endswith("ein Fjord mit Gletscher")
    with pytest.raises(BadRequest):
        desk.create("   ")
    with pytest.raises(BadRequest):
        desk.create("x" * 4001)
    with pytest.raises(ModelMissing):
        desk.create(model="offline/fresco")
    with pytest.raises(BadRequest) as blind:
        desk.create(roles=Roles(writer="offline/writer", judge="offline/writer"))
    assert blind.value.details["reason"] == "cannot_see"
    with pytest.raises(NotFound):
        desk.api.get_session("session_none")


def test_the_list_finds_and_forgets(desk: Refining) -> None:
    session = desk.create("a zebra-striped umbrella")
    found = desk.api.list_sessions("umbrella zebra")
    assert [each.id for each in found.sessions] == [session.id] and found.total == 1
    desk.api.delete_session(session.id)
    assert desk.api.list_sessions("zebra").total == 0


def test_without_a_choice_grok_through_openrouter_works_where_there_is_a_key(desk: Refining) -> None:
    assert desk.api.refine_defaults("offline/poster").roles == BUILT_IN
    usual = desk.api.refine_defaults("openai/gpt-image-2")
    assert usual.roles.writer == usual.roles.judge and usual.roles.writer.startswith("openrouter/x-ai/grok")
    assert usual.writer_obstacle == "no_key" and usual.warnings == ["one_family"] and not usual.takes_negative


def test_without_a_choice_the_model_whose_key_is_there_works(tmp_path: Path) -> None:
    with refining(tmp_path) as desk:
        desk.api.save_config("gemini", key=KEY)
        for image_model in ("offline/poster", "openai/gpt-image-2"):
            usual = desk.api.refine_defaults(image_model)
            assert usual.roles == Roles(writer=GEMINI, judge=GEMINI) and usual.writer_obstacle is None
        desk.api.save_config("openrouter", key=KEY)
        assert "grok" in desk.api.refine_defaults("openai/gpt-image-2").roles.writer


def test_it_is_all_there_after_a_restart(tmp_path: Path) -> None:
    with refining(tmp_path) as desk:
        before = desk.ran(desk.create("three red boats"), 2)
    with refining(tmp_path) as desk:
        after = desk.api.get_session(before.id)
        assert after == before
        assert desk.ran(after, 1).status == "done"


def test_getting_closer_to_an_image_of_its_own(desk: Refining, done: RefineSession) -> None:
    source = done.iterations[-1].image
    assert source is not None
    ahead = desk.api.estimate_new_session("apples", "offline/sketch", None, 4, roles=BUILT_IN, closer=True)
    assert ahead.images == 5 and {price.model for price in ahead.prices} == {
        "offline/sketch",
        *BUILT_IN.model_dump().values(),
    }
    # It goes on by itself until it has nothing more to do.
    session = desk.api.start_closer(source, "apples", "offline/sketch", ModelParams(), 4, BUILT_IN)
    assert session.source_image_id == source and session.image_params.aspect_ratio == "1:1"
    assert session.status == "done" and session.stopped and 1 < len(session.iterations) <= 5
    assert "How many apples are there?" in {atom.question for atom in session.atoms}
    first, best = session.iterations[0], session.iterations[session.best or 0]
    assert best.judge_score and first.judge_score and best.judge_score > first.judge_score
    assert first.closeness is not None and best.closeness is not None and 0 < best.closeness.overall < 1


def test_a_loop_that_has_nothing_to_do_costs_nothing_until_something_is_said(desk: Refining, done: RefineSession) -> None:
    ahead = desk.api.estimate_session(done.id, "run", 2)
    assert done.stopped == "all_pass" and ahead.images == 0 and not ahead.prices
    assert desk.api.estimate_session(done.id, "run", 2, told=True).images == 2


def test_the_price_of_the_beginning_is_that_of_its_texts(desk: Refining) -> None:
    ahead = desk.api.estimate_new_session("apples", "offline/sketch", roles=BUILT_IN, only_text=True)
    assert (ahead.images, ahead.chat_calls_least, ahead.chat_calls_most) == (0, 2, 2)
    assert desk.create("apples").chat_calls == 2


def test_the_built_in_judge_describes_what_a_built_in_model_drew(desk: Refining, done: RefineSession) -> None:
    image = done.iterations[-1].image
    assert image is not None
    id = desk.api.start_reproduction(image, "offline/judge").id
    until(lambda: desk.api.get_reproduction(id).state != "running")
    found = desk.api.get_reproduction(id)
    assert found.state == "done" and "3 apples" in found.text and found.cost == 0


def test_the_built_in_ones_refuse_other_work(desk: Refining) -> None:
    with pytest.raises(BadParameters) as refused:
        desk.api.enhance_prompt("a cat", "offline/writer")
    assert refused.value.details["reason"] == "only_refine"


def test_a_picture_that_says_nothing_of_itself_halts_the_built_in_judge(desk: Refining, tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(png(4_000, 3))
    image = desk.api._wait(desk.studio.api_parts.library.import_files([tmp_path / "cat.png"])).image_ids[0]
    session = desk.api.start_closer(image, "a cat", "offline/sketch", SMALL, 2, BUILT_IN)
    assert session.status == "failed" and session.error is not None
    assert session.error.details["reason"] == "no_truth" and session.error.details["charged"] == "no"
