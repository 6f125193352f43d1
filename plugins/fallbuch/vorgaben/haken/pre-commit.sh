#!/bin/sh
# Angelegt von „fallbuch einrichten --haken“: bringt vor dem Speichern in git die geänderten Falldateien in Form und prüft sie.
if {fallbuch} formatieren --vorgemerkt --team {team} || [ $? -eq 1 ]; then
  {fallbuch} pruefen --vorgemerkt --team {team} && exit 0
fi
if {fallbuch} --version >/dev/null 2>&1; then
  echo "Es wurde nichts gespeichert. Beheben Sie die Fehler und speichern Sie noch einmal." >&2
else
  echo "Es wurde nichts gespeichert: Fallbuch ließ sich auf diesem Rechner nicht starten. Rufen Sie „fallbuch einrichten --haken“ noch einmal auf; dann kennt git den neuen Ort." >&2
fi
exit 1
