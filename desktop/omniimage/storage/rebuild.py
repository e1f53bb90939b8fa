"""Rows from what lies on the disk: sidecars and spools bring back a lost database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from omniimage import acting
from omniimage.storage.image_files import Row
from omniimage.storage.reservations import adopt
from omniimage.storage.tables import AttemptRow, GenerationRow, ImageRow, RunRow, add_rows, execute

_RUNS = """
    INSERT OR IGNORE INTO runs (id, prompt, params, created, owner)
    SELECT run_id, COALESCE(prompt, ''), '{}', MIN(created), owner FROM images
    WHERE run_id IS NOT NULL AND generation_id IS NOT NULL GROUP BY run_id
"""
_GENERATIONS = """
    INSERT OR IGNORE INTO generations (id, run_id, position, model, state, cost, started, asked, sent, adjustments)
    SELECT generation_id, run_id, ROW_NUMBER() OVER (PARTITION BY run_id ORDER BY generation_id) - 1,
        COALESCE(model, ''), 'done', SUM(cost), MIN(created),
        COALESCE(json_extract(recipe, '$.asked'), '{}'), COALESCE(json_extract(recipe, '$.sent'), '{}'), '[]'
    FROM images WHERE run_id IS NOT NULL AND generation_id IS NOT NULL GROUP BY generation_id
"""


_SPENT = """
    INSERT OR IGNORE INTO reservations
    SELECT 'rsv_' || id, run_id, id, model, substr(model, 1, instr(model, '/') - 1), '',
        started, date(started, 'localtime'), 'spent', CAST(ROUND(cost * 1000000) AS INTEGER), 'USD', 1,
        (SELECT owner FROM runs WHERE id = run_id)
    FROM generations WHERE started IS NOT NULL AND cost IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM reservations WHERE generation_id = generations.id)
"""


def insert_images(rows: Sequence[Row]) -> int:
    """Insert the rows that are not there yet. Returns how many were not."""
    return add_rows(ImageRow, rows, ignore=True)


def restore_runs() -> None:
    """Bring back the runs and generations that images name and the database lacks."""
    execute(_RUNS)
    execute(_GENERATIONS)
    execute(_SPENT)


def adopt_attempts(attempts: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Insert attempts (id, generation id, request) whose answer lies in the spool, with what they hang on."""
    for attempt_id, generation_id, request in attempts:
        created = _moment(attempt_id)
        run_id = str(request["run_id"])
        owner = str(request.get("owner", acting.LOCAL))
        run = {"id": run_id, "prompt": str(request["prompt"]), "params": {}, "created": created, "owner": owner}
        RunRow.insert(run).on_conflict_ignore().execute()
        generation = {
            "id": generation_id,
            "run_id": run_id,
            "position": GenerationRow.select().where(GenerationRow.run_id == run_id).count(),
            "model": str(request["model"]),
            "state": "running",
            "started": created,
            "asked": request["asked"],
            "sent": request["params"],
            "adjustments": [],
        }
        GenerationRow.insert(generation).on_conflict_ignore().execute()
        AttemptRow.insert(
            id=attempt_id,
            generation_id=generation_id,
            state="received",
            created=created,
            request=request,
            reservation_id=f"rsv_{attempt_id}",
            key_id=request.get("key_id", ""),
        ).on_conflict_ignore().execute()
        adopt(f"rsv_{attempt_id}", generation_id, request, created)


def _moment(id: str) -> str:
    """The time in an id, as `now()` writes it."""
    moment = datetime.fromtimestamp(int(id[4:16], 16) / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
