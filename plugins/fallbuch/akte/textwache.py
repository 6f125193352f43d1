"""Personal statements in free text: where they stand in a line, and the line as it may be shown.

A quick look at the whole record comes first (`verdaechtig`); what knows numbers is asked only about lines that pass it.
A name behind „Frau“ or „Herr“ stays to be seen: who may be named, only the team's lists say, and a page on which the
team's own people are missing says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b

from fallbuch.akte import nummern
from fallbuch.akte.absatz import gesaeubert
from fallbuch.akte.anreden import Spaetmuster, genannte, nennt_jemanden
from fallbuch.akte.datenschutz import persoenliche_stelle, verborgen
from fallbuch.text.zeichen import nachgebildet
from fallbuch.werte import dataclass


class Angabenart(StrEnum):
    """What is found in a text, by the code of its finding."""

    TELEFON = "D003"
    EMAIL = "D004"
    KONTO = "D005"
    NUMMER = "D006"
    ANSCHRIFT = "D007"
    GEBURTSTAG = "D008"
    PERSON = "D009"


@dataclass(frozen=True, slots=True)
class Textfund:
    """A statement in a line: its indexes, and how it may be quoted."""

    art: Angabenart
    von: int
    bis: int
    maske: str
    #: Behind it stands that it is harmless, but not why.
    grundlos: bool = False


# -- the quick look

_LUECKE = r"[ /()\u00a0\u202f\u2009]"
#: Ends of words for streets, three letters of each.
_STRASSENENDE = r"(?:weg|tr\.|aße|sse|SSE|atz|lee|ing|fer|amm|eig|ile|Weg|Str|tel|ang|Nr\.)[ \u00a0]"
# Nearly all digits of a record are days since 2020: only the first one of a run is looked at, and none of such a day. A
# day before, or one as Germans write it, may be a birthday.
_ZIFFERN = re.compile(
    rf"[0-9](?<![0-9][0-9])(?<![0-9][.-][0-9])(?!0[2-9][0-9]-[0-9]{{2}}-)"
    rf"(?:(?:{_LUECKE}{{0,3}}[0-9]){{4}}|(?<=0)[0-9 ()/.–-]{{7}}|[0-9]{{0,2}}[A-Z][0-9A-Z]{{4}}|(?<={_STRASSENENDE}[0-9])"
    rf"|[0-9]?\. ?(?:[0-9]{{1,2}}\.|[A-Z])|[0-9]{{3}}-(?:[0-9]{{2}}-|[0-9]{{6}})|[0-9]?/[0-9]{{1,2}}/|[0-9]{{0,3}}[.–-][0-9]{{2,4}}[.–-][0-9]{{3}})"
)
#: Words beside which a few digits are enough, or none, by what they have in common. Plain words are searched faster than any
#: pattern, and the fewer the better.
_WOERTER = (
    ("t)", ("at)", "ät)")),
    ("t]", ("at]", "ät]")),
    ("AT)", ("AT)",)),
    ("ohn", ("ohnt ", "ohnhaft")),
    ("nschrift", ("nschrift",)),
    ("dresse", ("dresse:", "dresse ist", "dresse A", "dresse I", "dresse U", "dresse Z")),
)
#: In such characters something may hide.
_VERDECKT = re.compile("[\\\\&<\u00ad\u0300-\u036f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\uff00-\uffef]")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")


def hat_nummern(text: str) -> bool:
    """Tell whether a text may have a number or an address of mail in it; that is all that a field may have."""
    return "@" in text or _ZIFFERN.search(text) is not None or "\\" in text


def verdaechtig(text: str, *, gewoehnlich: bool = False) -> bool:
    """Tell whether some line of a text may say what `funde` looks for; quick, and may be wrong in saying so.

    `gewoehnlich`: all characters are known to be everyday German.
    """
    return (
        "@" in text
        or _ZIFFERN.search(text) is not None
        or any(any(map(text.__contains__, woerter)) for gemeinsam, woerter in _WOERTER if gemeinsam in text)
        or (not gewoehnlich and _VERDECKT.search(text) is not None)
    )


def sagt_etwas_persoenliches(text: str) -> bool:
    """Tell whether some line of a text says something that is not to be shown."""
    return verdaechtig(text) and any(verdeckt(zeile) != zeile for zeile in text.split("\n"))


# -- a closer look at a line

_GLEICHE = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-")}
)
_UNSICHTBAR = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_MONAT = r"(?:Jan|Jän|Feb|Mär|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zäöü]{0,8}\.?"
_TAG = rf"[0-9]{{1,2}}\. ?(?:[0-9]{{1,2}}\.|{_MONAT}) ?(?:[0-9]{{4}}|[0-9]{{2}})?(?![0-9])|(?<![0-9-])[0-9]{{1,2}}-[0-9]{{1,2}}-(?:19|20)[0-9]{{2}}(?![0-9])|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|(?<![0-9/])[0-9]{{1,2}}/[0-9]{{1,2}}/(?:19|20)[0-9]{{2}}(?![0-9])"
_TAGE = Spaetmuster(rf"(?<![\w.])(?:{_TAG}|(?:0[1-9]|1[0-2])/(?:19|20)[0-9]{{2}}(?![0-9]| [0-9]{{2}}))")
#: Times, amounts and paragraphs, in which digits stand as well.
_ZEITEN = Spaetmuster(
    r"(?<![\w.])[0-9]{1,2}[:.][0-9]{2}(?= ?(?:Uhr|[-,;)]|bis\b|$))|[0-9][0-9.,]{0,12} ?(?:€|Euro\b|EUR\b|%)|§+ ?[0-9]+[a-z]?"
)
_GEBURTSTAGE = (
    Spaetmuster(
        rf"\b(?:geb\.?|geboren(?:e[rsn]?)?|Geburtsdatum|Geburtstag|Datum der Geburt|Geburt|Geb\.?-?(?:Dat(?:um|\.)?|tag)|[Gg]eburtstag)\b[^\w\n]{{0,4}}(?:(?:ist|war|hat|am|der|den|im|laut|Pass|Montag,?|Dienstag,?|Mittwoch,?|Donnerstag,?|Freitag,?|Samstag,?|Sonntag,?|sie|er|ihr|sein|steht|als|lautet|des Kindes|der Kundin|des Kunden|der Tochter|des Sohnes)[ :]+){{0,4}}({_TAG})(?:(?:,| und| sowie) ({_TAG}))?",
        re.IGNORECASE,
    ),
    Spaetmuster(
        rf"(?<![\w.])({_TAG})(?: in [A-ZÄÖÜ][\w-]{{1,40}})?,? (?:geboren|(?:hat (?:er |sie |das Kind |die Kundin |der Kunde )?)?Geburtstag|ist (?:ihr|sein) Geburtstag)\b"
    ),
    Spaetmuster(rf"\bgeboren\b[^.\n0-9]{{0,25}}? am ({_TAG})", re.IGNORECASE),
    # At the beginning of a line, with a blank behind, it is the mark of a list.
    Spaetmuster(rf"(?:^[*∗]|(?<=[ (,\w])[*∗] ?)({_TAG})"),
    Spaetmuster(rf"({_TAG}) (?:in [A-ZÄÖÜ][\w-]{{1,40}} )?zur Welt\b"),
)
_EMAIL = Spaetmuster(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+|\b\w[\w.+-]{0,63} ?[\[(] ?(?:at|ät) ?[\])] ?[\w-]{2,63}(?: ?(?:\.|[\[(] ?(?:dot|punkt) ?[\])]) ?\w{2,})*",
    re.IGNORECASE,
)
#: Boxes that belong to a task and to nobody, unless they are with somebody's own provider.
_FUNKTION = Spaetmuster(
    r"(?:info|kontakt|office|post|poststelle|zentrale|empfang|service|bewerbung(?:en)?|jobs?|karriere|career|personal(?:abteilung)?|hr|recruiting|ausbildung|praktikum|"
    r"verwaltung|sekretariat|team|beratung|anmeldung|kita|schule|rathaus|jobcenter)(?:-[a-z]{1,40})?@(?!gmx\.|web\.de|gmail\.|googlemail\.|t-online\.|outlook\.|hotmail\.|yahoo\.|icloud\.|freenet\.|aon\.at|chello\.at|posteo\.|mailbox\.org|live\.|a1\.net|proton|me\.com|arcor\.|msn\.|vodafone|1und1\.|kabelmail|liwest\.|inode\.)",
    re.IGNORECASE,
)
_IBAN = Spaetmuster(r"\b[A-Za-z]{2}[ -]?[0-9]{2}(?:[ .-]?[0-9A-Za-z]{4}){2,7}(?:[ .-]?[0-9A-Za-z]{1,3})?\b")
_IN_IBAN = re.compile(r"[ .-]")
#: Whatever its check digit: nothing else has this form, and people slip.
_EIGENES_KONTO = Spaetmuster(r"DE[0-9]{20}|AT[0-9]{18}", re.IGNORECASE)
_KONTO = Spaetmuster(
    r"\b(?:IBAN|Kontonummer|Konto-?[Nn]r\.?|Kto\.?(?:-?[Nn]r\.?)?|Konto(?= [0-9]{6})|BLZ|Bankleitzahl)\b[^\w\n]{0,3}(?:(?:ist|lautet|neu|jetzt|:)\W{1,2}){0,2}((?:[A-Z]{2})?[0-9][0-9 ]{3,30}[0-9])"
)
_ZAHL = r"([A-Z]{0,3} ?[0-9][0-9A-Z]?(?:[ /.-]{0,2}[0-9A-Z]){3,14})(?![0-9a-zäöü])"
_MIT_WORT = Spaetmuster(
    r"\b(?:(?:SV|Sozialversicherungs|Versicherungs|Versicherten|Renten(?:versicherungs)?|RV|Kranken(?:versicherten|versicherungs|kassen)?|KV|Steuer|Kunden|BG|Bedarfsgemeinschafts|"
    r"AMS|Ausweis|Personalausweis|Pass|Reisepass|Führerschein|Aufenthaltstitel|Mitglieds|Personal|Ticket|Fall)-?[Nn](?:ummer|r\.?)|Steuer-?ID|Steuer-?Identifikationsnummer|Kindergeld-?[Nn](?:ummer|r\.?)|SVNR|SVNr\.?|VSNR|StNr\.?|St\.-?Nr\.?|Kd\.?-?[Nn]r\.?|IdNr\.?|"
    rf"(?:Kunden|BG|AMS|SV)-?[Kk]ennung)\b(?P<wo>[^\w\n]{{0,3}}(?:(?:ist|lautet|beim?|der|des|im|für|vom|Jobcenter|Arbeitsagentur|Agentur|AMS|Finanzamt|Kundin|Kunden|jetzt|neu)\W{{1,3}}){{0,4}}){_ZAHL}"
)
#: Numbers of a form of their own, each with what tells it from others.
_FORMEN: tuple[tuple[Spaetmuster, Callable[[str], bool]], ...] = (
    (Spaetmuster(r"(?<![\w/-])[0-9]{3}[A-Z][0-9]{6}(?![\w-])"), lambda _: True),
    (Spaetmuster(r"(?<![\w/-])[0-9]{5}//[0-9]{7}(?![\w-])"), lambda _: True),
    (Spaetmuster(r"(?<![\w/-])[A-Za-z][0-9]{9}(?![\w-])"), nummern.ist_versichertennummer),
    (Spaetmuster(r"(?<![\w/-])[0-9]{2} ?[0-9]{6} ?[A-Za-z] ?[0-9]{3}(?![\w-])"), nummern.ist_rentennummer),
    (Spaetmuster(r"(?<![\w/+-])[1-9][0-9](?:[ -]?[0-9]{3}){3}(?![\w-])"), nummern.ist_steuer_id),
    (Spaetmuster(r"(?<![\w/+-])[1-9][0-9]{3}[ /-]?[0-9]{6}(?![\w-])"), nummern.ist_sv_nummer),
)
_AUSWEIS = Spaetmuster(
    r"\b(?:Personalausweis|Reisepass|Ausweis|Pass|Aufenthaltstitel)\b[^\w\n]{0,3}(?:(?:Nr\.?|Nummer|ist|mit|der)\W{1,2}){0,2}((?=[0-9A-Z]*[0-9][0-9A-Z]*[0-9])[A-Z][0-9A-Z]{7,9})\b"
)
_HANDY = Spaetmuster(r"(?<![\w.,/+-])\(?0(?:1[5-7]|6[5-9])[0-9](?:[ /()-]{0,3}[0-9]){5,9}(?![0-9])")
#: Only for such a run the number plans are asked: loading them takes longer than reading a thousand cases.
_WAEHLBAR = Spaetmuster(r"[+0](?:[ ()/.-]{0,3}[0-9]){7}")
_ANRUFEN = Spaetmuster(
    r"\b(?:Tel|Telefon|Telefonnummer|Telefonnr|Handy|Handynummer|Handynr|Mobil|Mobilnummer|Mobiltelefon|Festnetz|Festnetznummer|Rufnummer|Durchwahl|Whats[Aa]pp|Signal|Fax|[Ee]rreichbar unter|[Aa]nrufen unter|"
    r"[Nn]ummer(?=[^0-9\n]{0,60}(?:\+|\(?0)))\b\.?[^\w\n+(]{0,3}(?:(?:ist|lautet|jetzt|neu|unter|von|der|die|des|seiner|ihrer|Mutter|Kundin|Kunden|Nummer|aktuell|privat|dienstlich)[ :]+){0,4}(\+?\(?[0-9](?:[ /()-]{0,3}[0-9]){4,14})(?![0-9]|[.,]?[0-9])"
)
_UNTER = Spaetmuster(
    r"\bunter (?:der )?(?:Nummer )?(\+?[0-9](?:[ /()-]{0,3}[0-9]){4,14}) (?:erreichbar|an(?:zu)?rufen|zurückrufen|zu erreichen)"
)
_EINHEIT = r"(?! ?(?:Uhr|Min|Std|Stunde|km|Kilometer|Meter|m\b|Euro|€|%|Tag|Woche|Monat|Jahr|Mal\b|x\b|Person|Kind|Platz|Plätze|Bewerb|Stelle|Prozent|Leute|frei|mal\b|h\b|Arbeitstag|Schicht|Station|Betrieb|Module?|Kurs|Teilnehm|Mitarbeit|bis [0-9]|-[0-9]{1,2} ?Uhr)|[.,:][0-9]|[0-9/.-]{0,6}[0-9]{3})"
_HAUSNUMMER = rf"(?:Nr\. ?|Hausnummer )?[0-9]{{1,3}}+(?![0-9]){_EINHEIT}(?: ?[a-hA-H]\b)?(?:[/-][0-9]{{1,4}}){{0,3}}"
_PLZ_ORT = r"(?:,? (?:D-|A-)?[0-9]{4,5} [A-ZÄÖÜ][\w-]{1,40})"
_STRASSE = Spaetmuster(
    r"\b((?:[A-ZÄÖÜ][\w.’'-]{0,30} ){0,3}?(?:[A-ZÄÖÜ][\w.-]{0,40}?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Ww]eg|[Pp]latz|[Aa]llee|[Rr]ing|[Uu]fer|[Dd]amm|[Ss]teig|[Zz]eile|[Gg]ürtel|[Hh]ang|STRASSE)"
    r"|(?:Straße|Strasse|Str\.|Gasse|Weg|Platz|Allee|Ring|Ufer|Damm|Steig|Gürtel|Kai)(?: des \w{1,30}| der \w{1,30})?))"
    rf" ?({_HAUSNUMMER}){_PLZ_ORT}?"
)
#: Words that end like a street and are none: with short beginnings as a whole, since streets are called so too.
_KEINE_STRASSE = Spaetmuster(
    r"^(?:um|aus|rück|hin|heim|geh|rad|post|dienst|fahrt|fahr|lern|rechts)weg$|^(?:an|vor|park|schlaf|sitz|steh|stell|spiel|lehr|job|heim|warte|kurs|hort|kita|wohn|start|pc-|tages|schutz|reha|schul|listen)platz$"
    r"|^(?:ehe|ohr|he|she|stöber|ausgangs|fünf|drei)ring$|^(?:bus|bahn|geh|ein|auf|aus|um|ab)steig$|^(?:kopf|fuß|betreff|leer|schlag|unter|merk|adress|tabellen|bild|über)zeile$|^(?:stau|bahn)damm$"
    r"|(?:arbeits|zugangs|lebens|bildungs|ausbildungs|anfahrts|bewerbungs|verdienst|berufs|beratungs|förder|lösungs|kontakt|kommunikations|karriere|entwicklungs|amts|instanzen|behörden|nachhause)weg$"
    r"|(?:arbeits|ausbildungs|praktikums|praktikum|krippen|kindergarten|kinder|therapie|studien|betreuungs|lehrgangs|schulungs|pflege|klinik|behandlungs|wohnheim|frauenhaus|notschlaf|werkstatt|maßnahme|teilnehmer|tagesstätten|qualifizierungs|umschulungs|fortbildungs|kurs)platz$"
    r"|(?:moni|cater|engineer|monito|mento|tuto|sco|restruktu|trai|jäh|cate|mentor)ing$|toring$|eering$|tering$|ntrolling$|^(?:platz|weg|ring|zeile|steig)$|(?:zusammen|über|an|ab|ein)?hang$|^(?:mittel|kapi|fünf|vier|drei|hotel|pa)tel$",
    re.IGNORECASE,
)
_MIT_PLZ = Spaetmuster(
    rf"\b[A-ZÄÖÜ][\w.-]{{1,40}}(?: [A-ZÄÖÜ]?[\w.-]{{1,40}}){{0,2}} {_HAUSNUMMER},? (?:D-|A-)?[0-9]{{5}} [A-ZÄÖÜ][\w-]{{1,40}}"
)
#: On a square something is counted: "auf dem Marktplatz 2 Stände".
_AUF_DEM, _DINGE = (
    Spaetmuster(r"\b(?:[Aa]uf|[Vv]or) dem \Z|\b[Aa]m \Z"),
    Spaetmuster(r" [A-ZÄÖÜ][\w-]{1,40}(?:e|en|er|rn|s)\b"),
)
_WOHNT = Spaetmuster(
    rf"\b(?:[Ww]ohnt|[Ww]ohnhaft|[Aa]nschrift|[Aa]dresse|[Mm]eldeadresse)\b[^\n0-9]{{0,25}}?((?:[Aa]m|[Aa]n der|[Aa]n den|[Aa]uf der|[Aa]uf dem|[Ii]m|[Ii]n der|[Zz]um|[Zz]ur|[Uu]nter den|[Hh]inter der|[Bb]eim) [A-ZÄÖÜ][\w-]{{1,40}}(?: [A-ZÄÖÜ][\w-]{{1,40}})? {_HAUSNUMMER}){_PLZ_ORT}?"
)
#: Somebody says that what stands before it is harmless; it counts only with a reason.
_AUSNAHME = Spaetmuster(r"\((?:[Uu]nbedenklich|darf stehen bleiben)(?:[:,] ?([^()\n]{0,200}))?\)")
#: What is said in another sentence is meant for that one.
_SATZENDE = Spaetmuster(r"[\w)][.!?] [A-ZÄÖÜ]")
_GRUND = Spaetmuster(r"\w{3}")


@lru_cache(maxsize=256)  # a line is looked at when it is read, checked and shown
def funde(zeile: str) -> tuple[Textfund, ...]:
    """Return what a line says that belongs in no case, in order; what is excepted with a reason is left out."""
    gleich = zeile.translate(_GLEICHE)
    gefunden = list(_sichtbare(gleich)) if verdaechtig(gleich) or nennt_jemanden(gleich) else []
    if _VERDECKT.search(zeile):
        sauber = nachgebildet(_TAGS.sub("", gesaeubert(zeile))).translate(_UNSICHTBAR).translate(_GLEICHE)
        if sauber != gleich and len(dort := list(_sichtbare(sauber))) > len(gefunden):
            # Places in the cleaned line are not those of the file: all of it counts.
            return (Textfund(dort[0].art, 0, len(zeile), "…"),)
    return tuple(_ohne_ausgenommene(gleich, gefunden)) if gefunden else ()


def _ohne_ausgenommene(zeile: str, gefunden: list[Textfund]) -> Iterator[Textfund]:
    """Yield what no exception with a reason stands behind; each covers the one statement right before it, in the same sentence."""
    ausnahmen = [(t.start(), t[1] or "") for t in _AUSNAHME.finditer(zeile)]
    for fund in gefunden:
        naechster = min((f.von for f in gefunden if f.von >= fund.bis), default=len(zeile))
        grund = next(
            (g for ort, g in ausnahmen if fund.bis <= ort <= naechster and not _SATZENDE.search(zeile[fund.bis : ort])),
            None,
        )
        if grund is None:
            yield fund
        elif _GRUND.search(grund) is None:
            yield Textfund(fund.art, fund.von, fund.bis, fund.maske, grundlos=True)


def _sichtbare(zeile: str) -> Iterator[Textfund]:
    """Yield the statements of a line, those that say more about themselves first to be seen, in order."""
    rest, gefunden = zeile, list[Textfund]()
    for suche in (_geburtstage, _adressen, _konten, _nummern, _telefone, _anschriften, _personen):
        for art, von, bis, maske in suche(rest):
            if "\0" not in rest[von:bis]:
                gefunden.append(Textfund(art, von, bis, maske))
                rest = rest[:von] + "\0" * (bis - von) + rest[bis:]
        if suche is _geburtstage:  # any other day is no number
            rest = _ZEITEN.sub(_geleert, _TAGE.sub(_geleert, rest))
    yield from sorted(gefunden, key=lambda f: f.von)


_Stelle = tuple[Angabenart, int, int, str]


def _geleert(treffer: re.Match[str]) -> str:
    return "\0" * len(treffer[0])


def _geburtstage(zeile: str) -> Iterator[_Stelle]:
    for muster in _GEBURTSTAGE:
        for t in muster.finditer(zeile):
            gruppen = range(1, 1 + len(t.groups()))
            yield from ((Angabenart.GEBURTSTAG, *t.span(n), "…") for n in gruppen if t[n] is not None)


def _adressen(zeile: str) -> Iterator[_Stelle]:
    for t in _EMAIL.finditer(zeile):
        bis = t.end() - len(t[0]) + len(t[0].rstrip(".-"))
        if _FUNKTION.match(t[0]) is None:
            yield Angabenart.EMAIL, t.start(), bis, "…@…"


def _konten(zeile: str) -> Iterator[_Stelle]:
    for t in _IBAN.finditer(zeile):
        # A word of four letters may follow the number; the check digit says where it ends.
        for bis in (len(t[0]), *sorted((luecke.start() for luecke in _IN_IBAN.finditer(t[0])), reverse=True)):
            kurz = _IN_IBAN.sub("", t[0][:bis])
            if _EIGENES_KONTO.fullmatch(kurz) or nummern.ist_iban(kurz):
                yield Angabenart.KONTO, t.start(), t.start() + bis, f"{t[0][:2]} …"
                break
    for t in _KONTO.finditer(zeile):
        yield Angabenart.KONTO, *t.span(1), "…"


def _nummern(zeile: str) -> Iterator[_Stelle]:
    for muster, gilt in _FORMEN:
        yield from ((Angabenart.NUMMER, *t.span(), "…") for t in muster.finditer(zeile) if gilt(t[0]))
    yield from ((Angabenart.NUMMER, *t.span(1), "…") for t in _AUSWEIS.finditer(zeile))
    for t in _MIT_WORT.finditer(zeile):
        if sum(map(str.isdigit, t[2])) >= 5:
            yield Angabenart.NUMMER, *t.span(2), "…"


def _telefone(zeile: str) -> Iterator[_Stelle]:
    if _WAEHLBAR.search(zeile):
        for von, bis in nummern.rufnummern(zeile):
            yield Angabenart.TELEFON, von, bis, _vorwahl(zeile[von:bis])
    for muster, gruppe in ((_HANDY, 0), (_ANRUFEN, 1), (_UNTER, 1)):
        for t in muster.finditer(zeile):
            if not t[gruppe].lstrip("(").startswith(("0800", "0180", "0900")):
                yield Angabenart.TELEFON, *t.span(gruppe), _vorwahl(t[gruppe])


def _vorwahl(nummer: str) -> str:
    """Return what may be quoted of a number: its first three or four digits, if they lead to a place and not to somebody."""
    treffer = re.match(r"\(?(?:\+[0-9]{2}|0[0-9]{2,3})", nummer)
    return f"{treffer[0].strip('(')} …" if treffer is not None else "…"


def _anschriften(zeile: str) -> Iterator[_Stelle]:
    for t in _STRASSE.finditer(zeile):
        gezaehlt = t[1].endswith("platz") and _AUF_DEM.search(zeile[: t.start()]) and _DINGE.match(zeile[t.end() :])
        if _KEINE_STRASSE.search(t[1].split(" ")[-1]) is None and not gezaehlt:
            yield Angabenart.ANSCHRIFT, *t.span(), "…"
    for t in _MIT_PLZ.finditer(zeile):
        yield Angabenart.ANSCHRIFT, *t.span(), "…"
    for t in _WOHNT.finditer(zeile):
        yield Angabenart.ANSCHRIFT, t.start(1), t.end(), "…"


def _personen(zeile: str) -> Iterator[_Stelle]:
    yield from ((Angabenart.PERSON, von, bis, anrede) for von, bis, anrede in genannte(zeile))


# -- what may be shown

_BLEIBT = Spaetmuster(r"\A\(?(?:\+[0-9]{2}|0[0-9]{2,3})")


def verdeckt(zeile: str) -> str:
    """Return a line with dots in the place of what is not to be shown; it stays as long as it is, so that columns hold."""
    for fund in funde(zeile):
        if fund.art is Angabenart.PERSON:
            continue
        wert = zeile[fund.von : fund.bis]
        vorn = treffer[0] if fund.art is Angabenart.TELEFON and (treffer := _BLEIBT.match(wert)) is not None else ""
        zeile = f"{zeile[: fund.von]}{vorn}{'•' * (len(wert) - len(vorn))}{zeile[fund.bis :]}"
    return zeile


def geheimes(zeile: str) -> bytes:
    """Return a hash of what `verdeckt` takes out of a line."""
    werte = "\0".join(zeile[f.von : f.bis] for f in funde(zeile) if f.art is not Angabenart.PERSON)
    return blake2b(werte.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def zeigbar(zeile: str) -> str:
    """Return a line as it may be shown, whether the statement has its word before it or none."""
    return verborgen(verdeckt(zeile))


def ist_schon_gemeldet(zeile: str, fund: Textfund) -> bool:
    """Tell whether a statement has its word before it, which is a finding of its own."""
    stelle = persoenliche_stelle(zeile)
    return stelle is not None and fund.bis >= stelle.ende
