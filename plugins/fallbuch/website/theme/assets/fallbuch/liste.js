/* Sorts due lists anew by the reader's clock, by the rules of uebersicht/abschnitte.py and vorgang.py:
   a page built yesterday is still right today. */
(function () {
  "use strict";
  var REIHE = ["nicht-berechenbar", "ueberfaellig", "heute", "nachfragen", "diese-woche", "naechste-wochen", "zu-vergeben", "spaeter"];
  var VIER_WOCHEN = 28 * Fallbuch.TAG;

  function abschnitt(punkt, tag) {
    if (punkt.faellig === null) return 0;
    if (punkt.faellig > Fallbuch.sonntag(tag) + VIER_WOCHEN) return 7;
    if (punkt.frei) return 6;
    if (punkt.faellig < tag) return punkt.kunde ? 3 : 1;
    if (punkt.faellig === tag) return 2;
    if (punkt.faellig <= Fallbuch.sonntag(tag)) return 4;
    return 5;
  }

  function abschnittDerZeile(punkte, tag, niemand) {
    var raenge = punkte.map(function (p) { return abschnitt(p, tag); });
    if (raenge.includes(6) && !raenge.includes(0)) {
      var drueckt = punkte.some(function (p) { return p.frei && p.faellig <= tag; });
      if (niemand || drueckt) return 6;
    }
    return Math.min.apply(null, raenge);
  }

  function vergleiche(a, b) {
    for (var i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
  }

  /* Reads a line once: its items with their data and nodes. */
  function lies(zeile) {
    var punkte = Array.from(zeile.querySelectorAll(".fb-punkt")).map(function (knoten, i) {
      var punkt = Fallbuch.lies(knoten.dataset.p);
      punkt.knoten = knoten;
      punkt.nummer = i;
      punkt.titel = knoten.querySelector(".fb-titel").textContent;
      punkt.uhrzeit = knoten.dataset.uhrzeit || "";
      return punkt;
    });
    return { zeile: zeile, punkte: punkte, nummer: +zeile.dataset.nr, niemand: "frei" in zeile.dataset };
  }

  /* Puts the item that leads today in front and the others beneath it. */
  function ordne(eintrag, tag) {
    var dort = abschnittDerZeile(eintrag.punkte, tag, eintrag.niemand);
    var sortiert = eintrag.punkte.map(function (p) {
      var rang = abschnitt(p, tag);
      var papier = p.wartet ? 0 : 1;
      return [[rang === dort ? 0 : 1, rang, dort === 1 ? papier : 0, p.faellig === null ? -Infinity : p.faellig, papier, p.nummer], p];
    }).sort(function (a, b) { return vergleiche(a[0], b[0]); }).map(function (paar) { return paar[1]; });
    var rahmen = eintrag.zeile.querySelector(".fb-punkte"), weitere = eintrag.zeile.querySelector(".fb-weitere");
    rahmen.prepend(sortiert[0].knoten);
    if (weitere) {
      var anker = weitere.querySelector("summary");
      sortiert.slice(1).forEach(function (p) { anker.after(p.knoten); anker = p.knoten; });
      var titel = weitere.querySelector(".fb-titelliste");
      if (titel) titel.textContent = sortiert.slice(1).map(function (p) { return p.titel; }).join(", ");
    }
    eintrag.fuehrend = sortiert[0];
    eintrag.abschnitt = dort;
  }

  function reihenfolge(a, b) {
    function schluessel(e) {
      var p = e.fuehrend, papier = p.wartet ? 0 : 1;
      return [e.abschnitt === 1 ? papier : 0, p.faellig === null ? -Infinity : p.faellig, p.uhrzeit, papier, e.nummer];
    }
    return vergleiche(schluessel(a), schluessel(b));
  }

  function richteEin(rahmen) {
    var abschnitte = Array.from(rahmen.querySelectorAll("[data-abschnitt]"));
    var eintraege = Array.from(rahmen.querySelectorAll(".fb-vorgang")).map(lies);
    var jeGruppe = +rahmen.dataset.jeGruppe || Infinity;

    function zeige() {
      var tag = Fallbuch.heute(), alter = Fallbuch.alter();
      if (Fallbuch.starr()) return;
      eintraege.forEach(function (eintrag) { ordne(eintrag, tag); });
      abschnitte.forEach(function (stelle) {
        var nummer = REIHE.indexOf(stelle.dataset.abschnitt);
        var hier = eintraege.filter(function (e) { return e.abschnitt === nummer; }).sort(reihenfolge);
        var anzahl = stelle.dataset.anzahlen ? +stelle.dataset.anzahlen.split(" ")[alter] : hier.length;
        var liste = stelle.querySelector(".fb-vorgaenge");
        liste.append.apply(liste, hier.map(function (e, i) { e.zeile.hidden = i >= jeGruppe; return e.zeile; }));
        zeigeAnzahl(stelle, anzahl);
      });
    }

    function zeigeAnzahl(stelle, anzahl) {
      var text = anzahl.toLocaleString("de"), name = stelle.dataset.abschnitt;
      stelle.querySelector(".fb-anzahl").textContent = text;
      stelle.hidden = name === "spaeter" && jeGruppe !== Infinity || anzahl === 0 && !("immer" in stelle.dataset);
      [[".fb-nichts", anzahl > 0], [".fb-hilfe", anzahl === 0], [".fb-mehr", anzahl <= jeGruppe]].forEach(function (paar) {
        var teil = stelle.querySelector(":scope > " + paar[0]);
        if (teil) teil.hidden = paar[1];
      });
      rahmen.querySelectorAll("[data-kachel='" + name + "']").forEach(function (kachel) {
        kachel.querySelector("strong").textContent = text;
        kachel.classList.toggle("fb-leer", anzahl === 0);
        kachel.hidden = anzahl === 0 && !("immer" in stelle.dataset);
      });
    }

    if (Fallbuch.alter() !== 0) zeige();
    Fallbuch.beiTageswechsel(zeige);
  }

  /* The words of single items follow the clock too, on the page of a case as well. */
  function zeigeMarken() {
    var tag = Fallbuch.heute();
    document.querySelectorAll(".fb-punkt[data-p]").forEach(function (punkt) {
      var daten = Fallbuch.lies(punkt.dataset.p), frage = punkt.querySelector(".fb-frage");
      Fallbuch.zeigeMarke(punkt.querySelector(".fb-marke"), Fallbuch.rang(daten, tag));
      if (frage) frage.hidden = daten.faellig >= tag;
    });
    document.querySelectorAll("[data-lage]").forEach(function (kopf) {
      var raenge = kopf.dataset.lage.split(";").map(function (p) { return Fallbuch.rang(Fallbuch.lies(p), tag); });
      Fallbuch.zeigeMarke(kopf.querySelector(".fb-marke"), Math.min.apply(null, raenge));
    });
  }

  document.querySelectorAll("[data-abschnitte]").forEach(richteEin);
  if (Fallbuch.alter() !== 0) zeigeMarken();
  Fallbuch.beiTageswechsel(zeigeMarken);
})();
