"""Where a scene takes place: each setting paints its back and says where things can stand."""

from __future__ import annotations

from collections.abc import Callable

from omniimage.providers.offline.frame import Frame
from omniimage.providers.offline.scene import Scene

from .green import forest, meadow, rail, road
from .interiors import room, studio, tabletop
from .land import desert, hills, mountain_range, open_sky, snowfield, village
from .stage import Stage
from .urban import city, space
from .water import beach, sea, underwater

SETTINGS: dict[str, Callable[[Frame, Scene], Stage]] = {
    "hills": hills,
    "mountains": mountain_range,
    "village": village,
    "desert": desert,
    "sky": open_sky,
    "snowfield": snowfield,
    "meadow": meadow,
    "garden": meadow,
    "forest": forest,
    "road": road,
    "rail": rail,
    "sea": sea,
    "lake": sea,
    "river": sea,
    "beach": beach,
    "underwater": underwater,
    "city": city,
    "space": space,
    "studio": studio,
    "plain": studio,
    "pattern": studio,
    "tabletop": tabletop,
    "room": room,
}

__all__ = ["SETTINGS", "Stage"]
