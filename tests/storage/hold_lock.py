"""Holds a lock until it is killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from omniimage.storage.lock import FolderLock

with FolderLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
