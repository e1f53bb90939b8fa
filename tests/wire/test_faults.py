"""A loopback server that breaks by itself is no provider that breaks off: the test hears of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.wire import faults
from tests.wire.chat import ChatServer, Says
from tests.wire.http1 import Request
from tests.wire.server import WireServer


def broken_brain(request: Request, body: Any) -> Says:
    raise LookupError("nothing to say")


async def test_what_breaks_in_a_server_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    without_protocol: Any = {"/v1/models": None}
    async with (
        ChatServer(brain=broken_brain) as chat,
        WireServer(files=without_protocol) as images,
        httpx.AsyncClient(trust_env=False) as client,
    ):
        for address in (f"{chat.origin}/v1/chat/completions", f"{images.origin}/v1/models"):
            with pytest.raises(httpx.RemoteProtocolError):
                await client.get(address)
    of_chat, of_images = faults.taken()
    assert of_chat == "ChatServer: LookupError('nothing to say')"
    assert of_images.startswith("WireServer: AttributeError")
    assert capsys.readouterr().err.count("the server itself broke") == 2
    assert faults.taken() == []
