"""For a long piece of work on a thread of its own, beside a window that must not wait for it."""

from __future__ import annotations

import gc
import json
import json.encoder
import json.scanner
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Of CPython's 5 ms, twenty-five times less: whoever waits for the window gets a turn between two pieces of an import.
TURN_SECONDS = 0.0002


@contextmanager
def small_turns() -> Iterator[None]:
    """For what makes very many objects, all to stay: no thread has a long turn, and the collector looks at none of them.

    Meanwhile JSON is read and written by the standard library's own Python, four times slower: its C does a file of
    megabytes, of which litellm reads two, in one turn.
    """
    turn, collecting = sys.getswitchinterval(), gc.isenabled()
    sys.setswitchinterval(TURN_SECONDS)
    gc.disable()
    try:
        with _json_in_python():
            yield
    finally:
        gc.freeze()
        sys.setswitchinterval(turn)
        if collecting:
            gc.enable()


@contextmanager
def _json_in_python() -> Iterator[None]:
    decoder, encoder = vars(json)["_default_decoder"], vars(json.encoder)
    scan, encode = decoder.scan_once, encoder["c_make_encoder"]
    decoder.scan_once = vars(json.scanner)["py_make_scanner"](decoder)
    encoder["c_make_encoder"] = None
    try:
        yield
    finally:
        decoder.scan_once = scan
        encoder["c_make_encoder"] = encode
