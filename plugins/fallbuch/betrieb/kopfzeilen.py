"""What a browser may do with the team's pages: said once, for the desk, for the files for nginx and Caddy, and for their check."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fallbuch.werte import dataclass

#: What a page may load: its own files alone, and nothing may put it into a frame. A browser test visits every page under it.
REGEL = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
#: The same wherever pages come from.
IMMER: Mapping[str, str] = {
    "Content-Security-Policy": REGEL,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: Half a year, in seconds: less, and a browser forgets over a long illness that only https is meant.
MINDESTENS_HSTS = 15_552_000
#: What a server adds to built pages. The desk asks `Referrer-Policy` to tell it, and it alone, from where a form comes.
AUF_DEM_SERVER: dict[str, str] = {
    **IMMER,
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Strict-Transport-Security": "max-age=31536000",
}
#: Pages and numbers are kept nowhere; what says nothing of anybody may be kept if it is asked for each time.
NIE_AUFHEBEN, NACHFRAGEN = "no-store", "private, no-cache"
#: Endings of what may be kept.
OHNE_INHALT = ("css", "svg", "webp")
#: Endings of all that a site may hold, its own pages' attachments included; nothing else is given out.
ENDUNGEN = (
    "html", "css", "js", "svg", "webp", "csv", "ics",
    "png", "jpg", "jpeg", "gif", "ico", "woff2", "pdf", "xlsx", "ods", "docx", "odt",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Kopfvorgabe:
    """A header that every answer must have, and what is good enough."""

    name: str
    #: As the shipped files set it.
    wert: str
    #: Returns "" where the values that came are good enough, else what is wrong with them.
    mangel: Callable[[list[str]], str]


def vorgaben() -> tuple[Kopfvorgabe, ...]:
    """Return every header with what is asked of it."""
    return tuple(
        Kopfvorgabe(name=name, wert=wert, mangel=_PROBEN.get(name, _genau(wert)))
        for name, wert in AUF_DEM_SERVER.items()
    )


def _genau(*werte: str) -> Callable[[list[str]], str]:
    def mangel(gefunden: list[str]) -> str:
        worte = [wort.strip().lower() for zeile in gefunden for wort in zeile.split(",")]
        # Of two values that contradict each other a browser takes either.
        return "" if worte and set(worte) <= {w.lower() for w in werte} else f"lautet „{', '.join(gefunden)}“"

    return mangel


def _regelmangel(gefunden: list[str]) -> str:
    """Say in which parts a policy allows more than ours; of several all hold, so that each part needs one that is strict."""
    regeln = [_zerlegt(regel) for zeile in gefunden for regel in zeile.split(",")]
    unsere = _zerlegt(REGEL)
    genannte = [teil for teil in _GENAUERE if any(teil in regel for regel in regeln)]
    teile = {**unsere, **{teil: _erlaubt(unsere, teil) for teil in genannte}}
    weiter = [teil for teil, erlaubt in teile.items() if not any(_erlaubt(regel, teil) <= erlaubt for regel in regeln)]
    return f"erlaubt mehr, als die Seiten brauchen, bei {', '.join(weiter)}" if weiter else ""


#: What `default-src` stands in for; the others allow everything where nothing is said.
_OHNE_VORGABE = frozenset({"form-action", "frame-ancestors", "base-uri"})
_ALLES = frozenset({"*"})
#: Parts that say more closely what another one says, by that: https://www.w3.org/TR/CSP3/#directive-fallback-list
_GENAUERE: Mapping[str, str] = {
    "script-src-elem": "script-src", "script-src-attr": "script-src", "style-src-elem": "style-src", "style-src-attr": "style-src",
    "worker-src": "script-src", "child-src": "default-src", "frame-src": "child-src", "object-src": "default-src", "media-src": "default-src",
    "manifest-src": "default-src",
}  # fmt: skip


def _zerlegt(regel: str) -> dict[str, frozenset[str]]:
    teile: dict[str, frozenset[str]] = {}
    for teil in regel.split(";"):
        worte = teil.split()
        if worte:
            # The first of two counts: https://www.w3.org/TR/CSP3/#parse-serialized-policy
            teile.setdefault(worte[0].lower(), frozenset(w.lower() for w in worte[1:]) - {"'none'"})
    return teile


def _erlaubt(regel: Mapping[str, frozenset[str]], teil: str) -> frozenset[str]:
    if teil in regel:
        return regel[teil]
    if teil in _OHNE_VORGABE or teil == "default-src":
        return _ALLES
    return _erlaubt(regel, _GENAUERE.get(teil, "default-src"))


def _hstsmangel(gefunden: list[str]) -> str:
    # The first of several counts: https://www.rfc-editor.org/rfc/rfc6797#section-8.1
    teile = [teil.strip().lower().partition("=") for teil in gefunden[0].split(";")] if gefunden else []
    dauer = next((wert.strip('" ') for name, _, wert in teile if name == "max-age"), "")
    lang_genug = dauer.isascii() and dauer.isdigit() and len(dauer) < 12 and int(dauer) >= MINDESTENS_HSTS
    return "" if lang_genug else f"lautet „{', '.join(gefunden)}“"


def _erlaubnismangel(gefunden: list[str]) -> str:
    worte = {wort.strip().replace(" ", "").lower() for zeile in gefunden for wort in zeile.split(",")}
    # Of two statements on the same the last one counts, and a list of both is none that anybody meant.
    genannt = {g: {w for w in worte if w.startswith(f"{g}=")} for g in ("camera", "geolocation", "microphone")}
    fehlt = [g for g, gesagt in genannt.items() if gesagt != {f"{g}=()"}]
    return f"verbietet nicht: {', '.join(fehlt)}" if fehlt else ""


def _suchmangel(gefunden: list[str]) -> str:
    worte = {wort.strip().lower() for zeile in gefunden for wort in zeile.split(",")}
    return "" if worte & {"noindex", "none"} else f"lautet „{', '.join(gefunden)}“"


def _verweismangel(gefunden: list[str]) -> str:
    # A list is for old browsers: the last word that one knows counts.
    worte = [wort.strip().lower() for zeile in gefunden for wort in zeile.split(",")]
    return "" if worte and worte[-1] in {"no-referrer", "same-origin"} else f"lautet „{', '.join(gefunden)}“"


_PROBEN: Mapping[str, Callable[[list[str]], str]] = {
    "Content-Security-Policy": _regelmangel,
    "X-Frame-Options": _genau("DENY", "SAMEORIGIN"),
    "Referrer-Policy": _verweismangel,
    "Permissions-Policy": _erlaubnismangel,
    "X-Robots-Tag": _suchmangel,
    "Strict-Transport-Security": _hstsmangel,
}
