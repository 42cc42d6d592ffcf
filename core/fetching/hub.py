"""Speaking with a hub: what a repository holds, and the bytes of its files (Hugging Face's API).

Whatever it answers becomes words for the artist here. The token goes to the hub alone, never to
where it sends the reader on to.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from core.fetching.address import HUB, Wanted
from core.fetching.cache import stays_inside
from core.fetching.errors import FetchError, Interrupted, NeedsToken

if TYPE_CHECKING:
    import httpx2

SILENCE = 30.0
"""Seconds without a byte after which a connection counts as gone."""
LONGEST_ANSWER = 64 << 20
"""Bytes of a list of files; the greatest repositories have some megabytes."""
_HOST = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?")
"""A host, and perhaps its port; never a name and a password."""
LARGEST = 1 << 50
"""Bytes of a file, beyond which a hub talks nonsense."""
MOST_TURNS = 5
"""That many times in a row a hub may send on within itself."""
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


@dataclass(frozen=True)
class HubFile:
    """A file in a repository."""

    path: str
    size: int
    sha256: str = ""
    """Of large files; small ones have none."""


@dataclass(frozen=True)
class Repository:
    """What a repository holds at one commit."""

    id: str
    commit: str
    files: tuple[HubFile, ...]
    licence: str = ""
    gated: bool = False


@dataclass(frozen=True)
class Head:
    """What the hub says of a file before it sends it. `etag` names its content: the SHA-256 of a
    large file, Git's SHA-1 of a small one."""

    etag: str
    size: int
    commit: str


def is_offline() -> bool:
    """Whether the hub's own variables forbid to use the network."""
    return any(os.environ.get(name, "").upper() in ("1", "TRUE", "YES", "ON") for name in _OFFLINE)


def address(chosen: str = "") -> str:
    """Which hub is asked: the one of the settings, else HF_ENDPOINT, else Hugging Face. A host
    alone is asked by HTTPS."""
    named = (chosen.strip() or os.environ.get("HF_ENDPOINT", "").strip() or HUB).rstrip("/")
    return named if "://" in named else urlunsplit(("https", named, "", "", ""))


