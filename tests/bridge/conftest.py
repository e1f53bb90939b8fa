from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_studio import Running, run_server


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Running]:
    yield from run_server(tmp_path, "browser")


@pytest.fixture
def windowed(tmp_path: Path) -> Iterator[Running]:
    yield from run_server(tmp_path, "window")


@pytest.fixture
def request_fixture(mode: str, request: pytest.FixtureRequest) -> Running:
    """The fixture that the test's `mode` names."""
    running: Running = request.getfixturevalue(mode)
    return running
