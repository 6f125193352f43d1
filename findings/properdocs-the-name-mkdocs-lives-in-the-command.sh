#!/usr/bin/env bash
# ProperDocs 1.6.7: a plugin that imports "mkdocs" builds where no mkdocs is installed; one that asks for "properdocs" first fails.
#
# Guess: the successor has a package of its own, so a plugin for both tries "from properdocs..." and falls back on
# "from mkdocs..."; a module that only knows "mkdocs" needs mkdocs beside it.
# In fact the other way round. The command "properdocs" answers every import of mkdocs with its own modules, also where
# mkdocs is installed too, and finds plugins under "mkdocs.plugins". So the plain "from mkdocs.plugins import BasePlugin"
# is the one that always fits the program that runs. Whoever asks for properdocs first has, with both installed (and
# mkdocs-material brings mkdocs along), the wrong base class under the command "mkdocs", which refuses the plugin. But
# the name exists only inside that command: in a test, or to a program that calls ProperDocs as a library, there is no
# mkdocs until "properdocs.replacement" was imported, and no metadata of mkdocs at any time.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
mkdir -p "$ordner/plugin" "$ordner/projekt/docs" "$ordner/projekt/huelle"
cat > "$ordner/plugin/pyproject.toml" <<'TOML'
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "probe-plugins"
version = "1"
[project.entry-points."mkdocs.plugins"]
plain = "probe_plain:Probe"
careful = "probe_careful:Probe"
[tool.setuptools]
py-modules = ["probe_plain", "probe_careful"]
TOML
cat > "$ordner/plugin/probe_plain.py" <<'PY'
from mkdocs.plugins import BasePlugin


class Probe(BasePlugin):
    def on_post_build(self, *, config):
        print("built, base class of", BasePlugin.__module__)
PY
{
  printf 'try:\n    from properdocs.plugins import BasePlugin\nexcept ModuleNotFoundError:\n    from mkdocs.plugins import BasePlugin\n'
  sed 1d "$ordner/plugin/probe_plain.py"
} > "$ordner/plugin/probe_careful.py"
for umgebung in alone both; do
  python3 -m venv "$ordner/$umgebung"
  "$ordner/$umgebung/bin/pip" install --quiet --disable-pip-version-check properdocs==1.6.7 "$ordner/plugin"
done
"$ordner/both/bin/pip" install --quiet --disable-pip-version-check mkdocs==1.6.1
cd "$ordner/projekt"
printf '{{ page.content }}\n' > huelle/main.html
printf '# Anfang\n' > docs/index.md
for plugin in plain careful; do
  printf 'site_name: Probe\ntheme:\n  name: null\n  custom_dir: huelle\nplugins: [%s]\n' "$plugin" > "$plugin.yml"
done
bauen() {
  "$ordner/$1/bin/$2" build --quiet -f "$3.yml" 2>&1 | grep -oE 'built, .*|must be a subclass of .*' | sed "s/^/$1, $2, $3: /"
}
{
  bauen alone properdocs plain
  bauen alone properdocs careful
  bauen both properdocs plain
  bauen both properdocs careful
  bauen both mkdocs plain
  bauen both mkdocs careful || true
  "$ordner/alone/bin/python" - <<'PY'
from importlib.metadata import PackageNotFoundError, version


def here():
    try:
        import probe_plain
    except ModuleNotFoundError as error:
        return str(error)
    return f"imported, base class of {probe_plain.BasePlugin.__module__}"


import properdocs.config

print("in a program of one's own:", here())
import properdocs.replacement

print("after properdocs.replacement:", here())
try:
    print("metadata:", version("mkdocs"))
except PackageNotFoundError as error:
    print("metadata:", error)
PY
} | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
alone, properdocs, plain: built, base class of properdocs.plugins
alone, properdocs, careful: built, base class of properdocs.plugins
both, properdocs, plain: built, base class of properdocs.plugins
both, properdocs, careful: built, base class of properdocs.plugins
both, mkdocs, plain: built, base class of mkdocs.plugins
both, mkdocs, careful: must be a subclass of mkdocs.plugins.BasePlugin
in a program of one's own: No module named 'mkdocs'
after properdocs.replacement: imported, base class of properdocs.plugins
metadata: No package metadata was found for mkdocs
SOLL
echo "As described: the careful import is refused, the plain one fits every command and no program."
