"""What the window needs of its system; Windows is asked by a registry that is written here."""

from __future__ import annotations

import ctypes
import sys
import webbrowser
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from omniimage.bridge import system_check

FOR_ALL = rf"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{system_check.WEBVIEW2[0]}"
FOR_ME = rf"HKCU\Software\Microsoft\EdgeUpdate\Clients\{system_check.WEBVIEW2[0]}"
CANARY = rf"HKCU\Software\Microsoft\EdgeUpdate\Clients\{system_check.WEBVIEW2[-1]}"


class Registry(ModuleType):
    """Key → its `pv`."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "HKLM", "HKCU"

    def __init__(self) -> None:
        super().__init__("winreg")
        self.held: dict[str, str] = {}

    def OpenKey(self, hive: str, path: str) -> Any:
        if (key := rf"{hive}\{path}") not in self.held:
            raise FileNotFoundError(key)
        return nullcontext(self.held[key])

    def QueryValueEx(self, key: str, name: str) -> tuple[str, int]:
        assert name == "pv"
        return key, 1


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    registry = Registry()
    monkeypatch.setitem(sys.modules, "winreg", registry)
    monkeypatch.setattr(sys, "platform", "win32")
    return registry


@pytest.mark.parametrize(
    ("held", "is_there"),
    [
        ({}, False),
        ({FOR_ALL: "131.0.2903.70"}, True),
        ({FOR_ME: "131.0.2903.70"}, True),
        ({CANARY: "133.0.3014.0"}, True),
        ({FOR_ALL: "0.0.0.0", FOR_ME: ""}, False),
        ({FOR_ALL: "85.0.564.70"}, False),
        ({FOR_ALL: "85.0.564.70", FOR_ME: "86.0.622.0"}, True),
    ],
)
def test_the_window_begins_only_where_it_can_be_shown(registry: Registry, held: dict[str, str], is_there: bool) -> None:
    registry.held = held
    assert system_check.has_webview2() is is_there
    problem = system_check.window_problem()
    assert problem is None if is_there else problem and "winget" in problem and "https://go.microsoft.com/" in problem


@pytest.mark.parametrize(
    ("lang", "said"), [("en_US.UTF-8", "is missing"), ("zh_CN", "没有安装"), ("Russian_Russia", "его нет")]
)
@pytest.mark.parametrize("pressed", [1, 2])
def test_what_is_missing_is_said_in_the_users_language(
    registry: Registry, monkeypatch: pytest.MonkeyPatch, lang: str, said: str, pressed: int
) -> None:
    boxes: list[tuple[Any, ...]] = []
    opened: list[str] = []

    def box(*given: Any) -> int:
        boxes.append(given)
        return pressed

    monkeypatch.setattr("locale.getlocale", lambda: (lang, "UTF-8"))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=SimpleNamespace(MessageBoxW=box)), raising=False)
    monkeypatch.setattr(webbrowser, "open", opened.append)
    system_check.show_problem()
    ((_, text, title, _),) = boxes
    assert said in text and "WebView2" in text and title == "OmniImage Studio"
    assert opened == ([system_check.WEBVIEW2_SETUP] if pressed == 1 else [])


@pytest.mark.parametrize(
    ("installed", "names"),
    [
        (["libc6:amd64.list", "libssl3:amd64.list"], ["libasound2", "libegl1"]),
        (["libc6:amd64.list", "libssl3t64:amd64.list"], ["libasound2t64", "libegl1"]),
        ([], ["libasound2", "libegl1"]),
    ],
)
def test_packages_are_called_as_this_system_calls_them(tmp_path: Path, installed: list[str], names: list[str]) -> None:
    for file in installed:
        (tmp_path / file).touch()
    assert system_check.named_here(["libasound2", "libegl1"], tmp_path) == names
    assert system_check.named_here(["libasound2"], tmp_path / "nowhere") == ["libasound2"]
