"""A script's surroundings: loopback providers in threads of their own, no variable of this machine's user."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.wire.chat import ChatServer, running_chats
from tests.wire.server import WireServer, running_server

_OWN = ("API_KEY", "API_TOKEN", "BASE_URL", "AWS_", "GOOGLE_", "R2_", "FAL_KEY", "_ENDPOINT", "_MODEL", "TIMEOUT_SECS")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if any(part in name for part in _OWN):
            monkeypatch.delenv(name)


@pytest.fixture
def images() -> Iterator[WireServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def chats() -> Iterator[ChatServer]:
    with running_chats() as server:
        yield server


@pytest.fixture
def setenv(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_all
