"""One call through the real litellm to a loopback server, and what is known of it afterwards."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from omniimage.errors import StudioError
from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest, ProviderAnswer, Reference
from omniimage.providers.memory_attempt import MemoryAttempt
from omniimage.providers.pay_once import Wire
from tests.wire.pictures import png
from tests.wire.server import WireServer

KEY = "sk-canary-4f9d2b7c1e8a6053b4"

MODELS = {
    "openai": "gpt-image-2",
    "custom_openai": "house-model",
    "gemini": "gemini-nano-banana-2.1",
    "openrouter": "google/gemini-nano-banana-2.1",
    "volcengine": "doubao-seedream-4-5-251128",
    "openrouter:images": "black-forest-labs/flux-3-image",
    "xai": "grok-imagine-image-2.0",
    "azure": "our-deployment",
    "azure_mai": "our-mai-deployment",
    "stability": "sd3.5-large",
    "recraft": "recraftv3",
    "together": "black-forest-labs/FLUX.2-pro",
    "dashscope": "qwen-image-3.0-pro",
    "vertex_ai": "gemini-3-pro-image",
    "fireworks": "flux-1-dev-fp8",
    "bedrock": "stability.stable-image-ultra-v1:1",
    "ideogram": "ideogram-v3",
    "deepinfra": "black-forest-labs/FLUX-2-klein-4b",
    "siliconflow": "Kwai-Kolors/Kolors",
    "localai": "house-model",
    "vllm": "house-model",
    "a1111": "house-checkpoint",
    "stability:inpaint": "inpaint",
    "bedrock:inpaint": "us.stability.stable-image-inpaint-v1:0",
    "ideogram:v2": "ideogram-4-5",
}
PARAMS: dict[str, dict[str, Any]] = {
    "openai": {"size": "1024x1024", "quality": "low"},
    "custom_openai": {"size": "512x512", "seed": 7, "steps": 9},
    "gemini": {"aspect_ratio": "16:9", "tier": "2K"},
    "openrouter": {"aspect_ratio": "16:9", "tier": "2K"},
    "volcengine": {"size": "2048x2048"},
    "openrouter:images": {"aspect_ratio": "16:9", "tier": "2K"},
    "xai": {"aspect_ratio": "16:9", "tier": "2K", "quality": "low"},
    "azure": {"size": "1024x1024", "quality": "low"},
    "azure_mai": {"size": "1024x768"},
    "stability": {"aspect_ratio": "16:9", "seed": 7, "guidance": 4.0},
    "recraft": {"size": "1024x1024", "style": "realistic_image"},
    "together": {"size": "1024x768", "seed": 7},
    "dashscope": {"size": "1024x768", "seed": 7},
    "vertex_ai": {"aspect_ratio": "16:9", "tier": "2K"},
    "fireworks": {"aspect_ratio": "16:9", "steps": 9},
    "bedrock": {"aspect_ratio": "16:9", "seed": 7},
    "ideogram": {"aspect_ratio": "16:9", "quality": "low"},
    "deepinfra": {"size": "512x512"},
    "siliconflow": {"size": "1024x1024", "steps": 9},
    "localai": {"size": "512x512", "steps": 9},
    "vllm": {"size": "512x512", "steps": 9, "guidance": 3.5},
    "a1111": {"size": "512x768", "steps": 9, "guidance": 7.0},
    "stability:inpaint": {"seed": 7},
    "bedrock:inpaint": {"seed": 7},
    "ideogram:v2": {"quality": "low"},
}
# Every way to ask: a provider, with or without a reference image, with a mask over it; edits have paths of their own.
MASKS_ONLY = ["stability:inpaint", "bedrock:inpaint"]
WITH_REFERENCE = ["openai", "gemini", "openrouter", "volcengine", "openrouter:images", "xai", "azure", "stability"]
WITH_REFERENCE += ["recraft", "together", "dashscope", "vertex_ai", "bedrock", "ideogram", "ideogram:v2", "vllm", "a1111"]
WITH_REFERENCE += ["custom_openai", "deepinfra", "siliconflow", "azure_mai"]
WITH_MASK = ["openai", "azure", "recraft", "ideogram", "ideogram:v2", "vllm", "a1111", "custom_openai", *MASKS_ONLY]
ROUTES = [name for name in MODELS if name not in MASKS_ONLY]
ROUTES += [*(f"{name}+reference" for name in WITH_REFERENCE), *(f"{name}+mask" for name in WITH_MASK)]


@dataclass
class Call:
    """One attempt. `route`: a provider's id, `:variant` of it, `+reference` with an input image, `+mask` with a mask."""

    server: WireServer
    route: str
    folder: Path
    key: str = KEY
    timeout: float = 5.0
    params: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        way = self.route.partition("+")[0]
        self.provider = way.partition(":")[0]
        self.wire = Wire()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.attempt = MemoryAttempt(self.folder)
        self.credentials = Credentials(self.key, self.server.base_url(self.provider))
        self.request = ImageRequest(
            provider=self.provider,
            name=MODELS[way],
            prompt="a lighthouse at dusk",
            params=PARAMS[way] if self.params is None else self.params,
            references=(self._reference(),) if "+" in self.route else (),
            mask=self._mask() if self.route.endswith("+mask") else None,
            timeout=self.timeout,
        )

    async def make(self) -> ProviderAnswer:
        try:
            return await engine.generate(self.request, self.credentials, self.attempt, self.wire)
        finally:
            self.attempt.close()

    async def fail(self) -> StudioError:
        """The error it must end with."""
        try:
            answer = await self.make()
        except StudioError as error:
            assert_no_key(error, self.key)
            assert error.details["provider"] == self.provider
            assert error.details["model"] == f"{self.provider}/{self.request.name}"
            assert error.details["charged"] in ("no", "yes", "unknown")
            return error
        raise AssertionError(f"it brought {answer}")

    def _reference(self) -> Reference:
        path = self.folder / "reference.png"
        path.write_bytes(png(3_000, 99))
        return Reference(path, "image/png", 32, 32)

    def _mask(self) -> Reference:
        """The left half is to change."""
        path = self.folder / "mask.png"
        mask = Image.new("L", (64, 64))
        mask.paste(255, (0, 0, 32, 64))
        mask.save(path)
        return Reference(path, "image/png", 64, 64)


async def until(condition: Callable[[], object]) -> None:
    """Wait, at most five seconds, for something another task does."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


def assert_no_key(error: BaseException, key: str = KEY) -> None:
    """Neither the error, nor what it hangs on, shows the key or a piece of it."""
    seen: BaseException | None = error
    while seen is not None:
        details = getattr(seen, "details", {})
        shown = f"{seen} {seen!r} {seen.args} {json.dumps(details)}"
        assert not any(key[at : at + 8] in shown for at in range(len(key) - 7)), shown
        # `from None` hides a cause without removing it; what a traceback would show is what counts.
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
