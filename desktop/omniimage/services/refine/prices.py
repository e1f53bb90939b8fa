"""What lies ahead of a session, in images, calls and money, before any of it is made."""

from __future__ import annotations

from typing import cast

from omniimage.contracts.refine import CallPrice, SessionEstimate, Stopped
from omniimage.sdk.refine import flex
from omniimage.sdk.refine.forecast import Forecast
from omniimage.services.chat_desk import Ask, ChatDesk
from omniimage.services.model_list import ModelList
from omniimage.services.refine.hands import image_params
from omniimage.services.refine.record import Refinement

# System rules with a provider's guide, then what a step says; of the shipped templates.
_WRITER_CHARS, _JUDGE_CHARS = 5_500, 2_800
_PICTURE = {"type": "image_url", "image_url": {"url": ""}}


class Prices:
    def __init__(self, models: ModelList, desk: ChatDesk) -> None:
        self._models, self._desk = models, desk

    async def of(self, record: Refinement, ahead: Forecast) -> SessionEstimate:
        """Costs are sums of what is known; a model without a price is named."""
        image = await self._image(record) if ahead.images else 0.0
        writer = self._call(record.writer, _WRITER_CHARS + len(record.session.goal), 0) if ahead.writes else 0.0
        judge = (
            self._call(record.judge, _JUDGE_CHARS, 2 if record.session.source is None else 3) if ahead.looks_most else 0.0
        )
        lines = (
            CallPrice(model=record.model, kind="image", cost=image, least=ahead.images),
            CallPrice(model=record.writer, kind="chat", cost=writer, least=ahead.writes),
            CallPrice(model=record.judge, kind="chat", cost=judge, least=ahead.looks_least),
        )
        images = None if image is None else image * ahead.images
        cheapest = dearest = writer
        if record.session.source is not None and writer is not None and judge is not None:
            # To come closer to a source, who sees both pictures writes: the judge.
            cheapest, dearest = min(writer, judge), max(writer, judge)
        least = _sum(images, _times(cheapest, ahead.writes), _times(judge, ahead.looks_least))
        chats = _sum(_times(dearest, ahead.writes), _times(judge, ahead.looks_most))
        return SessionEstimate(
            images=ahead.images,
            chat_calls_least=ahead.chat_calls_least,
            chat_calls_most=ahead.chat_calls_most,
            image_cost=images,
            chat_cost_most=chats,
            cost_least=least,
            cost_most=_sum(images, chats),
            unknown_models=list(dict.fromkeys(line.model for line in lines if line.cost is None)),
            prices=[price for price in lines if price.least > 0],
            idle=cast(Stopped, ahead.idle) if ahead.idle else None,
        )

    async def _image(self, record: Refinement) -> float | None:
        last = record.session.last
        prompt = flex.for_model(flex.parse(last.prompt), takes_negative=True)[0] if last else record.session.goal
        found = await self._models.estimate(prompt, [record.model], image_params(record.asked, ""))
        return found.models[0].cost

    def _call(self, model: str, chars: int, images: int) -> float | None:
        content = [{"type": "text", "text": "x" * chars}, *[_PICTURE] * images]
        return self._desk.estimate(Ask(model, ({"role": "user", "content": content},), owner="", purpose="refine"))


def _times(price: float | None, count: int) -> float | None:
    return 0.0 if count == 0 else None if price is None else price * count


def _sum(*costs: float | None) -> float | None:
    """Of what is known; `None` where nothing is."""
    known = [cost for cost in costs if cost is not None]
    return sum(known) if known else None
