"""One call to a chat model: litellm builds the request and reads the answer, the wire says what became of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx

from omniimage.errors import BadParameters, BadResponse, ContentRefused, OutcomeUnknown, StudioError
from omniimage.providers import faults, litellm_gate, own, own_calls, registry, signing
from omniimage.providers.base import Credentials
from omniimage.providers.chat.event_lines import error_in
from omniimage.providers.chat.pass_once import PassOnceTransport
from omniimage.providers.chat.rows import ChatSpec, chat_spec, reads_facts
from omniimage.providers.chat.words import (
    ChatAnswer,
    ChatChunk,
    ChatRequest,
    ToolCall,
    ToolCallDelta,
    Usage,
)
from omniimage.providers.pay_once import Wire
from omniimage.providers.provider_spec import ProviderSpec
from omniimage.providers.request_ids import request_id

log = logging.getLogger(__name__)

# What litellm turns into each provider's own words; everything else of `extra` goes into the body as it is.
_COMMON = frozenset({"temperature", "top_p", "max_tokens", "max_completion_tokens", "stop", "seed"})
_NO_KEY = "none"
_NAMELESS = "chat"
# Where `stream_options` were refused.
_uncounted: set[str] = set()
_REFUSED = frozenset({"content_filter", "safety", "refusal", "prohibited_content", "guardrail_intervened"})


async def stream(request: ChatRequest, credentials: Credentials) -> AsyncGenerator[ChatChunk, None]:
    """The answer piece by piece. Left before its end, the call is closed at the server.

    Raises the kinds of `faults`; `OutcomeUnknown` with `partial` where the stream broke after words had come.
    """
    if (provider := own.chats(request.provider)) is not None:
        async with aclosing(own_calls.stream(provider, request, credentials)) as pieces:
            async for piece in pieces:
                yield piece
        return
    if reads_facts(request.provider):
        yield ChatChunk((await _built_in(request)).content, finish_reason="stop")
        return
    call = await _Call.prepared(request, credentials)
    said, usage = False, None
    try:
        try:
            pieces = await call.send(stream=True)
        except BadParameters:
            if not call.refuses_counting():
                raise
            call = await _Call.prepared(request, credentials)
            pieces = await call.send(stream=True)
        while (chunk := await call.next(pieces)) is not None:
            said = said or bool(chunk.delta_content or chunk.delta_tool_calls)
            call.finished, usage = call.finished or chunk.finish_reason, chunk.usage or usage
            if chunk != ChatChunk():
                yield chunk
    finally:
        await call.transport.aclose()
    call.check(said, cost(request, usage))


async def complete(request: ChatRequest, credentials: Credentials) -> ChatAnswer:
    """The whole answer at once. Errors as in `stream`; an answer without words or tool calls is a `BadResponse`."""
    if (provider := own.chats(request.provider)) is not None:
        return await own_calls.complete(provider, request, credentials)
    if reads_facts(request.provider):
        return await _built_in(request)
    call = await _Call.prepared(request, credentials)
    try:
        answer = call.read(await call.send(stream=False))
    finally:
        await call.transport.aclose()
    call.finished = answer.finish_reason
    price = cost(request, answer.usage)
    call.check(bool(answer.content or answer.tool_calls), price)
    return replace(answer, cost=price, request_id=call.request_id)


async def _built_in(request: ChatRequest) -> ChatAnswer:
    from omniimage.providers.offline import talk

    return await asyncio.to_thread(talk.answer, request)


def cost(request: ChatRequest, usage: Usage | None) -> float | None:
    """US dollars: what the provider said, else by litellm's price table, else `None`."""
    if reads_facts(request.provider):
        return 0.0
    spec = chat_spec(request.provider)
    if usage is None or spec is None:
        return None
    if usage.cost is not None:
        return usage.cost
    try:
        paid, earned = litellm_gate.litellm().cost_per_token(
            model=f"{spec.prices}/{request.name}",
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
        )
    except Exception:  # noqa: BLE001
        # A model it does not know.
        return None
    return float(paid + earned) or None


