"""A second start of the studio brings the first one's window to the front, instead of a second window on one folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = "window.json"
SECONDS = 3.0
MOST_BYTES = 1000


@contextmanager
def announced(folder: Path, url: str, secret: str) -> Iterator[None]:
    """Leave word in the data folder, for its owner only, of where the window can be raised."""
    path = folder / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"url": url, "secret": secret}, file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def raise_other(folder: Path) -> bool:
    """Ask the studio that holds `folder` to show its window; whether it did."""
    try:
        told = json.loads((folder / FILE).read_text())
    except (OSError, ValueError):
        return False
    import http.client
    import urllib.request

    try:
        url, secret = str(told["url"]), str(told["secret"])
        if not url.startswith("http://127.0.0.1:"):
            return False
        request = urllib.request.Request(f"{url}/raise", method="POST", headers={"Authorization": f"Bearer {secret}"})
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=SECONDS) as answer:
            # Left by one that was killed, the address may by now be that of any other program.
            return bool(json.loads(answer.read(MOST_BYTES)) == {"ok": True})
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return False
