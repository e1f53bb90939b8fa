"""One call to a provider that takes a job, over a loopback server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from omniimage.providers import engine
from omniimage.providers.base import Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.memory_attempt import MemoryAttempt
from omniimage.providers.pay_once import Wire
from tests.providers.calls import Call

MODELS = {
    "black_forest_labs": "flux-2-pro",
    "replicate": "bytedance/seedream-5-pro",
    "fal_ai": "fal-ai/nano-banana-pro",
}
FILLS = {
    "black_forest_labs": "flux-pro-1.0-fill",
    "replicate": "black-forest-labs/flux-fill-pro",
    "fal_ai": "fal-ai/flux-pro/v1/fill",
}
PARAMS: dict[str, dict[str, Any]] = {
    "black_forest_labs": {"size": "1024x768", "seed": 7},
    "replicate": {"aspect_ratio": "16:9", "tier": "2K"},
    "fal_ai": {"aspect_ratio": "16:9", "tier": "2K"},
}
ROUTES = [*MODELS, *(f"{provider}+{with_}" for provider in MODELS for with_ in ("reference", "mask"))]


@dataclass
class PollingCall(Call):
    name: str = ""

    def __post_init__(self) -> None:
        self.provider = self.route.partition("+")[0]
        masked = self.route.endswith("+mask")
        self.wire = Wire()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.attempt = MemoryAttempt(self.folder)
        self.credentials = Credentials(self.key, self.server.base_url(self.provider))
        self.request = ImageRequest(
            provider=self.provider,
            name=self.name or (FILLS if masked else MODELS)[self.provider],
            prompt="a lighthouse at dusk",
            params=({} if masked else PARAMS[self.provider]) if self.params is None else self.params,
            references=(self._reference(),) if "+" in self.route else (),
            mask=self._mask() if masked else None,
            timeout=self.timeout,
        )

    async def again(self, remote_id: str) -> ProviderAnswer:
        """As after a restart: another attempt log, nothing known but the remote id."""
        try:
            return await engine.reattach(self.request, self.credentials, self.attempt, remote_id, self.wire)
        finally:
            self.attempt.close()
