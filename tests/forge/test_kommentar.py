"""The comment of a request, against a real server that behaves as the forges' documentation says."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote

import pytest

from fallbuch.forge.kommentar import HOECHSTENS_ZEICHEN, Getan, mit_marke, setze
from fallbuch.forge.netz import HOECHSTENS_WARTEN, Forgefehler, Forgeverbindung
from fallbuch.forge.umgebung import FORGEN, ort_aus, zugang_aus
from tests.cli.aufruf import fallbuch
from tests.forge.server import TOKEN, UHR, Forge, Stoerung, laufend

MARKE = "<!-- fallbuch:vergleich -->"
BERICHT = f"{MARKE}\n**1 Fall geändert.**\n"
NEUER = f"{MARKE}\n**2 Fälle geändert.**\n"


@pytest.fixture(params=FORGEN)
def forge(request: pytest.FixtureRequest) -> Iterator[Forge]:
    with laufend(request.param) as f:
        yield f


@pytest.fixture
def github() -> Iterator[Forge]:
    with laufend("github") as f:
        yield f


def schreibe(forge: Forge, text: str, warte: Callable[[float], None] | None = None, **umgebung: str) -> Getan:
    alles = {**forge.umgebung(), **umgebung}
    marke, text = mit_marke(text, None)
    verbindung = Forgeverbindung(zugang_aus(forge.art, alles), warte or (lambda _: None))
    return setze(verbindung, ort_aus(forge.art, alles, None, None), marke, text)


def test_erst_angelegt_dann_geaendert_dann_gleich(forge: Forge) -> None:
    forge.fuege_ein("Schaut gut aus.")
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    # Forges keep other line ends and drop the last.
    forge.kommentare[forge.liste][1]["body"] = NEUER.replace("\n", "\r\n").strip()
    vorher = len(forge.anfragen)
    assert schreibe(forge, NEUER) is Getan.GLEICH
    assert {art for art, _ in forge.anfragen[vorher:]} == {"GET"}
    assert [t.replace("\r", "") for t in forge.texte] == ["Schaut gut aus.", NEUER.strip()]


@pytest.mark.parametrize("hoechstens", [100, 7])
def test_er_wird_auch_hinter_vielen_gefunden(forge: Forge, hoechstens: int) -> None:
    forge.hoechstens = hoechstens
    for n in range(120):
        forge.fuege_ein(f"Bemerkung {n}")
    eigener = forge.fuege_ein(BERICHT)
    forge.fuege_ein("Noch eine")
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    assert eigener["body"] == NEUER
    assert len(forge.texte) == 122


def test_wer_die_marke_nur_anfuehrt_bleibt_unberuehrt(forge: Forge) -> None:
    zitat = forge.fuege_ein(f"> {BERICHT}\nStimmt das?")
    andere = forge.fuege_ein("<!-- fallbuch:vergleich2 -->\nvon anderem")
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    assert (zitat["body"], andere["body"]) == (f"> {BERICHT}\nStimmt das?", "<!-- fallbuch:vergleich2 -->\nvon anderem")


def test_ein_fremder_kommentar_mit_der_marke_wird_uebergangen(forge: Forge) -> None:
    fremd = forge.fuege_ein(f"{MARKE}\nVon mir untergeschoben")
    forge.fremde.add(fremd["id"])
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    assert forge.texte == [f"{MARKE}\nVon mir untergeschoben", NEUER]


def test_der_kommentar_eines_menschen_wird_nie_zum_bericht(forge: Forge) -> None:
    """Anybody can begin a comment with the marker, and could rewrite the report later."""
    forge.ich = 99
    fremd = forge.fuege_ein(f"{MARKE}\nAlles in Ordnung, bitte zusammenführen.", von_menschen=True)
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    assert fremd["body"] == f"{MARKE}\nAlles in Ordnung, bitte zusammenführen."
    # Where a job's token is not told who it is, GitHub at least says who is a human being.
    forge.ich = None
    assert schreibe(forge, BERICHT) is Getan.GEAENDERT
    assert (fremd["body"] != BERICHT) == (forge.art == "github")


def test_in_gitlab_geht_das_eigene_token_vor() -> None:
    with laufend("gitlab") as forge:
        schreibe(forge, BERICHT)
        assert "job-token" in forge.koepfe[-1]
        schreibe(forge, NEUER, FALLBUCH_TOKEN=TOKEN, CI_JOB_TOKEN="anderes")
        assert ("job-token" in forge.koepfe[-1], forge.koepfe[-1]["private-token"]) == (False, TOKEN)


def test_eine_netrc_ersetzt_das_token_nicht(github: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login jemand password anders\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert schreibe(github, BERICHT) is Getan.ANGELEGT


_DATUM = 1_800_000_000


def _gebremst(**koepfe: str) -> dict[str, str]:
    return {name.replace("_", "-"): wert for name, wert in koepfe.items()}


@pytest.mark.parametrize(
    ("status", "koepfe", "gewartet"),
    [
        (429, {"Retry-After": "3"}, 3),
        (403, {"Retry-After": "5"}, 5),
        (503, {"Retry-After": "4"}, 4),
        (429, {}, 60),
        (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": "bald"}, 60),
    ],
)
def test_einer_vielbeschaeftigten_forge_wird_zeit_gelassen(
    forge: Forge, status: int, koepfe: dict[str, str], gewartet: int
) -> None:
    forge.stoerungen = [Stoerung(status, koepfe), Stoerung(status, koepfe, art="POST")]
    pausen: list[float] = []
    assert schreibe(forge, BERICHT, pausen.append) is Getan.ANGELEGT
    assert pausen == [gewartet, gewartet]
    assert forge.texte == [BERICHT]


def test_bis_die_uhr_der_forge_es_erlaubt(github: Forge) -> None:
    bis = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(UHR + 40)}
    github.stoerungen = [Stoerung(403, bis)]
    pausen: list[float] = []
    schreibe(github, BERICHT, pausen.append)
    assert pausen == [40]
    github.stoerungen = [Stoerung(429, {"Retry-After": formatdate(UHR + 20, usegmt=True)})]
    schreibe(github, NEUER, pausen.append)
    assert pausen == [40, 20]


def test_zu_lange_wartet_niemand(github: Forge) -> None:
    github.stoerungen = [Stoerung(429, {"Retry-After": str(HOECHSTENS_WARTEN)})]
    pausen: list[float] = []
    assert schreibe(github, BERICHT, pausen.append) is Getan.ANGELEGT
    github.stoerungen = [Stoerung(429, {"Retry-After": str(HOECHSTENS_WARTEN + 1)})]
    with pytest.raises(Forgefehler) as fehler:
        schreibe(github, NEUER, pausen.append)
    assert str(fehler.value) == (
        "GitHub nimmt gerade nichts mehr an, weil es zu viele Aufrufe waren. Starten Sie den Lauf in etwa 2 Minuten noch einmal."
    )
    assert pausen == [HOECHSTENS_WARTEN]


@pytest.mark.parametrize("stoerung", [Stoerung(502), Stoerung(0)])
def test_nach_einem_stolpern_steht_er_genau_einmal_da(forge: Forge, stoerung: Stoerung) -> None:
    # It was written, and the answer got lost on its way.
    forge.stoerungen = [Stoerung(stoerung.status, art="POST", danach=True)]
    assert schreibe(forge, BERICHT) in {Getan.ANGELEGT, Getan.GLEICH}
    assert forge.texte == [BERICHT]
    # It was not written.
    forge.kommentare.clear()
    forge.stoerungen = [Stoerung(stoerung.status, art="POST")]
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    assert forge.texte == [BERICHT]
    aendern = "PUT" if forge.art == "gitlab" else "PATCH"
    forge.stoerungen = [Stoerung(stoerung.status, art=aendern), Stoerung(stoerung.status, art="GET")]
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    assert forge.texte == [NEUER]


_RAT = {
    "github": " In der Datei der Pipeline muss unter „permissions“ stehen: „pull-requests: write“, für ein Issue „issues: write“. Bei Anfragen aus einer Abspaltung (Fork) ist das nie erlaubt.",
    "gitlab": " Legen Sie unter „Einstellungen > Zugriffstoken“ ein Projekt-Zugriffstoken an (Rolle „Reporter“, Bereich „api“), und hinterlegen Sie es unter „Einstellungen > CI/CD > Variablen“ maskiert als „FALLBUCH_TOKEN“.",
    "forgejo": " Legen Sie in Ihren Einstellungen unter „Anwendungen“ ein Token an, das Issues schreiben darf, und hinterlegen Sie es im Verzeichnis als Geheimnis „FALLBUCH_TOKEN“.",
}
_RAT["gitea"] = _RAT["forgejo"]


@pytest.mark.parametrize(
    ("status", "satz", "mit_rat"),
    [
        (400, "{} versteht die Anfrage nicht.", False),
        (401, "{} erkennt das Token nicht an.", True),
        (403, "{} erlaubt diesem Token nicht, zu kommentieren.", True),
        (404, "{} kennt die Anfrage nicht, oder das Token darf sie nicht sehen.", True),
        (410, "{} lässt dort keine Kommentare mehr zu.", False),
        (422, "{} nimmt den Text nicht an.", False),
        (418, "{} hat abgelehnt (Antwort 418).", False),
    ],
)
def test_eine_absage_sagt_was_zu_tun_ist(forge: Forge, status: int, satz: str, mit_rat: bool) -> None:
    forge.stoerungen = [Stoerung(status, inhalt=f'{{"message": "token {TOKEN} is bad"}}'.encode(), art="POST")]
    with pytest.raises(Forgefehler) as fehler:
        schreibe(forge, BERICHT)
    name = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo", "gitea": "Gitea"}[forge.art]
    rat = _RAT[forge.art] if mit_rat else ""
    # A sentence of the forge that repeats the token is not shown.
    assert str(fehler.value) == f"{satz.format(name)}{rat}"
    forge.stoerungen = [Stoerung(status, inhalt=b'{"message": "Nope #1"}', art="POST")]
    with pytest.raises(Forgefehler) as fehler:
        schreibe(forge, BERICHT)
    assert str(fehler.value) == f"{satz.format(name)}{rat} Es sagt dazu: „Nope #1“"
    assert forge.texte == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_einer_umleitung_folgt_das_token_nicht(github: Forge) -> None:
    with laufend("github") as anderswo:
        for status in (301, 302, 307, 308):
            github.stoerungen = [Stoerung(status, {"Location": f"{anderswo.adresse}{quote(github.liste)}"})]
            with pytest.raises(Forgefehler, match="ist GitHub nicht mehr zu finden, es verweist anderswohin"):
                schreibe(github, BERICHT)
        github.stoerungen = [Stoerung(302, {"Location": f"{anderswo.adresse}/\xe4"})]
        with pytest.raises(Forgefehler, match="lässt sich nicht aufrufen"):
            schreibe(github, BERICHT)
        # requests leaves such an answer open; here, not in whichever test comes next.
        gc.collect()
        assert anderswo.anfragen == []


def test_was_keine_forge_ist_wird_erkannt(github: Forge) -> None:
    github.stoerungen = [Stoerung(200, inhalt=b"<html>Willkommen</html>")]
    with pytest.raises(Forgefehler, match="antwortet etwas anderes als GitHub"):
        schreibe(github, BERICHT)
    github.stoerungen = [Stoerung(200, inhalt=b'{"items": []}')]
    with pytest.raises(Forgefehler, match="Die Liste der Kommentare kam nicht so an"):
        schreibe(github, BERICHT)
    github.stoerungen = [Stoerung(200, inhalt=b'[null, 7, {"id": "x", "body": 3}, {"body": "ohne Nummer"}]', art="GET")]
    assert schreibe(github, BERICHT) is Getan.ANGELEGT


@pytest.mark.parametrize("teil", [TOKEN, TOKEN[2:], TOKEN.upper(), f"x{TOKEN[3:10]}y"])
def test_auch_ein_stueck_des_tokens_erscheint_nicht(github: Forge, teil: str) -> None:
    github.stoerungen = [Stoerung(403, inhalt=f'{{"message": "bad {teil}"}}'.encode())]
    with pytest.raises(Forgefehler) as fehler:
        schreibe(github, BERICHT)
    assert teil not in str(fehler.value)
    assert "Es sagt dazu" not in str(fehler.value)


@pytest.mark.parametrize(
    "inhalt",
    [b"[" * 100_000, b'[{"id": [], "body": "x"}]', b'[{"id": {}, "body": {}}, 3]', b'[{"id": NaN}]', b"", b"\xff\xfe"],
)
def test_unsinnige_antworten_sind_ein_satz_oder_nichts(github: Forge, inhalt: bytes) -> None:
    github.stoerungen = [Stoerung(200, inhalt=inhalt, art="GET")]
    try:
        assert schreibe(github, BERICHT) is Getan.ANGELEGT
    except Forgefehler as fehler:
        assert "antwortet etwas anderes als GitHub" in str(fehler)  # noqa: PT017 - either is right
    github.stoerungen = [Stoerung(403, inhalt=inhalt, art="GET")]
    with pytest.raises(Forgefehler, match="erlaubt diesem Token nicht"):
        schreibe(github, NEUER)


@pytest.mark.parametrize("bis", ["0", "\xb2", "9" * 400, "-5", "bald", "Sat, 99 Foo 9999 99:99:99 GMT"])
def test_unsinnige_pausen_enden(github: Forge, bis: str) -> None:
    github.stoerungen = [Stoerung(429, {"Retry-After": bis}) for _ in range(300)]
    pausen: list[float] = []
    with pytest.raises(Forgefehler, match="nimmt gerade nichts mehr an"):
        schreibe(github, BERICHT, pausen.append)
    assert min(pausen, default=1) >= 1
    assert sum(pausen) <= HOECHSTENS_WARTEN


def test_wer_nur_troepfelt_wird_nicht_abgewartet(github: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that would be right in the end, sent a byte at a time: given up before that."""
    monkeypatch.setattr("fallbuch.forge.netz.HOECHSTENS_DAUER", 0)
    github.stoerungen = [Stoerung(200, {"X-Zaeh": "1"}, inhalt=b"[" + b" " * 3000 + b"]", art="GET")]
    with pytest.raises(Forgefehler, match="antwortet endlos"):
        schreibe(github, BERICHT)
    github.niemand_wartet.set()


