#!/usr/bin/env bash
# Werkzeug 3.1.9: make_server() on a port that is taken raises no OSError; it prints to standard error and raises SystemExit.
#
# Guess: make_server only makes an object, so whoever wants "the next free port" catches OSError and goes on. In fact the
# constructor binds, and turns the error into two lines of English and sys.exit(1): neither "except OSError" nor "except
# Exception" sees it, and in a thread of its own the program goes on without its server and without a word. A socket that
# is bound before and handed over by fd= brings the OSError back, but the server that comes of it has no server_port (its
# "port" is right), since server_bind() is what would have set it.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9
cat > "$ordner/probe.py" <<'PROBE'
import contextlib
import io
import socket
import threading

from werkzeug.serving import make_server


def app(umgebung, beginne):
    beginne("200 OK", [])
    return [b""]


def versuche(name, tue):
    stumm = io.StringIO()
    with contextlib.redirect_stderr(stumm):
        try:
            ergebnis = tue()
        except OSError as fehler:
            ergebnis = f"OSError {fehler.errno == 98}"
        except SystemExit as fehler:
            ergebnis = f"SystemExit {fehler.code}"
    print(f"{name}: {ergebnis}; lines on standard error: {len(stumm.getvalue().splitlines())}")


belegt = socket.create_server(("127.0.0.1", 0))
port = belegt.getsockname()[1]
versuche("taken port", lambda: make_server("127.0.0.1", port, app))
versuche("standard library, taken port", lambda: __import__("wsgiref.simple_server").simple_server.make_server("127.0.0.1", port, app))


def im_faden():
    faden = threading.Thread(target=lambda: make_server("127.0.0.1", port, app))
    faden.start()
    faden.join()
    return "the program goes on"


versuche("taken port, in a thread", im_faden)


def uebergeben():
    with socket.create_server(("127.0.0.1", 0)) as dose:
        nummer = dose.getsockname()[1]
        server = make_server("127.0.0.1", nummer, app, fd=dose.fileno())
    try:
        return f"port right: {server.port == nummer}, server_port there: {hasattr(server, 'server_port')}"
    finally:
        server.server_close()


versuche("socket handed over", uebergeben)
server = make_server("127.0.0.1", 0, app)
print(f"bound by itself: server_port there: {hasattr(server, 'server_port')}")
server.server_close()
PROBE
"$ordner/umgebung/bin/python" "$ordner/probe.py" | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
taken port: SystemExit 1; lines on standard error: 2
standard library, taken port: OSError True; lines on standard error: 0
taken port, in a thread: the program goes on; lines on standard error: 2
socket handed over: port right: True, server_port there: False; lines on standard error: 0
bound by itself: server_port there: True
SOLL
echo "As described: a taken port is no error that can be caught as one."
