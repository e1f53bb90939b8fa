from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    # In a frozen bundle a worker process starts here too.
    multiprocessing.freeze_support()

    from omniimage.cli import main

    sys.exit(main())
