"""Prompts as they are written: weights, parts, comments, wildcards (no torch)."""
