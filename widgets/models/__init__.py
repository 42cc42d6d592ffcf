"""The Models window: what is on the disk, and what can be fetched."""
