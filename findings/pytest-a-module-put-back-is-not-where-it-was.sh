#!/usr/bin/env bash
# pytest 9.2.0: after monkeypatch has put modules back into sys.modules, patching one by its dotted name fails in a later test.
#
# Guess: a test that wants a package imported anew deletes its modules with `monkeypatch.delitem(sys.modules, …)`; at its end
# everything is as it was, since every deletion is undone. sys.modules is, but an import leaves a second trace: it binds the
# new package as an attribute of the package above it, and nobody undoes that. From then on `import house.room.door` finds
# the old modules, and walking from attribute to attribute leads into the new ones. Where the new package never loaded that
# module, `setattr("house.room.door.name", …)` in some other test says that there is no such attribute, though the test
# module imported it at its top and uses it; it depends on which tests ran before on the same worker, so it comes and goes
# with the number of workers. Where the new package did load it, nothing fails: the patch lands in a copy that nobody uses.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check pytest==9.2.0
mkdir -p "$ordner/house/room"
touch "$ordner/house/__init__.py" "$ordner/house/room/__init__.py"
echo 'colour = "green"' > "$ordner/house/room/door.py"
echo 'size = 1' > "$ordner/house/room/window.py"
cat > "$ordner/test_order.py" <<'PROBE'
import sys

import house.room.door as door


def imported_anew(monkeypatch, module):
    for name in [n for n in sys.modules if n.startswith("house.room")]:
        monkeypatch.delitem(sys.modules, name)
    __import__(module)


def test_1_before(monkeypatch):
    monkeypatch.setattr("house.room.door.colour", "red")
    assert door.colour == "red"


def test_2_the_window_anew(monkeypatch):
    imported_anew(monkeypatch, "house.room.window")


def test_3_everything_is_back():
    assert sys.modules["house.room.door"] is door


def test_4_not_found(monkeypatch):
    monkeypatch.setattr("house.room.door.colour", "red")


def test_5_the_door_anew(monkeypatch):
    imported_anew(monkeypatch, "house.room.door")


def test_6_patched_somewhere_else(monkeypatch):
    monkeypatch.setattr("house.room.door.colour", "red")
    assert door.colour == "red"


def test_7_by_the_module_itself(monkeypatch):
    monkeypatch.setattr(door, "colour", "red")
    assert door.colour == "red"
PROBE
cd "$ordner"
umgebung/bin/python -m pytest -p no:cacheprovider -q -rA --tb=line test_order.py > gesehen.txt || true
grep -oE "^(PASSED|FAILED) test_order.py::[a-z0-9_]+( - [A-Za-z]+)?" gesehen.txt | sort -t: -k3 | tee kurz.txt
diff kurz.txt - <<'SOLL'
PASSED test_order.py::test_1_before
PASSED test_order.py::test_2_the_window_anew
PASSED test_order.py::test_3_everything_is_back
FAILED test_order.py::test_4_not_found - AttributeError
PASSED test_order.py::test_5_the_door_anew
FAILED test_order.py::test_6_patched_somewhere_else - AssertionError
PASSED test_order.py::test_7_by_the_module_itself
SOLL
echo "As described: what is put back into sys.modules is not put back into the package above."
