/* Contacts at the desk: fetched when they are unlocked, shown in the page, kept nowhere; gone again when they are locked. */
(function () {
  "use strict";
  var ABGEWIESEN = "Der Schreibtisch kennt dieses Fenster nicht mehr. Öffnen Sie ihn neu.";
  var STUMM = "Der Schreibtisch antwortet nicht.";
  var offen = false, wecker = null, zuletzt = 0, funk = window.BroadcastChannel ? new BroadcastChannel("fb-kontakte") : null;

  function schicke_hin(was, daten) {
    return fetch("/tisch/kontakte/" + was, {
      method: "POST", credentials: "same-origin", cache: "no-store", headers: { "Content-Type": "application/json" }, body: JSON.stringify(daten || {})
    });
  }

  /* A connection that has just been given up is no answer: what changes nothing is asked once more. */
  var gefragt = 0, gesperrtBei = 0;
  function frage(was, daten) {
    var nummer = ++gefragt;
    return schicke_hin(was, daten).catch(function (fehler) {
      if (was === "speichern" || was === "loeschen") throw fehler;
      return schicke_hin(was, daten);
    }).then(function (a) {
      return a.json().catch(function () { return { satz: ABGEWIESEN }; }).then(function (inhalt) {
        zuletzt = performance.now();
        /* What was asked before somebody locked is answered too late: it shows nobody any more. */
        if (nummer <= gesperrtBei) return { status: 409, inhalt: {} };
        merke(inhalt);
        return { status: a.status, inhalt: inhalt };
      });
    });
  }

  function neu(art, text, klasse) {
    var knoten = document.createElement(art);
    if (text) knoten.textContent = text;
    if (klasse) knoten.className = klasse;
    return knoten;
  }

  function verweis(ziel, text) {
    var a = neu("a", text);
    a.href = ziel;
    return a;
  }

  function zeige(knoten, text) {
    knoten.textContent = text || "";
    knoten.hidden = !text;
  }

  /* -- locked or open */
  function merke(stand) {
    if (typeof stand.offen !== "boolean") return;
    clearTimeout(wecker);
    if (stand.offen) wecker = setTimeout(sehNach, (stand.sekunden + 1) * 1000);
    var vorher = offen;
    offen = stand.offen;
    document.querySelectorAll("[data-kontaktmenue]").forEach(function (m) { m.hidden = false; });
    document.querySelectorAll("[data-sperren]").forEach(function (m) { m.hidden = !offen; });
    richteSeite(stand);
    erinnere(stand.blaetter || []);
    if (offen && !vorher) zeigeAlles();
    if (!offen && vorher) verbirgAlles();
  }

  /* -- sheets that somebody took along and that are good no more */
  function erinnere(blaetter) {
    var ort = document.querySelector(".fb-heute");
    if (!ort) return;
    document.querySelectorAll(".fb-blatt").forEach(function (b) { b.remove(); });
    blaetter.forEach(function (blatt) {
      var satz = neu("p", "Ein Blatt für unterwegs gilt nicht mehr (" + blatt + "). Vernichten Sie es, und löschen Sie jede Kopie. ", "fb-blatt");
      var knopf = neu("button", "Ist vernichtet", "fb-knopf");
      knopf.type = "button";
      knopf.addEventListener("click", function () { frage("vernichtet", { blatt: blatt }).catch(function () { /* it is asked again */ }); });
      satz.append(knopf);
      ort.prepend(satz);
    });
  }

  function sehNach() {
    fetch("/tisch/lage", { credentials: "same-origin", cache: "no-store" }).then(function (a) { return a.json(); })
      .then(function (lage) { merke(lage.kontakte || { offen: false }); }, function () { merke({ offen: false }); });
  }

  function sperre() {
    gesperrtBei = gefragt;
    verbirgAlles();
    frage("sperren").catch(function () { merke({ offen: false }); });
    if (funk) funk.postMessage("zu");
  }

  /* -- beside the rows, and on a case */
  function zeigeAlles() {
    var kennungen = {};
    document.querySelectorAll(".fb-ruf > .fb-id").forEach(function (a) { kennungen[a.textContent.trim()] = true; });
    var hier = document.querySelector("[data-kontakt]");
    if (hier) kennungen[hier.dataset.kontakt] = true;
    if (!Object.keys(kennungen).length) return;
    frage("zu", { kennungen: Object.keys(kennungen) }).then(function (antwort) {
      var zu = antwort.inhalt.zu;
      if (!zu || !offen) return;
      var mit = Object.keys(zu).length > 0;
      document.querySelectorAll(".fb-ruf > .fb-id").forEach(function (a) {
        var k = zu[a.textContent.trim()];
        a.parentNode.querySelectorAll(":scope > .fb-mensch").forEach(function (m) { m.remove(); });
        if (k || mit) a.after(k ? mensch(k) : neu("span", "", "fb-mensch"));
      });
      document.documentElement.classList.toggle("fb-mit-menschen", mit);
      if (hier) zeigeBlock(hier, zu[hier.dataset.kontakt]);
    }).catch(function () { /* the list is as it was */ });
  }

  function mensch(k) {
    var teil = neu("span", "", "fb-mensch");
    var name = neu("b", k.name || "ohne Namen");
    name.title = k.name;
    teil.append(name);
    if (k.wahl) teil.append(" ", verweis("tel:" + k.wahl, k.angaben.Telefon));
    return teil;
  }

  function zeigeBlock(ort, k) {
    ort.replaceChildren();
    var kennung = ort.dataset.kontakt, wege = neu("span", "", "fb-wege"), hinweis = neu("span", "", "fb-klein");
    if (k) {
      ort.append(neu("strong", k.name || "ohne Namen"));
      angaben(k).forEach(function (teil) { ort.append(" · ", teil); });
      [["etiketten", "Etikett", { kennungen: [kennung] }], ["visitenkarte", "Für das Adressbuch", { kennung: kennung }]].forEach(function (w) {
        var knopf = neu("button", w[1], "fb-sprung");
        knopf.type = "button";
        knopf.addEventListener("click", function () { drucke(w[0], w[2], hinweis); });
        wege.append(knopf, " ");
      });
    }
    wege.append(verweis("/tisch/kontakte/" + encodeURIComponent(kennung), k ? "Ändern, Brief" : "Kontaktdaten anlegen"));
    ort.append(" ", wege, " ", hinweis);
    ort.hidden = false;
  }

  function angaben(k) {
    var a = k.angaben, teile = [];
    if (k.wahl) teile.push(verweis("tel:" + k.wahl, a.Telefon));
    if (a.Email) teile.push(verweis("mailto:" + encodeURIComponent(a.Email).replace("%40", "@"), a.Email));
    var ort = [a.Strasse, [a.PLZ, a.Stadt].filter(Boolean).join(" ")].filter(Boolean).join(", ");
    if (ort) teile.push(document.createTextNode(ort));
    if (a.Sprachen) teile.push(document.createTextNode(a.Sprachen));
    if (a.Einwilligung) teile.push(document.createTextNode("Einwilligung vom " + a.Einwilligung));
    return teile;
  }

  function verbirgAlles() {
    document.documentElement.classList.remove("fb-mit-menschen");
    document.querySelectorAll(".fb-mensch").forEach(function (m) { m.remove(); });
    document.querySelectorAll("[data-kontakt]").forEach(function (ort) { ort.replaceChildren(); ort.hidden = true; });
    document.querySelectorAll("[data-treffer]").forEach(function (t) { t.replaceChildren(); });
    if (formular) leereFormular();
    document.querySelectorAll("[data-kontaktseite] input[name=wort]").forEach(function (e) { e.value = ""; });
  }

  /* -- the page of contacts */
  var seite = document.querySelector("[data-kontaktseite]"), formular = document.querySelector("[data-kontaktform]");

  function richteSeite(stand) {
    var ort = seite || formular;
    if (!ort) return;
    ort.querySelector("[data-ohne-schluessel]").hidden = stand.offen || stand.schluessel !== false;
    var zu = ort.querySelector("[data-zu]"), war = zu.hidden;
    zu.hidden = stand.offen || stand.schluessel === false;
    ort.querySelector("[data-offen]").hidden = !stand.offen;
    if (formular && !stand.offen) formular.querySelector("[data-offen-brief]").hidden = true;
    zu.querySelector("[data-ring]").hidden = !stand.schluesselbund;
    /* Whoever is typing elsewhere must not find the rest in the field for the password. */
    if (war && !zu.hidden && (!document.activeElement || document.activeElement === document.body)) ort.querySelector("[name=kennwort]").focus();
    if (stand.offen && ort.dataset.da !== "ja") {
      ort.dataset.da = "ja";
      if (seite) { seite.querySelector("[name=wort]").focus(); suche(); } else lade();
    }
    if (!stand.offen) ort.dataset.da = "";
  }

  function richteOeffnenEin(ort) {
    var form = ort.querySelector("[data-zu]"), feld = form.querySelector("[name=kennwort]"), knopf = form.querySelector("button");
    knopf.disabled = false;
    form.addEventListener("submit", function (e) {
      e.preventDefault();
      var fehler = form.querySelector(".fb-fehler");
      zeige(fehler, "");
      knopf.disabled = true;
      knopf.textContent = "Einen Augenblick …";
      frage("oeffnen", { kennwort: feld.value, merken: form.querySelector("[name=merken]").checked }).then(function (antwort) {
        if (antwort.inhalt.satz) zeige(fehler, antwort.inhalt.satz);
        if (antwort.inhalt.offen && funk) funk.postMessage("offen");
      }, function () { zeige(fehler, STUMM); }).finally(function () {
        feld.value = "";
        knopf.disabled = false;
        knopf.textContent = "Öffnen";
        if (!offen) feld.focus();
      });
    });
  }

  var lauf = 0, warten = null, gezeigte = [];
  function suche() {
    var dieser = ++lauf, wort = seite.querySelector("[name=wort]").value;
    frage("suchen", { wort: wort }).then(function (antwort) {
      if (dieser !== lauf) return;
      if (!antwort.inhalt.treffer) return zeige(seite.querySelector("[data-wieviele]"), antwort.inhalt.satz);
      var a = antwort.inhalt, liste = seite.querySelector("[data-treffer]");
      liste.replaceChildren.apply(liste, a.treffer.map(function (k) {
        var zeile = neu("tr");
        [
          k.seite ? verweis(k.seite, k.kennung) : document.createTextNode(k.kennung),
          neu("strong", k.name || "ohne Namen"),
          k.wahl ? verweis("tel:" + k.wahl, k.angaben.Telefon) : document.createTextNode(k.angaben.Telefon || ""),
          k.angaben.Email ? verweis("mailto:" + encodeURIComponent(k.angaben.Email).replace("%40", "@"), k.angaben.Email) : document.createTextNode(""),
          document.createTextNode([k.angaben.PLZ, k.angaben.Stadt].filter(Boolean).join(" "))
        ].forEach(function (inhalt) { var td = neu("td"); td.append(inhalt); zeile.append(td); });
        var wege = neu("td", "", "fb-wege");
        if (k.seite) wege.append(verweis("/tisch/eintragen/" + encodeURIComponent(k.kennung), "Eintragen"), " ");
        wege.append(verweis("/tisch/kontakte/" + encodeURIComponent(k.kennung), "Ändern"));
        zeile.append(wege);
        return zeile;
      }));
      var satz = a.treffer.length ? "" : wort ? "Niemand passt dazu." : "Es gibt noch keine Kontaktdaten. Sie werden im Fall angelegt.";
      if (a.weitere) satz = "Und " + a.weitere + " weitere: Tippen Sie einen Namen oder eine Nummer.";
      zeige(seite.querySelector("[data-wieviele]"), satz);
      seite.querySelector("table").hidden = !a.treffer.length;
      var drucken = seite.querySelector("[data-etiketten]");
      drucken.hidden = !a.treffer.length;
      gezeigte = a.treffer.map(function (k) { return k.kennung; });
      var maengel = seite.querySelector("[data-maengel]");
      maengel.replaceChildren.apply(maengel, a.maengel.map(function (m) { return neu("li", m); }));
    }).catch(function () { zeige(seite.querySelector("[data-wieviele]"), STUMM); });
  }

  /* -- paper: made when somebody asks for it, shown in a window of its own, forgotten when the contacts are locked */
  function drucke(was, daten, ort) {
    zeige(ort, "");
    frage(was, daten).then(function (antwort) {
      var a = antwort.inhalt;
      zeige(ort, a.satz || a.hinweis);
      if (a.adresse && /\.pdf$/.test(a.adresse)) window.open(a.adresse, "_blank", "noopener");
      else if (a.adresse) location.assign(a.adresse);
    }, function () { zeige(ort, STUMM); });
  }
  document.querySelectorAll("[data-drucke]").forEach(function (form) {
    form.addEventListener("submit", function (e) {
      e.preventDefault();
      var daten = Object.fromEntries(new FormData(form));
      if (formular) daten.kennung = formular.dataset.kontaktform;
      drucke(form.dataset.drucke, daten, document.querySelector("[data-gedruckt]"));
    });
  });

  /* -- one person's form; what is typed in it is kept by no browser, so it asks before it is left */
  var gezeigt = {}, fertig = false;
  function felder() { return Array.from(formular.querySelectorAll("input[data-angabe]")); }
  function getippt() {
    var alle = {};
    felder().forEach(function (f) { alle[f.dataset.angabe] = f.value.trim(); });
    return alle;
  }
  function anders() { return formular.dataset.bereit === "ja" && felder().some(function (f) { return f.value.trim() !== (gezeigt[f.dataset.angabe] || ""); }); }

  /* What is on the screen goes; what somebody typed and has not saved waits in this window alone and comes back with the next opening. */
  var wartet = null;
  function briefteile() { return Array.from(formular.querySelectorAll("[data-drucke] input, [data-drucke] textarea")); }
  function leereFormular() {
    var halb = felder().filter(function (f) { return f.value.trim() !== (gezeigt[f.dataset.angabe] || ""); }), briefe = briefteile();
    if (!fertig && (halb.length || briefe.some(function (b) { return b.value; }))) {
      wartet = { felder: {}, damals: gezeigt, briefe: briefe.map(function (b) { return b.value; }) };
      halb.forEach(function (f) { wartet.felder[f.dataset.angabe] = f.value; });
    }
    gezeigt = {};
    felder().concat(briefe).forEach(function (e) { e.value = ""; });
    delete formular.dataset.bereit;
  }
  function holeZurueck() {
    if (!wartet) return;
    var anderswo = [];
    felder().forEach(function (f) {
      var name = f.dataset.angabe;
      if (!(name in wartet.felder)) return;
      if ((wartet.damals[name] || "") !== (gezeigt[name] || "")) anderswo.push(f.closest("[data-feld]").querySelector("label").textContent.trim() + ": " + (gezeigt[name] || "nichts"));
      f.value = wartet.felder[name];
    });
    if (anderswo.length) zeige(formular.querySelector(".fb-allgemein"), "Inzwischen hat jemand anderes geändert, was Sie gerade ändern. Jetzt steht dort: " + anderswo.join("; ") + ". Ihr Text steht in den Feldern und gilt erst, wenn Sie speichern.");
    briefteile().forEach(function (b, i) { b.value = wartet.briefe[i]; });
    wartet = null;
  }

  function fuelle(k) {
    var a = k ? k.angaben : {};
    gezeigt = {};
    felder().forEach(function (f) { gezeigt[f.dataset.angabe] = a[f.dataset.angabe] || ""; f.value = gezeigt[f.dataset.angabe]; });
    formular.querySelector("[data-loeschen]").hidden = !k;
    formular.querySelector("[data-offen-brief]").hidden = !k;
  }

  function lade() {
    frage("zeigen", { kennung: formular.dataset.kontaktform }).then(function (antwort) {
      if (antwort.inhalt.kontakt === undefined) return zeige(formular.querySelector(".fb-allgemein"), antwort.inhalt.satz);
      fuelle(antwort.inhalt.kontakt);
      holeZurueck();
      felder()[0].focus();
      formular.dataset.bereit = "ja";
    }).catch(function () { zeige(formular.querySelector(".fb-allgemein"), STUMM); });
  }

  function schicke(speichern) {
    return frage("speichern", { kennung: formular.dataset.kontaktform, angaben: getippt(), gezeigt: gezeigt, speichern: speichern }).then(function (antwort) {
      var a = antwort.inhalt, erstes = null;
      felder().forEach(function (f) {
        var satz = (a.fehler || {})[f.dataset.angabe] || "";
        zeige(f.closest("[data-feld]").querySelector(".fb-fehler"), satz);
        if (satz) f.setAttribute("aria-invalid", "true"); else f.removeAttribute("aria-invalid");
        if (satz && !erstes) erstes = f;
      });
      zeige(formular.querySelector(".fb-allgemein"), a.satz);
      if (a.kontakt) fuelle(a.kontakt);
      if (speichern && erstes) erstes.focus();
      if (a.gespeichert) zurueck();
    }, function () { zeige(formular.querySelector(".fb-allgemein"), STUMM); });
  }

  function zurueck() {
    fertig = true;
    location.assign(formular.dataset.seite || "/tisch/kontakte");
  }

  /* Whoever types uses the contacts, though nothing of it is sent. */
  var gebraucht = performance.now();
  document.addEventListener("input", function () {
    if (!offen || performance.now() - gebraucht < 60000) return;
    gebraucht = performance.now();
    frage("zu", { kennungen: [] }).catch(function () { /* it says so itself when it is missed */ });
  });

  function richteFormularEin() {
    var form = formular.querySelector("[data-offen]"), bald = null;
    form.addEventListener("input", function () { clearTimeout(bald); bald = setTimeout(function () { schicke(false); }, 350); });
    form.addEventListener("submit", function (e) { e.preventDefault(); clearTimeout(bald); schicke(true); });
    formular.querySelector("[data-verwerfen]").addEventListener("click", function () { fertig = true; zurueck(); });
    formular.querySelector("[data-loeschen]").addEventListener("click", function () {
      if (!confirm("Diese Kontaktdaten löschen? Sicherungen und Kopien auf anderen Rechnern löscht nur, wer sie hat.")) return;
      frage("loeschen", { kennung: formular.dataset.kontaktform }).then(function (antwort) {
        if (antwort.inhalt.gespeichert) zurueck(); else zeige(formular.querySelector(".fb-allgemein"), antwort.inhalt.satz);
      }, function () { zeige(formular.querySelector(".fb-allgemein"), STUMM); });
    });
    window.addEventListener("beforeunload", function (e) { if (offen && !fertig && anders()) e.preventDefault(); });
  }

  if (seite) {
    richteOeffnenEin(seite);
    seite.querySelector("[data-etiketten] button").addEventListener("click", function () {
      drucke("etiketten", { kennungen: gezeigte }, seite.querySelector("[data-gedruckt]"));
    });
    seite.querySelector("[name=wort]").addEventListener("input", function () { clearTimeout(warten); warten = setTimeout(suche, 120); });
  }
  if (formular) {
    richteOeffnenEin(formular);
    richteFormularEin();
  }
  document.querySelectorAll("[data-sperren] button").forEach(function (k) { k.addEventListener("click", sperre); });
  /* What was asked before the last answer is older than that. */
  document.addEventListener("fb-lage", function (e) { if (e.detail.kontakte && e.detail.gefragt >= zuletzt) merke(e.detail.kontakte); });
  /* Connections break off and come again; only where nobody answers any more the contacts go. */
  document.addEventListener("fb-stumm", sehNach);
  if (funk) funk.onmessage = function (e) { if (e.data === "zu") { gesperrtBei = gefragt; merke({ offen: false, sekunden: 0 }); } else sehNach(); };
  /* A page that the browser keeps to come back to shows nobody. */
  window.addEventListener("pagehide", function () { fertig = true; wartet = null; verbirgAlles(); });
  window.addEventListener("pageshow", function (e) { if (e.persisted) { offen = false; fertig = false; sehNach(); } });
})();
