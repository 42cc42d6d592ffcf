"""A token lies in the system's keyring or nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail

from core.errors import UserError
from core.fetching import token
from core.fetching.token import keep_token, token_for

HUB, MIRROR = "https://huggingface.co", "https://mirror.example:8443"


class Chest(KeyringBackend):
    """A keyring as the system has one."""

    priority: ClassVar[float] = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise RuntimeError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise RuntimeError("locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlaintextKeyring(Chest):
    """One that writes a file which anybody can read."""


@pytest.fixture(autouse=True)
def chest(monkeypatch: pytest.MonkeyPatch) -> Iterator[Chest]:
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.setattr(token, "_for_now", {})
    made, before = Chest(), keyring.get_keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def test_a_token_is_kept_for_its_hub_alone_and_can_be_forgotten(chest: Chest) -> None:
    assert keep_token(HUB, " hf_abc \n") == ""
    assert (token_for(HUB), token_for(MIRROR)) == ("hf_abc", "")
    assert chest.kept == {("underpaint", "huggingface.co"): "hf_abc"}
    keep_token(HUB, "")
    assert token_for(HUB) == "" and not chest.kept


@pytest.mark.parametrize("kind", [PlaintextKeyring, fail.Keyring])
def test_without_a_safe_keyring_it_counts_for_now_and_that_is_said(
    kind: type[KeyringBackend], home: Path
) -> None:
    there = kind()
    keyring.set_keyring(there)
    assert "no keyring" in keep_token(HUB, "hf_abc")
    assert token_for(HUB) == "hf_abc"
    assert not getattr(there, "kept", {}) and not list(home.rglob("*"))


def test_a_locked_keyring_stops_nobody(chest: Chest) -> None:
    chest.locked = True
    assert token_for(HUB) == ""
    assert "until the program is closed" in keep_token(HUB, "hf_abc")
    assert token_for(HUB) == "hf_abc"


def test_the_variable_of_the_hubs_programs_counts_first(monkeypatch: pytest.MonkeyPatch) -> None:
    keep_token(HUB, "hf_abc")
    monkeypatch.setenv("HF_TOKEN", "hf_other")
    assert token_for(HUB) == "hf_other"


@pytest.mark.parametrize("text", ["hf_a b", "hf_\nx", "häf", "x" * 600])
def test_what_cannot_be_a_token_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="not a token"):
        keep_token(HUB, text)
