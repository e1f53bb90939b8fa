"""Pictures that come as an address: fetched at once, never from an inner address, never with the key."""

from __future__ import annotations

import asyncio
import io
import ipaddress
import json

import pytest

from omniimage import errors
from omniimage.providers import engine
from omniimage.providers.download import download, is_public
from tests.providers.calls import KEY, until
from tests.wire.pictures import png
from tests.wire.script import Script

by_route = pytest.mark.parametrize("route", ["openai", "custom_openai", "volcengine", "openrouter"])


@by_route
async def test_the_answer_is_durable_before_its_pictures_are_fetched(call, server, route: str) -> None:
    server.script = Script(by_url=True)
    asked = call(route)
    answer = await asked.make()
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]
    assert asked.attempt.steps == ["sent", "received", "received"]
    assert b"/files/0.png" in asked.attempt.answer
    (fetched,) = [request for request in server.requests if request.method == "GET"]
    assert KEY not in json.dumps(fetched.headers)
    assert len(server.posts()) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/x.png",
        "http://127.0.0.2/x.png",
        "http://[::1]/x.png",
        "http://[::ffff:10.0.0.1]/x.png",
        "http://100.64.0.1/x.png",
        "http://0.0.0.0/x.png",
        "https://[64:ff9b::a00:1]/x.png",
        "https://192.168.1.1/x.png",
    ],
)
@pytest.mark.parametrize("hops", [0, 1])
async def test_no_hop_leads_to_an_inner_address(call, server, target: str, hops: int) -> None:
    if hops:
        server.script = Script(by_url=True)
        server.files["/files/0.png"] = Script(status=302, headers={"Location": target})
    else:
        server.script = Script(urls=(target,))
    error = await call("openai").fail()
    assert type(error) is errors.BadResponse
    assert error.details["reason"] == "inner_address"
    assert error.details["charged"] == "yes"
    assert len(server.posts()) == 1


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/x", "gopher://x", "javascript:1"])
async def test_only_http_is_followed(call, server, target: str) -> None:
    server.script = Script(by_url=True)
    server.files["/files/0.png"] = Script(status=302, headers={"Location": target})
    assert (await call("openai").fail()).details["reason"] == "not_https"


async def test_a_public_provider_reaches_no_loopback_and_no_plain_http(server) -> None:
    for url, reason in (
        (f"https://127.0.0.1:{server.port}/files/0.png", "inner_address"),
        (f"https://localhost:{server.port}/files/0.png", "inner_address"),
        (f"http://127.0.0.1:{server.port}/files/0.png", "not_https"),
    ):
        with pytest.raises(errors.BadResponse) as caught:
            await download(url, io.BytesIO(), "https://api.example.com/v1")
        assert caught.value.details["reason"] == reason
    assert server.requests == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.31.0.1", False),
        ("169.254.169.254", False),
        ("100.127.255.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("ff02::1", False),
    ],
)
def test_what_counts_as_the_open_internet(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


async def test_a_local_provider_leads_to_no_plain_http_elsewhere(call, server) -> None:
    server.script = Script(urls=("http://example.com/x.png",))
    assert (await call("openai").fail()).details["reason"] == "not_https"


async def test_redirects_end(call, server) -> None:
    server.script = Script(by_url=True)
    server.files["/files/0.png"] = Script(status=302, headers={"Location": "/files/0.png"})
    assert (await call("openai").fail()).details["reason"] == "redirects"


async def test_a_redirect_on_the_own_origin_is_followed(call, server) -> None:
    server.script = Script(by_url=True)
    server.files["/files/0.png"] = Script(status=307, headers={"Location": "/files/5.png"})
    assert (await call("openai").make()).images[0].read_bytes() == png(2_000, 5)


async def test_a_passing_fault_is_tried_again_for_nothing(call, server) -> None:
    server.script = Script(by_url=True)
    server.files["/files/0.png"] = Script(status=503)

    async def recover() -> None:
        await until(lambda: any(request.method == "GET" for request in server.requests))
        del server.files["/files/0.png"]

    recovering = asyncio.create_task(recover())
    assert (await call("openai").make()).images[0].read_bytes() == png(2_000, 0)
    await recovering
    assert len(server.posts()) == 1


async def test_one_lost_picture_does_not_lose_the_others(call, server) -> None:
    server.script = Script(by_url=True, images=(2_000, 2_000, 2_000))
    server.files["/files/1.png"] = Script(status=404)
    answer = await call("openai").make()
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0), png(2_000, 2)]
    (missing,) = answer.missing
    assert missing.details["reason"] == "http" and missing.details["status"] == 404


@pytest.mark.parametrize("address", ["https://[half/x.png", "https://example.com:99999/x.png", "https://a..b/x.png"])
async def test_what_is_no_address_does_not_lose_the_other_pictures(call, server, address: str) -> None:
    server.script = Script(urls=(address, f"{server.origin}/files/0.png"))
    answer = await call("openai").make()
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]
    (missing,) = answer.missing
    assert missing.details["reason"] == "malformed" and missing.details["charged"] == "yes"


async def test_an_address_may_hold_letters_and_blanks_as_people_write_them(call, server) -> None:
    server.script = Script(urls=(f"{server.origin}/files/一 只猫%20.png?sig=a%2Bb+c",))
    server.files["/files/%E4%B8%80%20%E5%8F%AA%E7%8C%AB%20.png?sig=a%2Bb+c"] = Script(body=png(2_000, 3))
    assert (await call("openai").make()).images[0].read_bytes() == png(2_000, 3)


async def test_an_address_with_secrets_is_not_repeated(call, server) -> None:
    server.script = Script(urls=(f"{server.origin}/files/7.png?X-Amz-Signature=deadbeefcafe",))
    server.files["/files/7.png?X-Amz-Signature=deadbeefcafe"] = Script(status=403)
    error = await call("openai").fail()
    assert "deadbeef" not in json.dumps(error.details) + str(error)


async def test_a_picture_without_end_is_cut(call, server) -> None:
    server.script = Script(by_url=True)
    server.files["/files/0.png"] = Script(huge=3_000_000_000)
    assert type(await call("openai").fail()) is errors.TooLarge


async def test_after_a_restart_the_answer_alone_brings_the_pictures(call, server) -> None:
    server.script = Script(by_url=True, images=(2_000, 2_000))
    first = call("openai")
    await first.make()
    again = call("openai")
    answer = await engine.resume(again.request, again.credentials, again.attempt, first.attempt.answer)
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0), png(2_000, 1)]
    assert len(server.posts()) == 1 and "sent" not in again.attempt.steps


@pytest.mark.parametrize(("route", "by_url"), [("gemini", False), ("openai", False), ("openai", True)])
async def test_after_a_restart_parts_in_the_spool_are_read_by_the_answer(call, server, route: str, by_url: bool) -> None:
    server.script = Script(by_url=by_url)
    asked = call(route)
    await asked.make()
    before = len(server.requests)
    parts = tuple(sorted(asked.folder.glob("part-*")))
    answer = await engine.resume(asked.request, asked.credentials, asked.attempt, asked.attempt.answer, parts)
    assert [path.read_bytes() for path in answer.images] == [png(2_000, 0)]
    assert len(server.requests) == before
