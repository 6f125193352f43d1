"""`python -m fallbuch.cli`."""

from fallbuch.cli.haupt import programm

programm()
