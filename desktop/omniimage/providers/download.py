"""Fetch a picture that an answer points to. The address is outside content: hostile until shown otherwise.

Only https, or the provider's own origin. Every hop is resolved, each resolved address checked, and the connection made to
the checked address itself, so that a second look at DNS cannot lead elsewhere. No key is sent.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import IO, Any
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from omniimage.errors import BadResponse, StudioError, TooLarge
from omniimage.providers.network import CONNECT_SECONDS, USER_AGENT, is_local_name, origin, proxy_for, tls
from omniimage.providers.pay_once import MAX_ANSWER_BYTES, disk_errors

MAX_HOPS = 5
TOTAL_SECONDS = 180.0
STALL_SECONDS = 30.0
TRIES = 3

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# All that may stand in an address as it is: one that is signed must not be written anew.
_OF_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"


async def download(url: str, target: IO[bytes], base_url: str) -> None:
    """Write what is at `url` to `target`. `base_url`: the provider's own address, which may be local.

    Raises `TooLarge`, or `BadResponse` with a reason: `malformed`, `not_https`, `inner_address`, `redirects`, `http`,
    `unreachable`, `timeout`. The call was paid for by then: `charged` is "yes". Asking again costs nothing, so a fault that
    may pass (`passing` in the details) is tried three times.
    """
    for attempt in range(1, TRIES + 1):
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                await _fetch(url, target, base_url)
            return
        except StudioError as error:
            if attempt == TRIES or not error.details.get("passing"):
                raise
        except ValueError:
            # From the parsers of addresses, for a port or a host that is none.
            raise _refused("malformed", "") from None
        except (TimeoutError, httpcore.TimeoutException):
            if attempt == TRIES:
                raise _refused("timeout", url, passing=True) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, OSError):
            if attempt == TRIES:
                raise _refused("unreachable", url, passing=True) from None
        target.seek(0)
        target.truncate()
        await asyncio.sleep(0.3 * attempt)


async def _fetch(url: str, target: IO[bytes], base_url: str) -> None:
    base_host = urlsplit(base_url).hostname or ""
    own = await addresses(base_host) if is_local_name(base_host) else ()
    for _ in range(MAX_HOPS):
        url = quote(url, safe=_OF_ADDRESSES)
        check_scheme(url, base_url, own)
        async with pool_for(url, own) as pool:
            location = await _get(pool, url, target)
        if location is None:
            return
        url = urljoin(url, location)
    raise _refused("redirects", url)


async def _get(pool: httpcore.AsyncConnectionPool, url: str, target: IO[bytes]) -> str | None:
    """Write the body of a good answer; `None` then, else where it leads on."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    headers = [("host", host), ("user-agent", USER_AGENT), ("accept-encoding", "identity")]
    limits = {"connect": CONNECT_SECONDS, "read": STALL_SECONDS, "write": STALL_SECONDS, "pool": STALL_SECONDS}
    async with pool.stream("GET", url, headers=headers, extensions={"timeout": limits}) as response:
        status: int = response.status
        location = next((value for name, value in response.headers if name.lower() == b"location"), None)
        if status in (301, 302, 303, 307, 308) and location is not None:
            return location.decode("latin-1")
        if status != 200:
            raise _refused("http", url, status=status, passing=status >= 500 or status in (408, 425, 429) or None)
        total = 0
        async for chunk in response.aiter_stream():
            total += len(chunk)
            if total > MAX_ANSWER_BYTES:
                raise TooLarge("the picture is too large", limit=MAX_ANSWER_BYTES, charged="yes")
            with disk_errors():
                target.write(chunk)
    return None


def check_scheme(url: str, base_url: str, own: Iterable[Address]) -> None:
    """Https, or the provider's own origin. Raises `BadResponse`."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _refused("not_https", url)
    is_own = origin(url) == origin(base_url) or (own and is_local_name(parts.hostname))
    if parts.scheme == "http" and not is_own:
        raise _refused("not_https", url)


def pool_for(url: str, own: Iterable[Address]) -> httpcore.AsyncConnectionPool:
    """Connections that go to public addresses alone, and to `own`."""
    proxy = proxy_for(url)
    if proxy is None:
        return httpcore.AsyncConnectionPool(ssl_context=tls(), network_backend=_CheckedBackend(own))
    # Behind a proxy it is the proxy that resolves, in its own network; only the name itself can be judged here.
    return httpcore.AsyncHTTPProxy(proxy, ssl_context=tls())


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses, and to those of a provider that is itself local."""

    def __init__(self, own: Iterable[Address]) -> None:
        self._own = frozenset(own)
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.AsyncNetworkStream:
        allowed = [each for each in await addresses(host) if is_public(each) or each in self._own]
        if not allowed:
            raise _refused("inner_address", host)
        problem: Exception = httpcore.ConnectError("no address")
        for address in allowed:
            try:
                return await self._backend.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


def is_public(address: Address) -> bool:
    """Whether an address lies in the open internet, also when it is wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


async def addresses(host: str) -> tuple[Address, ...]:
    """What a host's name stands for; raises `socket.gaierror`."""
    try:
        return (ipaddress.ip_address(host.strip("[]").partition("%")[0]),)
    except ValueError:
        pass
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found))


def _refused(reason: str, url: str, **details: Any) -> BadResponse:
    """Names the host only: the rest of the address may hold secrets."""
    host = urlsplit(url).hostname if "//" in url else url or None
    return BadResponse(
        "the picture could not be fetched", cause="download", reason=reason, host=host, charged="yes", **details
    )
