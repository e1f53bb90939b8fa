"""Connections to providers: shared limits and certificates, the user's proxy, never a second-hand connection."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
import urllib.request
import weakref
from functools import cache
from urllib.parse import urlsplit

import httpx
from httpcore._async.http11 import AsyncHTTP11Connection

# An answer has megabytes: what the socket gives at once (asyncio reads 256 KiB) shall not be cut into four.
AsyncHTTP11Connection.READ_NUM_BYTES = 1 << 18
CONNECT_SECONDS = 20.0
USER_AGENT = "OmniImage-Studio"

_pools: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str | None, httpx.AsyncHTTPTransport]]
_pools = weakref.WeakKeyDictionary()


def transport_for(url: str) -> httpx.AsyncHTTPTransport:
    """The shared transport of the running loop for that address.

    It keeps no connection for a second use: one may be half dead, and then a POST that died on it could not be told from
    one that was billed.
    """
    proxy = proxy_for(url)
    pools = _pools.setdefault(asyncio.get_running_loop(), {})
    if proxy not in pools:
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
        pools[proxy] = httpx.AsyncHTTPTransport(verify=tls(), limits=limits, proxy=proxy)
    return pools[proxy]


def client() -> httpx.AsyncClient:
    """For small unbilled calls (key check, list of models). Follows no redirect: it carries a key."""
    timeout = httpx.Timeout(30.0, connect=CONNECT_SECONDS)
    return httpx.AsyncClient(transport=_ByAddress(), timeout=timeout, trust_env=False, follow_redirects=False)


def proxy_for(url: str) -> str | None:
    """The system's HTTP proxy for an https address; `None` for addresses on this machine or network."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or is_local_name(host) or urllib.request.proxy_bypass(host):
        return None
    proxy = urllib.request.getproxies().get("https", "")
    return proxy if proxy.startswith(("http://", "https://")) else None


def is_local_name(host: str) -> bool:
    """Whether the name alone says that it is on this machine or network."""
    if host == "localhost" or host.endswith((".local", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


@cache
def tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)


class _ByAddress(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await transport_for(str(request.url)).handle_async_request(request)
