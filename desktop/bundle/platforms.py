"""What each system wants to know of a program: its name, icon, version and signature."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from omniimage import __version__

NAME = "OmniImage Studio"
PROGRAM = NAME if sys.platform in ("darwin", "win32") else "omniimage-studio"
FOLDER = "omniimage-studio"
SINGLE_FILE = f"omniimage-studio-{__version__}"
BUNDLE_ID = "studio.omniimage.app"
MADE = Path("desktop/bundle/made")


def icon(root: Path) -> str | None:
    name = {"darwin": "icon.icns", "win32": "icon.ico"}.get(sys.platform)
    return str(root / MADE / name) if name else None


def signing(root: Path) -> dict[str, Any]:
    """Whose signature macOS sees: CODESIGN_IDENTITY's, else an ad-hoc one, which runs on the machine that built it."""
    if sys.platform != "darwin":
        return {}
    return {
        "codesign_identity": os.environ.get("CODESIGN_IDENTITY"),
        "entitlements_file": str(root / "desktop/bundle/entitlements.plist"),
        "target_arch": os.environ.get("TARGET_ARCH"),
    }


def mac_bundle() -> dict[str, Any]:
    """The Info.plist."""
    return {
        "bundle_identifier": BUNDLE_ID,
        "version": __version__,
        "info_plist": {
            "CFBundleDisplayName": NAME,
            "CFBundleShortVersionString": __version__,
            "LSApplicationCategoryType": "public.app-category.graphics-design",
            "LSMinimumSystemVersion": "12.0",
            "NSHighResolutionCapable": True,
            "NSHumanReadableCopyright": "MIT licence, the OmniImage Studio authors",
            # The page comes from the studio's own server on this machine.
            "NSAppTransportSecurity": {"NSAllowsLocalNetworking": True},
        },
    }


def windows_version(work: Path) -> str:
    """The version resource, as a file for PyInstaller."""
    numbers = (*map(int, __version__.split(".")[:3]), 0)
    strings = {
        "CompanyName": "The OmniImage Studio authors",
        "FileDescription": NAME,
        "FileVersion": __version__,
        "InternalName": "omniimage",
        "LegalCopyright": "MIT licence",
        "OriginalFilename": f"{NAME}.exe",
        "ProductName": NAME,
        "ProductVersion": __version__,
    }
    table = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    file = work / "version.txt"
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,"
        " fileType=0x1, subtype=0x0, date=(0, 0)),"
        f" kids=[StringFileInfo([StringTable('040904B0', [{table}])]),"
        " VarFileInfo([VarStruct('Translation', [1033, 1200])])])",
        encoding="utf-8",
    )
    return str(file)
