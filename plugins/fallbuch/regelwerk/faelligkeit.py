"""What a due item is: whose, by which rule, when, how pressing, and the way its date was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from fallbuch.befund import Stelle
from fallbuch.kennung import id_mangel, kurzform, ordnung
from fallbuch.regelwerk.modell import Erledigung
from fallbuch.werte import dataclass

if TYPE_CHECKING:
    from fallbuch.regelwerk.begruendung import Ableitung


class Dringlichkeit(StrEnum):
    """How pressing an item is on the key date, most pressing first."""

    NICHT_BERECHENBAR = "nicht berechenbar"
    UEBERFAELLIG = "überfällig"
    VERSUCHT = "versucht"
    NACHFRAGEN = "nachfragen"
    HEUTE = "heute"
    DIESE_WOCHE = "diese Woche"
    BALD = "bald"
    SPAETER = "später"
    PAUSIERT = "pausiert"


RANG = {dringlichkeit: rang for rang, dringlichkeit in enumerate(Dringlichkeit)}
#: The day has passed.
VORBEI = frozenset({Dringlichkeit.UEBERFAELLIG, Dringlichkeit.VERSUCHT, Dringlichkeit.NACHFRAGEN})


@dataclass(frozen=True, kw_only=True, slots=True)
class Eigenschaften:
    """What is the same for all items of a version of a rule."""

    #: What is to be done, in a word; empty: the title says it.
    tun: str = ""
    #: A conversation with the customer settles the item: somebody is waiting for it.
    gespraech: bool = False
    #: It can be dealt with when customer and counsellor meet for something else.
    im_termin: bool = True
    #: It holds in closed cases too.
    immer: bool = False
    #: A case can have several items of the rule at once.
    mehrere: bool = False
    #: After each contact the rule counts anew.
    wiederkehrend: bool = False
    #: Settled by somebody taking the case over, or by deleting data of a closed one.
    vergabe: bool = False
    loeschung: bool = False
    #: What settles the item, and from when on.
    erledigt: Sequence[Erledigung] = ()


#: Nothing is known of an item that cannot be computed, except that somebody must look.
OHNE_REGEL = Eigenschaften(tun="berichtigen", im_termin=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Faelligkeit:
    """One due item. `faellig_am`, `regel`, anchor and source are None for `nicht berechenbar`.

    `fall` and `stamm` are None for what the team itself has to do; `thema` then says what about.
    """

    fall: str | None
    stamm: str | None
    berater: str | None
    regel: str | None = None
    titel: str
    gruppe: str = ""
    faellig_am: date | None = None
    dringlichkeit: Dringlichkeit
    anker_datum: date | None = None
    stelle: Stelle
    ableitung: Ableitung
    quelle: str | None = None
    herkunft: str | None = None
    #: First day on which the item counts as `bald`.
    warnung_ab: date | None = None
    thema: str = ""
    #: Counsellors whose own it is, whosever case: it stands in their lists as well.
    wer: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The title, with the counsellors whose own it is where these are others than whoever is responsible."""
        eigen = not self.wer or self.wer == (self.berater,)
        return self.titel if eigen else f"{self.titel} ({' und '.join(self.wer)})"

    @property
    def tun(self) -> str:
        """What is to be done, in a word where there is one."""
        if self.ableitung.verabredet and self.dringlichkeit in VORBEI:
            return "Termin klären"
        if self.kunde_dran:
            return "nachfragen"
        return self.ableitung.eigenschaften.tun or self.titel

    @property
    def anker(self) -> str | None:
        """Name of the fact from which the item is counted."""
        return self.ableitung.anker

    @property
    def kunde_dran(self) -> bool:
        """The customer is asked for something; past its day the item reads "nachfragen"."""
        return self.ableitung.kunde_dran

    @property
    def wartet(self) -> bool:
        """Somebody is waiting for a conversation, not for paper."""
        return self.ableitung.eigenschaften.gespraech or self.ableitung.verabredet

    @property
    def herleitung(self) -> str:
        """The derivation alone: `begruendung` without title and date, for lists that show both."""
        return self.ableitung.worte(self.titel)[1]

    @property
    def begruendung(self) -> str:
        """The whole sentence: what, when, and how that follows from the files."""
        return self.ableitung.worte(self.titel)[0]

    @property
    def schluessel(self) -> str:
        """Names the item across builds: case, rule, fact."""
        return f"{self.fall or 'team'}/{self.regel or 'nicht-berechenbar'}/{self.ableitung.bezug or 'beginn'}"

    @property
    def dauerkennung(self) -> str:
        """Names the item for calendars: the same while the case has to do it, whatever it is counted from.

        Only where a case can have several at once, the fact belongs to the name. It tells nothing but the ID
        and the rule: file names and headings may hold a human being's name.
        """
        if self.fall is None:
            fall = "team"
        else:
            fall = self.fall if self.fall == self.stamm and id_mangel(self.fall) is None else kurzform(self.stamm or "")
        anlass = f"{self.thema}{self.ableitung.bezug}" if self.ableitung.eigenschaften.mehrere else self.thema
        if self.wer and self.wer != (self.berater,):
            anlass += "/".join(self.wer)  # two counsellors can have an appointment in one case
        teile = [fall, self.regel or "nicht-berechenbar", kurzform(anlass) if anlass else ""]
        return "/".join(teil for teil in teile if teil)

    @property
    def reihenfolge(self) -> tuple[bool, date, int, object, str]:
        """Sort key: what cannot be computed first, then by date, urgency and case; the team's own after cases."""
        return self.rang(ordnung(self.fall or ""))

    def rang(self, platz: object) -> tuple[bool, date, int, object, str]:
        """Return the same where the case's place among all is known."""
        tag = self.faellig_am
        return tag is not None, tag or date.min, RANG[self.dringlichkeit], platz, f"{self.regel or ''}/{self.thema}"
