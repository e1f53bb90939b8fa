"""The providers that are asked by requests of our own building. A new one is a row here, and models in `catalogue/`."""

from __future__ import annotations

from dataclasses import replace

from omniimage.providers.provider_spec import MaskForm, ProviderSpec, RequestShape

_STABILITY = "/v2beta/stable-image/generate/"
_STABILITY_FORM = RequestShape(body="form", model="", reference_as="file", reference_list=False)
_SDAPI = RequestShape(
    path="/sdapi/v1/txt2img",
    edit_path="/sdapi/v1/img2img",
    model="override_settings.sd_model_checkpoint",
    size="edges",
    references="init_images",
    reference_as="base64",
    # Starts from the picture under the mask, as the web page does.
    mask=MaskForm(extra={"inpainting_fill": 1}),
)
_BEDROCK = RequestShape(
    path="/model/{model}/invoke", model="", reference_as="base64", reference_list=False, mask=MaskForm(soft=True)
)
_IDEOGRAM = RequestShape(
    path="/v1/ideogram-v3/generate",
    edit_path="/v1/ideogram-v3/remix",
    body="form",
    model="",
    reference_as="file",
    reference_list=False,
    mask=MaskForm(change="black", path="/v1/ideogram-v3/inpaint"),
)
# The edit keeps what it does not touch, bit for bit, and rewrites no prompt.
_IDEOGRAM_V2 = replace(
    _IDEOGRAM,
    path="/v2/image/generate/{model}",
    edit_path="/v2/image/precise-edit/{model}",
    edit_extra={"magic_prompt": None},
    further="reference_images",
    reference_list=True,
    mask=MaskForm(change="black"),
)
_RATIOS = ("1:1", "1:2", "2:1", "1:3", "3:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "10:16", "16:10")

_CLOUD = (
    ProviderSpec(
        id="xai",
        label="xAI (Grok Imagine)",
        route="direct_images",
        default_url="https://api.x.ai/v1",
        key_page="https://console.x.ai",
        names={"tier": "resolution"},
        values={"tier": {"1K": "1k", "2K": "2k"}},
        extra={"response_format": "b64_json"},
        # References sent to /generations are dropped and billed; the edits are JSON.
        shape=RequestShape(edit_path="/images/edits", references="images", reference_as="url_object"),
    ),
    ProviderSpec(
        id="azure",
        label="Azure OpenAI",
        route="direct_images",
        key_page="https://portal.azure.com",
        key_header="api-key",
        key_prefix="",
        base_suffix="/openai/v1",
        check_path="/models?api-version=preview",
        models_path="/models?api-version=preview",
        shape=RequestShape(
            path="/images/generations?api-version=preview",
            edit_path="/images/edits?api-version=preview",
            edit_body="form",
            references="image[]",
            reference_as="file",
            mask=MaskForm(change="transparent"),
        ),
    ),
    ProviderSpec(
        id="azure_mai",
        label="Azure AI Foundry (MAI-Image)",
        route="direct_images",
        key_page="https://ai.azure.com",
        key_header="api-key",
        key_prefix="",
        base_suffix="/mai/v1",
        check_path="",
        models_path="",
        shape=RequestShape(edit_path="/images/edits", edit_body="form", size="edges", reference_as="file"),
    ),
    ProviderSpec(
        id="stability",
        label="Stability AI",
        route="direct_images",
        answers="plain",
        default_url="https://api.stability.ai",
        accepts_custom_models=False,
        key_page="https://platform.stability.ai/account/keys",
        check_path="/v1/user/balance",
        models_path="",
        names={"style": "style_preset", "guidance": "cfg_scale"},
        shape=replace(_STABILITY_FORM, path=_STABILITY + "core"),
        variants={
            "ultra": {"shape": replace(_STABILITY_FORM, path=_STABILITY + "ultra")},
            "inpaint": {
                "shape": replace(_STABILITY_FORM, path="/v2beta/stable-image/edit/inpaint", mask=MaskForm(soft=True))
            },
            "sd3": {
                "shape": replace(
                    _STABILITY_FORM, path=_STABILITY + "sd3", model="model", edit_extra={"mode": "image-to-image"}
                )
            },
        },
    ),
    ProviderSpec(
        id="recraft",
        label="Recraft",
        route="direct_images",
        default_url="https://external.api.recraft.ai/v1",
        key_page="https://www.recraft.ai/profile/api",
        check_path="/users/me",
        models_path="",
        extra={"response_format": "b64_json"},
        shape=RequestShape(
            edit_path="/images/imageToImage",
            edit_body="form",
            reference_as="file",
            reference_list=False,
            mask=MaskForm(path="/images/inpaint"),
        ),
    ),
    ProviderSpec(
        id="together",
        label="Together AI",
        group="compatible",
        route="direct_images",
        default_url="https://api.together.xyz/v1",
        key_page="https://api.together.ai/settings/api-keys",
        bare_list=True,
        extra={"response_format": "base64"},
        shape=RequestShape(size="edges", references="reference_images"),
    ),
    ProviderSpec(
        id="dashscope",
        label="Alibaba DashScope (Qwen Image, Wan)",
        route="direct_images",
        answers="dashscope",
        default_url="https://dashscope.aliyuncs.com",
        currency="CNY",
        key_page="https://bailian.console.aliyun.com/?tab=model#/api-key",
        check_path="/compatible-mode/v1/models",
        models_path="/compatible-mode/v1/models",
        # The prompt is sent word for word, and the picture is the user's own.
        extra={"prompt_extend": False, "watermark": False},
        shape=RequestShape(path="/api/v1/services/aigc/multimodal-generation/generation", body="dashscope", size="star"),
    ),
    ProviderSpec(
        id="vertex_ai",
        label="Google Vertex AI",
        route="direct_images",
        answers="gemini",
        default_url="https://aiplatform.googleapis.com/v1",
        key_page="https://console.cloud.google.com/iam-admin/serviceaccounts",
        check_path="{project}/publishers/google/models/gemini-3-pro-image:countTokens",
        check_body={"contents": [{"role": "user", "parts": [{"text": "a lighthouse"}]}]},
        models_path="",
        signing="google",
        names={"aspect_ratio": "aspectRatio", "tier": "imageSize"},
        shape=RequestShape(path="{project}/publishers/google/models/{model}:generateContent", body="gemini"),
    ),
    ProviderSpec(
        id="fireworks",
        label="Fireworks AI",
        group="compatible",
        route="direct_images",
        default_url="https://api.fireworks.ai/inference/v1",
        key_page="https://app.fireworks.ai/settings/users/api-keys",
        names={"steps": "num_inference_steps", "guidance": "guidance_scale"},
        # The answer is the picture itself.
        shape=RequestShape(path="/workflows/accounts/fireworks/models/{model}/text_to_image", model="", accept="image/png"),
    ),
    ProviderSpec(
        id="bedrock",
        label="Amazon Bedrock",
        route="direct_images",
        answers="plain",
        default_url="https://bedrock-runtime.us-west-2.amazonaws.com",
        accepts_custom_models=False,
        key_page="https://console.aws.amazon.com/bedrock/home#/api-keys",
        check_path="",
        models_path="",
        signing="aws",
        shape=_BEDROCK,
        variants={"edits": {"shape": replace(_BEDROCK, edit_extra={"mode": "image-to-image"})}},
    ),
    ProviderSpec(
        id="ideogram",
        label="Ideogram",
        group="compatible",
        route="direct_images",
        default_url="https://api.ideogram.ai",
        accepts_custom_models=False,
        key_page="https://ideogram.ai/manage-api",
        # Validated and priced; nothing is made or billed.
        check_path="/v2/image/generate/ideogram-4-5?dry_run=true",
        check_body={"prompt": "a lighthouse"},
        models_path="",
        key_header="Api-Key",
        key_prefix="",
        concurrency=10,
        names={"n": "num_images", "style": "style_type", "quality": "rendering_speed"},
        values={
            "aspect_ratio": {ratio: ratio.replace(":", "x") for ratio in _RATIOS},
            "quality": {"low": "TURBO", "medium": "DEFAULT", "high": "QUALITY"},
        },
        extra={"magic_prompt": "OFF"},
        refused_statuses=frozenset({422}),
        shape=_IDEOGRAM,
        variants={
            "v2": {
                "shape": _IDEOGRAM_V2,
                "names": {"n": "num_images"},
                "values": {},
                "extra": {"magic_prompt": "off"},
            },
        },
    ),
    ProviderSpec(
        id="deepinfra",
        label="DeepInfra",
        group="compatible",
        route="direct_images",
        default_url="https://api.deepinfra.com/v1/openai",
        key_page="https://deepinfra.com/dash/api_keys",
        extra={"response_format": "b64_json"},
        shape=RequestShape(edit_path="/images/edits", edit_body="form", reference_as="file"),
    ),
    ProviderSpec(
        id="siliconflow",
        label="SiliconFlow",
        group="compatible",
        route="direct_images",
        default_url="https://api.siliconflow.cn/v1",
        key_page="https://cloud.siliconflow.cn/account/ak",
        names={
            "size": "image_size",
            "n": "batch_size",
            "steps": "num_inference_steps",
            "guidance": "guidance_scale",
        },
        shape=RequestShape(reference_list=False),
        currency="CNY",
    ),
)

# On this machine or network: no key as a rule, and what is loaded there is what there is.
_LOCAL = (
    ProviderSpec(
        id="localai",
        label="LocalAI",
        group="local",
        route="direct_images",
        default_url="http://127.0.0.1:8080/v1",
        needs_key=False,
        names={"steps": "step"},
        extra={"response_format": "b64_json"},
    ),
    ProviderSpec(
        id="vllm",
        label="vLLM-Omni",
        group="local",
        route="direct_images",
        default_url="http://127.0.0.1:8000/v1",
        needs_key=False,
        names={"steps": "num_inference_steps", "guidance": "guidance_scale"},
        extra={"response_format": "b64_json"},
        shape=RequestShape(
            edit_path="/images/edits", edit_body="form", reference_as="file", mask=MaskForm(name="mask_image")
        ),
    ),
    ProviderSpec(
        id="a1111",
        label="Stable Diffusion WebUI (A1111, Forge)",
        group="local",
        route="direct_images",
        answers="plain",
        default_url="http://127.0.0.1:7860",
        needs_key=False,
        check_path="/sdapi/v1/sd-models",
        models_path="/sdapi/v1/sd-models",
        bare_list=True,
        concurrency=1,
        names={"n": "batch_size", "guidance": "cfg_scale", "strength": "denoising_strength"},
        shape=_SDAPI,
        variants={"current": {"shape": replace(_SDAPI, model="")}},
    ),
)

ROWS = (*_CLOUD, *_LOCAL)
