/* A list of cards: show those that contain the words and have the chosen values. */
(function () {
  "use strict";
  function richteEin(form) {
    var liste = document.getElementById(form.dataset.karten), keine = document.getElementById("ag-keine");
    var karten = Array.from(liste.children).map(function (knoten) {
      return { knoten: knoten, text: Fallbuch.falte(knoten.textContent) };
    });
    var treffer = form.querySelector("output"), suche = form.querySelector("input[type=search]");
    function filtere() {
      var worte = Fallbuch.falte(suche.value).split(/\s+/).filter(Boolean), zahl = 0;
      karten.forEach(function (karte) {
        var passt = worte.every(function (wort) { return karte.text.includes(wort); }) &&
          Array.from(form.querySelectorAll("select")).every(function (wahl) {
            return !wahl.value || karte.knoten.dataset[wahl.dataset.feld] === wahl.value;
          });
        karte.knoten.hidden = !passt;
        zahl += passt;
      });
      treffer.textContent = zahl + " von " + karten.length;
      keine.hidden = zahl > 0;
    }
    form.addEventListener("input", filtere);
    form.addEventListener("submit", function (ereignis) { ereignis.preventDefault(); });
    form.hidden = false;
    filtere();
  }
  document.querySelectorAll("form[data-karten]").forEach(richteEin);
})();
