"""`omniimage generate` and `omniimage chat` against loopback servers: what goes out, what stands where, how they end."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from omniimage.cli import main
from omniimage.paths import DataPaths
from omniimage.shell import vault_keys
from omniimage.storage.vault import Vault
from tests.wire.chat import ChatServer, Says, running_chats
from tests.wire.pictures import png
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server

KEY = "sk-canary-0123456789"
ROOT = Path(__file__).parents[2]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def images() -> Iterator[WireServer]:
    with running_server() as server:
        yield server


@pytest.fixture
def chats() -> Iterator[ChatServer]:
    with running_chats() as server:
        yield server


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def openai_at(url: str) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)

    return openai_at


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> tuple[int, str, str]:
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        assert KEY not in out + err
        return code, out, err

    return run


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_many_models_into_a_folder(images: WireServer, environment: Any, shell: Run, tmp_path: Path) -> None:
    environment(images.base_url("openai"))
    images.script = Script(images=(png(3_000, 1),))
    models = ("-m", "openai/gpt-image-2.5-flare", "-m", "offline/poster")
    code, out, _ = shell(
        "generate", "灯塔", *models, "-o", tmp_path / "new", "--size", "1000x1000", "--seed", "7", "--n", "2"
    )
    assert code == 0
    told = lines(out)
    assert sorted(each["model"] for each in told) == ["offline/poster"] * 2 + ["openai/gpt-image-2.5-flare"] * 2
    assert out.isascii()
    files = [Path(each["file"]) for each in told]
    assert len(set(files)) == 4
    assert sorted(tmp_path.joinpath("new").iterdir()) == sorted(files)
    assert sum(file.read_bytes() == png(3_000, 1) for file in files) == 2
    assert sorted(each["seed"] for each in told if each["model"] == "offline/poster") == [7, 8]
    assert [json.loads(post.body)["prompt"] for post in images.posts()] == ["灯塔"] * 2
    assert {post.key for post in images.posts()} == {KEY}
    earlier = {file: file.read_bytes() for file in files}
    shell("generate", "x", "-m", "offline/poster", "-o", tmp_path / "new")
    assert {file: file.read_bytes() for file in files} == earlier


def test_one_failure_spoils_no_other(images: WireServer, environment: Any, shell: Run, tmp_path: Path) -> None:
    environment(images.base_url("openai"))
    images.script = Script(status=429, headers={"retry-after": "9"}, body=json.dumps({"error": {"message": KEY}}).encode())
    models = ("-m", "openai/gpt-image-2.5-flare", "-m", "offline/poster")
    code, out, _ = shell("generate", "x", *models, "-o", tmp_path, "--json")
    told = {each["model"]: each for each in lines(out)}
    assert code == 1
    assert told["offline/poster"]["ok"]
    error = told["openai/gpt-image-2.5-flare"]["error"]
    assert (error["code"], error["details"]["retry_after"]) == ("rate_limited", 9.0)
    assert "sentence" not in told["openai/gpt-image-2.5-flare"]
    assert [file.name for file in tmp_path.iterdir()] == ["offline-poster-001.png"]


def test_references_and_ratio(images: WireServer, environment: Any, shell: Run, tmp_path: Path) -> None:
    environment(images.base_url("openai"))
    (tmp_path / "one.png").write_bytes(png(900, 1))
    ours = ("--ref", tmp_path / "one.png", "--ratio", "3:2")
    code, out, _ = shell("generate", "x", "-m", "openai/gpt-image-2.5-flare", *ours, "-o", tmp_path)
    assert code == 0
    (post,) = images.posts()
    assert png(900, 1) in post.body
    width, height = map(int, lines(out)[0]["size"].split("x"))
    assert abs(width / height - 1.5) < 0.02


@pytest.mark.parametrize(
    "arguments",
    [
        ("generate", " ", "-m", "openai/x"),
        ("generate", "x", "-m", "no-slash"),
        ("generate", "x", "-m", "nobody/x"),
        ("generate", "x", "-m", "openai/x", "-o", "/dev/null/folder"),
        ("chat", "x", "-m", "openai/x", "-m", "openai/y"),
        ("chat", "x", "-m", "openai/x", "--schema", "/dev/null/none.json"),
        ("chat", "x", "-m", "stability/x"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(arguments: tuple[str, ...], environment: Any, shell: Run) -> None:
    environment("http://127.0.0.1:9/v1")
    code, out, err = shell(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("omniimage: ")


def test_an_answer_in_text_or_in_a_line(
    chats: ChatServer, environment: Any, shell: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment(chats.base_url("openai"))
    chats.queue.extend([Says(words=("Guten ", "Tag 灯"))] * 2)
    assert shell("chat", "greet", "-m", "openai/m-1")[:2] == (0, "Guten Tag 灯\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("из входа\n".encode())))
    code, out, _ = shell("chat", "-", "-m", "openai/m-1", "--json", "--system", "be kind")
    (told,) = lines(out)
    assert (code, told["content"], told["usage"]["total"], told["ok"]) == (0, "Guten Tag 灯", 18, True)
    assert [message["content"] for message in chats.bodies[1]["messages"]] == ["be kind", "из входа"]


def test_a_schema_makes_json(chats: ChatServer, environment: Any, shell: Run, tmp_path: Path) -> None:
    environment(chats.base_url("openai"))
    (tmp_path / "city.json").write_text('{"type": "object", "properties": {"city": {"type": "string"}}}')
    (tmp_path / "one.png").write_bytes(png(900, 1))
    chats.queue.append(Says(words=('{"city": "Oslo"}',)))
    asked = ("chat", "where?", "-m", "openai/m-1", "--schema", tmp_path / "city.json", "--image", tmp_path / "one.png")
    assert shell(*asked)[:2] == (0, '{"city": "Oslo"}\n')
    assert chats.bodies[0]["messages"][0]["content"][1]["type"] == "image_url"
    chats.queue.extend([Says(words=("never",))] * 2)
    code, out, _ = shell(*asked, "--json")
    assert (code, lines(out)[0]["error"]["code"]) == (1, "schema_mismatch")


def test_a_broken_stream_keeps_what_came_and_fails(chats: ChatServer, environment: Any, shell: Run) -> None:
    environment(chats.base_url("openai"))
    chats.queue.append(Says(words=("one ", "two ", "three"), cut=2, clean=True))
    code, out, err = shell("chat", "x", "-m", "openai/m-1")
    assert (code, out) == (1, "one two \n")
    assert "broke off" in err


def test_keys_from_the_vault(chats: ChatServer, shell: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMNIIMAGE_NO_KEYCHAIN", "1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    paths = DataPaths.default(tmp_path / "data")
    paths.create()
    vault, url = Vault(paths.vault, paths.secrets), chats.base_url("openai")
    vault.set("openai", KEY, url)
    vault.set_headers("openai", {"x-team": "red", "x-secret-key": "hide-me-canary"}, {"x-team": "red", "x-secret-key": None})
    chats.queue.extend([Says(), Says(status=503, body=b"hide-me-canary is down")])
    asked = ("chat", "x", "-m", "openai/m-1", "--vault", "--data-dir", paths.root)
    assert shell(*asked)[:2] == (0, "Hello there\n")
    assert chats.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert chats.requests[0].headers["x-secret-key"] == "hide-me-canary"
    code, out, err = shell(*asked, "--json")
    assert code == 1
    assert "hide-me" not in out + err
    code, _, err = shell("generate", "x", "-m", "gemini/x", "--vault", "--data-dir", paths.root, "-o", tmp_path)
    assert (code, "no key is saved" in err) == (1, True)
    vault.set_passphrase("correct horse battery")
    # As a new process would find it.
    vault_keys._vault.cache_clear()
    code, out, err = shell(*asked)
    assert (code, out, "locked" in err) == (1, "", True)
    assert len(chats.requests) == 2


def started(*arguments: str | Path, **more: Any) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "desktop"), "OPENAI_API_KEY": KEY, **more.pop("env")}
    return subprocess.Popen([sys.executable, "-m", "omniimage", *map(str, arguments)], env=environment, **more)


def until(true: Callable[[], Any], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_stopping_hangs_up_at_the_server(chats: ChatServer, sent: signal.Signals) -> None:
    chats.queue.append(Says(words=("word ",) * 500, pause=0.1))
    url = {"OPENAI_BASE_URL": chats.base_url("openai")}
    process = started("chat", "x", "-m", "openai/m-1", stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=url)
    until(lambda: chats.written > 2)
    process.send_signal(sent)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    until(lambda: chats.gone, 5)
    assert out.startswith(b"word ")
    assert b"Traceback" not in err


def test_a_stopped_image_hangs_up_too(images: WireServer, tmp_path: Path) -> None:
    images.script = Script(delay=120)
    url = {"OPENAI_BASE_URL": images.base_url("openai")}
    asked = ("generate", "x", "-m", "openai/gpt-image-2.5-flare", "-m", "offline/poster", "-o", tmp_path)
    process = started(*asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=url)
    until(lambda: images.posts() and list(tmp_path.iterdir()))
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["model"] == "offline/poster"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
    until(lambda: images.running == 0, 5)


def test_a_person_sees_progress_and_paths(images: WireServer, tmp_path: Path) -> None:
    images.script = Script(delay=1.0)
    url = {"OPENAI_BASE_URL": images.base_url("openai")}
    ours, theirs = pty.openpty()
    asked = ("generate", "x", "-m", "openai/gpt-image-2.5-flare", "-o", tmp_path)
    process = started(*asked, stdout=theirs, stderr=theirs, env=url)
    os.close(theirs)
    seen = b""
    while True:
        try:
            seen += os.read(ours, 65_536)
        except OSError:
            break
    os.close(ours)
    assert process.wait(30) == 0
    assert b"0 of 1 images" in seen
    assert f"{tmp_path}/openai-gpt-image-2.5-flare-001.png".encode() in seen
    assert b'{"ok"' not in seen


def test_a_reader_that_leaves_costs_no_image(tmp_path: Path) -> None:
    asked = ("generate", "x", "-m", "offline/poster", "--n", "3", "-o", tmp_path)
    process = started(*asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={})
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == 0
    assert len(list(tmp_path.iterdir())) == 3
