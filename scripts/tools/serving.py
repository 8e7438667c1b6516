"""Serve a folder on this machine, at the root of a host or below it, packed as hosts pack it."""

from __future__ import annotations

import functools
import gzip
import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

#: What hosts pack before they send it; typefaces and pictures are packed already.
PACKED = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".txt", ".xml"}


class Handler(SimpleHTTPRequestHandler):
    """Answers for addresses that begin with the prefix, and with 404 for all others."""

    protocol_version = "HTTP/1.1"  # one connection for all of a page's files

    def __init__(self, *arguments: object, prefix: str, headers: Mapping[str, str], directory: str) -> None:
        """Remember the prefix and the headers before the request is handled, which the base class does here."""
        self.prefix, self.further = prefix, headers
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        """Take the prefix away."""
        if not path.startswith(self.prefix):
            return str(Path(self.directory) / "nothing-is-here")
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def send_head(self) -> BinaryIO | io.BytesIO | None:
        """Send a text packed to a browser that takes it so."""
        path = Path(self.translate_path(self.path))
        if path.is_dir() and self.path.split("?")[0].endswith("/"):
            path /= "index.html"
        if path.suffix not in PACKED or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is missing as hosts of pages do: with the page that the site has for it."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def end_headers(self) -> None:
        """Add the headers asked for."""
        for name, value in self.further.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not outlive its program, nor complain when a browser hangs up."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, prefix: str, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder.

    Args:
        folder: what is served.
        prefix: where its root lies below the host, such as ``/`` or ``/kl/``.
        headers: sent with every answer.

    Yields:
        The address of its root, which ends with the prefix.
    """
    handler = functools.partial(Handler, prefix=prefix, headers=headers or {}, directory=str(folder))
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
        server.shutdown()
        thread.join()
