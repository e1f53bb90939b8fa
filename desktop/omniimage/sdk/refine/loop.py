"""`refine`: the judged loop for scripts, over an ImageClient and a ChatClient. It decides nothing; `strategies` does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from omniimage.errors import BadRequest, ContentRefused, StudioError
from omniimage.paths import resource
from omniimage.prompts import Prompts
from omniimage.providers import capabilities
from omniimage.providers.chat.rows import reads_facts
from omniimage.sdk import runner
from omniimage.sdk.chat_client import ChatClient
from omniimage.sdk.image_client import ImageClient
from omniimage.sdk.refine import flex, steps, strategies
from omniimage.sdk.refine.session import MAX_IMAGES, Iteration, Session, StrategyName
from omniimage.sdk.refine.steps import Fold, Question, Role
from omniimage.sdk.refine.strategies import Done
from omniimage.sdk.refine.words import Words
from omniimage.sdk.results import ImageResult

MAX_GOAL_CHARS = 4_000


@dataclass(frozen=True)
class Turn:
    """One iteration once it is judged, and the session as it stands then. `is_best`: nothing before it was better."""

    iteration: Iteration
    session: Session

    @property
    def is_best(self) -> bool:
        """Whether it is what would be delivered now."""
        return self.session.best == self.iteration.index

    @property
    def prompt(self) -> str:
        """The prompt without the markers of its blocks; what is to be left out stands in it."""
        return flex.for_model(flex.parse(self.iteration.prompt), takes_negative=False)[0]

    @property
    def image(self) -> ImageResult | None:
        """`None` where it was refused."""
        return cast("ImageResult | None", self.iteration.image)


def refine(
    goal: str,
    image_client: ImageClient,
    chat_client: ChatClient,
    *,
    judge_client: ChatClient | None = None,
    strategy: StrategyName = "contract",
    economy: bool = False,
    max_images: int | None = None,
    feedback: Callable[[Turn], str | None] | None = None,
    session: Session | None = None,
    **image_params: Any,
) -> Iterator[Turn]:
    """Better prompts for `goal`, image by image: yields a `Turn` for each; the last one's session holds the best.

    `feedback` is asked after each turn but the last: words on the best image, or nothing. `max_images`: in all, 4 unless
    told otherwise. A `session` of an earlier call is gone on with by its own goal and strategy, and nothing that it holds
    is paid for again. `image_params` go to the image client. Raises the errors of the calls, each with all that was paid
    for until then as its `session`; a refused image is kept as a failure, and another wording is tried.
    """
    turns = arefine(
        goal,
        image_client,
        chat_client,
        judge_client=judge_client,
        strategy=strategy,
        economy=economy,
        max_images=max_images,
        feedback=feedback,
        session=session,
        **image_params,
    )
    return runner.iterate(turns)


async def arefine(
    goal: str,
    image_client: ImageClient,
    chat_client: ChatClient,
    *,
    judge_client: ChatClient | None = None,
    strategy: StrategyName = "contract",
    economy: bool = False,
    max_images: int | None = None,
    feedback: Callable[[Turn], str | None] | None = None,
    session: Session | None = None,
    **image_params: Any,
) -> AsyncGenerator[Turn, None]:
    """The same, to be iterated with `async for`."""
    if not goal.strip() or len(goal) > MAX_GOAL_CHARS:
        raise BadRequest("a goal of a few words is needed", field="goal", limit=MAX_GOAL_CHARS)
    now = session or Session(goal.strip(), strategy, economy)
    if max_images is not None:
        now = replace(now, max_images=max_images)
    if not 1 <= now.max_images <= MAX_IMAGES:
        raise BadRequest("so many images are not made in one session", field="max_images", limit=MAX_IMAGES)
    clients = _Clients(image_client, chat_client, judge_client or chat_client, image_params)
    words = clients.words()
    told = len([each for each in now.iterations if each.standing != "waiting"])
    while not isinstance(step := strategies.next_step(now), Done):
        try:
            now = await steps.take(now, step, words, clients)
        except StudioError as error:
            error.session = now  # type: ignore[attr-defined]
            raise
        settled = len([each for each in now.iterations if each.standing != "waiting"])
        # The second look at a best image that passes everything may still change what is said of it.
        if settled > told:
            told = settled
            turn = Turn(now.iterations[-1], now)
            yield turn
            more = len(now.iterations) < now.max_images
            if feedback is not None and more and (said := await asyncio.to_thread(feedback, turn)):
                now = strategies.with_feedback(now, said)


class _Clients:
    """The hands of a script: an image client, and a chat client for each role."""

    def __init__(self, images: ImageClient, writer: ChatClient, judge: ChatClient, params: dict[str, Any]) -> None:
        self._images, self._params = images, params
        self._chats: dict[Role, ChatClient] = {"writer": writer, "judge": judge}

    def words(self) -> Words:
        model = _model(self._images, self._params)
        takes = known.capabilities if (known := capabilities.find(model)) else None
        # Edited templates belong to the studio; a script gets the shipped ones.
        return Words(
            Prompts(resource("prompts")),
            model,
            takes_negative=bool(takes and takes.negative_prompt),
            most_chars=takes.prompt_max_chars if takes else None,
        )

    async def ask(self, session: Session, question: Question, fold: Fold) -> Session:
        client = self._chats[question.role]
        parts: list[dict[str, Any]] = [{"type": "text", "text": question.text}]
        parts += [{"type": "image_url", "image_url": {"url": image}} for image in question.images]
        messages: list[dict[str, Any]] = [{"role": "system", "content": question.system}] if question.system else []
        messages.append({"role": "user", "content": parts if question.images else question.text})
        facts: dict[str, Any] = {"facts": question.facts} if reads_facts(client.provider) else {}
        answer: dict[str, Any] = (await client.achat(messages, response_format=question.schema, **facts)).parsed
        return fold(session, answer)

    async def generate(self, session: Session, index: int, prompt: str, negative: str) -> Session:
        params = dict(self._params)
        if negative:
            params["negative_prompt"] = ", ".join(filter(None, (params.get("negative_prompt"), negative)))
        try:
            image = await self._images.atext_to_image(prompt, **params)
        except ContentRefused as error:
            return strategies.with_failure(session, error.code)
        return strategies.with_image(session, image)


def _model(images: ImageClient, params: dict[str, Any]) -> str:
    """The image model as `provider/name`, or the provider alone where the client chooses."""
    name = str(params.get("model") or images.model or "").removeprefix(f"{images.provider}/")
    return f"{images.provider}/{name}" if name else images.provider
