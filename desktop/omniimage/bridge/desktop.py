"""WindowDesktop: what only a real window can do. Every method may be called from any thread but the window's own."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any

import platformdirs
import webview

from omniimage.bridge import attention, clipboard
from omniimage.bridge.navigation import opened
from omniimage.errors import NotFound, StorageFailed

# pywebview allows nothing but letters and spaces in the description.
IMAGE_FILES = ("Images (*.png;*.jpg;*.jpeg;*.webp;*.gif;*.avif;*.bmp;*.tif;*.tiff;*.heic;*.heif)",)

MODEL_FILES = ("ONNX models (*.onnx)",)


class WindowDesktop:
    """`leave` ends the studio in good order and returns at once. `window` is set when there is one."""

    window: webview.Window

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave
        self._progress = attention.Progress()
        # pywebview keeps the answer of a dialog in one place: two at once would swap theirs.
        self._one_dialog = threading.Lock()
        pictures = platformdirs.user_pictures_path()
        # A dialog that is given no folder opens wherever the studio was started.
        self._last_folder = str(pictures if pictures.is_dir() else Path.home())

    def ask_save_path(self, name: str) -> Path | None:
        """`None` where the dialog was closed."""
        chosen = self._ask(webview.FileDialog.SAVE, save_filename=name)
        return chosen[0] if chosen else None

    def ask_open_paths(self) -> list[Path]:
        return self._ask(webview.FileDialog.OPEN, allow_multiple=True, file_types=IMAGE_FILES)

    def ask_folder(self) -> Path | None:
        """`None` where the dialog was closed."""
        chosen = self._ask(webview.FileDialog.FOLDER)
        return chosen[0] if chosen else None

    def copy_files(self, files: list[Path]) -> None:
        clipboard.copy_files(files, self.window.native)

    def ask_model_path(self) -> Path | None:
        """A file that may be a matting model; `None` where the dialog was closed."""
        chosen = self._ask(webview.FileDialog.OPEN, file_types=MODEL_FILES)
        return chosen[0] if chosen else None

    def copy_picture(self, file: Path) -> None:
        clipboard.copy_picture(file, self.window.native)

    def reveal(self, file: Path) -> None:
        """Show the file in the system's file manager; on Linux only its folder, which every manager can."""
        try:
            subprocess.Popen(
                reveal_command(file), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            raise StorageFailed("no file manager could be opened", folder=str(file.parent), reason=error.strerror) from None

    def open_external(self, url: str) -> None:
        """Raises `NotFound` where there is no browser."""
        if not opened(url):
            raise NotFound("no browser could be opened", address=url)

    def notify(self, title: str, text: str) -> None:
        attention.notify(title, text, self.window.native)

    def show_progress(self, part: float | None) -> None:
        self._progress.show(part, self.window.native)

    def quit(self) -> None:
        self._leave()

    def _ask(self, kind: webview.FileDialog, **options: Any) -> list[Path]:
        with self._one_dialog:
            answer: str | Sequence[str] | None = self.window.create_file_dialog(kind, directory=self._last_folder, **options)
        chosen = [Path(path) for path in ([answer] if isinstance(answer, str) else answer or [])]
        if chosen:
            self._last_folder = str(chosen[0].parent)
        return chosen


def reveal_command(file: PurePath) -> list[str] | str:
    """The command that shows `file` on this system; on Windows as one line."""
    if sys.platform == "darwin":
        return ["open", "-R", str(file)]
    if sys.platform == "win32":
        # A list would have quotes around the whole argument, which the explorer does not understand.
        return f'explorer /select,"{file}"'
    return ["xdg-open", str(file.parent)]