class _Call:
    def __init__(self, request: ChatRequest, row: ProviderSpec, spec: ChatSpec, granted: signing.Granted) -> None:
        self._request, self._row, self._spec, self._granted = request, row, spec, granted
        self.wire = Wire()
        self.transport = PassOnceTransport(self.wire, granted.credentials, request.timeout, self._sign, self._amend)
        self.finished: str | None = None

    @classmethod
    async def prepared(cls, request: ChatRequest, credentials: Credentials) -> _Call:
        spec = chat_spec(request.provider)
        if spec is None:
            raise BadParameters("this provider has no chat models", provider=request.provider, charged="no")
        row = registry.get_provider(request.provider)
        try:
            is_slow = row.signing == "google"
            granted = (
                await asyncio.to_thread(signing.granted, row, credentials) if is_slow else signing.granted(row, credentials)
            )
        except StudioError as error:
            error.details["model"] = request.model
            raise
        return cls(request, row, spec, granted)

    @property
    def request_id(self) -> str | None:
        return request_id(self.wire.headers, b"", self._key)

    async def send(self, *, stream: bool) -> Any:
        library = await litellm_gate.loaded()
        self.transport.streaming = stream
        try:
            with litellm_gate.without_bookkeeping():
                return await library.acompletion(**self._arguments(), stream=stream, **self._client())
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None

    async def next(self, pieces: Any) -> ChatChunk | None:
        """The next piece, or `None` at the end of the stream."""
        try:
            piece = await anext(pieces, None)
            return None if piece is None else _chunk(piece, counted=self.transport.reader.counted)
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None

    def read(self, answer: Any) -> ChatAnswer:
        try:
            return _answer(answer, counted=self.transport.reader.counted)
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None

    def refuses_counting(self) -> bool:
        """Whether a server that knows no `stream_options` turned the request away. It is not asked for them again."""
        place = self._granted.credentials.base_url
        if self._spec.speaks != "openai" or place in _uncounted or b"stream_options" not in self.wire.body:
            return False
        _uncounted.add(place)
        return True

    def check(self, said: bool, cost: float | None = None) -> None:
        """Raise what the end of the answer shows to be wrong with it, and what it cost all the same."""
        wire = self.wire
        details: dict[str, Any] = {"provider": self._row.id, "model": self._request.model}
        if cost is not None:
            details["cost"] = cost
        if (error := self.transport.reader.error) is not None:
            raise self._named(self._told(error), partial=said or None)
        if wire.failure is not None or not self.transport.reader.ended:
            if not said:
                raise faults.from_wire(wire, self._row, self._request.model, self._key)
            cause = f"{wire.failure or 'dropped'}_in_answer"
            raise OutcomeUnknown("the answer broke off", cause=cause, partial=True, charged="yes", **details)
        if said:
            return
        if self.finished in _REFUSED:
            charged = "yes" if cost else "unknown"
            raise ContentRefused("the model would not answer", reason=self.finished, charged=charged, **details)
        raise BadResponse("the answer is empty", reason="empty", charged="yes", finish_reason=self.finished, **details)

    @property
    def _key(self) -> str:
        return self._granted.credentials.api_key

    def _failed(self, error: Exception) -> StudioError:
        """Never by litellm's exception, whose text may hold the key."""
        log.debug("litellm ended with %s", type(error).__name__)
        wire, model = self.wire, self._request.model
        if isinstance(error, StudioError):
            return error
        if wire.phase == "idle" and wire.failure is None:
            message, cause = "the request could not be built", type(error).__name__
            return BadParameters(message, provider=self._row.id, model=model, charged="no", cause=cause)
        if wire.failure is not None or (wire.status is not None and not 200 <= wire.status < 300):
            return faults.from_wire(wire, self._row, model, self._key)
        if (found := self.transport.reader.error) is not None:
            return self._named(self._told(found))
        unread = BadResponse("the answer cannot be read", reason="malformed", charged="unknown")
        return self._named(unread)

    def _told(self, found: dict[str, Any]) -> StudioError:
        """The error that stood in the answer."""
        bare = error_in(self.transport.without_secrets(json.dumps({"error": found}, ensure_ascii=False).encode()))
        return faults.from_object(bare or {}, self._row, self._key)

    def _named(self, error: StudioError, **details: Any) -> StudioError:
        error.details.update(provider=self._row.id, model=self._request.model)
        error.details.update({name: value for name, value in details.items() if value is not None})
        return error

    def _arguments(self) -> dict[str, Any]:
        request, spec = self._request, self._spec
        # By some of OpenAI's names litellm takes another API, past our transport; `_amend` puts the name in.
        named = {"openai": f"openai/{_NAMELESS}", "gemini": f"gemini/{request.name}"}
        arguments: dict[str, Any] = {
            "model": named.get(spec.speaks, f"bedrock/converse/{request.name}"),
            "messages": [dict(message) for message in request.messages],
            "timeout": None,
            "max_retries": 0,
            "num_retries": 0,
            # What a model takes is tried, and remembered; litellm's own list knows too few of them.
            "allowed_openai_params": ["tools", "tool_choice", "response_format", *_COMMON],
        }
        if self._granted.credentials.base_url not in _uncounted:
            arguments["stream_options"] = {"include_usage": True}
        arguments |= {name: value for name, value in request.extra.items() if name in _COMMON}
        if "max_tokens" in arguments:
            arguments[spec.max_tokens_as] = arguments.pop("max_tokens")
        if request.tools:
            arguments["tools"] = [dict(tool) for tool in request.tools]
        if request.tool_choice is not None:
            arguments["tool_choice"] = request.tool_choice
        if request.response_format is not None:
            arguments["response_format"] = dict(request.response_format)
        return arguments

    def _client(self) -> dict[str, Any]:
        base = self._row.address(self._granted.credentials.base_url)
        base += self._spec.path.replace("{project}", self._granted.project)
        if self._spec.speaks == "openai":
            from openai import AsyncOpenAI

            path, _, query = base.partition("?")
            http = httpx.AsyncClient(transport=self.transport, timeout=None, trust_env=False)
            asked = dict(httpx.QueryParams(query))
            sdk = AsyncOpenAI(api_key=_NO_KEY, base_url=path, http_client=http, max_retries=0, default_query=asked or None)
            return {"client": sdk, "api_key": _NO_KEY, "api_base": path}
        client = litellm_gate.http_handler(self.transport)
        if self._spec.speaks == "gemini":
            return {"client": client, "api_key": _NO_KEY, "api_base": base}
        # Signed anew below, where the body stands as it goes out.
        return {
            "client": client,
            "aws_access_key_id": _NO_KEY,
            "aws_secret_access_key": _NO_KEY,
            "aws_region_name": "us-east-1",
            "aws_bedrock_runtime_endpoint": base,
        }

    def _sign(self, url: str, body: bytes) -> dict[str, str]:
        return signing.headers(self._row, self._granted, url, body)

    def _amend(self, body: bytes) -> bytes:
        own = {name: value for name, value in self._request.extra.items() if name not in _COMMON}
        if self._spec.speaks == "openai":
            own = {"model": self._request.name} | own
        return json.dumps(_merged(json.loads(body), own), ensure_ascii=False).encode() if own else body


