from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.providers import polling_calls
from tests.providers.calls import Call
from tests.wire.server import WireServer


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer() as running:
        yield running


@pytest.fixture
def call(server: WireServer, tmp_path: Path):
    """Makes calls to the server: `call(route, **changes)`."""

    def new(route: str, **changes) -> Call:
        count = len(list(tmp_path.iterdir()))
        kind = polling_calls.PollingCall if route.partition("+")[0] in polling_calls.MODELS else Call
        return kind(server, route, tmp_path / f"attempt-{count}", **changes)

    return new
