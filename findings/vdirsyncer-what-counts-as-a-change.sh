#!/usr/bin/env bash
# vdirsyncer 0.21.0: two meetings of a series can swap their subjects or days, and it sees the same item as before.
#
# Guess: an item counts as changed when it says something else, and a new DTSTAMP makes sure that it does.
# In fact the lines of the whole item are sorted and compared, without regard to which VEVENT they stand in: lines that
# change places between the series and its exception make no difference. DTSTAMP, LAST-MODIFIED and even UID are left
# out, and so is all of VTIMEZONE, so that another offset for the same name goes unseen. A new SEQUENCE does count with
# nothing else changed, and so does a line folded at another place. For a calendar in one file or at a web address this
# comparison is all there is.
set -euo pipefail
ordner="$(mktemp -d)"
trap 'rm -rf "$ordner"' EXIT
python3 -m venv "$ordner/umgebung"
"$ordner/umgebung/bin/pip" install --quiet --disable-pip-version-check vdirsyncer==0.21.0
"$ordner/umgebung/bin/python" - <<'PY' | tee "$ordner/gesehen"
from vdirsyncer.vobject import Item

ZONE = """BEGIN:VTIMEZONE
TZID:Amt
BEGIN:STANDARD
DTSTART:20200101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
SERIE = """BEGIN:VEVENT
UID:reihe@example.org
DTSTAMP:20260101T080000Z
SEQUENCE:0
DTSTART;TZID=Amt:20260302T090000
RRULE:FREQ=MONTHLY;COUNT=3
SUMMARY:Treffen im Haus
END:VEVENT
"""
AUSNAHME = """BEGIN:VEVENT
UID:reihe@example.org
DTSTAMP:20260101T080000Z
SEQUENCE:0
RECURRENCE-ID;TZID=Amt:20260402T090000
DTSTART;TZID=Amt:20260403T100000
SUMMARY:Treffen am Telefon
END:VEVENT
"""
VORHER = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Probe//DE\n{ZONE}{SERIE}{AUSNAHME}END:VCALENDAR\n"


def tauschen(eines, anderes):
    return VORHER.replace(eines, "#").replace(anderes, eines).replace("#", anderes)


def kennzahl(text):
    return Item(text.replace("\n", "\r\n")).hash


for was, nachher in (
    ("subjects swapped", tauschen("im Haus", "am Telefon")),
    ("days swapped", tauschen("DTSTART;TZID=Amt:20260302T090000", "DTSTART;TZID=Amt:20260403T100000")),
    ("DTSTAMP later", VORHER.replace("20260101T080000Z", "20260201T080000Z")),
    ("UID another", VORHER.replace("reihe@", "folge@")),
    ("offset of the zone", VORHER.replace("+0100", "-0500")),
    ("SEQUENCE later", VORHER.replace("SEQUENCE:0", "SEQUENCE:1")),
    ("folded, same text", VORHER.replace("Treffen im Haus", "Treffen im\n  Haus")),
):
    assert nachher != VORHER
    print(f"{was}:", "same" if kennzahl(nachher) == kennzahl(VORHER) else "changed")
PY
diff "$ordner/gesehen" - <<'SOLL'
subjects swapped: same
days swapped: same
DTSTAMP later: same
UID another: same
offset of the zone: same
SEQUENCE later: changed
folded, same text: changed
SOLL
echo "As described: five calendars that differ count as the same, one that says the same counts as changed."
