"""Masks on the wire: ours is white where the picture is to change; every provider reads that in its own way."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from omniimage import errors
from omniimage.providers import capabilities, registry
from omniimage.providers.base import Reference
from omniimage.providers.offline import draw
from tests.providers import calls, polling_calls
from tests.providers.calls import Call
from tests.wire.http1 import Request

# By the providers' own documentation: what they read as "change this" and "keep this", and where a mask goes.
TRANSPARENT, WHITE, BLACK = (0, 255), (255, 0), (0, 255)
POLARITY = {
    "openai+mask": ("/v1/images/edits", "mask", "alpha", TRANSPARENT),
    "custom_openai+mask": ("/v1/images/edits", "mask", "alpha", TRANSPARENT),
    "azure+mask": ("/azure/openai/v1/images/edits?api-version=preview", "mask", "alpha", TRANSPARENT),
    "stability:inpaint+mask": ("/stability/v2beta/stable-image/edit/inpaint", "mask", "grey", WHITE),
    "recraft+mask": ("/recraft/v1/images/inpaint", "mask", "grey", WHITE),
    "ideogram+mask": ("/ideogram/v1/ideogram-v3/inpaint", "mask", "grey", BLACK),
    "ideogram:v2+mask": ("/ideogram/v2/image/precise-edit/ideogram-4-5", "mask", "grey", BLACK),
    "vllm+mask": ("/vllm/v1/images/edits", "mask_image", "grey", WHITE),
    "a1111+mask": ("/a1111/sdapi/v1/img2img", "mask", "grey", WHITE),
    "bedrock:inpaint+mask": (
        "/bedrock/model/us.stability.stable-image-inpaint-v1%3A0/invoke",
        "mask",
        "grey",
        WHITE,
    ),
    "black_forest_labs+mask": ("/bfl/v1/flux-pro-1.0-fill", "mask", "grey", WHITE),
    "replicate+mask": ("/replicate/v1/models/black-forest-labs/flux-fill-pro/predictions", "mask", "grey", WHITE),
    "fal_ai+mask": ("/fal/fal-ai/flux-pro/v1/fill", "mask_url", "grey", WHITE),
}
SOFT = {"stability:inpaint+mask", "bedrock:inpaint+mask"}
by_route = pytest.mark.parametrize("route", POLARITY)


async def posted(asked: Call) -> Request:
    await asked.make()
    (post,) = asked.server.posts()
    return post


def mask_in(post: Request, field: str) -> Image.Image:
    """The picture in that field, of a form or of JSON."""
    if post.headers["content-type"].startswith("multipart"):
        head = rb'name="' + field.encode() + rb'"; filename="[^"]+"\r\nContent-Type: image/png\r\n\r\n'
        (_, data) = re.split(head, post.body)
    else:
        body = json.loads(post.body)
        data = base64.b64decode(body.get("input", body)[field].rpartition(",")[2])
    return Image.open(io.BytesIO(data))


def levels(mask: Image.Image, kind: str) -> Image.Image:
    """The channel that a provider reads."""
    assert mask.format == "PNG" and mask.mode == ("RGBA" if kind == "alpha" else "L")
    return mask.getchannel("A") if kind == "alpha" else mask


def painted(asked: Call, image: Image.Image) -> Call:
    assert asked.request.mask is not None
    image.save(asked.request.mask.path)
    mask = replace(asked.request.mask, width=image.width, height=image.height)
    asked.request = replace(asked.request, mask=mask)
    return asked


def test_every_way_to_send_a_mask_is_looked_at() -> None:
    asked_here = {route for route in (*calls.ROUTES, *polling_calls.ROUTES) if route.endswith("+mask")}
    assert asked_here == POLARITY.keys()
    takes = {entry.provider for entry in capabilities.catalogue("image") if entry.capabilities.masks}
    for spec in registry.providers():
        if spec.accepts_custom_models and capabilities.entry(f"{spec.id}/mine", ["mine"]).capabilities.masks:
            takes.add(spec.id)
    assert takes - {"offline"} == {route.partition("+")[0].partition(":")[0] for route in POLARITY}


@by_route
async def test_the_mask_says_in_the_providers_way_what_is_to_change(call, route: str) -> None:
    path, field, kind, (change, keep) = POLARITY[route]
    post = await posted(call(route))
    assert post.path == path
    mask = levels(mask_in(post, field), kind)
    assert mask.size == (32, 32), "it has the size of the first reference"
    assert {mask.getpixel((x, y)) for x in range(16) for y in range(32)} == {change}
    assert {mask.getpixel((x, y)) for x in range(16, 32) for y in range(32)} == {keep}


@by_route
async def test_greys_count_where_the_provider_reads_them_and_are_rounded_elsewhere(call, route: str) -> None:
    _, field, kind, _ = POLARITY[route]
    asked = painted(call(route), Image.linear_gradient("L").resize((32, 32)))
    mask = levels(mask_in(await posted(asked), field), kind)
    found = {level for _, level in mask.getcolors(256)}
    assert (len(found) > 20) if route in SOFT else (found == {0, 255})


async def test_what_is_transparent_stays_and_only_white_strokes_change(call) -> None:
    """A mask as a painter makes it: white strokes on nothing."""
    strokes = Image.new("RGBA", (32, 32), (255, 255, 255, 0))
    strokes.paste((255, 255, 255, 255), (4, 4, 12, 12))
    mask = levels(mask_in(await posted(painted(call("recraft+mask"), strokes)), "mask"), "grey")
    assert mask.getbbox() == (4, 4, 12, 12)


async def test_a_picture_turned_by_its_exif_goes_out_as_it_is_shown(call) -> None:
    """The mask was painted on what the user saw."""
    asked = call("openai+mask")
    path = asked.folder / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 24), (200, 30, 30)).save(path, exif=exif)
    asked.request = replace(asked.request, references=(Reference(path, "image/jpeg", 24, 40),))
    post = await posted(asked)
    start = post.body.index(b"\xff\xd8\xff")
    with Image.open(io.BytesIO(post.body[start:])) as sent:
        assert sent.size == (24, 40) and sent.getexif().get(0x0112, 1) == 1
    assert mask_in(post, "mask").size == (24, 40)


async def test_a_picture_that_is_not_turned_goes_out_byte_for_byte(call) -> None:
    asked = call("azure+mask")
    original = asked.request.references[0].path.read_bytes()
    assert original in (await posted(asked)).body


@by_route
@pytest.mark.parametrize("spoil", ["black", "damaged", "gone"])
async def test_a_mask_that_says_nothing_costs_nothing(call, server, route: str, spoil: str) -> None:
    asked = call(route)
    path = asked.request.mask.path
    if spoil == "black":
        Image.new("RGB", (8, 8)).save(path)
    elif spoil == "damaged":
        path.write_bytes(path.read_bytes()[:60])
    else:
        path.unlink()
    error = await asked.fail()
    assert type(error) is errors.BadParameters
    assert (error.details["parameter"], error.details["charged"]) == ("mask_id", "no")
    assert error.details["reason"] == ("mask_empty" if spoil == "black" else "mask_unreadable")
    assert server.requests == [] and asked.attempt.steps == []


async def test_ideograms_other_pictures_go_beside_the_one_that_is_edited(call) -> None:
    asked = call("ideogram:v2+mask")
    asked.request = replace(asked.request, references=asked.request.references * 3)
    post = await posted(asked)
    names = re.findall(rb'name="(\w+)"; filename="', post.body)
    assert names == [b"image", b"reference_images", b"reference_images", b"mask"]
    assert b"magic_prompt" not in post.body


async def test_fill_models_get_the_picture_in_one_field(call, server) -> None:
    for route, field in (("black_forest_labs+mask", "image"), ("replicate+mask", "image"), ("fal_ai+mask", "image_url")):
        await call(route, params={"output_format": "jpeg"}).make()
        body = json.loads(server.posts()[-1].body)
        fields = body.get("input", body)
        assert isinstance(fields[field], str)
        assert fields["output_format"] == ("jpg" if route.startswith("replicate") else "jpeg")


def test_the_sketches_draw_inside_the_mask_alone() -> None:
    ground = draw("a red lighthouse by the sea", style="poster", width=256, height=256, seed=1).png
    mask, file = Image.new("L", (256, 256)), io.BytesIO()
    mask.paste(255, (32, 96, 160, 224))
    mask.save(file, "PNG")
    made = draw("a cat", style="poster", width=256, height=256, seed=3, references=[ground], mask=file.getvalue())
    with Image.open(io.BytesIO(ground)) as before, Image.open(io.BytesIO(made.png)) as after:
        box = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox()
    assert box is not None and box[0] >= 32 and box[1] >= 96 and box[2] <= 160 and box[3] <= 224
    (cat,) = (item for item in made.drawn.items if item.asked)
    assert cat.subject == "cat" and cat.position.x >= 0.12 and cat.position.x + cat.position.w <= 0.63
