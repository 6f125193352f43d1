#!/usr/bin/env bash
# mkdocs-material 9.8.1 with mkdocs 1.6.1: the search index holds what no reader ever sees on the page.
#
# Guess: the search finds the text of a page, so what is hidden on it cannot be found.
# In fact the index is made of the page's HTML and drops comments, style sheets and attributes alone. Text in an element
# with "hidden", in a <template>, in a <noscript> and the data of a <script type="application/json"> all stand in
# search_index.json, and the search prints them as an excerpt. What was hidden for some readers, or handed to a script, is
# one query away for everybody. A tool tip ("title") and the name of a picture ("alt") are not found, though readers get
# to see those.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1 mkdocs-material==9.8.1
mkdir -p "$ordner/projekt/docs"
cd "$ordner/projekt"
printf 'site_name: Probe\ntheme:\n  name: material\nplugins: [search]\n' > mkdocs.yml
cat > docs/index.md <<'SEITE'
# Sommerfest

Am Freitag.

<!-- kommentarwort -->

<p hidden>hiddenwort</p>

<template>templatewort</template>

<noscript>noscriptwort</noscript>

<script type="application/json">{"was": "scriptwort"}</script>

<style>.stylewort { color: red }</style>

<p title="titlewort">Im Garten.</p>

<img alt="altwort" src="data:,">
SEITE
NO_MKDOCS_2_WARNING=1 "$ordner/umgebung/bin/mkdocs" build --quiet
{
  for wort in kommentar hidden template noscript script style title alt; do
    echo "$wort: $(grep -c "${wort}wort" site/search/search_index.json || true)"
  done
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
kommentar: 0
hidden: 1
template: 1
noscript: 1
script: 1
style: 0
title: 0
alt: 0
SOLL
echo "As described: four hidden words can be searched for, the visible tool tip cannot."
