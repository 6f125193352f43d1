/* The search in the header: an ID leads to its case before all else, words to the pages that hold them.

   Both lists are files of their own, fetched as scripts when somebody goes to the search: that works under the site's
   policy and for pages opened by double click. Case pages are in neither, but by their ID. */
(function () {
  "use strict";
  var HOECHSTENS_IDS = 5, HOECHSTENS = 25, AB = 3, UMGEBUNG = 60;
  var hier = document.currentScript.src;
  var suche = document.querySelector("[data-fb-suche]"), schalter = document.getElementById("__search");
  if (!suche) return;
  var feld = suche.querySelector("input"), liste = suche.querySelector("ol"), stand = suche.querySelector("[role=status]");
  var leer = stand.textContent, seiten = null, geladen = false;

  function lade() {
    if (geladen) return;
    geladen = true;
    /* In public there is no case to be found by its ID. */
    var dateien = suche.dataset.fbNummern === undefined ? ["suchindex.js"] : ["suchindex.js", "nummern.js"];
    var offen = dateien.length;
    dateien.forEach(function (datei) {
      var skript = document.createElement("script");
      skript.src = new URL(datei, hier);
      skript.addEventListener("load", fertig);
      skript.addEventListener("error", fertig);
      document.head.append(skript);
    });
    function fertig() {
      offen -= 1;
      if (offen) return;
      suche.dataset.bereit = "";
      zeige();
    }
  }

  /* "Maßnahme" and "Massnahme", "Büro" and "Buero" are one word. */
  function gleich(text) { return Fallbuch.falte(text).replace(/([aou])e/g, "$1"); }

  /* German endings make another form of the same word: what is typed may be the longer one. */
  function stamm(wort) { return wort.length > 4 ? wort.replace(/innen$/, "in").replace(/(?:ern|en|em|er|es|e|n|s)$/, "") : wort; }

  function bereite() {
    if (seiten || !Fallbuch.suchindex) return;
    seiten = Fallbuch.suchindex.map(function (s) { return { ort: s[0], titel: s[1], text: s[2], t: gleich(s[1]), x: gleich(s[2]) }; });
  }

  /* Whole words first, then beginnings, then what stands inside a longer word; in titles before texts. */
  function punkte(text, wort) {
    var an = text.indexOf(wort), beste = 0;
    for (; an >= 0; an = text.indexOf(wort, an + 1)) {
      var vorn = !an || !/[a-z0-9]/.test(text[an - 1]), hinten = text.slice(an + wort.length).search(/[^a-z0-9]|$/);
      beste = Math.max(beste, vorn ? (hinten <= 3 ? 4 : 3) : 1);
      if (beste === 4) break;
    }
    return beste;
  }

  function gefundene(anfrage) {
    bereite();
    var woerter = gleich(anfrage).split(/[^a-z0-9§]+/).filter(Boolean).map(stamm);
    if (!seiten || !woerter.length || woerter.join("").length < AB) return [];
    var treffer = [];
    seiten.forEach(function (seite, nummer) {
      var summe = 0;
      for (var i = 0; i < woerter.length; i++) {
        var wert = 20 * punkte(seite.t, woerter[i]) + punkte(seite.x, woerter[i]);
        if (!wert) return;
        summe += wert;
      }
      treffer.push({ seite: seite, summe: summe, nummer: nummer, woerter: woerter });
    });
    return treffer.sort(function (a, b) { return b.summe - a.summe || a.nummer - b.nummer; });
  }

  function gesuchteIds() {
    var wort = Fallbuch.falte(feld.value).trim().replace(/^(?:fall|id|#)\s*/, "");
    if (!wort || !Fallbuch.nummern) return [];
    var passende = Fallbuch.nummern.filter(function (paar) {
      var id = Fallbuch.falte(paar[0]);
      return id === wort || wort.length >= AB && id.startsWith(wort);
    });
    passende.sort(function (a, b) { return (Fallbuch.falte(b[0]) === wort) - (Fallbuch.falte(a[0]) === wort); });
    return passende.slice(0, HOECHSTENS_IDS);
  }

  function punkt(ort, titel, umgebung, klasse) {
    var li = document.createElement("li"), link = document.createElement("a");
    li.className = "md-search-result__item";
    link.className = klasse;
    link.href = new URL("../../" + ort, hier);
    var name = document.createElement("span");
    name.className = "fb-suchtitel";
    name.textContent = titel;
    link.append(name);
    if (umgebung) {
      var text = document.createElement("span");
      text.className = "fb-suchtext";
      text.textContent = umgebung;
      link.append(text);
    }
    li.append(link);
    return li;
  }

  function umgebung(treffer) {
    var text = treffer.seite.text, an = -1, wort, jedes = /\S+/g;
    while (an < 0 && (wort = jedes.exec(text))) {
      var dieses = gleich(wort[0]);
      if (treffer.woerter.some(function (w) { return dieses.includes(w); })) an = wort.index;
    }
    var ab = Math.max(0, an - UMGEBUNG), bis = Math.min(text.length, Math.max(an, 0) + 2 * UMGEBUNG);
    return (ab ? "… " : "") + text.slice(ab, bis) + (bis < text.length ? " …" : "");
  }

  function zeige() {
    var ids = gesuchteIds(), treffer = gefundene(feld.value);
    liste.replaceChildren.apply(liste, ids.map(function (paar) {
      return punkt("faelle/" + encodeURIComponent(paar[1]) + ".html", "Fall " + paar[0], "", "fb-idlink");
    }).concat(treffer.slice(0, HOECHSTENS).map(function (t) {
      return punkt(t.seite.ort, t.seite.titel, umgebung(t), "md-search-result__link fb-suchlink");
    })));
    var zahl = ids.length + treffer.length;
    stand.textContent = !feld.value.trim() ? leer : !zahl ? "Nichts gefunden." : ids.length ?
      ids.map(function (paar) { return "Fall " + paar[0]; }).join(", ") + " gefunden." : treffer.length === 1 ? "Eine Stelle gefunden." : treffer.length + " Stellen gefunden.";
  }

  function waehle(schritt) {
    var links = Array.prototype.slice.call(liste.querySelectorAll("a")), an = links.indexOf(document.activeElement) + schritt;
    if (an < 0) feld.focus(); else if (links[an]) links[an].focus();
  }

  function oeffne(offen) {
    if (schalter.checked !== offen) { schalter.checked = offen; schalter.dispatchEvent(new Event("change")); }
  }

  feld.addEventListener("focus", function () { lade(); oeffne(true); });
  feld.addEventListener("input", function () { lade(); zeige(); });
  schalter.addEventListener("change", function () { if (schalter.checked) feld.focus(); });
  feld.form.addEventListener("reset", function () { setTimeout(function () { zeige(); feld.focus(); }); });
  feld.form.addEventListener("submit", function (e) { e.preventDefault(); });
  suche.addEventListener("keydown", function (e) {
    if (e.isComposing) return;
    if (e.key === "ArrowDown") waehle(1);
    else if (e.key === "ArrowUp") waehle(-1);
    else if (e.key === "Escape") { oeffne(false); feld.blur(); return; }
    else if (e.key === "Enter" && e.target === feld && liste.querySelector("a")) liste.querySelector("a").click();
    else return;
    e.preventDefault();
  });
  liste.addEventListener("click", function (e) { if (e.target.closest("a")) oeffne(false); });
  document.addEventListener("keydown", function (e) {
    var ziel = e.target;
    if (e.ctrlKey || e.metaKey || e.altKey || ziel.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(ziel.tagName)) return;
    if (e.key === "/" || e.key === "s" || e.key === "f") { e.preventDefault(); feld.focus(); }
  });
  if (feld === document.activeElement || feld.value) lade();
})();
