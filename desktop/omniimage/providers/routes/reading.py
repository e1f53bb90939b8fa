"""From a durable slim answer to pictures on disk: also after a restart, from the answer alone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from omniimage.errors import BadResponse, ContentRefused, StudioError
from omniimage.providers import answers, capabilities, faults, scrub
from omniimage.providers.answers import Picture, Reading
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.download import download
from omniimage.providers.prices import cost_of_tokens
from omniimage.providers.registry import ProviderSpec

_REQUEST_ID_HEADERS = ("x-request-id", "x-goog-request-id", "x-generation-id", "x-tt-logid")
_BIG = 256_000


async def answer_of(
    spec: ProviderSpec,
    request: ImageRequest,
    credentials: Credentials,
    attempt: AttemptLog,
    slim: bytes,
    parts: tuple[Path, ...],
    headers: Mapping[str, str],
) -> ProviderAnswer:
    """`parts` are the spool files of the answer itself; pictures it only points to are fetched now.

    Raises `ContentRefused`, `BadResponse` (with the model's words in `details.text`), or what the answer says went wrong.
    """
    try:
        reading = (
            await asyncio.to_thread(answers.read, spec.answers, slim)
            if len(slim) > _BIG
            else answers.read(spec.answers, slim)
        )
    except answers.Unreadable:
        text = scrub.message(slim.decode("utf-8", "replace"), credentials.api_key)
        raise BadResponse("the answer is not JSON", reason="not_json", text=text, charged="unknown") from None
    missing = [faults.from_object(error, spec, credentials.api_key) for error in reading.errors]
    images, failed = await _gather(reading.pictures, parts, attempt, credentials)
    missing += failed
    if not images:
        raise _nothing(spec, reading, missing, credentials)
    entry = capabilities.find(f"{spec.id}/{request.name}")
    cost = reading.cost if reading.cost is not None else cost_of_tokens(entry.tokens if entry else None, reading.usage)
    return ProviderAnswer(
        images=images,
        text=reading.text,
        cost=cost,
        request_id=next((headers[name] for name in _REQUEST_ID_HEADERS if name in headers), None),
        seeds=reading.seeds,
        revised_prompt=reading.revised_prompt,
        facts={"usage": dict(reading.usage)} if reading.usage else {},
        missing=tuple(missing),
    )


async def resume(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, slim: bytes
) -> ProviderAnswer:
    """As `answer_of`, for an answer that an earlier start received."""
    try:
        return await answer_of(spec, request, credentials, attempt, slim, await attempt.parts_ready(), {})
    except StudioError as error:
        error.details.update(provider=spec.id, model=f"{spec.id}/{request.name}")
        raise


async def _gather(
    pictures: tuple[Picture, ...], parts: tuple[Path, ...], attempt: AttemptLog, credentials: Credentials
) -> tuple[tuple[Path, ...], list[StudioError]]:
    """The pictures' files in the order of the answer, and why others could not be fetched."""
    slots: list[int | None] = []
    failed: list[StudioError] = []
    count = len(parts)
    for picture in pictures:
        if isinstance(picture, int):
            slots.append(picture if picture < len(parts) else None)
            continue
        try:
            await download(picture, attempt.open_part(), credentials.base_url)
            slots.append(count)
        except StudioError as error:
            failed.append(error)
        count += 1
    if count > len(parts):
        parts = await attempt.parts_ready()
    return tuple(parts[slot] for slot in slots if slot is not None), failed


def _nothing(spec: ProviderSpec, reading: Reading, missing: list[StudioError], credentials: Credentials) -> StudioError:
    """Why a good status brought no picture."""
    charged = "no" if spec.failed_is_free else "unknown"
    text = scrub.message(reading.text or "", credentials.api_key)
    if reading.refusal:
        said = scrub.message(reading.refusal, credentials.api_key)
        return ContentRefused("the provider would not make the image", provider_message=said, text=text, charged=charged)
    if missing:
        return missing[0]
    if reading.damaged:
        return BadResponse("the picture in the answer is damaged", reason="damaged", text=text, charged="yes")
    return BadResponse("there is no picture in the answer", reason="no_image", text=text, charged=charged)
