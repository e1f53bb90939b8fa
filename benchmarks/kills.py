"""kill -9 at random moments: `python -m benchmarks.kills --kills 200`. What it checks is in tests/durability/campaign.py."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.durability.campaign import campaign


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcome = campaign(Path(folder), given.kills, given.seed)
    states = ", ".join(f"{count} {state}" for state, count in sorted(outcome.states.items()))
    print(f"{outcome.kills} kills in {time.monotonic() - began:.0f} s: {states}")
    print(f"{outcome.billed} answers that cost, {outcome.pictures} pictures kept, {len(outcome.broken)} promises broken")
    print(*outcome.broken, sep="\n")
    return 1 if outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
