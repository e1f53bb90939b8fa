"""`omniimage chat`: one answer, streamed as it is said; or JSON that fits a schema."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from omniimage.errors import BadRequest, StudioError
from omniimage.sdk.chat_client import ChatClient
from omniimage.sdk.results import Usage
from omniimage.shell import vault_keys
from omniimage.shell.output import FAILED, OK, Output, failure, prompt_of, provider_and_name, sentence, until_stopped


def run(given: argparse.Namespace) -> int:
    """0, 1 where the call failed, 2 (`BadRequest`) where nothing was sent, 130 where it was stopped."""
    if len(given.model) != 1:
        raise BadRequest("chat asks one model", field="model")
    provider, name = provider_and_name(given.model[0])
    schema = None if given.schema is None else _schema(given.schema)
    messages = _messages(prompt_of(given.prompt), given)
    found = vault_keys.credentials(provider, given.data_dir) if given.vault else None
    client = ChatClient(provider, model=name, timeout=given.timeout or 120.0, credentials=found)
    output = Output()
    return until_stopped(lambda: _ask(client, messages, schema, output, as_json=given.json), output)


def _ask(client: ChatClient, messages: list[Any], schema: Any, output: Output, *, as_json: bool) -> int:
    told: dict[str, Any] = {"ok": True, "model": f"{client.provider}/{client.model}"}
    try:
        if schema is not None:
            told |= _structured(client, messages, schema, output, as_json=as_json)
        else:
            told |= _streamed(client, messages, output, as_json=as_json)
    except StudioError as error:
        if as_json:
            output.json({"ok": False, "model": told["model"], "error": failure(error)})
        output.say(sentence(error))
        return FAILED
    if as_json:
        output.json(told)
    return OK


def _streamed(client: ChatClient, messages: list[Any], output: Output, *, as_json: bool) -> dict[str, Any]:
    text, finish, usage = "", None, None
    try:
        for chunk in client.chat_stream(messages):
            text += chunk.delta_content
            finish, usage = chunk.finish_reason or finish, chunk.usage or usage
            if not as_json:
                output.text(chunk.delta_content)
            else:
                output.progress(f"{len(text)} characters")
    finally:
        output.progress("") if as_json else output.text("\n" if text and not text.endswith("\n") else "")
    return {"content": text, "finish_reason": finish, "usage": _tokens(usage), "cost": client.cost(usage)}


def _structured(client: ChatClient, messages: list[Any], schema: Any, output: Output, *, as_json: bool) -> dict[str, Any]:
    result = client.chat(messages, response_format=schema)
    if not as_json:
        output.text(json.dumps(result.parsed, ensure_ascii=False, indent=2 if output.is_terminal else None) + "\n")
    facts = {"finish_reason": result.finish_reason, "usage": _tokens(result.usage), "cost": result.cost}
    return {"parsed": result.parsed, "structured_level": result.structured_level, **facts}


def _messages(prompt: str, given: argparse.Namespace) -> list[Any]:
    content: Any = [prompt, *(Path(file) for file in given.image)] if given.image else prompt
    system = [{"role": "system", "content": given.system}] if given.system else []
    return [*system, {"role": "user", "content": content}]


def _schema(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadRequest("the schema cannot be read", file=str(file), reason=type(error).__name__) from None
    if not isinstance(found, dict):
        raise BadRequest("a schema is a JSON object", file=str(file))
    return {"type": "json_schema", "json_schema": {"name": file.stem, "schema": found}}


def _tokens(usage: Usage | None) -> dict[str, int] | None:
    if usage is None:
        return None
    return {"prompt": usage.prompt_tokens, "completion": usage.completion_tokens, "total": usage.total_tokens}
