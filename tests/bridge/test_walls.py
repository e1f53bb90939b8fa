"""Walls between people: every method of the Api is asked with another's ids, and tells and changes nothing of theirs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from omniimage.acting import Actor, acting_as
from omniimage.app import build_studio
from omniimage.bridge.allowed import ADMIN_ONLY, EXPOSED
from omniimage.bridge.api import Api
from omniimage.bridge.exposed import Exposed
from omniimage.contracts.words import ReproductionOptions
from omniimage.paths import DataPaths
from omniimage.services import reproduce
from omniimage.services.budget import Item
from omniimage.storage.tables import ReservationRow

sys.path.append(str(Path(__file__).parents[1] / "services"))
from studio_at_work import StudioAtWork

SECRET = "a lighthouse only bob thought of"
MODELS = ["offline/poster"]


@dataclass
class Things:
    """What belongs to bob."""

    image: str
    run: str
    generation: str
    attempt: str
    batch: str
    task: str
    reproduction: str
    job: str
    session: str
    binned: str


@dataclass
class Walls:
    """Eve asks for what is bob's. Kim only looks: `told_before` is what she was told when there was nothing yet."""

    work: StudioAtWork
    api: Exposed
    bob: Actor
    eve: Actor
    kim: Actor
    things: Things
    told_before: dict[str, Any]

    def ask(self, actor: Actor, method: str, **arguments: Any) -> dict[str, Any]:
        with acting_as(actor):
            return dict(self.api.invoke(method, kwargs=arguments))

    def data(self, actor: Actor, method: str, **arguments: Any) -> Any:
        answer = self.ask(actor, method, **arguments)
        assert answer["ok"], answer
        return answer["data"]


@pytest.fixture(scope="module")
def walls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walls]:
    with build_studio(DataPaths.default(tmp_path_factory.mktemp("walls") / "data"), keychain=False) as studio:
        work, api = StudioAtWork(studio), Exposed(Api(studio.api_parts))
        tokens = [work.call(studio.api_parts.people.add(name, "member")).token for name in ("bob", "eve", "kim")]
        bob, eve, kim = (work.call(studio.api_parts.people.by_token(token)) for token in tokens)
        walls = Walls(work, api, bob, eve, kim, Things(*[""] * 10), {})
        walls.told_before = told_to(walls, kim)
        walls.things = things_of(walls)
        yield walls


def told_to(walls: Walls, actor: Actor) -> dict[str, Any]:
    """What the methods answer that only tell, asked with nobody's ids."""
    of_nobody = [name for name, given in OPEN.items() if filled(given, walls.things) == given]
    only_tell = [name for name in of_nobody if name.startswith(("get_", "list_", "spend_", "export_"))]
    told = {name: walls.data(actor, name, **OPEN[name]) for name in only_tell}
    # The disk is everybody's.
    told["get_storage"] = {name: each for name, each in told["get_storage"].items() if name != "free"}
    return told


def things_of(walls: Walls) -> Things:
    bob, work = walls.bob, walls.work
    params = {"size": "128x128"}
    run = walls.data(bob, "generate_all", prompt=SECRET, selected_models=MODELS, params=params | {"n": 3})
    generation = work.finished(run["run_id"])[MODELS[0]]
    image, binned, _ = generation.image_ids
    walls.data(bob, "vote", run_id=run["run_id"], winner=image)
    walls.data(bob, "set_favourites", img_ids=[image], favourite=True)
    walls.data(bob, "delete_images", img_ids=[binned])
    with acting_as(bob):
        work.call(work.studio.desk._budget.reserve([Item("run_1", "gen_1", "openai/gpt-image-2", 0.5)]))
        work.call(work.studio.desk._budget.reserve([Item("run_2", "gen_2", "openai/gpt-image-2", 0.25)]))
    work.call(
        work.studio.database.write(
            lambda: ReservationRow.update(state="spent").where(ReservationRow.run_id == "run_1").execute()
        )
    )
    made = {"name": SECRET, "prompt": SECRET, "base_image_ids": [], "models": MODELS}
    batch = walls.data(bob, "create_batch", **made)
    job = walls.data(bob, "process_image", action="convert", img_id=[image, image], options={"format": "webp"})["job_id"]
    work.until(lambda: walls.data(bob, "get_job", job_id=job)["state"] == "done")
    with acting_as(bob):
        row = reproduce._fresh(image, "openai/gpt-6", ReproductionOptions()).model_copy(
            update={"state": "done", "text": SECRET}
        )
        work.call(work.studio.api_parts.reproduce._rows.add([row]))
    session = walls.data(bob, "create_session", goal=SECRET, model=MODELS[0])["id"]
    return Things(
        image,
        run["run_id"],
        generation.id,
        generation.attempts[0].id,
        batch["id"],
        batch["tasks"][0]["id"],
        row.id,
        job,
        session,
        binned,
    )


