#!/usr/bin/env bash
# Python-Markdown 3.11.3, as mkdocs 1.6.1 sets it up: raw HTML is not left alone where a line of it begins with "```".
#
# Guess: from <div> to </div> nothing is Markdown; what a program writes as HTML comes out as it went in.
# In fact mkdocs always turns on "fenced_code", and that looks for fences before anybody looks for HTML: a pair of lines
# that begin with "```" or "~~~" is made into <pre><code> even inside <textarea>, <script type="application/json">, a
# comment or the value of an attribute. The form is sent back with other text, the data is no JSON any more. One blank
# before the fence helps under mkdocs; "pymdownx.superfences", which material's manual recommends and Zensical turns on
# by itself, takes indented fences as well. Blank lines inside the HTML, feared more, do no harm. --strict finds nothing.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1 markdown==3.11.3 pymdown-extensions==13.1.2
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/huelle"
cd "$ordner/projekt"
printf '{{ page.content }}' > huelle/main.html
printf 'site_name: Probe\nuse_directory_urls: false\ntheme:\n  name: null\n  custom_dir: huelle\n' > mkdocs.yml
cp mkdocs.yml super.yml
printf 'site_dir: site-super\nmarkdown_extensions: [pymdownx.superfences]\n' >> super.yml
printf 'Anfang\n' > docs/index.md
python3 - <<'PY'
blocks = {
    "blank-lines": "<pre>\n\n# one\n\n    two\n\n</pre>",
    "pre": "<pre>\n```\none\n```\n</pre>",
    "textarea": "<textarea>\n~~~\none\n~~~\n</textarea>",
    "json": '<script type="application/json">\n[\n```\n"one"\n```\n]\n</script>',
    "comment": "<!--\n```\none\n```\n-->",
    "attribute": '<p title="\n```\none\n```\n">two</p>',
    "indented": "<textarea>\n ```\n one\n ```\n</textarea>",
    "one-line": "<textarea>&#10;```&#10;one&#10;```&#10;</textarea>",
}
for name, html in blocks.items():
    with open(f"docs/{name}.md", "w", encoding="utf-8") as file:
        file.write(f"<div>\n{html}\n</div>\n")
PY
"$ordner/umgebung/bin/mkdocs" build --strict --quiet
"$ordner/umgebung/bin/mkdocs" build --strict --quiet -f super.yml
python3 - <<'PY' | tee "$ordner/gesehen"
names = ("blank-lines", "pre", "textarea", "json", "comment", "attribute", "indented", "one-line")
for name in names:
    seen = []
    with open(f"docs/{name}.md", encoding="utf-8") as file:
        source = file.read().strip()
    for site in ("site", "site-super"):
        with open(f"{site}/{name}.html", encoding="utf-8") as file:
            page = file.read().strip()
        seen.append("as written" if page == source else "changed, <code> in it" if "<code" in page else "changed")
    print(f"{name}: {seen[0]}; with superfences: {seen[1]}")
with open("site/textarea.html", encoding="utf-8") as file:
    print("textarea:", "|".join(file.read().splitlines()))
PY
diff "$ordner/gesehen" - <<'SOLL'
blank-lines: as written; with superfences: as written
pre: changed, <code> in it; with superfences: changed, <code> in it
textarea: changed, <code> in it; with superfences: changed, <code> in it
json: changed, <code> in it; with superfences: changed, <code> in it
comment: changed, <code> in it; with superfences: changed, <code> in it
attribute: changed, <code> in it; with superfences: changed, <code> in it
indented: as written; with superfences: changed, <code> in it
one-line: as written; with superfences: as written
textarea: <div>|<textarea>||<pre><code>one|</code></pre>||</textarea>|</div>
SOLL
echo "As described: five blocks of raw HTML were rewritten, the one with blank lines was not."