def test_endlose_antworten_und_seiten(github: Forge, monkeypatch: pytest.MonkeyPatch) -> None:
    github.stoerungen = [Stoerung(200, inhalt=b'["' + b"x" * 9_000_000 + b'"]', art="GET")]
    with pytest.raises(Forgefehler, match="antwortet endlos"):
        schreibe(github, BERICHT)
    monkeypatch.setattr("fallbuch.forge.kommentar._HOECHSTENS_SEITEN", 3)
    github.hoechstens = 5
    for n in range(40):
        github.fuege_ein(f"Bemerkung {n}")
    with pytest.raises(Forgefehler, match="kam nicht so an"):
        schreibe(github, BERICHT)
    assert len(github.texte) == 40, "rather none than one more each time"


def test_wer_etwas_schreibt_muss_nichts_antworten(forge: Forge) -> None:
    forge.stoerungen = [Stoerung(201, inhalt=b"", art="POST", danach=True)]
    assert schreibe(forge, BERICHT) is Getan.ANGELEGT
    aendern = "PUT" if forge.art == "gitlab" else "PATCH"
    forge.stoerungen = [Stoerung(204, inhalt=b"", art=aendern, danach=True)]
    assert schreibe(forge, NEUER) is Getan.GEAENDERT
    assert forge.texte == [NEUER]


