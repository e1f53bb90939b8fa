"""`omniimage generate`: one prompt to many models at once; each image is saved the moment it comes."""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from omniimage.errors import BadRequest, StorageFailed, StudioError
from omniimage.sdk import runner
from omniimage.sdk.image_client import ImageClient
from omniimage.sdk.results import EXTENSIONS, ImageResult
from omniimage.shell import vault_keys
from omniimage.shell.output import FAILED, OK, Output, failure, prompt_of, provider_and_name, sentence, until_stopped


def run(given: argparse.Namespace) -> int:
    """0 where every image came, 1 where one did not, 2 (`BadRequest`) where nothing was sent, 130 where it was stopped."""
    prompt = prompt_of(given.prompt)
    asked = [provider_and_name(model) for model in given.model]
    folder = _writable(given.output)
    clients = [(_client(provider, given), name) for provider, name in asked]
    output = Output()
    calls = [_Call(client, name, prompt, given, at) for client, name in clients for at in range(given.n)]
    return until_stopped(lambda: runner.run(_make_all(calls, folder, output, as_json=given.json)), output)


class _Call:
    def __init__(self, client: ImageClient, name: str, prompt: str, given: argparse.Namespace, at: int) -> None:
        self.model = f"{client.provider}/{name}"
        self._client, self._name, self._prompt, self._references = client, name, prompt, given.ref
        size = given.size or (None if given.ratio else "1024x1024")
        seed = None if given.seed is None else given.seed + at
        wanted = {"size": size, "aspect_ratio": given.ratio, "seed": seed}
        self._params = {name: value for name, value in wanted.items() if value is not None or name == "size"}

    async def make(self) -> ImageResult:
        params: dict[str, Any] = {"model": self._name, **self._params}
        if self._references:
            return await self._client.aimage_to_image(self._prompt, reference_images=self._references, **params)
        return await self._client.atext_to_image(self._prompt, **params)


async def _make_all(calls: Sequence[_Call], folder: Path, output: Output, *, as_json: bool) -> int:
    began, failed, pending = time.monotonic(), 0, {asyncio.create_task(_one(call, folder)): call for call in calls}
    while pending:
        seconds = time.monotonic() - began
        output.progress(f"{len(calls) - len(pending)} of {len(calls)} images, {seconds:.0f} s")
        done, _ = await asyncio.wait(pending, timeout=0.5, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            del pending[task]
            told = task.result()
            failed += not told["ok"]
            _tell(told, output, as_json=as_json)
    output.progress("")
    return FAILED if failed else OK


async def _one(call: _Call, folder: Path) -> dict[str, Any]:
    """The line of one image."""
    try:
        result = await call.make()
        file = await asyncio.to_thread(_save, result, folder, call.model)
    except StudioError as error:
        return {"ok": False, "model": call.model, "error": failure(error), "sentence": sentence(error)}
    facts = {
        name: result.metadata.get(name) for name in ("width", "height", "seed", "size", "cost", "seconds", "adjustments")
    }
    return {"ok": True, "model": call.model, "file": str(file), "mime_type": result.mime_type, **facts}


def _tell(told: dict[str, Any], output: Output, *, as_json: bool) -> None:
    said = told.pop("sentence", None)
    if as_json or not output.is_terminal:
        output.json(told)
    elif told["ok"]:
        output.progress("")
        output.text(f"{told['file']}\n")
    if said and (output.shows_progress or not as_json):
        output.say(said)


def _client(provider: str, given: argparse.Namespace) -> ImageClient:
    found = vault_keys.credentials(provider, given.data_dir) if given.vault else None
    return ImageClient(provider, timeout=given.timeout, credentials=found)


def _save(result: ImageResult, folder: Path, model: str) -> Path:
    """A name that is free. An image that does not fit there is kept in the folder for temporary files."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", model).strip("-.") or "image"
    suffix = EXTENSIONS[result.mime_type]
    try:
        path = _free(folder, stem, suffix)
    except (StorageFailed, OSError):
        path = Path(tempfile.mkdtemp(prefix="omniimage-")) / f"{stem}.{suffix}"
    try:
        return result.save(path)
    except StorageFailed:
        path.unlink(missing_ok=True)
        return result.save(Path(tempfile.mkdtemp(prefix="omniimage-")) / path.name)


def _free(folder: Path, stem: str, suffix: str) -> Path:
    """Claim the first free number."""
    for number in range(1, 1_000_000):
        path = folder / f"{stem}-{number:03d}.{suffix}"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            continue
        return path
    raise StorageFailed("the folder is full of such images", file=stem)


def _writable(folder: Path) -> Path:
    """Look before anything is paid for."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise BadRequest("the folder cannot be written to", folder=str(folder), reason=error.strerror) from None
