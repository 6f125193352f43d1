"""Text of others inside Markdown that forges and mail programs show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fallbuch.befund import lesbar

#: What Markdown would take for markup.
_ZEICHEN = re.compile(r"([\\`*_{}\[\]<>#|~])")
#: What forges make a link or a message of, escaped or not: mentions, numbers of requests, addresses.
_WIRKSAM = re.compile(r"@|[#!~%$&]\w|://|www\.", re.IGNORECASE)


#: Code, scripts and insertions, in which the sign of a comment is none; then a comment, closed or not.
_KOMMENTAR = re.compile(
    r"^[ \t]*(?P<zaun>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t]*(?P=zaun)[`~]*[ \t]*$|\Z)"
    r"|(?P<strich>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=strich)(?!`)"
    r"|<(?P<marke>script|style)\b.*?(?:</(?P=marke)\s*>|\Z)"
    r"|<!--\s*fallbuch:\s*[\w-]+\s*-->"
    r"|(?P<kommentar><!--.*?(?:--!?>|(?P<offen>\Z)))",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def ohne_kommentare(markdown: str) -> str:
    """Return a text without HTML comments: what somebody noted for colleagues stands on no page, nor in its source.

    They go before Markdown is read, which shows those that a list, a cell or a blank line cuts in two.
    """
    if "<!--" not in markdown:
        return markdown
    return _KOMMENTAR.sub(lambda t: "" if t["kommentar"] is not None else t[0], markdown)


def offener_kommentar(markdown: str) -> int | None:
    """Return where a comment begins that is never closed; all that follows belongs to it."""
    if "<!--" not in markdown:
        return None
    return next((t.start() for t in _KOMMENTAR.finditer(markdown) if t["offen"] is not None), None)


def als_code(text: str, laenge: int = 200) -> str:
    """Return text as code: no mention, link, tag or table can begin in it, and nothing ends it early."""
    sauber = " ".join(lesbar(text, laenge).split()) or " "
    laengste = max((len(lauf) for lauf in re.findall("`+", sauber)), default=0)
    zaun = "`" * (laengste + 1)
    polster = " " if sauber.startswith("`") or sauber.endswith("`") else ""
    # A bar would end a cell where a reader puts the comment into a table.
    return f"{zaun}{polster}{sauber}{polster}{zaun}".replace("|", "¦")


def als_wort(text: str, laenge: int = 200) -> str:
    """Return text to stand in a sentence, as plain as it can be: also a mail shows it."""
    sauber = lesbar(text, laenge)
    return als_code(text, laenge) if _WIRKSAM.search(sauber) else _ZEICHEN.sub(r"\\\1", sauber)


#: A line that stands for itself: quotation, heading, table, code.
_EIGENE_ZEILE = re.compile(r"[ \t]*[>#|`~]")
#: A line broken on purpose, in one way or the other: it says no more than one broken by chance.
_HARTER_UMBRUCH = re.compile(r"[ \t]*\\?[ \t]*$")
_PUNKT = re.compile(r"([ \t]*)(?:[-*+]|([0-9]{1,9}[.)]))[ \t]+(?=\S)")


def ohne_umbrueche(text: str) -> str:
    """Return a text with each paragraph and each item on one line, as Markdown shows it; what else has lines keeps them."""
    return "\n".join(_absaetze(text))


def _absaetze(text: str) -> Iterator[str]:
    offen: list[str] = []
    im_zaun = False
    for zeile in (*text.split("\n"), ""):
        zeile = _HARTER_UMBRUCH.sub("", zeile)
        im_zaun ^= zeile.lstrip().startswith(("```", "~~~"))
        punkt = _PUNKT.match(zeile)
        code = not offen and zeile.startswith(("    ", "\t"))
        eigene = code or im_zaun or _EIGENE_ZEILE.match(zeile) is not None
        if offen and (eigene or punkt is not None or not zeile.strip()):
            yield " ".join(offen)
            offen = []
        if eigene:
            yield zeile.rstrip()
        elif punkt is not None:
            offen = [f"{punkt[1]}{punkt[2] or '-'}", *zeile[punkt.end() :].split()]
        elif zeile.strip():
            offen += zeile.split()
