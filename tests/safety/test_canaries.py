"""Canary keys, looked for everywhere that a real studio writes, says or starts anything."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import psutil
import pytest

from omniimage.paths import resource
from tests.services.studio_at_work import MODELS
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server

CANARIES = {provider: f"sk-canary+{number}/7f3a9b2c4d5e6f70" for number, provider in enumerate(MODELS)}
SECOND = "sk-canary+second/91b8c7d6e5f40312"
HEADER = "gw-canary-5f6e7d8c9b0a1234"
REMOVED = "sk-canary+removed/0a1b2c3d4e5f6071"
MISTYPED = "sk-canary+mistyped/66a7b8c9d0e1f2"
ALL = (*CANARIES.values(), SECOND, HEADER, REMOVED, MISTYPED)
PHRASE = "correct horse canary battery"
FINAL = ("done", "failed", "refused", "cancelled", "unknown")


def spellings(secret: str) -> Iterator[bytes]:
    """The secret as it is, as a URL, JSON, hex or another encoding writes it, and in base64 wherever it may begin."""
    raw = secret.encode()
    yield from (raw, quote(secret, safe="").encode(), secret.replace("/", "\\/").encode(), raw.hex().encode())
    yield secret.encode("utf-16-le")
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        # The ends depend on what stands beside it.
        yield coded[4:-4]


NEEDLES = {spelling: secret for secret in (*ALL, PHRASE) for spelling in spellings(secret)}


def found_in(data: bytes) -> set[str]:
    return {secret for spelling, secret in NEEDLES.items() if spelling in data}


def found_in_files(*folders: Path) -> dict[str, set[str]]:
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): hits for path in paths if (hits := found_in(path.read_bytes()))}


def found_in_processes(pid: int) -> dict[str, set[str]]:
    """Arguments and environment of the studio and of all it has started."""
    hits: dict[str, set[str]] = {}
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        for name in ("cmdline", "environ"):
            try:
                data = Path(f"/proc/{process.pid}/{name}").read_bytes()
            except OSError:
                continue
            if found := found_in(data):
                hits[f"{process.pid} {name}"] = found
    return hits


class Serving:
    """A studio in a process of its own; everything it answers and says is kept."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout and process.stderr
        self.process = process
        self.answers = bytearray()
        self.said = bytearray()
        self._threads = [threading.Thread(target=self._listen, args=(process.stderr,), daemon=True)]
        told = json.loads(process.stdout.readline())
        headers = {"Authorization": f"Bearer {told['token']}"}
        self.http = httpx.Client(base_url=told["url"], headers=headers, trust_env=False, timeout=60)
        self._threads.append(threading.Thread(target=self._hear, daemon=True))
        for thread in self._threads:
            thread.start()

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        answer = self.http.post(f"/api/{method}", json=arguments)
        self.answers += answer.content + repr(answer.headers).encode()
        envelope: dict[str, Any] = answer.json()
        return envelope

    def data(self, method: str, **arguments: Any) -> Any:
        envelope = self.call(method, **arguments)
        assert envelope["ok"], envelope
        return envelope["data"]

    def get(self, path: str) -> None:
        self.answers += self.http.get(path).content

    def run(self, models: list[str]) -> list[dict[str, Any]]:
        run_id = self.data("generate_all", prompt="A lighthouse", selected_models=models, params={})["run_id"]
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            generations: list[dict[str, Any]] = self.data("get_run", run_id=run_id)["generations"]
            if all(each["state"] in FINAL for each in generations):
                return generations
            time.sleep(0.1)
        raise AssertionError("not finished")

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0
        for thread in self._threads:
            thread.join(10)

    def _listen(self, stream: Any) -> None:
        for line in stream:
            self.said += line

    def _hear(self) -> None:
        try:
            with self.http.stream("GET", "/events", timeout=None) as events:
                for piece in events.iter_raw():
                    self.said += piece
        except httpx.HTTPError:
            pass