def test_ohne_netz(github: Forge) -> None:
    pausen: list[float] = []
    with pytest.raises(Forgefehler) as fehler:
        schreibe(github, BERICHT, pausen.append, GITHUB_API_URL="http://127.0.0.1:9")
    assert str(fehler.value) == "GitHub (127.0.0.1:9) ist nicht zu erreichen. Starten Sie den Lauf später noch einmal."
    assert pausen == [2, 5]


def test_zu_langes_wird_an_einer_zeile_gekuerzt() -> None:
    zeilen = [f"- Zeile {n} mit Umlauten äöü" for n in range(5000)]
    marke, text = mit_marke(f"{MARKE}\n" + "\n".join(zeilen), None)
    assert marke == MARKE
    assert HOECHSTENS_ZEICHEN - 200 < len(text) <= HOECHSTENS_ZEICHEN
    vorn, _, hinten = text.rpartition("\n\n")
    assert hinten == "Hier ist der Text gekürzt, weil er länger ist, als ein Kommentar sein darf.\n"
    assert vorn.splitlines()[1:] == zeilen[: len(vorn.splitlines()) - 1]
    genau = MARKE + "\n" + "x" * (HOECHSTENS_ZEICHEN - len(MARKE) - 2) + "\n"
    assert mit_marke(genau, None)[1] == genau


