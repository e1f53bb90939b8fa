"""Settings, spend and facts about this studio."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Contract

Language = Literal["system", "en", "zh", "ru"]
Theme = Literal["system", "dark", "light"]


class StudioInfo(Contract):
    """`transport`: how this page reaches the engine. `read_only`: the database was made by a newer version.

    `log`: the file that says what happened. `last_crash`: the report of an end by a fault that nobody was told of yet.
    """

    version: str
    transport: Literal["window", "browser"]
    platform: str
    data_dir: str
    system_language: str
    read_only: bool
    first_start: bool
    log: str = ""
    last_crash: str | None = None


class Diagnostics(Contract):
    """`text`: facts for who helps, without keys. `log`: the file with the rest."""

    text: str
    log: str


class PageFault(Contract):
    """Where the page's own code broke."""

    message: str = Field(max_length=2_000)
    stack: str = Field(default="", max_length=8_000)


class UpdateStatus(Contract):
    """The last look at the updates' feed in this session; `latest`, `url` and `notes` are what the feed says of it."""

    current: str
    outcome: Literal["off", "not_checked", "newest", "newer", "unreachable", "too_large", "damaged"]
    checked: str | None = None
    latest: str | None = None
    url: str | None = None
    notes: str = ""


class LicencePart(Contract):
    """A package that the studio is made of; `licence` is what it calls its licence."""

    id: str
    of: Literal["engine", "page"]
    name: str
    version: str
    licence: str


class LicenceText(Contract):
    text: str


class Done(Contract):
    done: bool = True
