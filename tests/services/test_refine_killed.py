"""A refinement that a killed studio left at work: what may have been charged is made again only when the user says so."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from omniimage.paths import DataPaths
from tests.services.refining import GOAL, KEY, OVER_THE_WIRE, SMALL, Refining, refining
from tests.wire.chat import ChatServer, Says
from tests.wire.refining import RefiningBrain
from tests.wire.script import Script
from tests.wire.server import WireServer


@contextmanager
def connected(folder: Path, chats: ChatServer, images: WireServer) -> Iterator[Refining]:
    with refining(folder) as desk:
        desk.api.save_config("openrouter", KEY, chats.base_url("openai"))
        desk.api.save_config("openai", KEY, images.base_url("openai"))
        yield desk


def as_if_killed(folder: Path) -> None:
    """The studio in this folder has written down what became of its calls, and not the end of its one session."""
    with closing(sqlite3.connect(DataPaths.default(folder).database)) as database, database:
        cut = "json_set(record, '$.status', 'running', '$.error', json('null'))"
        assert database.execute(f"UPDATE refinements SET status = 'running', record = {cut}").rowcount == 1


@pytest.mark.parametrize(
    ("then", "code"), [(Script(drop="before_headers"), "outcome_unknown"), (Script(status=402), "insufficient_funds")]
)
def test_no_image_is_asked_for_again_by_itself(
    tmp_path: Path, chats: ChatServer, images: WireServer, then: Script, code: str
) -> None:
    chats.brain = brain = RefiningBrain(cost=0.01, blind=True)
    plain = SMALL.model_copy(update={"size": None})
    with connected(tmp_path, chats, images) as desk:
        session = desk.first(desk.create(GOAL, "openai/gpt-image-2", roles=OVER_THE_WIRE, image_params=plain))
        images.queue.append(then)
        desk.ran(desk.api.add_feedback(session.id, "make it night"), 1)
        asked = len(brain.asked)
    as_if_killed(tmp_path)
    with refining(tmp_path) as desk:
        session = desk.rested(session)
        assert session.status == "failed" and session.error is not None and session.error.code == code
        assert (session.unknown_attempt is not None) == (code == "outcome_unknown")
        assert len(images.posts()) == 2 and len(brain.asked) == asked
        assert desk.ran(session).status == "done" and len(images.posts()) == 3


def test_no_chat_model_is_asked_again_by_itself(tmp_path: Path, chats: ChatServer, images: WireServer) -> None:
    chats.brain = RefiningBrain(cost=0.01)
    with connected(tmp_path, chats, images) as desk:
        session = desk.first(desk.create(roles=OVER_THE_WIRE))
        chats.queue.append(Says(status=200, body=b'{"choices": ['))
        desk.ran(session, 1)
        asked = len(chats.requests)
    as_if_killed(tmp_path)
    with refining(tmp_path) as desk:
        session = desk.rested(session)
        assert session.status == "failed" and session.error is not None and session.error.code == "outcome_unknown"
        assert len(chats.requests) == asked
        assert desk.ran(session).status == "done" and len(chats.requests) > asked
    # Once the user has said so, that call is no question any more.
    as_if_killed(tmp_path)
    with refining(tmp_path) as desk:
        assert (desk.rested(session).status, desk.api.get_session(session.id).error) == ("done", None)
