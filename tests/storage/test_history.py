"""Runs and generations, found again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import Stores, make_run, png

from omniimage.contracts.base import ErrorInfo, now
from omniimage.contracts.models import Adjustment
from omniimage.contracts.runs import ModelParams, RunParams
from omniimage.errors import BadRequest, NotFound
from omniimage.storage.history import UNFINISHED
from omniimage.storage.image_store import Origin
from omniimage.storage.tables import GenerationRow, current

MODELS = ("openai/gpt-image-2", "gemini/nano-banana", "offline/poster")


async def test_a_run_comes_back_whole(stores: Stores) -> None:
    run = make_run("雨中的猫\n第二行", MODELS)
    adjustment = Adjustment(parameter="n", asked="2", sent="1", reason="clamped")
    first = run.generations[0].model_copy(update={"adjustments": [adjustment]})
    run = run.model_copy(
        update={
            "generations": [first, *run.generations[1:]],
            "params": RunParams(n=2, per_model={MODELS[0]: ModelParams(n=1)}),
        }
    )
    await stores.history.add_run(run)
    assert await stores.history.get_run(run.id) == run


async def test_what_is_not_there_is_not_found(stores: Stores) -> None:
    history = stores.history
    for question in (history.get_run("run_x"), history.get_generation("gen_x"), history.generation_of_attempt("att_x")):
        with pytest.raises(NotFound):
            await question
    with pytest.raises(NotFound):
        await history.update_generation("gen_x", state="done")
    with pytest.raises(NotFound):
        await stores.ledger.prepare("gen_x", {})


async def test_a_generation_changes_and_keeps_the_rest(stores: Stores) -> None:
    generation = (await stores.run()).generations[0]
    error = ErrorInfo(code="rate_limited", message="later", details={"retry_after": 3})
    changes: dict[str, Any] = {
        "state": "failed",
        "error": error,
        "cost": 0.5,
        "seconds": 1.5,
        "started": now(),
        "text": "words",
    }
    changed = await stores.history.update_generation(generation.id, **changes)
    assert changed == generation.model_copy(update=changes)
    assert await stores.history.get_generation(generation.id) == changed
    assert (await stores.history.update_generation(generation.id, error=None)).error is None
    assert await stores.history.update_generation(generation.id) == await stores.history.get_generation(generation.id)


@pytest.mark.parametrize("changes", [{"model": "x"}, {"image_ids": []}, {"no_such": 1}, {"state": "no such"}])
async def test_what_does_not_change(stores: Stores, changes: dict[str, Any]) -> None:
    generation = (await stores.run()).generations[0]
    with pytest.raises(ValueError):
        await stores.history.update_generation(generation.id, **changes)
    assert await stores.history.get_generation(generation.id) == generation


async def test_a_generation_has_its_images_and_attempts_in_order(stores: Stores) -> None:
    run = await stores.run()
    generation = run.generations[0]
    ids = []
    for seed in (1, 2):
        attempt_id, parts = await stores.answered(png(seed), png(seed + 10), run=run)
        images = await stores.images.save_generated(attempt_id, parts, Origin("generated", generation_id=generation.id))
        ids += [image.id for image in images]
    found = await stores.history.get_generation(generation.id)
    assert found.image_ids == ids
    assert [attempt.state for attempt in found.attempts] == ["saved", "saved"]
    assert await stores.history.generation_of_attempt(found.attempts[1].id) == found
    await stores.images.trash(ids[:1])
    assert (await stores.history.get_generation(generation.id)).image_ids == ids[1:]


async def test_unfinished(stores: Stores) -> None:
    run = await stores.run(models=MODELS)
    await stores.history.update_generation(run.generations[0].id, state="running")
    await stores.history.update_generation(run.generations[1].id, state="done")
    states = {generation.id: generation.state for generation in await stores.history.unfinished()}
    assert states == {run.generations[0].id: "running", run.generations[2].id: "queued"}


async def test_what_is_at_work_is_found_by_its_index(stores: Stores) -> None:
    def plan() -> str:
        sql, given = GenerationRow.select().where(UNFINISHED).sql()
        return str([*current.execute_sql(f"EXPLAIN QUERY PLAN {sql}", given)])

    assert "generations_unfinished" in await stores.database.read(plan)


async def test_pages_are_newest_first_and_miss_nothing(stores: Stores) -> None:
    runs = [await stores.run(f"prompt {number}") for number in range(7)]
    seen, cursor = [], None
    for _ in range(3):
        page = await stores.history.list_runs("", cursor, 3)
        assert page.total == 7
        seen += [run.id for run in page.runs]
        cursor = page.next_cursor
    assert cursor is None
    assert seen == sorted((run.id for run in runs), reverse=True)
    for arguments in (("", "nonsense", 3), ("", None, 0), ("", None, 10_000)):
        with pytest.raises(BadRequest):
            await stores.history.list_runs(*arguments)


async def test_those_alone_that_are_at_work(stores: Stores) -> None:
    oldest, running = [await stores.run(f"prompt {number}", models=MODELS) for number in range(2)]
    await stores.history.update_generation(running.generations[0].id, state="running")
    for generation in (*oldest.generations[1:], *running.generations[1:]):
        await stores.history.update_generation(generation.id, state="done")
    for number in range(3):
        ended = await stores.run(f"ended {number}")
        await stores.history.update_generation(ended.generations[0].id, state="failed")
    page = await stores.history.list_runs("", None, 1, live=True)
    assert ([run.id for run in page.runs], page.total) == ([running.id], 2)
    page = await stores.history.list_runs("", page.next_cursor, 1, live=True)
    assert ([run.id for run in page.runs], page.next_cursor) == ([oldest.id], None)
    assert (await stores.history.list_runs("ended", None, 9, live=True)).total == 0


async def test_a_summary(stores: Stores) -> None:
    run = await stores.run(models=MODELS)
    for generation, count in zip(run.generations, (3, 2, 0), strict=True):
        attempt = await stores.ledger.prepare(generation.id, {})
        for seed in range(count):
            with attempt.open_part() as part:
                part.write(png(seed))
        parts = await attempt.received(b"")
        await stores.images.save_generated(
            attempt.id, parts, Origin("generated", generation_id=generation.id, run_id=run.id)
        )
        await stores.history.update_generation(generation.id, state="done", cost=0.25 if count else None)
    whole = await stores.history.get_run(run.id)
    (summary,) = (await stores.history.list_runs("", None, 10)).runs
    first, second, _ = (generation.image_ids for generation in whole.generations)
    assert summary.thumbs == [first[0], second[0], first[1], second[1]]
    assert (summary.image_count, summary.cost, summary.models) == (5, 0.5, list(MODELS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", 4),
        ("   ", 4),
        ("маяк", 1),
        ("МАЯК", 1),
        ("ая", 1),
        ("猫", 1),
        ("雨中的", 1),
        ("lighthouse", 2),
        ("LIGHT house", 2),
        ("dusk lighthouse", 1),
        ("lighthouse at", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ('"', 1),
        ('a "quoted"', 1),
        ("lighthouse*", 0),
        ("light OR маяк", 0),
        ("prompt:", 0),
        ("\0", 4),
        ("\\", 0),
    ],
)
async def test_search(stores: Stores, text: str, found: int) -> None:
    for prompt in ("a lighthouse at dusk", 'lighthouse, a "quoted" 100% sea', "Старый маяк", "雨中的猫"):
        await stores.run(prompt)
    assert (await stores.history.list_runs(text, None, 10)).total == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=40), around=st.text(max_size=10))
async def test_any_text_finds_the_prompt_that_holds_it(stores: Stores, text: str, around: str) -> None:
    """No text is syntax. (A NUL ends a text in SQLite; the services keep it out of prompts.)"""
    text, around = (part.replace("\0", "").encode("utf-8", "ignore").decode() for part in (text, around))
    run = await stores.run(f"{around} {text} {around}")
    newest = (await stores.history.list_runs(text, None, 1)).runs
    assert [each.id for each in newest] == [run.id]


@pytest.mark.parametrize(
    ("costs", "known", "unpriced"),
    [
        ((0.0, 0.0), 0.0, False),
        ((0.0, None), None, True),
        ((0.5, None), 0.5, True),
        ((0.5, 0.25), 0.75, False),
        ((None, None), None, True),
    ],
)
async def test_what_was_free_makes_nothing_else_free(
    stores: Stores, costs: tuple[float | None, ...], known: float | None, unpriced: bool
) -> None:
    run = await stores.run(models=MODELS[:2])
    for generation, cost in zip(run.generations, costs, strict=True):
        await stores.history.update_generation(generation.id, state="done", cost=cost)
    (summary,) = (await stores.history.list_runs("", None, 10)).runs
    assert (summary.cost, summary.unpriced) == (known, unpriced)


async def test_what_failed_without_a_price_leaves_the_sum_whole(stores: Stores) -> None:
    run = await stores.run(models=MODELS[:2])
    for generation, state, cost in zip(run.generations, ("done", "failed"), (0.5, None), strict=True):
        await stores.history.update_generation(generation.id, state=state, cost=cost)
    (summary,) = (await stores.history.list_runs("", None, 10)).runs
    assert (summary.cost, summary.unpriced) == (0.5, False)
