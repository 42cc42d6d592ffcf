"""Whatever is pasted from the hub's pages is understood; anything else is refused with a reason."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.fetching.address import Wanted, read_address

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
