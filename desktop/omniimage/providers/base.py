"""The words of this room: one plain request in, images on disk out.

The money rule shapes it: `AttemptLog.sent` is committed before the request leaves, and every byte of an answer goes
to the attempt's spool as it comes, before anything parses it. A provider never holds a picture in memory.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from omniimage.errors import StudioError

if TYPE_CHECKING:
    from omniimage.contracts.models import Adjustment


@dataclass(frozen=True)
class Credentials:
    """A key for one call. `repr` never shows it.

    `key_id`: which of the provider's keys. `headers`: what the user adds to every request of it. `hidden`: the values
    among them that are kept as secret as the key.
    """

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    key_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Reference:
    """An input image: its file and the type our own sniff found; width and height as shown.

    `content`: what is sent in place of the file's untouched bytes, where that is not the same.
    """

    path: Path
    mime_type: str
    width: int
    height: int
    content: bytes | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """What is sent. Blocking; raises `OSError` where the file is gone."""
        return self.path.read_bytes() if self.content is None else self.content

    def base64(self) -> str:
        """What is sent, as text."""
        return base64.b64encode(self.read()).decode()

    def data_url(self) -> str:
        """What is sent, as a `data:` URL of its type."""
        return f"data:{self.mime_type};base64,{self.base64()}"


@dataclass(frozen=True)
class ImageRequest:
    """All that is asked of one model in one outside call.

    `params` holds what `parameters.plan` decided to send, in our own words (`size`, `aspect_ratio`, `tier`, `n`, `seed`,
    ...); nothing is left to decide after it. `mask`: white where the first reference is to change; in the provider's own
    form once `masks.fitted` has seen it. `timeout`: seconds to wait for the answer to begin.
    """

    provider: str
    name: str
    prompt: str
    params: dict[str, Any]
    references: tuple[Reference, ...] = ()
    mask: Reference | None = None
    timeout: float = 600.0


@dataclass(frozen=True)
class Plan:
    """One generation worked out before paying: the calls, what differs from what was asked, the price if known."""

    calls: tuple[dict[str, Any], ...]
    sent: dict[str, Any]
    adjustments: tuple[Adjustment, ...]
    cost: float | None


class AttemptLog(Protocol):
    """Where one outside call is written down. Implemented by storage, and in memory for scripts."""

    async def sent(self) -> None:
        """Commit that the request leaves now."""

    async def accepted(self, remote_id: str) -> None:
        """Commit the provider's id for the job, before the first poll."""

    def open_part(self) -> BinaryIO:
        """A new spool file for one picture of the answer, in order of arrival. `StorageFull` where there is no room."""

    async def received(self, answer: bytes) -> tuple[Path, ...]:
        """The answer is whole: make parts and `answer` (its text without the pictures) durable, commit, return all parts.

        Called again with the same answer once the pictures that it only points to have been fetched into parts.
        """


@dataclass(frozen=True)
class ProviderAnswer:
    """What came back. `images` are finished spool files in the order of the answer; `cost` in US dollars as billed.

    `missing`: why some of the answer's images did not come, though others did.
    """

    images: tuple[Path, ...]
    text: str | None = None
    cost: float | None = None
    request_id: str | None = None
    seeds: tuple[int, ...] = ()
    revised_prompt: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    missing: tuple[StudioError, ...] = ()
