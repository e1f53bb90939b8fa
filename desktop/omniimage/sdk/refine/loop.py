"""`refine`: the judged loop for scripts, over an ImageClient and a ChatClient. It decides nothing; `strategies` does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from omniimage.errors import BadRequest, BadResponse, ContentRefused
from omniimage.paths import resource
from omniimage.prompts import Prompts
from omniimage.providers import capabilities
from omniimage.sdk import runner
from omniimage.sdk.chat_client import ChatClient
from omniimage.sdk.image_client import ImageClient
from omniimage.sdk.refine import contract, flex, judging, strategies
from omniimage.sdk.refine.session import MAX_IMAGES, Iteration, Session, StrategyName
from omniimage.sdk.refine.strategies import Compare, Done, Generate, Judge, MakeContract, Revise, Step, Write
from omniimage.sdk.refine.words import WRITE_SCHEMA, Words, blocks_in
from omniimage.sdk.results import ImageResult

MAX_GOAL_CHARS = 4_000
ASKED_AGAIN = 2


@dataclass(frozen=True)
class Turn:
    """One iteration once it is judged, and the session as it stands then. `is_best`: nothing before it was better."""

    iteration: Iteration
    session: Session

    @property
    def is_best(self) -> bool:
        return self.session.best == self.iteration.index

    @property
    def image(self) -> ImageResult | None:
        found: ImageResult | None = self.iteration.image
        return found


def refine(
    goal: str,
    image_client: ImageClient,
    chat_client: ChatClient,
    *,
    judge_client: ChatClient | None = None,
    strategy: StrategyName = "contract",
    economy: bool = False,
    max_images: int = 4,
    feedback: Callable[[Turn], str | None] | None = None,
    session: Session | None = None,
    **image_params: Any,
) -> Iterator[Turn]:
    """Better prompts for `goal`, image by image: yields a `Turn` for each; the last one's session holds the best.

    `feedback` is asked after each turn but the last: words on the best image, or nothing. A `session` of an earlier
    call is gone on with, and nothing that it holds is paid for again. `image_params` go to the image client. Raises the
    errors of the calls; a refused image is kept as a failure, and another wording is tried within `max_images`.
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
    max_images: int = 4,
    feedback: Callable[[Turn], str | None] | None = None,
    session: Session | None = None,
    **image_params: Any,
) -> AsyncGenerator[Turn, None]:
    """The same, to be iterated with `async for`."""
    if not goal.strip() or len(goal) > MAX_GOAL_CHARS:
        raise BadRequest("a goal of a few words is needed", field="goal", limit=MAX_GOAL_CHARS)
    if not 1 <= max_images <= MAX_IMAGES:
        raise BadRequest("so many images are not made in one session", field="max_images", limit=MAX_IMAGES)
    now = session or Session(goal.strip(), strategy, economy, max_images)
    work = _Work(image_client, chat_client, judge_client or chat_client, image_params)
    told = len([each for each in now.iterations if each.standing != "waiting"])
    while not isinstance(step := strategies.next_step(now), Done):
        now = await work.take(now, step)
        settled = len([each for each in now.iterations if each.standing != "waiting"])
        # The second look at a best image that passes everything may still change what is said of it.
        if settled > told:
            told = settled
            turn = Turn(now.iterations[-1], now)
            yield turn
            more = len(now.iterations) < now.max_images
            if feedback is not None and more and (words := await asyncio.to_thread(feedback, turn)):
                now = strategies.with_feedback(now, words)


