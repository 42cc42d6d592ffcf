"""How much memory a training held at most."""

from __future__ import annotations

import sys

import torch


def peak(device: torch.device) -> int:
    """Bytes: of the device, or of the whole process on a CPU; 0 where nobody tells."""
    if device.type == "cuda":
        return int(torch.cuda.max_memory_allocated(device))
    try:
        import resource
    except ImportError:  # Windows
        return 0
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
