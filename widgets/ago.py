"""How long ago something was, as one says it."""

from __future__ import annotations

from widgets.words import tr


def ago(seconds: float) -> str:
    """ "just now", "4 minutes ago"; what lies in the future, by another clock, is now too. In the
    artist's language."""
    minutes = int(seconds // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return tr("1 minute ago") if minutes == 1 else tr("{count} minutes ago", count=minutes)
    hours = minutes // 60
    if hours < 24:
        return tr("1 hour ago") if hours == 1 else tr("{count} hours ago", count=hours)
    days = hours // 24
    return tr("1 day ago") if days == 1 else tr("{count} days ago", count=days)
