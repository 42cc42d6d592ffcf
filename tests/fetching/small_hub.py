"""A hub on the loopback address: it speaks the hub's protocol, and fails as it is told to."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()


class SmallHub:
    """Repositories as dicts of path → content. What is in `troubles` for a path happens first,
    one for each GET of it."""

    def __init__(self) -> None:
        self.repos: dict[str, dict[str, bytes]] = {}
        self.gated: dict[str, str] = {}
        """Repository → the token that opens it."""
        self.troubles: dict[str, list[Callable[[_Handler, bytes], None]]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers of all that was asked."""
        self.licence = "openrail++"
        self.ranges = True
        self.moved: dict[str, str] = {}
        """Repository → the name that it has now; it is told where, within the hub."""
        self.claims: dict[str, int] = {}
        """Path → the bytes that are said before it comes."""
        self.names: dict[str, str] = {}
        """Path → what this mirror calls its content."""
        self.redirects = ""
        """The address of a store to which large files are sent on."""
        self.goes_on = threading.Event()
        """A silent connection waits for it."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.hub = self  # type: ignore[attr-defined]
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def close(self) -> None:
        self.goes_on.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def gets_of(self, path: str) -> list[dict[str, str]]:
        """The headers of every GET of a file."""
        return [head for method, at, head in self.asked if method == "GET" and at.endswith(path)]


@contextmanager
def small_hub() -> Iterator[SmallHub]:
    hub = SmallHub()
    try:
        yield hub
    finally:
        hub.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def hub(self) -> SmallHub:
        return self.server.hub  # type: ignore[attr-defined,no-any-return]

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._serve()

    def do_GET(self) -> None:
        self._serve()

    def _serve(self) -> None:
        path = unquote(urlsplit(self.path).path)
        head = {name.lower(): value for name, value in self.headers.items()}
        self.hub.asked.append((self.command, path, head))
        parts = path.strip("/").split("/")
        repo = "/".join(parts[2:4] if parts[:1] == ["api"] else parts[:2])
        if repo in self.hub.moved:
            self.answer(307, {"location": path.replace(repo, self.hub.moved[repo])})
        elif parts[:2] == ["api", "models"]:
            self._list("/".join(parts[2:4]))
        elif parts[2:3] == ["resolve"]:
            self._file("/".join(parts[:2]), "/".join(parts[4:]))
        elif parts[0] == "store":
            self._send(
                self.hub.repos["/".join(parts[1:3])]["/".join(parts[3:])], "/".join(parts[3:])
            )
        else:
            self.answer(404)

    def _may(self, repo: str) -> bool:
        token = self.hub.gated.get(repo)
        given = self.headers.get("authorization", "")
        if token is None or given == f"Bearer {token}":
            return True
        if given:
            self.answer(403, {"x-error-code": "GatedRepo"})
        else:
            self.answer(401, {"x-error-code": "GatedRepo"})
        return False

    def _list(self, repo: str) -> None:
        if self._trouble(f"api {repo}", b""):
            return
        if repo not in self.hub.repos:
            self.answer(401, {"x-error-code": "RepoNotFound"})
            return
        siblings = []
        for path, content in self.hub.repos[repo].items():
            one: dict[str, object] = {"rfilename": path, "size": len(content)}
            one["blobId"] = git_sha1(content)
            if path.endswith(".safetensors"):
                one["lfs"] = {"sha256": sha256(content), "size": len(content)}
            siblings.append(one)
        told = {
            "id": repo, "sha": COMMIT, "gated": repo in self.hub.gated and "auto",
            "cardData": {"license": self.hub.licence}, "siblings": siblings,
        }  # fmt: skip
        self.answer(200, {"content-type": "application/json"}, json.dumps(told).encode())

    def _file(self, repo: str, path: str) -> None:
        if not self._may(repo):
            return
        content = self.hub.repos.get(repo, {}).get(path)
        if content is None:
            self.answer(404, {"x-error-code": "EntryNotFound"})
            return
        large = path.endswith(".safetensors")
        if self.command == "HEAD":
            told = {"x-repo-commit": COMMIT, "etag": f'"{git_sha1(content)}"'}
            size = self.hub.claims.get(path, len(content))
            if large:
                name = self.hub.names.get(path, sha256(content))
                told |= {"x-linked-etag": f'"{name}"', "x-linked-size": str(size)}
                told |= {"location": "http://127.0.0.1:9/"}
            self.answer(302 if large else 200, told, length=0 if large else size)
        elif large and self.hub.redirects:
            self.answer(302, {"location": f"{self.hub.redirects}/store/{repo}/{path}"})
        else:
            self._send(content, path)

    def _send(self, content: bytes, path: str) -> None:
        if self._trouble(path, content):
            return
        asked = self.headers.get("range")
        if asked and self.hub.ranges:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(content):
                self.answer(416)
                return
            span = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.answer(206, {"content-range": span}, content[start:])
        else:
            self.answer(200, {}, content)

    def _trouble(self, path: str, content: bytes) -> bool:
        waiting = self.hub.troubles.get(path)
        if not waiting:
            return False
        waiting.pop(0)(self, content)
        return True

    def answer(
        self, status: int, headers: dict[str, str] | None = None, body: bytes = b"",
        *, length: int | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body) if length is None else length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
            self.wfile.flush()


def refuse(status: int, **headers: str) -> Callable[[_Handler, bytes], None]:
    """An answer that is none."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, content: handler.answer(status, named)


def _rest(handler: _Handler, content: bytes) -> tuple[int, dict[str, str], bytes]:
    start = int((handler.headers.get("range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
    span = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return (206, {"content-range": span}, content[start:]) if start else (200, {}, content)


def cut(after: int) -> Callable[[_Handler, bytes], None]:
    """The connection ends after so many bytes."""

    def happen(handler: _Handler, content: bytes) -> None:
        status, told, rest = _rest(handler, content)
        handler.answer(status, told, rest[:after], length=len(rest))
        handler.close_connection = True

    return happen


def silent(after: int) -> Callable[[_Handler, bytes], None]:
    """After so many bytes nothing comes any more, but the connection stays."""

    def happen(handler: _Handler, content: bytes) -> None:
        status, told, rest = _rest(handler, content)
        handler.answer(status, told, rest[:after], length=len(rest))
        handler.hub.goes_on.wait(60)
        handler.close_connection = True

    return happen


def another(content: bytes) -> Callable[[_Handler, bytes], None]:
    """Other bytes than are meant."""
    return lambda handler, _: handler.answer(200, {}, content)
