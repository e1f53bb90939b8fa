"""One writer, group commit, and what happens to a database that is not as it should be."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import Stores

from omniimage.contracts.images import ImageQuery
from omniimage.errors import NotFound, SchemaMismatch, StorageFailed
from omniimage.storage import image_query, spend_query, upkeep
from omniimage.storage.database import Database
from omniimage.storage.migrations import MIGRATIONS, VERSION
from omniimage.storage.tables import ROWS, RunRow


@pytest.fixture
def database(quick: Path) -> Database:
    return Database(quick / "studio.db", quick / "backups")


def insert(id: str) -> str:
    RunRow.insert(id=id, prompt="x", params={}, created="2026").execute()
    return id


def ids() -> set[str]:
    return {row.id for row in RunRow.select()}


def seen_from_outside(database: Database) -> set[str]:
    """What another process would find on the disk."""
    with closing(sqlite3.connect(database.path)) as other:
        return {row[0] for row in other.execute("SELECT id FROM runs")}


async def test_what_was_spent_before_there_were_reservations_is_kept(database: Database) -> None:
    database.path.parent.mkdir(parents=True, exist_ok=True)
    upkeep.migrate(database.path, database.path.parent / "backups", MIGRATIONS[:1])
    with closing(sqlite3.connect(database.path)) as old:
        old.execute("INSERT INTO runs (id, prompt, params, created) VALUES ('run_1', 'x', '{}', '2026-11-01T10:00:00.000Z')")
        for name, cost in (("gen_1", 0.25), ("gen_2", None), ("gen_3", None)):
            old.execute(
                "INSERT INTO generations (id, run_id, position, model, state, cost, started, asked, sent, adjustments)"
                " VALUES (?, 'run_1', 0, 'openai/gpt-image-2', 'done', ?, '2026-11-01T10:00:00.000Z', '{}', '{}', '[]')",
                (name, cost),
            )
        for number, state in enumerate(("saved", "saved", "unknown"), 1):
            old.execute(
                "INSERT INTO attempts (id, generation_id, state, created, request) VALUES (?, ?, ?, ?, ?)",
                (f"att_{number}", f"gen_{number}", state, "2026-11-01T10:00:00.000Z", '{"key_id":"k","planned_cost":0.04}'),
            )
        old.commit()
    database.open()
    totals = await database.read(lambda: spend_query.totals("2026-11-21"))
    assert (totals.total, totals.possible, totals.unpriced, totals.reserved) == (0.25, 0.04, 1, 0)
    (key,) = await database.read(lambda: spend_query.lines("key", "2026-11-01", "2026-11-02"))
    assert (key.id, key.calls) == ("openai/k", 3)
    database.close()


async def test_what_images_of_old_were_made_with_is_found(database: Database) -> None:
    """Until version 12 that was looked for in the words of every run."""
    recipes = {
        "img_1": ({"references": ["img_base", "img_style"], "mask": "img_mask"}, None),
        "img_2": (
            {"references": ["img_base", "img_base"], "prompt": "img_style", "asked": {"references": ["img_mask"]}},
            None,
        ),
        "img_cell": ({"references": ["img_style"]}, "img_1"),
        "img_plain": ({}, None),
    }
    database.path.parent.mkdir(parents=True, exist_ok=True)
    upkeep.migrate(database.path, database.path.parent / "backups", MIGRATIONS[:11])
    with closing(sqlite3.connect(database.path)) as old:
        for id, (recipe, parent) in recipes.items():
            old.execute(
                "INSERT INTO images"
                " (id, sha256, mime_type, extension, width, height, bytes, kind, created, parent_id, recipe)"
                " VALUES (?, '', 'image/png', 'png', 1, 1, 1, 'generated', '2026', ?, ?)",
                (id, parent, json.dumps(recipe)),
            )
        old.execute("UPDATE images SET recipe = 'torn' WHERE id = 'img_plain'")
        old.commit()
    database.open()
    found = {
        source: set(await database.read(partial(image_query.ids, ImageQuery(source_id=source))))
        for source in ("img_base", "img_style", "img_mask", "img_1", "img_2")
    }
    database.close()
    assert found == {
        "img_base": {"img_1", "img_2"},
        "img_style": {"img_1"},
        "img_mask": {"img_1"},
        "img_1": {"img_cell"},
        "img_2": set(),
    }


async def test_a_write_is_durable_when_it_is_answered(database: Database) -> None:
    database.open()
    assert await database.write(lambda: insert("a")) == "a"
    assert seen_from_outside(database) == {"a"}
    database.close()


async def test_a_closed_database_is_one_file(database: Database) -> None:
    database.open()
    await database.write(lambda: insert("a"))
    assert await database.read(ids) == {"a"}
    database.close()
    assert [file.name for file in database.path.parent.glob("studio.db*")] == ["studio.db"]


async def test_one_failing_write_undoes_no_other(database: Database) -> None:
    database.open()
    started, go_on = threading.Event(), threading.Event()

    def hold() -> None:
        started.set()
        go_on.wait()

    def fails() -> None:
        insert("half done")
        raise NotFound("on purpose")

    first = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(started.wait)
    # All of these wait in the queue, so they share one transaction.
    waiting = [
        asyncio.create_task(database.write(work)) for work in (lambda: insert("a"), fails, lambda: insert("b"), fails)
    ]
    await asyncio.sleep(0.05)
    go_on.set()
    results = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), str, NotFound, str, NotFound]
    assert seen_from_outside(database) == {"a", "b"}
    database.close()


async def test_waiting_writes_share_commits(database: Database) -> None:
    database.open()
    await database.write(lambda: insert("first"))
    before = changes_of_file(database)
    await asyncio.gather(*(database.write(lambda id=f"r{n}": insert(id)) for n in range(300)))  # type: ignore[misc]
    assert changes_of_file(database) - before < 100
    assert len(await database.read(ids)) == 301
    database.close()


def changes_of_file(database: Database) -> int:
    """How many transactions the WAL holds: pages that carry a commit mark."""
    data = database.path.with_name("studio.db-wal").read_bytes()
    page = int.from_bytes(data[8:12], "big")
    return sum(data[start + 4 : start + 8] != b"\0\0\0\0" for start in range(32, len(data), page + 24))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30))
async def test_a_group_does_what_its_writes_do_one_by_one(quick: Path, script: list[tuple[int, bool]]) -> None:
    def work(step: tuple[int, bool]) -> str:
        id = insert(f"r{step[0]}")
        if step[1]:
            raise NotFound("on purpose")
        return id

    outcomes, found = [], []
    for together in (False, True):
        folder = Path(tempfile.mkdtemp(dir=quick))
        database = Database(folder / "studio.db", folder / "backups")
        database.open()
        writes = [database.write(lambda step=step: work(step)) for step in script]  # type: ignore[misc]
        if together:
            results = await asyncio.gather(*writes, return_exceptions=True)
        else:
            results = [(await asyncio.gather(write, return_exceptions=True))[0] for write in writes]
        outcomes.append([result if isinstance(result, str) else type(result) for result in results])
        found.append(await database.read(ids))
        database.close()
    assert outcomes[0] == outcomes[1]
    assert found[0] == found[1]


async def test_readers_cannot_write(database: Database) -> None:
    database.open()
    with pytest.raises(StorageFailed):
        await database.read(lambda: insert("a"))
    database.close()


async def test_closed_is_closed(database: Database) -> None:
    for _ in range(2):
        with pytest.raises(StorageFailed):
            await database.write(lambda: insert("a"))
        with pytest.raises(StorageFailed):
            await database.read(ids)
        database.open()
        database.close()
        database.close()


async def test_two_databases_do_not_mix(quick: Path) -> None:
    one, two = (Database(quick / name / "studio.db", quick / name) for name in ("one", "two"))
    one.open()
    two.open()
    await one.write(lambda: insert("a"))
    await two.write(lambda: insert("b"))
    assert (await one.read(ids), await two.read(ids)) == ({"a"}, {"b"})
    one.close()
    two.close()


def test_the_models_are_the_schema(database: Database) -> None:
    database.open()
    with closing(sqlite3.connect(database.path)) as other:
        for row in ROWS:
            columns = {column[1] for column in other.execute(f"PRAGMA table_info({row._meta.table_name})")}
            assert columns - {"number"} == set(row._meta.columns), row
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


@pytest.mark.parametrize("version", range(1, VERSION + 1))
async def test_every_schema_that_ever_was_is_brought_up(database: Database, version: int) -> None:
    database.path.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(database.path)) as old:
        for statement in [statement for step in MIGRATIONS[:version] for statement in step]:
            old.execute(statement)
        old.execute(f"PRAGMA user_version = {version}")
        old.execute("INSERT INTO runs (id, prompt, params, created) VALUES ('run_1', 'an old prompt', '{}', '2026')")
        old.commit()
    database.open()
    assert await database.read(ids) == {"run_1"}
    with closing(sqlite3.connect(database.path)) as other:
        assert other.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert other.execute("SELECT count(*) FROM run_texts WHERE run_texts MATCH 'old'").fetchone() == (1,)
    database.close()


def test_a_copy_is_made_before_a_migration(database: Database, quick: Path) -> None:
    database.open()
    database.close()
    for old in (quick / "backups").iterdir():
        old.unlink()
    upkeep.migrate(database.path, quick / "backups", (*MIGRATIONS, ("CREATE TABLE later (id TEXT)",)))
    assert upkeep.version_of(database.path) == VERSION + 1
    (copy,) = (quick / "backups").glob(f"*-v{VERSION}.db")
    with closing(sqlite3.connect(copy)) as old_one:
        assert old_one.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert old_one.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_migration_that_fails_changes_nothing(database: Database, quick: Path) -> None:
    database.open()
    database.close()
    broken = (*MIGRATIONS, ("CREATE TABLE later (id TEXT)", "CREATE TABLE runs (id TEXT)"))
    with pytest.raises(sqlite3.OperationalError):
        upkeep.migrate(database.path, quick / "backups", broken)
    assert upkeep.version_of(database.path) == VERSION
    upkeep.migrate(database.path, quick / "backups", (*MIGRATIONS, ("CREATE TABLE later (id TEXT)",)))


async def test_a_daily_copy_and_no_more_than_seven(database: Database, quick: Path) -> None:
    backups = quick / "backups"
    backups.mkdir()
    for day in range(1, 10):
        (backups / f"studio-2026-01-0{day}-120000.db").write_bytes(b"old")
    (backups / "studio-2026-01-09-130000.new").write_bytes(b"a copy that was killed")
    database.open()
    await database.write(lambda: insert("a"))
    database.close()
    names = sorted(file.name for file in backups.iterdir())
    assert len(names) == 7
    assert names[-1].startswith(f"studio-{datetime.now(UTC):%Y-%m-%d}")
    database.open()
    database.close()
    assert sorted(file.name for file in backups.iterdir()) == names


async def test_a_database_from_the_future_is_only_read(database: Database) -> None:
    database.open()
    await database.write(lambda: insert("a"))
    database.close()
    with closing(sqlite3.connect(database.path)) as future:
        future.execute(f"PRAGMA user_version = {VERSION + 1}")
        future.execute("CREATE TABLE from_the_future (id TEXT)")
    before = database.path.read_bytes()
    database.open()
    assert database.read_only
    assert not database.was_damaged
    assert await database.read(ids) == {"a"}
    with pytest.raises(SchemaMismatch):
        await database.write(lambda: insert("b"))
    database.close()
    assert database.path.read_bytes() == before


@pytest.mark.parametrize("kind", ["not a database", "flipped bytes", "cut short"])
async def test_a_damaged_database_is_set_aside(database: Database, quick: Path, kind: str) -> None:
    database.open()
    for n in range(200):
        await database.write(lambda id=f"r{n}": insert(id))  # type: ignore[misc]
    database.close()
    data = bytearray(database.path.read_bytes())
    if kind == "flipped bytes":
        data[4096:] = bytes(byte ^ 0x55 for byte in data[4096:])
    database.path.write_bytes({"not a database": b"<html>" * 1000, "cut short": bytes(data[:5000])}.get(kind, bytes(data)))
    damaged = database.path.read_bytes()
    database.open()
    assert database.was_damaged
    assert not database.read_only
    assert await database.read(ids) == set()
    await database.write(lambda: insert("a"))
    database.close()
    (aside,) = quick.glob("studio.damaged-*.db")  # noqa: ASYNC240
    assert aside.read_bytes() == damaged
    database.open()
    assert not database.was_damaged
    database.close()


async def test_an_empty_file_is_a_new_database(database: Database) -> None:
    database.path.touch()
    database.open()
    assert not database.was_damaged
    assert await database.write(lambda: insert("a")) == "a"
    database.close()


async def test_a_lock_of_another_program_is_an_error_and_passes(stores: Stores) -> None:
    with closing(sqlite3.connect(stores.paths.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        write = asyncio.create_task(stores.database.write(lambda: insert("a")))
        await asyncio.sleep(0.2)
        assert not write.done()
        other.execute("COMMIT")
        assert await write == "a"
