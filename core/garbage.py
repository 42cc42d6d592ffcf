"""Looking for garbage (Python's cycles), which beside a window is for one thread alone.

What Qt has made dies in the thread that finds it to be garbage, and some of it must not die in any
but the window's: a cycle with a running QTimer in it, found in another thread, ends the program.
"""

from __future__ import annotations

import gc
import threading

PATIENCE = 5.0
"""Seconds that another thread waits at most until it has been looked for."""
_asked, _answered = threading.Event(), threading.Event()


def collect() -> None:
    """Frees what only garbage keeps in memory. Where Python does not look for it by itself, the
    main thread does so for others (`look`)."""
    if gc.isenabled() or threading.current_thread() is threading.main_thread():
        gc.collect()
        return
    _answered.clear()
    _asked.set()
    _answered.wait(PATIENCE)


def look() -> None:
    """What Python does by itself as a rule: looks among what is young, and further when enough has
    grown old. To be called now and then, by the main thread."""
    if _asked.is_set():
        _asked.clear()
        gc.collect()
        _answered.set()
        return
    pairs = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (there, most) in enumerate(pairs) if there > most]
    if due:
        gc.collect(due[-1])
