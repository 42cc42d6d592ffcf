"""Underpaint without a window: the editor half (no torch) and the model half (no Qt)."""
