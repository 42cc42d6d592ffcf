"""Choosing and editing brushes."""
