"""The licences of everything that comes with the built app, from what the packages themselves say of it.

`python -m bundle.licences FOLDER` writes `python.txt` and `page.txt`: each part's name, version, licence, and its texts.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
# Locked for the sake of rembg's own command, and left out of the app (contents.py).
_OF_REMBG = ("numba", "llvmlite", "scipy", "scikit-image", "pymatting", "networkx", "imageio", "tifffile", "lazy-loader")
LEFT_OUT = frozenset((*_OF_REMBG, "sympy", "hf-xet"))
NOT_SAID = "not said"


@dataclass(frozen=True)
class Part:
    """One package: its name and version, the licence's name, and the texts that come with it."""

    name: str
    licence: str
    texts: tuple[str, ...]


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in (("python", python_parts()), ("page", page_parts())):
        (folder / f"{name}.txt").write_text("".join(map(_shown, parts)), encoding="utf-8")


def python_parts(lock: Path = ROOT / "requirements.lock") -> Iterator[Part]:
    """The packages of the lock that are installed here: those of other systems are not."""
    yield Part(f"Python {sys.version.split()[0]}", "PSF-2.0", _python_text())
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE):
        if name not in LEFT_OUT:
            try:
                yield _python_part(distribution(name))
            except PackageNotFoundError:
                continue


def page_parts(folder: Path = ROOT / "frontend") -> Iterator[Part]:
    """What the page is built of; the tools that only build or test it are no part of it."""
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    for place, facts in packages.items():
        if place and not facts.get("dev") and (folder / place).is_dir():
            texts = [
                file.read_text("utf-8", "replace") for file in sorted((folder / place).iterdir()) if _is_text(file.name)
            ]
            name = place.rpartition("node_modules/")[2]
            yield Part(f"{name} {facts['version']}", facts.get("license", NOT_SAID), tuple(texts))


def _python_part(package: Distribution) -> Part:
    about = package.metadata
    licence = next((about[field] for field in ("License-Expression", "License") if field in about), "")
    if not licence or "\n" in licence:
        kinds = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License")]
        licence = ", ".join(kinds) or licence.partition("\n")[0] or NOT_SAID
    files = [file for file in package.files or () if ".dist-info" in str(file) and _is_text(str(file))]
    texts = [Path(str(file.locate())).read_text("utf-8", "replace") for file in sorted(files, key=str)]
    return Part(f"{about['Name']} {package.version}", licence, tuple(texts))


def _is_text(name: str) -> bool:
    return TEXT_FILE.search(name) is not None


def _python_text() -> tuple[str, ...]:
    file = Path(sys.base_prefix, "lib", f"python{sys.version_info.major}.{sys.version_info.minor}", "LICENSE.txt")
    return (file.read_text("utf-8", "replace"),) if file.exists() else ()


def _shown(part: Part) -> str:
    rule = "=" * 78
    return f"{rule}\n{part.name}\nLicence: {part.licence}\n{rule}\n\n" + "\n\n".join(part.texts) + "\n\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
