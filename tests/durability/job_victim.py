"""A studio that asks for one job of each provider and then waits to be killed: `python -m tests.durability.job_victim`."""

from __future__ import annotations

import json
import sys
import time

from omniimage.app import build_studio
from omniimage.contracts.runs import RunParams
from omniimage.paths import DataPaths


def main(folder: str, bases: str, models: str) -> None:
    with build_studio(DataPaths.default(folder), keychain=False) as studio:
        for provider, base in json.loads(bases).items():
            studio.loop.call(studio.api_parts.keys.save(provider, "sk-canary-of-the-jobs", base))
        started = studio.loop.call(studio.generation.start("a lighthouse", json.loads(models), RunParams()))
        print(started.run_id, flush=True)
        while True:
            time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
