"""The one place that imports litellm: late, quiet, and without a look at the network or a .env file."""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx

from omniimage.providers import network
from omniimage.providers.small_turns import small_turns

_lock = threading.Lock()
_loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="litellm")

# What litellm and the OpenAI SDK would else import during the first call, on the loop.
_LATE = (
    "anyio._backends._asyncio",
    "litellm.llms.gemini.chat.transformation",
    "litellm.llms.openrouter.chat.transformation",
    "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini",
    "openai.resources.chat",
    "openai.resources.images",
)


def warm() -> None:
    """Load litellm now. It takes seconds: for a background thread, once the window is up."""
    litellm()
    network.tls()


async def loaded() -> Any:
    """The litellm module. Where it is not loaded yet, on a thread of its own: the shared ones are for saving pictures."""
    if _load.cache_info().currsize:
        return _load()
    return await asyncio.get_running_loop().run_in_executor(_loader, litellm)


@contextmanager
def without_bookkeeping() -> Iterator[None]:
    """For one call: else litellm copies the request with all its pictures, and prices it, for callbacks that nobody set."""
    from litellm._internal_context import is_internal_call

    before = is_internal_call.set(True)
    try:
        yield
    finally:
        is_internal_call.reset(before)


def http_handler(transport: httpx.AsyncBaseTransport) -> Any:
    """The HTTP client that litellm's own routes take, over our transport."""
    from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

    return AsyncHTTPHandler(transport=transport)


def litellm() -> Any:
    """The litellm module. Safe to call from any thread."""
    with _lock:
        return _load()


class _LateEncoding:
    """litellm's counter of tokens, made when it is first used: every call is handed it and few need it.

    Making it stops every other thread for a sixth of a second.
    """

    def __getattr__(self, name: str) -> Any:
        from litellm.main import _load_default_encoding

        return getattr(_load_default_encoding(), name)


@cache
@small_turns()
def _load() -> Any:
    # Read at import: no price map from the network, no .env file.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"
    import litellm

    litellm.suppress_debug_info = True
    litellm.drop_params = False
    litellm.telemetry = False
    litellm.turn_off_message_logging = True
    # Whatever it counts by itself is a guess: only what a provider says is told.
    litellm.disable_token_counter = True
    litellm.num_retries = None
    # Else a table or a row of dashes ends a stream as "the model is repeating itself".
    litellm.REPEATED_STREAMING_CHUNK_LIMIT = sys.maxsize
    litellm.callbacks = []
    litellm.success_callback = []
    litellm.failure_callback = []
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        quiet = logging.getLogger(name)
        quiet.handlers.clear()
        quiet.propagate = False
        quiet.setLevel(logging.CRITICAL)
    # The OpenAI SDK logs requests, litellm's HTTP client logs addresses.
    for name in ("openai", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _LATE:
        importlib.import_module(name)
    vars(importlib.import_module("litellm.main"))["_encoding_cache"] = _LateEncoding()
    return litellm
