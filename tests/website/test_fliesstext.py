"""Free text on pages: structure and web links, nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fallbuch.website.fliesstext import fliesstext


@pytest.mark.parametrize(
    ("text", "erwartet"),
    [
        ("Ein Satz.", "<p>Ein Satz.</p>\n"),
        ("Eins.\nZwei.\n\nDrei.", "<p>Eins.\nZwei.</p>\n<p>Drei.</p>\n"),
        ("*wichtig*", "<p><em>wichtig</em></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>\n"),
        ("[x](//example.org)", "<p>[x](//example.org)</p>\n"),
        ("[x](https://example.org/a)", '<p><a href="https://example.org/a" rel="noopener noreferrer">x</a></p>\n'),
        (
            "![Bild](https://example.org/a.png)",
            '<p><a href="https://example.org/a.png" rel="noopener noreferrer">Bild</a></p>\n',
        ),
        ("![Bild](data:image/png;base64,AA)", "<p>![Bild](data:image/png;base64,AA)</p>\n"),
        ("### Lage", "<h4>Lage</h4>\n"),
        (
            "26. Januar: Anruf\n\n3. Februar: Rückruf\n\n7. März: *kam*",
            "<p>26. Januar: Anruf</p>\n<p>3. Februar: Rückruf</p>\n<p>7. März: <em>kam</em></p>\n",
        ),
        (
            "3. 2. angerufen\n> 4. Mai 2026 kam sie",
            "<p>3. 2. angerufen</p>\n<blockquote>\n<p>4. Mai 2026 kam sie</p>\n</blockquote>\n",
        ),
        ("- 3. Mai\n- 4. Mai", "<ul>\n<li>3. Mai</li>\n<li>4. Mai</li>\n</ul>\n"),
        ("1. eins\n2. zwei", "<ol>\n<li>eins</li>\n<li>zwei</li>\n</ol>\n"),
        ("```\n3. Mai\n```\n\n    4. Mai", "<pre><code>3. Mai\n</code></pre>\n<pre><code>4. Mai\n</code></pre>\n"),
        ("{{ 7*7 }} {% raw %}", "<p>{{ 7*7 }} {% raw %}</p>\n"),
        ("fallbuchschaleinhalt", "<p>fallbuchschaleinhalt</p>\n"),
    ],
)
def test_fliesstext(text: str, erwartet: str) -> None:
    assert str(fliesstext(text)) == erwartet


@given(st.text(alphabet="<>\"'&[]()!*_`#-+=:/\\ \n\tabjscript.onerrhtpimg1", max_size=120))
def test_nur_erlaubte_marken(text: str) -> None:
    html = str(fliesstext(text))
    for marke in re.findall(r"<[^>]*>", html):
        assert re.fullmatch(
            r'</?(?:p|em|strong|ul|ol|li|code|pre|blockquote|h4|hr|br)(?: start="\d+")?(?: /)?>|</a>|<code class="language-[^"]*">'
            r'|<a href="(?:https?://|mailto:)[^"<>]*"(?: title="[^"<>]*")? rel="noopener noreferrer">',
            marke,
            re.IGNORECASE,
        ), marke


def test_auch_was_fuer_markdown_zu_lang_ist_bleibt_text() -> None:
    lang = "<b>x</b> " * 20_000
    assert fliesstext(f"{lang}\n\n& Ende") == f"<p>{'&lt;b&gt;x&lt;/b&gt; ' * 20_000}</p>\n<p>&amp; Ende</p>\n"
