f() {{ {fallbuch} zusammenfuehren --team {team} --dateien "$@" && return 0;
grep -q "^<<<<<<< " "$2" && return 1;
{{ echo "<<<<<<< hier"; cat "$2"; echo; echo "======="; cat "$3"; echo; echo ">>>>>>> dort"; }} >"$2.beide" && cat "$2.beide" >"$2";
rm -f "$2.beide";
echo "fallbuch: $4: Fallbuch ließ sich auf diesem Rechner nicht starten. In der Datei stehen jetzt beide Fassungen untereinander. Rufen Sie „fallbuch einrichten --haken“ noch einmal auf; dann kennt git den neuen Ort. Danach führt „fallbuch zusammenfuehren“ sie zusammen." >&2;
return 1; }}; f %O %A %B %P
