"""What can be told of a library without showing anything of it: how much there is, and what failed."""

from __future__ import annotations

from typing import Any

from omniimage.storage.database import Database
from omniimage.storage.tables import GenerationRow, RunRow, current, dicts


async def counts(database: Database) -> dict[str, int]:
    """Rows of each table."""

    def work() -> dict[str, int]:
        found = current.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        own = [name for (name,) in found if not name.startswith("sqlite_") and "_fts" not in name]
        return {name: current.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in own}

    return await database.read(work)


async def failures(database: Database, count: int) -> list[dict[str, Any]]:
    """`model`, `started`, `error` of the latest generations that brought no picture, the newest first."""
    failed = GenerationRow.select(GenerationRow.model, GenerationRow.started, GenerationRow.error)
    chosen = failed.where(GenerationRow.error.is_null(False)).order_by(GenerationRow.started.desc()).limit(count)
    return await database.read(lambda: dicts(chosen))


async def prompts(database: Database, count: int) -> list[str]:
    """The latest, the newest first."""
    newest = RunRow.select(RunRow.prompt).order_by(RunRow.created.desc()).limit(count)
    return await database.read(lambda: [row["prompt"] for row in dicts(newest)])
