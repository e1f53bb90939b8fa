"""ChatClient: words with any chat model, streamed, structured, with tools."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from omniimage.errors import AuthFailed, BadRequest, ModelMissing, SchemaMismatch
from omniimage.providers.base import Credentials
from omniimage.providers.chat.rows import chat_spec
from omniimage.providers.chat.words import ChatChunk, ChatRequest, Usage
from omniimage.sdk import environment, runner
from omniimage.sdk.named import named
from omniimage.sdk.results import ChatResult

# The engine behind the calls is loaded by the first of them: importing a client is free.
if TYPE_CHECKING:
    from pydantic import BaseModel

    from omniimage.providers.chat.structured import Schema
    from omniimage.providers.chat.talk import Talk, ToolExecutor

    ResponseFormat = Mapping[str, Any] | type[BaseModel]

Messages = str | Sequence[Mapping[str, Any]]


class ChatClient:
    """One provider's chat models. Each method has a twin with an `a` before its name, to be awaited.

    Messages are OpenAI's: a text, or a list of `{role, content}` where content may hold `{"type": "image_url", …}` parts;
    their address may also be a path, bytes or an `ImageResult`. What is not given is read from the environment.
    `credentials`: in place of `api_key` and `base_url`, with headers of one's own.
    """

    def __init__(
        self,
        provider: str,
        *,
        model: str | None = None,
        api_key: str | None = None,
        base_url: str | None = None,
        region: str | None = None,
        timeout: float = 120.0,
        credentials: Credentials | None = None,
    ) -> None:
        self.provider = environment.provider_id(provider)
        self._row = environment.row_of(provider)
        spec = chat_spec(self.provider)
        if spec is None:
            raise BadRequest("this provider has no chat models", provider=provider)
        self._spec = spec
        self.model = model or environment.first_of(environment.variables(self.provider).chat_model)
        self._api_key = api_key
        self._base_url = base_url
        self._region = region
        self._timeout = timeout
        self._given = credentials

    def chat(
        self,
        messages: Messages,
        *,
        response_format: ResponseFormat | None = None,
        tools: Sequence[Mapping[str, Any]] | None = None,
        **extra: Any,
    ) -> ChatResult:
        """One answer. With a JSON schema or pydantic model as `response_format`, `parsed` holds the checked value.

        Raises `SchemaMismatch` with the raw text after one repair. Unknown arguments go into the provider's body.
        """
        return runner.run(self.achat(messages, response_format=response_format, tools=tools, **extra))

    async def achat(
        self,
        messages: Messages,
        *,
        response_format: ResponseFormat | None = None,
        tools: Sequence[Mapping[str, Any]] | None = None,
        **extra: Any,
    ) -> ChatResult:
        from omniimage.providers.chat import talk

        with self._named(extra):
            schema = _schema(response_format)
            plain = response_format if schema is None and isinstance(response_format, Mapping) else None
            request = await self._request(messages, tools, extra, plain)
            found = await talk.chat(request, await self._shown(), schema)
            return _result(found, response_format)

    def chat_stream(
        self, messages: Messages, *, tools: Sequence[Mapping[str, Any]] | None = None, **extra: Any
    ) -> Iterator[ChatChunk]:
        """Chunks as they come: `delta_content`, `delta_tool_calls`, `finish_reason`, at the end `usage`.

        Left early, the stream is closed at the server.
        """
        return runner.iterate(self.achat_stream(messages, tools=tools, **extra))

    async def achat_stream(
        self, messages: Messages, *, tools: Sequence[Mapping[str, Any]] | None = None, **extra: Any
    ) -> AsyncGenerator[ChatChunk, None]:
        from omniimage.providers.chat import engine

        with self._named(extra):
            request = await self._request(messages, tools, extra)
            pieces = engine.stream(request, await self._shown())
            try:
                async for piece in pieces:
                    yield piece
            finally:
                await pieces.aclose()

    def chat_with_tools(
        self,
        messages: Messages,
        tools: Sequence[Mapping[str, Any]],
        *,
        tool_executor: ToolExecutor,
        max_iterations: int = 10,
        **extra: Any,
    ) -> ChatResult:
        """Run the tools until the model answers in text. `tool_executor(name, arguments)` may be a coroutine function.

        A tool that raises gives its error to the model. Raises `ToolLoopLimit` with the conversation so far.
        """
        return runner.run(
            self.achat_with_tools(messages, tools, tool_executor=tool_executor, max_iterations=max_iterations, **extra)
        )

    async def achat_with_tools(
        self,
        messages: Messages,
        tools: Sequence[Mapping[str, Any]],
        *,
        tool_executor: ToolExecutor,
        max_iterations: int = 10,
        **extra: Any,
    ) -> ChatResult:
        from omniimage.providers.chat import talk

        with self._named(extra):
            request = await self._request(messages, tools, extra)
            credentials = await self._shown()
            return _result(await talk.chat_with_tools(request, credentials, tool_executor, max_iterations), None)

    def _named(self, extra: Mapping[str, Any]) -> AbstractContextManager[None]:
        return named(self.provider, extra.get("model") or self.model)

    def cost(self, usage: Usage | None) -> float | None:
        """US dollars for what a stream's last chunk counted; `None` where nobody says."""
        from omniimage.providers.chat import engine

        return engine.cost(ChatRequest(self.provider, (self.model or "").removeprefix(f"{self.provider}/"), ()), usage)

    async def _request(
        self,
        messages: Messages,
        tools: Sequence[Mapping[str, Any]] | None,
        extra: Mapping[str, Any],
        response_format: Mapping[str, Any] | None = None,
    ) -> ChatRequest:
        own = dict(extra)
        name = str(own.pop("model", None) or self.model).removeprefix(f"{self.provider}/")
        if not name:
            raise ModelMissing("name a chat model", provider=self.provider)
        given = [{"role": "user", "content": messages}] if isinstance(messages, str) else [dict(each) for each in messages]
        if not given:
            raise BadRequest("there is no message", field="messages")
        seen = given
        if any(isinstance(message.get("content"), list) for message in given):
            with tempfile.TemporaryDirectory(prefix="omniimage-") as folder:
                seen = [await self._with_pictures(message, Path(folder)) for message in given]
        return ChatRequest(
            provider=self.provider,
            name=name,
            messages=tuple(seen),
            response_format=response_format,
            tools=tuple(tools or ()),
            extra=own,
            timeout=self._timeout,
        )

    async def _with_pictures(self, message: dict[str, Any], folder: Path) -> dict[str, Any]:
        content = message.get("content")
        if not isinstance(content, list):
            return message
        parts = [await self._part(part, folder) for part in content]
        return message | {"content": parts}

    async def _part(self, part: Any, folder: Path) -> dict[str, Any]:
        if isinstance(part, str):
            return {"type": "text", "text": part}
        if not isinstance(part, Mapping):
            return await self._picture(part, folder)
        if part.get("type") != "image_url":
            return dict(part)
        address = part["image_url"]["url"] if isinstance(part["image_url"], Mapping) else part["image_url"]
        # The others take no addresses: litellm would fetch them by itself, past our transport.
        passed = ("https://", "data:") if self._spec.speaks == "openai" else ("data:",)
        if isinstance(address, str) and address.startswith(passed):
            self._check_sees()
            return {"type": "image_url", "image_url": {"url": address}}
        return await self._picture(address, folder)

    async def _picture(self, picture: Any, folder: Path) -> dict[str, Any]:
        from omniimage.sdk.pictures_in import as_data_url

        self._check_sees()
        return {"type": "image_url", "image_url": {"url": await as_data_url(picture, folder)}}

    def _check_sees(self) -> None:
        if self._spec.sees is False:
            raise BadRequest("this provider's models cannot see", provider=self.provider, reason="cannot_see")

    async def _shown(self) -> Credentials:
        # Google's may be a file, or a token that is fetched.
        return await asyncio.to_thread(self._credentials) if self._row.signing == "google" else self._credentials()

    def _credentials(self) -> Credentials:
        if self._given is not None:
            return self._given
        key = self._api_key if self._api_key is not None else environment.api_key(self.provider)
        url = self._base_url or environment.base_url(self.provider, self._region) or self._row.default_url
        if not key and self._row.needs_key:
            wanted = environment.variables(self.provider).key
            raise AuthFailed("no key was given", provider=self.provider, reason="no_key", variables=wanted, charged="no")
        if not url and self._spec.speaks not in ("own", "built_in"):
            raise BadRequest("this provider needs a base URL", provider=self.provider, field="base_url")
        return Credentials(key, url)