def _is_hub(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname, parts.port
    except ValueError:  # a port beyond all, brackets of no address
        return False
    plain = bool(host) and _HOST.fullmatch(parts.netloc) is not None
    return parts.scheme in ("http", "https") and plain and not parts.query and not parts.fragment


class Hub:
    """One hub, or a mirror of it. May be used by several threads; `close` it."""

    def __init__(self, endpoint: str = HUB, token: str = "", silence: float = SILENCE) -> None:
        if not _is_hub(endpoint):
            raise FetchError(
                f"“{endpoint}” is not the address of a hub.",
                "Correct it: it looks like https://huggingface.co.",
            )
        self.endpoint = endpoint.rstrip("/")
        self._token = token
        self._silence = silence
        self._made: httpx2.Client | None = None

    @property
    def _client(self) -> httpx2.Client:
        if self._made is None:
            import httpx2  # not needed before the window shows

            try:
                self._made = httpx2.Client(
                    timeout=httpx2.Timeout(self._silence, pool=None),
                    headers={"user-agent": "underpaint", "accept-encoding": "identity"},
                )
            except (ImportError, ValueError, httpx2.InvalidURL) as error:
                raise FetchError(
                    f"The proxy of this system cannot be used: {error}",
                    "Correct it in the system’s settings, or in the variables HTTP_PROXY, "
                    "HTTPS_PROXY and ALL_PROXY: an HTTP proxy works.",
                ) from error
        return self._made

    def close(self) -> None:
        if self._made is not None:
            self._made.close()

    def repository(self, wanted: Wanted) -> Repository:
        """What the repository holds. Raises FetchError."""
        url = f"{self.endpoint}/api/models/{wanted.repo}/revision/{quote(wanted.revision, safe='')}"
        with self._asked("GET", f"{url}?blobs=true", wanted.repo) as answer:
            content = b""
            for chunk in answer.iter_bytes():
                content += chunk
                if len(content) > LONGEST_ANSWER:
                    raise _nonsense(self.endpoint)
        import json

        try:
            return _repository(json.loads(content))
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
            raise _nonsense(self.endpoint) from None

    def head(self, repo: str, commit: str, path: str) -> Head:
        """What the hub says of a file. Raises FetchError."""
        with self._asked("HEAD", self._url(repo, commit, path), repo) as answer:
            told = answer.headers
        try:
            etag = told.get("x-linked-etag") or told["etag"]
            size = int(told.get("x-linked-size") or told["content-length"])
        except (KeyError, ValueError):
            raise _nonsense(self.endpoint) from None
        etag = etag.removeprefix("W/").strip('"')
        # It becomes the name of a file.
        if (
            not etag
            or len(etag) > 128
            or not (etag.isascii() and etag.replace("-", "").isalnum())
            or not 0 <= size <= LARGEST
        ):
            raise _nonsense(self.endpoint)
        return Head(etag, size, told.get("x-repo-commit", commit))

    @contextmanager
    def bytes_of(
        self, repo: str, commit: str, path: str, start: int
    ) -> Iterator[tuple[int, Iterator[bytes]]]:
        """The bytes of a file, and from where on they are: `start`, or 0 when the hub begins anew.

        Raises FetchError; Interrupted when trying again may help.
        """
        asked = {"range": f"bytes={start}-"} if start else {}
        url = self._url(repo, commit, path)
        with self._asked("GET", url, repo, asked, follow=True) as answer:
            begins = start if answer.status_code == 206 else 0
            if begins and not answer.headers.get("content-range", "").startswith(f"bytes {start}-"):
                raise _nonsense(self.endpoint)
            yield begins, answer.iter_raw()

    def _url(self, repo: str, commit: str, path: str) -> str:
        return f"{self.endpoint}/{repo}/resolve/{quote(commit, safe='')}/{quote(path)}"

    @contextmanager
    def _asked(
        self,
        method: str,
        url: str,
        repo: str,
        headers: Mapping[str, str] | None = None,
        *,
        follow: bool = False,
    ) -> Iterator[httpx2.Response]:
        import httpx2

        own = dict(headers or {})
        if self._token:
            own["authorization"] = f"Bearer {self._token}"
        try:
            for _ in range(MOST_TURNS):
                # Of a redirect to another host the client leaves the token out.
                with self._client.stream(
                    method, url, headers=own, follow_redirects=follow
                ) as answer:
                    further = None if follow else _elsewhere_here(answer)
                    if further is None:
                        _check(answer, repo, self.endpoint, with_token=bool(self._token))
                        yield answer
                        return
                    url = further
            raise _nonsense(self.endpoint)
        except httpx2.TimeoutException as error:
            raise Interrupted(
                f"{urlsplit(self.endpoint).netloc} does not answer.",
                "Look whether the network is there. What has come so far is kept.",
            ) from error
        except httpx2.TransportError as error:
            if _distrusts(error):
                raise FetchError(
                    f"{urlsplit(self.endpoint).netloc} cannot prove that it is who it says it is "
                    "(its certificate is not trusted).",
                    "Look whether this machine’s clock is right, and whether something in your "
                    "network reads along. Nothing was sent.",
                ) from error
            raise Interrupted(
                f"The connection to {urlsplit(self.endpoint).netloc} was lost or refused.",
                "Look whether the network is there. What has come so far is kept.",
            ) from error
        except httpx2.TooManyRedirects as error:
            raise _nonsense(self.endpoint) from error


def _elsewhere_here(answer: httpx2.Response) -> str | None:
    """Where the hub sends the reader on to within itself: a repository that has another name now,
    small files that it keeps apart, HTTPS instead of HTTP. To none but the same host is followed,
    for what is told of a large file comes before the reader is sent to a store."""
    if not answer.has_redirect_location:
        return None
    here, there = answer.url, answer.url.join(answer.headers["location"])
    safely = (here.scheme, there.scheme) == ("http", "https") and here.host == there.host
    same = (here.scheme, here.host, here.port) == (there.scheme, there.host, there.port)
    return str(there) if same or safely else None


def _distrusts(error: BaseException | None) -> bool:
    """Whether a certificate was the cause."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


class _Later(Interrupted):
    """The hub says when to come again."""

    def __init__(self, cause: str, remedy: str, seconds: float) -> None:
        super().__init__(cause, remedy)
        self.seconds = seconds


def wait_of(error: Interrupted, tries: int) -> float:
    """Seconds to wait before the next try: what the hub asks for, else 1, 2, 4… up to a minute."""
    asked = error.seconds if isinstance(error, _Later) else 0.0
    return min(600.0, max(asked, min(60.0, 2.0**tries)))


def _check(answer: httpx2.Response, repo: str, endpoint: str, *, with_token: bool) -> None:
    """Raises what an answer that is none means."""
    status, told = answer.status_code, answer.headers
    if status < 400:
        return
    host, code = urlsplit(endpoint).netloc, told.get("x-error-code", "")
    if code == "GatedRepo" or (status == 403 and code != "DisabledRepo"):
        raise NeedsToken(
            f"{repo} is only given to those who have agreed to its terms.",
            f"Open {endpoint}/{repo} in a browser, sign in and agree; then enter a token of "
            "yours here." if not with_token else
            f"Open {endpoint}/{repo} in a browser, sign in as the owner of the token, and agree.",
        )  # fmt: skip
    if status == 401 and (with_token or code != "RepoNotFound"):
        raise NeedsToken(
            f"{host} does not accept the token." if with_token else f"{host} wants a token.",
            f"Make one at {endpoint}/settings/tokens (reading is enough), and enter it here.",
        )
    if code == "RevisionNotFound":
        raise FetchError(f"{repo} has no such version.", "Look for its address on the hub again.")
    if code == "EntryNotFound":
        raise FetchError(f"{repo} has no such file.", "Look for its address on the hub again.")
    if status in (401, 404, 410):
        raise FetchError(
            f"{host} has no model called {repo}, or it is private.",
            "Look whether the name is right. For a private one, enter a token.",
        )
    if status == 416:
        raise FetchError("The file on the hub is shorter than what is here.", "Fetch it anew.")
    if status == 429 or status == 408 or status >= 500:
        busy = "is asked too much just now" if status == 429 else f"has a problem ({status})"
        raise _Later(
            f"{host} {busy}.",
            "It can go on later. What has come so far is kept.",
            _seconds(told.get("retry-after", "")),
        )
    raise FetchError(f"{host} refuses ({status}).", "Look at the model's page in a browser.")


def _seconds(text: str) -> float:
    """Of a Retry-After: seconds, or a date."""
    if text.strip().isdecimal():
        return float(text)
    import time
    from email.utils import parsedate_to_datetime

    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _repository(told: Any) -> Repository:
    card = told.get("cardData")
    licence = card.get("license_name") or card.get("license") if isinstance(card, dict) else ""
    if not licence:
        tags = [str(tag) for tag in told.get("tags") or ()]
        licence = next((tag[8:] for tag in tags if tag.startswith("license:")), "")
    commit = told["sha"]
    if not (isinstance(commit, str) and commit.isalnum() and len(commit) <= 64):
        raise ValueError("no commit")
    files = tuple(_file(one) for one in told["siblings"])
    return Repository(
        str(told["id"]),
        commit,
        tuple(one for one in files if one is not None),
        str(licence),
        bool(told.get("gated")),
    )


def _file(told: Any) -> HubFile | None:
    """A file as the hub lists it; None when its name would lead out of the folder."""
    path = str(told["rfilename"])
    if not stays_inside(path):
        return None
    large = told.get("lfs") or {}
    size = told.get("size")
    if size is None:
        size = large.get("size") or 0
    if not 0 <= int(size) <= LARGEST:
        raise ValueError("no size")
    return HubFile(path, int(size), str(large.get("sha256") or ""))


def _nonsense(endpoint: str) -> FetchError:
    return FetchError(
        f"{urlsplit(endpoint).netloc} does not speak as a hub does.",
        "Look whether its address in the settings is right, or whether a page of your network "
        "wants a sign-in.",
    )
