"""A place for outside content that takes so much and no more."""

from __future__ import annotations

import io
from typing import Any

from omniimage.errors import TooLarge


class Limited(io.BytesIO):
    """Bytes in memory; `write` raises `TooLarge` beyond `limit`."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > self._limit:
            raise TooLarge("what lies there is too large", limit=self._limit)
        return super().write(data)
