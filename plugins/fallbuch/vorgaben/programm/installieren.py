"""Richtet Fallbuch für diesen Ordner ein: python3 programm/installieren.py (unter Windows: py programm\\installieren.py).

Es braucht Python 3.11 oder neuer und sonst nichts. Was installiert wird, steht mit Prüfsummen in requirements.txt.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit("Fallbuch braucht Python 3.11 oder neuer; hier läuft " + sys.version.split()[0] + ".")

HIER = Path(__file__).resolve().parent
TEAM = HIER.parent
UMGEBUNG = TEAM / ".venv"
BEFEHLE = UMGEBUNG / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BEFEHLE / ("python.exe" if os.name == "nt" else "python")


def main() -> None:
    if UMGEBUNG.is_file():
        sys.exit("„.venv“ ist hier eine Datei. Benennen Sie sie um, und rufen Sie den Befehl noch einmal auf.")
    if not hat_pip():
        print("Die Umgebung wird angelegt ...", flush=True)
        try:
            venv.create(UMGEBUNG, with_pip=True, clear=UMGEBUNG.exists())
        except (OSError, subprocess.CalledProcessError):
            sys.exit("Die Umgebung ließ sich nicht anlegen. Auf Debian und Ubuntu hilft: sudo apt install python3-venv")
    print("Die nötigen Pakete werden geholt ...", flush=True)
    worte = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    # Das Programm selbst hat in requirements.txt seine Prüfsumme; der Pfad dort gilt vom Ordner des Teams aus.
    befehl = [str(PYTHON), *worte, "--force-reinstall", "--no-deps", "-r", str(HIER / "requirements.txt")]
    if subprocess.run(befehl, cwd=TEAM, check=False).returncode:
        sys.exit(
            "Die Pakete ließen sich nicht installieren. Darüber steht auf Englisch, woran es lag: Meist fehlt das Netz. Ist von „HASHES“ "
            "die Rede, wurde eine Datei verändert; installieren Sie sie nicht, und fragen Sie im Team nach."
        )
    print(f"Fertig. So geht es weiter: {(BEFEHLE / 'fallbuch').relative_to(TEAM)}")


def hat_pip() -> bool:
    if not PYTHON.exists():
        return False
    frage = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(frage, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


main()
