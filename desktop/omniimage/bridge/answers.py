"""The server's own answers, in the same envelope as the Api's."""

from __future__ import annotations

import math

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from omniimage.bridge.envelope import failure
from omniimage.errors import AuthFailed, BadRequest, NotFound, StorageFailed, StorageFull, StudioError, TooLarge

# For what keeps its bytes as long as it keeps its name.
IMMUTABLE = "private, max-age=31536000, immutable"
# Of a file in one go: each piece costs a trip to a thread and back.
FILE_CHUNK_BYTES = 1 << 20
_STATUS: dict[type[StudioError], int] = {
    NotFound: 404,
    AuthFailed: 403,
    TooLarge: 413,
    StorageFull: 507,
    StorageFailed: 500,
}


def success(data: object) -> Response:
    return json_answer(_json({"ok": True, "data": data}))


def refusal(status: int, error: StudioError) -> Response:
    """An answer for a request that did not get as far as a method."""
    answer = json_answer(_json(failure(error)), status)
    if (wait := error.details.get("retry_after")) is not None:
        answer.headers["retry-after"] = str(math.ceil(wait))
    return answer


def refused(error: StudioError) -> Response:
    """The same with the status that says what was in the way."""
    return refusal(_STATUS.get(type(error), 400), error)


def _json(value: object) -> bytes:
    # Not above: the page is served before the first answer is given, and this takes a while to load.
    from pydantic_core import to_json

    return to_json(value, inf_nan_mode="null")


def json_answer(body: bytes, status: int = 200) -> Response:
    return Response(body, status, media_type="application/json")


async def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return refusal(status, NotFound("there is no such page") if status == 404 else BadRequest("this cannot be asked so"))


async def _unexpected_error(request: Request, error: Exception) -> Response:
    return refusal(500, StudioError("internal error", type=type(error).__name__))


ERROR_HANDLERS = {HTTPException: _http_error, Exception: _unexpected_error}
