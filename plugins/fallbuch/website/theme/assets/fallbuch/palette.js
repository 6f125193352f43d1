/* Applies the reader's choice of light or dark before the page is drawn; without a choice, that of the system. */
(function () {
  var gewaehlt = fb_gemerkt("farben");
  var dunkel = gewaehlt ? gewaehlt.dunkel === true : matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.setAttribute("data-md-color-scheme", dunkel ? "slate" : "default");
})();
