"""Settings, spend and facts about this studio."""

from __future__ import annotations

from typing import Literal

from .base import Contract

Language = Literal["system", "en", "zh", "ru"]
Theme = Literal["system", "dark", "light"]


class StudioInfo(Contract):
    """`transport`: how this page reaches the engine. `read_only`: the database was made by a newer version."""

    version: str
    transport: Literal["window", "browser"]
    platform: str
    data_dir: str
    system_language: str
    read_only: bool
    first_start: bool


class Done(Contract):
    done: bool = True
