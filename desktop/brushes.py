"""The brushes of the window: presets and their strokes, the popup, the editor, what is in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QVBoxLayout

from core.brushes.in_hand import of_text, to_text
from core.geometry import Size
from core.pixels.brush import Brush, Effect
from desktop.brush_files import BrushFiles
from widgets.look import colour
from widgets.words import tr

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.brushes.presets import BrushPreset
    from desktop.window import Window
    from widgets.brushes.editor import BrushEditor
    from widgets.brushes.picker import BrushPicker

DOCK = "brushes"
_SOON = 60
"""Milliseconds until an edited brush's stroke is painted anew."""
_ICON = Size(64, 22)
_POPUP = QSize(424, 494)


class Brushes(QObject):
    """Presets are read, and the panel made, when the window is up or they are first asked for."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._presets: list[BrushPreset] = []
        self._pictures: dict[str, QPixmap] = {}
        self._under_way: set[str] = set()
        self._chosen: dict[str, BrushPreset] = {}
        """By tool: the preset that was taken last."""
        self._pickers: list[BrushPicker] = []
        self._popup: QFrame | None = None
        self._editor: BrushEditor | None = None
        self._loaded = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._paint_current)
        self._painting = False
        self.files = BrushFiles(window)
        self.files.names = lambda: [preset.name for preset in self._presets]
        self.files.suggested = self._name_in_hand
        self.files.kept.connect(self._kept)
        self.files.deleted.connect(self._deleted)
        self.files.restored.connect(lambda _: self._read(self.brush_changed))
        self.files.imported.connect(self._imported)

    # What there is --------------------------------------------------------------------------

    def load(self) -> None:
        """Reads the presets and shows them in the panel."""
        if self._loaded:
            return
        self._loaded = True
        self._window.docks.fill(DOCK, self._new_picker())
        self._read(self.brush_changed)

    def _read(self, then: Callable[[], object]) -> None:
        """Reads all presets in the background and shows them, then does `then`."""

        def work() -> list[BrushPreset]:
            from core.brushes import presets

            own = presets.own()
            names = {preset.name for preset in own}
            return [p for p in presets.built_in() if p.name not in names] + own

        def done(found: list[BrushPreset]) -> None:
            self._presets = found
            for picker in self._pickers:
                picker.show_presets(found, self._pictures)
            if any(picker.isVisible() for picker in self._pickers):
                self._paint_missing()
            then()

        self._window.background.run(work, done=done, failed=self._window.tell)

    @property
    def presets(self) -> tuple[BrushPreset, ...]:
        """Those that come with the program, then the artist's own."""
        return tuple(self._presets)

    def _new_picker(self) -> BrushPicker:
        from widgets.brushes.picker import BrushPicker

        picker = BrushPicker()
        picker.shown.connect(self._paint_missing)
        picker.chosen.connect(self.take)
        picker.save_wanted.connect(self._ask_name)
        picker.edit_wanted.connect(self.open_editor)
        picker.import_wanted.connect(self.files.ask_import)
        picker.export_wanted.connect(self.files.ask_export)
        picker.delete_wanted.connect(self.files.delete)
        self._pickers.append(picker)
        return picker

    def dress(self) -> None:
        """Paints every stroke anew in the theme's colours."""
        self._pictures.clear()
        if any(picker.isVisible() for picker in self._pickers):
            self._paint_missing()
        self._paint_current()

    # Strokes that show brushes --------------------------------------------------------------

    def _paint_missing(self) -> None:
        """Paints the strokes that are looked for and not there yet."""
        for preset in self._presets:
            if preset.name not in self._pictures and preset.name not in self._under_way:
                self._under_way.add(preset.name)
                self._paint(preset)

    def _paint(self, preset: BrushPreset) -> None:
        """Paints a preset's stroke in the background."""
        from widgets.brushes.picker import PREVIEW

        def done(pixels: Bytes, ratio: float) -> None:
            from widgets.brushes.picker import picture_of

            self._under_way.discard(preset.name)
            self._pictures[preset.name] = picture_of(pixels, ratio)
            for picker in self._pickers:
                picker.show_preview(preset.name, self._pictures[preset.name])

        self._stroke_of(preset.brush, PREVIEW, done)

    def _stroke_of(self, brush: Brush, size: Size, done: Callable[[Bytes, float], object]) -> None:
        ratio = self._window.devicePixelRatioF()
        shade = colour("text")
        wanted = Size(round(size.width * ratio), round(size.height * ratio))

        def work() -> Bytes:
            from core.brushes.preview import preview

            return preview(brush, wanted, (shade.red(), shade.green(), shade.blue()))

        self._window.background.run(
            work, done=lambda pixels: done(pixels, ratio), failed=self._window.tell
        )

    def _paint_current(self) -> None:
        """The brush in hand, for the options bar and the editor; one at a time, the newest last."""
        if not self._loaded or not self._window.canvas.has_brush:
            return
        if self._painting:
            self._soon.start()
            return
        self._painting = True
        brush = self._window.canvas.brush()
        if self._editor_shown:
            from widgets.brushes.editor import STROKE

            self._stroke_of(brush, STROKE, self._painted_large)
        self._stroke_of(brush, _ICON, self._painted)

    def _painted_large(self, pixels: Bytes, ratio: float) -> None:
        from widgets.brushes.picker import picture_of

        if self._editor is not None:
            self._editor.show_stroke(picture_of(pixels, ratio))

    def _painted(self, pixels: Bytes, ratio: float) -> None:
        from widgets.brushes.picker import picture_of

        self._painting = False
        self._window.tool_options.show_stroke(picture_of(pixels, ratio))

    # The brush in hand ----------------------------------------------------------------------

    def take(self, preset: BrushPreset) -> None:
        """Takes a preset in hand: with the tool in hand if it paints, else with the brush."""
        canvas = self._window.canvas
        if not canvas.has_brush or (canvas.tool != "brush" and preset.brush.effect != Effect.PAINT):
            canvas.set_tool("brush")
        now = canvas.brush()
        self._chosen[canvas.tool] = preset
        canvas.set_brush(replace(preset.brush, color=now.color, erase=now.erase))
        self.brush_changed()
        if self._popup is not None:
            self._popup.hide()
        canvas.setFocus()
        if preset.brush.effect is Effect.CLONE:
            self._window.say(tr("Ctrl+click where the brush is to clone from"))

    def _name_in_hand(self) -> str:
        preset = self._chosen.get(self._window.canvas.painting_tool)
        return "" if preset is None else preset.name

    def put_back(self) -> None:
        """The brush in hand as its preset has it."""
        preset = self._chosen.get(self._window.canvas.tool)
        if preset is not None:
            self.take(preset)

    def brush_changed(self) -> None:
        """Shows which brush is in hand; its stroke follows soon."""
        canvas = self._window.canvas
        if not self._loaded or not canvas.has_brush:
            return
        brush = canvas.brush()
        preset = self._chosen.get(canvas.tool) or self._like(brush)
        name = "" if preset is None else preset.name
        changed = None if preset is None else not _same(preset.brush, brush)
        if preset is not None and not changed:
            self._chosen[canvas.tool] = preset
        self._window.tool_options.show_preset(tr(name), bool(changed))
        for picker in self._pickers:
            picker.show_chosen(name)
        if self._editor is not None:
            self._editor.show_brush(brush, tr(name), changed)
        self._soon.start()

    def _like(self, brush: Brush) -> BrushPreset | None:
        return next((preset for preset in self._presets if _same(preset.brush, brush)), None)

    # Popup and editor -----------------------------------------------------------------------

    def open_popup(self, at: QPoint | None = None) -> None:
        """Opens all brushes under the options bar's button, or at a place of the canvas."""
        self.load()
        if self._popup is None:
            self._popup = QFrame(self._window, Qt.WindowType.Popup)
            self._popup.setObjectName("popup")
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(1, 1, 1, 1)
            picker = self._new_picker()
            picker.show_presets(self._presets, self._pictures)
            layout.addWidget(picker)
            self._popup.resize(_POPUP)
            self.brush_changed()
        button, canvas = self._window.tool_options.preset, self._window.canvas
        if at is None and button.isVisible():
            corner = button.mapToGlobal(QPoint(0, button.height()))
        else:
            corner = canvas.mapToGlobal(at or QPoint(8, 8))
        room = canvas.screen().availableGeometry()
        self._popup.move(
            max(room.left(), min(corner.x(), room.right() - self._popup.width())),
            max(room.top(), min(corner.y(), room.bottom() - self._popup.height())),
        )
        self._popup.show()
        self._pickers[-1].list.setFocus()

    def open_editor(self) -> None:
        """Opens the editor beside the canvas; it stays while one paints."""
        self.load()
        if self._popup is not None:
            self._popup.hide()
        if not self._window.canvas.has_brush:
            self._window.canvas.set_tool("brush")
        if self._editor is None:
            from widgets.brushes.editor import BrushEditor

            self._editor = BrushEditor(self._window)
            self._editor.edited.connect(lambda brush: self._window.canvas.set_brush(brush))
            self._editor.save_wanted.connect(self._ask_name)
            self._editor.reset_wanted.connect(self.put_back)
            # Over the panels at the left, so that most of the canvas stays in sight.
            self._editor.move(self._window.mapToGlobal(QPoint(4, 90)))
        self._editor.show()
        self._editor.raise_()
        self.brush_changed()

    def close(self) -> None:
        """Paints nothing any more: the window is about to go."""
        self._loaded = False
        self._soon.stop()
        for window in (self._popup, self._editor):
            if window is not None:
                window.hide()

    @property
    def _editor_shown(self) -> bool:
        return self._editor is not None and self._editor.isVisible()

    # Files ----------------------------------------------------------------------------------

    def _ask_name(self) -> None:
        self.files.ask_name(self._editor if self._editor_shown else None)

    def _kept(self, preset: BrushPreset) -> None:
        self._chosen[self._window.canvas.tool] = preset
        self._pictures.pop(preset.name, None)
        self._read(self.brush_changed)

    def _deleted(self, name: str) -> None:
        self._pictures.pop(name, None)
        self._chosen = {tool: p for tool, p in self._chosen.items() if p.name != name}
        self._read(self.brush_changed)

    def _imported(self, taken: Sequence[BrushPreset]) -> None:
        self._read(lambda: None)
        self.take(taken[-1])

    # Between sessions -----------------------------------------------------------------------

    def kept(self) -> str:
        """Every tool's brush, to be found again at the next start."""
        canvas = self._window.canvas
        return to_text({tool.id: canvas.brush(tool.id) for tool in canvas.tools if tool.brush})

    def find_again(self, kept: str) -> None:
        """Gives each tool the brush that it had. What cannot be read is left as it is."""
        found = of_text(kept)
        for tool in self._window.canvas.tools:
            if tool.brush is not None and tool.id in found:
                brush = replace(found[tool.id], erase=tool.brush.erase)
                self._window.canvas.set_brush(brush, tool.id)


def _same(one: Brush, other: Brush) -> bool:
    """Whether two brushes are alike but for colour and for being an eraser."""
    return replace(one, color=(0, 0, 0), erase=False) == replace(
        other, color=(0, 0, 0), erase=False
    )