@contextmanager
def serving(home: Path) -> Iterator[Serving]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "VIRTUAL_ENV")}
    more = {"PYTHONPATH": str(resource("desktop")), "HOME": str(home), "OMNIIMAGE_NO_KEYCHAIN": "1"}
    command = [sys.executable, "-m", "omniimage", "serve", "--data-dir", str(home / "data")]
    process = subprocess.Popen(command, env=kept | more, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield Serving(process)
    finally:
        process.kill()
        process.wait(10)


@pytest.fixture
def server() -> Iterator[WireServer]:
    with running_server() as server:
        yield server


def set_up(studio: Serving, server: WireServer) -> None:
    for provider, key in CANARIES.items():
        studio.data("save_config", provider=provider, key=key, url=server.base_url(provider))
    studio.data("set_custom_models", provider="custom_openai", names=["local-model"])
    studio.data("add_key", provider="openai", key=SECOND, label="second")
    studio.data("set_extra_headers", provider="openai", headers={"X-Gateway-Token": HEADER})


def misuse(studio: Serving) -> None:
    """What an honest page never sends: nothing of it is said back."""
    wrong: list[dict[str, Any]] = [
        {"provider": "openai", "key": f"{MISTYPED} and more", "url": ""},
        {"provider": "openai", "key": [MISTYPED], "url": ""},
        {"provider": "openai", "key": MISTYPED, "url": {"a": MISTYPED}},
        {"provider": "xai-no-such", "key": MISTYPED, "url": ""},
        {"provider": "openai", "key": MISTYPED, "url": "http://elsewhere.example"},
    ]
    for arguments in wrong:
        assert not studio.call("save_config", **arguments)["ok"]
    assert not studio.call("unlock_vault", passphrase=PHRASE)["ok"]
    assert not studio.call("set_extra_headers", provider="openai", headers={"Cookie": MISTYPED})["ok"]


def use_hard(studio: Serving, server: WireServer) -> None:
    """Good calls, and every way in which a provider may say the key back."""
    models = [*MODELS.values()]
    assert {each["state"] for each in studio.run(models)} == {"done"}
    for status in (400, 401, 402, 403, 429, 500):
        server.script = Script(status=status, echo_key=True, headers={"retry-after": "200"})
        assert "done" not in {each["state"] for each in studio.run(models)}
        for provider in MODELS:
            studio.call("check_config", provider=provider)
            studio.call("fetch_models", provider=provider)
    for provider, key in CANARIES.items():
        server.script = Script(text=f"I was given {key}", images=())
        studio.run([MODELS[provider]])
    for script in (Script(status=400, message=f"not with {HEADER}"), Script(text=f"I was given {HEADER}", images=())):
        server.script = script
        studio.run([MODELS["openai"]])
        studio.call("check_config", provider="openai")
    server.script = Script()
    for image in studio.data("list_images", query={})["images"]:
        studio.get(f"/media/{image['id']}")
        studio.get(f"/media/{image['id']}/thumb?size=320")


def care_for_the_vault(studio: Serving) -> str:
    """Undo, exports, passphrase, rotation; returns the file that may hold keys, behind its passphrase."""
    added = studio.data("add_key", provider="gemini", key=REMOVED)
    studio.data("remove_key", provider="gemini", key_id=added["keys"][-1]["id"])
    studio.data("remove_config", provider="volcengine")
    studio.data("restore_config", provider="volcengine")
    studio.data("export_settings")
    whole: str = studio.data("export_settings", passphrase=PHRASE)["text"]
    studio.data("rotate_master_key")
    studio.data("set_passphrase", passphrase=PHRASE)
    studio.data("lock_vault")
    assert not studio.call("set_passphrase", passphrase="", current="a wrong phrase")["ok"]
    studio.data("list_providers")
    studio.data("unlock_vault", passphrase=PHRASE)
    studio.data("import_settings", text=whole, passphrase=PHRASE)
    return whole


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_no_canary_gets_out(tmp_path: Path, server: WireServer) -> None:
    with serving(tmp_path) as studio:
        set_up(studio, server)
        misuse(studio)
        use_hard(studio, server)
        care_for_the_vault(studio)
        # As it runs: the write-ahead log is still there, and so are the workers.
        assert [*(tmp_path / "data").glob("studio.db-wal")]
        assert len(psutil.Process(studio.process.pid).children(recursive=True)) >= 1
        assert found_in_files(tmp_path) == {}
        assert found_in_processes(studio.process.pid) == {}
        studio.end()
    assert found_in(bytes(studio.answers)) == set() and len(studio.answers) > 100_000
    assert found_in(bytes(studio.said)) == set() and b"provider.changed" in studio.said

    with serving(tmp_path) as again:
        assert again.data("vault_status")["locked"]
        again.data("unlock_vault", passphrase=PHRASE)
        assert studio_keys_work(again, server)
        again.end()
    assert [*(tmp_path / "data" / "backups").iterdir()]
    assert found_in_files(tmp_path) == {}
    assert found_in(bytes(again.answers + again.said)) == set()
    # The search finds what it looks for: the server was shown every key.
    shown = b"".join(repr(request.headers).encode() for request in server.requests)
    assert found_in(shown) >= {*CANARIES.values(), HEADER}


def studio_keys_work(studio: Serving, server: WireServer) -> bool:
    return {each["state"] for each in studio.run([*MODELS.values()])} == {"done"}


@pytest.mark.parametrize("write", [lambda s: s.encode(), lambda s: base64.b64encode(b"x" + s.encode() + b"yz")])
def test_the_search_itself(write: Callable[[str], bytes]) -> None:
    for secret in ALL:
        assert secret in found_in(b"..." + write(secret) + b"...")
