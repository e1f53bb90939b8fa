"""The providers that take a job and are asked for it later. Their models' own words are variants, named in `catalogue/`."""

from __future__ import annotations

from dataclasses import replace

from omniimage.providers.provider_spec import MaskForm, ProviderSpec, RequestShape

_FLUX = RequestShape(
    path="/{model}",
    model="",
    size="edges",
    references="input_image",
    reference_as="base64",
    reference_numbered=True,
)
_PREDICTION = RequestShape(path="/models/{model}/predictions", model="", references="image_input", wrap="input")
_QUEUE = RequestShape(path="/{model}", edit_path="/{model}/edit", model="", size="object", references="image_urls")
_TEXT_AND_EDIT = replace(_QUEUE, path="/{model}/text-to-image")
_SMALL_TIERS = {"768": "768sq", "1K": "1k", "1.5K": "1.5k", "2K": "2k", "4K": "4k"}

ROWS = (
    ProviderSpec(
        id="black_forest_labs",
        label="Black Forest Labs (FLUX)",
        route="remote_jobs",
        answers="bfl",
        default_url="https://api.bfl.ai",
        base_suffix="/v1",
        accepts_custom_models=False,
        key_page="https://dashboard.bfl.ai",
        check_path="/credits",
        models_path="",
        key_header="x-key",
        key_prefix="",
        concurrency=24,
        shape=_FLUX,
        job_hosts=(".bfl.ai",),
        variants={
            "flux_3": {
                "names": {"tier": "resolution"},
                "values": {"tier": _SMALL_TIERS},
                "shape": replace(_FLUX, references="images", reference_numbered=False),
            },
            "fill": {
                "shape": replace(_FLUX, references="image", reference_numbered=False, reference_list=False, mask=MaskForm()),
            },
        },
    ),
    ProviderSpec(
        id="replicate",
        label="Replicate",
        route="remote_jobs",
        answers="replicate",
        default_url="https://api.replicate.com",
        base_suffix="/v1",
        key_page="https://replicate.com/account/api-tokens",
        check_path="/account",
        models_path="",
        shape=_PREDICTION,
        variants={
            "seedream": {"names": {"tier": "size"}},
            "fill": {
                "values": {"output_format": {"jpeg": "jpg"}},
                "shape": replace(_PREDICTION, references="image", reference_list=False, mask=MaskForm()),
            },
        },
    ),
    ProviderSpec(
        id="fal_ai",
        label="fal",
        route="remote_jobs",
        answers="fal",
        default_url="https://queue.fal.run",
        key_page="https://fal.ai/dashboard/keys",
        check_path="",
        models_path="",
        key_prefix="Key ",
        concurrency=40,
        names={"size": "image_size", "tier": "resolution"},
        shape=_QUEUE,
        variants={
            "text_and_edit": {"shape": _TEXT_AND_EDIT},
            "nano_banana_pro": {"unit_price": 0.15},
            "fill": {
                "names": {"n": "num_images"},
                "shape": replace(
                    _QUEUE,
                    edit_path=None,
                    references="image_url",
                    reference_list=False,
                    mask=MaskForm(name="mask_url"),
                ),
            },
        },
    ),
)
