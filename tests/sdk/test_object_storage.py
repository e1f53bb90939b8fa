"""R2Storage against a real S3 server, LocalStorage against a real folder: one face, the same behaviour."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omniimage.errors import BadRequest, StorageFailed
from omniimage.storage import LocalStorage, R2Storage
from tests.wire.pictures import png

SECRET = "r2-canary-secret"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture(params=["r2", "local"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> R2Storage | LocalStorage:
    if request.param == "local":
        return LocalStorage(tmp_path, base_url="https://cdn.example/")
    endpoint = request.getfixturevalue("endpoint")
    import boto3

    boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id="a", aws_secret_access_key="b", region_name="us-east-1"
    ).create_bucket(Bucket="pictures")
    return R2Storage("id", SECRET, endpoint, "pictures", "cdn.example")


def test_the_same_bytes_are_stored_once(storage: R2Storage | LocalStorage) -> None:
    data = png(2_000, 5)
    first, second = storage.upload(data, mime_type="image/png"), storage.upload(data, mime_type="image/png")
    assert first == second
    assert first.startswith("https://cdn.example/")
    assert first.endswith(".png")
    key = first.removeprefix("https://cdn.example/")
    assert storage.exists(key)
    assert storage.url(key) == first
    storage.delete(key)
    assert not storage.exists(key)
    storage.delete(key)


def test_a_key_of_ones_own_with_odd_letters(storage: R2Storage | LocalStorage) -> None:
    url = storage.upload(b"x", mime_type="image/webp", key="кот/猫 & co.webp")
    assert url == "https://cdn.example/%D0%BA%D0%BE%D1%82/%E7%8C%AB%20%26%20co.webp"
    assert storage.exists("кот/猫 & co.webp")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../../b", "a/..", "a\\b", "nul\x00", "x" * 1000])
def test_keys_stay_below_their_folder(storage: R2Storage | LocalStorage, key: str) -> None:
    with pytest.raises(BadRequest):
        storage.upload(b"x", mime_type="image/png", key=key or "/")
    with pytest.raises(BadRequest):
        storage.exists(key)


@given(st.text(max_size=40))
def test_no_key_leaves_the_folder(key: str) -> None:
    root = Path("/nowhere/below")
    try:
        url = LocalStorage(root).url(key)
    except BadRequest:
        return
    assert url.startswith("file:///nowhere/below/")
    assert "/../" not in url


def test_a_bucket_that_is_not_there_is_a_typed_error(endpoint: str) -> None:
    storage = R2Storage("id", SECRET, endpoint, "no-such-bucket", "cdn.example")
    with pytest.raises(StorageFailed) as caught:
        storage.upload(b"x", mime_type="image/png", key="a.png")
    assert caught.value.details["status"] == 404
    assert SECRET not in repr(storage) + repr(caught.value.details) + str(caught.value)


def test_a_server_that_drops_is_a_typed_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def hang_up() -> None:
            try:
                while True:
                    listener.accept()[0].close()
            except OSError:
                return

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        storage = R2Storage("id", SECRET, f"http://127.0.0.1:{port}", "b", "cdn.example")
        with pytest.raises(StorageFailed):
            storage.upload(b"x", mime_type="image/png")


def test_it_is_set_up_from_the_environment(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    with pytest.raises(BadRequest) as caught:
        R2Storage()
    assert caught.value.details["field"] == "R2_ACCESS_KEY_ID"
    for name, value in {
        "R2_ACCESS_KEY_ID": "a",
        "R2_ACCESS_KEY_SECRET": SECRET,
        "R2_ENDPOINT": endpoint,
        "R2_BUCKET_NAME": "b",
        "R2_PUBLIC_DOMAIN": "https://cdn.example",
    }.items():
        monkeypatch.setenv(name, value)
    assert R2Storage(key_prefix="p/").url("k.png") == "https://cdn.example/p/k.png"
