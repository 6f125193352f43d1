import "./seite-vditor.mjs";

window.modus = "ir";