# Answers with what everybody may know, or with what is the asker's own.
OPEN: dict[str, dict[str, Any]] = {
    "studio_info": {},
    "get_settings": {},
    "update_settings": {"changes": {"prompt_draft": "mine"}},
    "report_page_fault": {"fault": {"message": "x is undefined"}},
    "list_licences": {},
    "get_licence": {"id": "engine/pillow"},
    "get_spend": {},
    "spend_report": {"first": "2026-01-01", "last": "2026-12-31"},
    "export_spend": {"first": "2026-01-01", "last": "2026-12-31"},
    "list_providers": {},
    "vault_status": {},
    "list_models": {},
    "get_catalogue": {},
    "list_model_overrides": {},
    "estimate": {"prompt": "x", "selected_models": MODELS, "params": {"reference_ids": ["{image}"]}},
    "generate_all": {"prompt": "x", "selected_models": MODELS, "params": {"reference_ids": ["{image}"]}},
    "preview_matrix": {
        "prompt": "x",
        "selected_models": MODELS,
        "params": {"reference_ids": ["{image}"]},
        "axes": [{"parameter": "seed", "values": ["1"]}],
    },
    "generate_matrix": {
        "prompt": "x",
        "selected_models": MODELS,
        "params": {"reference_ids": ["{image}"]},
        "axes": [{"parameter": "seed", "values": ["1"]}],
    },
    "list_runs": {},
    "read_table": {"name": "a.csv", "data": "YQpi"},
    "list_batches": {},
    "keep_batch_draft": {"changes": {"prompt": "mine"}},
    "list_reproductions": {},
    "list_templates": {},
    "list_images": {"query": {}},
    "delete_images": {"img_ids": ["{image}"]},
    "restore_images": {"img_ids": ["{binned}"]},
    "set_favourites": {"img_ids": ["{image}"], "favourite": True},
    "list_jobs": {},
    "list_image_ids": {"query": {}},
    "list_facets": {"query": {}},
    "get_ratings": {},
    "get_storage": {},
    "get_images": {"img_ids": ["{image}"]},
    "empty_bin": {},
    "preview_requests": {"prompt": "x", "selected_models": MODELS, "params": {"reference_ids": ["{image}"]}},
    "batch_download": {"img_ids": ["{image}"]},
    "list_matting_models": {},
    "who_am_i": {},
    "list_people": {},
    "refine_defaults": {"model": MODELS[0]},
    "estimate_new_session": {"goal": "x", "model": MODELS[0]},
    "list_sessions": {},
}
# Finds nothing, as if there were no such thing.
NOT_FOUND: dict[str, dict[str, Any]] = {
    "get_run": {"run_id": "{run}"},
    "retry": {"id": "{generation}"},
    "resolve_unknown": {"attempt_id": "{attempt}", "action": "resend"},
    "preview_batch": {"prompt": "x", "base_image_ids": ["{image}"], "models": MODELS},
    "create_batch": {"name": "x", "prompt": "x", "base_image_ids": ["{image}"], "models": MODELS},
    "start_batch": {"batch_id": "{batch}"},
    "pause_batch": {"batch_id": "{batch}"},
    "resume_batch": {"batch_id": "{batch}"},
    "retry_failed": {"batch_id": "{batch}"},
    "preview_retry": {"id": "{batch}"},
    "preview_start": {"batch_id": "{batch}"},
    "retry_task": {"task_id": "{task}"},
    "skip_task": {"task_id": "{task}"},
    "reject_tasks": {"task_ids": ["{task}"]},
    "redo_steps": {"batch_id": "{batch}"},
    "delete_batch": {"batch_id": "{batch}"},
    "get_batch": {"batch_id": "{batch}"},
    "export_batch": {"batch_id": "{batch}"},
    "get_batch_draft": {"like": "{batch}"},
    "start_reproduction": {"img_id": "{image}", "model": "openai/gpt-6"},
    "start_reproductions": {"img_ids": ["{image}"], "model": "openai/gpt-6"},
    "continue_reproduction": {"id": "{reproduction}"},
    "get_reproduction": {"id": "{reproduction}"},
    "set_reproduction_prompt": {"id": "{reproduction}", "prompt": "x"},
    "generate_reproduction": {"id": "{reproduction}", "prompt": "x", "selected_models": MODELS, "params": {}},
    "compare_images": {"first": "{image}", "second": "{image}"},
    "vote": {"run_id": "{run}", "winner": "{image}"},
    "take_back_vote": {"run_id": "{run}"},
    "get_ballot": {"run_id": "{run}"},
    "get_image": {"img_id": "{image}"},
    "update_image": {"img_id": "{image}", "favourite": True},
    "save_image": {"img_id": "{image}"},
    "process_image": {"action": "split", "img_id": "{image}"},
    "detect_grid": {"img_id": "{image}"},
    "get_job": {"job_id": "{job}"},
    "preview_names": {"img_ids": ["{image}"], "options": {}},
    "start_closer": {"img_id": "{image}", "prompt": "x", "model": MODELS[0]},
    "estimate_session": {"session_id": "{session}", "action": "run"},
    "get_session": {"session_id": "{session}"},
    "update_session": {"session_id": "{session}", "changes": {"name": "mine"}},
    "update_session_prompt": {"session_id": "{session}", "prompt_text": "x"},
    "set_contract": {"session_id": "{session}", "atoms": []},
    "generate_first": {"session_id": "{session}"},
    "add_feedback": {"session_id": "{session}", "text": "x"},
    "run_session": {"session_id": "{session}"},
    "pick_iteration": {"session_id": "{session}", "index": 0},
    "accept_iteration": {"session_id": "{session}"},
    "branch_session": {"session_id": "{session}", "index": 0},
    "verify_session": {"session_id": "{session}"},
    "session_prompt": {"session_id": "{session}"},
    "delete_session": {"session_id": "{session}"},
}
# Refused in a browser, or without a chat model, before anything of the ids is looked at.
REFUSED: dict[str, dict[str, Any]] = {
    "open_external": {"url": "https://example.org"},
    "notify": {"title": "x", "text": "x"},
    "show_progress": {"part": 0.5},
    "import_images": {"paths": ["/etc/passwd"]},
    "pick_images": {},
    "pick_folder": {},
    "reveal_image": {"img_id": "{image}"},
    "copy_image": {"img_id": "{image}"},
    "save_images": {"img_ids": ["{image}"]},
    "copy_files": {"img_ids": ["{image}"]},
    "create_session": {"goal": "x", "model": "nobody/nothing"},
    "enhance_prompt": {"prompt": "x", "model": "nobody/nothing"},
    "translate_prompt": {"prompt": "x", "model": "nobody/nothing"},
    "preview_prompt_tool": {"tool": "enhance", "prompt": "x", "model": "nobody/nothing"},
    "preview_reproduction": {"img_id": "{image}", "model": "nobody/nothing"},
}
KINDS = ("run", "generation", "batch", "task", "reproduction", "job", "session")


