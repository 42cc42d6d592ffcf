"""Pixels without Qt or torch: sparse tiles, blend modes, brushes, mip levels, soft masks."""
