"""Killed by SIGKILL at random moments: nothing paid is lost, nothing is paid twice, the database is whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.durability.campaign import campaign

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")


def test_ten_kills(tmp_path: Path) -> None:
    outcome = campaign(tmp_path, kills=10, seed=20261121)
    assert outcome.broken[:5] == []
    # The campaign is only worth something if it really paid, and really interrupted; a busy machine comes less far.
    assert outcome.states["done"] > 10 and outcome.states["unknown"] > 2
    assert outcome.pictures == outcome.states["done"]


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(10))
def test_five_hundred_kills(tmp_path: Path, seed: int) -> None:
    outcome = campaign(tmp_path, kills=50, seed=seed)
    print(outcome)
    assert outcome.broken[:5] == []
