"""Brushes that are kept: presets, their files, those of other programs, and how they look."""
