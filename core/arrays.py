"""Names for arrays of pixels, to annotate with. Import them under TYPE_CHECKING only.

NumPy takes a fifth of the time until the window shows, so it is loaded after that; an alias that
is made when a module is imported would load it at once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
"""Pixels (h, w, 4), or a mask or another single channel (h, w)."""
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.integer]
"""Whole numbers, of whatever size."""
