"""The theme the user chose, for what is drawn before the studio is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

Theme = Literal["dark", "light", "system"]


def remembered_theme(settings: Path) -> Theme:
    """As in `settings.json`. Read by hand: the settings' own module takes longer to load than the page."""
    try:
        told = json.loads(settings.read_bytes()).get("theme")
    except (OSError, ValueError, AttributeError):
        return "system"
    return told if told in ("dark", "light") else "system"
