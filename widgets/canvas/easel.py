"""What a hand at the canvas holds: the tool, its brush, the colours, and how they work."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from core.document import commands, tree
from core.document.assistants import Assistant
from core.document.document import Change, Document, Kind
from core.document.filling import Filling
from core.document.references import Reference, replaced
from core.document.selection import Combine
from core.document.wand import Wand
from core.errors import UserError
from core.geometry import Point
from core.pixels.brush import Brush, Effect
from core.pixels.gradient import GradientStyle
from core.pixels.sampling import Sampling
from core.pixels.shapes import Form, Shape
from core.pixels.symmetry import Symmetry
from widgets.words import tr

from .assistant_mover import AssistantMover
from .assisting import Assisting
from .brush_keys import scaled
from .finding import SelectionFinder
from .guide_lines import GuideLines
from .guide_mover import GuideMover
from .mirrors import Mirrors
from .pixel_work import PixelWork
from .snapping import Snapping
from .surface import Surface
from .tool import Tool
from .tools import tool_kinds


class Easel(Surface):
    """A document on screen with tools beside it. `CanvasView` is the hand."""

    coloursChanged = Signal(QColor, QColor)
    """Foreground and background."""
    toolChanged = Signal(str)
    quickMaskChanged = Signal(bool)
    """The selection is painted on as a mask, or is not any more."""
    selectingChanged = Signal()
    """How the tools that select do it is another way."""
    gradientChanged = Signal()
    """Gradients are drawn in another way."""
    brushChanged = Signal(str)
    """The brush of the tool with this id is another one."""
    symmetryChanged = Signal()
    """Strokes are mirrored in another way."""
    referencesChanged = Signal()
    """References were changed, another one was chosen, or they were shown or hidden."""
    toolTold = Signal()
    """The tool in hand has other numbers to show."""
    message = Signal(str)
    """Why something cannot be done, in words for the artist."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(document, parent)
        self._tools: dict[str, Tool] = {kind.id: kind() for kind in tool_kinds()}
        self._brushes = {kind.id: kind.brush for kind in tool_kinds() if kind.brush is not None}
        self._tool = self._tools["brush"]
        self._chosen: frozenset[str] = frozenset()
        self._acting: Tool | None = None
        """The tool that has the pointer while a button is held; an eyedropper with Alt."""
        self._foreground, self._background = QColor(0, 0, 0), QColor(255, 255, 255)
        self.combine = Combine.REPLACE
        """How what is drawn joins the selection while no key says otherwise."""
        self._wand = Wand()
        self.filling = Filling()
        """How the fill tool fills."""
        self._gradient = GradientStyle()
        self.shape = Shape(Form.RECTANGLE, Point(0, 0), Point(0, 0))
        """What the shape tool draws; where, it says itself."""
        self.sampling = Sampling()
        """How the eyedropper takes colours."""
        self._mirrors = Mirrors()
        self.lines = GuideLines(self)
        self.snapping = Snapping(self)
        self.guide_mover = GuideMover()
        self.assisting = Assisting(self)
        self.assistant_mover = AssistantMover()
        self.pixel_work = PixelWork(self)
        self.pixel_work.changed.connect(self._hand_changed)
        self.pixel_work.refused.connect(self.message)
        self.finder = SelectionFinder(self)
        self.finder.changed.connect(self._hand_changed)
        self.finder.refused.connect(self.message)

    def set_document(self, document: Document) -> None:
        self._guarded(self._tool.put_away)
        self._acting = None
        self.finder.forget()
        self.pixel_work.forget()
        self.set_quick_mask(False)
        super().set_document(document)
        self.lines.changed()
        self._mirrors.placing = False
        self.assistant_mover.placing = None
        self.set_symmetry(replace(self.symmetry, centre=None))

    def _hand_changed(self) -> None:
        """For what follows the tool and its brush: the outline, the cursor."""

    def _guarded(self, act: Callable[..., None], *arguments: object) -> None:
        """What cannot be done is said, and whatever had begun is taken back."""
        try:
            act(self, *arguments)
        except UserError as error:
            take_back: Callable[..., None] = self._tool.cancel
            take_back(self)
            self._acting = None
            self.message.emit(str(error))

    @property
    def tools(self) -> tuple[Tool, ...]:
        """Every tool, in the order of the tool bar."""
        return tuple(self._tools.values())

    @property
    def tool(self) -> str:
        """The chosen tool's id."""
        return self._tool.id

    def set_tool(self, tool: str) -> None:
        """Chooses a tool by its id; KeyError when there is none."""
        chosen = self._tools[tool]
        if chosen is not self._tool:
            self._guarded(self._tool.put_away)
            self._acting = None
            self._choose(chosen)
            if tool == "mask_brush":
                self.rest_mask(False)
            self.toolChanged.emit(tool)
            self._guarded(chosen.take_up)

    def tool_named(self, id: str) -> Tool:
        """A tool by its id; KeyError when there is none."""
        return self._tools[id]

    def ask_tool(self, act: Callable[[Tool], object]) -> None:
        """Has the chosen tool do something; what cannot be done is said."""
        self._guarded(lambda _: (act(self._tool), None)[1])

    def _choose(self, tool: Tool) -> None:
        self._tool = tool
        self.all_handles = tool.all_handles
        self.region_handles = tool.id == "region_box"
        self.setAccessibleDescription(f"{tr(tool.title)}. {tr(tool.help)}")
        self.update_regions()
        self._hand_changed()

    def brush(self, tool: str | None = None) -> Brush:
        """The brush of a tool (the chosen one by default); KeyError when it has none."""
        return self._brushes[tool or self._tool.id]

    def set_brush(self, brush: Brush, tool: str | None = None) -> None:
        tool = tool or self._tool.id
        if self._brushes[tool] != brush:
            self._brushes[tool] = brush
            self._hand_changed()
            self.brushChanged.emit(tool)

    @property
    def has_brush(self) -> bool:
        """Whether the chosen tool paints with a brush."""
        return self._tool.id in self._brushes

    @property
    def painting_tool(self) -> str:
        """The chosen tool if it paints, otherwise the brush: whose brush is kept and shared."""
        return self._tool.id if self.has_brush else "brush"

    def scale_brush(self, steps: int) -> None:
        """Makes the brush larger or smaller, by a fifth and at least a pixel a step."""
        if self.has_brush:
            self.set_brush(scaled(self.brush(), steps))

    @property
    def symmetry(self) -> Symmetry:
        """How strokes are mirrored."""
        return self._mirrors.symmetry

    def set_symmetry(self, symmetry: Symmetry) -> None:
        if symmetry != self._mirrors.symmetry:
            self._mirrors.symmetry = symmetry
            self.update()
            self.symmetryChanged.emit()

    @property
    def chosen_layers(self) -> tuple[str, ...]:
        """The layers that are moved and transformed together, bottom to top, without what lies in
        another of them: those that were chosen with the active one, or it alone."""
        active, layers = self.document.active, self.document.layers
        if active is None:
            return ()
        chosen = self._chosen if active.id in self._chosen else {active.id}
        return tuple(tree.outermost(layers, chosen))

    def choose_layers(self, layer_ids: Collection[str]) -> None:
        """Says which layers are chosen together in the layer list."""
        if set(layer_ids) != self._chosen:
            self._chosen = frozenset(layer_ids)
            self.update()

    def place_symmetry(self) -> None:
        """The next press says where the centre of the symmetry lies; dragging moves it."""
        self._mirrors.placing = True
        self._hand_changed()

    def place_assistant(self, kind: type[Assistant]) -> None:
        """The next press says where an assistant lies; dragging moves it, or draws its line."""
        self.assistant_mover.placing = kind
        self._hand_changed()

    @property
    def _picks_colour(self) -> bool:
        """Whether Alt makes an eyedropper of the tool; to a brush that clones it means where."""
        if self.has_brush and self.brush().effect is Effect.CLONE:
            return False
        return self._tool.picks_colour

    @property
    def wand(self) -> Wand:
        """How the magic wand chooses."""
        return self._wand

    def set_selecting(self, *, combine: Combine | None = None, wand: Wand | None = None) -> None:
        """Sets how the tools that select do it."""
        self.combine = combine or self.combine
        self._wand = wand or self._wand
        self.selectingChanged.emit()

    @property
    def gradient(self) -> GradientStyle:
        """How the gradient tool draws."""
        return self._gradient

    def set_gradient(self, style: GradientStyle) -> None:
        if style != self._gradient:
            self._gradient = style
            self.gradientChanged.emit()

    def set_quick_mask(self, on: bool) -> None:
        """Shows the selection as a mask, which every brush adds to and the eraser takes away
        from, or as ants again."""
        if on != self.quick_mask:
            self._guarded(self._tool.put_away)
            self.show_quick_mask(on)
            self.quickMaskChanged.emit(on)

    @property
    def foreground(self) -> QColor:
        return self._foreground

    @property
    def background(self) -> QColor:
        return self._background

    def set_colours(self, foreground: QColor, background: QColor) -> None:
        if (foreground, background) != (self._foreground, self._background):
            self._foreground, self._background = foreground, background
            self.coloursChanged.emit(foreground, background)

    def swap_colours(self) -> None:
        self.set_colours(self._background, self._foreground)

    def reset_colours(self) -> None:
        self.set_colours(QColor(0, 0, 0), QColor(255, 255, 255))

    # Reference pictures ----------------------------------------------------------------------

    def _on_changed(self, change: Change) -> None:
        super()._on_changed(change)
        if Kind.REFERENCES in change.kinds:
            self._references_changed()
        if Kind.GUIDES in change.kinds:
            self.lines.changed()

    def _references_changed(self) -> None:
        if self.tool == "reference":
            self.update()
        self.referencesChanged.emit()

    def show_references(self, on: bool) -> None:
        """Shows the reference pictures, or hides all of them."""
        if on != self.board.shown:
            self.board.shown = on
            self.board.update()
            self._references_changed()

    def choose_reference(self, id: str | None) -> None:
        """Which of them is moved and changed; None: none of them."""
        if id != self.board.chosen:
            self.board.chosen = id
            self._references_changed()

    def change_reference(self, new: Reference, what: str, merges: Hashable = None) -> None:
        """Puts another one in the place of that with its id, as a step that can be undone."""
        changed = replaced(self.document.references, new)
        merges = None if merges is None else (new.id, merges)
        self._guarded(
            lambda _: self.document.perform(commands.SetReferences(changed, what, merges))
        )

    def remove_reference(self) -> None:
        """Takes the chosen one away."""
        left = tuple(one for one in self.document.references if one.id != self.board.chosen)
        self._guarded(
            lambda _: self.document.perform(commands.SetReferences(left, "Remove reference"))
        )
