/* The list of cases: filter by field and word, sort in German, keep both in the address.

   All rows are read once; only as many as fit are in the page at a time, so that thousands stay fluid.
   The state stands behind the "#" of the address: it can be bookmarked and is never sent to a server. */
(function () {
  "use strict";
  var JE_SEITE = 50;
  var ordnung = new Intl.Collator("de", { numeric: true });

  function richteEin(tabelle) {
    var form = document.querySelector("form[data-filter='" + tabelle.id + "']");
    var rumpf = tabelle.tBodies[0], koepfe = Array.from(tabelle.tHead.rows[0].cells);
    var treffer = document.getElementById(tabelle.dataset.treffer);
    var mehr = document.getElementById(tabelle.dataset.mehr), keine = document.getElementById("fb-keine");
    var spalten = koepfe.map(function (kopf) { return kopf.dataset.spalte; });
    var zeilen = Array.from(rumpf.rows).map(function (knoten) {
      var werte = {};
      spalten.forEach(function (name, i) {
        var zelle = knoten.cells[i], zeit = zelle.querySelector("time");
        /* Beside an ID may stand what is to be observed; the ID itself is the link. */
        werte[name] = zeit ? zeit.dateTime : (name === "id" ? zelle.querySelector("a") : zelle).textContent.trim();
      });
      return {
        knoten: knoten, werte: werte, seit: knoten.dataset.seit, zu: "zu" in knoten.dataset,
        zustaendige: [knoten.dataset.berater, knoten.dataset.vertretung],
        punkte: knoten.dataset.p ? knoten.dataset.p.split(";").map(Fallbuch.lies) : []
      };
    });
    var passende = zeilen, gezeigt = 0, sortierung = "", raenge = {};

    function wortlage() {
      var tag = Fallbuch.heute(), spalte = spalten.indexOf("lage");
      zeilen.forEach(function (zeile) {
        var zelle = zeile.knoten.cells[spalte], marke = zelle.querySelector(".fb-marke");
        if (zeile.punkte.length) {
          var rang = Math.min.apply(null, zeile.punkte.map(function (p) { return Fallbuch.rang(p, tag); }));
          Fallbuch.zeigeMarke(marke, rang);
          zelle.dataset.rang = rang;
          zeile.werte.lage = Fallbuch.marke(rang);
        } else {
          zeile.werte.lage = marke ? marke.textContent : "–";
        }
        zeile.rang = +zelle.dataset.rang;
        zeile.text = Fallbuch.falte(spalten.map(function (name) { return zeile.werte[name]; }).join(" ") + " " + zeile.knoten.cells[0].textContent + " " + zeile.knoten.cells[2].textContent + (zeile.werte.berater === "–" ? " zu vergeben" : ""));
      });
      delete raenge.lage;
    }

    /* Comparing thousands of words at each click is slow; their order is found once for each column. */
    function rangliste(name) {
      if (!raenge[name]) {
        var werte = Array.from(new Set(zeilen.map(function (z) { return z.werte[name]; }))).sort(ordnung.compare);
        var platz = new Map(werte.map(function (wert, i) { return [wert, i]; }));
        raenge[name] = zeilen.map(function (z) { return name === "lage" ? z.rang : platz.get(z.werte[name]); });
      }
      return raenge[name];
    }

    function sortiere() {
      var name = sortierung.replace(/^-/, ""), ab = sortierung.startsWith("-");
      koepfe.forEach(function (kopf) {
        if (kopf.dataset.spalte === name) kopf.setAttribute("aria-sort", ab ? "descending" : "ascending");
        else kopf.removeAttribute("aria-sort");
      });
      var folge = zeilen.map(function (_, i) { return i; });
      if (spalten.includes(name)) {
        var rang = rangliste(name);
        folge.sort(function (a, b) {
          /* What is missing stands last, whichever way the column is sorted. */
          var leerA = zeilen[a].werte[name] === "–", leerB = zeilen[b].werte[name] === "–";
          if (leerA || leerB) return leerA - leerB || a - b;
          return (ab ? rang[b] - rang[a] : rang[a] - rang[b]) || a - b;
        });
      }
      return folge.map(function (i) { return zeilen[i]; });
    }

    var geordnet = zeilen;
    function filtere() {
      var woerter = Fallbuch.falte(form.elements.suche.value).split(/\s+/).filter(Boolean);
      var felder = ["status", "stufe", "zugangsweg", "lage"].filter(function (name) { return form.elements[name].value; });
      var berater = form.elements.berater.value, wochen = +form.elements.still.value;
      var grenze = Fallbuch.heute() - wochen * 7 * Fallbuch.TAG;
      /* Who asks for closed ones, by field or by ID, finds them without the switch. */
      var auchZu = form.elements.alle.checked || form.elements.status.value === "abgeschlossen" || woerter.length > 0;
      passende = geordnet.filter(function (zeile) {
        return (auchZu || !zeile.zu) && woerter.every(function (wort) { return zeile.text.includes(wort); }) &&
          felder.every(function (name) { return zeile.werte[name] === form.elements[name].value; }) &&
          (!berater || zeile.zustaendige.includes(berater)) &&
          /* Who was never reached has been waiting since the case began. */
          (!wochen || zeile.werte.status !== "abgeschlossen" && (!zeile.seit || Fallbuch.mitternacht(zeile.seit) <= grenze));
      });
      gezeigt = 0;
      rumpf.replaceChildren();
      zeigeWeitere(JE_SEITE);
      treffer.textContent = passende.length === zeilen.length
        ? zeilen.length.toLocaleString("de") + (zeilen.length === 1 ? " Fall" : " Fälle")
        : passende.length.toLocaleString("de") + " von " + zeilen.length.toLocaleString("de") + " Fällen";
      keine.hidden = passende.length > 0;
    }

    function zeigeWeitere(wieviele) {
      var stueck = document.createDocumentFragment();
      passende.slice(gezeigt, gezeigt + wieviele).forEach(function (zeile) { stueck.append(zeile.knoten); });
      Fallbuch.zeigeTage(stueck);
      rumpf.append(stueck);
      gezeigt = Math.min(gezeigt + wieviele, passende.length);
      mehr.hidden = gezeigt === passende.length;
      mehr.firstElementChild.textContent = "Weitere " + Math.min(JE_SEITE, passende.length - gezeigt) + " zeigen";
      mehr.lastElementChild.textContent = "Alle " + passende.length.toLocaleString("de") + " zeigen";
    }

    function merke() {
      var zustand = new URLSearchParams();
      Array.from(form.elements).forEach(function (feld) { if (feld.name && (feld.type === "checkbox" ? feld.checked : feld.value)) zustand.set(feld.name, feld.value); });
      if (sortierung) zustand.set("sortierung", sortierung);
      var text = zustand.toString();
      history.replaceState(null, "", text ? "#" + text : location.pathname + location.search);
    }

    function lies() {
      var zustand = new URLSearchParams(location.hash.slice(1));
      Array.from(form.elements).forEach(function (feld) {
        if (!feld.name) return;
        if (feld.type === "checkbox") { feld.checked = zustand.has(feld.name); return; }
        feld.value = zustand.get(feld.name) || "";
        /* A value that the list does not know (somebody has left) must not filter silently by nothing. */
        if (feld.selectedIndex === -1) feld.value = "";
      });
      sortierung = zustand.get("sortierung") || "";
      geordnet = sortiere();
      filtere();
    }

    koepfe.forEach(function (kopf) {
      var knopf = document.createElement("button");
      knopf.type = "button";
      knopf.textContent = kopf.textContent;
      kopf.replaceChildren(knopf);
      knopf.addEventListener("click", function () {
        sortierung = sortierung === kopf.dataset.spalte ? "-" + kopf.dataset.spalte : kopf.dataset.spalte;
        geordnet = sortiere();
        filtere();
        merke();
      });
    });
    form.addEventListener("submit", function (ereignis) { ereignis.preventDefault(); });
    form.addEventListener("input", function () { filtere(); merke(); });
    form.addEventListener("reset", function () {
      setTimeout(function () { sortierung = ""; geordnet = sortiere(); filtere(); merke(); });
    });
    /* The button may be gone afterwards; who uses the keyboard goes on at the first new row. */
    [[mehr.firstElementChild, JE_SEITE], [mehr.lastElementChild, Infinity]].forEach(function (paar) {
      paar[0].addEventListener("click", function () {
        var erste = passende[gezeigt];
        zeigeWeitere(paar[1]);
        if (erste) erste.knoten.querySelector("a").focus();
      });
    });
    /* On paper stands what was asked for, not only what fits on the screen. */
    window.addEventListener("beforeprint", function () { zeigeWeitere(Infinity); });
    window.addEventListener("hashchange", lies);
    Fallbuch.beiTageswechsel(function () { wortlage(); geordnet = sortiere(); filtere(); });
    form.hidden = false;
    wortlage();
    lies();
    tabelle.dataset.bereit = "ja";
  }

  document.querySelectorAll("table.fb-faelle").forEach(richteEin);
})();
