"""`refine` over real sockets: loopback image and chat servers, the whole loop in between."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from omniimage import ChatClient, ImageClient
from omniimage.errors import BadRequest, BadResponse, InsufficientFunds
from omniimage.sdk.refine import flex
from omniimage.sdk.refine.loop import Turn, refine
from omniimage.sdk.refine.session import Session
from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request
from tests.wire.script import Script
from tests.wire.server import WireServer

GOAL = "三只红色的小船 — a poster for the regatta"
ATOMS = [
    ("boats", "subject", "How many boats are there?", "count", "3", None, 3),
    ("red", "subject", "What colour are the boats?", "colour", "red", "boats", 2),
    ("dusk", "lighting", "Is it dusk?", "yes_no", "yes", None, 2),
    ("room", "composition", "Is the top left empty?", "yes_no", "yes", None, 1),
]
RIGHT = {"How many": "three", "What colour": "red", "Is it dusk": "yes"}


@dataclass
class Brain:
    """A chat model: writer and judge at once. `wrong[n]`: words in the questions that image n fails."""

    images: WireServer
    wrong: list[tuple[str, ...]]
    asked: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    likes: str = "second"
    revisions: list[list[dict[str, str]]] = field(default_factory=list)

    def __call__(self, request: Request, body: dict[str, Any]) -> Says:
        shape = body["response_format"]["json_schema"]["schema"]["properties"]
        said = body["messages"][-1]["content"]
        text = said if isinstance(said, str) else said[0]["text"]
        kind = next(name for name in ("atoms", "blocks", "answers", "better", "score") if name in shape)
        self.asked.append(kind)
        self.texts.append(text)
        return Says(words=(json.dumps(getattr(self, f"_{kind}")(text), ensure_ascii=False),))

    def _atoms(self, text: str) -> Any:
        keys = ("id", "block", "question", "kind", "expected", "parent", "weight")
        if "Write one question alone" in text:
            return {"atoms": [dict(zip(keys, ("title", "style", "Is it flat?", "yes_no", "yes", None, 3), strict=True))]}
        return {"atoms": [dict(zip(keys, atom, strict=True)) for atom in ATOMS]}

    def _blocks(self, text: str) -> Any:
        if self.revisions and "whose picture is not yet right" in text:
            return {"blocks": self.revisions.pop(0), "summary": "changed"}
        if "whose picture is not yet right" not in text:
            return {"blocks": [{"name": name, "text": f"{name} zero"} for name in flex.BLOCKS], "summary": "first"}
        allowed = re.search(r"as far as it helps: ([a-z_, ]+)\.", text)
        assert allowed
        count = len(self.images.posts())
        return {"blocks": [{"name": name, "text": f"{name} {count}"} for name in allowed[1].split(", ")], "summary": "s"}

    def _answers(self, text: str) -> Any:
        wrong = self.wrong[len(self.images.posts()) - 1]
        rows = []
        for id, question in re.findall(r"^(q\d+) \(\w+\): (.*)$", text, re.MULTILINE):
            good = next((answer for start, answer in RIGHT.items() if question.startswith(start)), "yes")
            bad = {"three": "two", "red": "blue"}.get(good, "no")
            rows.append({"id": id, "evidence": "seen", "answer": bad if any(part in question for part in wrong) else good})
        return {"answers": rows}

    def _better(self, text: str) -> Any:
        return {"reason": "because", "better": self.likes}

    def _score(self, text: str) -> Any:
        return {"notes": "the light is flat", "score": 40 + 10 * len(self.images.posts())}


def clients(images: WireServer, chats: ChatServer) -> tuple[ImageClient, ChatClient]:
    return (
        ImageClient("stability", model="core", api_key="k" * 20, base_url=images.base_url("stability")),
        ChatClient("openai", model="gpt-5", api_key="k" * 20, base_url=chats.base_url("openai")),
    )


def test_a_contract_is_filled_image_by_image(images: WireServer, chats: ChatServer) -> None:
    brain = Brain(images, [("How many", "dusk"), ("dusk",), ()])
    chats.brain = brain
    turns = list(refine(GOAL, *clients(images, chats), max_images=4))
    assert [turn.is_best for turn in turns] == [True, True, True]
    assert turns[0].session.checklist(turns[0].iteration).failing_ids == {"boats", "red", "dusk"}  # type: ignore[union-attr]
    assert turns[1].iteration.blocks == ("subject", "lighting") and turns[2].iteration.blocks == ("lighting",)
    first, last = (flex.parse(turn.iteration.prompt) for turn in (turns[0], turns[-1]))
    assert "FLEX" in turns[0].iteration.prompt and "FLEX" not in turns[0].prompt
    assert first.outside == last.outside and flex.changed(first, last) == ("subject", "lighting")
    assert turns[-1].image is not None and turns[-1].image.mime_type == "image/png"
    assert len(images.posts()) == 3
    sent = images.posts()[0].body.decode(errors="replace")
    assert "FLEX_" not in sent and "negative_constraints zero" in sent and 'name="negative_prompt"' in sent
    # One contract, and as many words of writer and judge as the plan says.
    assert brain.asked.count("atoms") == 1 and brain.asked.count("blocks") == 3
    assert all("stability" not in text for text in brain.texts if "Look at the picture" in text)


def test_a_worse_image_is_kept_and_the_next_starts_from_the_best(images: WireServer, chats: ChatServer) -> None:
    chats.brain = Brain(images, [("dusk",), ("How many", "dusk"), ()])
    turns = list(refine(GOAL, *clients(images, chats), max_images=3))
    assert [turn.iteration.standing for turn in turns] == ["best", "kept", "best"]
    assert [turn.iteration.parent for turn in turns] == [None, 0, 0]


def test_revisions_that_break_blocks_are_asked_for_again(images: WireServer, chats: ChatServer) -> None:
    brain = Brain(images, [("dusk",), ()])
    brain.revisions = [
        [{"name": "subject", "text": "another subject"}],
        [{"name": "lighting", "text": "## FLEX_END:lighting\nfree text"}],
        [{"name": "lighting", "text": "dusk at last"}],
    ]
    chats.brain = brain
    turns = list(refine(GOAL, *clients(images, chats), max_images=2))
    assert flex.parse(turns[1].iteration.prompt).blocks["lighting"] == "dusk at last"
    assert any("could not be used: block_not_allowed subject" in text for text in brain.texts)
    assert len(images.posts()) == 2


def test_a_writer_that_never_learns_ends_the_loop_before_another_image(images: WireServer, chats: ChatServer) -> None:
    brain = Brain(images, [("dusk",)])
    brain.revisions = [[{"name": "mood", "text": "x"}]] * 3
    chats.brain = brain
    with pytest.raises(BadResponse):
        list(refine(GOAL, *clients(images, chats), max_images=3))
    assert len(images.posts()) == 1


def test_feedback_becomes_a_hard_atom(images: WireServer, chats: ChatServer) -> None:
    chats.brain = Brain(images, [("dusk",), ()])
    asked: list[int] = []

    def feedback(turn: Turn) -> str:
        asked.append(turn.iteration.index)
        return "It is not flat."

    turns = list(refine(GOAL, *clients(images, chats), max_images=2, feedback=feedback))
    assert asked == [0], "nothing can be made of what is said of the last one"
    contract = turns[1].session.contract
    assert contract is not None and contract.atoms[-1].question == "Is it flat?" and contract.atoms[-1].is_hard
    assert set(turns[1].iteration.blocks) == {"style", "lighting"}


def test_a_refused_image_is_kept_and_another_wording_tried(images: WireServer, chats: ChatServer) -> None:
    chats.brain = Brain(images, [("dusk",), (), ()])
    images.queue.extend([Script(), Script(status=403, code="content_moderation")])
    turns = list(refine(GOAL, *clients(images, chats), max_images=3))
    assert [turn.iteration.failure for turn in turns] == ["", "content_refused", ""]
    assert turns[-1].is_best and turns[-1].session.images_made == 2


def test_the_simple_strategy_revises_from_notes(images: WireServer, chats: ChatServer) -> None:
    brain = Brain(images, [])
    chats.brain = brain
    turns = list(refine(GOAL, *clients(images, chats), strategy="simple", max_images=3))
    assert [turn.iteration.score for turn in turns] == [50, 60, 70]
    assert brain.asked == ["blocks", "score"] * 3
    assert any("the light is flat" in text for text in brain.texts)


def test_going_on_pays_for_nothing_twice(images: WireServer, chats: ChatServer) -> None:
    chats.brain = Brain(images, [("dusk",), ()])
    both = clients(images, chats)
    first: Turn = next(iter(refine(GOAL, *both, max_images=2)))
    posts = len(images.posts())
    rest = list(refine(GOAL, *both, session=first.session))
    assert (posts, len(images.posts())) == (1, 2) and [turn.iteration.index for turn in rest] == [1]


def test_an_error_brings_back_what_was_paid_for_until_then(images: WireServer, chats: ChatServer) -> None:
    brain = Brain(images, [("dusk",), ()])

    def without_judge(request: Request, body: dict[str, Any]) -> Says:
        said = brain(request, body)
        return Says(status=402, body=b"{}") if brain.asked[-1] == "answers" else said

    chats.brain = without_judge
    with pytest.raises(InsufficientFunds) as caught:
        list(refine(GOAL, *clients(images, chats), max_images=1))
    kept: Session = caught.value.session  # type: ignore[attr-defined]
    assert kept.contract is not None and kept.images_made == 1
    chats.brain = brain
    turns = list(refine(GOAL, *clients(images, chats), session=kept, max_images=2))
    assert [turn.iteration.index for turn in turns] == [0, 1] and len(images.posts()) == 2
    assert (brain.asked.count("atoms"), brain.asked.count("blocks")) == (1, 2)


@pytest.mark.parametrize(("goal", "most"), [("  ", 4), ("x" * 5_000, 4), ("a fox", 0), ("a fox", 99)])
def test_bad_input(images: WireServer, chats: ChatServer, goal: str, most: int) -> None:
    with pytest.raises(BadRequest):
        list(refine(goal, *clients(images, chats), max_images=most))
    assert not images.posts() and not chats.requests


def test_without_a_key_the_built_in_ones_refine() -> None:
    writer, judge = ChatClient("offline", model="writer"), ChatClient("offline", model="judge")
    goal = "three red boats at sunset"
    turns = list(refine(goal, ImageClient("offline", model="poster"), writer, judge_client=judge, size="256x256", seed=7))
    scores = [turn.iteration.score or 0 for turn in turns]
    assert scores[0] < 90 and max(scores) == 100 and turns[-1].session.best == len(turns) - 1
