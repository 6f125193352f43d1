#!/usr/bin/env bash
# Chromium 156 (Debian's, driven by playwright 1.65.2): a page with `Cache-Control: no-store` leaves what was typed into it on the disk.
#
# Guess: no-store is the header for pages with personal data; whoever sends it has nothing of a page in the profile. It speaks of
# the answer alone. So that a closed window can come back, Chromium writes each page's state into the profile's session files,
# and that state holds the values of form fields as they were when the page was left, of a page that was never submitted too,
# whatever its cache header says; in UTF-16, so that a search for the word in bytes of UTF-8 finds nothing. `autocomplete="off"`,
# which everybody takes for a wish about suggestions that browsers ignore, is what keeps a field's value out of the file.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check playwright==1.65.2
cat > "$ordner/probe.py" <<'PROBE'
import http.server
import os
import shutil
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright


class Seite(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        aus = ' autocomplete="off"' if self.path == "/off" else ""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>t</title><form><input{aus}><textarea{aus}></textarea></form>".encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Seite)
threading.Thread(target=server.serve_forever, daemon=True).start()
hier = f"http://127.0.0.1:{server.server_port}"
for pfad in ("/plain", "/off"):
    profil = Path(f"profil{pfad.replace('/', '-')}")
    with sync_playwright() as p:
        fenster = p.chromium.launch_persistent_context(str(profil), executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        seite = fenster.pages[0]
        seite.goto(hier + pfad)
        seite.fill("input", "Kanarienvogel")
        seite.fill("textarea", "Zeisigfamilie")
        seite.goto(hier + "/other")
        seite.wait_for_timeout(3000)
        fenster.close()
    for wort in ("Kanarienvogel", "Zeisigfamilie"):
        wo = {art: set() for art in ("utf-8", "utf-16-le")}
        for wurzel, _, namen in os.walk(profil):
            for name in namen:
                roh = (Path(wurzel) / name).read_bytes()
                for art, orte in wo.items():
                    if wort.encode(art) in roh:
                        orte.add(Path(wurzel).name)
        print(pfad, wort, {art: sorted(orte) for art, orte in wo.items()})
PROBE
(cd "$ordner" && umgebung/bin/python probe.py) | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
/plain Kanarienvogel {'utf-8': [], 'utf-16-le': ['Sessions']}
/plain Zeisigfamilie {'utf-8': [], 'utf-16-le': ['Sessions']}
/off Kanarienvogel {'utf-8': [], 'utf-16-le': []}
/off Zeisigfamilie {'utf-8': [], 'utf-16-le': []}
SOLL
echo "As described: what was typed into a page with no-store lies in the profile, unless the field says autocomplete=off."
