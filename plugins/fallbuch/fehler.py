"""What ends a command with a sentence instead of a result."""

from __future__ import annotations


class Satzfehler(Exception):
    """The message is a German sentence for whoever called; nothing else needs to be said."""
