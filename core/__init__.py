"""Underpaint without a window: the editor half (no torch) and the model half (no Qt)."""

import sys

# diffusers, peft and accelerate import bitsandbytes wherever they find it, which takes 0.9 s and
# 50 MB. They are not to find it: None makes importing fail. `core/models/four_bit_kernels.py`
# imports it when weights of 4 bits are to be multiplied.
sys.modules.setdefault("bitsandbytes", None)  # type: ignore[arg-type]
