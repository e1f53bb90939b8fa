"""The request for one job, from the shape in the registry."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import httpx

from omniimage.providers.base import Credentials, ImageRequest, Reference
from omniimage.providers.provider_spec import ProviderSpec


def key_headers(spec: ProviderSpec, credentials: Credentials) -> dict[str, str]:
    return {spec.key_header: spec.key_prefix + credentials.api_key} if credentials.api_key else {}


def post(spec: ProviderSpec, request: ImageRequest, credentials: Credentials) -> httpx.Request:
    """Blocking: reads the reference images. Raises `OSError` where one is gone."""
    shape = spec.shape
    masked_path = shape.mask.path if shape.mask and request.mask else ""
    path = masked_path or (shape.edit_path if request.references else None) or shape.path
    url = spec.address(credentials.base_url) + path.replace("{model}", quote(request.name, safe="/:@"))
    fields = body(spec, request)
    content = json.dumps({shape.wrap: fields} if shape.wrap else fields, ensure_ascii=False).encode()
    headers = {"content-type": "application/json"} | key_headers(spec, credentials)
    return httpx.Request("POST", url, headers=headers, content=content)


def body(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    fields: dict[str, Any] = dict(spec.extra)
    for name, value in request.params.items():
        if name == "size":
            fields |= _size(spec, value)
        else:
            fields[spec.names.get(name, name)] = spec.values.get(name, {}).get(value, value)
    fields[spec.shape.prompt] = request.prompt
    return fields | _references(spec, request) | _mask(spec, request.mask)


def _size(spec: ProviderSpec, size: str) -> dict[str, Any]:
    width, height = map(int, size.split("x"))
    edges = {"width": width, "height": height}
    match spec.shape.size:
        case "edges":
            return edges
        case "object":
            return {spec.names.get("size", "size"): edges}
        case _:
            return {spec.names.get("size", "size"): size}


def _references(spec: ProviderSpec, request: ImageRequest) -> dict[str, Any]:
    """The first reference first: providers call them "image 1", "image 2" in prompts."""
    if not request.references:
        return {}
    shape = spec.shape
    pictures = [_picture(spec, reference) for reference in request.references]
    if shape.mask and shape.mask.image and request.mask:
        return {shape.mask.image: pictures[0]}
    if shape.reference_numbered:
        names = [shape.references, *(f"{shape.references}_{number}" for number in range(2, len(pictures) + 1))]
        return dict(zip(names, pictures, strict=True))
    return {shape.references: pictures if shape.reference_list else pictures[0]}


def _mask(spec: ProviderSpec, mask: Reference | None) -> dict[str, Any]:
    form = spec.shape.mask
    return {form.name: _picture(spec, mask), **form.extra} if form and mask else {}


def _picture(spec: ProviderSpec, picture: Reference) -> str:
    return picture.base64() if spec.shape.reference_as == "base64" else picture.data_url()
