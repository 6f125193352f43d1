"""Text of others inside Markdown that forges and mail programs show."""

from __future__ import annotations

import re

from fallbuch.befund import lesbar

#: What Markdown would take for markup.
_ZEICHEN = re.compile(r"([\\`*_{}\[\]<>#|~])")
#: What forges make a link or a message of, escaped or not: mentions, numbers of requests, addresses.
_WIRKSAM = re.compile(r"@|[#!~%$&]\w|://|www\.", re.IGNORECASE)


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
