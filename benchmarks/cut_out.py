"""Cutting out, from a file's bytes to a file's bytes: beside the bare model, beside rembg, many in a row, two at once.

The model is U²-Net with random weights (as large and slow as the real one), and a real small one where there is one.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image, ImageDraw, ImageFilter

from omniimage.imaging.matting.contract import CONTRACTS, ModelFile, Wanted
from omniimage.imaging.matting.host import MattingHost
from omniimage.imaging.matting.jobs import cut_out
from omniimage.imaging.matting.onnx_file import sha256_of
from omniimage.imaging.png import save_png
from tests.onnx_models import tiny
from tests.onnx_models.u2net import u2net

EDGE = 2048


def photo(path: Path, edge: int = EDGE) -> Path:
    """Something with the grain and the shapes of a photograph: a bright thing before a dark, blurred ground."""
    random = np.random.default_rng(3)
    ground = Image.fromarray(random.integers(0, 160, (edge // 32, edge // 32, 3), np.uint8)).resize((edge, edge))
    subject = Image.new("L", (edge, edge))
    ImageDraw.Draw(subject).ellipse((edge * 0.25, edge * 0.2, edge * 0.7, edge * 0.85), fill=255)
    ground.paste((236, 214, 190), mask=subject.filter(ImageFilter.GaussianBlur(edge / 400)))
    grain = random.normal(0, 4, (edge, edge, 1))
    Image.fromarray(np.clip(np.asarray(ground) + grain, 0, 255).astype(np.uint8)).save(path)
    return path


def median(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds on `clock`."""
    work()
    taken = []
    for _ in range(rounds):
        began = clock()
        work()
        taken.append(clock() - began)
    return statistics.median(taken)


def bare_and_ours(model: ModelFile, source: Path, rounds: int, clock: Callable[[], float]) -> tuple[float, float]:
    """Decode, infer, encode and nothing else; and the whole cut-out. In turn, in this process, the same session."""
    cut: Any = importlib.import_module("omniimage.imaging.matting.cut")
    sessions: Any = importlib.import_module("omniimage.imaging.matting.sessions")
    session = sessions.session(model)
    given = np.zeros((1, 3, *[CONTRACTS[model.contract].edge] * 2), np.float32)
    target = source.with_name("out.png")
    cut.cut_out(model, source, target, Wanted())
    with Image.open(target) as opened:
        opened.load()
        finished = opened

    def bare() -> None:
        with Image.open(io.BytesIO(source.read_bytes())) as picture:
            picture.load()
        session.run([session.get_outputs()[0].name], {session.get_inputs()[0].name: given})
        save_png(finished, target)

    def whole() -> None:
        cut.cut_out(model, source, target, Wanted())

    pairs = [(median(bare, 1, clock), median(whole, 1, clock)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def beside_rembg(model: ModelFile, source: Path, rounds: int) -> tuple[float, float, float]:
    """rembg's `remove` from bytes to bytes, ours, and the intersection over union of the two masks."""
    cut: Any = importlib.import_module("omniimage.imaging.matting.cut")
    os.environ["REMBG_HOME"] = str(model.home)
    # The studio entered only its sessions; here it is the whole.
    for name in [name for name in sys.modules if name.partition(".")[0] == "rembg"]:
        del sys.modules[name]
    rembg: Any = importlib.import_module("rembg")
    session = rembg.new_session("u2net_custom", model_path=str(model.path), providers=["CPUExecutionProvider"])
    target, data = source.with_name("ours.png"), source.read_bytes()
    pairs = []
    for _ in range(rounds):
        theirs = median(lambda: rembg.remove(data, session=session), 1)
        pairs.append((theirs, median(lambda: cut.cut_out(model, source, target, Wanted()), 1)))
    mask = np.asarray(Image.open(io.BytesIO(rembg.remove(data, session=session, only_mask=True)))) > 127
    cut.cut_out(model, source, target, Wanted(mask=True))
    ours = np.asarray(Image.open(target)) > 127
    overlap = (mask & ours).sum() / max(1, (mask | ours).sum())
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs), float(overlap)


async def in_a_row(model: ModelFile, source: Path, count: int) -> tuple[float, float, float]:
    """Resident megabytes of the matting process after the tenth picture and after the last; the most in between."""
    host, target, seen = MattingHost(), source.with_name("row.png"), []
    for _ in range(count):
        await host.run(cut_out, model, source, target, Wanted())
        seen.append(psutil.Process(host.pid).memory_info().rss / 1e6)
    host.close()
    return seen[min(9, count - 1)], seen[-1], max(seen)


async def two_at_once(model: ModelFile, source: Path, count: int) -> float:
    """How many times more pictures a second two lanes make than one, each inference on one thread."""
    host = MattingHost(threads=1)

    async def lane(number: int, share: int) -> None:
        for _ in range(share):
            await host.run(cut_out, model, source, source.with_name(f"lane-{number}.png"), Wanted())

    await asyncio.gather(lane(0, 1), lane(1, 1))
    began = time.perf_counter()
    await lane(0, count)
    middle = time.perf_counter()
    await asyncio.gather(lane(0, count // 2), lane(1, count // 2))
    ended = time.perf_counter()
    host.close()
    return (middle - began) / (ended - middle)


def first_cut_out(model: ModelFile, source: Path) -> float:
    """Seconds from the start of a fresh matting process to the file, the model's load and checksum in it."""

    async def work() -> float:
        host = MattingHost()
        began = time.perf_counter()
        await host.run(cut_out, model, source, source.with_name("first.png"), Wanted())
        host.close()
        return time.perf_counter() - began

    return asyncio.run(work())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="pictures in a row")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        source, small = photo(home / "in.png"), photo(home / "small.png", 1024)
        rows = []
        for name, make in (("own-u2net", u2net), *((("own-real", tiny.real),) if tiny.REAL.exists() else ())):
            path = make(home / "models" / name / f"{name}.onnx")
            model = ModelFile(name, path, "u2net", sha256_of(path))
            for clock, said in ((time.perf_counter, "clock"), (time.process_time, "processor")):
                bare, ours = bare_and_ours(model, source, given.rounds, clock)
                detail = f"{ours * 1000:.0f} ÷ {bare * 1000:.0f} ms"
                rows.append((f"{name}: ours ÷ bare, {EDGE}², {said}", detail, ours / bare))
            theirs, again, overlap = beside_rembg(model, source, given.rounds)
            rows.append((f"{name}: rembg.remove ÷ ours", f"{theirs * 1000:.0f} ÷ {again * 1000:.0f} ms", theirs / again))
            rows.append((f"{name}: overlap of the masks", "", overlap))
            rows.append((f"{name}: two at once ÷ one, one thread each", "", asyncio.run(two_at_once(model, small, 10))))
            if name == "own-u2net":
                tenth, last, most = asyncio.run(in_a_row(model, small, given.count))
                rows.append((f"{name}: {given.count} in a row, MB", f"most {most:.0f}", last / tenth))
                rows.append((f"{name}: first cut-out, s", "", first_cut_out(model, small)))
    print("| what | | figure |\n|---|---|---|")
    for what, detail, figure in rows:
        print(f"| {what} | {detail} | {figure:.2f} |")


if __name__ == "__main__":
    main()
