"""For every test: a home of its own, no keychain, no key, no proxy, and no network but this machine's loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.wire import faults

ROOT = Path(__file__).resolve().parents[1]
HOME_VARIABLES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
XDG = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state"}
LEFT_OUT = ("_API_KEY", "_TOKEN", "_PROXY", "_proxy")

_strayed: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Children get it too: the environment is what Chromium, Qt and a second studio read."""
    home = tmp_path_factory.mktemp("home")
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.endswith(LEFT_OUT)]:
            patch.delenv(name)
        for name in HOME_VARIABLES:
            patch.setenv(name, str(home))
        for name, folder in XDG.items():
            patch.setenv(name, str(home / folder))
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        patch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        patch.setenv("OMNIIMAGE_NO_KEYCHAIN", "1")
        patch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT / "desktop"), str(ROOT))))
        yield


@pytest.fixture(autouse=True)
def _own_studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNIIMAGE_HOME", str(tmp_path / "studio"))


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """A test that reaches beyond loopback fails, even where the code under test swallows the refusal."""
    _strayed.clear()
    yield
    if _strayed:
        pytest.fail(f"reached for the network: {', '.join(sorted(set(_strayed)))}")


@pytest.fixture(autouse=True)
def _whole_servers() -> Iterator[None]:
    """A test in which a loopback server broke by itself fails: what it saw was no provider's doing."""
    faults.taken()
    yield
    if broken := faults.taken():
        pytest.fail(f"a server of the tests broke: {'; '.join(broken)}")


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host in ("", "localhost")
    return address.is_loopback


def _guard(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: it sees every socket of this process, whichever library opened it."""
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            _strayed.append(f"{address[0]}:{address[1]}")
            raise ConnectionRefusedError(f"tests stay on loopback, not {address[0]}")
    elif event == "socket.getaddrinfo":
        host = args[0].decode() if isinstance(args[0], bytes) else args[0] or ""
        if not _is_loopback(host) and not _is_numeric(host):
            # No name is known here, as on a machine without a network. That alone is no fault of the test.
            raise socket.gaierror(socket.EAI_NONAME, f"tests resolve no names, not {host}")


def _is_numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


sys.addaudithook(_guard)
