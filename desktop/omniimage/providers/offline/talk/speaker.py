"""From a chat request to an answer, without any AI."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from omniimage.errors import BadParameters
from omniimage.providers.chat.words import ChatAnswer, ChatRequest

from . import judge, writer
from .truths import truth_in


def answer(request: ChatRequest) -> ChatAnswer:
    """What the built-in writer or judge says to `request.extra["facts"]`; a picture without facts is described.

    Raises `BadParameters`: `reason` is `no_truth` for a picture that no built-in model drew, `only_refine` for other work.
    """
    told = request.extra.get("facts")
    drawn = [_truth(request, url) for url in _pictures(request)]
    if not isinstance(told, Mapping):
        if not drawn:
            raise _refusal(request, "the built-in models are no AI: they take part in refining alone", "only_refine")
        return ChatAnswer(judge.describe(drawn[0]), finish_reason="stop", cost=0.0)
    found = _done(request, told, drawn)
    return ChatAnswer(json.dumps(found, ensure_ascii=False), finish_reason="stop", cost=0.0)


def _done(request: ChatRequest, told: Mapping[str, Any], drawn: list[Mapping[str, Any]]) -> dict[str, Any]:
    match str(told.get("task")), drawn:
        case "contract", _:
            return writer.contract(told)
        case "write", _:
            return writer.write(told)
        case "revise", _:
            return writer.revise(told)
        case "contract_of_image", [one]:
            return judge.contract_of_image(told, one)
        case "checklist", [one]:
            return judge.checklist(told, one)
        case "whole", [one]:
            return judge.whole(told, one)
        case "pair", [_, _, *_]:
            return judge.pair(told, drawn)
    raise _refusal(request, "the built-in models are no AI: they take part in refining alone", "only_refine")


def _truth(request: ChatRequest, url: str) -> Mapping[str, Any]:
    found = truth_in(url)
    if found is None:
        raise _refusal(request, "only pictures of the built-in models say what they show", "no_truth")
    return found


def _pictures(request: ChatRequest) -> Iterator[str]:
    for message in request.messages:
        content = message.get("content")
        for part in content if isinstance(content, list) else ():
            if part.get("type") == "image_url":
                yield str(part["image_url"]["url"])


def _refusal(request: ChatRequest, message: str, reason: str) -> BadParameters:
    return BadParameters(message, provider=request.provider, model=request.model, reason=reason, charged="no")
