"""What a wheel carries beside the code: prompts, the list of matting models, the lock, and the page where it was built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = ("prompts", "models/manifest.json", "frontend/dist", "requirements.lock")


class Hook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """They lie below `omniimage/shipped/`, where `paths.resource` finds them."""
        there = [part for part in CARRIED if (Path(self.root) / part).exists()]
        build_data["force_include"].update({part: f"omniimage/shipped/{part}" for part in there})
