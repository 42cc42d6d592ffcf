"""A slider for a number whose magnitude counts: 0.0001 and 0.0002 lie as far apart as 1 and 2."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator

from widgets.value_slider import ValueSlider

_DIGITS = 12
_STEP = 1.1
"""What one press of an arrow key multiplies by."""


class MagnitudeSlider(ValueSlider):
    """Shows "5e-6" and "0.002", both of which can be typed."""

    def __init__(
        self,
        label: str,
        minimum: float,
        maximum: float,
        value: float,
        *,
        reach: tuple[float, float],
        help: str = "",
    ) -> None:
        """`reach`, both above 0, is what the bar spans."""
        super().__init__(
            label, minimum, maximum, value, step=10**-_DIGITS, decimals=_DIGITS, reach=reach,
            help=help,
        )  # fmt: skip

    def textFromValue(self, value: float) -> str:
        """Three digits, and no more zeros than one reads at a glance."""
        if value and abs(value) < 1e-4:
            digits, _, exponent = f"{value:.2e}".partition("e")
            return f"{digits.rstrip('0').rstrip('.')}e{int(exponent)}"
        return f"{value:.3g}"

    def valueFromText(self, text: str) -> float:
        try:
            return float(text.strip().replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        try:
            fits = self.minimum() <= float(text.strip().replace(",", ".")) <= self.maximum()
        except ValueError:
            fits = False
        state = QValidator.State
        return (state.Acceptable if fits else state.Intermediate), text, position

    def stepBy(self, steps: int) -> None:
        self.setValue(_round(max(self.value(), self._low / 10) * _STEP**steps))

    def _portion(self) -> float:
        value = min(max(self.value(), self._low), self._high)
        return math.log(value / self._low) / math.log(self._high / self._low)

    def _set_portion(self, portion: float) -> None:
        portion = max(0.0, min(1.0, portion))
        self.setValue(_round(self._low * (self._high / self._low) ** portion))


def _round(value: float) -> float:
    """To two digits."""
    return float(f"{value:.1e}")
