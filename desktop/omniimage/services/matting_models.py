"""The matting models on this machine: which there are, fetching them, bringing one's own, removing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from omniimage.contracts.base import ErrorInfo
from omniimage.contracts.image_tools import MattingModel
from omniimage.errors import BadRequest, BadResponse, NotFound, ProviderUnavailable, StudioError
from omniimage.events import EventBus
from omniimage.imaging.matting.contract import ModelFile, Shape
from omniimage.imaging.matting.onnx_file import check_onnx, sha256_of
from omniimage.providers.model_files import fetch
from omniimage.services.matting_files import ModelFiles
from omniimage.services.matting_manifest import Manifest, ManifestModel
from omniimage.services.outcome import error_info
from omniimage.settings import SettingsStore
from omniimage.storage.files import on_disk

BUILTIN = "builtin"
AUTO = "auto"
FIRST_CHOICE = "u2net"
NEWS_SECONDS = 0.2
MEASURE_SECONDS = 0.5

Probe = Callable[[Path], Awaitable[Shape]]


@dataclass
class _Speed:
    """Bytes per second, the last seconds counting most."""

    bytes_per_second: float | None = None
    told: float = 0.0
    _at: float = field(default_factory=time.monotonic)
    _received: int | None = None

    def hear(self, received: int) -> None:
        moment = time.monotonic()
        if self._received is None or received < self._received:
            self._at, self._received = moment, received
        elif moment - self._at >= MEASURE_SECONDS:
            fresh = (received - self._received) / (moment - self._at)
            last = self.bytes_per_second
            self.bytes_per_second = fresh if last is None else 0.3 * fresh + 0.7 * last
            self._at, self._received = moment, received


class MattingModels:
    """`probe` says which contract a file of the user's own keeps, or raises `BadRequest`; `let_go` closes what is loaded."""

    def __init__(
        self,
        files: ModelFiles,
        manifest: Manifest,
        settings: SettingsStore,
        bus: EventBus,
        probe: Probe,
        let_go: Callable[[], None],
    ) -> None:
        self._files = files
        self._manifest = manifest
        self._settings = settings
        self._bus = bus
        self._probe = probe
        self._let_go = let_go
        self._running: dict[str, asyncio.Task[None]] = {}
        self._speeds: dict[str, _Speed] = {}
        self._errors: dict[str, ErrorInfo] = {}

    async def all(self) -> list[MattingModel]:
        """Those of the manifest, then the user's own."""
        return await on_disk(self._list, "the models cannot be looked at")

    async def get(self, name: str) -> MattingModel:
        """Raises `NotFound`."""
        for model in await self.all():
            if model.name == name:
                return model
        raise NotFound("no such matting model", model=name)

    async def chosen(self, name: str) -> ModelFile | None:
        """The file to cut out with; none: the built-in method. Raises `ModelMissing`, `NotFound`."""

        def work() -> ModelFile | None:
            wanted = self._default() if name == AUTO else name
            return None if wanted == BUILTIN else self._files.find(wanted)

        return await on_disk(work, "the models cannot be looked at")

    async def found_damaged(self, file: ModelFile) -> None:
        """A loaded file turned out to be another than it should be: say so from now on."""
        await on_disk(lambda: self._files.found_damaged(file), "the model cannot be looked at")
        self._publish(await self.get(file.name))

    async def download(self, name: str, mirror: str = "") -> MattingModel:
        """Begin to fetch a model, or go on; returns at once. Raises `NotFound`, `BadRequest`, `StorageFull`.

        `mirror`: one of the model's `mirrors`; the https address of a folder that holds `<name>.onnx`; empty: each in turn.
        """
        model = self._manifest.get(name)
        if model is None:
            raise NotFound("no such matting model", model=name)
        urls = model.addresses(mirror)
        if not urls:
            raise BadRequest("no such mirror", mirror=mirror, mirrors=model.mirrors)
        if name not in self._running:
            state, received = await on_disk(lambda: self._files.state(name), "the model cannot be looked at")
            if state != "installed":
                missing = model.size - (received if state == "paused" else 0)
                await on_disk(lambda: self._files.needs(missing), "the model cannot be stored")
                # Of two presses at once one fetches.
                if name not in self._running:
                    self._errors.pop(name, None)
                    self._speeds[name] = _Speed()
                    self._running[name] = asyncio.create_task(self._run(model, urls))
        return await self.get(name)

    def is_downloading(self, name: str) -> bool:
        return name in self._running

    async def wait(self, name: str) -> None:
        """Until its download has ended, where there is one."""
        if task := self._running.get(name):
            await asyncio.wait({task})

    async def pause(self, name: str) -> None:
        """Stop fetching; what came stays, and `download` goes on from there."""
        if task := self._running.get(name):
            task.cancel()
            await asyncio.wait({task})

    async def import_file(self, source: Path, label: str) -> MattingModel:
        """Copy in a model file of the user's: one of the manifest is known by its checksum, another must keep a contract.

        Raises `BadRequest` with `reason` (empty, html, not_onnx, external_data, wrong_shapes, cannot_run), `NotFound`,
        `StorageFull`, `StorageFailed`.
        """
        if not await asyncio.to_thread(source.is_file):
            raise NotFound("no such file", file=label)
        await on_disk(lambda: check_onnx(source), "the file cannot be read")
        listed = self._files.is_listed(await on_disk(lambda: sha256_of(source), "the file cannot be read"))
        contract = None if listed else await self._probe(source)
        name = await on_disk(lambda: self._files.add(source, label, contract), "the model cannot be stored")
        model = await self.get(name)
        self._publish(model)
        return model

    async def remove(self, name: str) -> None:
        """Remove a model's file, or what came of it. Raises `NotFound`, `BadRequest` for one that came with the program."""
        await self.pause(name)
        self._let_go()
        await on_disk(lambda: self._files.remove(name), "the model cannot be removed")
        self._errors.pop(name, None)
        if self._manifest.get(name):
            self._publish(await self.get(name))

    async def close(self) -> None:
        for name in list(self._running):
            await self.pause(name)

    async def _run(self, model: ManifestModel, urls: list[str]) -> None:
        try:
            await self._fetch_from_any(model, urls)
        except StudioError as error:
            self._errors[model.name] = error_info(error)
        finally:
            del self._running[model.name]
            self._publish(await self.get(model.name))

    async def _fetch_from_any(self, model: ManifestModel, urls: list[str]) -> None:
        for url, is_last in zip(urls, [*[False] * (len(urls) - 1), True], strict=True):
            try:
                await self._fetch(model, url)
                return
            except (BadResponse, ProviderUnavailable):
                if is_last:
                    raise

    async def _fetch(self, model: ManifestModel, url: str) -> None:
        part = self._files.part(model.name)
        # What was begun elsewhere may not fit together: then once more from the beginning.
        for is_fresh in (not part.exists(), True):
            await fetch(url, part, model.size, lambda received: self._told(model.name, received))
            if await on_disk(lambda: self._files.install(model.name), "the model cannot be stored"):
                return
            if is_fresh:
                raise BadResponse(
                    "what came is not the model", model=model.name, reason="checksum", host=urlsplit(url).hostname
                )

    def _told(self, name: str, received: int) -> None:
        speed = self._speeds[name]
        speed.hear(received)
        if time.monotonic() - speed.told >= NEWS_SECONDS:
            speed.told = time.monotonic()
            self._publish(self._entry(name, received))

    def _list(self) -> list[MattingModel]:
        names = [model.name for model in self._manifest.models] + [name for name, _ in self._files.own()]
        return [self._entry(name) for name in names]

    def _entry(self, name: str, received: int | None = None) -> MattingModel:
        model = self._files.known(name)
        listed = model if isinstance(model, ManifestModel) else None
        state, here = ("downloading", received) if received is not None else self._files.state(name)
        if name in self._running:
            state = "downloading"
        speed = self._speeds.get(name)
        return MattingModel(
            name=name,
            label=model.label,
            size=model.size,
            licence=listed.licence if listed else "",
            good_at=list(listed.good_at) if listed else [],
            state=state,
            default=self._default() == name,
            own=listed is None,
            bundled=self._files.is_bundled(name),
            mirrors=listed.mirrors if listed else [],
            received=here or 0,
            speed=speed.bytes_per_second if speed and state == "downloading" else None,
            error=self._errors.get(name),
        )

    def _default(self) -> str:
        """The user's choice where it is here, then U²-Net, then whatever is, then the built-in method."""
        names = [FIRST_CHOICE, *(model.name for model in self._manifest.models), *(name for name, _ in self._files.own())]
        wanted = self._settings.current.matting_model
        if wanted == BUILTIN:
            return BUILTIN
        here = [name for name in (wanted, *names) if name != AUTO and self._is_here(name)]
        return here[0] if here else BUILTIN

    def _is_here(self, name: str) -> bool:
        try:
            return self._files.state(name)[0] == "installed"
        except NotFound:
            return False

    def _publish(self, model: MattingModel) -> None:
        self._bus.publish("download.progress", {"id": model.name, "model": model.model_dump(mode="json")})