def _merged(under: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        merged[name] = _merged(below, value) if isinstance(below, dict) and isinstance(value, Mapping) else value
    return merged


def _answer(answer: Any, *, counted: bool) -> ChatAnswer:
    choice = answer.choices[0]
    calls = tuple(_tool_call(each) for each in choice.message.tool_calls or ())
    usage = _usage(answer) if counted else None
    return ChatAnswer(choice.message.content or "", calls, choice.finish_reason, usage)


def _chunk(piece: Any, *, counted: bool) -> ChatChunk:
    choice = piece.choices[0] if piece.choices else None
    delta = choice.delta if choice else None
    calls = tuple(
        ToolCallDelta(each.index or 0, each.id, each.function.name, each.function.arguments or "")
        for each in (delta.tool_calls if delta and delta.tool_calls else ())
    )
    return ChatChunk(
        delta_content=(delta.content or "") if delta else "",
        delta_tool_calls=calls,
        finish_reason=choice.finish_reason if choice else None,
        usage=_usage(piece) if counted else None,
    )


def _usage(answer: Any) -> Usage | None:
    usage = getattr(answer, "usage", None)
    if usage is None:
        return None
    told = getattr(usage, "cost", None)
    paid = float(told) if isinstance(told, int | float) and told >= 0 else None
    found = Usage(usage.prompt_tokens or 0, usage.completion_tokens or 0, usage.total_tokens or 0, paid)
    return None if found == Usage(0, 0, 0) else found


def _tool_call(each: Any) -> ToolCall:
    return tool_call(each.id or "", each.function.name or "", each.function.arguments or "")


def tool_call(id: str, name: str, text: str) -> ToolCall:
    """`text`: the arguments as the model wrote them."""
    try:
        arguments = json.loads(text or "{}")
    except (ValueError, RecursionError):
        arguments = None
    return ToolCall(id, name, arguments if isinstance(arguments, dict) else text)
