"""What leaves for the services that we ask ourselves: their words, order and defaults; and what their answers say."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from omniimage import errors
from omniimage.providers.base import Reference
from tests.providers.calls import KEY, Call
from tests.wire.http1 import Request
from tests.wire.pictures import png
from tests.wire.script import Script


async def posted(asked: Call) -> Request:
    await asked.make()
    (post,) = asked.server.posts()
    return post


async def body_of(asked: Call) -> dict:
    return json.loads((await posted(asked)).body)


def fields(post: Request) -> dict[str, str]:
    """The plain fields of a form."""
    found = re.findall(rb'name="([^"]+)"\r\n\r\n(.*?)\r\n--', post.body, re.DOTALL)
    return {name.decode(): value.decode() for name, value in found}


def files(post: Request) -> list[tuple[str, str]]:
    return re.findall(r'name="([^"]+)"; filename="([^"]+)"', post.body.decode("latin-1"))


def with_references(asked: Call, *seeds: int) -> Call:
    references = []
    for seed in seeds:
        path = asked.folder / f"reference-{seed}.png"
        path.write_bytes(png(3_000, seed))
        references.append(Reference(path, "image/png", 32, 32))
    asked.request = replace(asked.request, references=tuple(references))
    return asked


def data_url(seed: int) -> str:
    return "data:image/png;base64," + base64.b64encode(png(3_000, seed)).decode()


async def test_xai_generates_and_edits_as_json(call, server) -> None:
    body = await body_of(call("xai"))
    assert body == {
        "model": "grok-imagine-image-2.0",
        "prompt": "a lighthouse at dusk",
        "aspect_ratio": "16:9",
        "resolution": "2k",
        "quality": "low",
        "response_format": "b64_json",
    }
    await with_references(call("xai"), 5, 3, 8).make()
    edit = server.posts()[-1]
    assert edit.path == "/xai/v1/images/edits"
    images = json.loads(edit.body)["images"]
    assert images == [{"type": "image_url", "url": data_url(seed)} for seed in (5, 3, 8)]


async def test_xai_says_what_it_cost_even_where_it_refuses(call, server) -> None:
    assert (await call("xai").make()).cost == 0.06
    said = {
        "code": "Client specified an invalid argument",
        "error": "Generated image rejected by content moderation.",
        "usage": {"cost_in_usd_ticks": 200_000_000},
    }
    server.script = Script(status=400, body=json.dumps(said).encode())
    error = await call("xai").fail()
    assert type(error) is errors.ContentRefused
    assert error.details["charged"] == "yes" and error.details["cost"] == 0.02


async def test_openrouter_images_say_their_cost_and_take_references_in_order(call, server) -> None:
    asked = with_references(call("openrouter:images"), 4, 2)
    answer = await asked.make()
    assert answer.cost == 0.048
    (post,) = server.posts()
    assert post.path == "/api/v1/images"
    body = json.loads(post.body)
    assert (body["resolution"], body["aspect_ratio"]) == ("2K", "16:9")
    assert [each["image_url"]["url"] for each in body["input_references"]] == [data_url(4), data_url(2)]


@pytest.mark.parametrize("written", ["", "/openai/v1", "/openai/v1/"])
async def test_azure_takes_its_address_with_or_without_its_usual_end(call, server, written: str) -> None:
    asked = call("azure")
    asked.credentials = replace(asked.credentials, base_url=f"{server.origin}/azure{written}")
    post = await posted(asked)
    assert post.path == "/azure/openai/v1/images/generations?api-version=preview"
    assert post.headers["api-key"] == KEY and "authorization" not in post.headers
    assert json.loads(post.body)["model"] == "our-deployment"


async def test_mai_images_take_edges_and_edit_one_picture(call, server) -> None:
    body = await body_of(call("azure_mai"))
    assert body == {"model": "our-mai-deployment", "prompt": "a lighthouse at dusk", "width": 1024, "height": 768}
    asked = with_references(call("azure_mai", params={}), 4)
    asked.credentials = replace(asked.credentials, base_url=f"{server.origin}/foundry")
    await asked.make()
    edit = server.posts()[-1]
    assert edit.path == "/foundry/mai/v1/images/edits" and edit.headers["api-key"] == KEY
    assert files(edit) == [("image", "reference-0.png")] and fields(edit)["model"] == "our-mai-deployment"


async def test_azure_edits_with_files_in_order(call) -> None:
    post = await posted(with_references(call("azure"), 6, 1))
    assert post.path.startswith("/azure/openai/v1/images/edits")
    assert files(post) == [("image[]", "reference-0.png"), ("image[]", "reference-1.png")]
    assert post.body.index(png(3_000, 6)) < post.body.index(png(3_000, 1))


@pytest.mark.parametrize(
    ("name", "path", "model"),
    [("ultra", "ultra", None), ("core", "core", None), ("sd3.5-large", "sd3", "sd3.5-large")],
)
async def test_each_stability_model_has_its_path(call, name: str, path: str, model: str | None) -> None:
    asked = call("stability", params={"aspect_ratio": "1:1", "style": "anime", "seed": 3})
    asked.request = replace(asked.request, name=name)
    post = await posted(asked)
    assert post.path == f"/stability/v2beta/stable-image/generate/{path}"
    assert fields(post).get("model") == model
    assert fields(post)["style_preset"] == "anime"
    assert post.headers["content-type"].startswith("multipart/form-data")


async def test_stability_edits_say_how_far_to_go(call) -> None:
    post = await posted(with_references(call("stability", params={"strength": 0.6}), 6))
    assert fields(post)["mode"] == "image-to-image" and fields(post)["strength"] == "0.6"
    assert files(post) == [("image", "reference-0.png")]


async def test_stability_tells_its_seed(call) -> None:
    assert (await call("stability").make()).seeds == (343940597,)


BLURRED = json.dumps({"image": base64.b64encode(png(500)).decode(), "finish_reason": "CONTENT_FILTERED", "seed": 1})
FILTERED = json.dumps({"images": [base64.b64encode(png(500)).decode()], "finish_reasons": ["Filter reason: output image"]})
INSPECTED = json.dumps({"code": "DataInspectionFailed", "message": "inappropriate", "request_id": "1"})
UNSAFE = json.dumps({"data": [{"url": None, "is_image_safe": False, "seed": 1}]})
BLOCKED = json.dumps({"promptFeedback": {"blockReason": "SAFETY"}})


@pytest.mark.parametrize(
    ("route", "script", "charged"),
    [
        ("openrouter:images", Script(status=403, code="content_moderation"), "no"),
        ("azure", Script(status=400, code="contentFilter"), "no"),
        ("azure", Script(status=400, body=b'{"error":{"innererror":{"code":"ResponsibleAIPolicyViolation"}}}'), "no"),
        ("stability", Script(status=403, code="content_moderation"), "no"),
        ("stability", Script(body=BLURRED.encode()), "unknown"),
        ("bedrock", Script(body=FILTERED.encode()), "unknown"),
        ("dashscope", Script(status=400, code="DataInspectionFailed"), "no"),
        ("dashscope", Script(body=INSPECTED.encode()), "unknown"),
        ("vertex_ai", Script(body=BLOCKED.encode()), "unknown"),
        ("ideogram", Script(status=422, message="Prompt failed the safety check"), "no"),
        ("ideogram", Script(body=UNSAFE.encode()), "unknown"),
    ],
)
async def test_a_refusal_is_a_refusal(call, server, route: str, script: Script, charged: str) -> None:
    server.script = script
    error = await call(route).fail()
    assert type(error) is errors.ContentRefused and error.details["charged"] == charged
    assert len(server.posts()) == 1


@pytest.mark.parametrize(
    ("route", "script", "kind"),
    [
        ("dashscope", Script(status=400, code="Arrearage"), errors.InsufficientFunds),
        ("dashscope", Script(status=401, code="InvalidApiKey", echo_key=True), errors.AuthFailed),
        ("ideogram", Script(status=402, code="insufficient_funds"), errors.InsufficientFunds),
        ("bedrock", Script(status=429, code="ThrottlingException"), errors.RateLimited),
        ("vertex_ai", Script(status=429, code="RESOURCE_EXHAUSTED"), errors.RateLimited),
    ],
)
async def test_codes_of_money_and_keys(call, server, route: str, script: Script, kind: type) -> None:
    server.script = script
    assert type(await call(route).fail()) is kind


async def test_recraft_edits_by_a_path_of_its_own(call, server) -> None:
    body = await body_of(call("recraft", params={"size": "1024x1024", "n": 2, "style": "realistic_image"}))
    assert body["n"] == 2 and body["style"] == "realistic_image" and body["response_format"] == "b64_json"
    await with_references(call("recraft", params={"strength": 0.3}), 2).make()
    edit = server.posts()[-1]
    assert edit.path == "/recraft/v1/images/imageToImage"
    assert fields(edit)["strength"] == "0.3" and files(edit) == [("image", "reference-0.png")]


async def test_together_takes_edges_as_numbers(call) -> None:
    body = await body_of(with_references(call("together"), 3, 1))
    assert (body["width"], body["height"], body["response_format"]) == (1024, 768, "base64")
    assert body["reference_images"] == [data_url(3), data_url(1)] and "size" not in body


async def test_dashscope_gets_the_prompt_word_for_word_and_no_watermark(call) -> None:
    body = await body_of(with_references(call("dashscope"), 3, 1))
    content = body["input"]["messages"][0]["content"]
    assert content == [{"image": data_url(3)}, {"image": data_url(1)}, {"text": "a lighthouse at dusk"}]
    assert body["parameters"] == {"prompt_extend": False, "watermark": False, "size": "1024*768", "seed": 7}


async def test_fireworks_answers_with_the_picture_itself(call, server) -> None:
    server.script = Script(images=(80_000,))
    asked = call("fireworks")
    answer = await asked.make()
    assert answer.images[0].read_bytes() == png(80_000, 0)
    (post,) = server.posts()
    assert post.path.endswith("/workflows/accounts/fireworks/models/flux-1-dev-fp8/text_to_image")
    assert post.headers["accept"] == "image/png" and "model" not in json.loads(post.body)


async def test_a_models_name_stays_in_its_place_in_the_path(call) -> None:
    asked = call("fireworks")
    asked.request = replace(asked.request, name="../../other?x=1#y")
    assert "/models/..%2F..%2Fother%3Fx%3D1%23y/text_to_image" in (await posted(asked)).path


@pytest.mark.parametrize("drop", ["after_headers", "mid_body"])
async def test_a_bare_picture_that_breaks_off_is_unknown(call, server, drop: str) -> None:
    server.script = Script(drop=drop, images=(300_000,))
    assert type(await call("fireworks").fail()) is errors.OutcomeUnknown


async def test_ideogram_has_its_own_way_to_write_a_ratio(call) -> None:
    post = await posted(call("ideogram", params={"aspect_ratio": "16:9", "quality": "high", "n": 2}))
    assert fields(post) == {
        "magic_prompt": "OFF",
        "aspect_ratio": "16x9",
        "rendering_speed": "QUALITY",
        "num_images": "2",
        "prompt": "a lighthouse at dusk",
    }


async def test_siliconflow_speaks_of_batches(call) -> None:
    body = await body_of(call("siliconflow", params={"size": "1024x1024", "n": 2, "steps": 9}))
    assert (body["image_size"], body["batch_size"], body["num_inference_steps"]) == ("1024x1024", 2, 9)


async def test_a_web_ui_is_asked_for_a_checkpoint_and_tells_its_seed(call, server) -> None:
    asked = with_references(call("a1111", key=""), 3)
    answer = await asked.make()
    assert answer.seeds == (11,)
    (post,) = server.posts()
    body = json.loads(post.body)
    assert post.path == "/a1111/sdapi/v1/img2img" and "authorization" not in post.headers
    assert body["override_settings"] == {"sd_model_checkpoint": "house-checkpoint"}
    assert body["init_images"] == [base64.b64encode(png(3_000, 3)).decode()]
    assert (body["width"], body["height"], body["cfg_scale"]) == (512, 768, 7.0)


async def test_the_loaded_checkpoint_is_left_as_it_is(call) -> None:
    asked = call("a1111")
    asked.request = replace(asked.request, name="current")
    assert "override_settings" not in await body_of(asked)


# Keys that are more than a word


def service_account() -> tuple[str, rsa.RSAPublicKey]:
    key = rsa.generate_private_key(65537, 2048)
    kind = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption()).decode()
    account = {"type": "service_account", "project_id": "house-42", "private_key_id": "k1", "private_key": pem}
    return json.dumps(account | {"client_email": "painter@house-42.iam.gserviceaccount.com"}), key.public_key()


async def test_a_service_account_signs_its_own_token(call, server) -> None:
    text, public = service_account()
    asked = call("vertex_ai", key=text)
    asked.credentials = replace(asked.credentials, base_url=f"{server.origin}/vertex/v1")
    post = await posted(asked)
    assert post.path == (
        "/vertex/v1/projects/house-42/locations/global/publishers/google/models/gemini-3-pro-image:generateContent"
    )
    header, claims, signature = (base64.urlsafe_b64decode(part + "==") for part in post.key.split("."))
    public.verify(signature, post.key.rpartition(".")[0].encode(), padding.PKCS1v15(), hashes.SHA256())
    said = json.loads(claims)
    assert json.loads(header)["kid"] == "k1" and said["aud"] == "https://aiplatform.googleapis.com/"
    assert said["iss"] == said["sub"] == "painter@house-42.iam.gserviceaccount.com"
    assert 0 < said["exp"] - datetime.now(UTC).timestamp() <= 3600
    assert b"PRIVATE KEY" not in post.body and "PRIVATE" not in str(post.headers)


async def test_an_echoed_token_is_hidden_too(call, server) -> None:
    text, _ = service_account()
    server.script = Script(status=401, echo_key=True)
    asked = call("vertex_ai", key=text)
    error = await asked.fail()
    assert type(error) is errors.AuthFailed
    (post,) = server.posts()
    assert post.key[:30] not in json.dumps(error.details) and post.key.encode() not in asked.wire.body


@pytest.mark.parametrize(
    "key",
    [
        "{",
        "{}",
        '{"client_email": 1}',
        json.dumps({"client_email": "a@b", "project_id": "p", "private_key": "-----BEGIN-----"}),
    ],
)
async def test_what_is_no_service_account_costs_nothing(call, server, key: str) -> None:
    error = await call("vertex_ai", key=key).fail()
    assert type(error) is errors.AuthFailed and error.details["reason"] == "malformed_key"
    assert server.requests == []


async def test_an_access_token_needs_a_project_in_its_address(call, server) -> None:
    asked = call("vertex_ai")
    asked.credentials = replace(asked.credentials, base_url=f"{server.origin}/vertex/v1")
    error = await asked.fail()
    assert type(error) is errors.BadParameters and error.details["reason"] == "no_project" and server.requests == []


async def test_bedrock_is_signed_and_the_secret_stays_here(call, server) -> None:
    secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE"
    post = await posted(call("bedrock", key=f"AKIDEXAMPLE:{secret}"))
    assert post.path == "/bedrock/model/stability.stable-image-ultra-v1%3A1/invoke"
    assert secret not in str(post.headers) and secret.encode() not in post.body
    found = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\d{8})/us-east-1/bedrock/aws4_request, SignedHeaders=(\S+), "
        r"Signature=([0-9a-f]{64})",
        post.headers["authorization"],
    )
    assert found
    assert signature_of(post, secret, *found.groups()[:2]) == found.group(3)


def signature_of(post: Request, secret: str, day: str, signed: str) -> str:
    """Signature version 4, as AWS documents it, over what arrived."""
    stamp, scope = post.headers["x-amz-date"], f"{day}/us-east-1/bedrock/aws4_request"
    path = post.path.replace("%", "%25")
    named = "".join(f"{name}:{post.headers[name]}\n" for name in signed.split(";"))
    canonical = "\n".join(["POST", path, "", named, signed, hashlib.sha256(post.body).hexdigest()])
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in (day, "us-east-1", "bedrock", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


async def test_bedrock_takes_an_api_key_as_it_is(call) -> None:
    assert (await posted(call("bedrock"))).headers["authorization"] == f"Bearer {KEY}"
