"""Who acts: set by the transport for each request, read where rows are made and looked up.

Without a word it is the studio's own user, at the window or by the launch token of `serve`; that one sees all. The actor
goes along with every task, with `asyncio.to_thread` and with the database's work. Whoever works for somebody else, as a
queue or a recovery does, says so with `on_behalf_of`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from .errors import AuthFailed

LOCAL = ""
"""The owner of what the studio's own user makes, and of what was made before there were people."""


@dataclass(frozen=True)
class Actor:
    """`id` is the owner of what is made. Who does not see all sees their own alone; who is no admin leaves the studio's
    keys, settings and templates as they are."""

    id: str = LOCAL
    name: str = ""
    is_admin: bool = True
    sees_all: bool = True


STUDIO = Actor()
_current: ContextVar[Actor] = ContextVar("actor", default=STUDIO)


def actor() -> Actor:
    return _current.get()


def owner() -> str:
    """To whom belongs what is made now."""
    return _current.get().id


def may_see(owner: str) -> bool:
    found = _current.get()
    return found.sees_all or found.id == owner


def check_admin() -> None:
    """Raises `AuthFailed`."""
    if not _current.get().is_admin:
        raise AuthFailed("only an admin may do this", reason="admin_only")


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


@contextmanager
def on_behalf_of(owner: str) -> Iterator[None]:
    """What is made within belongs to `owner`. What may be seen and done stays as it was."""
    with acting_as(replace(_current.get(), id=owner)):
        yield
