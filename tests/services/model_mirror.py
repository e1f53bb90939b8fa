"""A loopback host of model files, and the manifest that points at it. It can be told to fail in every way a host does."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

Fault = Literal["", "drop", "html", "html_as_onnx", "wrong", "short", "long", "500", "404", "slow", "no_range", "lie_range"]


@dataclass
class Mirror:
    """Serves `files` by name. `faults` are used up one per request, the last one stays; `asked` is what Range said."""

    files: dict[str, bytes]
    faults: list[Fault] = field(default_factory=lambda: [""])
    asked: list[str | None] = field(default_factory=list)

    def __enter__(self) -> Mirror:
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                mirror._answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        fault = self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]
        asked = request.headers.get("range")
        self.asked.append(asked)
        body = self.files[request.path.rsplit("/", 1)[-1]]
        start = 0 if fault == "no_range" or not asked else int(re.sub(r"\D", "", asked))
        if fault in ("500", "404"):
            return self._send(request, int(fault), b"sorry", {})
        if fault == "html":
            return self._send(request, 200, b"<html>Sign in</html>", {"content-type": "text/html; charset=utf-8"})
        if fault == "html_as_onnx":
            return self._send(request, 200, b"<html>".ljust(len(body)), {})
        if fault == "wrong":
            body = body[:-1] + bytes([body[-1] ^ 1])
        if fault in ("short", "long"):
            body = body[:-5] if fault == "short" else body + b"12345"
        headers = {"content-range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
        if fault == "lie_range" and start:
            headers = {"content-range": f"bytes {start + 3}-{len(body) - 1}/{len(body)}"}
        self._send(request, 206 if start else 200, body[start:], headers, fault)
        return None

    def _send(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str], fault: Fault = ""
    ) -> None:
        request.send_response(status)
        for name, value in ({"content-type": "application/octet-stream"} | headers).items():
            request.send_header(name, value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        try:
            if fault == "drop":
                request.wfile.write(body[: len(body) // 2])
                request.wfile.flush()
                request.close_connection = True
                request.connection.close()
            elif fault == "slow":
                for at in range(0, len(body), 20_000):
                    request.wfile.write(body[at : at + 20_000])
                    time.sleep(0.05)
            else:
                request.wfile.write(body)
        except OSError:
            pass


def manifest_for(mirrors: list[str], name: str, content: bytes, path: Path) -> Path:
    """A manifest of one model at these addresses."""
    model = {
        "name": name,
        "label": "Test",
        "contract": "u2net",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "CC0-1.0",
        "source": "https://example.org",
        "good_at": ["anything"],
        "urls": [f"{mirror}/{name}.onnx" for mirror in mirrors],
    }
    path.write_text(json.dumps({"format": 1, "models": [model]}))
    return path
