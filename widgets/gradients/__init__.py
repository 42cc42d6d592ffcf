"""Gradients in the window: how one is chosen, edited and shown."""
