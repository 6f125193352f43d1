#!/usr/bin/env bash
# Caddy 2.6.2 (Debian 12): one "-Field" in a header block keeps every other field of that block off the error answers.
#
# Guess: a header block is a list of operations, each for itself: "-Server" takes one field away, the lines beside it set
# theirs. In fact taking a field away is only possible at the end, when the answer is written, and that puts the whole
# block off until then. Where a later directive ends in an error (a login that is missing, a file that is not there),
# another chain writes the answer, and the end that the block waits for never comes: the page has the field, the 401 and
# the 404 have none of the block, and neither "caddy validate" nor the log says a word. The same two lines as two
# directives, one that sets and one that takes away, set the field on all answers; only the taking away is lost on errors.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'kill "${pid:-}" 2>/dev/null || true; rm -rf "$ordner"' EXIT
cd "$ordner"
apt-get download -qq caddy=2.6.2-5 2>/dev/null || { apt-get update -qq && apt-get download -qq caddy=2.6.2-5; }
dpkg-deb -x caddy_*.deb programm
mkdir seiten
echo "<h1>Seite</h1>" > seiten/index.html
cat > Caddyfile <<'DATEI'
{
    admin off
    auto_https off
}
http://127.0.0.1:18431 {
    root * seiten
    header {
        X-Probe ja
    }
    basicauth /zu/* {
        jana $2b$05$cvE4ihM6vjCCWC2NptQdyuYr.QLGx1.jkT15ozrcgrfKtPIEJCjSe
    }
    file_server
}
http://127.0.0.1:18432 {
    root * seiten
    header {
        X-Probe ja
        -Server
    }
    basicauth /zu/* {
        jana $2b$05$cvE4ihM6vjCCWC2NptQdyuYr.QLGx1.jkT15ozrcgrfKtPIEJCjSe
    }
    file_server
}
http://127.0.0.1:18433 {
    root * seiten
    header X-Probe ja
    header -Server
    basicauth /zu/* {
        jana $2b$05$cvE4ihM6vjCCWC2NptQdyuYr.QLGx1.jkT15ozrcgrfKtPIEJCjSe
    }
    file_server
}
DATEI
export HOME="$ordner" XDG_DATA_HOME="$ordner" XDG_CONFIG_HOME="$ordner"
programm/usr/bin/caddy run --config Caddyfile --adapter caddyfile 2> mitschrift &
pid=$!
cat > probe.py <<'PROBE'
import http.client
import time


def frage(port, pfad):
    for _ in range(200):
        verbindung = http.client.HTTPConnection("127.0.0.1", port)
        try:
            verbindung.request("GET", pfad)
        except ConnectionRefusedError:
            time.sleep(0.05)
            continue
        antwort = verbindung.getresponse()
        return f"{antwort.status} X-Probe {antwort.getheader('X-Probe')}, Server {antwort.getheader('Server')}"


for name, port in (("sets only", 18431), ("sets and takes away, one block", 18432), ("the same as two directives", 18433)):
    for pfad in ("/", "/gibt-es-nicht", "/zu/"):
        print(f"{name}: {pfad}: {frage(port, pfad)}")
PROBE
python3 probe.py | tee gesehen
diff gesehen - <<'SOLL'
sets only: /: 200 X-Probe ja, Server Caddy
sets only: /gibt-es-nicht: 404 X-Probe ja, Server Caddy
sets only: /zu/: 401 X-Probe ja, Server Caddy
sets and takes away, one block: /: 200 X-Probe ja, Server None
sets and takes away, one block: /gibt-es-nicht: 404 X-Probe None, Server Caddy
sets and takes away, one block: /zu/: 401 X-Probe None, Server Caddy
the same as two directives: /: 200 X-Probe ja, Server None
the same as two directives: /gibt-es-nicht: 404 X-Probe ja, Server Caddy
the same as two directives: /zu/: 401 X-Probe ja, Server Caddy
SOLL
echo "As described: a field that is taken away takes its neighbours off the error answers."
