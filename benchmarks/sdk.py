"""What the SDK costs: its import, and each call over the provider's bare SDK. Loopback, the two interleaved, medians."""

from __future__ import annotations

import argparse
import base64
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
KEY = "sk-of-the-benchmark"
MODEL = "gpt-image-1.5"
# In processes of their own: the clients have their interpreter for themselves.
CHATS = (
    "from tests.wire.chat import running_chats as running\nwith running() as server: print(server.port, flush=True); input()"
)
IMAGES = (
    "from tests.wire.server import running_server as running\nfrom tests.wire.script import Script\n"
    "with running(Script(images=(200_000,))) as server: print(server.base_url('openai'), flush=True); input()"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--starts", type=int, default=15)
    given = parser.parse_args()
    print("| what | median | at most |\n|---|---|---|")
    imports(given.starts)
    with Server(CHATS) as port:
        overhead("chat", *chats(f"http://127.0.0.1:{port}/v1"), given.calls)
    with Server(IMAGES) as url:
        overhead("image, 200 kB", *images(url), given.calls)


def imports(starts: int) -> None:
    scripts = ("pass", "import omniimage", "from omniimage import ImageClient, ChatClient")
    seconds: dict[str, list[float]] = {script: [] for script in scripts}
    for _ in range(starts):
        for script in scripts:
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", script], check=True, env=_environment())
            seconds[script].append(time.perf_counter() - began)
    bare = statistics.median(seconds["pass"])
    for script in scripts[1:]:
        median = statistics.median(seconds[script])
        print(f"| `{script}` | {(median - bare) * 1000:.0f} ms over a bare start of {bare * 1000:.0f} ms | 150 ms |")


def chats(url: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
    from openai import OpenAI

    from omniimage import ChatClient

    bare, ours = OpenAI(api_key=KEY, base_url=url), ChatClient("openai", model="m-1", api_key=KEY, base_url=url)
    asked: Any = [{"role": "user", "content": "hi"}]
    return lambda: bare.chat.completions.create(model="m-1", messages=asked), lambda: ours.chat("hi")


def images(url: str) -> tuple[Callable[[], Any], Callable[[], Any]]:
    from openai import OpenAI

    from omniimage import ImageClient

    bare, ours = OpenAI(api_key=KEY, base_url=url), ImageClient("openai", model=MODEL, api_key=KEY, base_url=url)

    def theirs() -> bytes:
        answer = bare.images.generate(model=MODEL, prompt="a lighthouse", size="1024x1024")
        assert answer.data
        return base64.b64decode(answer.data[0].b64_json or "")

    return theirs, lambda: ours.text_to_image("a lighthouse").bytes()


def overhead(name: str, bare: Callable[[], Any], ours: Callable[[], Any], calls: int) -> None:
    bare(), ours()
    took: dict[Callable[[], Any], list[float]] = {bare: [], ours: []}
    for at in range(calls):
        # Whoever goes first changes by turns.
        for call in (bare, ours) if at % 2 else (ours, bare):
            began = time.perf_counter()
            call()
            took[call].append((time.perf_counter() - began) * 1000)
    theirs, own = statistics.median(took[bare]), statistics.median(took[ours])
    print(f"| {name} | {own - theirs:.1f} ms a call: {own:.1f}, the bare SDK {theirs:.1f} | 10 ms |")


class Server:
    """Its first line of output."""

    def __init__(self, script: str) -> None:
        command = [sys.executable, "-c", script]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def __exit__(self, *_: object) -> None:
        self._process.communicate("\n")


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": f"{ROOT / 'desktop'}:{ROOT}"}


if __name__ == "__main__":
    main()
