"""Kill the studio at random moments, start it again, and see whether its promises held."""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from omniimage.app import Studio, build_studio
from omniimage.contracts.runs import FINAL_STATES, Generation
from omniimage.paths import DataPaths
from tests.wire.http1 import Request
from tests.wire.protocols import provider_of
from tests.wire.script import Script
from tests.wire.server import Delivery, WireServer, running_server

TAG = re.compile(rb"kill-\d+-\d+")
# An answer that went out so long before the kill had to be in the library.
SETTLED_SECONDS = 2.0

PROVIDERS = ("openai", "gemini", "openrouter", "volcengine", "black_forest_labs", "replicate", "fal_ai")

GenerationKey = tuple[str, str]
"""A run's tag and the provider: one generation of the campaign."""


@dataclass
class Outcome:
    """What a campaign did, and every promise it saw broken. `states` counts how the generations ended."""

    kills: int
    states: Counter[str] = field(default_factory=Counter)
    billed: int = 0
    pictures: int = 0
    broken: list[str] = field(default_factory=list)


def campaign(folder: Path, kills: int, seed: int) -> Outcome:
    """`kills` lives of a studio on one data folder under `folder`, then one more in which all is settled and checked."""
    chance = random.Random(seed)
    outcome = Outcome(kills)
    announced = folder / "announced"
    announced.touch()
    killed: list[float] = []
    data = folder / "data"
    with running_server() as server:
        bases = {provider: server.base_url(provider) for provider in PROVIDERS}
        forks = multiprocessing.get_context("forkserver")
        forks.set_forkserver_preload(["tests.durability.victim"])
        for life in range(kills):
            server.queue.extend(_script(chance) for _ in range(500 - len(server.queue)))
            victim = forks.Process(target=live_in_fork, args=(str(data), bases, str(announced), seed, life))
            victim.start()
            time.sleep(chance.choice((chance.uniform(0, 0.3), chance.uniform(0.3, 1.5), chance.uniform(1.5, 4))))
            if victim.exitcode is not None:
                outcome.broken.append(f"life {life} ended by itself with {victim.exitcode}")
            victim.kill()
            victim.join()
            killed.append(time.monotonic())
        server.queue.clear()
        with build_studio(DataPaths.default(data), keychain=False) as studio:
            generations = dict(_generations(studio))
            _check(studio, server, generations, announced.read_text().split(), killed, outcome)
    outcome.broken += _unsound(DataPaths.default(data))
    return outcome


def live_in_fork(*args: object) -> None:
    # Imported by name in the fork server; only the child needs it.
    from tests.durability import victim

    victim.live(*args)  # type: ignore[arg-type]


def _script(chance: random.Random) -> Script:
    """Mostly good answers of all sizes and speeds; now and then one that fails, without a right to be sent again."""
    if chance.random() < 0.1:
        return chance.choice((Script(status=500), Script(drop="before_headers"), Script(drop="mid_body"), Script(hang=True)))
    return Script(
        delay=chance.choice((0.0, 0.05, chance.uniform(0, 1.0))),
        images=(chance.choice((2_000, 40_000, 400_000)),),
        chunked=chance.random() < 0.3,
        trickle=chance.choice((0.0, 0.0, 0.0, 0.001)),
        by_url=chance.random() < 0.3,
        polls=chance.choice((0, 0, 1)),
        job_seconds=chance.uniform(0, 2.0),
    )


def _generations(studio: Studio) -> Iterator[tuple[GenerationKey, Generation]]:
    """Every generation, once the downloads that a start goes on with have ended."""
    history = studio.api_parts.history
    ends = time.monotonic() + 30
    while studio.loop.call(history.unfinished()) and time.monotonic() < ends:
        time.sleep(0.05)
    cursor: str | None = None
    while True:
        page = studio.loop.call(history.list_runs("", cursor, 200))
        for summary in page.runs:
            tag = summary.prompt.split()[0]
            for generation in studio.loop.call(history.get_run(summary.id)).generations:
                yield (tag, generation.model.partition("/")[0]), generation
        cursor = page.next_cursor
        if cursor is None:
            return


def _check(
    studio: Studio,
    server: WireServer,
    generations: dict[GenerationKey, Generation],
    announced: list[str],
    killed: list[float],
    outcome: Outcome,
) -> None:
    outcome.states.update(generation.state for generation in generations.values())
    outcome.billed = server.billed
    outcome.pictures = sum(len(generation.image_ids) for generation in generations.values())
    say = outcome.broken.append
    asked = Counter(_key(each) for each in server.posts())
    for key, times in asked.items():
        if times > 1:
            say(f"{key} was sent {times} times")
        if key not in generations:
            say(f"{key} was sent and is not in the history")
        elif generations[key].state not in FINAL_STATES:
            say(f"{key} is still {generations[key].state}")
        elif generations[key].state == "cancelled":
            say(f"{key} was sent, and is shown as never sent")
    for delivery in server.delivered:
        if delivery.request.method == "POST":
            _check_delivery(delivery, generations, killed, say)
    done = {each.id for each in generations.values() if each.image_ids}
    for generation_id in set(announced) - done:
        say(f"{generation_id} was announced and has no picture")
    for generation in generations.values():
        if len(generation.image_ids) > 1:
            say(f"{generation.id} has its picture {len(generation.image_ids)} times")
        for image_id in generation.image_ids:
            stored = studio.loop.call(studio.store.original(image_id))
            if hashlib.sha256(stored.path.read_bytes()).hexdigest() != stored.sha256:
                say(f"the bytes of {image_id} changed")


def _check_delivery(
    delivery: Delivery, generations: dict[GenerationKey, Generation], killed: list[float], say: Callable[[str], None]
) -> None:
    key = _key(delivery.request)
    generation = generations.get(key)
    if generation is None or delivery.script.status != 200:
        return
    if generation.state not in ("done", "unknown"):
        say(f"{key} was answered, and is shown as {generation.state}")
    died = min((moment for moment in killed if moment > delivery.at), default=float("inf"))
    if generation.state != "done" and died - delivery.at > SETTLED_SECONDS:
        say(f"{key} was answered {died - delivery.at:.1f} s before the kill, and is {generation.state}")


def _key(request: Request) -> GenerationKey:
    tag = TAG.search(request.body)
    provider = provider_of(request.path)
    assert tag is not None and provider is not None
    return tag[0].decode(), provider


def _unsound(paths: DataPaths) -> list[str]:
    """What is wrong with the folder after a clean end: database, orphans, left-overs."""
    wrong = []
    with closing(sqlite3.connect(paths.database)) as database:
        if (found := database.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            wrong.append(f"the database is damaged: {found[:3]}")
        hashes = {sha for (sha,) in database.execute("SELECT sha256 FROM images")}
        open_ = database.execute("SELECT count(*) FROM attempts WHERE state IN ('prepared', 'sent', 'accepted', 'received')")
        if count := open_.fetchone()[0]:
            wrong.append(f"{count} attempts are still open")
    files = {path.stem for path in paths.images.rglob("*") if path.is_file() and path.suffix != ".json"}
    if files != hashes:
        wrong.append(f"{len(files - hashes)} pictures without a row, {len(hashes - files)} rows without a picture")
    left = [path.name for path in paths.spool.rglob("part-*") if not path.name.endswith(".partial")]
    if left:
        wrong.append(f"{len(left)} whole answers were left in the spool")
    return wrong
