"""Models come from a hub into the cache that all of the hub's programs share (no Qt, no torch)."""
