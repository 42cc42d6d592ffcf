"""The brushes of the window: presets and their strokes, the popup, the editor, what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QInputDialog, QVBoxLayout

from core.errors import RecipeError, UserError
from core.geometry import Size
from core.parameters import parse, to_json
from core.pixels.brush import Brush, Effect
from widgets.banner import Tone
from widgets.look import colour

if TYPE_CHECKING:
    from core.arrays import Bytes
    from core.brushes.presets import BrushPreset
    from desktop.window import Window
    from widgets.brushes.editor import BrushEditor
    from widgets.brushes.picker import BrushPicker

DOCK = "brushes"
FILTER = "Brushes (*.json *.myb);;All files (*)"
EXPORT_FILTER = "Brushes (*.json)"
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
        picker.save_wanted.connect(self.ask_name)
        picker.edit_wanted.connect(self.open_editor)
        picker.import_wanted.connect(self._ask_import)
        picker.export_wanted.connect(self._ask_export)
        picker.delete_wanted.connect(self.delete)
        self._pickers.append(picker)
        return picker

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
            self._window.say("Ctrl+click where the brush is to clone from")

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
        self._window.tool_options.show_preset(name, bool(changed))
        for picker in self._pickers:
            picker.show_chosen(name)
        if self._editor is not None:
            self._editor.show_brush(brush, name, changed)
        self._soon.start()

    def _like(self, brush: Brush) -> BrushPreset | None:
        return next((preset for preset in self._presets if _same(preset.brush, brush)), None)

    # Popup and editor -----------------------------------------------------------------------

    def open_popup(self) -> None:
        """Opens all brushes under the options bar's button."""
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
        button = self._window.tool_options.preset
        shown = button if button.isVisible() else self._window.canvas
        below = shown.height() if shown is button else 8
        self._popup.move(shown.mapToGlobal(QPoint(0, below)))
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
            self._editor.save_wanted.connect(self.ask_name)
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

    # Files ----------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Asks under which name the brush in hand is to be kept."""
        preset = self._chosen.get(self._window.canvas.tool)
        dialog = QInputDialog(self._editor if self._editor_shown else self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Save Brush")
        dialog.setLabelText("Name of the brush. One of your own with this name is replaced.")
        dialog.setTextValue("" if preset is None else preset.name)
        dialog.setOkButtonText("Save")
        dialog.textValueSelected.connect(self.save)
        dialog.open()

    @property
    def _editor_shown(self) -> bool:
        return self._editor is not None and self._editor.isVisible()

    def save(self, name: str) -> None:
        """Keeps the brush in hand under a name."""
        canvas = self._window.canvas
        tool, brush = canvas.tool, canvas.brush()

        def work() -> Path:
            from core.brushes import presets

            return presets.save(name, brush)

        def kept(file: Path) -> None:
            self._chosen[tool] = BrushPreset(file.stem, brush, own=True)
            self._pictures.pop(file.stem, None)
            self._read(self.brush_changed)
            self._window.say(f"The brush “{file.stem}” is saved")

        from core.brushes.presets import BrushPreset

        self._window.background.run(work, done=kept, failed=self._window.tell)

    def delete(self, name: str) -> None:
        """Deletes one of the artist's own."""

        def work() -> None:
            from core.brushes import presets

            presets.delete(name)

        def gone(_: None) -> None:
            self._pictures.pop(name, None)
            self._chosen = {tool: p for tool, p in self._chosen.items() if p.name != name}
            self._read(self.brush_changed)
            self._window.say(f"The brush “{name}” is deleted")

        self._window.background.run(work, done=gone, failed=self._window.tell)

    def _ask_import(self) -> None:
        dialog = QFileDialog(self._window, "Import Brushes", self._window.files.folder, FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self.take_in([Path(file) for file in files]))
        dialog.open()

    def take_in(self, files: Sequence[Path]) -> None:
        """Takes in brushes that somebody exported, or MyPaint's; the last one comes in hand."""
        names = [preset.name for preset in self._presets]

        def work() -> tuple[list[BrushPreset], list[UserError]]:
            from core.brushes import presets

            taken: list[BrushPreset] = []
            failed: list[UserError] = []
            for file in files:
                try:
                    taken.append(presets.take_in(file, [*names, *(p.name for p in taken)]))
                except UserError as error:
                    failed.append(error)
            return taken, failed

        self._window.background.run(
            work, done=lambda result: self._taken_in(*result), failed=self._window.tell
        )

    def _taken_in(self, taken: Sequence[BrushPreset], failed: Sequence[UserError]) -> None:
        self._read(lambda: None)
        if taken:
            self.take(taken[-1])
        if failed:
            more = f" So it is with {len(failed) - 1} more." if len(failed) > 1 else ""
            self._window.tell(UserError(failed[0].cause, f"{failed[0].remedy}{more}"))
        elif taken:
            self._tell_taken(taken)

    def _tell_taken(self, taken: Sequence[BrushPreset]) -> None:
        lossy = [preset for preset in taken if preset.notes]
        if len(taken) == 1:
            told = f"The brush “{taken[0].name}” is imported."
            lost = " ".join(taken[0].notes)
        else:
            told = f"{len(taken)} brushes are imported."
            lost = f"{len(lossy)} of them lost something: import one alone to read what."
        self._window.banner.tell(told, lost if lossy else "", Tone.INFO)

    def _ask_export(self) -> None:
        from desktop.dialogs import target_dialog

        preset = self._chosen.get(self._window.canvas.tool)
        name = "Brush" if preset is None else preset.name
        folder = self._window.files.folder
        target_dialog(
            self._window,
            "Export Brush",
            folder,
            f"{name}.json",
            EXPORT_FILTER,
            ".json",
            self.export,
        ).open()

    def export(self, file: Path) -> None:
        """Writes the brush in hand into a file for others."""
        brush = self._window.canvas.brush()

        def work() -> None:
            from core.brushes import presets

            presets.export(file, file.stem, brush)

        self._window.background.run(
            work,
            done=lambda _: self._window.say(f"Exported {file.name}"),
            failed=self._window.tell,
        )

    # Between sessions -----------------------------------------------------------------------

    def kept(self) -> str:
        """Every tool's brush, to be found again at the next start."""
        canvas = self._window.canvas
        brushes = {
            tool.id: canvas.brush(tool.id) for tool in canvas.tools if tool.brush is not None
        }
        chosen = {tool: preset.name for tool, preset in self._chosen.items()}
        return json.dumps(
            {
                tool: {"preset": chosen.get(tool, ""), "brush": to_json(b)}
                for tool, b in brushes.items()
            }
        )

    def find_again(self, kept: str) -> None:
        """Gives each tool the brush that it had. What cannot be read is left as it is."""
        canvas = self._window.canvas
        try:
            found = json.loads(kept) if kept else {}
        except (ValueError, RecursionError):
            return
        for tool in canvas.tools:
            item = found.get(tool.id) if isinstance(found, dict) else None
            if tool.brush is None or not isinstance(item, dict):
                continue
            try:
                brush = parse(Brush, item.get("brush"))
            except RecipeError:
                continue
            canvas.set_brush(replace(brush, erase=tool.brush.erase), tool.id)


def _same(one: Brush, other: Brush) -> bool:
    """Whether two brushes are alike but for colour and for being an eraser."""
    return replace(one, color=(0, 0, 0), erase=False) == replace(
        other, color=(0, 0, 0), erase=False
    )
