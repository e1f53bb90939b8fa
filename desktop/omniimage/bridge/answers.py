"""The server's own answers, in the same envelope as the Api's."""

from __future__ import annotations

from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import Response

from omniimage.bridge.exposed import failure
from omniimage.errors import StudioError


def success(data: BaseModel | dict[str, object]) -> Response:
    return json_answer(to_json({"ok": True, "data": data}, inf_nan_mode="null"))


def refusal(status: int, error: StudioError) -> Response:
    """An answer for a request that did not get as far as a method."""
    return json_answer(to_json(failure(error), inf_nan_mode="null"), status)


def json_answer(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")
