"""The gallery on screen."""
