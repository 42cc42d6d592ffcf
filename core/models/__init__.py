"""Models: finding them (no torch), loading them, and what each family of them is."""
