"""A second start asks whoever the data folder names, who may be anybody by now."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_studio import Running

from omniimage.bridge import raising


@contextmanager
def answering(said: bytes) -> Iterator[int]:
    """The port of a program that says the same to everybody."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)


def test_the_window_of_the_other_start_comes_to_the_front(windowed: Running, tmp_path: Path) -> None:
    with raising.announced(tmp_path, windowed.url, windowed.secrets.raising):
        assert raising.raise_other(tmp_path)
    assert windowed.raised == [1]
    assert not raising.raise_other(tmp_path)


@pytest.mark.parametrize(
    "said",
    [
        b"220 mail.example ESMTP\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
        b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{}",
    ],
)
def test_another_program_at_the_address_of_a_killed_studio_keeps_no_window_shut(said: bytes, tmp_path: Path) -> None:
    with answering(said) as port:
        told = {"url": f"http://127.0.0.1:{port}", "secret": "x"}
        (tmp_path / raising.FILE).write_text(json.dumps(told))
        assert not raising.raise_other(tmp_path)


@pytest.mark.parametrize(
    "told", ["", "[]", "{}", '{"url": 1, "secret": 2}', "\x00", '{"url": "http://evil.example", "secret": "x"}']
)
def test_what_was_left_may_be_anything(told: str, tmp_path: Path) -> None:
    (tmp_path / raising.FILE).write_text(told)
    assert not raising.raise_other(tmp_path)
