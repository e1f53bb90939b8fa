"""What this machine lacks for the window. Found out beforehand: Qt itself would abort the process."""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import socket
import sys
import webbrowser
from collections.abc import Iterable
from pathlib import Path

DISPLAYLESS = frozenset({"offscreen", "minimal", "vnc"})

# Shared library → Debian package. Qt loads all of these anyway, so that looking costs nothing.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libnss3.so": "libnss3",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-dri3.so.0": "libxcb-dri3-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
}
# How Microsoft's updater calls it, and the versions of it that come before their time.
WEBVIEW2 = (
    "{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}",
    "{2CD8A007-E189-409D-A2C8-9AF4EF3C72AA}",
    "{0D50BFEC-CD6A-4F9A-964C-C7416E3ACB10}",
    "{65C35B14-6C1D-4122-AC46-7148CC9D6497}",
)
# With an older one pywebview would show the page in Internet Explorer, which cannot run it.
FIRST_WEBVIEW2 = 86
WEBVIEW2_SETUP = "https://go.microsoft.com/fwlink/p/?LinkId=2124703"
GET_WEBVIEW2 = ("winget", "install", "--id", "Microsoft.EdgeWebView2Runtime", "-e")
WITHOUT_WEBVIEW2 = {
    "en": "OmniImage Studio shows its window with Microsoft Edge WebView2, which is missing on this computer or too old.\n\n"
    "OK downloads its setup from Microsoft. Run that, then start the studio again.",
    "zh": "OmniImage Studio 的窗口需要 Microsoft Edge WebView2，此电脑上没有安装它，或版本过旧。\n\n"
    "点击“确定”从微软下载安装程序。安装完成后，请重新启动 OmniImage Studio。",
    "ru": "Окну OmniImage Studio нужен компонент Microsoft Edge WebView2: на этом компьютере его нет или он устарел.\n\n"
    "Кнопка «OK» загрузит программу установки с сайта Microsoft. Запустите её, а затем снова откройте студию.",
}
# Renamed in Debian 13, Ubuntu 24.04 and what is made of them.
DPKG_INFO = Path("/var/lib/dpkg/info")
RENAMED = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}


def window_problem() -> str | None:
    """Why no window can open here, in one line that says what to do; `None` where one can."""
    if sys.platform == "win32":
        get = f"{' '.join(GET_WEBVIEW2)}, or the setup at {WEBVIEW2_SETUP}"
        return None if has_webview2() else f"The window needs Microsoft's WebView2, not too old. Install it: {get}"
    if sys.platform != "linux":
        return None
    if not has_display():
        return "There is no display here. Use the studio in a browser instead: omniimage serve"
    if missing := missing_packages():
        return f"The window needs system libraries that are missing. Install them: apt-get install {' '.join(missing)}"
    return None


def show_problem() -> None:
    """In a box, on Windows: a program of the window has no terminal to say it in. It leads to what is missing."""
    if sys.platform == "win32":
        from omniimage.settings import system_language

        text, ok_or_cancel, warning, ok = WITHOUT_WEBVIEW2[system_language()], 0x1, 0x30, 1
        if ctypes.windll.user32.MessageBoxW(None, text, "OmniImage Studio", ok_or_cancel | warning) == ok:
            webbrowser.open(WEBVIEW2_SETUP)


def repair_command() -> list[str] | None:
    """What would bring what the window lacks; `None` where nothing lacks, or where this user may not."""
    if sys.platform == "win32":
        return None if has_webview2() else list(GET_WEBVIEW2)
    missing = missing_packages() if sys.platform == "linux" else []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        return ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    return None


def has_webview2() -> bool:
    """Whether Microsoft's WebView2 is there, for all users or this one, and new enough. Windows alone."""
    if sys.platform != "win32":
        return False
    import winreg

    places = ((winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\WOW6432Node"), (winreg.HKEY_CURRENT_USER, "Software"))
    for client, (hive, above) in itertools.product(WEBVIEW2, places):
        try:
            with winreg.OpenKey(hive, rf"{above}\Microsoft\EdgeUpdate\Clients\{client}") as key:
                if int(str(winreg.QueryValueEx(key, "pv")[0]).partition(".")[0]) >= FIRST_WEBVIEW2:
                    return True
        except (OSError, ValueError):
            continue
    return False


def has_display() -> bool:
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in DISPLAYLESS:
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), wayland).exists():
        return True
    return _answers(os.environ.get("DISPLAY", ""))


def missing_packages() -> list[str]:
    """Debian packages of the libraries that cannot be loaded, as this system calls them."""
    return named_here(package for library, package in QT_LIBRARIES.items() if not _loads(library))


def named_here(packages: Iterable[str], installed: Path = DPKG_INFO) -> list[str]:
    """Systems that renamed some for 64-bit times, rolling ones too, have such a package in the barest installation."""
    is_renamed = any(installed.glob("lib*t64*.list"))
    return [RENAMED.get(package, package) if is_renamed else package for package in packages]


def _answers(display: str) -> bool:
    """Whether the X server of `DISPLAY` is there. One of another machine is taken at its word."""
    host, _, number = display.rpartition(":")
    if not number:
        return False
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number.partition('.')[0]}"
    for address in (path, f"\0{path}"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            try:
                connection.connect(address)
            except OSError:
                continue
            return True
    return False


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
