"""Files that come in as one form: where they lie meanwhile, and that nothing of them is left."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path

import pytest
from small_studio import PNG, Running, until

from omniimage.bridge.routes import build_routes
from omniimage.contracts.base import new_id

LARGE = PNG + bytes(3_000_000)


only_on_linux = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")


def held_open(folder: Path) -> list[str]:
    """Files in `folder` that this process has open, also those that no longer have a name."""
    found = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.append(str(descriptor.readlink()))
        except OSError:  # closed meanwhile
            continue
    return [name for name in found if name.startswith(str(folder))]


def test_the_systems_temporary_folder_is_not_needed(
    serving: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    with serving.program() as program:
        answer = program.post("/uploads", files={"file": ("large.png", LARGE)})
    assert answer.json()["ok"] is True
    assert serving.library.imported == [("large.png", LARGE)]
    assert list(serving.uploads.iterdir()) == []


@only_on_linux
def test_one_that_breaks_off_is_let_go_of(serving: Running) -> None:
    head = (
        f"POST /uploads HTTP/1.1\r\nHost: 127.0.0.1:{serving.port}\r\nAuthorization: Bearer {serving.secrets.token}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    )
    with socket.create_connection(("127.0.0.1", serving.port), timeout=10) as connection:
        connection.sendall(head.encode() + LARGE)
        until(lambda: held_open(serving.uploads))
    until(lambda: not held_open(serving.uploads))
    assert list(serving.uploads.iterdir()) == []
    assert serving.library.imported == []


@only_on_linux
@pytest.mark.parametrize("tail", [b"", b"--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n"])
def test_one_that_is_refused_is_let_go_of(serving: Running, tail: bytes) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + LARGE + b"\r\n" + tail
    with serving.program() as program:
        answer = program.post("/uploads", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400
    assert held_open(serving.uploads) == [] and list(serving.uploads.iterdir()) == []


def test_what_a_killed_launch_left_is_cleared_away_but_for_what_can_be_gone_on_with(serving: Running) -> None:
    with serving.program() as program:
        id = program.post("/uploads/parts?name=a.png&size=9").json()["data"]["id"]
    for name in (new_id("up"), f"{new_id('img')}.incoming"):
        (serving.uploads / name).write_bytes(PNG)
    build_routes(serving.parts)
    assert {file.name for file in serving.uploads.iterdir()} == {f"{id}.json", f"{id}.part"}
