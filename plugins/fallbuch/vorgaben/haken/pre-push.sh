#!/bin/sh
# Angelegt von „fallbuch einrichten --haken“: sendet nichts, was das Team gelöscht hat.
# Was gelöscht ist, weiß zuerst die gemeinsame Ablage; ohne Netz gilt, was hier bekannt ist.
hole() (
  GIT_TERMINAL_PROMPT=0 git fetch --quiet --no-tags "$@" >/dev/null 2>&1 </dev/null
)
if [ "$(git config --bool fallbuch.bereinigt)" = true ]; then
  # Aus der Geschichte dieses Ordners ist etwas gelöscht; auf anderen Zweigen dort läge es vielleicht noch. Geholt werden
  # nur die, die von hier schon einmal gesendet sind.
  for zweig in $(git for-each-ref --format="%(refname:lstrip=3)" "refs/remotes/$1"); do
    hole "$2" "+refs/heads/$zweig:refs/fallbuch/gesehen/$zweig"
  done
else
  hole --prune "$2" "+refs/heads/*:refs/fallbuch/gesehen/*"
fi
{fallbuch} pruefen --vor-dem-senden --team {team} >&2 && exit 0
if {fallbuch} --version >/dev/null 2>&1; then
  echo "Es wurde nichts gesendet." >&2
else
  echo "Es wurde nichts gesendet: Fallbuch ließ sich auf diesem Rechner nicht starten. Rufen Sie „fallbuch einrichten --haken“ noch einmal auf; dann kennt git den neuen Ort." >&2
fi
exit 1
