"""A batch that is being made is not lost, is its maker's alone, and one that was made can be made again whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omniimage.acting import Actor, acting_as
from omniimage.contracts.batch import BatchDraft, BatchParams, ConvertStep, NamedTable
from omniimage.contracts.image_tools import ConvertOptions
from omniimage.contracts.runs import RunParams
from omniimage.errors import NotFound
from tests.services.batch_bench import Bench, images
from tests.services.studio_at_work import studio_at_work

SKETCH = "offline/poster"
STEPS = [ConvertStep(action="convert", options=ConvertOptions(width=64))]
TABLE = NamedTable(name="hats.csv", columns=["sku", "颜色"], rows=[{"sku": "a", "颜色": "红"}, {"sku": "b", "颜色": "=1+1"}])


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with studio_at_work(tmp_path_factory.mktemp("drafts") / "data") as work:
        yield Bench(work.studio)


def drafts(bench: Bench) -> Any:
    return bench.studio.api_parts.batch_drafts


def test_it_is_there_after_a_restart_part_by_part(tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bases = images(bench, tmp_path, 2)
        whole = BatchDraft(
            name="hats",
            prompt="a {sku} {half",
            base_image_ids=bases,
            table=TABLE,
            lists={"": [], "mood": ["calm"], "24": []},
            list_names=["mood", "24", ""],
            models=[SKETCH],
            params=RunParams(seed=3),
            repeat=2,
            priority=-10,
            at_once={"offline": 1},
            follow_ups=STEPS,
        )
        bench.call(drafts(bench).keep(whole))
        bench.call(drafts(bench).keep(BatchDraft(prompt="a {sku} hat")))
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        expected = whole.model_copy(update={"prompt": "a {sku} hat"})
        assert bench.call(drafts(bench).own()) == expected
        bench.call(bench.studio.api_parts.library.delete([bases[0]]))
        assert bench.call(drafts(bench).own()).base_image_ids == bases[1:]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.dictionaries(st.sampled_from(["name", "prompt"]), st.text(max_size=30)), max_size=5))
def test_the_last_of_each_part_holds(bench: Bench, changes: list[dict[str, str]]) -> None:
    bench.call(drafts(bench).keep(BatchDraft(name="", prompt="")))
    expected: dict[str, str] = {}
    for each in changes:
        bench.call(drafts(bench).keep(BatchDraft(**each)))
        expected |= each
    assert bench.call(drafts(bench).own()) == BatchDraft(**expected)


def test_each_person_has_their_own(bench: Bench) -> None:
    for name in ("bob", "eve"):
        with acting_as(Actor(name, is_admin=False, sees_all=False)):
            assert bench.call(drafts(bench).own()) == BatchDraft()
            bench.call(drafts(bench).keep(BatchDraft(prompt=f"{name}'s")))
    with acting_as(Actor("bob", is_admin=False, sees_all=False)):
        assert bench.call(drafts(bench).own()).prompt == "bob's"


def test_a_draft_of_a_newer_version_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    with studio_at_work(tmp_path / "data") as work:
        Bench(work.studio).call(drafts(Bench(work.studio)).keep(BatchDraft(prompt="kept", repeat=3)))
        database = work.studio.api_parts.database.path
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO batch_drafts VALUES ('', 'moods', '[1]')")
        connection.execute("UPDATE batch_drafts SET value = '\"often\"' WHERE part = 'repeat'")
    with studio_at_work(tmp_path / "data") as work:
        assert Bench(work.studio).call(drafts(Bench(work.studio)).own()) == BatchDraft(prompt="kept")


def test_another_like_it_has_all_it_was_made_of(bench: Bench, tmp_path: Path) -> None:
    bases = images(bench, tmp_path, 3)
    names = [bench.call(bench.studio.store.get(each)).name or "" for each in bases]
    # The third picture is named by no line, and the last line names no picture: neither made a task.
    rows = [{"file": names[0], "colour": "red"}, {"file": names[1], "colour": "blue"}, {"file": "none.png", "colour": "x"}]
    params = BatchParams(
        rows=rows, table="shoes.xlsx", lists={"mood": ["calm", "loud"]}, seed=7, repeat=2, priority=10, follow_ups=STEPS
    )
    asked = ("shoes", "{colour} {mood}", bases, [SKETCH], params)
    batch = bench.call(bench.desk.create(*asked))
    another: BatchDraft = bench.call(drafts(bench).another(batch.id))
    assert another == BatchDraft(
        name="shoes",
        prompt="{colour} {mood}",
        base_image_ids=bases,
        table=NamedTable(name="shoes.xlsx", columns=["file", "colour"], rows=rows),
        lists={"mood": ["calm", "loud"]},
        list_names=["mood"],
        models=[SKETCH],
        params=RunParams(seed=7),
        repeat=2,
        priority=10,
        follow_ups=STEPS,
    )
    again = bench.call(bench.desk.create(*asked))
    assert [task.prompt for task in again.tasks] == [task.prompt for task in batch.tasks]
    bench.call(bench.queue.remove(batch.id))
    with pytest.raises(NotFound):
        bench.call(drafts(bench).another(batch.id))


def test_another_like_it_has_its_lists_in_the_order_they_were_written(bench: Bench) -> None:
    # As a page sends them: in an object of JavaScript names that are numbers come first.
    sent = {"lists": {"7": ["x"], "24": ["y"], "mood": ["calm"]}, "list_names": ["mood", "24", "7"]}
    of_page = bench.call(bench.desk.create("page", "{mood} {24}", [], [SKETCH], BatchParams.model_validate(sent)))
    assert bench.call(drafts(bench).another(of_page.id)).list_names == ["mood", "24", "7"]
    of_script = bench.call(bench.desk.create("script", "{b}", [], [SKETCH], BatchParams(lists={"b": ["1"], "2": ["2"]})))
    assert bench.call(drafts(bench).another(of_script.id)).list_names == ["b", "2"]


def test_of_a_batch_from_before_it_was_kept_the_tasks_tell(bench: Bench, tmp_path: Path) -> None:
    bases = images(bench, tmp_path, 2)
    batch = bench.call(bench.desk.create("old", "{name}", bases, [SKETCH], BatchParams(repeat=2)))
    with closing(sqlite3.connect(bench.studio.api_parts.database.path)) as connection, connection:
        connection.execute("DELETE FROM batch_drafts WHERE id = ?", (batch.id,))
    assert bench.call(drafts(bench).another(batch.id)).base_image_ids == bases
