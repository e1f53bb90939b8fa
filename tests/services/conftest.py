"""A studio, providers on loopback, and a studio for batches that is connected to them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.batch_bench import Bench
from tests.services.refining import KEY, Refining, refining
from tests.services.studio_at_work import StudioAtWork, studio_at_work
from tests.wire.chat import ChatServer, running_chats
from tests.wire.server import WireServer, running_server


@pytest.fixture
def server() -> Iterator[WireServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def work(tmp_path: Path) -> Iterator[StudioAtWork]:
    """A studio without providers."""
    with studio_at_work(tmp_path / "data") as work:
        yield work


@pytest.fixture
def bench(tmp_path: Path, server: WireServer) -> Iterator[Bench]:
    with studio_at_work(tmp_path / "data") as work:
        bench = Bench(work.studio)
        bench.join(server)
        yield bench


@pytest.fixture
def chats() -> Iterator[ChatServer]:
    with running_chats() as server:
        yield server


@pytest.fixture
def images() -> Iterator[WireServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, chats: ChatServer, images: WireServer) -> Iterator[Refining]:
    with refining(tmp_path) as found:
        found.api.save_config("openrouter", KEY, chats.base_url("openai"))
        found.api.save_config("openai", KEY, images.base_url("openai"))
        yield found
