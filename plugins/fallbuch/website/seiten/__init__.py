"""The generated pages, one file each; every page declares who may see it."""

from fallbuch.website.seiten.seite import Beilage, Seite, Sicht
from fallbuch.website.seiten.verzeichnis import seiten

__all__ = ["Beilage", "Seite", "Sicht", "seiten"]