def _schema(wanted: ResponseFormat | None) -> Schema | None:
    """A pydantic model, OpenAI's `{"type": "json_schema", …}` or a bare JSON schema; other formats are passed on."""
    from omniimage.providers.chat import structured

    if wanted is None:
        return None
    if isinstance(wanted, type):
        return structured.checked(wanted.__name__, wanted.model_json_schema())
    if wanted.get("type") == "json_schema":
        inner = wanted.get("json_schema")
        if not isinstance(inner, Mapping) or not isinstance(inner.get("schema"), Mapping):
            raise BadRequest("a json_schema holds a name and a schema", field="response_format")
        return structured.checked(str(inner.get("name", "answer")), inner["schema"])
    if wanted.get("type") in ("json_object", "text"):
        return None
    return structured.checked(str(wanted.get("title", "answer")), wanted)


def _result(found: Talk, wanted: ResponseFormat | None) -> ChatResult:
    from pydantic import ValidationError

    answer, parsed = found.answer, found.parsed
    if isinstance(wanted, type) and parsed is not None:
        try:
            parsed = wanted.model_validate(parsed)
        except ValidationError as error:
            problem = str(error.errors(include_url=False, include_context=False))
            raw = answer.content or json.dumps(found.parsed, ensure_ascii=False)
            message = "the answer does not fit the model"
            raise SchemaMismatch(message, problem=problem, raw=raw, charged="yes", cost=answer.cost) from None
    return ChatResult(
        content=answer.content,
        parsed=parsed,
        tool_calls=answer.tool_calls,
        usage=answer.usage,
        cost=answer.cost,
        finish_reason=answer.finish_reason,
        structured_level=found.level,
        request_id=answer.request_id,
        messages=[dict(message) for message in found.messages],
    )