def datei(tmp_path: Path, text: str = BERICHT) -> Path:
    pfad = tmp_path / "bericht.md"
    pfad.write_text(text, encoding="utf-8")
    return pfad


def rufe(forge: Forge, *worte: object, **umgebung: str | None) -> tuple[int, str, str]:
    alles = {**forge.umgebung(), **{k: v for k, v in umgebung.items() if v is not None}}
    for name, wert in umgebung.items():
        if wert is None:
            alles.pop(name, None)
    ende = fallbuch("kommentieren", *map(str, worte), "--forge", forge.art, cwd=Path.cwd(), **alles)
    assert TOKEN not in ende.stdout + ende.stderr
    return ende.returncode, ende.stdout, ende.stderr


def test_auf_der_kommandozeile(forge: Forge, tmp_path: Path) -> None:
    pfad = datei(tmp_path)
    assert rufe(forge, pfad) == (0, "Anfrage 7: Der Kommentar ist angelegt.\n", "")
    assert rufe(forge, pfad, "--anfrage", 7) == (0, "Anfrage 7: Der Kommentar ist gleich geblieben.\n", "")
    woche = datei(tmp_path, "# Unsere Woche\n")
    assert rufe(forge, woche, "--issue", 3, "--marke", "woche-2026-W48") == (
        0,
        "Issue 3: Der Kommentar ist angelegt.\n",
        "",
    )
    ort = forge.liste.replace("merge_requests", "issues").replace("/7/", "/3/")
    assert [k["body"] for k in forge.kommentare[ort]] == ["<!-- fallbuch:woche-2026-W48 -->\n# Unsere Woche\n"]


