"""The HTTP bridge for other programs, as an OpenAPI document: from the allow-list, the Api's annotations and the contracts.

python -m omniimage.bridge.openapi [-o FILE]     writes it; `GET /openapi.json` answers it
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_type_hints

from pydantic import TypeAdapter

from omniimage import __version__
from omniimage.bridge.allowed import ADMIN_ONLY, EXPOSED
from omniimage.bridge.api import Api
from omniimage.bridge.exposed import is_repeatable
from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.events import Event
from omniimage.contracts.image_tools import MattingModel
from omniimage.contracts.images import Imported, UploadState
from omniimage.errors import ERROR_CODES

Schema = dict[str, Any]
# What the methods do not answer, but other routes do.
_BESIDE = (ErrorInfo, Event, Imported, UploadState, MattingModel)
_REFS = "#/components/schemas/{model}"
_BINARY: Schema = {"type": "string", "format": "binary"}
_FAILURE: Schema = {
    "type": "object",
    "properties": {"ok": {"const": False}, "error": {"$ref": "#/components/schemas/ErrorInfo"}},
    "required": ["ok", "error"],
}
_ABOUT = (
    "Every method answers 200 with `{ok: true, data}` or `{ok: false, error}`; other statuses: it reached no "
    "method. Programs send `Authorization: Bearer <token>`. Amounts are US dollars. See docs/http.md."
)


@cache
def document() -> Schema:
    """The whole document, OpenAPI 3.1."""
    found, components = _schemas()
    paths: dict[str, Schema] = {f"/api/{name}": {"post": _method(name, found)} for name in EXPOSED}
    errors = components["ErrorInfo"]
    errors["properties"]["code"] = {"type": "string", "enum": list(ERROR_CODES)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "OmniImage Studio", "version": __version__, "description": _ABOUT},
        "security": [{"token": []}],
        "paths": paths | _routes(found),
        "components": {"schemas": components, "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    }


def _schemas() -> tuple[dict[str, Schema], dict[str, Schema]]:
    """Schemas of arguments (`name.argument`) and answers (`name`), and what they point to."""
    asked: list[tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]] = []
    for name in EXPOSED:
        hints = get_type_hints(getattr(Api, name), include_extras=True)
        asked.append((name, "serialization", TypeAdapter(hints.pop("return"))))
        asked += [(f"{name}.{key}", "validation", TypeAdapter(hint)) for key, hint in hints.items()]
    asked += [(each.__name__, "serialization", TypeAdapter(each)) for each in _BESIDE]
    found, whole = TypeAdapter.json_schemas(asked, ref_template=_REFS)
    return {key: schema for (key, _), schema in found.items()}, whole["$defs"]


def _method(name: str, found: dict[str, Schema]) -> Schema:
    function = getattr(Api, name)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    arguments: Schema = {
        "type": "object",
        "properties": {each.name: found[f"{name}.{each.name}"] for each in parameters},
        "required": [each.name for each in parameters if each.default is each.empty],
        "additionalProperties": False,
    }
    words = inspect.getdoc(function) or ""
    note = "Only for admins." if name in ADMIN_ONLY else ""
    return {
        "operationId": name,
        "description": "\n\n".join(filter(None, (words, note))),
        **({"parameters": [_KEY]} if is_repeatable(function) else {}),
        "requestBody": {"required": bool(arguments["required"]), "content": {"application/json": {"schema": arguments}}},
        "responses": {"200": _json(found[name], "The method's answer"), **_REFUSED},
    }


def _json(data: Schema, words: str) -> Schema:
    success = {"type": "object", "properties": {"ok": {"const": True}, "data": data}, "required": ["ok", "data"]}
    return {"description": words, "content": {"application/json": {"schema": {"anyOf": [success, _FAILURE]}}}}


def _refused(words: str) -> Schema:
    return {"description": words, "content": {"application/json": {"schema": _FAILURE}}}


_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 64, "pattern": "^[!-~]*$"},
    "description": "In place of `request_id`: of one id, what costs begins once, however often it is asked for. "
    "With other arguments it is a `bad_request`.",
}
_REFUSED: dict[str, Schema] = {
    "400": _refused("The request cannot be read"),
    "401": _refused("Nobody that is known"),
    "403": _refused("Of another address, or not for members"),
    "413": _refused("Too large"),
    "429": _refused("Too fast; `Retry-After` says when again"),
    "500": _refused("The studio's own fault, or its disk's"),
    "507": _refused("The studio's disk is full"),
}


def _routes(found: dict[str, Schema]) -> dict[str, Schema]:
    image = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    size = {"name": "size", "in": "query", "schema": {"type": "integer", "enum": [320, 768]}}
    strip = {"name": "strip", "in": "query", "schema": {"const": "1"}, "description": "Without any metadata"}
    last = {"name": "last", "in": "query", "schema": {"type": "string"}, "description": "The id of the last event heard"}
    offset = {"name": "Upload-Offset", "in": "header", "required": True, "schema": {"type": "integer"}}
    announced = [
        {"name": "name", "in": "query", "required": True, "schema": {"type": "string"}},
        {"name": "size", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 1}},
    ]
    state = _json(found["UploadState"], "How far it came; with the last byte also what became of it")
    files = {"type": "object", "properties": {"file": {"type": "array", "items": _BINARY}}, "required": ["file"]}
    form = {"multipart/form-data": {"schema": files}}
    piece = {"application/offset+octet-stream": {"schema": _BINARY}}
    conflict = {"409": _refused("It goes on elsewhere: `Upload-Offset` says where")}
    return {
        "/health": {"get": {"security": [], "responses": {"200": {"description": "It is there"}}}},
        "/events": {"get": _get("Server-sent events; each one's data is an `Event`", "text/event-stream", [last])},
        "/media/{id}": {"get": _get("The original bytes of an image", "image/*", [image])},
        "/media/{id}/thumb": {"get": _get("A smaller picture", "image/webp", [image, size])},
        "/downloads/image/{id}": {
            "get": _get("An image with its recipe in it, or bare", "application/octet-stream", [image, strip])
        },
        "/downloads/{id}": {"get": _get("A ZIP by its job, once; waits until it is written", "application/zip", [image])},
        "/uploads": {
            "post": {
                "description": "Bring files in, whole.",
                "requestBody": {"required": True, "content": form},
                "responses": {"200": _json(found["Imported"], "What came of each"), **_REFUSED},
            }
        },
        "/uploads/model": {
            "post": {
                "description": "Bring in a matting model. Only for admins.",
                "parameters": [{"name": "name", "in": "query", "required": True, "schema": {"type": "string"}}],
                "requestBody": {"required": True, "content": {"application/octet-stream": {"schema": _BINARY}}},
                "responses": {"200": _json(found["MattingModel"], "What came of it"), **_REFUSED},
            }
        },
        "/uploads/parts": {
            "post": {
                "description": "Announce a file that comes in piece by piece.",
                "parameters": announced,
                "responses": {"201": state, **_REFUSED},
            }
        },
        "/uploads/parts/{id}": {
            "get": {"parameters": [image], "responses": {"200": state, "404": _refused("There is none"), **_REFUSED}},
            "patch": {
                "description": "The next bytes of it.",
                "parameters": [image, offset],
                "requestBody": {"required": True, "content": piece},
                "responses": {"200": state, "404": _refused("There is none"), **conflict, **_REFUSED},
            },
            "delete": {
                "parameters": [image],
                "responses": {"200": state, "404": _refused("There is none"), "409": _refused("It is at work"), **_REFUSED},
            },
        },
    }


def _get(words: str, media_type: str, parameters: Sequence[Schema]) -> Schema:
    whole = {"description": words, "content": {media_type: {"schema": _BINARY}}}
    may_miss = {"404": _refused("There is none")} if any(each["in"] == "path" for each in parameters) else {}
    return {"description": words, "parameters": [*parameters], "responses": {"200": whole, **may_miss, **_REFUSED}}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Write the HTTP bridge's OpenAPI document.")
    parser.add_argument("-o", "--output", type=Path, help="default: standard output")
    given = parser.parse_args(arguments)
    text = json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
    if given.output is None:
        sys.stdout.write(text)
        return 0
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
