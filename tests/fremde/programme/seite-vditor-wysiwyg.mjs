import "./seite-vditor.mjs";

window.modus = "wysiwyg";
