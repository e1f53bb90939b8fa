"""Kill the studio at random moments while one batch runs, again and again, until the batch is through."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from omniimage.app import Studio, build_studio
from omniimage.contracts.batch import Batch, BatchTask, TaskQuery
from omniimage.paths import DataPaths
from tests.durability.campaign import _key, _unsound
from tests.wire.script import Script
from tests.wire.server import WireServer, running_server

PROVIDERS = ("openai", "volcengine", "replicate", "black_forest_labs")
"""Two that answer at once, one of them by addresses; two that take a job and are asked for it."""


@dataclass
class BatchOutcome:
    """What became of the batch, and every promise that was broken. `interrupted`: kills while a call was under way."""

    kills: int = 0
    interrupted: int = 0
    states: Counter[str] = field(default_factory=Counter)
    billed: int = 0
    broken: list[str] = field(default_factory=list)


def batch_campaign(folder: Path, kills: int, lines: int, seed: int) -> BatchOutcome:
    """At most `kills` lives of one batch of `lines` × 4 tasks, then one more in which it comes to its end."""
    chance = random.Random(seed)
    outcome, data = BatchOutcome(), folder / "data"
    with running_server() as server:
        bases = {provider: server.base_url(provider) for provider in PROVIDERS}
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(["tests.durability.batch_victim"])
        for _ in range(kills):
            server.queue.extend(_script(chance) for _ in range(200 - len(server.queue)))
            victim = forks.Process(target=_live, args=(str(data), bases, lines))
            victim.start()
            if chance.random() < 0.7:
                _wait_for_a_call(server, 3.0)
            time.sleep(chance.uniform(0, 0.8))
            if victim.exitcode is not None:
                outcome.broken.append(f"a life ended by itself with {victim.exitcode}")
            outcome.interrupted += server.running > 0
            victim.kill()
            victim.join()
            outcome.kills += 1
        server.queue.clear()
        server.script = Script()
        with build_studio(DataPaths.default(data), keychain=False) as studio:
            batch = _through(studio)
            _check(batch, server, lines, outcome)
    outcome.broken += _unsound(DataPaths.default(data))
    return outcome


def _wait_for_a_call(server: WireServer, seconds: float) -> None:
    """So that a kill does not always come while the studio is still starting."""
    seen, ends = len(server.posts()), time.monotonic() + seconds
    while len(server.posts()) == seen and time.monotonic() < ends:
        time.sleep(0.01)


def _live(*args: object) -> None:
    # Imported by name in the fork server; only the child needs it.
    from tests.durability import batch_victim

    batch_victim.live(*args)  # type: ignore[arg-type]


def _script(chance: random.Random) -> Script:
    return Script(
        delay=chance.choice((0.0, 0.1, chance.uniform(0, 1.5))),
        images=(chance.choice((2_000, 40_000)),),
        by_url=chance.random() < 0.5,
        trickle=chance.choice((0.0, 0.0, 0.001)),
        job_seconds=chance.uniform(0, 1.5),
    )


def _through(studio: Studio) -> Batch:
    """The batch once it stands still; begun again where a kill came before its start was written down."""
    desk, queue = studio.api_parts.batches, studio.api_parts.batch_queue
    (summary,) = studio.loop.call(desk.list(None, 1)).batches
    if summary.state == "ready":
        studio.loop.call(queue.start(summary.id))
    ends = time.monotonic() + 90
    while studio.loop.call(desk.get(summary.id)).state == "running" and time.monotonic() < ends:
        time.sleep(0.1)
    found: Batch = studio.loop.call(desk.get(summary.id, TaskQuery(limit=1000)))
    return found


def _check(batch: Batch, server: WireServer, lines: int, outcome: BatchOutcome) -> None:
    outcome.states.update(task.state for task in batch.tasks)
    outcome.billed = server.billed
    say = outcome.broken.append
    if batch.state != "done":
        say(f"the batch is {batch.state}: {batch.error}")
    if len(batch.tasks) != lines * len(PROVIDERS):
        say(f"{len(batch.tasks)} tasks are left of {lines * len(PROVIDERS)}")
    tasks = {(task.prompt.split()[0], task.model.partition("/")[0]): task for task in batch.tasks}
    asked = Counter(_key(each) for each in server.posts())
    for key, task in tasks.items():
        _check_task(task, asked[key], say)
    for key in asked.keys() - tasks.keys():
        say(f"{key} was sent and is no task")
    for delivery in server.delivered:
        if delivery.request.method == "POST" and tasks[_key(delivery.request)].state not in ("done", "unknown"):
            say(f"{_key(delivery.request)} was answered and is {tasks[_key(delivery.request)].state}")


def _check_task(task: BatchTask, sent: int, say: object) -> None:
    assert callable(say)
    if sent > 1:
        say(f"{task.prompt} was sent {sent} times to {task.model} and is {task.state}")
    if task.state not in ("done", "unknown"):
        say(f"{task.prompt} is {task.state} at {task.model}: {task.error}")
    if task.state == "done" and (len(task.image_ids) != 1 or sent != 1):
        say(f"{task.prompt} has {len(task.image_ids)} pictures of {sent} requests")
    if task.state == "unknown" and sent == 0 and task.image_ids:
        say(f"{task.prompt} is unknown and was never sent")
