"""Sentences about things, said by a language model: safetensors only, and none of its own code.

Parmar et al. 2023 (https://arxiv.org/abs/2302.03027), section 3.1: a large bank of diverse
sentences for both words, made by a language model. A thing's bank is said once, from a seed that
is its own, and kept: on the shelf as long as jobs ask for it, and in the program's cache folder.
The network itself is let go as soon as it has spoken.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    GenerationConfig,
    StoppingCriteria,
)
from transformers.utils import logging

from core import garbage, places
from core.denoise.interrupt import interruptible
from core.errors import Cancelled, FileError, ModelError, OutOfMemory
from core.files.atomic import make_folder, write_bytes
from core.models.language_models import LanguageInfo
from core.models.shelf import Shelf, fingerprint
from core.words.sentences import said, template

WANTED = 32
"""Sentences in the bank of a thing; with fewer the built-in ones have to help."""
BATCH, ROUNDS = 16, 8
"""So many are said at once, until there are enough, but so often at most."""
LONGEST = 48
"""Tokens of one."""
TEMPERATURE, TOP_P = 0.9, 0.95

ASKED = (
    "Provide a caption for images containing a {}. The captions should be in English and should "
    "be no longer than 150 characters."
)
"""What one that answers is told, as diffusers' example for Pix2Pix Zero does."""

BEGUN = """Captions of pictures, each about one thing.

bicycle: an old bicycle leans against a brick wall
apple: a red apple on a wooden table next to a glass of water
bridge: a stone bridge over a quiet river in the morning fog
teapot: a drawing of a blue teapot with steam rising from it
lighthouse: the lighthouse stands on a rock and waves break around it
{}: """.rstrip()
"""What one goes on with that continues a text. None of these is a thing that is often asked for."""


def templates(
    shelf: Shelf,
    info: LanguageInfo,
    things: Sequence[str],
    device: torch.device,
    cancelled: Callable[[], bool],
) -> list[tuple[str, ...]]:
    """For each thing what the model says of it, with {} in its place: WANTED sentences, or fewer
    when it said fewer that are of use.

    Raises Cancelled, ModelError when the model cannot be used, and OutOfMemory.
    """
    files = fingerprint(info.path)
    with _memory_errors(info), _Speaker(info, device, cancelled) as speaker:

        def bank(thing: str) -> tuple[str, ...]:
            key = "sentences", info.path, files, thing
            found: tuple[str, ...] = shelf.get(key, lambda: _bank(speaker, files, thing))
            return found

        return [bank(thing) for thing in things]


def _bank(speaker: _Speaker, files: object, thing: str) -> tuple[str, ...]:
    """A thing's templates, out of the cache folder if they are there."""
    file = _kept_in(speaker.info, files, thing)
    found = _read(file, thing)
    if found is None:
        found = _said(speaker, thing)
        _write(file, speaker.info, thing, found)
    return found


