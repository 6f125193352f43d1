/* What every page needs: relative dates, a note on stale pages, buttons that only work with a script.
   Every page reads well without it. `Fallbuch` is what the other scripts use. */
var Fallbuch = (function () {
  "use strict";
  var TAG = 86400000;
  var relativ = new Intl.RelativeTimeFormat("de", { numeric: "auto" });
  var hoerer = [];

  /* "uberfallig" finds "überfällig", as readers without umlauts on their keyboard expect. */
  function falte(text) {
    return text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss");
  }

  function mitternacht(text) {
    var teile = text.split("-");
    return Date.UTC(+teile[0], teile[1] - 1, +teile[2]);
  }

  function stand() {
    return document.querySelector("[data-fest], [data-stand]");
  }

  /* The reader's own day. A site with a fixed key date speaks as of that day, whatever the clock says. */
  function uhr() {
    var jetzt = new Date();
    return Date.UTC(jetzt.getFullYear(), jetzt.getMonth(), jetzt.getDate());
  }

  /* How many days the page is old; 0 for one with a fixed key date. */
  function alter() {
    var zeile = stand();
    return zeile && zeile.dataset.stand ? Math.round((uhr() - mitternacht(zeile.dataset.stand)) / TAG) : 0;
  }

  /* A page that holds only the first lines of each section knows them for some days; outside these it stays as it was built. */
  function starr() {
    var rahmen = document.querySelector("[data-tage]");
    return rahmen !== null && (alter() < 0 || alter() >= +rahmen.dataset.tage);
  }

  function heute() {
    var zeile = stand();
    if (zeile && zeile.dataset.fest) return mitternacht(zeile.dataset.fest);
    return zeile && starr() ? mitternacht(zeile.dataset.stand) : uhr();
  }

  var WOCHENTAGE = ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"];

  function iso(tag) { return new Date(tag).toISOString().slice(0, 10); }

  function datum(tag) {
    var d = new Date(tag);
    return String(d.getUTCDate()).padStart(2, "0") + "." + String(d.getUTCMonth() + 1).padStart(2, "0") + ".";
  }

  /* When something is due, and how long ago a day was: the words of uebersicht/tage.py. */
  function wann(faellig, uhrzeit, tag) {
    if (faellig === null) return "sofort";
    var seit = Math.round((tag - faellig) / TAG), jahr = new Date(faellig).getUTCFullYear();
    if (seit === 0) return "heute" + (uhrzeit ? " " + uhrzeit : "");
    if (seit === 1) return "seit gestern";
    if (seit > 1) return "seit " + seit + " Tagen";
    var nah = jahr === new Date(tag).getUTCFullYear() || -seit < 100;
    return WOCHENTAGE[new Date(faellig).getUTCDay()] + " " + datum(faellig) + (nah ? "" : jahr) + (uhrzeit ? " " + uhrzeit : "");
  }

  function vor(damals, tag) {
    var tage = Math.round((tag - damals) / TAG);
    if (tage <= 0) return "heute";
    if (tage === 1) return "gestern";
    if (tage < 14) return "vor " + tage + " Tagen";
    return tage < 92 ? "vor " + Math.floor(tage / 7) + " Wochen" : "vor " + Math.floor((10 * tage + 152) / 304) + " Monaten";
  }

  /* Completes the dates of the page, or of a part of it that is not in the page yet. */
  function zeigeTage(teil) {
    var bezug = heute();
    (teil || document).querySelectorAll("time.fb-tag").forEach(function (zeit) {
      var wort = zeit.nextElementSibling;
      if (!wort || wort.className !== "fb-relativ") {
        wort = document.createElement("span");
        wort.className = "fb-relativ";
        zeit.after(" ", wort);
      }
      wort.textContent = relativ.format(Math.round((mitternacht(zeit.dateTime) - bezug) / TAG), "day");
    });
    (teil || document).querySelectorAll("time.fb-vor").forEach(function (zeit) { zeit.textContent = vor(mitternacht(zeit.dateTime), bezug); });
  }

  function zeigeAlter() {
    var zeile = stand(), tage = alter();
    if (!zeile) return;
    var alt = zeile.querySelector(".fb-alt");
    if (tage < 1) {
      if (alt) alt.remove();
      return;
    }
    if (!alt) {
      alt = document.createElement("span");
      alt.className = "fb-alt";
      zeile.append(" ", alt);
    }
    alt.textContent = "Diese Seite ist " + (tage === 1 ? "von gestern" : tage + " Tage alt") +
      ". Neue Einträge fehlen. " + (starr() ? "Was hier steht, gilt für " + zeile.querySelector("strong").textContent + ". " : "") +
      "Bitte neu bauen lassen.";
  }

  var zuletzt = null;
  function taktet() {
    if (uhr() === zuletzt) return;
    zuletzt = uhr();
    zeigeTage(document);
    zeigeAlter();
    zeigeSaetze();
    hoerer.forEach(function (tu) { tu(); });
  }

  /* Asks again just after midnight, and when the page comes back into sight: a sleeping computer misses timers. */
  function warte() {
    var jetzt = new Date();
    var morgen = new Date(jetzt.getFullYear(), jetzt.getMonth(), jetzt.getDate() + 1, 0, 0, 1);
    setTimeout(function () { taktet(); warte(); }, Math.max(morgen - jetzt, 1000));
  }

  /* The words and shapes of the program's own marks (Dringlichkeit), and their order. */
  var MARKEN = [
    ["nicht berechenbar", "unklar"], ["überfällig", "ueberfaellig"], ["versucht", "versucht"], ["nachfragen", "nachfragen"],
    ["heute", "heute"], ["diese Woche", "woche"], ["bald", "bald"], ["später", "spaeter"]
  ];

  function sonntag(tag) {
    return tag + (6 - (new Date(tag).getUTCDay() + 6) % 7) * TAG;
  }

  /* "due,warning,attempt,flags" as the pages carry it; see `punktdaten` in darstellung.py. */
  function lies(text) {
    var teile = text.split(",");
    return {
      faellig: teile[0] ? mitternacht(teile[0]) : null,
      warnung: teile[1] ? mitternacht(teile[1]) : null,
      versuch: teile[2] ? mitternacht(teile[2]) : null,
      kunde: teile[3].includes("k"), wartet: teile[3].includes("g"), frei: teile[3].includes("z"), verabredet: teile[3].includes("v")
    };
  }

  /* The rank of an item's urgency on `tag`, by the rules of fristen.py. */
  function rang(punkt, tag) {
    if (punkt.faellig === null) return 0;
    if (punkt.faellig < tag) return punkt.kunde ? 3 : punkt.versuch !== null && punkt.versuch >= punkt.faellig ? 2 : 1;
    if (punkt.faellig === tag) return 4;
    if (punkt.faellig <= sonntag(tag)) return 5;
    return punkt.warnung !== null && punkt.warnung <= tag ? 6 : 7;
  }

  /* Sentences that were right on the day of the build: a proposal whose day is over, a working day that is past. */
  function zeigeSaetze() {
    var tag = heute();
    document.querySelectorAll("[data-bis]").forEach(function (satz) {
      var bis = mitternacht(satz.dataset.bis);
      if ("verabredet" in satz.dataset) satz.hidden = bis < tag;
      else if (bis <= tag) {
        var pfeil = satz.firstElementChild;
        var text = satz.textContent.slice(pfeil.textContent.length).replace(/bis [0-9]{2}\.[0-9]{2}\.[0-9]{4}/, "möglichst bald");
        satz.replaceChildren(pfeil, text);
      }
    });
    document.querySelectorAll("[data-arbeitstag]").forEach(function (hinweis) {
      var faellig = hinweis.parentElement.querySelector("time");
      hinweis.hidden = mitternacht(hinweis.dataset.arbeitstag) < tag || faellig !== null && mitternacht(faellig.dateTime) < tag;
    });
  }

  function zeigeMarke(marke, wert) {
    marke.className = "fb-marke fb-" + MARKEN[wert][1];
    marke.textContent = MARKEN[wert][0];
  }

  document.querySelectorAll("[data-drucken]").forEach(function (stelle) {
    var knopf = document.createElement("button");
    knopf.type = "button";
    knopf.className = "fb-knopf";
    knopf.textContent = stelle.dataset.drucken || "Drucken";
    knopf.addEventListener("click", function () {
      var nur = stelle.dataset.nur;
      if (nur) {
        document.documentElement.classList.add(nur);
        /* A phone prints after the call has returned. */
        window.addEventListener("afterprint", function () { document.documentElement.classList.remove(nur); }, { once: true });
      }
      window.print();
    });
    stelle.append(knopf);
    stelle.hidden = false;
  });

  /* An entry to be copied into the forge's editor: what is filled in becomes its lines. */
  document.querySelectorAll(".fb-vorbereiten").forEach(function (klappe) {
    var zeilen = klappe.querySelector("pre"), wer = (zeilen.textContent.match(/ \([^()]*\)(?=\n)/) || [""])[0], felder = {};
    [["art", "Art", "select"], ["text", "Text", "textarea"], ["folgetermin", "Folgetermin (JJJJ-MM-TT HH:MM)", "input"]].forEach(function (f) {
      var schild = document.createElement("label"), feld = document.createElement(f[2]);
      schild.append(f[1], " ", feld);
      zeilen.before(schild);
      felder[f[0]] = feld;
      feld.addEventListener("input", schreibe);
    });
    klappe.dataset.arten.split("|").forEach(function (art) { felder.art.add(new Option(art)); });
    function schreibe() {
      var text = felder.text.value.trim(), termin = felder.folgetermin.value.trim();
      zeilen.textContent = "## " + iso(heute()) + " " + felder.art.value + wer + "\n" + (text ? "\n" + text + "\n" : "") +
        (termin ? "\nFolgetermin: " + termin + "\n" : "");
    }
    schreibe();
  });

  /* A command to copy: the button stands beside it. */
  document.querySelectorAll("[data-kopieren]").forEach(function (text) {
    if (!navigator.clipboard || !window.isSecureContext) return;
    var knopf = document.createElement("button");
    knopf.type = "button";
    knopf.className = "fb-kopieren";
    knopf.textContent = "Kopieren";
    knopf.addEventListener("click", function () {
      navigator.clipboard.writeText(text.textContent).then(
        function () { knopf.textContent = "Kopiert"; },
        function () { knopf.textContent = "Bitte von Hand kopieren"; }
      );
    });
    text.after(" ", knopf);
  });

  /* On paper stands what is folded on the screen too. */
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".md-typeset details.fb-klappe:not([open])").forEach(function (klappe) {
      klappe.open = true;
      klappe.dataset.gedruckt = "";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-gedruckt]").forEach(function (klappe) { klappe.open = false; delete klappe.dataset.gedruckt; });
  });

  /* A table that is wider than its place says that it can be pushed. */
  if (window.ResizeObserver) {
    var breite = new ResizeObserver(function (stellen) {
      stellen.forEach(function (s) {
        /* What scrolls can be reached by the keyboard. */
        if (s.target.toggleAttribute("data-breiter", s.target.scrollWidth > s.target.clientWidth + 1)) s.target.tabIndex = 0;
      });
    });
    document.querySelectorAll(".fb-rollen").forEach(function (stelle) { breite.observe(stelle); });
  }

  /* The whole address of a calendar to copy; without a script the browser's own menu copies the link. */
  document.querySelectorAll("a[data-adresse]").forEach(function (link) {
    link.textContent = link.href;
    if (!navigator.clipboard || !window.isSecureContext) return;
    var knopf = document.createElement("button");
    knopf.type = "button";
    knopf.className = "fb-knopf";
    knopf.textContent = "Adresse kopieren";
    knopf.addEventListener("click", function () {
      navigator.clipboard.writeText(link.href).then(
        function () { knopf.textContent = "Kopiert"; },
        function () { knopf.textContent = "Bitte von Hand kopieren"; }
      );
    });
    link.after(" ", knopf);
  });

  taktet();
  warte();
  document.addEventListener("visibilitychange", taktet);
  window.addEventListener("focus", taktet);

  return { falte: falte,
    TAG: TAG, heute: heute, alter: alter, starr: starr, lies: lies, rang: rang, sonntag: sonntag, zeigeMarke: zeigeMarke, wann: wann, iso: iso,
    mitternacht: mitternacht, zeigeTage: zeigeTage,
    marke: function (wert) { return MARKEN[wert][0]; },
    beiTageswechsel: function (tu) { hoerer.push(tu); }
  };
})();
