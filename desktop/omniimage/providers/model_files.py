"""Fetch one large file whose size is known, in as many goes as it takes: a broken one goes on where it ended.

The same rules as for pictures (`download.py`): https or the address's own local origin, every hop resolved and checked.
What is fetched is only bytes until its checksum has been compared; that is the caller's part.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from omniimage.errors import BadResponse, ProviderUnavailable, StorageFailed, StorageFull, StudioError
from omniimage.providers.download import MAX_HOPS, STALL_SECONDS, addresses, check_scheme, pool_for
from omniimage.providers.network import CONNECT_SECONDS, USER_AGENT, is_local_name
from omniimage.providers.pay_once import disk_errors

TRIES = 3
WRITE_BYTES = 1 << 20
WRITE_SECONDS = 0.25

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_REDIRECTS = (301, 302, 303, 307, 308)


async def fetch(url: str, part: Path, size: int, told: Callable[[int], None]) -> None:
    """Bring `part` to `size` bytes. What it holds already is not asked for again; `told` hears how many it holds.

    A try that brought something does not count. Raises `ProviderUnavailable` (`reason`: no_network, unreachable,
    timeout, cut) or `BadResponse` (`reason`: http, html, size, redirects, not_https, inner_address), each with `host`;
    `StorageFull`, `StorageFailed`.
    """
    tries = 0
    while True:
        before = held(part)
        try:
            return await _once(url, part, size, told)
        except (BadResponse, ProviderUnavailable) as error:
            tries = 0 if held(part) > before else tries + 1
            passing = error.details.pop("passing", False)
            if tries >= TRIES or not passing:
                raise
        await asyncio.sleep(0.25 * 2**tries)


def held(part: Path) -> int:
    """How many bytes are there."""
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0


async def _once(url: str, part: Path, size: int, told: Callable[[int], None]) -> None:
    host = ""
    try:
        host = urlsplit(url).hostname or ""
        await _follow(url, part, size, told)
    except ValueError:
        # From the parsers of addresses, for a port or a host that is none.
        raise BadResponse("this is no address of a file", reason="unreachable") from None
    except (BadResponse, StorageFull, StorageFailed) as error:
        # The rules are shared with pictures that were paid for; this costs nothing.
        error.details.pop("charged", None)
        raise
    except socket.gaierror:
        raise _unavailable("no_network", host) from None
    except (httpcore.TimeoutException, TimeoutError):
        raise _unavailable("timeout", host) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError):
        raise _unavailable("cut" if held(part) else "unreachable", host) from None


async def _follow(url: str, part: Path, size: int, told: Callable[[int], None]) -> None:
    base, host = url, urlsplit(url).hostname or ""
    own = await addresses(host) if is_local_name(host) else ()
    for _ in range(MAX_HOPS):
        check_scheme(url, base, own)
        async with pool_for(url, own) as pool:
            location = await _get(pool, url, part, size, told)
        if location is None:
            return
        url = urljoin(url, location)
    raise _refused("redirects", url)


async def _get(
    pool: httpcore.AsyncConnectionPool, url: str, part: Path, size: int, told: Callable[[int], None]
) -> str | None:
    """Add to `part` what it lacks; `None` then, else where the answer leads on."""
    have = held(part)
    headers = [
        ("host", urlsplit(url).netloc.rpartition("@")[2]),
        ("user-agent", USER_AGENT),
        ("accept-encoding", "identity"),
    ]
    if have:
        headers.append(("range", f"bytes={have}-"))
    limits = {"connect": CONNECT_SECONDS, "read": STALL_SECONDS, "write": STALL_SECONDS, "pool": STALL_SECONDS}
    async with pool.stream("GET", url, headers=headers, extensions={"timeout": limits}) as response:
        said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
        if response.status in _REDIRECTS and "location" in said:
            return said["location"]
        start = _start(url, response.status, said, have, size)
        await _receive(url, response, part, start, size, told)
    return None


def _start(url: str, status: int, said: dict[str, str], have: int, size: int) -> int:
    """From which byte on the answer goes. Raises `BadResponse` where it is not the file."""
    if status not in (200, 206):
        raise _refused("http", url, status=status, passing=status >= 500 or status in (408, 425, 429) or None)
    if said.get("content-type", "").startswith("text/html"):
        raise _refused("html", url)
    start, whole = 0, said.get("content-length", str(size))
    if status == 206:
        found = _RANGE.fullmatch(said.get("content-range", ""))
        start, whole = (int(found[1]), found[2]) if found else (-1, "")
    if whole != str(size) or start not in (0, have):
        raise _refused("size", url, expected=size)
    return start


async def _receive(
    url: str, response: httpcore.Response, part: Path, start: int, size: int, told: Callable[[int], None]
) -> None:
    total, waiting, written = start, bytearray(), time.monotonic()
    with disk_errors():
        await asyncio.to_thread(_cut, part, start)
    told(total)
    try:
        async for chunk in response.aiter_stream():
            if total == 0 and not waiting and chunk[:64].lstrip()[:1] == b"<":
                raise _refused("html", url)
            waiting += chunk
            if total + len(waiting) > size:
                raise _refused("size", url, expected=size)
            if len(waiting) >= WRITE_BYTES or time.monotonic() - written > WRITE_SECONDS:
                total += await _write(part, waiting)
                written = time.monotonic()
                told(total)
    finally:
        # What came counts, however it ended.
        if waiting and total + len(waiting) <= size:
            total += await asyncio.shield(_write(part, waiting))
            told(total)
    if total != size:
        raise _unavailable("cut", urlsplit(url).hostname or "")


async def _write(part: Path, waiting: bytearray) -> int:
    data = bytes(waiting)
    waiting.clear()
    with disk_errors():
        await asyncio.to_thread(_append, part, data)
    return len(data)


def _append(part: Path, data: bytes) -> None:
    with part.open("ab") as file:
        file.write(data)


def _cut(part: Path, length: int) -> None:
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("ab") as file:
        file.truncate(length)


def _refused(reason: str, url: str, **details: Any) -> BadResponse:
    return BadResponse("this is not the model's file", reason=reason, host=urlsplit(url).hostname, **details)


def _unavailable(reason: str, host: str) -> StudioError:
    return ProviderUnavailable("the model could not be fetched", reason=reason, host=host, passing=True)
