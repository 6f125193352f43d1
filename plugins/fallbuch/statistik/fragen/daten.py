"""What the figures rest on."""

from __future__ import annotations

from fallbuch.statistik.kennzahl import Kennzahl, Kern, Leitfrage, Posten, Tabelle, anteil

VOLLSTAENDIGKEIT = Kennzahl(
    schluessel="vollstaendigkeit",
    titel="Vollständigkeit",
    frage="Worauf stützen sich die Zahlen?",
    definition="Einträge des Zeitraums, die erst nach seinem Ende geschrieben wurden, und solche, die in ihm für einen früheren Zeitraum nachgetragen "
    "wurden: Das sagt ihre Zeile „Nachgetragen am“. Nachmeldungen stehen bei dem Zeitraum, in dem etwas geschah. Dazu, zu wie vielen Kontakten "
    "eine Dauer festgehalten ist.",
    quelle="VEREIN",
    leitfrage=Leitfrage.DATEN,
    tabellen=(
        Tabelle(
            schluessel="nachmeldungen",
            titel="Einträge und Nachmeldungen",
            posten=(
                Posten(zaehlt="Einträge", wann="im Zeitraum", titel="Einträge des Zeitraums"),
                Posten(
                    zaehlt="Einträge",
                    wann="im Zeitraum",
                    nur=("nachgemeldet",),
                    titel="davon nach seinem Ende geschrieben",
                ),
                Posten(zaehlt="Einträge", wann="nachgetragen", titel="für frühere Zeiträume nachgetragen"),
            ),
            intern=True,
        ),
        Tabelle(
            schluessel="minutenangaben",
            titel="Kontakte mit festgehaltener Dauer",
            posten=(Posten(zaehlt="Einträge", wann="im Zeitraum", nur=("Kontakt",), titel="Kontakte"),),
            masse=(anteil("mit Dauer", "mit Dauer"),),
            intern=True,
        ),
    ),
    kern=(
        Kern("nachmeldungen", "davon nach seinem Ende geschrieben", "Anzahl", "nachgemeldete Einträge"),
        Kern("minutenangaben", "Kontakte", "mit Dauer", "Kontakte mit festgehaltener Dauer"),
    ),
)
