#!/usr/bin/env bash
# Zensical 0.0.73: with --strict it builds a mkdocs.yml whose plugins and hooks it does not run, and reports "No issues found".
#
# Guess: a plugin that is not to be had stops the build, as in mkdocs, or is at least named; --strict makes sure of that.
# In fact it asks for no plugin's entry point. Names it has rebuilt itself are honoured, every other one is dropped
# without a word, and so are "hooks" and keys it does not know. What a hook would have taken out of a page is published,
# what a plugin would have written is missing, in a build that ends well. mkdocs refuses the name and the key, and runs
# the hook. Strictness is about links: a dead one fails the build.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check zensical==0.0.73 mkdocs==1.6.1
mkdir -p "$ordner/projekt/docs" "$ordner/projekt/huelle"
cd "$ordner/projekt"
printf '{{ page.content }}\n' > huelle/main.html
printf '# Anfang\n\nEntwurfswort\n' > docs/index.md
printf 'def on_page_markdown(markdown, **_):\n    return markdown.replace("Entwurfswort", "")\n' > streichen.py
versuch() { # name of the case, a line of mkdocs.yml
  local programm ende
  for programm in mkdocs zensical; do
    printf 'site_name: Probe\nuse_directory_urls: false\nsite_dir: site-%s\n%s\n' "$programm" "$2" > "$programm.yml"
    if [ "$programm" = mkdocs ]; then
      printf 'theme:\n  name: null\n  custom_dir: huelle\n' >> mkdocs.yml
    else
      printf 'theme:\n  name: material\n' >> zensical.yml
    fi
    rm -rf "site-$programm"
    ende=0
    "$ordner/umgebung/bin/$programm" build --strict -f "$programm.yml" >"$ordner/ausgabe" 2>&1 || ende=$?
    echo "$1, $programm: exit code $ende, no issues found: $(grep -c 'No issues found' "$ordner/ausgabe" || true)," \
      "word published: $(grep -c 'Entwurfswort' "site-$programm/index.html" 2>/dev/null || true)" \
      | sed 's/: $/: no page/'
  done
}
{
  versuch "unknown plugin" 'plugins: [gibt-es-nicht]'
  versuch "hook" 'hooks: [streichen.py]'
  versuch "mistyped key" 'plugin: [search]'
  printf '\n[dorthin](weg.md)\n' >> docs/index.md
  versuch "dead link" 'plugins: []'
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
unknown plugin, mkdocs: exit code 1, no issues found: 0, word published: no page
unknown plugin, zensical: exit code 0, no issues found: 1, word published: 1
hook, mkdocs: exit code 0, no issues found: 0, word published: 0
hook, zensical: exit code 0, no issues found: 1, word published: 1
mistyped key, mkdocs: exit code 1, no issues found: 0, word published: no page
mistyped key, zensical: exit code 0, no issues found: 1, word published: 1
dead link, mkdocs: exit code 1, no issues found: 0, word published: 1
dead link, zensical: exit code 1, no issues found: 0, word published: 1
SOLL
echo "As described: what it does not run it does not mention."
