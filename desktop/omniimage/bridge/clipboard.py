"""A picture to the system's clipboard: Qt's own on Linux, where Qt is, and copykitten elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from omniimage.errors import ClipboardFailed


def copy_picture(file: Path, native: Any) -> None:
    """Decode `file` and put it on the clipboard. `native` is the window's own widget.

    Raises `NotAnImage`, `TooLarge`, `ClipboardFailed`.
    """
    from omniimage.imaging.decode import decode

    picture = decode(file).convert("RGBA")
    pixels = picture.tobytes()
    if sys.platform == "linux":
        _copy_by_qt(pixels, picture.width, picture.height, native)
        return
    with _by_copykitten() as copykitten:
        copykitten.copy_image(pixels, picture.width, picture.height)


def copy_files(files: Sequence[Path], native: Any) -> None:
    """Put files on the clipboard, for pasting into a folder or a message. Raises `ClipboardFailed`."""
    if sys.platform != "linux":
        with _by_copykitten() as copykitten:
            copykitten.copy_paths(*files)
        return
    from qtpy.QtCore import QMimeData, QTimer, QUrl
    from qtpy.QtGui import QGuiApplication

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    # GNOME's file manager pastes only what says so.
    data.setData("x-special/gnome-copied-files", "\n".join(["copy", *(file.as_uri() for file in files)]).encode())
    QTimer.singleShot(0, native, lambda: QGuiApplication.clipboard().setMimeData(data))


@contextmanager
def _by_copykitten() -> Iterator[Any]:
    import copykitten

    try:
        yield copykitten
    except copykitten.CopykittenError as error:
        # On Windows, for one, a program that has the clipboard open keeps all others out.
        raise ClipboardFailed("the clipboard did not take it", reason=str(error)) from None


def _copy_by_qt(pixels: bytes, width: int, height: int, native: Any) -> None:
    from qtpy.QtCore import QTimer
    from qtpy.QtGui import QGuiApplication, QImage

    # A copy: the QImage would else read `pixels` after they are gone.
    image = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGBA8888).copy()
    # With a receiver, the timer fires in the receiver's thread: the window's.
    QTimer.singleShot(0, native, lambda: QGuiApplication.clipboard().setImage(image))
