"""What a provider is, as data: where it lives, how a key is shown to it, and how its requests look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from omniimage.contracts.money import Currency

Route = Literal["openai_images", "chat_images", "offline_images", "direct_images", "remote_jobs", "own_images", "chat_only"]
Format = Literal["openai", "gemini", "openrouter", "plain", "dashscope", "bfl", "replicate", "fal"]
Signing = Literal["key", "google", "aws"]


@dataclass(frozen=True)
class MaskForm:
    """How a mask is sent; ours is white where the picture is to change.

    `change`: what says so there, transparent pixels, white or black ones. `soft`: greys count, else each is rounded to one
    of the two. `name`: its field in the request. `path`: where a request with one goes; `image`: its field for the picture;
    each empty where it is as without one. `extra`: goes along with it.
    """

    change: Literal["transparent", "white", "black"] = "white"
    soft: bool = False
    name: str = "mask"
    path: str = ""
    image: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RequestShape:
    """A request that we build ourselves (`direct_images`). `{model}` and `{project}` in paths are filled in.

    `body`: `form` is multipart; `dashscope` and `gemini` have forms of their own. `edit_path`, `edit_body`, `edit_extra`:
    what differs when references go along, `None` in `edit_extra` takes a field away. `model`, `prompt`: their fields, empty
    where it is not in the body. `size`: how pixels are written, `edges` as width and height, `object` as an object of both.
    `references`: their field; `reference_as`: as data URL, as bare base64, as `{type, image_url}` or `{type, url}` object,
    as file; `reference_list`: in a list, or only the first; `reference_numbered`: each in a field of its own, `field`,
    `field_2`, ...; `further`: the field of those after the first (`form`). `wrap`: all of it lies in an object of this name.
    `mask`: `None` where there is no way to send one.
    """

    path: str = "/images/generations"
    edit_path: str | None = None
    body: Literal["json", "form", "dashscope", "gemini"] = "json"
    edit_body: Literal["json", "form"] | None = None
    model: str = "model"
    prompt: str = "prompt"
    size: Literal["text", "star", "edges", "object"] = "text"
    references: str = "image"
    reference_as: Literal["data_url", "base64", "image_url_object", "url_object", "file"] = "data_url"
    reference_list: bool = True
    reference_numbered: bool = False
    further: str = ""
    wrap: str = ""
    edit_extra: Mapping[str, Any] = field(default_factory=dict)
    mask: MaskForm | None = None
    accept: str = "application/json"


@dataclass(frozen=True)
class ProviderSpec:
    """One service with its own key and base URL; the page lists it under its `group`.

    `route`: how images are asked for; `answers`: the shape they come back in; `litellm`: its name there.
    `check_path`: a free call that fails when the key is bad, `models_path`: its list of models (a `bare_list` in no object),
    `live_path`: what it says of its models' parameters; each empty where there is none; `check_body`: what is posted to
    `check_path`, where the free call is no GET; `key_header` and `key_prefix`: how
    the key is shown to it; `signing`: what is made of the key first. `base_suffix`: belongs at the end of the base URL.
    `references`: `edits` posts them to /images/edits, `field` puts them into the request as data URLs.
    `extra`: what every request of this provider carries; `names` and `values`: its words for our parameters and for what
    stands in them. `failed_is_free`: it documents that a failed call is never billed. `refused_statuses`: what it answers
    to nothing but a prompt or picture it will not have. `variants`: what is different for models that name one.
    `job_hosts`: ends of other host names under which it tells of its jobs (`remote_jobs`). `unit_price`:
    US dollars for one of the units that its answers count. `currency`: what its bills are in.
    """

    id: str
    label: str
    route: Route
    group: Literal["cloud", "compatible", "local"] = "cloud"
    answers: Format = "openai"
    litellm: str = "openai"
    default_url: str = ""
    needs_key: bool = True
    url_editable: bool = True
    accepts_custom_models: bool = True
    key_page: str | None = None
    check_path: str = "/models"
    check_body: Mapping[str, Any] | None = None
    models_path: str = "/models"
    live_path: str = ""
    bare_list: bool = False
    key_header: str = "Authorization"
    key_prefix: str = "Bearer "
    signing: Signing = "key"
    base_suffix: str = ""
    concurrency: int = 64
    references: Literal["edits", "field"] = "edits"
    extra: Mapping[str, Any] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shape: RequestShape = field(default_factory=RequestShape)
    failed_is_free: bool = False
    refused_statuses: frozenset[int] = frozenset()
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    job_hosts: tuple[str, ...] = ()
    unit_price: float | None = None
    currency: Currency = "USD"

    def variant(self, name: str | None) -> ProviderSpec:
        """The same provider as models of that variant need it. An unknown name changes nothing."""
        return replace(self, **self.variants[name]) if name is not None and name in self.variants else self

    def address(self, base_url: str) -> str:
        """The base URL as requests need it, whether the user wrote its usual end or not."""
        base = base_url.rstrip("/")
        return base if base.endswith(self.base_suffix) else base + self.base_suffix
