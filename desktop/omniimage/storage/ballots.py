"""Ballots: one for each run that was voted on, with the choices that were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omniimage import acting
from omniimage.contracts.choosing import Ballot
from omniimage.storage import spend_query
from omniimage.storage.database import Database
from omniimage.storage.tables import BallotRow, RunRow, dicts, own

_FACTS = ("winner", "blind", "created")


@dataclass(frozen=True)
class Look:
    """A choice as the ratings count it: the model that won, and the models of all pictures that were in sight."""

    winner: str
    among: tuple[str, ...]


class Ballots:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, ballot: Ballot, looks: Sequence[Look]) -> None:
        """In place of an earlier one on the same run."""
        row = {
            "id": ballot.run_id,
            "winner": ballot.winner,
            "blind": ballot.blind,
            "created": ballot.created,
            "looks": [[look.winner, *look.among] for look in looks],
        }
        await self._database.write(lambda: BallotRow.insert(row).on_conflict_replace().execute())

    async def remove(self, run_id: str) -> None:
        await self._database.write(lambda: BallotRow.delete().where(BallotRow.id == run_id).execute())

    async def get(self, run_id: str) -> Ballot | None:
        rows = await self._database.read(lambda: dicts(BallotRow.select().where(BallotRow.id == run_id)))
        return next((Ballot(run_id=row["id"], **{name: row[name] for name in _FACTS}) for row in rows), None)

    async def looks(self, *, blind_only: bool) -> tuple[list[Look], int, int]:
        """All choices; the number of ballots, and of those that are blind."""

        def work() -> list[tuple[bool, list[list[str]]]]:
            of_run = RunRow.id == BallotRow.id
            query = BallotRow.select(BallotRow.blind, BallotRow.looks).join(RunRow, on=of_run)
            return [(row["blind"], row["looks"]) for row in dicts(own(query, RunRow.owner))]

        rows = await self._database.read(work)
        counted = [looks for blind, looks in rows if blind or not blind_only]
        found = [Look(winner, tuple(among)) for looks in counted for winner, *among in looks]
        return found, len(counted), sum(blind for blind, _ in rows)

    async def kept(self) -> dict[str, tuple[int, int, float]]:
        """By model: images it ever made, how many of them were kept, US dollars spent on it."""

        def work() -> dict[str, tuple[int, int, float]]:
            owner = None if acting.actor().sees_all else acting.owner()
            spent = {line.id: line.spent for line in spend_query.lines("model", "0000", "9999", owner)}
            kept = spend_query.kept_images("", "~", owner)
            return {model: (images, count, spent.get(model, 0.0)) for model, (images, count) in kept.items()}

        return await self._database.read(work)
