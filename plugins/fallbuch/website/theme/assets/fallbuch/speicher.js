/* What the browser keeps (the choice of light or dark, the chosen name), by site. Loaded in the head. */
/* With a script the list of cases shows fifty rows at a time; laying out thousands first would take seconds. */
document.documentElement.classList.add("fb-skript");
var fb_ort = new URL("../../", document.currentScript.src).pathname;
var fb_gemerkt = function (name) {
  try {
    return JSON.parse(localStorage.getItem(fb_ort + "." + name));
  } catch (fehler) {
    return null;
  }
};
var fb_merke = function (name, wert) {
  try {
    localStorage.setItem(fb_ort + "." + name, JSON.stringify(wert));
    return true;
  } catch (fehler) {
    /* A browser that stores nothing shows the site all the same. */
    return false;
  }
};
