"""The canvas: a widget that shows a document, and the tools that work on it."""