def filled(arguments: Any, things: Things) -> Any:
    if isinstance(arguments, dict):
        return {name: filled(value, things) for name, value in arguments.items()}
    if isinstance(arguments, list):
        return [filled(value, things) for value in arguments]
    return arguments.format(**vars(things)) if isinstance(arguments, str) else arguments


def test_every_method_is_on_one_of_the_lists() -> None:
    lists = [*OPEN, *NOT_FOUND, *REFUSED, *ADMIN_ONLY, "cancel"]
    missing = sorted(set(EXPOSED) - set(lists))
    assert not missing, f"say here what another person's ids get of {missing}, or put them on bridge.allowed.ADMIN_ONLY"
    assert sorted(lists) == sorted(EXPOSED)


def test_what_is_told_is_as_if_nobody_else_were_there(walls: Walls) -> None:
    assert told_to(walls, walls.kim) == walls.told_before
    bobs = told_to(walls, walls.bob)
    same = {name for name, told in bobs.items() if told == walls.told_before[name]}
    assert same == {
        "get_catalogue",
        "get_licence",
        "get_settings",
        "list_licences",
        "list_matting_models",
        "list_model_overrides",
        "list_models",
        "list_providers",
        "list_templates",
    }, "of everything else bob has something that could be told"


def test_another_persons_things_are_not_told_and_not_touched(walls: Walls) -> None:
    def of_bob() -> list[Any]:
        asked = (
            ("list_images", {"query": {}}),
            ("list_images", {"query": {"trashed": True}}),
            ("get_ballot", {"run_id": walls.things.run}),
            *((f"list_{kind}", {}) for kind in ("runs", "batches", "reproductions", "sessions", "jobs")),
            *((name, OPEN[name]) for name in ("get_spend", "get_ratings", "get_settings")),
        )
        return [walls.data(walls.bob, method, **arguments) for method, arguments in asked]

    before = of_bob()
    for method, arguments in NOT_FOUND.items():
        answer = walls.ask(walls.eve, method, **filled(arguments, walls.things))
        assert not answer["ok"] and answer["error"]["code"] == "not_found", (method, answer)
        assert SECRET not in str(answer), method
    for method, arguments in (OPEN | REFUSED).items():
        answer = walls.ask(walls.eve, method, **filled(arguments, walls.things))
        assert answer["ok"] is (method in OPEN), (method, answer)
        assert SECRET not in str(answer) and walls.bob.id not in str(answer) and walls.bob.name not in str(answer), method
    for kind in KINDS:
        answer = walls.ask(walls.eve, "cancel", id=getattr(walls.things, kind))
        assert answer["error"]["code"] == "not_found", (kind, answer)
    assert of_bob() == before
    jobs = walls.data(walls.eve, "list_jobs")
    assert jobs and all(job["done"] == len(job["failures"]) for job in jobs), "only her own, and nothing went out"


