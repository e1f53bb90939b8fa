from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from real_window import RealWindow, display


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with display() as number:
        yield number


@pytest.fixture
def window(tmp_path: Path, screen: str) -> Iterator[RealWindow]:
    """A window on a fresh data folder."""
    window = RealWindow(tmp_path / "data", screen)
    yield window
    window.stop()
