/* Applies the reader's choice of light or dark before the page is drawn; without a choice, that of the system. */
(function () {
  var gewaehlt = __md_get("__palette");
  var farben = gewaehlt && gewaehlt.color;
  if (!farben) {
    var dunkel = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    var knopf = document.querySelector("[data-md-color-media='(prefers-color-scheme: " + dunkel + ")']");
    if (!knopf) return;
    farben = {};
    ["scheme", "primary", "accent"].forEach(function (teil) {
      farben[teil] = knopf.getAttribute("data-md-color-" + teil);
    });
  }
  Object.keys(farben).forEach(function (teil) {
    document.body.setAttribute("data-md-color-" + teil, farben[teil]);
  });
})();
