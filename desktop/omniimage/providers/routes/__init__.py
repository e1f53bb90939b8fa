"""The ways to ask for images. A registry row names its route; nothing else chooses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from omniimage.providers import own_calls
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.pay_once import Wire
from omniimage.providers.registry import ProviderSpec, Route
from omniimage.providers.routes import chat_images, direct_images, offline_images, openai_images, remote_jobs

Ask = Callable[[ProviderSpec, ImageRequest, Credentials, AttemptLog, Wire], Awaitable[ProviderAnswer]]

ROUTES: dict[Route, Ask] = {
    "openai_images": openai_images.ask,
    "chat_images": chat_images.ask,
    "direct_images": direct_images.ask,
    "remote_jobs": remote_jobs.ask,
    "offline_images": offline_images.ask,
    "own_images": own_calls.ask,
}
