"""The licences of the engine's packages that come with the built app: `python -m bundle.licences FILE` writes them down.

Those of the page are written down when the page is built.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from omniimage.services.licences import Package, installed

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).with_name("texts")
# Locked for the sake of rembg's own command, and left out of the app (contents.py).
_OF_REMBG = ("numba", "llvmlite", "scipy", "scikit-image", "pymatting", "networkx", "imageio", "tifffile", "lazy-loader")
LEFT_OUT = frozenset((*_OF_REMBG, "sympy", "hf-xet"))
# A package may name one of these and leave the text to whoever passes it on. The lesser one adds to the general one.
STANDARD = {"lgpl-3.0": ("LGPL-3.0", "GPL-3.0"), "apache": ("Apache-2.0",)}


def main(file: Path) -> None:
    packages = [complete(package).model_dump() for package in installed(ROOT / "requirements.lock", LEFT_OUT)]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(packages, indent=1, ensure_ascii=False), encoding="utf-8")


def complete(package: Package) -> Package:
    """With the licence's standard text where the package brings none."""
    names = () if package.text else next((STANDARD[key] for key in STANDARD if key in package.identifier.lower()), ())
    texts = [(TEXTS / f"{name}.txt").read_text("utf-8") for name in names]
    return package.model_copy(update={"text": "\n\n\n".join(texts)}) if texts else package


if __name__ == "__main__":
    main(Path(sys.argv[1]))
