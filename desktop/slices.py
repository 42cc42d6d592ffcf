"""What the window brings with it once it is painted, in slices that are each imported in less than
a frame.

All at once it is a fifth of a second in which nobody can paint. Who adds modules need not care:
what no slice has comes with the last. A test tells when one has grown too large.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from desktop.later import use_now

PAINTING = (
    ("core.document.basis", "core.document.group_commands", "core.document.layer_commands"),
    ("core.document.merge_commands", "core.document.pixel_commands"),
    ("core.document.commands",),
)
"""Modules in the order in which they need each other: for what is done to documents,"""
GENERATING = (
    ("core.recovery", "core.recovery.pack", "core.recovery.place", "core.recovery.lock"),
    ("core.control", "core.control.kinds", "core.models.flow_names"),
    ("core.models.info",),
    ("core.models.families.flow",),
    ("core.training.trainers",),
    (
        "core.training.declare",
        "core.recovery.manifest",
        "core.training.layout",
        "core.generation.training",
    ),
    ("core.generation.events",),
    ("core.recovery.orphans", "core.models.usual", "core.training.events", "core.generation.fill"),
    (
        "core.generation.frame",
        "core.generation.seam",
        "core.generation.context",
        "core.models.about",
    ),
    ("core.models.concepts", "core.techniques.declare"),
    (
        "core.techniques",
        "core.windows",
        "core.generation.refining",
        "core.models.autoencoders",
        "core.models.adapter_files",
    ),
    (
        "core.models.flow_controls",
        "core.models.pieces",
        "core.models.single_file",
        "core.models.variants",
    ),
    ("core.models.kinds", "core.fetching", "core.fetching.address", "core.fetching.cache"),
    ("core.fetching.hardware", "core.fetching.curated"),
    ("core.models.flow_files", "core.models.library"),
    ("core.models.stand_ins", "core.models.upscalers", "core.models.learned"),
    ("core.words.grammar", "core.words.wildcards"),
    ("core.generation.resolve", "core.generation.grid"),
    ("core.files.ora_settings", "core.files.icc", "core.files.icc_tables"),
    (
        "core.files.colour_spaces",
        "core.files.deep",
        "core.files.deep_writing",
        "core.files.embedded",
    ),
    ("core.files.pictures", "core.recipe", "core.files.ora_origin"),
    ("core.recovery.candidates", "desktop.drafts"),
    ("desktop.plan", "desktop.compose"),
    ("widgets.found_row", "widgets.candidate_model", "desktop.candidates", "desktop.made_layers"),
    ("desktop.remake", "desktop.applying", "desktop.bridge"),
    ("desktop.jobs", "desktop.planning", "desktop.results"),
    ("desktop.controller", "core.gallery", "core.gallery.entry"),
    ("core.gallery.store", "desktop.gallery"),
    (
        "desktop.grids",
        "desktop.in_place",
        "desktop.learned",
        "core.generation.stale",
        "desktop.live_changes",
    ),
    ("desktop.live_request", "desktop.live"),
    ("core.sensors",),
    ("importlib.metadata",),
    ("core.diagnostics", "core.models.controls", "core.models.shelf"),
    ("core.models.estimate",),
    (
        "core.models.references",
        "core.generation.memory",
        "core.models.backends",
        "desktop.memory_note",
    ),
    ("desktop.model_pictures", "desktop.other_parts", "desktop.regenerating"),
    ("desktop.steering",),
    ("desktop.styles", "desktop.technique_dock", "desktop.watching"),
    ("widgets.queue_panel",),
    ("desktop.generating",),
)
"""and for the half that generates."""


def imports(slices: Iterable[Sequence[str]]) -> Iterator[Callable[[], None]]:
    """What imports one slice after the other."""
    for names in slices:

        def step(names: Sequence[str] = names) -> None:
            for name in names:
                importlib.import_module(name)
                use_now(name)

        yield step
