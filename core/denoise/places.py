"""The eight places in the pass into which a technique plugs (imports no torch).

A technique is a frozen value of a request. Its method `begin(run)` returns a `Places` that lives
as long as one run of the pass and holds whatever the technique has to remember on the way.
Every method here does nothing; a technique overrides as few as it needs. The base of the pass
(soft masks, inpainting channels) is written in the same places, so that a
technique meets nothing it could not do itself.

Techniques are called in the order in which they stand in the request, after the base. What each
receives is what the one before returned. Latents, predictions and everything derived from them
are float32 of shape (pictures, 4, height, width) in latent pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.conditions import Branch, Piece
    from core.denoise.merging import Merging
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call, Inputs
    from core.denoise.velocity import Given
    from core.denoise.views import View

    Watcher = Callable[[Call, Tensor], Tensor | None]
    """Sees attention probabilities (rows, heads, queries, keys); may return others."""

    Mask = Callable[[Call, int], Tensor | None]
    """For so many queries, what is added to the scores: (rows, 1, queries, keys), -inf: unseen."""

    Alone = Callable[[Call], Sequence[bool] | None]
    """For each row of a call, whether its places attend to themselves alone; None: none of them."""

    More = Callable[[Call, Tensor], Tensor | None]
    """For queries (rows, heads, queries, width), what is added to what they attended to."""

    Fewer = Callable[[Sequence[Call], Tensor], Merging | None]
    """For features (rows, places, width) of some calls, which places attend as one; None: none."""


class Places:
    """What one technique does during one run."""

    def weights(self, run: Run) -> AbstractContextManager[object]:
        """1. Weights: edits the model's modules on entering, and undoes that exactly on leaving."""
        return nullcontext()

    def weights_in(self, region: int) -> AbstractContextManager[object] | None:
        """1. Weights: edits the text encoders while the words of a region are encoded; None: they
        are there what they are elsewhere."""
        return None

    def edits_encoders(self) -> bool:
        """1. Weights: whether text encoders may be among what is edited: what they say of a prompt
        is then not kept for other runs."""
        return type(self).weights is not Places.weights

    def words(self, pieces: list[Piece]) -> list[Piece]:
        """2. Words: what the pieces of a prompt become before they are encoded."""
        return pieces

    def branches(self, step: Step, branches: list[Branch]) -> list[Branch]:
        """2 and 6. What is predicted in this step: other words for a branch, or more branches.

        All branches share one call of the UNet. The pass itself has "prompt" and, with guidance,
        "negative".
        """
        return branches

    def inputs(self, call: Call) -> None:
        """3. Inputs: adds channels or residuals to a call of the UNet."""

    def given(self, given: Given) -> None:
        """3. Inputs: the same for a transformer that predicts a velocity (FLUX and others)."""

    def unet(
        self, calls: Sequence[Call], inputs: Inputs, whole: Callable[[], Tensor]
    ) -> Tensor | None:
        """3. Inputs: what the UNet makes of them, (rows, 4, height, width), in a shorter way than
        by `whole`, which runs all of it; None: whoever is asked next decides."""
        return None

    def attention(self, site: Site) -> Watcher | None:
        """4. Attention: asked once for every attention layer; a watcher sees its maps.

        Maps are written out for watchers alone, which costs time and memory; what follows does not.
        """
        return None

    def watches(self, call: Call) -> bool:
        """4. Attention: whether its watchers are to see the maps of a call of the UNet."""
        return True

    def attention_mask(self, site: Site) -> Mask | None:
        """4. Attention: what each place of the picture may attend to in a layer."""
        return None

    def attention_alone(self, site: Site) -> Alone | None:
        """4. Attention: in which rows each place of the picture attends to itself alone."""
        return None

    def attention_more(self, site: Site) -> More | None:
        """4. Attention: what a layer attends to besides (reference pictures)."""
        return None

    def attention_fewer(self, site: Site) -> Fewer | None:
        """4. Attention: which places of the picture attend as one in a layer of self-attention. Not
        asked where others watch the maps or mask them, which go by places."""
        return None

    def start(self, latents: Tensor) -> Tensor:
        """5. Latents before the first step: other ones to start from (an inversion)."""
        return latents

    def before(self, step: Step, latents: Tensor) -> Tensor:
        """5. Latents before a step: small optimisations, by `torch.autograd.grad` on them.

        Return the same tensor when nothing changed: samplers ask whether it did.
        """
        return latents

    def guide(self, step: Step, noise: Tensor) -> Tensor:
        """6. Guidance: adds to the guided prediction; `step.predictions` has every branch's."""
        return noise

    def views(self, step: Step, views: list[View]) -> list[View]:
        """7. Views: the parts of the picture that are predicted in this step and fused."""
        return views

    def after(self, step: Step, latents: Tensor) -> Tensor:
        """8. Latents after a step: what is kept. They are at `step.next_level`."""
        return latents

    def remembered(self) -> object | None:
        """What earlier steps have left that later ones need, when the run is set aside; tensors,
        numbers and texts, in lists and dicts. None: nothing, which is all that `start` finds again
        by itself and what lasts for a step only."""
        return None

    def remember(self, what: Any) -> None:
        """Goes on from there: `what` others of this kind have remembered, after `start`. Their
        settings, and the prompts, may have been others."""
