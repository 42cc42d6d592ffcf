"""Pixels without Qt or torch: sparse tiles, blend modes, brushes and strokes, soft masks."""
