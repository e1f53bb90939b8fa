"""Kill the studio at random moments while it refines, until the session has all its images; then count what was sent."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from omniimage.app import build_studio
from omniimage.contracts.refine import RefineSession
from omniimage.paths import DataPaths
from tests.durability.campaign import _unsound
from tests.wire.chat import ChatServer, Says, running_chats
from tests.wire.http1 import Request
from tests.wire.refining import RefiningBrain
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server


@dataclass
class RefineOutcome:
    """`resent`: how often the user went on where something may have been charged unseen."""

    kills: int = 0
    resent: int = 0
    images: int = 0
    chat_calls: int = 0
    states: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def refine_campaign(folder: Path, provider: str, kills: int, seed: int) -> RefineOutcome:
    """At most `kills` lives of one session, then one more in which it comes to its end."""
    from tests.durability.refine_victim import carry_on

    chance, outcome = random.Random(seed), RefineOutcome()
    data, resent = folder / "data", folder / "resent"
    with running_server() as images, running_chats() as chats:
        bases = {provider: images.base_url(provider), "openrouter": chats.base_url("openai")}
        chats.brain = _Slow(RefiningBrain(misses=0.4, invents=0.3, seed=seed, blind=True), chance)
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(["tests.durability.refine_victim"])
        for _ in range(kills):
            images.queue.extend(_script(chance) for _ in range(20 - len(images.queue)))
            victim = forks.Process(target=_live, args=(str(data), bases, provider, str(resent)))
            victim.start()
            _wait_for_a_call(images, chats, 4.0)
            time.sleep(chance.uniform(0, 0.6))
            if victim.exitcode is not None:
                outcome.broken.append(f"a life ended by itself with {victim.exitcode}")
            victim.kill()
            victim.join()
            outcome.kills += 1
        images.queue.clear()
        images.script = Script()
        with build_studio(DataPaths.default(data), keychain=False) as studio:
            session = carry_on(studio, provider, str(resent))
        _check(session, DataPaths.default(data), images, chats, resent, outcome)
    outcome.broken += _unsound(DataPaths.default(data))
    return outcome


@dataclass
class _Slow:
    brain: RefiningBrain
    chance: random.Random

    def __call__(self, request: Request, body: dict[str, object]) -> Says:
        said = self.brain(request, body)
        return Says(words=said.words, cost=0.001, delay=self.chance.choice((0.0, 0.05, 0.3)))


def _live(*args: object) -> None:
    # Imported by name in the fork server; only the child needs it.
    from tests.durability import refine_victim

    refine_victim.live(*args)  # type: ignore[arg-type]


def _script(chance: random.Random) -> Script:
    return Script(delay=chance.choice((0.0, 0.1, 0.6)), images=(2_000,), job_seconds=chance.uniform(0, 0.6))


def _wait_for_a_call(images: WireServer, chats: ChatServer, seconds: float) -> None:
    """So that a kill does not always come while the studio is still starting."""
    seen, ends = len(images.posts()) + len(chats.requests), time.monotonic() + seconds
    while len(images.posts()) + len(chats.requests) == seen and time.monotonic() < ends:
        time.sleep(0.01)


def _check(
    session: RefineSession, paths: DataPaths, images: WireServer, chats: ChatServer, resent: Path, outcome: RefineOutcome
) -> None:
    say = outcome.broken.append
    again = Counter(resent.read_text().split()) if resent.exists() else Counter[str]()
    outcome.resent, outcome.images, outcome.chat_calls = again.total(), session.images, session.chat_calls
    with closing(sqlite3.connect(paths.database)) as database:
        calls = database.execute("SELECT purpose, state FROM chat_calls").fetchall()
        attempts = database.execute("SELECT generation_id, state FROM attempts").fetchall()
        generations = database.execute("SELECT id FROM generations").fetchall()
    outcome.states.update(state for _, state in calls)
    if len(chats.requests) > len(calls):
        say(f"{len(chats.requests)} chat calls were made, {len(calls)} have a row")
    _check_calls(session, Counter(purpose for purpose, state in calls if state == "done"), say)
    unseen = sum(state != "done" for _, state in calls)
    lost = sum(state in ("unknown", "cancelled") for _, state in attempts)
    if unseen + lost > outcome.kills:
        say(f"{unseen} chat calls and {lost} image calls ended unseen in {outcome.kills} kills")
    if len(generations) != len(session.iterations):
        say(f"{len(generations)} generations for {len(session.iterations)} iterations")
    sent = Counter(id for id, _ in attempts)
    if len(images.posts()) > len(attempts):
        say(f"{len(images.posts())} image calls were made, {len(attempts)} have a row")
    if (more := sum(sent.values()) - len(sent)) > lost:
        say(f"{more} image calls were made again, though {lost} had no known end")
    if session.images != len(session.iterations):
        say(f"{session.images} images of {len(session.iterations)} iterations")


def _check_calls(session: RefineSession, done: Counter[str], say: object) -> None:
    """Whatever was answered is in the session, and nothing that is in the session was asked for twice."""
    assert callable(say)
    looks = sum(max((cell.looks for cell in each.cells.values()), default=0) for each in session.iterations)
    wanted = {
        "refine_contract": 1,
        "refine_write": 1,
        "refine_revise": len(session.iterations) - 1,
        "refine_judge": looks,
        "refine_compare": sum(len(each.verdicts) for each in session.iterations),
    }
    if dict(done) != {name: count for name, count in wanted.items() if count}:
        say(f"answered: {dict(done)}, in the session: {wanted}")
