from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # In a frozen bundle a worker process starts here too.
    multiprocessing.freeze_support()

    # A windowed program on Windows has no streams at all, and libraries write to them unasked.
    if sys.stdout is None or sys.stderr is None:
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as it runs

    from omniimage.cli import main

    sys.exit(main())
