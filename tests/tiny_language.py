"""Small random language models for tests, as folders that `language_models.find` finds.

They know some words, and say them in any order.
"""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Regex, Tokenizer, models, pre_tokenizers
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)

WORDS = [
    "a", "cat", "dog", "owl", "sits", "on", "in", "the", "red", "blue", "small", "big",
    "table", "grass", "forest", "beach", "snow", "night", "near", "house",
]  # fmt: skip


def _tokenizer() -> PreTrainedTokenizerFast:
    """A token for each word, and one for the end of a line, which is as probable as any two."""
    vocabulary = {word: id for id, word in enumerate(["<pad>", "</s>", "<unk>", "\n", *WORDS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex("\n"), "isolated"),
            pre_tokenizers.Split(Regex("[^\\w\n]+"), "removed"),
        ]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )


def save_continuing(folder: Path, *, seed: int = 0, positions: int = 512) -> Path:
    """One of the GPT-2 kind."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    config = GPT2Config(
        vocab_size=len(tokenizer),
        n_positions=positions,
        n_embd=16,
        n_layer=2,
        n_head=2,
        bos_token_id=1,
        eos_token_id=1,
    )
    return _saved(GPT2LMHeadModel(config), tokenizer, folder)


def save_answering(folder: Path, *, seed: int = 0) -> Path:
    """One of the T5 kind."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=2,
        num_heads=2,
        initializer_factor=0.2,
        decoder_start_token_id=0,
        pad_token_id=0,
        eos_token_id=1,
    )
    return _saved(T5ForConditionalGeneration(config), tokenizer, folder)


def _saved(model: torch.nn.Module, tokenizer: PreTrainedTokenizerFast, folder: Path) -> Path:
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
