"""What is shown on hover, where it is longer than a line."""

from __future__ import annotations

import html


def paragraphs(*texts: str) -> str:
    """Plain texts as rich text, of which Qt breaks the lines; empty lines stay."""
    shown = (html.escape(text, quote=False).replace("\n\n", "<br><br>") for text in texts)
    return "".join(f"<p>{text}</p>" for text in shown)
