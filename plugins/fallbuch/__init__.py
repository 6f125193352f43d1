"""Fallbuch: checks case files, tells who is due and why, and builds the team's intranet."""

__version__ = "0.1.0"
