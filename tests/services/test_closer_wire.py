"""“Get closer” over real sockets: the model that sees answers prose, half of a JSON, nothing of use, or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from omniimage.contracts.refine import RefineSession
from omniimage.contracts.runs import ModelParams
from tests.services.refining import GOAL, OVER_THE_WIRE, Refining, until
from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request
from tests.wire.refining import RefiningBrain
from tests.wire.server import WireServer

PAID = "openai/gpt-image-2"
COST = 0.01
PROSE = Says(words=("What a lovely picture.",), cost=COST)
HALF = Says(words=('{"atoms": [{"id": "a", "answers": [',), cost=COST)
REFUSES = Says(words=(), finish="content_filter", usage=None)


@dataclass
class Moody:
    """A brain that has its moods when it is asked for `kind`: `says` in place of the answers numbered `first` and after."""

    brain: RefiningBrain
    kind: str
    says: list[Says]
    first: int = 1
    answered: int = 0

    def __call__(self, request: Request, body: dict[str, Any]) -> Says:
        told = self.brain(request, body)
        if self.brain.asked[-1] == self.kind:
            self.first -= 1
            if self.first < 1 and self.says:
                told = self.says.pop(0)
        self.answered += told.cost is not None
        return told


def source(desk: Refining) -> str:
    """A picture of a built-in model: the judge on the wire reads in it what is to be seen."""
    image = desk.first(desk.create(GOAL)).iterations[0].image
    assert image is not None
    return image


def closer(desk: Refining, chats: ChatServer, mood: Moody) -> RefineSession:
    """At rest, after its first go."""
    chats.brain = mood
    return desk.api.start_closer(source(desk), "three apples", PAID, ModelParams(), 1, OVER_THE_WIRE)


def paid_once(session: RefineSession, mood: Moody, images: WireServer) -> None:
    """Each image came of one request, and each answer stands once in what was spent."""
    assert len(images.posts()) == sum(each.image is not None for each in session.iterations)
    assert (session.chat_cost or 0.0) == pytest.approx(COST * mood.answered)


MOODS = {
    "prose": ([PROSE] * 2, "schema_mismatch", "yes"),
    "half of a JSON": ([HALF] * 2, "schema_mismatch", "yes"),
    "refused": ([REFUSES], "content_refused", "unknown"),
    "nothing": ([Says(words=("",), cost=COST)], "bad_response", "yes"),
    "out of credit": ([Says(status=402, body=b"{}")], "insufficient_funds", "no"),
}


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize(
    ("kind", "first", "made"), [("atoms", 1, 0), ("answers", 1, 1), ("blocks", 2, 1), ("answers", 3, 2)]
)
def test_each_mood_halts_it_typed_and_going_on_pays_nothing_twice(
    desk: Refining, chats: ChatServer, images: WireServer, mood: str, kind: str, first: int, made: int
) -> None:
    says, code, charged = MOODS[mood]
    moody = Moody(RefiningBrain(cost=COST, blind=True), kind, list(says), first)
    session = closer(desk, chats, moody)
    assert session.status == "failed" and session.error is not None
    assert (session.error.code, session.error.details["charged"]) == (code, charged)
    assert session.error.details["model"] == OVER_THE_WIRE.judge
    assert len(images.posts()) == made
    paid_once(session, moody, images)
    session = desk.ran(session)
    assert (session.status, session.error) == ("done", None)
    assert session.images == 2 and all(each.closeness for each in session.iterations)
    paid_once(session, moody, images)


def test_a_source_whose_file_is_gone_is_told_before_anything_is_paid(
    desk: Refining, chats: ChatServer, images: WireServer
) -> None:
    image = source(desk)
    desk.api._wait(desk.studio.api_parts.library.original(image)).path.unlink()
    session = desk.api.start_closer(image, "three apples", PAID, ModelParams(), 1, OVER_THE_WIRE)
    assert session.error is not None and session.error.code == "not_found"
    id = desk.api.start_reproduction(image, OVER_THE_WIRE.judge).id
    until(lambda: desk.api.get_reproduction(id).state != "running")
    described = desk.api.get_reproduction(id)
    assert described.state == "failed" and described.error is not None and described.error.code == "not_found"
    assert not chats.requests and not images.posts()


@pytest.mark.parametrize(("kind", "empty"), [("atoms", '{"atoms": []}'), ("answers", '{"answers": []}')])
def test_a_list_of_nothing_is_asked_for_three_times(
    desk: Refining, chats: ChatServer, images: WireServer, kind: str, empty: str
) -> None:
    moody = Moody(RefiningBrain(cost=COST, blind=True), kind, [Says(words=(empty,), cost=COST)] * 3)
    session = closer(desk, chats, moody)
    assert session.error is not None and session.error.code == "bad_response"
    assert session.error.details["model"] == OVER_THE_WIRE.judge and not moody.says
    paid_once(session, moody, images)
    session = desk.ran(session)
    assert session.status == "done" and session.images == 2
    paid_once(session, moody, images)
