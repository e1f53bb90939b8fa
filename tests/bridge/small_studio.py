"""A real server over a real EventBus and loop; the Api and library behind it are small and of this folder."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import httpx

from omniimage.bridge.address import Address, Mode, Secrets, listen
from omniimage.bridge.event_pump import EventPump
from omniimage.bridge.exposed import Exposed
from omniimage.bridge.identity import Identity
from omniimage.bridge.media import UploadLimits
from omniimage.bridge.pacing import Pacing
from omniimage.bridge.routes import RouteParts, build_routes
from omniimage.bridge.server import StudioServer, build_page
from omniimage.contracts.base import ErrorInfo, RequestId
from omniimage.contracts.images import Imported, RefusedFile
from omniimage.contracts.runs import RunParams
from omniimage.contracts.spend import SpendLine
from omniimage.contracts.studio import Done
from omniimage.errors import CostCap, NotFound
from omniimage.events import EventBus
from omniimage.loop import EventLoopThread

IMAGE_ID = "img_" + "0123456789ab" * 2
SVG_ID = "img_" + "ba9876543210" * 2
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
NAMES = ("add", "generate", "fails", "breaks", "odd_numbers", "odd_object", "secret_ways", "choose", "begin", "export")


class SmallApi:
    """Methods of every kind that the bridge must carry. `secret_ways` and `_private` hold what must not be reached."""

    hidden: Any = None

    def add(self, a: int, b: int = 1) -> int:
        return a + b

    def generate(self, prompt: str, selected_models: list[str], params: RunParams) -> dict[str, Any]:
        return {"length": len(prompt), "models": selected_models, "n": params.n}

    def fails(self, amount: float = 1.0) -> Done:
        raise CostCap("over the cap", amount=amount)

    def breaks(self, key: str) -> Done:
        raise RuntimeError(f"could not use {key}")

    def odd_numbers(self) -> dict[str, Any]:
        return {
            "nan": float("nan"),
            "list": [float("inf"), 1.5],
            "line": SpendLine(id="2026-11-21", spent=1, possible=2, calls=3, unpriced=0),
        }

    def odd_object(self) -> Any:
        return object()

    def choose(self, action: Literal["discard", "resend"], cursor: str | None = None) -> str:
        return f"{action} {cursor}"

    def begin(self, what: str, request_id: RequestId = "") -> list[str]:
        return [what, request_id]

    def export(self, request_id: str = "") -> str:
        return request_id

    def secret_ways(self) -> str:
        return "ok"

    def not_listed(self) -> str:
        return "reached"

    def _private(self) -> str:
        return "reached"


@dataclass
class Stored:
    path: Path
    mime_type: str


class SmallLibrary:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imported: list[tuple[str, bytes]] = []
        self.looking, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        (folder / "picture.png").write_bytes(PNG)
        (folder / "thumb.webp").write_bytes(b"RIFF0000WEBP")
        (folder / "drawing.svg").write_text("<svg onload='alert(1)'/>")

    async def original(self, img_id: str) -> Stored:
        files = {IMAGE_ID: ("picture.png", "image/png"), SVG_ID: ("drawing.svg", "image/svg+xml")}
        if img_id not in files:
            raise NotFound("there is no such image", image=img_id)
        return Stored(self.folder / files[img_id][0], files[img_id][1])

    async def thumbnail(self, img_id: str, size: int) -> Path:
        await self.original(img_id)
        return self.folder / "thumb.webp"

    async def note_saved(self, img_ids: Sequence[str]) -> None:
        pass

    async def export_name(self, img_id: str) -> str:
        return "2026-11-21_model_une idée.png"

    async def import_files(self, paths: Sequence[Path], names: Sequence[str]) -> Imported:
        refused = []
        self.looking.set()
        await asyncio.to_thread(self.may_go_on.wait, 20)
        for path, name in zip(paths, names, strict=True):
            data = path.read_bytes()
            if data.startswith(b"\x89PNG"):
                self.imported.append((name, data))
            else:
                refused.append(RefusedFile(name=name, error=ErrorInfo(code="not_an_image", message="not an image")))
        return Imported(image_ids=[f"img_{i}" for i in range(len(self.imported))], refused=refused)


@dataclass
class Running:
    server: StudioServer
    address: Address
    secrets: Secrets
    bus: EventBus
    pump: EventPump
    library: SmallLibrary
    uploads: Path
    raised: list[int]
    parts: RouteParts
    identity: Identity

    @property
    def url(self) -> str:
        return self.address.url

    @property
    def port(self) -> int:
        return self.address.port

    def program(self) -> httpx.Client:
        """A program with the token."""
        headers = {"Authorization": f"Bearer {self.secrets.token}"}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=20)

    def page(self) -> httpx.Client:
        """A page with the cookie."""
        cookies = {self.secrets.cookie_name: self.secrets.session}
        return httpx.Client(base_url=self.url, cookies=cookies, trust_env=False, timeout=20)

    def stranger(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, trust_env=False, timeout=20)

    def raw(self, request: bytes) -> bytes:
        """Bytes out, bytes in: for what a decent client would not send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


def until(condition: Callable[[], object]) -> None:
    """Wait for something another thread does."""
    deadline = time.monotonic() + 15
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.01)


def run_server(
    folder: Path,
    mode: Mode,
    host: str = "127.0.0.1",
    public_url: str = "",
    limits: UploadLimits | None = None,
    opened: bool = True,
    pacing: Pacing | None = None,
    wrong_pause: float = 0.0,
) -> Iterator[Running]:
    page, uploads, pictures = folder / "page", folder / "uploads", folder / "pictures"
    for made in (page / "assets", uploads, pictures):
        made.mkdir(parents=True)
    (page / "index.html").write_text("<!doctype html><html><head><title>t</title></head><body>page</body></html>")
    (page / "assets" / "index-abc123.js").write_text("console.log(1)")
    (page / ".env").write_text("SECRET")
    (folder / "outside.txt").write_text("OUTSIDE")
    bus, loop, raised = EventBus(), EventLoopThread(), []
    loop.start()
    pump = EventPump(bus)
    pump.start()
    library = SmallLibrary(pictures)
    listener, secrets = listen(host, 0), Secrets()
    address = Address(host, listener.getsockname()[1], public_url)
    identity = Identity(secrets, address, wrong_pause)
    app = build_page(page, secrets, identity, mode, lambda: pump.last_id, lambda: raised.append(1))
    server = StudioServer(listener, address, identity, mode, app, pacing=pacing)
    server.start()
    parts = RouteParts(Exposed(SmallApi(), NAMES), pump, library, loop, uploads, limits or UploadLimits())
    if opened:
        server.open(build_routes(parts))
    yield Running(server, address, secrets, bus, pump, library, uploads, raised, parts, identity)
    pump.close()
    server.stop()
    loop.stop()
