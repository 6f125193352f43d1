"""Charts as files of their own: SVG with its colours in it, and PNG for programs that read no SVG. The only door to the renderer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import resvg_py
from markupsafe import escape

from fallbuch.register.blatt import Registerblatt
from fallbuch.statistik.diagramm import MUSTER, diagramm
from fallbuch.statistik.tabelle import Schutztabelle

#: The page's colours, in light: a file stands alone.
_STIL = """\
text{font-family:"Liberation Sans",Arial,Helvetica,sans-serif;font-size:12px;fill:#1c2429}
.fb-d-zahl{font-weight:bold}.fb-d-rechts{text-anchor:end}.fb-d-mitte{text-anchor:middle}
.fb-m0,.fb-m1,.fb-m2,.fb-m3,.fb-m4,.fb-m5{stroke:#0d3f4d;stroke-width:1}
.fb-m0{fill:#0d3f4d}.fb-m1{fill:url(#fb-muster-1)}.fb-m2{fill:url(#fb-muster-2)}.fb-m3{fill:url(#fb-muster-3)}
.fb-m4{fill:url(#fb-muster-4)}.fb-m5{fill:url(#fb-muster-5)}
.fb-muster path{stroke:#0d3f4d;stroke-width:.9;fill:none}.fb-muster rect{fill:#a9d3de}
.fb-muster-1 rect{fill:#2b8aa5}.fb-muster-1 path{stroke:#e4eef1}
.fb-muster-3 rect,.fb-muster-5 rect{fill:#fff}.fb-muster-3 path{fill:#0d3f4d;stroke:none}.fb-muster-4 rect{fill:#e4eef1}
.fb-d-rahmen{fill:none;stroke:#5b6b73;stroke-width:1}.fb-d-gleich{fill:#e4eef1;stroke:#5b6b73;stroke-width:1}
.fb-d-kreis{fill:#a9d3de;stroke:#0d3f4d;stroke-width:1}
"""
_SCHAERFE, _RAND = 3, 12
#: Room for the title and the period above the chart, and how many characters of a title fit into a line.
_KOPF, _ZEICHEN, _ZEILE = 46, 50, 15


def bilder(blatt: Registerblatt) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each chart, as SVG and as PNG."""
    for name, tabelle in blatt.tabellen.items():
        svg = als_svg(tabelle, blatt.verfahren)
        if svg is not None:
            yield f"bilder/{name}.svg", svg.encode()
            png = resvg_py.svg_to_bytes(svg_string=svg, zoom=_SCHAERFE, background="#ffffff")
            yield f"bilder/{name}.png", bytes(png)


def als_svg(tabelle: Schutztabelle, verfahren: str) -> str | None:
    """Return the chart of a table as a file; `verfahren` says how its numbers were made. None for a table without one."""
    bild = diagramm(tabelle)
    if bild is None:
        return None
    rahmen, _, rest = str(bild).partition(">")
    breite, hoehe = (float(w) for w in rahmen.partition('viewBox="0 0 ')[2].partition('"')[0].split())
    inneres = rest.removesuffix("</svg>")
    muster = str(MUSTER).partition("<defs>")[2].partition("</defs>")[0]
    titel = textwrap.wrap(tabelle.tabelle.titel, _ZEICHEN)
    kopf = _KOPF + _ZEILE * (len(titel) - 1)
    b, h = breite + 2 * _RAND, hoehe + 2 * _RAND + kopf
    zeilen = "".join(
        f'<text class="fb-d-zahl" x="0" y="{12 - kopf + _ZEILE * n}">{escape(zeile)}</text>'
        for n, zeile in enumerate(titel)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{b:g}" height="{h:g}" viewBox="{-_RAND} {-_RAND - kopf} {b:g} {h:g}" role="img">'
        f"<title>{escape(tabelle.tabelle.titel)}, {tabelle.zeitraum.name}</title><style>{_STIL}</style><defs>{muster}</defs>"
        f'{zeilen}<text x="0" y="{29 - _KOPF}">{tabelle.zeitraum.name}, {escape(verfahren)}</text>{inneres}</svg>\n'
    )
