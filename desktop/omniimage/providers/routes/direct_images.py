"""Requests that we build ourselves, from the shape in the registry: where litellm has no path, or blocks a thread for it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx

from omniimage.errors import StudioError
from omniimage.providers import signing
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer, Reference
from omniimage.providers.pay_once import PayOnceTransport, Wire
from omniimage.providers.provider_spec import ProviderSpec
from omniimage.providers.routes.exchange import exchange

# A form as httpx takes it: fields and files alike.
Form = list[tuple[str, tuple[str | None, str | bytes] | tuple[str | None, str | bytes, str]]]


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    shape = spec.shape
    if request.references:
        body = shape.edit_body or shape.body
        form = shape.mask if request.mask else None
        path = (form and form.path) or shape.edit_path or shape.path
        images = (form and form.image) or shape.references
        spec = replace(spec, shape=replace(shape, path=path, body=body, references=images))
    try:
        granted = await asyncio.to_thread(signing.granted, spec, credentials)
    except StudioError as error:
        error.details["model"] = f"{spec.id}/{request.name}"
        raise

    async def send(transport: PayOnceTransport) -> object:
        post = await asyncio.to_thread(_post, spec, request, granted)
        async with httpx.AsyncClient(transport=transport, timeout=None, trust_env=False) as http:
            return await http.send(post)

    return await exchange(spec, request, granted.credentials, attempt, wire, send)


def parameters(spec: ProviderSpec, params: dict[str, Any]) -> dict[str, Any]:
    """Our parameters in the provider's own words."""
    named: dict[str, Any] = {}
    for name, value in params.items():
        if name == "size" and spec.shape.size == "edges":
            width, height = map(int, value.split("x"))
            named |= {spec.names.get("width", "width"): width, spec.names.get("height", "height"): height}
            continue
        if name == "size" and spec.shape.size == "star":
            value = value.replace("x", "*")
        named[spec.names.get(name, name)] = spec.values.get(name, {}).get(value, value)
    return named


def _post(spec: ProviderSpec, request: ImageRequest, granted: signing.Granted) -> httpx.Request:
    path = spec.shape.path.replace("{project}", granted.project).replace("{model}", quote(request.name, safe=""))
    url = spec.address(granted.credentials.base_url) + path
    if spec.shape.body == "form":
        headers = signing.headers(spec, granted, url, b"")
        return httpx.Request("POST", url, headers=headers, files=_form(spec, request))
    body = json.dumps(_BODIES[spec.shape.body](spec, request), ensure_ascii=False).encode()
    headers = {"content-type": "application/json"} | signing.headers(spec, granted, url, body)
    return httpx.Request("POST", url, headers=headers, content=body)


def _fields(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    shape = spec.shape
    fields = dict(spec.extra) | parameters(spec, request.params) | {shape.prompt: request.prompt}
    if shape.model:
        fields[shape.model] = request.name
    if request.references:
        fields |= shape.edit_extra
    if request.mask and shape.mask:
        fields |= shape.mask.extra
    return {name: value for name, value in fields.items() if value is not None}


def _json(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    fields, shape = _fields(spec, request), spec.shape
    if request.references:
        images = [_REFERENCES[shape.reference_as](reference) for reference in request.references]
        fields[shape.references] = images if shape.reference_list else images[0]
    if request.mask and shape.mask:
        fields[shape.mask.name] = _REFERENCES[shape.reference_as](request.mask)
    return _nested(fields)


def _nested(fields: dict[str, Any]) -> dict[str, Any]:
    """`a.b` as a field of `a`."""
    body: dict[str, Any] = {}
    for name, value in fields.items():
        *path, last = name.split(".")
        inner = body
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = value
    return body


def _form(spec: ProviderSpec, request: ImageRequest) -> Form:
    form: Form = [(name, (None, _text(value))) for name, value in _fields(spec, request).items()]
    for number, reference in enumerate(request.references):
        name = f"reference-{number}.{reference.mime_type.removeprefix('image/')}"
        field = spec.shape.further if number and spec.shape.further else spec.shape.references
        form.append((field, (name, reference.read(), reference.mime_type)))
    if request.mask and spec.shape.mask:
        form.append((spec.shape.mask.name, ("mask.png", request.mask.read(), request.mask.mime_type)))
    return form


def _dashscope(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    content = [{"image": reference.data_url()} for reference in request.references]
    messages = [{"role": "user", "content": [*content, {"text": request.prompt}]}]
    named = dict(spec.extra) | parameters(spec, request.params)
    return {"model": request.name, "input": {"messages": messages}, "parameters": named}


def _gemini(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    inline = [
        {"inlineData": {"mimeType": reference.mime_type, "data": reference.base64()}} for reference in request.references
    ]
    config: dict[str, Any] = {"responseModalities": ["TEXT", "IMAGE"]}
    if named := parameters(spec, request.params):
        config["imageConfig"] = named
    return {"contents": [{"role": "user", "parts": [*inline, {"text": request.prompt}]}], "generationConfig": config}


_BODIES = {"json": _json, "dashscope": _dashscope, "gemini": _gemini}


_REFERENCES: dict[str, Any] = {
    "data_url": Reference.data_url,
    "base64": Reference.base64,
    "url_object": lambda reference: {"type": "image_url", "url": reference.data_url()},
    "image_url_object": lambda reference: {"type": "image_url", "image_url": {"url": reference.data_url()}},
}


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
