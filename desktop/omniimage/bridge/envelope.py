"""The shape of every answer: `{"ok": true, "data": …}` or `{"ok": false, "error": {code, message, details}}`."""

from __future__ import annotations

from typing import Any

from omniimage.errors import StudioError

Envelope = dict[str, Any]


def failure(error: StudioError) -> Envelope:
    """The envelope of an expected error."""
    return {"ok": False, "error": {"code": error.code, "message": error.message, "details": error.details}}
