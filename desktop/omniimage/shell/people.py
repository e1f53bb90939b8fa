"""`omniimage people`: who may come in, also beside a studio that runs. A new token is printed once, and kept nowhere."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from omniimage.contracts.people import NewToken
from omniimage.events import EventBus
from omniimage.paths import DataPaths
from omniimage.services.people import People
from omniimage.storage.database import Database

Command = Callable[[People, argparse.Namespace], Coroutine[Any, Any, None]]


def run(given: argparse.Namespace) -> int:
    """Raises `BadRequest` on a name that is taken, `NotFound` on one that is not there."""
    commands: dict[str, Command] = {"add": _add, "list": _list, "remove": _remove, "renew": _renew}
    with _opened(DataPaths.default(given.data_dir)) as people:
        asyncio.run(commands[given.command](people, given))
    return 0


@contextmanager
def _opened(paths: DataPaths) -> Iterator[People]:
    paths.create()
    database = Database(paths.database, paths.backups)
    database.open()
    try:
        yield People(database, EventBus())
    finally:
        database.close()


async def _add(people: People, given: argparse.Namespace) -> None:
    _tell(await people.add(given.name, "admin" if given.admin else "member"))


async def _list(people: People, given: argparse.Namespace) -> None:
    for person in await people.list():
        if not person.removed:
            print(f"{person.name:<32} {person.role:<8} {person.created[:10]}  {person.id}")


async def _remove(people: People, given: argparse.Namespace) -> None:
    await people.remove((await people.named(given.name)).id)


async def _renew(people: People, given: argparse.Namespace) -> None:
    _tell(await people.renew((await people.named(given.name)).id))


def _tell(new: NewToken) -> None:
    print(new.token)
    hint = f"That is the token of {new.person.name} ({new.person.role}): hand it over safely, it is not shown again."
    print(hint, file=sys.stderr)
