"""Starting and ending: what loads when, so that a window shows before the engine is there and loses nothing after."""

from __future__ import annotations

import logging
import platform
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from omniimage import __version__
from omniimage.bridge import raising
from omniimage.bridge.hosting import Host
from omniimage.errors import StudioError
from omniimage.logbook import Logbook
from omniimage.paths import DataPaths

if TYPE_CHECKING:
    from omniimage.app import Studio
    from omniimage.bridge.window import StudioWindow

WORKER_SECONDS = 10.0
# What the page asks first, down to its first pictures, is answered before litellm takes a core for seconds.
HEAD_START_SECONDS = 1.0
# A page that is too broken to ask still gets a studio that can be closed in good order.
UNWANTED_SECONDS = 5.0
log = logging.getLogger(__name__)


def show_window(paths: DataPaths) -> StudioError | None:
    """Show the window until it is closed. An error that kept the studio from opening is on its page, and returned."""
    from omniimage.bridge.window import StudioWindow

    with ExitStack() as ending:
        logbook = ending.enter_context(_kept_log(paths, "window"))
        host = Host(paths, "window", on_raise=lambda: window.show_in_front())
        ending.callback(host.close)
        window = StudioWindow(host, paths.settings, logbook.note_crash)
        opening = threading.Thread(target=_open_behind, args=(paths, logbook, host, window, ending), name="opening")
        # Only then: two imports at once hold each other up.
        place = window.run(on_created=opening.start)
        opening.join()
        error = host.engine.exception()
        if error is None:
            # On a full disk it opens where it was before.
            with suppress(StudioError):
                host.engine.result().parts.settings.update({"window": asdict(place)})
    return error if error is None or isinstance(error, StudioError) else StudioError("the studio could not be opened")


def serve_until(
    stop: threading.Event,
    paths: DataPaths,
    say_ready: Callable[[str, str], None],
    *,
    host: str,
    port: int,
    public_url: str,
    token: str | None,
) -> None:
    """Serve browsers and programs until `stop` is set. `say_ready` gets the URL and the token."""
    from omniimage.app import build_studio

    with ExitStack() as ending:
        logbook = ending.enter_context(_kept_log(paths, "serve"))
        served = Host(paths, "browser", host=host, port=port, public_url=public_url, token=token)
        ending.callback(served.close)
        studio = ending.enter_context(build_studio(paths, logbook))
        warm_up = ending.enter_context(WarmUp(studio))
        served.start()
        served.open(studio.api_parts, studio.bus, on_call=warm_up.start)
        say_ready(served.url, served.secrets.token)
        # Not for ever at once: on Windows a wait without end hears no Ctrl+C.
        while not stop.wait(1):
            pass


class WarmUp:
    """Loads what the first run needs, a moment after the page came, beside what the user does.

    `start` returns at once and works once.
    """

    def __init__(self, studio: Studio) -> None:
        self._first = threading.Lock()
        self._ended = threading.Event()
        self._workers = self._thread(studio.workers.warm)

    def start(self) -> None:
        from omniimage.providers import litellm_gate

        if self._first.acquire(blocking=False):
            self._workers.start()
            self._thread(litellm_gate.warm).start()

    def _thread(self, load: Callable[[], None]) -> threading.Thread:
        def wait_and_load() -> None:
            if not self._ended.wait(HEAD_START_SECONDS):
                load()

        return threading.Thread(target=wait_and_load, name="warm-up", daemon=True)

    def __enter__(self) -> WarmUp:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """A worker that is just starting must not lose its parent."""
        self._ended.set()
        if self._workers.is_alive():
            self._workers.join(WORKER_SECONDS)


@contextmanager
def _kept_log(paths: DataPaths, how: str) -> Iterator[Logbook]:
    """The log of the data folder, from before anything can fail to after the last is closed."""
    # What is wrong with the folder is told by the studio, which needs it.
    with suppress(OSError):
        paths.create()
    logbook = Logbook(paths.logs)
    logbook.open()
    log.info("studio %s begins (%s): %s, Python %s", __version__, how, platform.platform(), platform.python_version())
    try:
        yield logbook
        log.info("studio ends")
    except StudioError:
        # Expected: it is told where it was asked for.
        raise
    except Exception as error:
        logbook.note_fault(error)
        raise
    finally:
        logbook.close()


def _open_behind(paths: DataPaths, logbook: Logbook, host: Host, window: StudioWindow, ending: ExitStack) -> None:
    """Serve the page, and once that has painted and asks, load the engine; the main thread brings up the window."""
    try:
        host.start()
        host.wanted.wait(UNWANTED_SECONDS)
        from omniimage.app import build_studio

        studio = ending.enter_context(build_studio(paths, logbook))
        warm_up = ending.enter_context(WarmUp(studio))
        ending.enter_context(raising.announced(paths.root, host.url, host.secrets.raising))
        host.open(studio.api_parts, studio.bus, window.desktop, finish=studio.finish)
        if window.wait_for_page():
            warm_up.start()
    except StudioError as error:
        host.fail(error)
    except Exception as error:  # noqa: BLE001 - the page must hear of it, whatever it is
        logbook.note_fault(error)
        host.fail(StudioError("the studio could not be opened", type=type(error).__name__))
