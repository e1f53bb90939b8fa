"""ImageClient: images from words and pictures, by any provider, in a script."""

from __future__ import annotations

import asyncio
import base64
import logging
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from omniimage.errors import AuthFailed, BadRequest, BadResponse, ModelMissing, StorageFailed, StudioError
from omniimage.providers.base import Credentials, ImageRequest, ProviderAnswer
from omniimage.sdk import environment, runner
from omniimage.sdk.named import named
from omniimage.sdk.results import ImageResult

# The engine behind the calls is loaded by the first of them: importing a client is free.
if TYPE_CHECKING:
    from omniimage.contracts.runs import ModelParams
    from omniimage.providers.capabilities import CatalogueEntry
    from omniimage.sdk.pictures_in import Picture

DEFAULT_TIMEOUT = 120.0
log = logging.getLogger(__name__)


class Storage(Protocol):
    """Where a client puts what came as bytes: `R2Storage`, `LocalStorage`, or a class of one's own.

    Whatever it raises, the image that was paid for is in the `result` of the error that the call raises.
    """

    def upload(self, data: bytes, *, mime_type: str, key: str | None = None) -> str:
        """Keep the bytes, under `key` or one of its own, and return their address."""


class ImageClient:
    """Images of one provider. Each method has a twin with an `a` before its name, to be awaited.

    `provider`: its id or a common name (`doubao`, `google`, …); `model`: the one used where a call names none. What is
    not given is read from the environment. `timeout`: seconds to wait for an answer to begin. `credentials`: in place of
    `api_key` and `base_url`, with headers of one's own. `provider_params`: what every call carries over the call's own
    parameters, in our names or, as it stands, in the provider's.
    """

    def __init__(
        self,
        provider: str,
        *,
        model: str | None = None,
        api_key: str | None = None,
        base_url: str | None = None,
        storage: Storage | None = None,
        storage_key_prefix: str = "",
        timeout: float | None = None,
        credentials: Credentials | None = None,
        **provider_params: Any,
    ) -> None:
        self.provider = environment.provider_id(provider)
        self._row = environment.row_of(provider)
        self.model = model
        self._api_key = api_key
        self._base_url = base_url
        self._storage = storage
        self._key_prefix = storage_key_prefix
        self._timeout = timeout
        self._given = credentials
        self._provider_params = provider_params

    def text_to_image(self, prompt: str, *, size: str | None = "1024x1024", **params: Any) -> ImageResult:
        """One image from words. `size` as `WxH` in pixels, fitted to what the model takes; the result says to what.

        Raises the `StudioError`s of its call; nothing is sent a second time. What came and is no picture that we know is
        in the error's `data`.
        """
        return runner.run(self.atext_to_image(prompt, size=size, **params))

    async def atext_to_image(self, prompt: str, *, size: str | None = "1024x1024", **params: Any) -> ImageResult:
        return await self._make(self._model_of(params), prompt, size, (), params)

    def image_to_image(
        self, prompt: str, *, reference_images: Sequence[Picture] | Picture, size: str | None = "1024x1024", **params: Any
    ) -> ImageResult:
        """From words and one or more references: URLs, paths, bytes, `data:` URLs or earlier results, in that order."""
        return runner.run(self.aimage_to_image(prompt, reference_images=reference_images, size=size, **params))

    async def aimage_to_image(
        self, prompt: str, *, reference_images: Sequence[Picture] | Picture, size: str | None = "1024x1024", **params: Any
    ) -> ImageResult:
        return await self._make(self._model_of(params), prompt, size, reference_images, params)

    def generate_all(self, prompt: str, models: Sequence[str], **params: Any) -> list[ImageResult | StudioError]:
        """The same to many models at once, each `provider/name`. A list in their order; a failure is its `StudioError`."""
        return runner.run(self.agenerate_all(prompt, models, **params))

    async def agenerate_all(self, prompt: str, models: Sequence[str], **params: Any) -> list[ImageResult | StudioError]:
        given = {"size": "1024x1024"} | params
        size, pictures = given.pop("size"), given.pop("reference_images", ())

        async def one(model: str) -> ImageResult | StudioError:
            try:
                provider, _, name = model.partition("/")
                client = (
                    self
                    if environment.provider_id(provider) == self.provider
                    else ImageClient(
                        provider, storage=self._storage, storage_key_prefix=self._key_prefix, timeout=self._timeout
                    )
                )
                return await client._make(name, prompt, size, pictures, dict(given))
            except StudioError as error:
                return error
            except Exception as error:
                # Whatever breaks for one model, what the others are paid for is given back.
                log.exception("an image call failed with an unexpected %s", type(error).__name__)
                return StudioError("internal error", type=type(error).__name__, model=model)

        return list(await asyncio.gather(*(one(model) for model in models)))

    # One call

    async def _make(
        self, name: str, prompt: str, size: str | None, pictures: Sequence[Picture] | Picture, params: dict[str, Any]
    ) -> ImageResult:
        with named(self.provider, name):
            return await self._made(name, prompt, size, pictures, params)

    async def _made(
        self, name: str, prompt: str, size: str | None, pictures: Sequence[Picture] | Picture, params: dict[str, Any]
    ) -> ImageResult:
        from omniimage.providers import engine
        from omniimage.providers.memory_attempt import MemoryAttempt
        from omniimage.providers.parameters import plan
        from omniimage.sdk.pictures_in import references

        entry = self._entry(name)
        own, extra = _split({"size": size} | self._provider_params | params)
        credentials = await self._shown()
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="omniimage-") as folder:
            given = await references(pictures, Path(folder)) if pictures else ()
            planned = plan(entry, prompt, own, given)
            request = ImageRequest(
                provider=self.provider,
                name=name,
                prompt=prompt,
                params={**planned.calls[0], **extra},
                references=given,
                timeout=self._timeout or environment.timeout(self.provider, DEFAULT_TIMEOUT),
            )
            attempt = MemoryAttempt(Path(folder))
            try:
                answer = await engine.generate(request, credentials, attempt)
            finally:
                attempt.close()
            result = await asyncio.to_thread(self._result, answer, request.name)
        facts = {
            "asked": own.model_dump(exclude_none=True),
            "sent": request.params,
            "adjustments": [each.model_dump() for each in planned.adjustments],
            "size": planned.sent.get("size") or planned.sent.get("aspect_ratio"),
            "cost": answer.cost if answer.cost is not None else planned.cost,
            "seconds": round(time.monotonic() - began, 3),
        }
        result.metadata.update(facts)
        return await self._stored(result)

    def _result(self, answer: ProviderAnswer, name: str) -> ImageResult:
        from omniimage.imaging.inspect import sniff

        if not answer.images:
            raise BadResponse("no image came", provider=self.provider, model=f"{self.provider}/{name}", text=answer.text)
        try:
            facts = sniff(answer.images[0])
        except StudioError as error:
            # It was paid for: whoever catches the error finds it here.
            error.data = answer.images[0].read_bytes()  # type: ignore[attr-defined]
            error.details["charged"] = "yes"
            raise
        metadata = {
            "model": f"{self.provider}/{name}",
            "seed": answer.seeds[0] if answer.seeds else None,
            "request_id": answer.request_id,
            "revised_prompt": answer.revised_prompt,
            "width": facts.width,
            "height": facts.height,
        }
        text = base64.b64encode(answer.images[0].read_bytes()).decode()
        return ImageResult(text, facts.mime_type, self.provider, metadata=metadata)

    async def _stored(self, result: ImageResult) -> ImageResult:
        if self._storage is None:
            return result
        try:
            url = await asyncio.to_thread(self._upload, self._storage, result)
        except StorageFailed as error:
            # It was paid for: whoever catches the error finds it here.
            error.result = result  # type: ignore[attr-defined]
            raise
        except Exception as error:
            # A class of one's own may raise anything.
            failed = StorageFailed("the storage's own code failed", cause=type(error).__name__)
            failed.result = result  # type: ignore[attr-defined]
            raise failed from error
        return ImageResult(result.base64, result.mime_type, result.provider, url, result.metadata)

    def _upload(self, storage: Storage, result: ImageResult) -> str:
        from omniimage.storage.object_storage import content_key

        data = result.bytes()
        key = self._key_prefix + content_key(data, result.mime_type) if self._key_prefix else None
        return storage.upload(data, mime_type=result.mime_type, key=key)

    # What is asked of whom

    def _model_of(self, params: dict[str, Any]) -> str:
        from omniimage.providers import capabilities

        given = (
            params.pop("model", None) or self.model or environment.first_of(environment.variables(self.provider).image_model)
        )
        if given:
            return str(given).removeprefix(f"{self.provider}/")
        first = next((entry.name for entry in capabilities.catalogue() if entry.provider == self.provider), None)
        if first is None:
            raise ModelMissing("name a model", provider=self.provider)
        return first

    def _entry(self, name: str) -> CatalogueEntry:
        from omniimage.providers import capabilities

        own = [name] if self._row.accepts_custom_models else []
        return capabilities.entry(f"{self.provider}/{name}", own)

    async def _shown(self) -> Credentials:
        # Google's may be a file, or a token that is fetched.
        return await asyncio.to_thread(self._credentials) if self._row.signing == "google" else self._credentials()

    def _credentials(self) -> Credentials:
        if self._given is not None:
            return self._given
        key = self._api_key if self._api_key is not None else environment.api_key(self.provider)
        url = self._base_url or environment.base_url(self.provider) or self._row.default_url
        if not key and self._row.needs_key:
            wanted = environment.variables(self.provider).key
            raise AuthFailed("no key was given", provider=self.provider, reason="no_key", variables=wanted, charged="no")
        if not url and self._row.route not in ("offline_images", "own_images"):
            raise BadRequest("this provider needs a base URL", provider=self.provider, field="base_url")
        return Credentials(key, url)


def _split(params: dict[str, Any]) -> tuple[ModelParams, dict[str, Any]]:
    """Parameters under our names, checked; and the provider's own words, which go out as they stand."""
    from pydantic import ValidationError

    from omniimage.contracts.runs import ModelParams

    if params.get("n") not in (None, 1):
        raise BadRequest("a call makes one image; call again for more", field="n")
    ours = {name: value for name, value in params.items() if name in ModelParams.model_fields}
    try:
        own = ModelParams.model_validate(ours)
    except ValidationError as error:
        fields = [".".join(map(str, each["loc"])) for each in error.errors()]
        raise BadRequest("a parameter is out of bounds", fields=fields) from None
    return own, {name: value for name, value in params.items() if name not in ModelParams.model_fields}
