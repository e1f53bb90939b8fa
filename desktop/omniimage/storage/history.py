"""History: the runs, newest first, and what became of each generation."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import peewee as pw

from omniimage import acting
from omniimage.contracts.base import now
from omniimage.contracts.runs import Attempt, Generation, Run, RunPage, RunSummary
from omniimage.errors import BadRequest, NotFound
from omniimage.storage.database import Database
from omniimage.storage.search import runs_with
from omniimage.storage.tables import (
    AttemptRow,
    GenerationRow,
    ImageRow,
    RunRow,
    Worded,
    add_rows,
    change_row,
    dicts,
    each_of,
    own,
)

MAX_PAGE = 500
THUMBS = 4
# Word for word as the partial index says it: by values that are bound, SQLite would not use it.
UNFINISHED = pw.SQL("state IN ('queued', 'running')")
_BY_ID = Worded(GenerationRow, lambda id: GenerationRow.select().where(GenerationRow.id == id))
_OF_SESSION = Worded(
    GenerationRow,
    lambda id: (
        GenerationRow.select()
        .where(GenerationRow.run_id.in_(RunRow.select(RunRow.id).where(RunRow.session_id == id)))
        .order_by(GenerationRow.run_id, GenerationRow.position)
    ),
)
_IMAGES_OF = Worded(
    ImageRow,
    lambda ids: (
        ImageRow.select(ImageRow.generation_id, ImageRow.id)
        .where(ImageRow.generation_id.in_(each_of(ids)), ~ImageRow.trashed)
        .order_by(ImageRow.id)
    ),
)
_ATTEMPTS_OF = Worded(
    AttemptRow,
    lambda ids: (
        AttemptRow.select(AttemptRow.generation_id, *(getattr(AttemptRow, name) for name in Attempt.model_fields))
        .where(AttemptRow.generation_id.in_(each_of(ids)))
        .order_by(AttemptRow.id)
    ),
)
_SUMMED_UP = (GenerationRow.id, GenerationRow.run_id, GenerationRow.model, GenerationRow.state, GenerationRow.cost)
_CHANGEABLE = Generation.model_fields.keys() - {"id", "run_id", "model", "image_ids", "attempts"}


class History:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_run(self, run: Run, first: Callable[[], None] = lambda: None) -> None:
        """`first` belongs to the same transaction: what it raises leaves nothing behind."""

        def work() -> None:
            first()
            _insert_run(run)

        await self._database.write(work)

    async def get_run(self, id: str) -> Run:
        """Raises `NotFound`."""
        return await self._database.read(lambda: _run(id))

    async def list_runs(
        self, text: str, cursor: str | None, limit: int, owner: str | None = None, live: bool = False
    ) -> RunPage:
        """One page, newest first, without those of batches and refinements; `text`: all of its words occur in the prompt;
        `owner`: whose; `live`: those alone that are queued or at work.

        Raises `BadRequest` on a strange cursor.
        """
        if not 1 <= limit <= MAX_PAGE or (cursor is not None and not cursor.startswith("run_")):
            raise BadRequest(f"limit is 1 to {MAX_PAGE}, cursor that of an earlier page", field="cursor")
        return await self._database.read(lambda: _page(text, cursor, limit, owner, live))

    async def get_generation(self, id: str) -> Generation:
        """Raises `NotFound`."""
        return await self._database.read(lambda: _visible_generation(id))

    async def update_generation(
        self, id: str, *, settle: Callable[[], float | None] | None = None, **changes: Any
    ) -> Generation:
        """Set fields of the contract. `settle` belongs to the same transaction and tells the cost. Raises `NotFound`."""
        if not changes and settle is None:
            return await self.get_generation(id)
        return await self.change_generation(id, lambda before: changes, settle)

    async def change_generation(
        self, id: str, changes: Callable[[Generation], dict[str, Any]], settle: Callable[[], float | None] | None = None
    ) -> Generation:
        """The same where what is set depends on what is there."""

        def work() -> Generation:
            cost = None if settle is None else settle()
            before = _generation(id)
            fields = changes(before) if cost is None else {**changes(before), "cost": cost}
            if fixed := fields.keys() - _CHANGEABLE:
                raise ValueError(f"not changeable: {sorted(fixed)}")
            changed = Generation.model_validate({**dict(before), **fields})
            plain = changed.model_dump(mode="json", include=set(fields))
            change_row(GenerationRow, id, plain)
            return changed

        return await self._database.write(work)

    async def begin_generation(self, queued: Generation) -> Generation:
        """A call of it is made now. Told from what is known: nothing is read back."""
        running = queued.model_copy(update={"state": "running", "started": now()})
        changes = {"state": running.state, "started": running.started}
        await self._database.write(lambda: change_row(GenerationRow, queued.id, changes))
        return running

    async def owner_of(self, generation_id: str) -> str:
        """Whose run it belongs to. Raises `NotFound`."""
        return await self._database.read(lambda: _owner_of(generation_id))

    async def generation_of_attempt(self, attempt_id: str) -> Generation:
        """Raises `NotFound`."""

        def work() -> Generation:
            row = AttemptRow.get_or_none(AttemptRow.id == attempt_id)
            if row is None:
                raise NotFound("no such attempt", attempt=attempt_id)
            return _visible_generation(row.generation_id)

        return await self._database.read(work)

    async def of_session(self, session_id: str) -> list[Generation]:
        """All generations of a refinement, in the order they were begun."""
        return await self._database.read(lambda: _whole(_OF_SESSION(session_id)))

    async def unfinished(self) -> list[Generation]:
        """Generations still queued or running: at start, those the last launch left so."""
        return await self._database.read(lambda: _generations(UNFINISHED))


def _insert_run(run: Run) -> None:
    plain = run.model_dump(mode="json")
    run_row = {
        name: plain[name] for name in ("id", "prompt", "params", "created", "batch_id", "session_id", "owner", "axes")
    }
    add_rows(RunRow, [run_row])
    for generation in plain["generations"]:
        for elsewhere in ("image_ids", "attempts"):
            del generation[elsewhere]
    add_rows(GenerationRow, [{"position": at, **each} for at, each in enumerate(plain["generations"])])


def _run(id: str) -> Run:
    row = RunRow.get_or_none(RunRow.id == id)
    if row is None or not acting.may_see(row.owner):
        raise NotFound("no such run", run=id)
    generations = _generations(GenerationRow.run_id == id)
    return Run.model_validate(
        {
            "id": row.id,
            "prompt": row.prompt,
            "params": row.params,
            "created": row.created,
            "batch_id": row.batch_id,
            "session_id": row.session_id,
            "owner": row.owner,
            "axes": row.axes,
            "generations": generations,
        }
    )


def _generation(id: str) -> Generation:
    found = _whole(_BY_ID(id))
    if not found:
        raise NotFound("no such generation", generation=id)
    return found[0]


def _visible_generation(id: str) -> Generation:
    if not acting.actor().sees_all:
        _owner_of(id)
    return _generation(id)


def _owner_of(generation_id: str) -> str:
    of_it = GenerationRow.select(GenerationRow.run_id).where(GenerationRow.id == generation_id)
    run = own(RunRow.select(RunRow.owner).where(RunRow.id.in_(of_it)), RunRow.owner).first()
    if run is None:
        raise NotFound("no such generation", generation=generation_id)
    return str(run.owner)


def _generations(condition: pw.Expression | pw.SQL) -> list[Generation]:
    return _whole(dicts(GenerationRow.select().where(condition).order_by(GenerationRow.run_id, GenerationRow.position)))


def _whole(rows: list[dict[str, Any]]) -> list[Generation]:
    """Rows with what hangs on them."""
    ids = [row["id"] for row in rows]
    images, attempts = _image_ids(ids), _attempts(ids)
    for row in rows:
        del row["position"]
        row.update(image_ids=images[row["id"]], attempts=attempts[row["id"]])
    return [Generation.model_validate(row) for row in rows]


def _image_ids(generation_ids: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _IMAGES_OF(json.dumps(generation_ids)):
        found[row["generation_id"]].append(row["id"])
    return found


def _attempts(generation_ids: Sequence[str]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = defaultdict(list)
    for row in _ATTEMPTS_OF(json.dumps(generation_ids)):
        found[row.pop("generation_id")].append(Attempt.model_validate(row))
    return found


def _page(text: str, cursor: str | None, limit: int, owner: str | None, live: bool) -> RunPage:
    matching = own(
        RunRow.select().where(runs_with(text), RunRow.batch_id.is_null(), RunRow.session_id.is_null()), RunRow.owner
    )
    if owner is not None:
        matching = matching.where(RunRow.owner == owner)
    if live:
        unfinished = GenerationRow.select(GenerationRow.run_id).where(UNFINISHED)
        matching = matching.where(RunRow.id.in_(unfinished))
    total = matching.count()
    query = matching.order_by(RunRow.id.desc()).limit(limit + 1)
    rows = list(query.where(RunRow.id < cursor) if cursor else query)
    page = rows[:limit]
    return RunPage(runs=_summaries(page), next_cursor=page[-1].id if len(rows) > limit else None, total=total)


def _summaries(rows: Iterable[RunRow]) -> list[RunSummary]:
    rows = list(rows)
    ids = [row.id for row in rows]
    generations: dict[str, list[dict[str, Any]]] = defaultdict(list)
    told = GenerationRow.select(*_SUMMED_UP).where(GenerationRow.run_id.in_(ids)).order_by(GenerationRow.position)
    for generation in dicts(told):
        generations[generation["run_id"]].append(generation)
    images = _image_ids([generation["id"] for group in generations.values() for generation in group])
    return [_summary(row, generations[row.id], images) for row in rows]


def _summary(row: RunRow, generations: Sequence[dict[str, Any]], images: dict[str, list[str]]) -> RunSummary:
    return RunSummary(
        id=row.id,
        prompt=row.prompt,
        created=row.created,
        models=[each["model"] for each in generations],
        states=[each["state"] for each in generations],
        thumbs=_one_of_each(generations, images),
        image_count=sum(len(images[each["id"]]) for each in generations),
        cost=_known_cost(generations),
        unpriced=_has_unpriced(generations),
        owner=row.owner,
    )


def _known_cost(generations: Sequence[dict[str, Any]]) -> float | None:
    """The sum of what is known, `None` where nothing is: what was free does not make the rest free."""
    known = sum(each["cost"] for each in generations if each["cost"] is not None)
    is_open = _has_unpriced(generations) or all(each["cost"] is None for each in generations)
    return None if known == 0 and is_open else known


def _has_unpriced(generations: Sequence[dict[str, Any]]) -> bool:
    """Whether something came whose price nobody knows."""
    return any(each["state"] == "done" and each["cost"] is None for each in generations)


def _one_of_each(generations: Sequence[dict[str, Any]], images: dict[str, list[str]]) -> list[str]:
    """The first picture of each model before the second of any."""
    ranked = [(place, image_id) for each in generations for place, image_id in enumerate(images[each["id"]])]
    return [image_id for _, image_id in sorted(ranked, key=lambda pair: pair[0])][:THUMBS]
