"""Killed by SIGKILL again and again in mid-loop: the session comes to its end, and nothing answered is asked for again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.durability.refine_campaign import refine_campaign

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork server on Windows")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("provider", ["openai", "replicate"])
def test_eight_kills_of_one_session(tmp_path: Path, provider: str) -> None:
    outcome = refine_campaign(tmp_path, provider, kills=8, seed=20261129)
    print(outcome)
    assert outcome.broken == []
    assert outcome.images == 16


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("provider", ["openai", "replicate"])
@pytest.mark.parametrize("seed", range(20))
def test_five_hundred_kills_of_sessions(tmp_path: Path, provider: str, seed: int) -> None:
    outcome = refine_campaign(tmp_path, provider, kills=25, seed=seed)
    print(outcome)
    assert outcome.broken == []
