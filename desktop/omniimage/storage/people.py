"""People who share one studio, and where they are signed in. Of a token or a session only a hash is kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import peewee as pw

from omniimage import acting
from omniimage.acting import Actor
from omniimage.contracts.base import new_id, now
from omniimage.contracts.people import Person, Role
from omniimage.errors import BadRequest, NotFound
from omniimage.storage.tables import BatchRow, PersonRow, SignInRow, dicts

REMOVED = "removed"
SIGNED_IN_DAYS = 90

# All functions below run inside `Database.read` or `write`, but for `are_there`.


def are_there(database: Path) -> bool:
    """Whether anybody is named in this database, which need not be open, or be there."""
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT 1 FROM people WHERE role <> ? LIMIT 1", (REMOVED,)).fetchone()
    except sqlite3.Error:
        return False
    return found is not None


def actor_of(owner: str) -> Actor:
    """As whom this person acts; somebody who was removed sees what was theirs."""
    if owner == acting.LOCAL:
        return acting.STUDIO
    row = PersonRow.get_or_none(PersonRow.id == owner)
    return Actor(owner, is_admin=False, sees_all=False) if row is None else _actor(row)


def by_token(token: str) -> Actor | None:
    """`token`: its hash."""
    row = PersonRow.get_or_none(PersonRow.token == token, PersonRow.role != REMOVED)
    return None if row is None else _actor(row)


def by_session(session: str) -> Actor | None:
    """`session`: its hash. One that is too old is over."""
    row = SignInRow.get_or_none(SignInRow.id == session, SignInRow.created > _oldest())
    return None if row is None else _actor(PersonRow.get_by_id(row.person))


def add(name: str, role: Role, token: str) -> Person:
    """Raises `BadRequest` where somebody is called so already."""
    row = PersonRow(id=new_id("per"), name=name, role=role, token=token, created=now())
    try:
        row.save(force_insert=True)
    except pw.IntegrityError:
        raise BadRequest("somebody is called so already", field="name", reason="taken") from None
    return _person(row)


def everybody() -> list[Person]:
    """In the order they came; those who were removed too."""
    counts = SignInRow.select(SignInRow.person, pw.fn.COUNT(SignInRow.id).alias("n")).where(SignInRow.created > _oldest())
    signed_in = {row["person"]: row["n"] for row in dicts(counts.group_by(SignInRow.person))}
    return [_person(row, signed_in.get(row.id, 0)) for row in PersonRow.select().order_by(PersonRow.id)]


def find(id: str) -> Person:
    """Raises `NotFound`."""
    return _person(_row(id))


def set_token(id: str, token: str) -> Person:
    """The old one is worth nothing from now on, and nobody is signed in by it. Raises `NotFound`."""
    row = _row(id)
    PersonRow.update(token=token).where(PersonRow.id == id).execute()
    _sign_out_everywhere(id)
    return _person(row)


def set_role(id: str, role: Role) -> Person:
    """Raises `NotFound`, and `BadRequest` where no admin would be left."""
    if role != "admin":
        _check_not_last(_row(id))
    PersonRow.update(role=role).where(PersonRow.id == id).execute()
    return find(id)


def remove(id: str) -> None:
    """What they made stays theirs, and what runs for them pauses. Raises `NotFound`, and `BadRequest` where members would
    be left without an admin."""
    row = _row(id)
    _check_not_last(row)
    # In the one transaction: whoever carries batches out begins nothing more, though it hears of it only later.
    BatchRow.update(state="paused").where(BatchRow.owner == id, BatchRow.state == "running").execute()
    PersonRow.update(role=REMOVED, token=f"{REMOVED}:{id}").where(PersonRow.id == id).execute()
    _sign_out_everywhere(id)


def sign_in(person: str, session: str) -> None:
    SignInRow.delete().where(SignInRow.created <= _oldest()).execute()
    SignInRow.insert(id=session, person=person, created=now()).execute()


def sign_out(session: str) -> None:
    SignInRow.delete().where(SignInRow.id == session).execute()


def _sign_out_everywhere(id: str) -> None:
    SignInRow.delete().where(SignInRow.person == id).execute()


def _row(id: str) -> PersonRow:
    row = PersonRow.get_or_none(PersonRow.id == id, PersonRow.role != REMOVED)
    if row is None:
        raise NotFound("there is no such person", person=id)
    return row


def _check_not_last(row: PersonRow) -> None:
    others = PersonRow.select().where(PersonRow.id != row.id, PersonRow.role != REMOVED)
    if row.role == "admin" and others.exists() and not others.where(PersonRow.role == "admin").exists():
        raise BadRequest("this is the last admin", person=row.id, reason="last_admin")


def _actor(row: PersonRow) -> Actor:
    is_admin = row.role == "admin"
    return Actor(row.id, row.name, is_admin=is_admin, sees_all=is_admin)


def _person(row: PersonRow, signed_in: int = 0) -> Person:
    removed = row.role == REMOVED
    role: Role = "admin" if row.role == "admin" else "member"
    return Person(id=row.id, name=row.name, role=role, created=row.created, signed_in=signed_in, removed=removed)


def _oldest() -> str:
    moment = datetime.now(UTC) - timedelta(days=SIGNED_IN_DAYS)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