class _Work:
    """The calls behind each step."""

    def __init__(self, images: ImageClient, writer: ChatClient, judge: ChatClient, params: dict[str, Any]) -> None:
        self._images, self._writer, self._judge, self._params = images, writer, judge, params
        model = _model(images, params)
        known = capabilities.find(model)
        most = known.capabilities.prompt_max_chars if known else None
        self._words = Words(
            # Edited templates belong to the studio; a script gets the shipped ones.
            Prompts(resource("prompts")),
            model,
            takes_negative=bool(known and known.capabilities.negative_prompt),
            capabilities=f"It takes prompts of at most {most} characters." if most else "",
        )

    async def take(self, session: Session, step: Step) -> Session:
        """The session after this step."""
        if isinstance(step, MakeContract):
            return await self._contract(session, step)
        if isinstance(step, Write | Revise):
            return await self._write(session, step)
        if isinstance(step, Generate):
            return await self._generate(session)
        if isinstance(step, Compare):
            images = [session.iterations[at].image for at in (step.first, step.second)]
            answer = await self._look(self._words.pair(session), images, judging.PAIRWISE_SCHEMA)
            return strategies.with_verdict(session, step, judging.read_pairwise(answer))
        assert isinstance(step, Judge)
        return await self._judged(session, step)

    async def _contract(self, session: Session, step: MakeContract) -> Session:
        answer = await self._say(self._words.contract(session), contract.SCHEMA)
        found = contract.read(answer)
        if step.feedback and session.contract is not None:
            known = {atom.id for atom in session.contract.asked}
            atom = found.atoms[0]
            fresh = next(name for name in (atom.id, *(f"said_{at}" for at in range(99))) if name not in known)
            return strategies.with_feedback_atom(session, replace(atom, id=fresh))
        return strategies.with_contract(session, found)

    async def _write(self, session: Session, step: Write | Revise) -> Session:
        refused = ""
        for _ in range(1 + ASKED_AGAIN):
            text = self._words.first(session) if isinstance(step, Write) else self._words.revise(session, step, refused)
            answer = await self._say(text, WRITE_SCHEMA)
            try:
                prompt = _prompt(session, step, blocks_in(answer))
            except BadRequest as error:
                refused = f"{error.details.get('reason')} {error.details.get('name', '')}".strip()
                continue
            return strategies.with_prompt(session, prompt, str(answer.get("summary", ""))[:500])
        raise BadResponse("the writer kept breaking the prompt's blocks", reason="blocks", problem=refused, charged="yes")

    async def _generate(self, session: Session) -> Session:
        prompt, negative = flex.for_model(
            flex.parse(session.iterations[-1].prompt), takes_negative=self._words.takes_negative
        )
        params = dict(self._params)
        if negative:
            params["negative_prompt"] = ", ".join(filter(None, (params.get("negative_prompt"), negative)))
        try:
            image = await self._images.atext_to_image(prompt, **params)
        except ContentRefused as error:
            return strategies.with_failure(session, error.code)
        return strategies.with_image(session, image)

    async def _judged(self, session: Session, step: Judge) -> Session:
        shown = session.iterations[step.index]
        if session.strategy == "simple" or session.contract is None:
            answer = await self._look(self._words.whole(session, shown.prompt), [shown.image], judging.HOLISTIC_SCHEMA)
            return strategies.with_opinion(session, *judging.read_holistic(answer))
        atoms = judging.shuffled(session.contract, session.seed + step.index, step.look)
        answer = await self._look(self._words.checklist(atoms), [shown.image], judging.CHECKLIST_SCHEMA)
        return strategies.with_reading(session, step.index, judging.read_checklist(atoms, answer))

    async def _say(self, text: str, schema: dict[str, Any]) -> dict[str, Any]:
        messages = [{"role": "system", "content": self._words.system()}, {"role": "user", "content": text}]
        answer: dict[str, Any] = (await self._writer.achat(messages, response_format=schema)).parsed
        return answer

    async def _look(self, text: str, images: list[ImageResult], schema: dict[str, Any]) -> dict[str, Any]:
        parts: list[dict[str, Any]] = [{"type": "text", "text": text}]
        parts += [{"type": "image_url", "image_url": {"url": image}} for image in images]
        answer: dict[str, Any] = (
            await self._judge.achat([{"role": "user", "content": parts}], response_format=schema)
        ).parsed
        return answer


def _model(images: ImageClient, params: dict[str, Any]) -> str:
    """The image model as `provider/name`, or the provider alone where the client chooses."""
    name = str(params.get("model") or images.model or "").removeprefix(f"{images.provider}/")
    return f"{images.provider}/{name}" if name else images.provider


def _prompt(session: Session, step: Write | Revise, blocks: dict[str, str]) -> str:
    """Raises `BadRequest` where the blocks are not as they may be."""
    if isinstance(step, Write):
        fresh = flex.build(blocks)
        if not flex.for_model(fresh, takes_negative=True)[0]:
            raise BadRequest("the prompt is empty", field="prompt", reason="empty")
        return fresh.text
    return flex.patch(flex.parse(session.iterations[step.base].prompt), blocks, step.blocks).text
