"""Rounding of counts of people: the nearest multiple of 5 (the method of the German statistics of social benefits)."""

from __future__ import annotations

SCHRITT = 5


def gerundet(zahl: int) -> int:
    """Return the nearest multiple of 5; halves cannot happen."""
    return SCHRITT * ((zahl + SCHRITT // 2) // SCHRITT)


def mindestens(zahl: int) -> int:
    """Return the smallest number that rounds to the same as `zahl`."""
    return max(0, gerundet(zahl) - SCHRITT // 2)


def naechstes_vielfaches(zahl: float, schritt: int) -> int:
    """Return the nearest multiple of `schritt`, halves upwards."""
    return schritt * int(zahl / schritt + 0.5)
