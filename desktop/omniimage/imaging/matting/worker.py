"""The life of the matting process: take work from the pipe, do two at a time, answer. Ends when its studio does."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from omniimage.errors import NotAnImage, StorageFailed, StudioError, TooLarge
from omniimage.imaging.matting.memory import keep_small

AT_ONCE = 2


def serve(pipe: Connection, threads: int) -> None:
    """`pipe` brings `(id, function, arguments)` and gets `(id, result, error)`. `threads`: those of one inference."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMNIIMAGE_MATTING_THREADS"] = str(threads)
    keep_small()
    sending = threading.Lock()

    def work(id: int, fn: Any, args: tuple[Any, ...]) -> None:
        result, error = None, None
        try:
            result = fn(*args)
        except BaseException as raised:  # noqa: BLE001 - everything must be answered
            error = _told(raised)
        with sending:
            pipe.send((id, result, error))

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="cut-out") as pool:
        while True:
            try:
                message = pipe.recv()
            except (EOFError, OSError):
                # Whatever runs is for nobody.
                os._exit(0)
            pool.submit(work, *message)


def _told(raised: BaseException) -> StudioError:
    match raised:
        case StudioError():
            return raised
        case MemoryError():
            return TooLarge("the image does not fit in memory")
        case OSError():
            return StorageFailed("the cut-out could not be made", reason=raised.strerror or type(raised).__name__)
        case _ if type(raised).__module__.startswith("PIL"):
            return NotAnImage("the image is damaged", reason="damaged")
    return StudioError("internal error", type=type(raised).__name__, text=str(raised)[:300])