def test_what_a_member_makes_of_foreign_ids_fails_on_its_own_card(walls: Walls) -> None:
    run = walls.data(walls.eve, "generate_all", **filled(OPEN["generate_all"], walls.things))
    assert walls.work.finished(run["run_id"])[MODELS[0]].error.code == "not_found"
    params = {"reference_ids": [walls.things.image]}
    batch = walls.data(walls.eve, "create_batch", name="x", prompt="x", base_image_ids=[], models=MODELS, params=params)
    walls.data(walls.eve, "start_batch", batch_id=batch["id"])
    walls.work.until(lambda: walls.data(walls.eve, "get_batch", batch_id=batch["id"])["state"] == "done")
    (task,) = walls.data(walls.eve, "get_batch", batch_id=batch["id"])["tasks"]
    assert (task["state"], task["error"]["code"]) == ("failed", "not_found")


def test_a_member_has_no_say_in_what_is_the_studios(walls: Walls) -> None:
    for method in ADMIN_ONLY:
        answer = walls.ask(walls.eve, method)
        assert answer["error"]["code"] == "auth_failed", (method, answer)
    with acting_as(walls.eve):
        for arguments in ({"changes": {"network_timeout_seconds": 20}}, {"changes": {"theme": "dark", "providers": {}}}):
            answer = walls.api.invoke("update_settings", kwargs=arguments)
            assert answer["error"]["details"]["reason"] == "admin_only"
    assert walls.data(walls.eve, "get_settings")["theme"] == "system"
    assert walls.data(walls.eve, "studio_info")["data_dir"] == ""


def test_an_admin_sees_all_and_whose_it_is(walls: Walls) -> None:
    images = walls.data(Actor(), "list_images", query={"owner": walls.bob.id})["images"]
    assert images and {image["owner"] for image in images} == {walls.bob.id}
    assert {run["owner"] for run in walls.data(Actor(), "list_runs")["runs"]} >= {walls.bob.id}
    assert walls.data(Actor(), "list_runs", owner=walls.bob.id)["total"] == 1
    sessions = walls.data(Actor(), "list_sessions", owner=walls.bob.id)
    assert [(each["id"], each["owner"]) for each in sessions["sessions"]] == [(walls.things.session, walls.bob.id)]
    assert walls.data(Actor(), "list_sessions", owner=walls.eve.id)["total"] == 0
    assert [each["owner"] for each in walls.data(Actor(), "list_batches", owner=walls.bob.id)["batches"]] == [walls.bob.id]
    assert walls.data(Actor(), "list_reproductions", owner=walls.bob.id)["total"] == 1
