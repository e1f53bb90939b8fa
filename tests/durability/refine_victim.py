"""The studio that gets killed while it refines. Importing it loads litellm, for a fork server pays for that once."""

from __future__ import annotations

import os
import time
from pathlib import Path

from omniimage.app import Studio, build_studio
from omniimage.bridge.api import Api
from omniimage.contracts.refine import RefineSession, Roles
from omniimage.contracts.runs import ModelParams
from omniimage.paths import DataPaths
from omniimage.providers import litellm_gate
from tests.durability.victim import MODELS, connect

litellm_gate.warm()

CHAT = "openrouter/x-ai/grok-4.7"
GOAL = "three red apples on a wooden table at dusk, calm mood, no people"
MOST = 15


def live(folder: str, bases: dict[str, str], provider: str, resent: str) -> None:
    """Be the user of one session, until killed: go on whenever it stands still, and note each time it may be paid again."""
    with build_studio(DataPaths.default(folder), keychain=False) as studio:
        connect(studio, bases)
        carry_on(studio, provider, resent)
        time.sleep(3600)


def carry_on(studio: Studio, provider: str, resent: str) -> RefineSession:
    """Until it has all the images it may have."""
    api = Api(studio.api_parts)
    found = api.list_sessions().sessions
    roles = Roles(writer=CHAT, judge=CHAT)
    id = (
        found[0].id if found else api.create_session(GOAL, MODELS[provider], ModelParams(), MOST, roles=roles, wait=False).id
    )
    while True:
        session = api.get_session(id)
        if session.status != "running":
            if session.status == "done" and len(session.iterations) > MOST:
                return session
            if session.error is not None and session.error.code == "outcome_unknown":
                with Path(resent).open("a") as file:
                    file.write(f"{session.unknown_attempt or session.error.details.get('call')}\n")
                    file.flush()
                    os.fsync(file.fileno())
            api.run_session(id, None if session.error else MOST)
        time.sleep(0.02)
