"""A chat model that refines: it writes prompts in blocks, and judges pictures by the truth in them, with seeded errors.

It reads what it is asked as any model would: the text of the prompt templates, and the picture in the message.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import Any

from omniimage.providers.offline.talk import judge, writer
from omniimage.providers.offline.talk.tongue import tongue_of
from omniimage.providers.offline.talk.truths import seen, truth_in
from tests.wire.chat import Says
from tests.wire.http1 import Request

_QUESTION = re.compile(r"^(q\d+) \((\w+)\): (.*)$", re.MULTILINE)
_TARGET = re.compile(r"^- \[(\w+)\] (.*?) Expected: (.*?)\.(?: Seen:|$)", re.MULTILINE)
_BLOCK = re.compile(r"^\[(\w+)\](?: \(fixed\))?\n\n(.*?)\n(?=\[|\n|What|Notes)", re.MULTILINE | re.DOTALL)
_POINT = re.compile(r"^- (.*?\?)(?: Expected: (.*?)\.| In the source: (.*?)\.)?$", re.MULTILINE)


@dataclass
class RefiningBrain:
    """`misses`: the share of held atoms that it does not see; `invents`: of missing ones that it believes to see.

    `blind`: pictures carry no truth, and every question is answered with yes. `asked`: what it was asked for, in order.
    """

    misses: float = 0.0
    invents: float = 0.0
    seed: int = 1
    blind: bool = False
    cost: float | None = None
    asked: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)

    def __call__(self, request: Request, body: dict[str, Any]) -> Says:
        shape = body["response_format"]["json_schema"]["schema"]["properties"]
        kind = next(name for name in ("atoms", "blocks", "answers", "better", "score") if name in shape)
        # The first of the user's: a repair comes after it.
        said = next(message["content"] for message in body["messages"] if message["role"] == "user")
        text = said if isinstance(said, str) else said[0]["text"]
        pictures = [] if isinstance(said, str) else [part["image_url"]["url"] for part in said[1:]]
        self.asked.append(kind)
        self.texts.append(text)
        answer = getattr(self, f"_{kind}")(text, [truth_in(url) or {} for url in pictures])
        return Says(words=(json.dumps(answer, ensure_ascii=False),), cost=self.cost)

    def _atoms(self, text: str, drawn: list[Any]) -> Any:
        if drawn:
            return judge.contract_of_image({"most": 25}, drawn[0])
        remarks = re.findall(r"^What the user said of an earlier picture: (.*)$", text, re.MULTILINE)
        feedback = remarks[-1] if "Write one question alone" in text else ""
        return writer.contract({"goal": _goal(text), "feedback": feedback})

    def _blocks(self, text: str, drawn: list[Any]) -> Any:
        if "whose picture is not yet right" not in text:
            return writer.write({"goal": _goal(text)})
        allowed = re.search(r"as far as it helps: ([a-z_, ]+)\.", text)
        assert allowed
        targets = [
            {"block": block, "question": question, "expected": expected, "kind": _kind(question)}
            for block, question, expected in _TARGET.findall(text)
        ]
        blocks = {name: "" if words == "(empty)" else words for name, words in _BLOCK.findall(text)}
        told = {"goal": _goal(text), "blocks": blocks, "allowed": allowed[1].split(", "), "targets": targets}
        found = writer.revise(told)
        if not found["blocks"]:
            found["blocks"] = [{"name": told["allowed"][0], "text": f"{len(self.asked)} times as plain"}]
        return found

    def _answers(self, text: str, drawn: list[Any]) -> Any:
        rows = []
        for id, kind, question in _QUESTION.findall(text):
            answer = "yes" if self.blind else seen(drawn[0], question, kind, tongue_of(question)).answer
            if self._chance.random() < (self.misses if answer == "yes" else self.invents) and kind == "yes_no":
                answer = "no" if answer == "yes" else "yes"
            rows.append({"id": id, "evidence": "seen", "answer": answer})
        return {"answers": rows}

    def _better(self, text: str, drawn: list[Any]) -> Any:
        if self.blind:
            return {"reason": "they look alike", "better": "tie"}
        points = [
            {"question": question, "kind": _kind(question), "expected": one or other or "yes", "weight": 1}
            for question, one, other in _POINT.findall(text)
        ]
        return judge.pair({"questions": points}, drawn)

    def _score(self, text: str, drawn: list[Any]) -> Any:
        return {"notes": "the light is flat", "score": 50} if self.blind else judge.whole({"goal": _goal(text)}, drawn[0])


def _goal(text: str) -> str:
    found = re.search(r"Goal:\n(.*?)\n(?:\n|What the user said)", text, re.DOTALL)
    assert found, text
    return found[1]


def _kind(question: str) -> str:
    starts = {"How many": "count", "What colour": "colour", "What do the words": "text"}
    return next((kind for start, kind in starts.items() if question.startswith(start)), "yes_no")
