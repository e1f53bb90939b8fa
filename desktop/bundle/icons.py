"""The mark in every form a system asks for, from `frontend/src/app/icon.svg`: run after a change of it, on Linux.

`python -m bundle.icons` writes icon.ico (Windows), icon.icns (macOS) and the page's icon.png, which is the window's and
the desktop entry's too.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "frontend/src/app/icon.svg"
MADE = ROOT / "desktop/bundle/made"
WINDOW = ROOT / "frontend/public/icon.png"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
ICNS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
# On macOS a mark stands within a tenth of empty space on every side.
MAC_MARGIN = 0.09


def main() -> None:
    MADE.mkdir(exist_ok=True)
    WINDOW.parent.mkdir(exist_ok=True)
    drawn(256).save(WINDOW, optimize=True)
    _save(MADE / "icon.ico", [drawn(size) for size in ICO_SIZES])
    _save(MADE / "icon.icns", [drawn(size, MAC_MARGIN if size > 32 else 0) for size in ICNS_SIZES])


def drawn(size: int, margin: float = 0) -> Image.Image:
    """The mark at `size` pixels, each size drawn for itself; `margin` is a share of the edge."""
    canvas = QImage(size, size, QImage.Format.Format_RGBA8888)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    edge = size * margin
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge))
    painter.end()
    buffer = QBuffer()
    canvas.save(buffer, "PNG")  # type: ignore[call-overload]
    return Image.open(io.BytesIO(buffer.data().data())).convert("RGBA")


def _save(target: Path, each: list[Image.Image]) -> None:
    each[-1].save(target, sizes=[image.size for image in each], append_images=each[:-1])


if __name__ == "__main__":
    main()
