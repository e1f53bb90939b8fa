"""Ledger: one row for each outside call, from before it is made until its pictures are saved."""

from __future__ import annotations

import builtins
import logging
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

import peewee as pw

from omniimage.contracts.base import ErrorInfo, new_id, now
from omniimage.contracts.runs import AttemptState, Leftover
from omniimage.errors import NotFound, StorageFull, storage_errors
from omniimage.storage.database import Database
from omniimage.storage.files import FolderSync, in_background, on_disk, to_the_end
from omniimage.storage.rebuild import adopt_attempts
from omniimage.storage.spool import SpoolFolder
from omniimage.storage.tables import AttemptRow, add_rows, change_row

RESERVE = 200_000_000
"""Bytes of the disk that are never counted on."""

_REQUEST = {"run_id", "model", "prompt", "asked", "params"}
OPEN_STATES = ("prepared", "sent", "accepted", "received")
ClosedState = Literal["failed", "refused", "cancelled", "unknown"]
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenAttempt:
    """An outside call not brought to its end.

    `parts` are whole: the pictures in the answer itself, then all that it points to, or none of those. `answer` is its text,
    `None` where it did not come.
    """

    id: str
    generation_id: str
    state: AttemptState
    remote_id: str | None
    request: dict[str, Any]
    parts: tuple[Path, ...]
    answer: bytes | None


class Ledger:
    def __init__(self, database: Database, spool: Path) -> None:
        self._database = database
        self._spool = spool
        self._of_this_launch: set[str] = set()
        self._sync_spool = FolderSync()

    async def prepare(self, generation_id: str, request: dict[str, Any]) -> SpooledAttempt:
        """Write down that a call will be made; `request` says what and of whom. Raises `NotFound`, `StorageFull`."""
        id = new_id("att")
        row = {
            "id": id,
            "generation_id": generation_id,
            "state": "prepared",
            "created": now(),
            "request": request,
            "reservation_id": request.get("reservation_id"),
            "key_id": request.get("key_id"),
        }

        def work() -> None:
            try:
                add_rows(AttemptRow, [row])
            except pw.IntegrityError:
                raise NotFound("no such generation", generation=generation_id) from None

        await self._database.write(work)
        self._of_this_launch.add(id)
        return SpooledAttempt(self, id, self.folder(id), generation_id, request)

    def reopen(self, attempt: OpenAttempt) -> SpooledAttempt:
        """Go on with an attempt of an earlier launch: fetch what its answer points to, as parts after those it has."""
        self._of_this_launch.add(attempt.id)
        folder = SpoolFolder(self._spool / attempt.id, attempt.parts, self._sync_spool)
        return SpooledAttempt(self, attempt.id, folder, attempt.generation_id, attempt.request)

    async def finish(self, attempt_id: str, state: ClosedState, error: ErrorInfo | None) -> None:
        """Close an attempt that brought nothing, or nothing more. One that is saved stays so. Raises `NotFound`."""
        plain = None if error is None else error.model_dump(mode="json")

        def work() -> None:
            if not AttemptRow.select().where(AttemptRow.id == attempt_id).exists():
                raise NotFound("no such attempt", attempt=attempt_id)
            unsaved = (AttemptRow.id == attempt_id) & (AttemptRow.state != "saved")
            AttemptRow.update(state=state, error=plain).where(unsaved).execute()

        await self._database.write(work)
        if state != "unknown":
            await on_disk(self.folder(attempt_id).drop_incomplete, "the spool cannot be tidied")

    async def discard_spool(self, attempt_id: str) -> None:
        """Remove what lies in the spool: only once it is saved, or the user let it go."""
        await on_disk(self.folder(attempt_id).remove, "the spool cannot be removed")

    async def open_attempts(self) -> builtins.list[OpenAttempt]:
        """What an earlier launch left open, with what lies in the spool.

        An answer that is there counts as received even if the row does not say so. Spools of saved attempts are removed.
        """
        await self._adopt_orphans()
        with_spool = await on_disk(self._spool_ids, "the spool cannot be read")
        rows = await self._database.read(lambda: _rows(with_spool))
        saved = {row.id for row in rows if row.state == "saved"}
        for attempt_id in saved & set(with_spool):
            await self.discard_spool(attempt_id)
        rows = [row for row in rows if row.state not in ("saved", "failed", "refused")]
        found = await on_disk(lambda: [self._open(row) for row in rows], "the spool cannot be read")
        arrived = [attempt.id for attempt in found if attempt.state == "received"]
        if arrived:
            await self._database.write(lambda: _set_state(arrived, state="received"))
        return [attempt for attempt in found if attempt.state in OPEN_STATES]

    async def leftovers(self) -> builtins.list[Leftover]:
        """What lies in the spool of calls that are over and saved no picture of it; the latest first."""
        with_spool = await on_disk(self._spool_ids, "the spool cannot be read")
        known = AttemptRow.select().where(AttemptRow.id.in_(with_spool))
        rows = await self._database.read(lambda: {row.id: row for row in known})
        over = [id for id in with_spool if id not in rows or rows[id].state not in (*OPEN_STATES, "saved", "unknown")]
        found = await on_disk(
            lambda: [self._leftover(id, rows.get(id)) for id in reversed(over)], "the spool cannot be read"
        )
        return [each for each in found if each.files]

    async def orphan_spools(self) -> builtins.list[OpenAttempt]:
        """Spools whose attempt is not in the database: it was lost, or another one was put in its place."""
        with_spool = await on_disk(self._spool_ids, "the spool cannot be read")
        known = await self._database.read(lambda: {row.id for row in _rows(with_spool)})
        strays = [attempt_id for attempt_id in with_spool if attempt_id not in known]
        return await on_disk(lambda: [self._orphan(attempt_id) for attempt_id in strays], "the spool cannot be read")

    async def _adopt_orphans(self) -> None:
        """An answer in the spool outlives the database that knew of it."""
        orphans = [
            each for each in await self.orphan_spools() if each.state == "received" and each.request.keys() >= _REQUEST
        ]
        if orphans:
            log.warning("%s answers without a row are adopted", len(orphans))
            facts = [(each.id, each.generation_id, each.request) for each in orphans]
            await self._database.write(lambda: adopt_attempts(facts))

    def check_space(self, bytes_needed: int) -> None:
        """Raises `StorageFull` where the disk has not this much and 200 MB more."""
        with storage_errors("the spool cannot be reached"):
            self._spool.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self._spool).free
        if free < bytes_needed + RESERVE:
            raise StorageFull("too little room on the disk", free=free, needed=bytes_needed + RESERVE)

    def folder(self, attempt_id: str) -> SpoolFolder:
        return SpoolFolder(self._spool / attempt_id, sync_parent=self._sync_spool)

    async def set_state(self, attempt_id: str, state: AttemptState, remote_id: str | None = None) -> None:
        changes = {"state": state} if remote_id is None else {"state": state, "remote_id": remote_id}
        await self._database.write(lambda: _set_state([attempt_id], **changes))

    async def mark_received(self, attempt_id: str) -> None:
        """Only of a call that is under way: one that has ended meanwhile stays as it ended."""
        under_way = "state IN ('prepared', 'sent', 'accepted')"
        await self._database.write(lambda: change_row(AttemptRow, attempt_id, {"state": "received"}, under_way))

    def _spool_ids(self) -> builtins.list[str]:
        if not self._spool.is_dir():
            return []
        return sorted(folder.name for folder in self._spool.glob("att_*") if folder.is_dir())

    def _open(self, row: AttemptRow) -> OpenAttempt:
        parts, answer = self._contents(row.id)
        state = cast(AttemptState, "received" if parts or answer is not None else row.state)
        return OpenAttempt(row.id, row.generation_id, state, row.remote_id, row.request, parts, answer)

    def _leftover(self, attempt_id: str, row: AttemptRow | None) -> Leftover:
        folder = self.folder(attempt_id)
        record = folder.record()
        request = row.request if row else record.get("request", {})
        sizes = folder.kept_sizes()
        return Leftover(
            attempt_id=attempt_id,
            generation_id=row.generation_id if row else record.get("generation_id", ""),
            run_id=request.get("run_id"),
            model=request.get("model"),
            prompt=request.get("prompt"),
            created=row.created if row else None,
            path=str(folder.path),
            files=len(sizes),
            bytes=sum(sizes),
            error=ErrorInfo.model_validate(row.error) if row and row.error else None,
        )

    def _orphan(self, attempt_id: str) -> OpenAttempt:
        parts, answer = self._contents(attempt_id)
        record = self.folder(attempt_id).record()
        state: AttemptState = "received" if parts or answer is not None else "sent"
        request = record.get("request", {})
        return OpenAttempt(attempt_id, record.get("generation_id", ""), state, None, request, parts, answer)

    def _contents(self, attempt_id: str) -> tuple[tuple[Path, ...], bytes | None]:
        return self.folder(attempt_id).contents(salvage=attempt_id not in self._of_this_launch)


