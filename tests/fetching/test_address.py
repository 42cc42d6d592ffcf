"""Whatever is pasted from the hub's pages is understood; anything else is refused with a reason."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.fetching.address import HUB, Wanted, read_address
from core.fetching.errors import FetchError
from core.fetching.hub import Hub, address

REPO = "stabilityai/sdxl-turbo"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (REPO, Wanted(REPO)),
        (f"  {REPO}\n", Wanted(REPO)),
        (f"https://huggingface.co/{REPO}", Wanted(REPO)),
        (f"hf.co/{REPO}", Wanted(REPO)),
        (f"https://huggingface.co/{REPO}/tree/main", Wanted(REPO)),
        (f"https://huggingface.co/{REPO}/tree/fp16/unet", Wanted(REPO, "fp16", ("unet/",))),
        (
            f"https://huggingface.co/{REPO}/blob/main/a%20b.safetensors",
            Wanted(REPO, "main", ("a b.safetensors",)),
        ),
        (
            f"https://huggingface.co/{REPO}/resolve/main/x/y.safetensors?download=true",
            Wanted(REPO, "main", ("x/y.safetensors",)),
        ),
        (
            f"https://huggingface.co/{REPO}/blob/refs/pr/7/y.safetensors",
            Wanted(REPO, "refs/pr/7", ("y.safetensors",)),
        ),
        (f"https://mirror.example/{REPO}", Wanted(REPO)),
        (f"hf://{REPO}", Wanted(REPO)),
    ],
)
def test_names_and_addresses_of_the_hub_are_understood(text: str, meant: Wanted) -> None:
    assert read_address(text, "https://mirror.example") == meant


@pytest.mark.parametrize(
    "text",
    [
        "", "sdxl", "a cat", "../../etc/passwd", "a/b/c", "owner/..", "https://huggingface.co",
        "https://example.org/x.safetensors", "https://huggingface.co/datasets/a/b",
        "https://huggingface.co/a/b/resolve/main/../../x", "file:///etc/passwd", "a/b--c",
        "https://huggingface.co.example.org/a/b",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(UserError) as told:
        read_address(text)
    assert told.value.remedy


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", HUB),
        ("mirror.example", "https://mirror.example"),
        (" mirror.example:8443/hub/ ", "https://mirror.example:8443/hub"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://[::1]:8000", "https://[::1]:8000"),
    ],
)
def test_a_hub_is_asked_at_the_address_that_was_typed(
    typed: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    assert address(typed) == asked
    Hub(address(typed)).close()


@pytest.mark.parametrize(
    "typed",
    ["my mirror", "ftp://mirror.example", "https://", "https://h:99999", "https://[1", "file:///x",
     "https://me:word@mirror.example", "https://mirror.example?to=", "https://mirror.example#x"],
)  # fmt: skip
def test_what_is_no_address_of_a_hub_is_refused_before_a_token_goes_there(typed: str) -> None:
    with pytest.raises(FetchError, match="not the address of a hub"):
        Hub(address(typed), "hf_secret")
