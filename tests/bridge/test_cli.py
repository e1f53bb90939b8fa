"""The commands, as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from omniimage.paths import resource

DESKTOP = resource("desktop")


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "VIRTUAL_ENV")}
    return kept | {"PYTHONPATH": str(DESKTOP), "HOME": str(home), "OMNIIMAGE_NO_KEYCHAIN": "1"} | more


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omniimage", *arguments]
    return subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, check=False, timeout=60)


class Serving:
    """A `serve` that runs; `lines` is all it has said on standard output, complete once it has ended."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout and process.stderr
        self.hints: list[str] = []
        self._reader = threading.Thread(target=lambda: self.hints.extend(process.stderr or ()), daemon=True)
        self._reader.start()
        self.lines = [process.stdout.readline()]
        assert self.lines[0], "".join(self.hints)
        told = json.loads(self.lines[0])
        assert set(told) == {"url", "token"}
        self.url, self.token = told["url"], told["token"]

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=30)

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        code = self.process.wait(30)
        assert self.process.stdout
        self.lines += self.process.stdout.readlines()
        self._reader.join(5)
        return code


@contextmanager
def serving(home: Path, arguments: Sequence[str] = (), **more: str) -> Iterator[Serving]:
    command = [sys.executable, "-m", "omniimage", "serve", "--data-dir", str(home / "data"), *arguments]
    process = subprocess.Popen(
        command, env=environment(home, **more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield Serving(process)
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_serve_says_one_line_and_ends_cleanly(tmp_path: Path, end: signal.Signals) -> None:
    with serving(tmp_path) as studio, studio.client() as program:
        assert httpx.get(f"{studio.url}/health", trust_env=False).json() == {"ok": True}
        assert program.post("/api/studio_info").json()["data"]["transport"] == "browser"
        models = program.post("/api/list_models", json={}).json()["data"]
        assert any(model["provider"] == "offline" and model["available"] for model in models)
        assert program.post("/api/save_image", json={"img_id": "img_1"}).json()["error"]["code"] == "not_found"
        assert studio.end(end) == 0
    assert len(studio.lines) == 1
    hints = "".join(studio.hints)
    assert f"{studio.url}/?token={studio.token}" in hints
    assert "omniimage/" not in hints, "a traceback of ours"


def test_a_run_over_http_brings_images_and_events(tmp_path: Path) -> None:
    with serving(tmp_path) as studio, studio.client() as program:
        heard: list[str] = []
        with program.stream("GET", "/events") as events:
            lines = events.iter_lines()
            arguments = {"prompt": "a red fox", "selected_models": ["offline/poster"], "params": {"size": "256x256"}}
            run = program.post("/api/generate_all", json=arguments).json()["data"]
            for line in lines:
                if line.startswith("data:"):
                    event = json.loads(line[5:])
                    heard.append(event["type"])
                    if event["type"] == "generation.changed" and event["data"]["generation"]["state"] == "done":
                        break
        assert heard.index("run.added") < heard.index("image.added") < len(heard) - 1
        done = program.post("/api/get_run", json={"run_id": run["run_id"]}).json()["data"]["generations"][0]
        picture = program.get(f"/media/{done['image_ids'][0]}")
        assert picture.headers["content-type"] == "image/png"
        assert picture.content.startswith(b"\x89PNG")
        assert program.get(f"/media/{done['image_ids'][0]}/thumb?size=320").content[8:12] == b"WEBP"
        uploaded = program.post("/uploads", files={"file": ("mine.png", picture.content)}).json()["data"]
        assert len(uploaded["image_ids"]) == 1 and uploaded["refused"] == []
        assert studio.end(signal.SIGTERM) == 0


def test_a_second_studio_on_one_folder_is_locked_out(tmp_path: Path) -> None:
    with serving(tmp_path):
        second = run(tmp_path, "serve", "--data-dir", str(tmp_path / "data"))
    assert (second.returncode, second.stdout) == (1, "")
    assert "another studio" in second.stderr and "Traceback" not in second.stderr
    assert f"folder: {tmp_path / 'data'}" in second.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.org"])
def test_it_does_not_listen_beyond_the_machine_without_a_token(tmp_path: Path, host: str) -> None:
    refused = run(tmp_path, "serve", "--host", host, "--data-dir", str(tmp_path / "data"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "OMNIIMAGE_TOKEN" in refused.stderr and "TLS" in refused.stderr


def test_a_token_from_outside_is_the_token(tmp_path: Path) -> None:
    token = "a-token-of-some-length"
    (tmp_path / "token").write_text(f"{token}\n")
    with serving(tmp_path, ["--host", "0.0.0.0"], OMNIIMAGE_TOKEN=token) as studio:
        assert studio.token == token
        with studio.client() as program:
            assert program.post("/api/get_spend").json()["ok"] is True
            assert program.post("/api/get_spend", headers={"Host": "evil.example"}).status_code == 403
        assert studio.end(signal.SIGTERM) == 0
    with serving(tmp_path, ["--token-file", str(tmp_path / "token")]) as studio:
        assert studio.token == token
    for bad in ("short", "ключ-достаточной-длины"):
        assert run(tmp_path, "serve", OMNIIMAGE_TOKEN=bad).returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [("serve", "--port", "99999"), ("serve", "--port", "x"), ("serve", "--token-file", "/nowhere"), ("nonsense",)],
)
def test_bad_arguments_are_told_in_words(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = run(tmp_path, *arguments, OMNIIMAGE_HOME=str(tmp_path / "data"))
    assert ended.returncode == 2
    assert ended.stderr and "Traceback" not in ended.stderr


def test_a_taken_port_is_told_in_words(tmp_path: Path) -> None:
    with serving(tmp_path) as studio:
        port = studio.url.rpartition(":")[2]
        ended = run(tmp_path, "serve", "--port", port, "--data-dir", str(tmp_path / "other"))
    assert ended.returncode == 2
    assert "cannot be listened on" in ended.stderr and "Traceback" not in ended.stderr


def test_models_and_version(tmp_path: Path) -> None:
    listed = run(tmp_path, "models", "--data-dir", str(tmp_path / "data"))
    assert listed.returncode == 0
    assert "offline/poster" in listed.stdout and "no key" in listed.stdout
    assert run(tmp_path, "--version").stdout.startswith("omniimage 0.")


def test_what_is_only_asked_about_loads_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, omniimage.cli; print([m for m in ('litellm', 'pydantic', 'webview', 'starlette') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_the_page_is_served_before_the_engine_loads(tmp_path: Path) -> None:
    heavy = ("litellm", "pydantic", "pydantic_core", "peewee", "PIL", "numpy", "omniimage.app")
    code = f"import sys, omniimage.launch, omniimage.bridge.server; print([m for m in {heavy} if m in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_doctor(tmp_path: Path) -> None:
    data = tmp_path / "data"
    well = run(tmp_path, "doctor", "--data-dir", str(data))
    assert well.stdout.startswith(f"Data folder: {data}\n")
    assert "there is no database yet" in well.stdout.lower()
    assert "omniimage serve" in well.stdout
    (data / "studio.db").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    ill = run(tmp_path, "--data-dir", str(data), "doctor")
    assert ill.returncode == 1
    assert "damaged" in ill.stdout and "Traceback" not in ill.stderr


def test_doctor_puts_right_what_it_can(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)
    (data / "studio.db").write_bytes(b"SQLite format 3\x00" + bytes(5000))
    (data / "settings.json").write_text("{half")
    asked = run(tmp_path, "doctor", "--data-dir", str(data))
    assert "3 of these can be put right" in asked.stdout and "look into" in asked.stdout
    mended = run(tmp_path, "doctor", "--repair", "--data-dir", str(data))
    assert mended.returncode == 0 and mended.stdout.count("Put right:") == 3, mended.stdout
    assert list(data.glob("studio.damaged-*.db")) and (data / "settings.damaged.json").exists()
    assert data.stat().st_mode & 0o777 == 0o700
    again = run(tmp_path, "doctor", "--data-dir", str(data))
    assert "can be put right" not in again.stdout and "damaged" not in again.stdout


def test_doctor_knows_packages_that_are_not_those_of_the_lock(tmp_path: Path) -> None:
    from omniimage import doctor

    lock = "httpx==0.0.1 \\\n    --hash=sha256:0\npyobjc==1 ; sys_platform == 'darwin' \\\n    --hash=sha256:0\n"
    assert doctor._pinned(lock) == [("httpx", "0.0.1")]
    assert doctor._installed("httpx") not in (None, "0.0.1") and doctor._installed("no-such-package") is None


def test_doctor_tells_of_a_newer_versions_database(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with closing(sqlite3.connect(data / "studio.db")) as database:
        database.execute("PRAGMA user_version = 9999")
    assert "can only be read" in run(tmp_path, "doctor", "--data-dir", str(data)).stdout


def test_doctor_rebuilds_the_library_from_the_sidecars(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(tmp_path) as studio, studio.client() as program:
        for number in range(3):
            arguments = {"prompt": f"{number} stars", "selected_models": ["offline/pixel"], "params": {"size": "128x128"}}
            wait_until_done(program, program.post("/api/generate_all", json=arguments).json()["data"]["run_id"])
        assert studio.end(signal.SIGTERM) == 0

    def images() -> list[str]:
        with closing(sqlite3.connect(data / "studio.db")) as database:
            return sorted(id for (id,) in database.execute("SELECT id FROM images"))

    before = images()
    with closing(sqlite3.connect(data / "studio.db")) as database, database:
        database.execute("DELETE FROM images")
    assert images() == []
    rebuilt = run(tmp_path, "doctor", "--rebuild", "--data-dir", str(data))
    assert rebuilt.returncode == 0
    assert "3 images" in rebuilt.stdout
    assert len(before) == 3 and images() == before


def wait_until_done(program: httpx.Client, run_id: str) -> None:
    ends = time.monotonic() + 60
    while (
        state := program.post("/api/get_run", json={"run_id": run_id}).json()["data"]["generations"][0]["state"]
    ) != "done":
        assert state in ("queued", "running") and time.monotonic() < ends, state
        time.sleep(0.05)
