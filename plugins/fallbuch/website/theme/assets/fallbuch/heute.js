/* The call list: whose it is, what the reader's clock says today, and how much of it is open.

   Sorts anew by the rules of uebersicht/abschnitte.py and vorgang.py: a page built yesterday is still right today. */
(function () {
  "use strict";
  var REIHE = ["nicht-berechenbar", "jetzt", "diese-woche", "naechste-wochen", "zu-vergeben", "spaeter"];
  var JETZT = 1, ZU_VERGEBEN = 4, SPAETER = 5, WENIGE = 3, VIER_WOCHEN = 28 * Fallbuch.TAG;

  function abschnitt(punkt, tag) {
    if (punkt.faellig === null) return 0;
    if (punkt.faellig > Fallbuch.sonntag(tag) + VIER_WOCHEN) return SPAETER;
    if (punkt.frei) return ZU_VERGEBEN;
    if (punkt.faellig <= tag) return JETZT;
    return punkt.faellig <= Fallbuch.sonntag(tag) ? 2 : 3;
  }

  function abschnittDerZeile(punkte, tag, niemand) {
    var raenge = punkte.map(function (p) { return abschnitt(p, tag); });
    if (raenge.includes(ZU_VERGEBEN) && !raenge.includes(0)) {
      var drueckt = punkte.some(function (p) { return p.frei && p.faellig <= tag; });
      if (niemand || drueckt) return ZU_VERGEBEN;
    }
    return Math.min.apply(null, raenge);
  }

  function vorrang(punkt, tag) { return punkt.verabredet && punkt.faellig === tag ? 0 : punkt.wartet ? 1 : 2; }

  function vergleiche(a, b) {
    for (var i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
  }

  /* Reads a row once: its items with their data and, where the row holds them, their nodes. */
  function lies(zeile) {
    var knoten = Array.from(zeile.querySelectorAll(".fb-punkt"));
    var daten = knoten.length ? knoten.map(function (k) { return k.dataset.p; }) : (zeile.dataset.p || "").split(";");
    var tun = (zeile.dataset.tun || "").split("\t"), zeiten = (zeile.dataset.uhrzeiten || "").split(";");
    var punkte = daten.map(function (text, i) {
      var punkt = Fallbuch.lies(text);
      punkt.nummer = i;
      punkt.knoten = knoten[i] || null;
      punkt.tun = knoten[i] ? knoten[i].dataset.tun : tun[i] || "";
      punkt.uhrzeit = (knoten[i] ? knoten[i].dataset.uhrzeit : zeiten[i]) || "";
      return punkt;
    });
    return {
      zeile: zeile, punkte: punkte, nummer: +zeile.dataset.nr, niemand: "frei" in zeile.dataset, fremd: "fremd" in zeile.dataset,
      wer: zeile.dataset.wer.split(" ")
    };
  }

  /* Puts the item that leads today in front, and says it in the row. */
  function ordne(eintrag, tag) {
    var dort = abschnittDerZeile(eintrag.punkte, tag, eintrag.niemand);
    var sortiert = eintrag.punkte.map(function (p) {
      var rang = abschnitt(p, tag);
      var faellig = p.faellig === null ? -Infinity : p.faellig;
      return [[rang === dort ? 0 : 1, rang, dort === JETZT ? vorrang(p, tag) : 0, faellig, p.wartet ? 0 : 1, p.nummer], p];
    }).sort(function (a, b) { return vergleiche(a[0], b[0]); }).map(function (paar) { return paar[1]; });
    var erster = sortiert[0], tun = eintrag.zeile.querySelector(".fb-tun"), wann = eintrag.zeile.querySelector(".fb-wann");
    if (erster.knoten) erster.knoten.parentNode.prepend.apply(erster.knoten.parentNode, sortiert.map(function (p) { return p.knoten; }));
    tun.textContent = erster.verabredet && erster.faellig !== null && erster.faellig < tag ? "Termin klären" : erster.tun;
    if (erster.faellig !== null) wann.dateTime = Fallbuch.iso(erster.faellig);
    wann.textContent = Fallbuch.wann(erster.faellig, erster.uhrzeit, tag);
    var mehr = sortiert.slice(1).filter(function (p) { return abschnitt(p, tag) !== SPAETER; }).length;
    var weitere = eintrag.zeile.querySelector(".fb-weitere");
    if (mehr) {
      var wort = document.createElement("span");
      wort.className = "fb-nur-vorlesen";
      wort.textContent = " weitere";
      weitere.replaceChildren("+" + mehr, wort);
    } else weitere.replaceChildren();
    eintrag.fuehrend = erster;
    eintrag.abschnitt = dort;
  }

  function schluessel(e, tag) {
    var p = e.fuehrend;
    return [e.abschnitt === JETZT ? vorrang(p, tag) : 0, p.faellig === null ? -Infinity : p.faellig, p.uhrzeit, p.wartet ? 0 : 1, e.nummer];
  }

  function richteEin(rahmen) {
    var stellen = Array.from(rahmen.querySelectorAll("[data-abschnitt]")), offene = {};
    var eintraege = Array.from(rahmen.querySelectorAll(".fb-ruf")).map(lies);
    var form = rahmen.querySelector(".fb-ich"), wahl = form.elements.ich, geordnet = null;

    /* On the day of the build, and where the page knows too little of the reader's day, the rows stand as they were built. */
    function sortiere() {
      var tag = Fallbuch.heute();
      if (geordnet === tag) return;
      if (geordnet !== null || Fallbuch.alter() !== 0 && !Fallbuch.starr()) eintraege.forEach(function (eintrag) { ordne(eintrag, tag); });
      else {
        eintraege.forEach(function (eintrag) {
          var ort = eintrag.zeile.closest("[data-abschnitt]");
          eintrag.fuehrend = eintrag.punkte[0];
          eintrag.abschnitt = ort ? REIHE.indexOf(ort.dataset.abschnitt) : abschnittDerZeile(eintrag.punkte, tag, eintrag.niemand);
        });
      }
      geordnet = tag;
    }

    function zeige() {
      var ich = wahl.value, tag = Fallbuch.heute();
      sortiere();
      stellen.forEach(function (stelle) {
        var nummer = REIHE.indexOf(stelle.dataset.abschnitt);
        var hier = eintraege.filter(function (e) {
          return e.abschnitt === nummer && (ich ? e.wer.includes(ich) : !e.fremd);
        }).sort(function (a, b) { return vergleiche(schluessel(a, tag), schluessel(b, tag)); });
        zeigeAbschnitt(stelle, hier);
      });
      eintraege.forEach(function (e) {
        if (ich ? !e.wer.includes(ich) : e.fremd) { e.zeile.hidden = true; rahmen.querySelector("[data-vorrat]").append(e.zeile); }
      });
    }

    function zeigeAbschnitt(stelle, hier) {
      var name = stelle.dataset.abschnitt, liste = stelle.querySelector(".fb-zeilen"), mehr = stelle.querySelector(".fb-mehr");
      /* A button that shows two more rows takes as much room as they do. */
      var hoechstens = offene[name] || hier.length <= +stelle.dataset.zeilen + WENIGE ? Infinity : +stelle.dataset.zeilen;
      liste.append.apply(liste, hier.map(function (e, i) { e.zeile.hidden = i >= hoechstens; return e.zeile; }));
      stelle.querySelector(".fb-anzahl").textContent = hier.length.toLocaleString("de");
      /* "Everybody is looked after" is said of the team alone: of one person's list it would be untrue. */
      stelle.hidden = name === "spaeter" || hier.length === 0 && (!("immer" in stelle.dataset) || wahl.value !== "" && name === "zu-vergeben");
      var nichts = stelle.querySelector(".fb-nichts");
      if (nichts) nichts.hidden = hier.length > 0;
      if (mehr) {
        mehr.hidden = hier.length <= hoechstens;
        mehr.firstElementChild.textContent = "Alle " + hier.length.toLocaleString("de") + " zeigen";
      }
    }

    rahmen.addEventListener("click", function (ereignis) {
      var mehr = ereignis.target.closest(".fb-mehr");
      if (!mehr) return;
      var stelle = mehr.closest("[data-abschnitt]"), erste = stelle.querySelector(".fb-ruf[hidden] .fb-id");
      offene[stelle.dataset.abschnitt] = true;
      zeige();
      if (erste) erste.focus();
    });

    /* The name stands in the address, so that it can be bookmarked, and behind its "#", which no server is told. */
    function lieswahl() {
      var genannt = new URLSearchParams(location.hash.slice(1)).get("ich");
      var name = genannt !== null ? genannt : fb_gemerkt("ich") || "";
      wahl.value = Array.from(wahl.options).some(function (o) { return o.value === name; }) ? name : "";
      zeige();
    }
    wahl.addEventListener("change", function () {
      fb_merke("ich", wahl.value);
      history.replaceState(null, "", wahl.value ? "#ich=" + wahl.value : location.pathname + location.search);
      zeige();
    });
    window.addEventListener("hashchange", lieswahl);
    var vorher = null;
    window.addEventListener("beforeprint", function () {
      vorher = Object.assign({}, offene);
      stellen.forEach(function (s) { offene[s.dataset.abschnitt] = true; });
      zeige();
    });
    window.addEventListener("afterprint", function () { offene = vorher || offene; zeige(); });
    form.hidden = false;
    lieswahl();
    Fallbuch.beiTageswechsel(zeige);
    rahmen.dataset.bereit = "ja";
  }

  /* The words of single items follow the clock too, on the page of a case as well. */
  function zeigeMarken() {
    var tag = Fallbuch.heute();
    document.querySelectorAll(".fb-punkt[data-p]").forEach(function (punkt) {
      var marke = punkt.querySelector(".fb-marke");
      if (marke) Fallbuch.zeigeMarke(marke, Fallbuch.rang(Fallbuch.lies(punkt.dataset.p), tag));
    });
  }

  document.querySelectorAll("[data-heute]").forEach(richteEin);
  if (Fallbuch.alter() !== 0) zeigeMarken();
  Fallbuch.beiTageswechsel(zeigeMarken);
})();
