"""Killed by SIGKILL again and again while a batch runs: the batch comes to its end, and no task was sent twice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.durability.batch_campaign import batch_campaign

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")


@pytest.mark.timeout(300)
def test_twenty_kills_of_a_batch_of_forty(tmp_path: Path) -> None:
    outcome = batch_campaign(tmp_path, kills=20, lines=10, seed=20261121)
    assert outcome.broken[:5] == []
    # It is only worth something if the kills came while calls were under way.
    print(outcome)
    assert outcome.interrupted >= 2 and outcome.states["done"] >= 10
    assert outcome.states["done"] + outcome.states["unknown"] == 40


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("seed", range(20))
def test_five_hundred_kills_of_batches_of_two_hundred(tmp_path: Path, seed: int) -> None:
    outcome = batch_campaign(tmp_path, kills=25, lines=50, seed=seed)
    print(outcome)
    assert outcome.broken[:5] == []
