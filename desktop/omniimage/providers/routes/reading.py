"""From a durable slim answer to pictures on disk: also after a restart, from the answer alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import SpooledTemporaryFile

from omniimage.errors import BadResponse, ContentRefused, StudioError
from omniimage.providers import answers, capabilities, faults, scrub
from omniimage.providers.answers import Picture, Reading
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.download import download
from omniimage.providers.extract import inline_parts
from omniimage.providers.pay_once import disk_errors
from omniimage.providers.prices import cost_of_tokens
from omniimage.providers.registry import ProviderSpec
from omniimage.providers.request_ids import request_id

_BIG = 256_000
HELD_IN_MEMORY = 8_000_000


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
    reading = await _read(spec, slim, credentials.api_key)
    missing = [faults.from_object(error, spec, credentials.api_key) for error in reading.errors]
    images, failed = await _gather(reading.pictures, parts, attempt, credentials, slim)
    missing += failed
    if not images:
        raise _nothing(spec, reading, missing, credentials)
    return ProviderAnswer(
        images=images,
        text=reading.text,
        cost=_cost(spec, request, reading),
        request_id=request_id(headers, slim, credentials.api_key),
        seeds=reading.seeds,
        revised_prompt=reading.revised_prompt,
        facts={"usage": counts} if (counts := _counts(reading)) else {},
        missing=tuple(missing),
    )


async def resume(
    spec: ProviderSpec,
    request: ImageRequest,
    credentials: Credentials,
    attempt: AttemptLog,
    slim: bytes,
    parts: tuple[Path, ...],
) -> ProviderAnswer:
    """As `answer_of`, for an answer that an earlier start received."""
    try:
        return await answer_of(spec, request, credentials, attempt, slim, parts, {})
    except StudioError as error:
        error.details.update(provider=spec.id, model=f"{spec.id}/{request.name}")
        raise


async def _read(spec: ProviderSpec, slim: bytes, key: str) -> Reading:
    try:
        if len(slim) > _BIG:
            return await asyncio.to_thread(answers.read, spec.answers, slim)
        return answers.read(spec.answers, slim)
    except answers.Unreadable:
        # JSON that was cut short is no words of the model's.
        words = "" if slim.lstrip().startswith((b"{", b"[")) else slim.decode("utf-8", "replace")
        text = scrub.message(words, key)
        raise BadResponse("the answer is not JSON", reason="not_json", text=text, charged="unknown") from None


def _cost(spec: ProviderSpec, request: ImageRequest, reading: Reading) -> float | None:
    """What the answer itself says, or its tokens at the catalogue's prices."""
    if reading.cost is not None:
        return reading.cost
    entry = capabilities.find(f"{spec.id}/{request.name}")
    return cost_of_tokens(entry.tokens if entry else None, reading.usage)


def _counts(reading: Reading) -> dict[str, int]:
    """The plain counts of the answer's usage."""
    return {name: count for name, count in reading.usage.items() if isinstance(count, int) and abs(count) < 2**53}


async def _gather(
    pictures: Sequence[Picture], parts: tuple[Path, ...], attempt: AttemptLog, credentials: Credentials, slim: bytes
) -> tuple[tuple[Path, ...], list[StudioError]]:
    """The files of the answer's pictures, and why others could not be fetched.

    The spool holds the parts of the answer itself, then those fetched: all of them, or none where that was cut short.
    """
    inline = inline_parts(slim)
    own = tuple(parts[each] for each in pictures if isinstance(each, int) and each < min(inline, len(parts)))
    urls = [each for each in pictures if isinstance(each, str)]
    fetched, failed = parts[inline:], []
    if urls and not fetched:
        failed = await _fetch(urls, attempt, credentials)
        if len(failed) < len(urls):
            fetched = (await attempt.received(slim))[-(len(urls) - len(failed)) :]
    return own + fetched, failed


async def _fetch(urls: Sequence[str], attempt: AttemptLog, credentials: Credentials) -> list[StudioError]:
    """Fetch all at once; those that came whole become parts, in order. Returns what went wrong with the others."""
    with ExitStack() as held:
        files = [held.enter_context(SpooledTemporaryFile(HELD_IN_MEMORY)) for _ in urls]
        fetches = [download(url, file, credentials.base_url) for url, file in zip(urls, files, strict=True)]
        results = await asyncio.gather(*fetches, return_exceptions=True)
        failed: list[StudioError] = []
        for file, result in zip(files, results, strict=True):
            if isinstance(result, StudioError):
                failed.append(result)
            elif isinstance(result, BaseException):
                raise result
            else:
                file.seek(0)
                with disk_errors():
                    await asyncio.to_thread(shutil.copyfileobj, file, attempt.open_part())
    return failed


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
