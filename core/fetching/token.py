"""The token that opens gated models: kept by the system's keyring, or until the program ends.

It is never written to a file: whoever reads that file could act as the artist.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from core.fetching.errors import FetchError

SERVICE = "underpaint"
VARIABLE = "HF_TOKEN"

_for_now: dict[str, str] = {}
"""Host → its token, where there is no keyring."""


def token_for(endpoint: str) -> str:
    """The token of a hub; empty when there is none. Never fails."""
    given = os.environ.get(VARIABLE, "").strip()
    if given and _is_token(given):
        return given
    host = _host(endpoint)
    if host in _for_now:
        return _for_now[host]
    keyring = _keyring()
    if keyring is None:
        return ""
    try:
        return keyring.get_password(SERVICE, host) or ""
    except Exception:  # noqa: BLE001  # whatever the system's keyring raises: it may be locked
        return ""


def keep_token(endpoint: str, token: str) -> str:
    """Keeps a token, or forgets it when it is empty. Returns what to tell the artist, if anything.

    Raises FetchError for what cannot be a token.
    """
    token = token.strip()
    if not _is_token(token):
        raise FetchError(
            "This is not a token.", f"Copy one from {endpoint}/settings/tokens; it begins with hf_."
        )
    host, keyring = _host(endpoint), _keyring()
    _for_now.pop(host, None)
    if keyring is not None:
        try:
            if token:
                keyring.set_password(SERVICE, host, token)
            elif keyring.get_password(SERVICE, host) is not None:
                keyring.delete_password(SERVICE, host)
            return ""
        except Exception:  # noqa: BLE001  # as above
            pass
    if not token:
        return ""
    _for_now[host] = token
    return (
        "This system has no keyring that could keep the token, and in a file anybody could read "
        "it. It counts until the program is closed."
    )


def _is_token(text: str) -> bool:
    """Whether it can be sent as one."""
    return all(32 < ord(one) < 127 for one in text) and len(text) <= 500


def _host(endpoint: str) -> str:
    return urlsplit(endpoint).netloc


def _keyring() -> Any:
    """The system's own keyring; None when there is none that keeps secrets secret."""
    try:
        import keyring
        from keyring.backends import chainer, fail, null

        found = keyring.get_keyring()
    except Exception:  # noqa: BLE001  # a keyring that cannot even be looked for
        return None
    parts = found.backends if isinstance(found, chainer.ChainerBackend) else [found]
    for one in parts:
        plain = "plaintext" in type(one).__name__.lower() or "file" in type(one).__module__
        if not plain and not isinstance(one, fail.Keyring | null.Keyring):
            return one
    return None
