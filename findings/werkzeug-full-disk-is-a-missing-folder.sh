#!/usr/bin/env bash
# Werkzeug 3.1.9 with filelock 3.20.0 on Python's tempfile: where nothing can be written, the error says that a folder is missing.
#
# Guess: whoever wants to tell people "the disk is full" looks for ENOSPC (or EFBIG, EDQUOT). But tempfile looks for a
# temporary folder only when the first file is asked for, and tries each by writing a few bytes; errors of that trial are
# swallowed, and what comes out is FileNotFoundError, errno 2, as if nobody had made a folder. So one and the same upload,
# and one and the same lock file beside it, fail in two ways: with the true reason where the program has asked for the
# folder once before the disk was full, with a missing folder where it has not. A service that has run for days without
# any upload is the second case. A lock of filelock writes nothing, so it works on such a disk as soon as the folder is
# known. The disk is not filled here; the system's limit on the size of files stands for it.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9 filelock==3.20.0
cat > "$ordner/probe.py" <<'PROBE'
import errno
import io
import resource
import sys
import tempfile

from filelock import FileLock
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

koerper = b'--x\r\nContent-Disposition: form-data; name="bild"; filename="scan.png"\r\n\r\n' + b"x" * 800_000 + b"\r\n--x--\r\n"
umgebung = EnvironBuilder(
    method="POST",
    input_stream=io.BytesIO(koerper),
    content_type="multipart/form-data; boundary=x",
    content_length=len(koerper),
).get_environ()
if sys.argv[1] == "asked before":
    tempfile.gettempdir()
else:
    assert tempfile.tempdir is None
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def versuche(name, tue):
    try:
        ergebnis = tue()
    except OSError as fehler:
        ergebnis = f"{type(fehler).__name__} {errno.errorcode[fehler.errno]}"
    print(f"{sys.argv[1]}, {name}: {ergebnis}")


def sperre():
    with FileLock(f"{tempfile.gettempdir()}/probe-{id(umgebung)}.lock"):
        return "locked"


versuche("upload", lambda: Request(umgebung).files["bild"].filename)
versuche("lock", sperre)
PROBE
for wann in "asked before" "never asked"; do
  TMPDIR="$ordner" "$ordner/umgebung/bin/python" "$ordner/probe.py" "$wann"
done | tee "$ordner/gesehen"
diff "$ordner/gesehen" - <<'SOLL'
asked before, upload: OSError EFBIG
asked before, lock: locked
never asked, upload: FileNotFoundError ENOENT
never asked, lock: FileNotFoundError ENOENT
SOLL
echo "As described: a full disk is a missing folder to whoever had not asked for one."
