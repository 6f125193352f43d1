"""Sentences of the demo team. `{k}` is the customer, `{K}` at the beginning of a sentence."""

from __future__ import annotations

ERSTGESPRAECH = (
    "Zwei Kinder, Betreuung bis 14 Uhr gesichert. Sucht eine Bürostelle.",
    "Bisher in der Gastronomie, möchte wegen der Arbeitszeiten wechseln. Führerschein ist vorhanden.",
    "Ausbildung im Einzelhandel, acht Jahre Erfahrung. Zuletzt Elternzeit.",
    "Sprachkurs mit B1 beendet, im Herkunftsland in der Buchhaltung tätig. Die Zeugnisse sind noch nicht anerkannt.",
    "Arbeitet gern mit den Händen, hat Lager und Produktion gemacht. Der Bus fährt erst ab sechs Uhr.",
    "Pflege eines Angehörigen, deshalb nur vormittags. Kann sich Empfang oder Verwaltung vorstellen.",
    "Hat die Schule abgebrochen und viele Aushilfsstellen gehabt. Wünscht sich etwas Festes.",
    "Langjährige Erfahrung in der Reinigung, sucht eine Stelle mit geregelten Zeiten.",
    "Fachkraft im Handwerk, kann nach einem Unfall nicht mehr schwer heben. Sucht etwas Neues.",
    "Studium ohne Abschluss, gute Kenntnisse am Computer. Bisher keine Bewerbungen geschrieben.",
)
BERATUNG = (
    "Bewerbungsunterlagen durchgesehen, der Lebenslauf ist jetzt vollständig.",
    "Über die Absage der letzten Woche gesprochen. {K} bleibt zuversichtlich.",
    "Gemeinsam drei Stellenanzeigen ausgewertet, zwei passen gut.",
    "Bewerbungsgespräch geübt: Begrüßung, Fragen zum Lebenslauf, eigene Fragen.",
    "Kinderbetreuung für die Ferien ist geklärt. Damit ist der Sommer planbar.",
    "Fahrtwege verglichen, mit dem Zug sind drei weitere Betriebe erreichbar.",
    "Probearbeiten vereinbart, {k} freut sich darauf.",
    "Stärken gesammelt und in ein Anschreiben gefasst.",
    "Die Anerkennung der Zeugnisse dauert noch. Bis dahin suchen wir in verwandten Berufen.",
    "Der Schwerpunkt verschiebt sich: erst ein Praktikum, dann Bewerbungen.",
)
TELEFONAT = (
    "Erste Bewerbung ist unterwegs.",
    "Einladung zum Vorstellungsgespräch, wir haben es kurz vorbereitet.",
    "Kurs läuft gut, die Prüfung ist Ende des Monats.",
    "Rückfrage zum Antrag geklärt.",
    "Termin verschoben, sonst alles in Ordnung.",
    "Der Betrieb hat sich noch nicht gemeldet. {K} fragt selbst nach.",
    "Neue Telefonzeiten vereinbart: am besten nach 16 Uhr.",
)
EMAIL = (
    "Lebenslauf kam an, zwei kleine Korrekturen zurückgeschickt und bestätigt bekommen.",
    "Stellenangebot geschickt, {k} bewirbt sich.",
    "Bestätigung des Kurses erhalten und beantwortet.",
)
BRIEF = ("Einladung zum Gespräch verschickt, Antwort kam nach drei Tagen.", "Unterlagen per Post ausgetauscht.")
AUSSENTERMIN = (
    "Gemeinsam den Betrieb besichtigt.",
    "Begleitung zum Vorstellungsgespräch.",
    "Besuch der Berufsmesse, vier Gespräche geführt.",
)
VERSUCH = (
    "Niemand erreicht, auf die Mailbox gesprochen.",
    "Unter der Nummer meldet sich niemand.",
    "E-Mail blieb bisher ohne Antwort.",
)
NICHT_ERSCHIENEN = ("Zum Termin nicht gekommen, keine Absage.", "Termin verpasst.")
NOTIZ = (
    "Unterlagen der Schule liegen vor.",
    "Übergabe im Team besprochen.",
    "Der Bescheid ist da, es ändert sich nichts.",
)
#: What was learned of a job, and from whom.
BETRIEBE = {
    "Betrieb im Gewerbegebiet sucht ab Herbst Verstärkung im Lager.": "Lagerhaus Nordring",
    "Praxis würde ein Praktikum von zwei Wochen anbieten.": "Praxis am Park",
    "Supermarkt meldet eine Stelle in Teilzeit, vormittags.": "Supermarkt Lindenhof",
}
ARBEITGEBER = tuple(BETRIEBE)
KUNDE = (
    "aktualisiert den Lebenslauf",
    "schickt zwei Bewerbungen ab",
    "fragt beim Jobcenter nach dem Bildungsgutschein",
    "bringt die Zeugnisse mit",
    "ruft im Betrieb an",
    "meldet sich beim Sprachkurs an",
    "besorgt ein Bewerbungsfoto",
    "schreibt auf, welche Arbeitszeiten möglich sind",
)
TEAM = (
    "fragt bei der Kita nach einem Nachmittagsplatz",
    "spricht den Betrieb an",
    "sucht drei passende Anzeigen heraus",
    "prüft, ob der Kurs gefördert wird",
    "schickt die Adresse der Schuldnerberatung",
    "liest das Anschreiben gegen",
)
AUSGANGSLAGE = (
    "Berufserfahrung im Büro; die Arbeitszeit ist die Hürde",
    "handwerkliches Geschick; noch kein Abschluss",
    "gute Sprachkenntnisse; Zeugnisse noch nicht anerkannt",
    "zuverlässig und geübt; gesundheitlich eingeschränkt",
)
ZIELE = (
    "Bürostelle, 20 Stunden, vormittags, im Landkreis",
    "Stelle im Lager, Vollzeit, mit dem Bus erreichbar",
    "Ausbildung zur Fachkraft, Beginn im September",
    "Teilzeit im Verkauf, höchstens 30 Minuten Fahrt",
)
SCHRITTE_TEAM = ("Arbeitgeber ansprechen", "Kurse vergleichen", "bei Anträgen helfen", "Bewerbungen gegenlesen")
SCHRITTE_KUNDE = (
    "zwei Bewerbungen je Woche",
    "am Kurs teilnehmen",
    "Termine selbst vereinbaren",
    "Betreuung der Kinder klären",
)
BEGRUENDUNG = (
    "Erfahrung ist vorhanden",
    "Ein Abschluss öffnet mehr Türen",
    "Erst Stabilität, dann Bewerbungen",
    "Der Wunsch ist klar und realistisch",
)
MASSNAHMEN = (
    ("Weiterbildung", "Bürokommunikation", 16, "Volkshochschule"),
    ("Weiterbildung", "Lager und Logistik", 10, "Bildungswerk"),
    ("Training im Betrieb", "Praktikum im Verkauf", 3, "Supermarkt am Markt"),
    ("Gruppenangebot", "Bewerbungswerkstatt", 2, "Familienzentrum"),
    ("Arbeitsgelegenheit", "Fahrradwerkstatt", 26, "Werkhof"),
    ("Einzelcoaching", "Tagesstruktur", 12, "Beratungsstelle"),
    ("Stabilisierung", "Schritt für Schritt", 20, "Werkhof"),
    ("Psychosoziale Betreuung", "Gesprächsgruppe", 20, "Beratungsstelle"),
)
ABSCHLUESSE = (
    ("Umzug", "Zieht zur Familie in eine andere Stadt"),
    ("keine Stelle gefunden", "Trotz vieler Bewerbungen kam keine Zusage"),
    ("Ausbildung oder Qualifizierung", "Beginnt im Herbst eine Ausbildung"),
    ("eigener Wunsch", "Möchte vorerst keine Beratung mehr"),
    ("nicht erreichbar", "Auf Anrufe und Briefe kam seit Wochen keine Antwort"),
    ("weitervermittelt", "Wird nun von der Rehabilitationsberatung begleitet"),
    ("Rente", "Bezieht seit diesem Monat Rente"),
    ("Angebot abgelehnt", "Die angebotene Stelle lag zu weit entfernt"),
)
HILFENETZ = (
    "Schuldnerberatung (Raten)",
    "Familienzentrum (Kinderbetreuung)",
    "Sprachschule (B2-Kurs)",
    "Hausarztpraxis (Gesundheit)",
)
NACHBETREUUNG = (
    "Die Einarbeitung läuft gut, die Kolleginnen sind nett.",
    "Der Weg zur Arbeit klappt, die Betreuung der Kinder auch.",
    "Erste Gehaltsabrechnung ist da. Es gibt keine Fragen.",
)
VERLAENGERUNG = (
    "Prüfung steht im Winter an",
    "Die Anerkennung der Zeugnisse braucht noch Zeit",
    "Der Ausbildungsplatz beginnt erst im Herbst",
)
