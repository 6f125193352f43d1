/* Relative dates, a note on stale pages, and the case list's filter and order. Every page reads well without it. */
(function () {
  "use strict";
  var TAG = 86400000;
  var relativ = new Intl.RelativeTimeFormat("de", { numeric: "auto" });
  var ordnung = new Intl.Collator("de", { numeric: true });

  function mitternacht(text) {
    var teile = text.split("-");
    return Date.UTC(+teile[0], teile[1] - 1, +teile[2]);
  }

  function heute() {
    var jetzt = new Date();
    return Date.UTC(jetzt.getFullYear(), jetzt.getMonth(), jetzt.getDate());
  }

  function zeigeTage() {
    var stand = document.querySelector("[data-fest], [data-stand]");
    if (!stand) return;
    /* A site with a fixed key date speaks as of that day, not of the reader's clock. */
    var bezug = stand.dataset.fest ? mitternacht(stand.dataset.fest) : heute();
    document.querySelectorAll("time[data-faellig]").forEach(function (zeit) {
      if (zeit.nextElementSibling && zeit.nextElementSibling.className === "fb-relativ") return;
      var wort = document.createElement("span");
      wort.className = "fb-relativ";
      wort.textContent = relativ.format(Math.round((mitternacht(zeit.dateTime) - bezug) / TAG), "day");
      zeit.after(" ", wort);
    });
    if (stand.dataset.stand && heute() - mitternacht(stand.dataset.stand) >= TAG && !stand.querySelector(".fb-alt")) {
      var alt = document.createElement("span");
      alt.className = "fb-alt";
      alt.textContent = "Diese Seite ist nicht von heute. Bitte neu bauen lassen.";
      stand.append(" ", alt);
    }
  }

  /* "uberfallig" finds "überfällig", as readers without umlauts on their keyboard expect. */
  function falte(text) {
    return text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss");
  }

  function richteTabelleEin(tabelle) {
    if (tabelle.dataset.bereit) return;
    tabelle.dataset.bereit = "ja";
    var zeilen = Array.from(tabelle.tBodies[0].rows);
    var texte = zeilen.map(function (zeile) { return falte(zeile.textContent); });
    var eingabe = document.getElementById(tabelle.dataset.filter);
    var treffer = document.getElementById(tabelle.dataset.treffer);
    eingabe.parentElement.hidden = false;
    function filtere() {
      var woerter = falte(eingabe.value).split(/\s+/).filter(Boolean);
      var gezeigt = 0;
      zeilen.forEach(function (zeile, i) {
        var passt = woerter.every(function (wort) { return texte[i].includes(wort); });
        zeile.hidden = !passt;
        if (passt) gezeigt++;
      });
      treffer.textContent = gezeigt + " von " + zeilen.length;
    }
    eingabe.addEventListener("input", filtere);
    filtere();
    Array.from(tabelle.tHead.rows[0].cells).forEach(function (kopf, spalte) {
      var knopf = document.createElement("button");
      knopf.type = "button";
      knopf.textContent = kopf.textContent;
      kopf.replaceChildren(knopf);
      knopf.addEventListener("click", function () {
        var auf = kopf.getAttribute("aria-sort") !== "ascending";
        Array.from(tabelle.tHead.rows[0].cells).forEach(function (k) { k.removeAttribute("aria-sort"); });
        kopf.setAttribute("aria-sort", auf ? "ascending" : "descending");
        var paare = zeilen.map(function (zeile) {
          var zelle = zeile.cells[spalte], zeit = zelle.querySelector("time");
          return [zelle.dataset.rang || (zeit ? zeit.dateTime : zelle.textContent.trim()), zeile];
        });
        paare.sort(function (a, b) {
          /* What is missing stands last, whichever way the column is sorted. */
          if (a[0] === "–" || b[0] === "–") return (a[0] === "–") - (b[0] === "–");
          return (auf ? 1 : -1) * ordnung.compare(a[0], b[0]);
        });
        tabelle.tBodies[0].append.apply(tabelle.tBodies[0], paare.map(function (p) { return p[1]; }));
      });
    });
  }

  /* The sheet of a plan gets a button; without script the browser's own menu prints it as well. */
  document.querySelectorAll("[data-drucken]").forEach(function (stelle) {
    var knopf = document.createElement("button");
    knopf.type = "button";
    knopf.textContent = "Drucken";
    knopf.addEventListener("click", function () { window.print(); });
    stelle.append(knopf);
    stelle.hidden = false;
  });
  /* Opened by double click there is no search: browsers let no page read its index from the disk. */
  if (location.protocol === "file:") document.documentElement.classList.add("fb-ohne-suche");
  zeigeTage();
  document.querySelectorAll("table[data-filter]").forEach(richteTabelleEin);
})();
