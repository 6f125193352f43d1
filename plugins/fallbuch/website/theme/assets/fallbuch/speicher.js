/* What the theme keeps in the browser (the choice of light or dark), by site. Loaded in the head,
   before the theme's own code, which calls these four functions. */
/* With a script the list of cases shows fifty rows at a time; laying out thousands first would take seconds. */
document.documentElement.classList.add("fb-skript");
var __md_scope = new URL("../../", document.currentScript.src);
var __md_hash = function (text) {
  var summe = 0;
  for (var i = 0; i < text.length; i++) summe = ((summe << 5) - summe + text.charCodeAt(i)) | 0;
  return summe;
};
var __md_get = function (name, ablage, ort) {
  try {
    return JSON.parse((ablage || localStorage).getItem((ort || __md_scope).pathname + "." + name));
  } catch (fehler) {
    return null;
  }
};
var __md_set = function (name, wert, ablage, ort) {
  try {
    (ablage || localStorage).setItem((ort || __md_scope).pathname + "." + name, JSON.stringify(wert));
  } catch (fehler) {
    /* A browser that stores nothing shows the site all the same. */
  }
};
