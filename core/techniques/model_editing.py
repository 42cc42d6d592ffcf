"""Model editing (TIME): corrects what a model assumes, for every picture while it is on."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from core.denoise.places import Places
from core.errors import UserError
from core.files.corrections import MOST, Correction
from core.techniques.declare import Technique, flag, several, technique, text

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.run import Run
    from core.models.edits import Change

SENTENCES = ("{}", "A photo of {}", "An image of {}", "A picture of {}")
"""What each prompt is said in as well, so that the correction holds in other sentences."""


@technique("model_editing", title="Model editing")
class ModelEditing(Technique):
    """Corrects what the model takes for granted: where prompts say “a rose” it paints a blue one.

    Orgad et al. 2023, https://arxiv.org/abs/2303.08084 (TIME). The layers that attend to words are
    changed once, by a formula, before the first step, and put back after the last. What is told to
    stay is solved for together with the corrections, after Gandikota et al. 2024 (UCE),
    https://arxiv.org/abs/2308.14761.
    """

    edits_weights: ClassVar[bool] = True

    edits: tuple[Correction, ...] = several(
        Correction, most=MOST, help="All that are on are solved for together."
    )
    keep: str = text(
        "",
        longest=4000,
        title="What stays",
        help="What a correction must not touch, with commas: “a tulip, a red car”. Name what is "
        "like the corrected thing first.",
    )
    sentences: bool = flag(
        True, title="In other sentences", help="Also “A photo of …” and others like it are learned."
    )
    keys: bool = flag(
        True, help="Also where the picture looks for words is changed, not only what it finds."
    )

    def begin(self, run: Run) -> Places:
        return _Editing(self)


class _Editing(Places):
    def __init__(self, settings: ModelEditing) -> None:
        self._settings = settings
        self._edits = tuple(edit for edit in settings.edits if edit.enabled)

    def weights(self, run: Run) -> AbstractContextManager[object]:
        from core.models.edits import changed

        if not self._edits:
            return nullcontext()
        return changed(self._changes(run))

    def _changes(self, run: Run) -> Iterator[Change]:
        """W' = W T for W_k and W_v of every layer that attends to words."""
        import torch

        from core.models.shelf import fingerprint

        model, request = run.model, run.request
        learned = (*request.concepts, *request.techniques)
        files = tuple(
            fingerprint(Path(file)) for one in learned if (file := getattr(one, "file", ""))
        )
        # Everything that words' encodings depend on. An encoder's number (`id`) would be that of
        # another one once it has been let go; a reference to it is equal to no other's.
        encoders = tuple(weakref.ref(encoder) for _, encoder in model.encoders)
        key = ("model editing", encoders, self._settings, learned, files)
        transform = run.shelf.get(key, lambda: self._transform(run))
        change = transform - torch.eye(len(transform), dtype=transform.dtype).to(transform.device)
        kinds = ("attn2.to_k", "attn2.to_v") if self._settings.keys else ("attn2.to_v",)
        for name, layer in run.model.unet.named_modules():
            if name.endswith(kinds):
                own = layer.weight.data
                yield layer.weight, own.double() @ change.to(own.device)

    def _transform(self, run: Run) -> Tensor:
        """T of all corrections, (width, width) in float64."""
        found: list[tuple[Tensor, Tensor, float]] = []
        for edit in self._edits:
            for sentence in self._sentences:
                pair = [_said(sentence, text) for text in (edit.source, edit.to)]
                (old, old_ids), (new, new_ids) = (_read(run, text) for text in pair)
                source, to = aligned(old_ids, new_ids, run.model.tokenizer.eos_token_id)
                found.append((old[source].double(), new[to].double(), edit.lamb))
        stays = self._stays
        lamb = kept_lamb([edit.lamb for edit in self._edits], len(stays))
        for part in stays:
            for sentence in self._sentences:
                kept = _read(run, _said(sentence, part))[0].double()
                found.append((kept, kept, lamb))
        return solved(found)

    @property
    def _stays(self) -> Sequence[str]:
        """What is to stay, each once."""
        parts = (part.strip() for part in self._settings.keep.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    @property
    def _sentences(self) -> Sequence[str]:
        return SENTENCES if self._settings.sentences else SENTENCES[:1]


def kept_lamb(corrections: Sequence[float], kept: int) -> float:
    """λ of each of `kept` things that stay, for the λ of the corrections.

    All that stays counts no more than all that is corrected, and none of it more than the strongest
    correction. Were each as strong, seventy things would hold back one correction: on the starter
    model it went 56 % of its way, and goes 71 % like this.
    """
    together = sum(1 / lamb for lamb in corrections)
    return max(min(corrections), kept / together)


def solved(pairs: Sequence[tuple[Tensor, Tensor, float]]) -> Tensor:
    """T with W' = W T, for c_i (tokens, width), c*_i (tokens, width) and λ of each prompt.

    W' is where Σ_e 1/λ_e Σ_i ‖W' c_i - W c*_i‖² + ‖W' - W‖² is least (eq. 2, which is this times
    λ where all λ are equal). Setting the gradient to zero (eq. 3, appendix A):

        W' = (W + Σ 1/λ W c* cᵀ) (I + Σ 1/λ c cᵀ)⁻¹ = W (I + Σ 1/λ c* cᵀ) (I + Σ 1/λ c cᵀ)⁻¹

    so one solution serves every layer. In float64: in float32 it is off by a sixth at λ = 0.1.
    Prompts that are paired with themselves are what UCE keeps: W c cᵀ is added to both sums (its
    closed form).
    """
    import torch

    width = pairs[0][0].shape[1]
    left = torch.eye(width, dtype=torch.float64, device=pairs[0][0].device)
    right = left.clone()
    for source, to, lamb in pairs:
        left += to.T @ source / lamb
        right += source.T @ source / lamb
    return torch.cholesky_solve(left.T.contiguous(), torch.linalg.cholesky(right)).T


def aligned(source: Sequence[int], to: Sequence[int], end: int) -> tuple[list[int], list[int]]:
    """Positions of tokens in the one prompt, and of those in the other that they stand for.

    Section 4.1: tokens that both have are pairs, what was inserted is left out, for it speaks
    through the encodings of its neighbours; and what follows a prompt's end is paired in order.
    Words that take the place of others are paired with them, from their last ones on.
    """
    first, second = source.index(end), to.index(end)
    pairs: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, source[:first], to[:second], autojunk=False)
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind in ("equal", "replace"):
            pairs += [(p, max(j, j_end - (i_end - p))) for p in range(i, i_end)]
    last = len(to) - 1
    pairs += [(p, min(last, second + p - first)) for p in range(first, len(source))]
    return [p for p, _ in pairs], [p for _, p in pairs]


def _said(sentence: str, text: str) -> str:
    """A prompt within a sentence, as the authors put it there."""
    return text if sentence == "{}" else sentence.format(text[:1].lower() + text[1:])


def _read(run: Run, text: str) -> tuple[Tensor, list[int]]:
    """A prompt's encoding (tokens, width), and its tokens."""
    from core.denoise.prompt import chunk_length, encode, token_ids

    pieces = run.pieces(text)
    ids = token_ids(run.model, pieces)
    if len(ids) > chunk_length(run.model):
        raise UserError(
            f"A correction is too long: “{text[:60]}…”.",
            "Say what is to be corrected in a few words.",
        )
    # Not remembered: a text encoder may be edited just now.
    return encode(run.model, pieces, remember=False, zeros=False).encoding[0], ids
