@echo off
rem Doppelklick öffnet den Schreibtisch. Beim ersten Mal wird eingerichtet, was dazugehört.
chcp 65001 >nul
cd /d "%~dp0"
if not exist ".venv\Scripts\fallbuch.exe" py programm\installieren.py
".venv\Scripts\fallbuch.exe" oeffnen
if errorlevel 1 pause
