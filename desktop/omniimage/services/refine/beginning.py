"""The beginning of a refinement: from a goal, or from one iteration of another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from omniimage import acting
from omniimage.contracts.base import new_id, now
from omniimage.contracts.refine import (
    MAX_GOAL_CHARS,
    MAX_ITERATIONS,
    RefineDefaults,
    Roles,
    SessionOptions,
    SessionOrigin,
    Strategy,
)
from omniimage.contracts.runs import ModelParams
from omniimage.errors import BadRequest
from omniimage.sdk.refine import strategies
from omniimage.sdk.refine.session import Session
from omniimage.services.keys import Keys
from omniimage.services.model_list import ModelList
from omniimage.services.refine import roles
from omniimage.services.refine.record import Refinement

MAX_NAME_CHARS = 80
USUAL_ITERATIONS = 3


@dataclass(frozen=True)
class Wish:
    """What a new session is asked for with. `count`: images of one leg of its loop, after the first."""

    goal: str
    model: str
    params: ModelParams = field(default_factory=ModelParams)
    count: int = USUAL_ITERATIONS
    strategy: Strategy = "contract"
    roles: Roles | None = None
    options: SessionOptions = field(default_factory=SessionOptions)


class Beginning:
    def __init__(self, keys: Keys, models: ModelList) -> None:
        self._keys, self._models = keys, models

    def defaults(self, model: str) -> RefineDefaults:
        """What a new session with this image model begins with. Raises `ModelMissing`."""
        takes = self._models.entry(model).capabilities
        usual = roles.chosen(self._keys, None, model)
        return RefineDefaults(
            roles=usual,
            writer_obstacle=roles.obstacle(self._keys, usual.writer),
            judge_obstacle=roles.obstacle(self._keys, usual.judge),
            warnings=roles.warnings(usual, model),
            iterations_count=USUAL_ITERATIONS,
            max_iterations=MAX_ITERATIONS,
            max_goal_chars=MAX_GOAL_CHARS,
            takes_negative=takes.negative_prompt,
        )

    def fresh(self, wish: Wish) -> Refinement:
        """Not kept yet. Raises `BadRequest`, `ModelMissing`."""
        goal, options = wish.goal.strip(), wish.options
        if not goal or len(goal) > MAX_GOAL_CHARS:
            raise BadRequest("a goal of a few words is needed", field="goal", reason="goal", limit=MAX_GOAL_CHARS)
        self._models.entry(wish.model)
        named = roles.chosen(self._keys, wish.roles, wish.model)
        roles.check(named)
        locked = frozenset(options.locked)
        session = Session(goal, wish.strategy, options.economy, wish.count + 1, options.target, locked=locked)
        return Refinement(
            id=new_id("session"),
            owner=acting.owner(),
            name=options.name.strip() or goal.splitlines()[0][:MAX_NAME_CHARS],
            created=now(),
            changed=now(),
            status="running",
            model=wish.model,
            asked=wish.params,
            writer=named.writer,
            judge=named.judge,
            count=wish.count,
            session=session,
        )


def branched(record: Refinement, index: int, name: str) -> Refinement:
    """A new one that goes on from that iteration. Raises `BadRequest`."""
    session = record.session
    if not 0 <= index < len(session.iterations):
        raise BadRequest("there is no such iteration", field="index", reason="index")
    taken = session.iterations[index]
    first = replace(taken, index=0, parent=None, targets=(), verdicts=(), standing="waiting", failure="")
    branched = replace(session, iterations=(first,), best=None, is_picked=False, stopped="", since=0, max_images=1)
    if first.score is not None and first.image is not None:
        branched = replace(strategies.pick(branched, 0), is_picked=False)
    moved = {index: 0} if first.image is not None else {}
    return replace(
        record,
        id=new_id("session"),
        name=name.strip() or record.name,
        created=now(),
        changed=now(),
        status="draft",
        work="first",
        error=None,
        session=branched,
        generations={moved[at]: each for at, each in record.generations.items() if at in moved},
        failures={},
        check=None,
        origin=SessionOrigin(session_id=record.id, iteration=index),
        let_go="",
    )