def _said(speaker: _Speaker, thing: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for number in range(ROUNDS):
        before = len(found)
        for text in speaker.say(thing, zlib.crc32(f"{thing} {number}".encode())):
            if (made := template(text, thing)) is not None:
                found[made] = None
        if len(found) >= WANTED or len(found) == before:
            break  # one that says nothing new will not say much more
    return tuple(found)[:WANTED]


class _Speaker:
    """A language model that is loaded when it is first asked, and let go at the end."""

    def __init__(
        self, info: LanguageInfo, device: torch.device, cancelled: Callable[[], bool]
    ) -> None:
        self.info = info
        self._device, self._cancelled = device, cancelled
        self._loaded: tuple[Any, Any] | None = None

    def __enter__(self) -> _Speaker:
        return self

    def __exit__(self, *_: object) -> None:
        if self._loaded is not None:
            self._loaded = None
            garbage.collect()
            if self._device.type == "cuda":
                torch.cuda.empty_cache()

    def say(self, thing: str, seed: int) -> list[str]:
        """BATCH texts about a thing, sampled from a seed. Raises Cancelled within a token."""
        if self._cancelled():
            raise Cancelled
        with torch.no_grad(), _dice(self._device, seed):
            # Loading draws numbers too.
            if self._loaded is None:
                self._loaded = _load(self.info, self._device)
                torch.manual_seed(seed)
            tokenizer, network = self._loaded
            asked = (ASKED if self.info.answers else BEGUN).format(thing)
            given = tokenizer(asked, return_tensors="pt").to(self._device)
            with interruptible(self._cancelled, network):
                try:
                    tokens = network.generate(
                        input_ids=given.input_ids,
                        attention_mask=given.attention_mask,
                        generation_config=_sampling(tokenizer, network),
                        stopping_criteria=[_LineEnds(tokenizer)],
                    )
                except (IndexError, ValueError) as error:  # too long a text, no such token
                    raise _broken(self.info, error) from error
                except RuntimeError as error:
                    if "probability" not in str(error):
                        raise
                    raise _broken(self.info, ValueError("its numbers break down")) from error
        begun = 0 if self.info.answers else given.input_ids.shape[1]
        said: list[str] = tokenizer.batch_decode(tokens[:, begun:], skip_special_tokens=True)
        return said


class _LineEnds(StoppingCriteria):  # type: ignore[misc]
    """What goes on with a list would begin its next line."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def __call__(self, tokens: Tensor, scores: object, **_: object) -> Tensor:
        last = self._tokenizer.batch_decode(tokens[:, -1:])
        return torch.tensor(["\n" in text for text in last], device=tokens.device)


def _sampling(tokenizer: Any, network: Any) -> Any:
    """How it is sampled. Of what its makers advise only the tokens that begin and end count."""
    theirs = network.generation_config
    pad = next(
        (id for id in (theirs.pad_token_id, tokenizer.pad_token_id) if id is not None),
        tokenizer.eos_token_id,
    )
    return GenerationConfig(
        do_sample=True,
        temperature=TEMPERATURE,
        top_p=TOP_P,
        top_k=0,
        repetition_penalty=1.0,
        num_beams=1,
        max_new_tokens=LONGEST,
        min_length=0,
        num_return_sequences=BATCH,
        pad_token_id=pad,
    )


def _load(info: LanguageInfo, device: torch.device) -> tuple[Any, Any]:
    """Tokenizer and network, frozen. Raises ModelError."""
    logging.disable_progress_bar()
    kind = AutoModelForSeq2SeqLM if info.answers else AutoModelForCausalLM
    own: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(info.path, **own)
        network, told = kind.from_pretrained(
            info.path, dtype="auto", use_safetensors=True, output_loading_info=True, **own
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever the libraries raise for files they cannot make sense of
        raise _broken(info, error) from error
    if missing := sorted(told["missing_keys"]):
        raise _broken(info, ValueError(f"{len(missing)} weights are missing, {missing[0]} first"))
    if device.type == "cpu" and network.dtype == torch.float16:
        network = network.float()  # processors are slow at it
    return tokenizer, network.requires_grad_(False).eval().to(device)


def _broken(info: LanguageInfo, error: Exception) -> ModelError:
    why = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
    return ModelError(
        f"The language model “{info.title}” cannot be used ({why}).",
        "Get it anew, choose another one, or choose the built-in sentences.",
    )


@contextmanager
def _memory_errors(info: LanguageInfo) -> Iterator[None]:
    """Fewer or smaller pictures would not help."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        # The CPU's allocator has no exception of its own.
        told = isinstance(error, MemoryError | torch.OutOfMemoryError)
        if not told and not ("alloc" in str(error) and "memory" in str(error)):
            raise
        raise OutOfMemory(
            f"There is not enough memory for the language model “{info.title}”.",
            "Choose the built-in sentences, use a smaller one, or close other programs.",
        ) from error


@contextmanager
def _dice(device: torch.device, seed: int) -> Iterator[None]:
    """Numbers from a seed, which nobody else's numbers notice."""
    with torch.random.fork_rng(devices=[device] if device.type == "cuda" else []):
        torch.manual_seed(seed)
        yield


# What was said is kept as whole sentences, for whoever looks into the file.


def _kept_in(info: LanguageInfo, files: object, thing: str) -> Path:
    """The file of a thing's sentences; another one when anything that they depend on is other."""
    asked = ASKED if info.answers else BEGUN
    how = asked, WANTED, BATCH, ROUNDS, LONGEST, TEMPERATURE, TOP_P
    key = json.dumps([info.id, files, thing, how])
    return places.cache() / "sentences" / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.json"


def _read(file: Path, thing: str) -> tuple[str, ...] | None:
    """None when there is nothing that can be used."""
    try:
        kept = json.loads(file.read_text("utf-8"))["sentences"]
        found = [template(text, thing) for text in kept]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _write(file: Path, info: LanguageInfo, thing: str, found: Sequence[str]) -> None:
    """A cache that cannot be written costs the time to say it again, nothing else."""
    kept = {
        "language_model": info.id,
        "thing": thing,
        "sentences": [said(one, thing) for one in found],
    }
    try:
        make_folder(file.parent)
        write_bytes(file, json.dumps(kept, indent=1, ensure_ascii=False).encode())
    except FileError:
        pass
