"""What the figures rest on."""

from __future__ import annotations

from functools import partial

from fallbuch.statistik.kennzahl import Kennzahl, Kern, Leitfrage, Posten, Tabelle, anteil

_Kennzahl = partial(Kennzahl, leitfrage=Leitfrage.DATEN)

VOLLSTAENDIGKEIT = _Kennzahl(
    schluessel="vollstaendigkeit", titel="Vollständigkeit", quelle="VEREIN",
    frage="Worauf stützen sich die Zahlen?",
    definition="Einträge des Zeitraums, die erst nach seinem Ende geschrieben wurden, und solche, die in ihm für einen früheren Zeitraum nachgetragen "
    "wurden: Das sagt ihre Zeile „Nachgetragen am“. Nachmeldungen stehen bei dem Zeitraum, in dem etwas geschah. Dazu, zu wie vielen Kontakten "
    "eine Dauer festgehalten ist.",
    tabellen=(
        Tabelle(
            schluessel="nachmeldungen", titel="Einträge und Nachmeldungen",
            posten=(
                Posten("Einträge", "im Zeitraum", titel="Einträge des Zeitraums"),
                Posten("Einträge", "im Zeitraum", ("nachgemeldet",), "davon nach seinem Ende geschrieben"),
                Posten("Einträge", "nachgetragen", titel="für frühere Zeiträume nachgetragen"),
            ),
            intern=True,
        ),
        Tabelle(
            schluessel="minutenangaben", titel="Kontakte mit festgehaltener Dauer",
            posten=(Posten("Einträge", "im Zeitraum", ("Kontakt",), "Kontakte"),),
            masse=(anteil("mit Dauer", "mit Dauer"),), intern=True,
        ),
    ),
    kern=(
        Kern("nachmeldungen", "davon nach seinem Ende geschrieben", "Anzahl", "nachgemeldete Einträge"),
        Kern("minutenangaben", "Kontakte", "mit Dauer", "Kontakte mit festgehaltener Dauer"),
    ),
)  # fmt: skip
