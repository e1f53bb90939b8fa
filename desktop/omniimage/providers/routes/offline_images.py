"""The built-in models: drawn here, by the same protocol as a paid call, so that nothing above knows a difference."""

from __future__ import annotations

import asyncio
import json
import secrets
from threading import Event

from omniimage.errors import BadParameters, StudioError
from omniimage.providers.base import AttemptLog, Credentials, ImageRequest, ProviderAnswer
from omniimage.providers.extract import PART
from omniimage.providers.offline import Drawing, draw
from omniimage.providers.pay_once import Wire, disk_errors
from omniimage.providers.registry import ProviderSpec

USUAL_STEPS = 20


async def ask(
    spec: ProviderSpec, request: ImageRequest, credentials: Credentials, attempt: AttemptLog, wire: Wire
) -> ProviderAnswer:
    """Raises `BadParameters` where the style, the size or a reference cannot be drawn."""
    try:
        await attempt.sent()
        wire.phase = "waiting"
        drawing = await _drawn(request)
        wire.phase = "receiving"
        with disk_errors():
            # Sixteen megabytes and more, on a disk that may be busy.
            await asyncio.to_thread(attempt.open_part().write, drawing.png)
        answer = {"data": [{"b64_json": f"{PART}0", "seed": drawing.seed}]}
        images = await attempt.received(json.dumps(answer).encode())
    except ValueError as error:
        raise BadParameters(str(error), provider=spec.id, model=f"{spec.id}/{request.name}", charged="no") from None
    except StudioError as error:
        error.details.update(provider=spec.id, model=f"{spec.id}/{request.name}", charged="no")
        raise
    wire.phase = "received"
    return ProviderAnswer(images=images, cost=0.0, seeds=(drawing.seed,), facts={"drawn": drawing.drawn.as_json()})


async def _drawn(request: ImageRequest) -> Drawing:
    stop = Event()
    try:
        return await asyncio.to_thread(_draw, request, stop)
    finally:
        # A thread goes on without whoever waited for it: it has to be told.
        stop.set()


def _draw(request: ImageRequest, stop: Event) -> Drawing:
    width, height = map(int, request.params["size"].split("x"))
    return draw(
        request.prompt,
        style=request.name,
        width=width,
        height=height,
        seed=request.params.get("seed", secrets.randbits(32)),
        steps=request.params.get("steps", USUAL_STEPS),
        negative_prompt=request.params.get("negative_prompt", ""),
        references=[reference.read() for reference in request.references],
        mask=request.mask.read() if request.mask else None,
        stop=stop,
    )
