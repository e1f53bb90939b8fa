"""Loading litellm leaves the interpreter as it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LOADING = """
import gc, sys
from omniimage.providers import litellm_gate

turn = sys.getswitchinterval()
litellm_gate.litellm()
frozen = gc.get_freeze_count()
litellm_gate.litellm()
assert "litellm" in sys.modules
assert "litellm.litellm_core_utils.default_encoding" not in sys.modules
assert (sys.getswitchinterval(), gc.isenabled()) == (turn, True)
assert gc.get_freeze_count() == frozen > 100_000
"""


def test_turns_and_the_collector_are_back_after_the_load() -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "desktop")}
    subprocess.run([sys.executable, "-c", LOADING], env=environment, check=True, timeout=120)
