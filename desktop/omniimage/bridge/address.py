"""Where one launch is reached and by which secrets. Loads quickly: the window needs it before anything else."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
import sys
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from omniimage.errors import BadRequest

Mode = Literal["window", "browser"]


@dataclass
class Secrets:
    """The secrets of one launch. `token` is for programs and the browser's log-in; `launch` opens one window, once."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    launch: str | None = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    raising: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    cookie_name: str = field(default_factory=lambda: f"omni_{secrets.token_hex(8)}")
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    def take_launch(self, given: str) -> bool:
        """Whether `given` is the launch token; it is spent with that."""
        if self.launch is None or not same(given, self.launch):
            return False
        self.launch = None
        return True


@dataclass(frozen=True)
class Address:
    """Where the server is reached. `public_url`: `public_origin` of a TLS proxy before it, empty where there is none."""

    host: str
    port: int
    public_url: str = ""

    @property
    def url(self) -> str:
        shown = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host
        return self.public_url or f"http://{_bracketed(shown)}:{self.port}"

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    def origin_of(self, host_header: str) -> str | None:
        """The origin that belongs to a `Host` header, `None` where the header is not ours."""
        if self.public_url and host_header == urlsplit(self.public_url).netloc:
            return self.public_url
        names = {self.host, "localhost"} if is_loopback(self.host) else {self.host}
        if host_header in {f"{_bracketed(name)}:{self.port}" for name in names} or self._is_bare_address(host_header):
            return f"http://{host_header}"
        return None

    def _is_bare_address(self, host_header: str) -> bool:
        """Listening on all interfaces, any of the machine's numeric addresses is ours; those cannot be re-bound by DNS."""
        if self.host not in ("0.0.0.0", "::"):
            return False
        host, _, port = host_header.rpartition(":")
        return port == str(self.port) and _is_ip(host.strip("[]"))


def public_origin(given: str) -> str:
    """The address of a proxy as browsers write it in `Host` and `Origin`; empty where none is given. Raises `BadRequest`."""
    if not given:
        return ""
    try:
        parts = urlsplit(given)
        name, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        name, port = "", None
    usual = {"https": 443, "http": 80}.get(parts.scheme) if name else None
    if usual is None or parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise BadRequest("a public URL is like https://studio.example, with nothing after the name", url=given)
    return f"{parts.scheme}://{_bracketed(name)}" + ("" if port in (None, usual) else f":{port}")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; `port` 0 lets the system choose. Raises `BadRequest` where the address cannot be had."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # Without its protocol named, asyncio leaves Nagle's algorithm on, and every answer waits 40 ms.
        listener = socket.socket(family, kind, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # there the option lets another program take the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(256)
    except OSError as error:
        raise BadRequest("this address cannot be listened on", host=host, port=port, reason=error.strerror) from None
    return listener


def same(given: str, expected: str) -> bool:
    """Constant-time; an empty secret is never right."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
