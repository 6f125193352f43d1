# make site   prüft die Fälle und baut die Seiten      make test   führt die Tests aus
# make serve  öffnet den Schreibtisch im Browser         make lint   prüft den Programmtext
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
# Was einmal übersetzt ist, wird nicht bei jedem Start noch einmal übersetzt.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := site
.PHONY: site site-oeffentlich serve test test-lang lint format locks demo paket bilder bench benchmark fremde clean

site: $(VENV)/.laufzeit
	@$(BIN)/fallbuch bauen
	@echo "So sehen Sie sie an: Öffnen Sie site/index.html im Browser, oder rufen Sie „make serve“ auf."

# Die öffentliche Fassung: geschützte Zahlen, Prozesse und Handbuch, nichts von einem Fall.
site-oeffentlich: $(VENV)/.laufzeit
	@$(BIN)/fallbuch bauen --oeffentlich
	@echo "So sehen Sie sie an: Öffnen Sie site-oeffentlich/index.html im Browser. Die Leckprobe hat nichts gefunden."

# Auf einer Kopie der Beispiele: Was dort jemand ausprobiert, gehört nicht in die Geschichte des Programms.
serve: $(VENV)/.laufzeit
	@ordner="$$(mktemp -d)" && $(BIN)/fallbuch demo --ziel "$$ordner/demo" && $(BIN)/fallbuch oeffnen --team "$$ordner/demo"

test: $(VENV)/.entwicklung $(VENV)/.npm
	@$(BIN)/pytest -n 3 --dist worksteal $(PYTEST)

# Die langen Fassungen der Prüfreihen (Minuten bis Stunden).
test-lang: $(VENV)/.entwicklung $(VENV)/.npm
	@FALLBUCH_LANG=1 $(BIN)/pytest -n 3 --dist worksteal $(PYTEST)

lint: $(VENV)/.entwicklung
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .

format: $(VENV)/.entwicklung
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Die mitgelieferten Beispieldaten neu erzeugen.
demo: $(VENV)/.laufzeit
	@rm -rf faelle vorlagen site_src statistik mkdocs.yml plugins/fallbuch/vorgaben/demoteam
	@$(BIN)/python -m benchmarks.demo --ziel . --ziel plugins/fallbuch/vorgaben/demoteam

# Alles, was Zeit und Speicher misst (eine Viertelstunde; was es im Browser misst, braucht Chromium).
benchmark: $(VENV)/.entwicklung
	@for was in faelligkeiten zahlen haerte vergleichen prozesse freigeben schutzverfahren umziehen bauen browser; do $(BIN)/python -m benchmarks.$$was && echo || exit 1; done

# Das ganze Programm, wie Menschen es rufen, neben anderen (zehn Minuten; --wachstum mit BENCH=--wachstum).
bench: $(VENV)/.laufzeit
	@$(BIN)/python -m benchmarks.messen $(BENCH) && echo && $(BIN)/python -m benchmarks.schreibtisch

# Die Bilder in README und Handbuch neu aufnehmen (braucht Chromium).
bilder: $(VENV)/.entwicklung
	@$(BIN)/python docs/bilder.py

# Die Falldateien, wie fremde Programme sie schreiben, neu erzeugen (zehn Minuten; braucht Node, Chromium und für JGit Java).
fremde: $(VENV)/.entwicklung
	@$(BIN)/python -m tests.fremde.erzeugen
	@$(BIN)/python -m tests.fremde.erzeugen_git

# Die festgeschriebenen Versionen neu bestimmen (braucht uv; --upgrade für neuere).
locks:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --quiet pyproject.toml --extra freigabe --extra kontakte --extra loeschen --extra schreibtisch --extra umzug --group laufzeitbau -o requirements.txt $(LOCKS)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --quiet pyproject.toml --extra freigabe --extra kontakte --extra loeschen --extra schreibtisch --extra umzug -c requirements.txt -o plugins/fallbuch/vorgaben/programm/requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --quiet pyproject.toml --extra freigabe --extra kontakte --extra loeschen --extra schluesselbund --extra schreibtisch --extra umzug --extra verbund --group dev -c requirements.txt -o requirements-dev.txt $(LOCKS)

# Das Programm als eine Datei zum Weitergeben, auf jedem Rechner mit denselben Bytes.
paket: $(VENV)/.laufzeit
	@$(BIN)/python -m fallbuch.weitergabe dist

clean:
	rm -rf dist $(VENV) site site-oeffentlich .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Fallbuch braucht Python 3.11 oder neuer, gefunden wurde " + sys.version.split()[0] + ". Mit „make site PYTHON=python3.12“ nennen Sie ein anderes.")'
	@$(PYTHON) -m venv $(VENV) || { echo "Die Umgebung ließ sich nicht anlegen. Auf Debian und Ubuntu hilft: sudo apt install python3-venv"; exit 1; }

# --require-hashes lehnt „-e .“ ab; deshalb kommt das Projekt selbst in einem zweiten Schritt.
# README.md steht in der Beschreibung des Pakets.
$(VENV)/.laufzeit: requirements.txt pyproject.toml README.md | $(BIN)/python
	@echo "Die nötigen Pakete werden eingerichtet …"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.entwicklung: requirements-dev.txt $(VENV)/.laufzeit
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

# Was die Tests in eine Seite laden: eine Prüfung der Barrierefreiheit und ein zweites Programm, das Kalender liest.
$(VENV)/.npm: tests/npm/package-lock.json
	@if command -v npm >/dev/null && npm ci --prefix tests/npm --ignore-scripts --no-audit --no-fund --silent; then touch $@; \
	else echo "npm fehlt oder kam nicht durch; die Prüfungen mit axe und ical.js entfallen. Auf Debian: sudo apt install nodejs npm"; fi