def test_falsche_aufrufe(forge: Forge, tmp_path: Path) -> None:
    pfad = datei(tmp_path)
    assert rufe(forge, pfad, "--anfrage", 7, "--issue", 3)[::2] == (
        2,
        "fallbuch: Nennen Sie entweder --anfrage oder --issue.\n",
    )
    ohne = rufe(forge, pfad, FALLBUCH_TOKEN=None, CI_JOB_TOKEN=None, GITHUB_TOKEN=None)
    assert (ohne[0], "steht es in der Umgebungsvariable „FALLBUCH_TOKEN“" in ohne[2]) == (2, True)
    # requests would quote such a token in its error.
    boese = rufe(forge, pfad, FALLBUCH_TOKEN=f"{TOKEN}\nX: y")
    assert (boese[0], "Es fehlt das Token" in boese[2]) == (2, True)
    assert rufe(forge, pfad, FALLBUCH_TOKEN=f"{TOKEN}\n")[0] == 0
    variable = "CI_API_V4_URL" if forge.art == "gitlab" else "GITHUB_API_URL"
    assert f"in der Umgebungsvariable „{variable}“" in rufe(forge, pfad, **{variable: ""})[2]
    kaputt = rufe(forge, pfad, **{variable: "https://"})
    assert (kaputt[0], "lässt sich nicht aufrufen" in kaputt[2] or "nicht zu erreichen" in kaputt[2]) == (2, True)
    verzeichnis = "CI_PROJECT_ID" if forge.art == "gitlab" else "GITHUB_REPOSITORY"
    assert f"in der Umgebungsvariable „{verzeichnis}“" in rufe(forge, pfad, **{verzeichnis: ""})[2]
    nummer = "CI_MERGE_REQUEST_IID" if forge.art == "gitlab" else "GITHUB_REF"
    assert "Nennen Sie die Nummer mit --anfrage oder --issue." in rufe(forge, pfad, **{nummer: "refs/heads/main"})[2]
    assert "Die Datei ist leer." in rufe(forge, datei(tmp_path, "\n"), "--marke", "x")[2]
    fehlt = rufe(forge, tmp_path / "fehlt.md")
    assert fehlt[::2] == (
        2,
        f"fallbuch: „{tmp_path / 'fehlt.md'}“ lässt sich nicht lesen oder schreiben, weil es sie nicht gibt.\n",
    )
    assert "beginnt mit keinem Zeichen" in rufe(forge, datei(tmp_path, "nur Text"))[2]
    assert "Als Marke gehen Buchstaben" in rufe(forge, pfad, "--marke", "a --> b")[2]


def test_eine_absage_auf_der_kommandozeile_nennt_kein_token(forge: Forge, tmp_path: Path) -> None:
    forge.stoerungen = [Stoerung(429, {"Retry-After": "1"}), Stoerung(401, inhalt=f'{{"error": "{TOKEN}"}}'.encode())]
    code, aus, fehler = rufe(forge, datei(tmp_path))
    assert (code, aus) == (2, "")
    assert fehler.startswith("Die Forge hat gerade viel zu tun; es geht in 1 Sekunde weiter.\nfallbuch: ")
    assert "erkennt das Token nicht an" in fehler
