"""Kinds of finding about a built public site."""

from __future__ import annotations

from functools import partial

from fallbuch.befund import Meldungsart, Schwere

_SEITE = "site-oeffentlich/ueber-uns.html"
_GUT = "<p>Wir beraten Menschen, die Arbeit suchen.</p>\n"
_QUELLE = (
    "Suchen Sie die Seite, aus der das stammt (meist unter site_src), ändern Sie dort den Text, und bauen Sie neu."
)

#: What all kinds here share; a kind that differs says so itself.
_Art = partial(Meldungsart, schwere=Schwere.FEHLER, hinweis=_QUELLE, gut=_GUT, beispieldatei=_SEITE)

S010 = _Art(
    kennung="S010",
    titel="ID eines Falls in der öffentlichen Fassung",
    muster="Hier steht „{wert}“, das ist die ID eines Falls ({fall}). Erwartet: keine ID.",
    erklaerung="Wer eine ID und einen Menschen zusammenbringt, findet ihn überall wieder. Deshalb steht draußen keine, auch nicht in Adressen.",
    schlecht=_GUT.replace("Menschen", "Menschen wie Fall 4711"),
)
S011 = _Art(
    kennung="S011",
    titel="Name einer Beraterin oder eines Beraters in der öffentlichen Fassung",
    muster="Hier steht der Name einer Beraterin oder eines Beraters, „{wert}“. Erwartet: kein Name aus dem Team.",
    erklaerung="Wer weiß, wer berät, kann fragen, wen. Soll ein Name draußen stehen, gehört er auf eine eigene Seite des Vereins, nicht auf diese.",
    schlecht=_GUT.replace("Wir beraten", "Jana berät"),
)
S012 = _Art(
    kennung="S012",
    titel="Ansprechperson eines Betriebs in der öffentlichen Fassung",
    muster="Hier steht {was} einer Ansprechperson von „{betrieb}“. Erwartet: keine Angabe über diese Person.",
    erklaerung="Namen, Nummern und Adressen von Ansprechpersonen hat das Team für sich bekommen, nicht für alle.",
    schlecht=_GUT.replace("Menschen", "mit Herrn Muster Menschen"),
)
S013 = _Art(
    kennung="S013",
    titel="Text eines Falls in der öffentlichen Fassung",
    muster="Hier stehen fünf Wörter hintereinander, die auch in {fall} ab Zeile {zeile} stehen. Erwartet: kein Satz aus einem Fall.",
    erklaerung="Fünf gleiche Wörter hintereinander sind kein Zufall. Was über einen Menschen aufgeschrieben wurde, bleibt im Team, auch ohne Namen.",
    schlecht=_GUT.replace("Arbeit suchen", "eine Bürostelle mit zwanzig Stunden suchen"),
)
S014 = _Art(
    kennung="S014",
    titel="Tag eines Kontakts in der öffentlichen Fassung",
    muster="Hier steht {tag} neben „{wert}“; an diesem Tag steht das in einem Fall. Erwartet: kein Tag eines Kontakts.",
    erklaerung="Ein Tag und das, was an ihm geschah, genügen, um jemanden wiederzuerkennen: Mit dem Tag des Erstkontakts ist jeder Fall einmalig.",
    schlecht=_GUT.replace("Arbeit suchen", "zuletzt beim Erstgespräch am 2026-01-12 waren"),
)
S015 = _Art(
    kennung="S015",
    titel="Ungeschützte Zahl in der öffentlichen Fassung",
    muster="Hier steht „{wert}“{wo}, und das ist keine geschützte Zahl. Erwartet: {erwartet}.",
    hinweis="Bauen Sie die Seiten neu, ohne sie von Hand zu ändern. In eigenen Texten nennen Sie die Zahl der Seite „Statistik“.",
    erklaerung="Eine einzige genaue Zahl kann verraten, was alle geschützten verbergen. Draußen stehen deshalb nur die Zahlen der Seite „Statistik“.",
    schlecht=_GUT.replace("Menschen", "23 Menschen"),
)
S016 = _Art(
    kennung="S016",
    titel="Datei, deren Name etwas verrät",
    muster="Der Name dieser Datei ist der {was}. Erwartet: kein solcher Name.",
    hinweis="Löschen Sie den Ordner der Seiten, und bauen Sie die öffentliche Fassung neu.",
    erklaerung="Auch eine leere Seite verrät, dass es einen Fall gibt, wenn sie so heißt wie er. Meist ist sie von einer internen Fassung übrig geblieben.",
    schlecht=_GUT,
    beispieldatei="site-oeffentlich/faelle/4711.html",
)
S017 = _Art(
    kennung="S017",
    titel="Bemerkung zu einem Fall in der öffentlichen Fassung",
    muster="Hier steht Wort für Wort, was bei einem Fall zu beachten ist ({fall}). Erwartet: keine solche Bemerkung.",
    erklaerung="Was vor einem Anruf zu beachten ist, sagt viel über einen Menschen und geht nur das Team etwas an. Gesucht werden Bemerkungen ab zwei Wörtern; "
    "gehört derselbe Satz wirklich auf Ihre Seite, schreiben Sie ihn dort oder im Fall ein wenig anders.",
    schlecht=_GUT.replace("Menschen", "Menschen (Dolmetscherin Arabisch)"),
)
S018 = _Art(
    kennung="S018",
    titel="Das Los des Teams in der öffentlichen Fassung",
    muster="In dieser Datei steht das Los des Teams. Erwartet: Es bleibt in „statistik/los.txt“.",
    erklaerung="Aus dem Los folgt, welche Zahl gedruckt wird. Wer es kennt, kann aus gedruckten Zahlen die genauen errechnen, auch aus allen früheren.",
    schlecht=_GUT,
    umstand="Die Datei „statistik/los.txt“ wurde in einen Ordner der Seiten kopiert.",
)
