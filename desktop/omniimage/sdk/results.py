"""What the SDK's calls give back."""

from __future__ import annotations

import base64
import io
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniimage.errors import StorageFailed
from omniimage.providers.chat.words import ToolCall, ToolCallDelta, Usage

if TYPE_CHECKING:
    from PIL.Image import Image

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
}


@dataclass(frozen=True)
class ImageResult:
    """One image: untouched bytes as the provider sent them.

    `url`: where a storage put it, empty without one. `base64`: the bytes as text. `metadata`: `model`, `size` (as sent),
    `asked`, `sent`, `adjustments`, `seed`, `cost` (US dollars, `None` where unknown), `seconds`, `request_id`,
    `revised_prompt`, `width`, `height`.
    """

    base64: str = field(repr=False)
    mime_type: str
    provider: str
    url: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """The untouched bytes, of type `mime_type`."""
        return base64.b64decode(self.base64)

    def save(self, path: str | Path) -> Path:
        """Write the bytes; a path without a suffix gets the right one. Raises `StorageFailed`; nothing is half-written."""
        target = Path(path)
        if not target.suffix:
            target = target.with_suffix(f".{EXTENSIONS[self.mime_type]}")
        partial = target.with_name(f".{target.name}.partial")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(self.bytes())
            partial.replace(target)
        except OSError as error:
            with suppress(OSError):
                partial.unlink()
            raise StorageFailed("the image could not be written", file=target.name, reason=error.strerror) from None
        return target

    def image(self) -> Image:
        """As a Pillow image, loaded."""
        from PIL import Image

        image = Image.open(io.BytesIO(self.bytes()))
        image.load()
        return image


@dataclass(frozen=True)
class ChatResult:
    """One answer. `parsed`: the checked value of a structured one, `structured_level` how it was asked for.

    `usage` in tokens, `cost` in US dollars, each of all calls that the answer took; `messages`: the whole conversation.
    """

    content: str
    parsed: Any = None
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = None
    cost: float | None = None
    finish_reason: str | None = None
    structured_level: str | None = None
    request_id: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def has_tool_calls(self) -> bool:
        """Whether the model waits for tools instead of answering."""
        return bool(self.tool_calls)


__all__ = ["ChatResult", "ImageResult", "ToolCall", "ToolCallDelta", "Usage"]
