"""The commands: open the window (without a command), serve, people, generate, chat, models, doctor."""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from omniimage import __version__
from omniimage.errors import BadRequest, StudioError
from omniimage.paths import DataPaths
from omniimage.shell import parsers

OK, FAILED, CANNOT_START = 0, 1, 2
MIN_TOKEN_CHARS = 16


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, 1 where it failed, 2 where it could not begin."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for terminal in logging.getLogger().handlers:
        terminal.setLevel(logging.WARNING)
    try:
        code: int = given.run(given)
    except StudioError as error:
        details = "".join(f"\n  {name}: {value}" for name, value in error.details.items())
        return _say(f"omniimage: {error.message}{details}", CANNOT_START if isinstance(error, BadRequest) else FAILED)
    return code


def open_window(given: argparse.Namespace) -> int:
    from omniimage.bridge import raising
    from omniimage.bridge.system_check import show_problem, window_problem

    if problem := window_problem():
        show_problem()
        return _say(problem, CANNOT_START)
    paths = DataPaths.default(given.data_dir)
    if raising.raise_other(paths.root):
        return _say("The studio is open already; its window is in front now.", OK)

    from omniimage.launch import show_window

    error = show_window(paths)
    return _end(_say(f"omniimage: {error.message}", FAILED) if error else OK)


def serve(given: argparse.Namespace) -> int:
    from omniimage.bridge.address import is_loopback
    from omniimage.storage.people import are_there

    token, paths = _token(given.token_file), DataPaths.default(given.data_dir)
    if token is None and are_there(paths.database):
        # People come in by their own tokens, and nobody else does.
        token = ""
    if not is_loopback(given.host) and token is None:
        raise BadRequest(
            "to listen beyond this machine, first say who may come in: `omniimage people add NAME --admin` gives each "
            "person a token (one for everybody: OMNIIMAGE_TOKEN or --token-file). And put TLS before it: keep --host "
            "127.0.0.1, let a proxy such as Caddy or nginx hold the certificate, and name it by --public-url https://…"
        )

    from omniimage.launch import serve_until

    stop = threading.Event()
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: stop.set())
    serve_until(
        stop,
        paths,
        _say_ready,
        host=given.host,
        port=given.port,
        public_url=given.public_url,
        token=token,
    )
    return _end(OK)


def models(given: argparse.Namespace) -> int:
    from omniimage.app import build_studio

    studio = build_studio(DataPaths.default(given.data_dir))
    studio.loop.start()
    try:
        found = studio.loop.call(studio.api_parts.models.list(given.kind))
    finally:
        studio.loop.stop()
    for model in sorted(found, key=lambda model: (not model.available, model.id)):
        state = "ready" if model.available else (model.reason or "").replace("_", " ")
        print(f"{model.id:<56} {state:<12} {model.label}")
    return OK


def download_models(given: argparse.Namespace) -> int:
    from omniimage import fetch_models

    return fetch_models.run(given.names, DataPaths.default(given.data_dir), given.mirror, given.into)


def doctor(given: argparse.Namespace) -> int:
    from omniimage import doctor

    return doctor.run(DataPaths.default(given.data_dir), rebuild=given.rebuild, repair=given.repair)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="omniimage", description="OmniImage Studio. Without a command: the window.")
    parser.add_argument("--version", action="version", version=f"omniimage {__version__}")
    parser.set_defaults(run=open_window)
    _add_data_dir(parser, None)
    # A command's own default must not undo what was given before the command.
    shared = argparse.ArgumentParser(add_help=False)
    _add_data_dir(shared, argparse.SUPPRESS)
    commands = parser.add_subparsers(title="commands", metavar="")

    serving = commands.add_parser("serve", parents=[shared], help="the same studio in a browser, and for programs")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    serving.add_argument("--port", type=_port, default=0, help="default: any free one")
    serving.add_argument("--token-file", type=Path, metavar="FILE", help="holds the token (or OMNIIMAGE_TOKEN)")
    serving.add_argument("--public-url", default="", metavar="URL", help="the address of the TLS proxy before it")
    serving.set_defaults(run=serve)

    parsers.add_to(commands, shared)
    parsers.add_people(commands, shared)

    listing = commands.add_parser(
        "models", parents=[shared], help="list the models and whether each can be used; fetch matting models"
    )
    listing.add_argument("--kind", choices=("image", "chat"), default="image")
    listing.set_defaults(run=models)
    fetching = listing.add_subparsers(title="commands", metavar="").add_parser(
        "download", parents=[shared], help="fetch matting models, which cut subjects out"
    )
    fetching.add_argument("names", nargs="+", metavar="NAME", help="such as u2net, isnet-general-use")
    fetching.add_argument("--mirror", default="", metavar="HOST", help="one of the model's hosts, or the URL of a folder")
    fetching.add_argument("--into", type=Path, metavar="DIR", help="default: the data folder")
    fetching.set_defaults(run=download_models)

    checking = commands.add_parser("doctor", parents=[shared], help="say what is missing on this machine, and put it right")
    checking.add_argument("--repair", action="store_true", help="put right what can be")
    checking.add_argument("--rebuild", action="store_true", help="bring back the library from the images' sidecars")
    checking.set_defaults(run=doctor)
    return parser


def _add_data_dir(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument("--data-dir", metavar="DIR", default=default, help="where all is kept (or OMNIIMAGE_HOME)")


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return port


def _token(file: Path | None) -> str | None:
    """The token given from outside. Never an argument: every user of the machine can read those."""
    try:
        token = file.read_text("utf-8").strip() if file else os.environ.pop("OMNIIMAGE_TOKEN", "")
    except (OSError, UnicodeDecodeError):
        raise BadRequest("the token file cannot be read", file=str(file)) from None
    if token and (len(token) < MIN_TOKEN_CHARS or not token.isascii() or not token.isprintable()):
        raise BadRequest(f"the token must be {MIN_TOKEN_CHARS} or more printable ASCII characters")
    return token or None


def _say_ready(url: str, token: str) -> None:
    """Exactly one line on standard output, for programs; what a library may still print goes with the hints."""
    print(json.dumps({"url": url, "token": token}), flush=True)
    sys.stdout = sys.stderr
    _say(f"OmniImage Studio is ready: {url}/{f'?token={token}' if token else ''}\nCtrl+C ends it.", OK)


def _end(code: int) -> int:
    """All that matters is closed and on disk; Qt's threads and a half-loaded library would make the exit a gamble."""
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr, flush=True)
    return code
