"""A studio that refines: built-in models, or loopback servers behind its keys."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omniimage.app import Studio, build_studio
from omniimage.bridge.api import Api
from omniimage.contracts.refine import RefineSession, Roles, SessionOptions
from omniimage.contracts.runs import ModelParams
from omniimage.paths import DataPaths
from omniimage.storage.tables import ChatCallRow, dicts

BUILT_IN = Roles(writer="offline/writer", judge="offline/judge")
CHAT = "openrouter/x-ai/grok-4.7"
OVER_THE_WIRE = Roles(writer=CHAT, judge=CHAT)
KEY = "sk-canary-77aa2c7be81a0635"
GOAL = 'three red apples on a wooden table at dusk, calm mood, a sign that says "OPEN", no people'
SMALL = ModelParams(size="256x256", seed=7)


class Refining:
    """`heard`: all events so far."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.api = studio, Api(studio.api_parts)
        self.heard: list[tuple[str, dict[str, Any]]] = []
        studio.bus.subscribe(lambda type, data: self.heard.append((type, data)))

    def create(self, goal: str = GOAL, model: str = "offline/poster", **more: Any) -> RefineSession:
        asked: dict[str, Any] = {"image_params": SMALL, "roles": BUILT_IN} | more
        return self.api.create_session(goal, model, **asked)

    def rested(self, session: RefineSession) -> RefineSession:
        """Once it waits for the user."""
        return self.api._wait(self.studio.api_parts.refine.at_rest(session.id))

    def first(self, session: RefineSession) -> RefineSession:
        return self.rested(self.api.generate_first(session.id))

    def ran(self, session: RefineSession, count: int | None = None) -> RefineSession:
        return self.rested(self.api.run_session(session.id, count))

    def calls(self) -> list[dict[str, Any]]:
        """The rows of all chat calls."""
        return self.studio.loop.call(self.studio.database.read(lambda: dicts(ChatCallRow.select().order_by(ChatCallRow.id))))


@contextmanager
def refining(folder: Path) -> Iterator[Refining]:
    with build_studio(DataPaths.default(folder), keychain=False) as studio:
        yield Refining(studio)


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "waited in vain"
        time.sleep(0.01)


def options(**more: Any) -> SessionOptions:
    return SessionOptions(**more)
