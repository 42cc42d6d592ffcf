"""Reference pictures: a picture is the prompt, beside the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.denoise.conditions import PROMPT
from core.denoise.places import Places
from core.errors import ModelError
from core.models.references import KINDS, PLAIN, check_file
from core.techniques.declare import (
    FieldError,
    Technique,
    choice,
    mask,
    number,
    picture,
    several,
    technique,
    text,
)

if TYPE_CHECKING:
    from torch import Tensor

    from core.denoise.attention import Site
    from core.denoise.places import More
    from core.denoise.run import Run, Step
    from core.denoise.unet import Call
    from core.models.reference_loading import LoadedAdapter
    from core.request import Pixels, Request

ALL, STYLE, COMPOSITION = "all", "style", "composition"


@dataclass(frozen=True, kw_only=True)
class ReferencePicture:
    """A picture, and what of it counts, where, when and how much."""

    image: Pixels | None = picture(
        required=True, placed=False, title="Picture", help="Its middle square is seen."
    )
    kind: str = choice(PLAIN, KINDS, title="Kind", help="What of the picture is looked at.")
    use: str = choice(
        ALL,
        {ALL: "Everything", STYLE: "Its style", COMPOSITION: "Its composition"},
        title="Use",
        help="What is taken from it: only some layers of the model see the picture.",
    )
    weight: float = number(
        0.6, 0.0, 2.0, step=0.05, title="Weight", help="How much it counts; 0 is off."
    )
    start: float = number(
        0.0, 0.0, 1.0, step=0.05, title="Start", help="From which part of the steps on."
    )
    end: float = number(1.0, 0.0, 1.0, step=0.05, title="End", help="Until which part.")
    mask: Pixels | None = mask(
        title="Where", help="Where in the new picture it counts; everywhere when there is none."
    )
    model: str = text(
        "",
        longest=4096,
        otherwise="The first that fits",
        title="Model",
        help="Which IP-Adapter; the first that fits when empty.",
    )

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise FieldError("end", "It would end before it begins.", "Set it above “start”.")


@technique("reference", title="Reference pictures")
class Reference(Technique):
    """Paints after pictures: what they show, only their style, or only their composition.

    IP-Adapter, Ye et al. 2023, https://arxiv.org/abs/2308.06721; style and composition by
    InstantStyle, Wang et al. 2024, https://arxiv.org/abs/2404.02733.
    """

    pictures: tuple[ReferencePicture, ...] = several(
        ReferencePicture, least=1, most=8, title="Pictures", help="Each counts by itself."
    )

    def check(self, request: Request) -> None:
        """A mask must not be empty: the picture would be nowhere. A file that is named must be an
        IP-Adapter that can be used."""
        for i, one in enumerate(self.pictures):
            if Path(one.model).is_absolute():
                try:
                    check_file(Path(one.model))
                except ModelError as error:
                    raise FieldError(f"pictures[{i}].model", error.cause, error.remedy) from None
            if one.mask is not None and not one.mask.array.any():
                raise FieldError(
                    f"pictures[{i}].mask",
                    "The mask is empty: the picture would count nowhere.",
                    "Paint white where it is to count, or leave the mask out.",
                )

    def begin(self, run: Run) -> Places:
        from core.denoise.pictures import flat
        from core.models import reference_loading, references
        from core.models.shelf import fingerprint

        if run.model.flow is not None:
            return _beside_flow(self, run)
        names, widths = layers(run.model.unet)
        shown = []
        for one in self.pictures:
            if not one.weight:
                continue
            assert one.image is not None
            info, encoder_info = references.chosen(
                run.shelf.dirs, one.kind, one.model, run.model.unet.config, widths
            )
            adapter = reference_loading.adapter(run.shelf, info, run.model)
            encoder = reference_loading.encoder(run.shelf, encoder_info, run.model)
            patches = info.patches is not None
            key = encoder_info.path, fingerprint(encoder_info.path), one.image, patches
            look = partial(reference_loading.seen, encoder, flat(one.image.array), patches=patches)
            # Looked at once for all jobs that follow each other, as live painting makes them.
            both = run.shelf.get((*key, run.model.dtype, run.model.device), look)
            shown.append(_Shown(one, adapter, adapter.projection(both), run))
        return _References(shown, names, run) if shown else Places()


def _beside_flow(settings: Reference, run: Run) -> Places:
    """The same for FLUX.1."""
    from core.denoise.flow_references import Beside, References, tokens_of
    from core.denoise.pictures import flat
    from core.models import reference_loading, references
    from core.models.shelf import fingerprint

    model, config = run.model, run.model.unet.config
    assert model.flow is not None
    inner = config["num_attention_heads"] * config["attention_head_dim"]
    built = {"cross_attention_dim": config["joint_attention_dim"]}, [inner] * config["num_layers"]
    shown = []
    for one in settings.pictures:
        if not one.weight:
            continue
        assert one.image is not None
        if one.use != ALL:
            run.warn(
                f"Which blocks of {model.flow.title} see style or composition is not known: "
                "everything of the picture counts."
            )
        info, encoder_info = references.chosen(run.shelf.dirs, one.kind, one.model, *built)
        adapter = reference_loading.adapter(run.shelf, info, model)
        encoder = reference_loading.encoder(run.shelf, encoder_info, model)
        patches = info.patches is not None
        key = encoder_info.path, fingerprint(encoder_info.path), one.image, patches
        look = partial(reference_loading.seen, encoder, flat(one.image.array), patches=patches)
        both = run.shelf.get((*key, model.dtype, model.device), look)
        where = None if one.mask is None else _where(one.mask, run)
        tokens = tokens_of(adapter, both, model.dtype)
        shown.append(Beside(adapter, tokens, one.weight, one.start, one.end, where))
    return References(shown) if shown else Places()


class _Shown:
    """One picture as the UNet attends to it."""

    def __init__(
        self, settings: ReferencePicture, adapter: LoadedAdapter, tokens: Tensor, run: Run
    ) -> None:
        """`tokens`: of the picture and of none, (2, tokens, words)."""
        self.settings = settings
        self._adapter, self._tokens = adapter, tokens.to(run.model.dtype)
        self._where = None if settings.mask is None else _where(settings.mask, run)
        self._remembered: dict[int, tuple[Tensor, Tensor]] = {}

    def active(self, step: Step) -> bool:
        return (
            self.settings.start <= step.index / step.count
            and (step.index + 1) / step.count <= self.settings.end
        )

    def added(self, layer: int, call: Call, query: Tensor) -> Tensor:
        """λ · Softmax(Q K'ᵀ / √d) V' (eq. 5), where the picture counts.

        Only the prompt sees the picture, and what is told apart from its prediction; all others
        see what stands for no picture.
        """
        from torch.nn.functional import adaptive_avg_pool2d, scaled_dot_product_attention

        seeing = [0 if branch.kin == PROMPT else 1 for branch in call.branches]
        which = [number for number in seeing for _ in range(call.pictures)]
        key, value = (tensor[which] for tensor in self._read(layer, query.shape[1]))
        found = self.settings.weight * scaled_dot_product_attention(query, key, value)
        if self._where is None:
            return found
        there = adaptive_avg_pool2d(call.view.crop(self._where), call.grid(query.shape[2]))
        return found * there.flatten(2).unsqueeze(-1).to(found.dtype)

    def _read(self, layer: int, heads: int) -> tuple[Tensor, Tensor]:
        """K' and V' of a layer, (2, heads, tokens, width): the same in every step."""
        if layer not in self._remembered:
            weights = self._adapter.keys[layer], self._adapter.values[layer]
            key, value = (
                (self._tokens @ weight.T).view(*self._tokens.shape[:2], heads, -1).transpose(1, 2)
                for weight in weights
            )
            self._remembered[layer] = key, value
        return self._remembered[layer]


class _References(Places):
    def __init__(self, shown: list[_Shown], names: list[str], run: Run) -> None:
        self._shown, self._names = shown, names
        self._config: Any = run.model.unet.config
        self._sdxl = run.model.text_encoder_2 is not None

    def attention_more(self, site: Site) -> More | None:
        if site.name not in self._names:
            return None
        layer = self._names.index(site.name)
        here = [one for one in self._shown if self._sees(one.settings.use, site.name)]

        def more(call: Call, query: Tensor) -> Tensor | None:
            found = [one.added(layer, call, query) for one in here if one.active(call.step)]
            return sum(found[1:], found[0]) if found else None

        return more if here else None

    def _sees(self, use: str, name: str) -> bool:
        """Whether a layer sees a picture of which style or composition is used.

        In SDXL, composition is in the last attention on the way down and style in the second of
        the first block on the way up (InstantStyle, section 3.2). In Stable Diffusion 1 and 2
        composition lies in the same place, and style in all but the deepest level.
        """
        if use == ALL:
            return True
        kinds = self._config["down_block_types"]
        deepest = max((i for i, kind in enumerate(kinds) if "CrossAttn" in kind), default=0)
        if use == COMPOSITION:
            last = max((n for n in self._names if n.startswith(f"down_blocks.{deepest}.")), key=_at)
            return _block(name) == _block(last)
        if self._sdxl:
            return name.startswith("up_blocks.0.attentions.1.")
        mirrored = len(kinds) - 1 - deepest
        return not name.startswith((f"down_blocks.{deepest}.", f"up_blocks.{mirrored}."))


def _at(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def _block(name: str) -> str:
    """ "down_blocks.2.attentions.1" of a layer in it."""
    return ".".join(name.split(".")[:4])


def layers(unet: Any) -> tuple[list[str], list[int]]:
    """The layers that attend to words, and their widths, in the order of the adapters' files."""
    from diffusers.models.attention_processor import Attention

    found = [
        (name, layer)
        for name, layer in unet.named_modules()
        if isinstance(layer, Attention) and name.endswith("attn2")
    ]
    return [name for name, _ in found], [layer.to_k.out_features for _, layer in found]


def _where(mask: Pixels, run: Run) -> Tensor:
    """Where a picture counts, (1, 1, h, w) of latents in 0…1, from a mask of any size."""
    from torch.nn.functional import interpolate

    from core.denoise.pictures import mask as unit

    size = run.latent_size
    return interpolate(unit(mask.array, run.model.device), (size.height, size.width), mode="area")
