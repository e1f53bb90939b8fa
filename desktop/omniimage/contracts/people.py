"""People who share one studio."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .base import Contract

Role = Literal["admin", "member"]
PersonName = Annotated[str, Field(min_length=1, max_length=80)]


class Person(Contract):
    """`signed_in`: in how many browsers. `removed`: may no longer come in; what they made stays."""

    id: str
    name: str
    role: Role
    created: str
    signed_in: int = 0
    removed: bool = False


class NewToken(Contract):
    """The person and their token, which is shown this once: only its hash is kept."""

    person: Person
    token: str


class Me(Contract):
    """Who asks. `id` is empty for the studio's own user; `shared`: there are others, and this one sees their things."""

    id: str
    name: str
    is_admin: bool
    sees_all: bool
    shared: bool