class SpooledAttempt:
    """One outside call on its way; `providers.base.AttemptLog` for the studio."""

    def __init__(self, ledger: Ledger, id: str, folder: SpoolFolder, generation_id: str, request: dict[str, Any]) -> None:
        self.id = id
        self._ledger = ledger
        self._folder = folder
        self._record = {"generation_id": generation_id, "request": request}

    async def sent(self) -> None:
        await self._ledger.set_state(self.id, "sent")

    async def accepted(self, remote_id: str) -> None:
        await self._ledger.set_state(self.id, "accepted", remote_id)

    def open_part(self) -> BinaryIO:
        return self._folder.open_part(self._record)

    async def received(self, answer: bytes) -> tuple[Path, ...]:
        return await to_the_end(self._receive(answer))

    async def _receive(self, answer: bytes) -> tuple[Path, ...]:
        parts = await on_disk(lambda: self._folder.keep(answer, self._record), "the answer cannot be written to the disk")
        # What lies in the spool says the same: nobody needs to wait for this commit, the next one takes it along.
        in_background(self._ledger.mark_received(self.id))
        return parts


def _rows(with_spool: Iterable[str]) -> builtins.list[AttemptRow]:
    """Attempts that are open, or have a spool."""
    open_ones = list(AttemptRow.select().where(AttemptRow.state.in_(OPEN_STATES)))
    others = AttemptRow.select().where(AttemptRow.id.in_(list(with_spool)), AttemptRow.state.not_in(OPEN_STATES))
    return sorted([*open_ones, *others], key=lambda row: row.id)


def _set_state(attempt_ids: Iterable[str], **changes: str) -> None:
    for attempt_id in attempt_ids:
        change_row(AttemptRow, attempt_id, changes, only="state <> 'saved'")
