"""Structured output that steps down: what to ask for at each level, and what to make of the answer.

Pure: it decides, `talk` does. A level that a model or service refuses is left for the next one, and never tried again there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from omniimage.errors import BadParameters, BadRequest, SchemaMismatch
from omniimage.providers.chat.rows import LEVELS, Level
from omniimage.providers.chat.words import ChatAnswer, ChatRequest, Message

_TOOL = "answer"
_FENCE = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL | re.IGNORECASE)
_NOT_TAKEN = re.compile(r"response_?format|json_?schema|json_?object|json mode|schema|tool|function|structured|strict", re.I)
MAX_RAW_CHARS = 20_000


@dataclass(frozen=True)
class Schema:
    """What an answer must be. `shape` is JSON Schema (2020-12); remote references are never followed."""

    name: str
    shape: Mapping[str, Any]


def checked(name: str, shape: Mapping[str, Any]) -> Schema:
    """`BadRequest` where it is no JSON Schema."""
    from jsonschema import SchemaError

    try:
        _check(json.dumps(shape))
    except (SchemaError, TypeError, ValueError, RecursionError) as error:
        raise BadRequest("this is no JSON schema", field="response_format", reason=type(error).__name__) from None
    return Schema(re.sub(r"[^a-zA-Z0-9_-]", "_", name)[:64] or "answer", shape)


@lru_cache(maxsize=64)
def _check(shape: str) -> None:
    """Takes longer than most calls take to build: a loop asks with the same few again and again."""
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(json.loads(shape))


def asked_at(level: Level, request: ChatRequest, schema: Schema) -> ChatRequest:
    """The request as that level puts it. Tools of the caller's own rule out the level that is a tool itself."""
    if level == "json_schema":
        wanted: dict[str, Any] = {"name": schema.name, "schema": dict(schema.shape)}
        if is_strict(schema.shape):
            wanted["strict"] = True
        return replace(request, response_format={"type": "json_schema", "json_schema": wanted})
    if level == "tools":
        function = {"name": _TOOL, "description": "Give the answer.", "parameters": _object_around(schema.shape)}
        choice = {"type": "function", "function": {"name": _TOOL}}
        return replace(request, tools=({"type": "function", "function": function},), tool_choice=choice)
    told = replace(request, messages=_instructed(request.messages, schema))
    return replace(told, response_format={"type": "json_object"}) if level == "json_object" else told


def levels_from(first: Level, *, has_tools: bool) -> tuple[Level, ...]:
    """The levels to try, in order."""
    tried = LEVELS[LEVELS.index(first) :]
    return tuple(level for level in tried if not (has_tools and level == "tools"))


def is_refusal_of_level(error: BadParameters) -> bool:
    """Whether a refused request may have been refused for the way it asked for structure."""
    if error.details.get("reason") in ("unknown_model", "unknown_address"):
        return False
    said = str(error.details.get("provider_message") or "")
    return not said or bool(_NOT_TAKEN.search(said))


def read(level: Level, answer: ChatAnswer, schema: Schema) -> Any:
    """The value in the answer, checked against the schema. Raises `SchemaMismatch` with the raw text."""
    value = _value(level, answer, schema)
    problem = _problem(value, schema.shape)
    if problem is not None:
        raise SchemaMismatch("the answer does not fit the schema", problem=problem, raw=answer.content[:MAX_RAW_CHARS])
    return value


def repair(request: ChatRequest, answer: ChatAnswer, schema: Schema, problem: str) -> ChatRequest:
    """The same request with the answer that did not fit, what is wrong with it, and the schema: a service may drop it."""
    said = answer.content or json.dumps([call.arguments for call in answer.tool_calls], ensure_ascii=False)
    shape = json.dumps(schema.shape, ensure_ascii=False)
    word = f"That does not fit the schema: {problem}. Answer again with the JSON alone. The schema:\n{shape}"
    more = ({"role": "assistant", "content": said}, {"role": "user", "content": word})
    return replace(request, messages=(*request.messages, *more))


def is_strict(shape: Mapping[str, Any]) -> bool:
    """Whether OpenAI's strict mode takes it: every object closed, and all of its properties required."""

    def fits(node: Any) -> bool:
        if isinstance(node, list):
            return all(map(fits, node))
        if not isinstance(node, Mapping):
            return True
        if node.get("type") == "object" or "properties" in node:
            properties = node.get("properties", {})
            closed = node.get("additionalProperties") is False
            if not closed or set(node.get("required", ())) != set(properties):
                return False
        return all(map(fits, node.values()))

    return shape.get("type") == "object" and fits(shape)


def _instructed(messages: tuple[Message, ...], schema: Schema) -> tuple[Message, ...]:
    text = (
        "Answer with one JSON value and nothing else: no prose, no code fence. It must fit this JSON schema:\n"
        + json.dumps(schema.shape, ensure_ascii=False)
    )
    if messages and messages[0].get("role") == "system" and isinstance(messages[0].get("content"), str):
        first = dict(messages[0]) | {"content": f"{messages[0]['content']}\n\n{text}"}
        return (first, *messages[1:])
    return ({"role": "system", "content": text}, *messages)


def _object_around(shape: Mapping[str, Any]) -> dict[str, Any]:
    """A tool's parameters are an object; anything else travels in one."""
    if shape.get("type") == "object" or "properties" in shape:
        return dict(shape)
    definitions = {name: shape[name] for name in ("$defs", "definitions") if name in shape}
    return {"type": "object", "properties": {"value": dict(shape)}, "required": ["value"], **definitions}


def _value(level: Level, answer: ChatAnswer, schema: Schema) -> Any:
    if level == "tools" and answer.tool_calls:
        arguments = answer.tool_calls[0].arguments
        if isinstance(arguments, dict) and not (schema.shape.get("type") == "object" or "properties" in schema.shape):
            return arguments.get("value")
        return arguments
    for text in _candidates(answer.content):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            continue
    raise SchemaMismatch("the answer is no JSON", problem="not JSON", raw=answer.content[:MAX_RAW_CHARS])


def _candidates(content: str) -> list[str]:
    """The text itself, what stands in a code fence, and from the first bracket to the last."""
    found = [content.strip(), *(match.strip() for match in _FENCE.findall(content))]
    starts = [at for at in (content.find("{"), content.find("[")) if at >= 0]
    end = max(content.rfind("}"), content.rfind("]"))
    return [*found, content[min(starts) : end + 1]] if starts and end > min(starts) else found


def _problem(value: Any, shape: Mapping[str, Any]) -> str | None:
    from jsonschema import Draft202012Validator, ValidationError
    from jsonschema.exceptions import best_match
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    try:
        error: ValidationError | None = best_match(Draft202012Validator(shape, registry=Registry()).iter_errors(value))
    except (Unresolvable, RecursionError) as broken:
        raise BadRequest("the schema refers to what is not in it", reason=type(broken).__name__) from None
    if error is None:
        return None
    where = "/".join(map(str, error.absolute_path)) or "the whole"
    return f"{where}: {error.message[:500]}"
