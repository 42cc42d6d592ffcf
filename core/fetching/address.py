"""What an artist types or pastes: a repository's id, its page on the hub, or a file's address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from core.fetching.errors import FetchError
from core.words.short import in_short

HUB = "https://huggingface.co"
_OTHER_NAMES = ("huggingface.co", "www.huggingface.co", "hf.co")
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}"
_REPO = re.compile(rf"{_NAME}/{_NAME}")
_PAGES = ("tree", "blob", "resolve", "raw")
_EXAMPLE = "Paste the address of a model's page, or its name as “owner/model”."


@dataclass(frozen=True)
class Wanted:
    """A repository, or what lies in it under `within`: files and folders, relative to its root."""

    repo: str
    revision: str = "main"
    within: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """As it is shown until more is known: the one file's name, or the repository's."""
        if len(self.within) == 1:
            return self.within[0].rstrip("/").rsplit("/", 1)[-1]
        return self.repo.split("/")[1]


def read_address(text: str, hub: str = HUB) -> Wanted:
    """What is meant by “owner/model”, or by an address of the hub (or of `hub`, a mirror of it).

    Raises FetchError for anything else.
    """
    text = text.strip().strip("<>\"'")
    if re.match(r"(?i)(https?://|www\.|hf\.co/|huggingface\.co/)", text):
        return _of_page(text, hub)
    if text.startswith("hf://"):
        text = text.removeprefix("hf://").removeprefix("models/")
    if not is_repo(text):
        raise FetchError(f"“{in_short(text, 60)}” is no model's name or address.", _EXAMPLE)
    return Wanted(text)


def _of_page(text: str, hub: str) -> Wanted:
    parts = urlsplit(text if "://" in text else f"https://{text}")
    hosts = (*_OTHER_NAMES, urlsplit(hub).netloc.lower())
    if parts.netloc.lower() not in hosts:
        raise FetchError(
            f"{parts.netloc or 'This address'} is not the hub that models are fetched from.",
            "Download the file in a browser and drop it on the window, or paste an address of "
            f"{urlsplit(hub).netloc}.",
        )
    path = [unquote(part) for part in parts.path.split("/") if part]
    if path[:1] == ["models"]:
        path = path[1:]
    if path and path[0] in ("datasets", "spaces"):
        raise FetchError("This is the address of a data set or a space, not of a model.", _EXAMPLE)
    repo = "/".join(path[:2])
    if not is_repo(repo):
        raise FetchError("This is not the address of a model's page.", _EXAMPLE)
    if len(path) < 4 or path[2] not in _PAGES:
        return Wanted(repo)
    revision, rest = path[3], path[4:]
    if revision == "refs" and len(rest) >= 2:  # of a request to change it: refs/pr/7
        revision, rest = "/".join(path[3:6]), path[6:]
    if any(part in (".", "..") for part in rest):
        raise FetchError("This address points outside of the model.", _EXAMPLE)
    within = "/".join(rest)
    if within and path[2] == "tree":
        within += "/"
    return Wanted(repo, revision, (within,) if within else ())


def is_repo(text: str) -> bool:
    """Whether it is what the hub calls a repository: “owner/model”."""
    return bool(_REPO.fullmatch(text)) and ".." not in text and "--" not in text
