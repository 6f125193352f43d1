/* The desk: forms that lose nothing, checks while one types, news from the disk and from the others. */
(function () {
  "use strict";
  var RUHE = 350;

  function sende(adresse, daten) {
    return fetch(adresse, {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json" }, body: JSON.stringify(daten)
    }).then(function (antwort) {
      return antwort.json().then(function (inhalt) { return { status: antwort.status, inhalt: inhalt }; }, function () {
        return { status: antwort.status, inhalt: { satz: "Der Schreibtisch hat diese Seite abgewiesen. Öffnen Sie ihn neu; Ihr Text bleibt hier, und danach lässt er sich speichern." } };
      });
    });
  }

  var STUMM = "Der Schreibtisch antwortet nicht. Ihr Text bleibt in diesem Browser; öffnen Sie den Schreibtisch neu, und speichern Sie dann noch einmal.";

  function ich() { return fb_gemerkt("ich") || new URL(location.href).searchParams.get("wer") || ""; }

  function zeige(knoten, text) {
    knoten.textContent = text || "";
    knoten.hidden = !text;
  }

  function reihe(liste, saetze) {
    liste.replaceChildren.apply(liste, (saetze || []).filter(Boolean).map(function (satz) {
      var punkt = document.createElement("li");
      punkt.textContent = satz;
      return punkt;
    }));
  }

  /* `spalte` is where the sign of a line stands: what comes after it is the file's own, lists with dashes included. */
  function zeilen(pre, alle, spalte) {
    pre.replaceChildren.apply(pre, alle.map(function (zeile) {
      var teil = document.createElement("span"), zeichen = zeile.charAt(spalte);
      if (zeichen === "+") teil.className = "fb-dazu";
      if (zeichen === "-") teil.className = "fb-weg";
      teil.textContent = zeile + "\n";
      return teil;
    }));
  }

  /* What stands in a form, by field. */
  function lies(form) {
    var werte = {};
    new FormData(form).forEach(function (wert, name) {
      if (form.querySelector('input[type="checkbox"][name="' + CSS.escape(name) + '"]')) (werte[name] = werte[name] || []).push(wert);
      else werte[name] = wert;
    });
    form.querySelectorAll('input[type="checkbox"]').forEach(function (k) { if (!(k.name in werte)) werte[k.name] = []; });
    return werte;
  }

  function fuelle(form, werte) {
    Array.from(form.elements).forEach(function (feld) {
      if (!feld.name || !(feld.name in werte)) return;
      var wert = werte[feld.name];
      if (feld.type === "checkbox") feld.checked = wert.includes(feld.value);
      else if (feld.type === "radio") feld.checked = feld.value === wert;
      else feld.value = wert;
      if (wert && wert !== feld.defaultValue && feld.closest("details")) feld.closest("details").open = true;
    });
  }

  /* Each window keeps its own draft of a form; one whose window is gone is taken over by the next. */
  var fenster = sessionStorage.getItem("fb-fenster");
  function neuesFenster() {
    fenster = Math.random().toString(36).slice(2);
    sessionStorage.setItem("fb-fenster", fenster);
  }
  if (!fenster) neuesFenster();
  /* A window holds a lock as long as it is there: what somebody types in it at this moment is not another one's to take over.
     The copy of a window has its name with it, and finds the lock held: it is another window. */
  var sperren = navigator.locks, benannt = sperren ? new Promise(halte) : Promise.resolve();
  function halte(fertig) {
    sperren.request("fb-fenster:" + fenster, { ifAvailable: true }, function (schloss) {
      if (!schloss) { neuesFenster(); halte(fertig); return; }
      fertig();
      return new Promise(function () { /* until it closes */ });
    });
  }
  function offene() {
    if (!sperren) return Promise.resolve([]);
    return benannt.then(function () { return sperren.query(); }).then(function (s) { return s.held.map(function (l) { return l.name.replace("fb-fenster:", ""); }); });
  }

  function Entwurf(form) {
    var vorn = "entwurf:" + form.dataset.team + ":" + form.dataset.tat + ":" + form.dataset.worum + ":";
    var anfang = lies(form), uebrig = {};
    function eigener() { return vorn + fenster; }
    function andere() {
      return Object.keys(localStorage).filter(function (n) { return n.indexOf(fb_ort + "." + vorn) === 0; })
        .map(function (n) { return n.slice(fb_ort.length + 1); });
    }
    return {
      anfang: anfang,
      /* Fields that another kind of form has: they come back with it. */
      uebrig: function (werte) { uebrig = werte; },
      alles: function () { return Object.assign({}, uebrig, lies(form)); },
      hole: function (lebende) {
        var meiner = fb_gemerkt(eigener());
        if (meiner) return meiner;
        var neueste = andere().filter(function (n) { return !lebende.includes(n.slice(vorn.length)); })
          .map(function (n) { return [n, fb_gemerkt(n)]; }).filter(function (e) { return e[1]; })
          .sort(function (a, b) { return a[1].wann < b[1].wann ? 1 : -1; })[0];
        return neueste ? Object.assign({ woher: neueste[0] }, neueste[1]) : null;
      },
      lege: function () {
        return fb_merke(eigener(), {
          werte: this.alles(), anfang: form.dataset.anfang ? JSON.parse(form.dataset.anfang) : anfang,
          staende: form.dataset.staende, wurf: form.dataset.wurf, wann: new Date().toISOString()
        });
      },
      vergiss: function (woher) { try { localStorage.removeItem(fb_ort + "." + (woher || eigener())); } catch (fehler) { /* nothing is kept */ } }
    };
  }

  /* `weiter` says where somebody stands who typed in another form a moment ago. */
  function richteFormularEin(form, weiter) {
    var entwurf = Entwurf(form), warten = null, lauf = 0, anfang = JSON.stringify(entwurf.anfang), fertig = false, notiert = false, laeuft = false;
    var allgemein = form.querySelector(".fb-allgemein"), vorschau = form.querySelector(".fb-vorschau");
    var knopf = form.querySelector("button[type=submit]"), inzwischen = form.querySelector(".fb-inzwischen");

    function adresse() { return "/tisch/" + form.dataset.tat + (form.dataset.worum ? "/" + encodeURIComponent(form.dataset.worum).replace(/%2F/g, "/").replace(/%2C/g, ",") : ""); }
    function daten(speichern) {
      return {
        werte: lies(form), gezeigt: form.dataset.anfang ? JSON.parse(form.dataset.anfang) : entwurf.anfang,
        staende: JSON.parse(form.dataset.staende), wurf: +form.dataset.wurf, wer: ich(), speichern: speichern
      };
    }
    function geaendert() { return JSON.stringify(lies(form)) !== anfang || "mitgebracht" in form.dataset; }
    function merke() {
      if (fertig) return;
      /* What another window has noted is not this one's to forget. */
      if (!geaendert()) { if (notiert) entwurf.vergiss(); return; }
      notiert = true;
      if (entwurf.lege() === false) zeige(form.querySelector(".fb-entwurf"), "Dieser Browser hebt nichts auf. Speichern Sie, bevor Sie das Fenster schließen.");
    }

    function zeigePlan(plan, beimSpeichern) {
      var fehler = plan.fehler || {}, ohne = plan.hindernis || plan.satz || fehler[""] || "";
      form.querySelectorAll("[data-feld]").forEach(function (feld) {
        var name = feld.dataset.feld, satz = fehler[name] || "";
        var ort = feld.querySelector(".fb-fehler"), gelesen = feld.querySelector(".fb-gelesen");
        if (!ort) return;
        var leer = !lies(form)[name] || lies(form)[name].length === 0;
        /* Nobody is told that something is missing before they were there. */
        zeige(ort, satz && (beimSpeichern || !leer || feld.dataset.beruehrt) ? satz : "");
        feld.querySelectorAll("input, select, textarea").forEach(function (e) {
          if (ort.hidden) e.removeAttribute("aria-invalid"); else e.setAttribute("aria-invalid", "true");
        });
        if (satz && beimSpeichern && feld.closest("details")) feld.closest("details").open = true;
        zeige(gelesen, plan.gelesen && plan.gelesen[name] ? "gelesen als " + plan.gelesen[name] : "");
      });
      zeige(allgemein, ohne && (beimSpeichern || geaendert() || "sofort" in form.dataset) ? ohne : "");
      if (plan.befunde) zeigeBefunde(plan.befunde);
      var saetze = [].concat(plan.saetze || [], plan.warnungen || [], plan.hinweise || [], plan.folgen || [], plan.rat ? [plan.rat] : []);
      /* What takes something away is shown before anybody has touched the form. */
      vorschau.hidden = !(plan.zeilen && plan.zeilen.length) || !(geaendert() || "sofort" in form.dataset);
      reihe(vorschau.querySelector(".fb-saetze"), saetze);
      zeilen(vorschau.querySelector("pre"), plan.zeilen || [], 2);
      zeigeTermin(plan);
      /* What is wrong with the field in which one types must not lie behind the bar at the bottom. */
      var hier = document.activeElement && document.activeElement.closest("[data-feld]");
      var daneben = hier && hier.querySelector(".fb-fehler:not([hidden])");
      if (daneben) daneben.scrollIntoView({ block: "nearest" });
    }

    function zeigeTermin(plan) {
      var feld = form.querySelector('[data-feld="angabe Folgetermin"]');
      if (!feld) return;
      var ort = feld.querySelector(".fb-terminhilfe");
      if (!ort) {
        ort = document.createElement("div");
        ort.className = "fb-terminhilfe";
        feld.append(ort);
      }
      ort.replaceChildren();
      if (plan.vorschlag && !feld.querySelector("input").value) {
        var satz = document.createElement("p"), nimm = document.createElement("button");
        nimm.type = "button";
        nimm.className = "fb-knopf";
        nimm.textContent = "Vorschlag: " + plan.vorschlag[1];
        nimm.addEventListener("click", function () { feld.querySelector("input").value = tagText(plan.vorschlag[0]); pruefe(); feld.querySelector("input").focus(); });
        satz.append(nimm, " " + plan.vorschlag[2]);
        ort.append(satz);
      }
      if (plan.verabredet) {
        var steht = document.createElement("p");
        steht.textContent = plan.verabredet;
        ort.append(steht);
      }
      if (plan.woche && plan.woche.length) {
        var titel = document.createElement("p"), liste = document.createElement("ul");
        titel.textContent = "In dieser Woche steht schon:";
        reihe(liste, plan.woche);
        ort.append(titel, liste);
      }
    }

    function tagText(iso) { var t = iso.split("-"); return t[2] + "." + t[1] + "." + t[0]; }

    function zeigeBefunde(befunde) {
      var liste = form.querySelector(".fb-textbefunde");
      liste.replaceChildren.apply(liste, befunde.map(function (b) {
        var punkt = document.createElement("li"), sprung = document.createElement("button"), hilfe = document.createElement("a");
        punkt.className = "fb-" + b.schwere.toLowerCase();
        sprung.type = "button";
        sprung.className = "fb-sprung";
        sprung.textContent = "Zeile " + b.zeile;
        sprung.addEventListener("click", function () { springe(b.zeile); });
        hilfe.href = "/meldungen.html#" + b.kennung.toLowerCase();
        hilfe.textContent = b.kennung;
        punkt.append(sprung, " ", hilfe, " " + b.text + " " + b.hinweis);
        return punkt;
      }));
      form.querySelector(".fb-beheben").hidden = !befunde.some(function (b) { return b.behebbar; });
      zeigeNummern(befunde);
    }

    function behebe() {
      var anfrage = daten(false);
      anfrage.beheben = true;
      sende(adresse(), anfrage).then(function (antwort) {
        if (antwort.inhalt.text === undefined) return zeige(allgemein, antwort.inhalt.satz);
        form.elements.text.value = antwort.inhalt.text;
        pruefe();
      }, function () { zeige(allgemein, STUMM); });
    }

    function springe(zeile) {
      var feld = form.elements.text, alle = feld.value.split("\n"), von = alle.slice(0, zeile - 1).join("\n").length + (zeile > 1 ? 1 : 0);
      feld.focus();
      feld.setSelectionRange(von, von + (alle[zeile - 1] || "").length);
      feld.scrollTop = (zeile - 5) * parseFloat(getComputedStyle(feld).lineHeight);
    }

    function zeigeNummern(befunde) {
      var rand = form.querySelector(".fb-zeilennummern"), feld = form.elements.text;
      if (!rand) return;
      var markiert = {};
      (befunde || []).forEach(function (b) { markiert[b.zeile] = true; });
      zeilen(rand, feld.value.split("\n").map(function (_, i) { return (markiert[i + 1] ? "▸ " : "") + (i + 1); }));
      rand.scrollTop = feld.scrollTop;
    }

    function pruefe() {
      clearTimeout(warten);
      merke();
      var dieser = ++lauf;
      return sende(adresse(), daten(false)).then(function (antwort) {
        if (dieser !== lauf) return;
        zeigePlan(antwort.inhalt, false);
      }, function () { if (dieser === lauf) zeige(allgemein, STUMM); });
    }

    function bald() { clearTimeout(warten); warten = setTimeout(pruefe, RUHE); merke(); }

    function speichere(bestaetigt) {
      if (laeuft) return;
      laeuft = true;
      clearTimeout(warten);
      merke();
      lauf++;
      knopf.disabled = true;
      /* What would be typed now would be in no file. */
      var hier = document.activeElement;
      form.inert = true;
      form.setAttribute("aria-busy", "true");
      var anfrage = daten(true);
      anfrage.bestaetigt = bestaetigt === true;
      return sende(adresse(), anfrage).then(function (antwort) {
        form.inert = laeuft = false;
        if (antwort.inhalt.gespeichert) return gespeichert(antwort.inhalt);
        if (antwort.status === 409) return zeigeInzwischen(antwort.inhalt);
        if (antwort.inhalt.rueckfrage && !anfrage.bestaetigt && confirm(antwort.inhalt.rueckfrage)) return speichere(true);
        zeigePlan(antwort.inhalt, true);
        if (antwort.inhalt.rueckfrage) return;
        var erster = form.querySelector('[aria-invalid="true"]');
        if (erster) erster.focus(); else allgemein.scrollIntoView({ block: "center" });
      }, function () { zeige(allgemein, STUMM); }).finally(function () {
        form.inert = laeuft = false;
        knopf.disabled = false;
        form.removeAttribute("aria-busy");
        if (!fertig && document.activeElement === document.body && hier) hier.focus({ preventScroll: true });
      });
    }

    function gespeichert(antwort) {
      fertig = true;
      entwurf.vergiss();
      fb_merke("gespeichert", antwort.saetze);
      var zurueck = new URLSearchParams(location.search).get("zurueck");
      location.assign(zurueck === "heute" ? "/index.html" : antwort.ziel);
    }

    function zeigeInzwischen(antwort) {
      inzwischen.hidden = false;
      var vereinen = inzwischen.querySelector("[data-vereinen]");
      if (antwort.weg) return zeigeWeg(antwort, vereinen);
      zeilen(inzwischen.querySelector("pre"), antwort.zeilen, 0);
      /* What was to be taken back may be another thing now. */
      if (form.dataset.tat === "zuruecknehmen") vereinen.textContent = "Neu ansehen";
      vereinen.onclick = function () {
        if (form.dataset.tat === "zuruecknehmen") { fertig = true; entwurf.vergiss(); return location.reload(); }
        if (form.dataset.tat !== "text") return uebernimm(antwort);
        /* Joined with what stands there now: somebody may have gone on typing. */
        sende(adresse(), daten(true)).then(function (neue) {
          if (neue.inhalt.gespeichert) return gespeichert(neue.inhalt);
          if (neue.status !== 409) return zeigePlan(neue.inhalt, true);
          if (neue.inhalt.vereint === null) return zeigeBeide(neue.inhalt);
          form.elements.text.value = neue.inhalt.vereint;
          uebernimm(neue.inhalt);
        }, function () { zeige(allgemein, STUMM); });
      };
      function uebernimm(antwort) {
        form.dataset.staende = JSON.stringify(antwort.staende);
        inzwischen.hidden = true;
        pruefe();
        knopf.focus();
      }
      inzwischen.querySelector("[data-vereinen]").focus();
    }

    /* The case is no more: what was typed goes with it to where it went, or can be copied. */
    function zeigeWeg(antwort, vereinen) {
      inzwischen.querySelector("h2").textContent = "Diesen Fall gibt es nicht mehr";
      inzwischen.querySelector("p").textContent = antwort.weg + (antwort.nach ? "" : " Kopieren Sie ihn, wenn er anderswo gebraucht wird.");
      inzwischen.querySelector("pre").hidden = true;
      vereinen.hidden = !antwort.nach || form.dataset.tat === "text";
      vereinen.textContent = "Den Text zu Fall " + antwort.nach + " mitnehmen";
      vereinen.onclick = function () {
        var ziel = new URL("/tisch/" + form.dataset.tat + "/" + encodeURIComponent(antwort.nach), location.origin);
        if (form.elements.art) ziel.searchParams.set("art", form.elements.art.value);
        sessionStorage.setItem("fb-umzug:" + form.dataset.tat + ":" + antwort.nach, JSON.stringify({ werte: entwurf.alles() }));
        fertig = true;
        entwurf.vergiss();
        location.assign(ziel);
      };
      if (!vereinen.hidden) vereinen.focus();
    }

    /* Where both changed the same, people decide: what is marked is refused until they have. */
    function zeigeBeide(antwort) {
      var satz = "Beide haben dieselbe Stelle verschieden geändert. ";
      if (antwort.beide === null) {
        inzwischen.querySelector("p").textContent = satz + "Von selbst lässt sich das nicht zusammenlegen. Kopieren Sie Ihren Text, laden Sie die Seite neu, und setzen Sie ihn dort ein.";
        inzwischen.querySelector("[data-vereinen]").hidden = true;
        return;
      }
      form.elements.text.value = antwort.beide;
      form.dataset.staende = JSON.stringify(antwort.staende);
      inzwischen.querySelector("p").textContent = satz + "Im Text stehen jetzt beide Fassungen, zwischen „<<<<<<<“ und „>>>>>>>“. Behalten Sie, was gilt, und löschen Sie diese Zeilen; vorher lässt sich nicht speichern.";
      inzwischen.querySelector("pre").hidden = inzwischen.querySelector("[data-vereinen]").parentNode.hidden = true;
      pruefe();
      springe(antwort.beide.split("\n").findIndex(function (z) { return z.indexOf("<<<<<<<") === 0; }) + 1);
    }

    form.addEventListener("input", function (e) {
      var feld = e.target.closest("[data-feld]");
      if (feld) feld.dataset.beruehrt = "ja";
      bald();
    });
    /* By keys one passes other kinds on the way to the one that is meant: it counts when one goes on. */
    var mitTasten = false, gewaehlt = null;
    form.addEventListener("pointerdown", function () { mitTasten = false; });
    form.addEventListener("keydown", function (e) {
      mitTasten = e.target.tagName === "SELECT";
      if (e.key === "Enter" && gewaehlt) zieheUm(gewaehlt);
    });
    form.addEventListener("focusout", function () { if (gewaehlt) zieheUm(gewaehlt); });
    form.addEventListener("change", function (e) {
      if (!("bestimmt" in e.target.dataset)) return;
      if (mitTasten) gewaehlt = e.target;
      else zieheUm(e.target);
    });
    /* Another kind asks for other things. Its form takes the place of this one while one goes on typing. */
    function zieheUm(feld) {
      gewaehlt = null;
      merke();
      var ziel = new URL(location.href);
      ziel.searchParams.set(feld.name, feld.value);
      knopf.disabled = true;
      fetch(ziel, { credentials: "same-origin" }).then(function (a) { return a.text(); }).then(function (html) {
        var neue = new DOMParser().parseFromString(html, "text/html").querySelector(".fb-formular");
        if (!neue) return location.replace(ziel);
        var hier = document.activeElement, weiter = hier !== feld && form.contains(hier) ? { id: hier.id, name: hier.name, wert: hier.value, knopf: hier === knopf, von: hier.selectionStart, bis: hier.selectionEnd } : null;
        nimmMit({ werte: entwurf.alles(), staende: form.dataset.staende, wurf: form.dataset.wurf });
        fertig = true;
        clearTimeout(warten);
        lauf++;
        window.removeEventListener("pagehide", merke);
        form.replaceWith(neue);
        history.replaceState(null, "", ziel);
        richteFormularEin(neue, weiter || {});
      }).catch(function () { zeige(allgemein, STUMM); }).finally(function () { knopf.disabled = false; });
    }
    form.addEventListener("submit", function (e) { e.preventDefault(); speichere(); });
    /* Enter in a line goes nowhere: it must not save half an entry. */
    form.addEventListener("keypress", function (e) { if (e.key === "Enter" && e.target.tagName === "INPUT") e.preventDefault(); });
    form.addEventListener("keydown", function (e) { if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); if (!fertig) speichere(); } });
    form.querySelector("[data-verwerfen]").addEventListener("click", function () {
      if (geaendert() && !confirm("Was Sie hier geschrieben haben, ist danach weg. Wirklich verwerfen?")) return;
      fertig = true;
      sessionStorage.removeItem(umzugsname);
      entwurf.vergiss();
      location.assign(form.dataset.tat !== "text" && form.querySelector("h1 a") ? form.querySelector("h1 a").href : "/index.html");
    });
    window.addEventListener("pagehide", merke);
    if (form.elements.text && form.dataset.tat === "text") {
      form.elements.text.addEventListener("scroll", function () { form.querySelector(".fb-zeilennummern").scrollTop = form.elements.text.scrollTop; });
      zeigeNummern([]);
      form.querySelector(".fb-beheben button").addEventListener("click", behebe);
    }

    function stelleHer(alter) {
      var art = lies(form).art;
      entwurf.uebrig(alter.werte);
      fuelle(form, alter.werte);
      if (art) form.elements.art.value = art;
      if (alter.anfang) form.dataset.anfang = JSON.stringify(alter.anfang);
      if (alter.wurf) form.dataset.wurf = alter.wurf;
      if (alter.staende) form.dataset.staende = alter.staende;
      if (alter.woher) entwurf.vergiss(alter.woher);
      if (alter.wann) zeige(form.querySelector(".fb-entwurf"), "Was Sie am " + new Date(alter.wann).toLocaleString("de", { dateStyle: "short", timeStyle: "short" }) + " Uhr angefangen haben, steht wieder hier.");
    }

    /* From one kind of form to another, in this window and of this case alone. */
    var umzugsname = "fb-umzug:" + form.dataset.tat + ":" + form.dataset.worum;
    function nimmMit(was) { sessionStorage.setItem(umzugsname, JSON.stringify(was)); }

    if (weiter) beginne([]);
    else offene().then(beginne, function () { beginne([]); });
    function beginne(lebende) {
      var umzug = JSON.parse(sessionStorage.getItem(umzugsname) || "null"), alter = entwurf.hole(lebende);
      sessionStorage.removeItem(umzugsname);
      if (umzug) stelleHer(umzug);
      else if (alter && JSON.stringify(alter.werte) !== anfang) {
        var gewuenscht = new URL(location.href).searchParams.has("art");
        if (!gewuenscht && form.elements.art && alter.werte.art && alter.werte.art !== form.elements.art.value) {
          /* Of another kind than the one proposed now: that one's form. Where somebody chose the kind, the text comes along to that. */
          nimmMit(alter);
          fertig = true;
          var dorthin = new URL(location.href);
          dorthin.searchParams.set("art", alter.werte.art);
          location.replace(dorthin);
          return;
        }
        stelleHer(alter);
      }
      /* Where one begins: what is needed and empty, the first thing that the kind asks for, the text. */
      var erstes = form.querySelector("[data-anfang-hier] :is(input, select, textarea)") || form.elements.text ||
        form.querySelector("input[type=text], select, textarea");
      var dort = weiter && (weiter.knopf ? knopf : weiter.id ? form.querySelector("#" + CSS.escape(weiter.id)) :
        weiter.name ? form.querySelector('[name="' + CSS.escape(weiter.name) + '"][value="' + CSS.escape(weiter.wert) + '"]') : null);
      if (dort || erstes) (dort || erstes).focus({ preventScroll: true });
      if (dort && typeof weiter.von === "number") dort.setSelectionRange(weiter.von, weiter.bis);
      form.dataset.bereit = "ja";
      pruefe();
    }
  }

  /* -- the comparison with others */
  function richteAbgleichEin(ort) {
    var knopf = ort.querySelector("button"), fehler = ort.querySelector(".fb-fehler"), liste = ort.querySelector(".fb-saetze");
    var strittig = ort.querySelector(".fb-strittig"), entschieden = {};
    function los() {
      knopf.disabled = true;
      zeige(fehler, "");
      strittig.hidden = true;
      reihe(liste, ["Einen Augenblick …"]);
      sende("/tisch/abgleichen", { wer: ich(), entschieden: entschieden }).then(function (antwort) {
        var a = antwort.inhalt;
        reihe(liste, a.saetze);
        if (a.satz) zeige(fehler, a.satz);
        [[a.durchsicht, "Um Durchsicht bitten"], [a.text, "Den Text öffnen und berichtigen"]].forEach(function (weg) {
          if (!weg[0]) return;
          var punkt = document.createElement("li"), link = document.createElement("a");
          link.href = weg[0];
          link.rel = "noopener noreferrer";
          link.textContent = weg[1];
          punkt.append(link);
          liste.append(punkt);
        });
        if (a.strittig) frage(a.strittig); else entschieden = {};
        var stand = document.querySelector("[data-abgleichstand]");
        if (stand) stand.hidden = true;
        zeigeLage();
      }, function () { reihe(liste, []); zeige(fehler, STUMM); }).finally(function () { knopf.disabled = false; });
    }
    function frage(s) {
      strittig.hidden = false;
      strittig.querySelector("p").textContent = s.wo + ": " + (
        !s.dort ? (s.von || "Jemand anderes") + " hat gelöscht, was Sie geändert haben." :
        !s.hier ? "Sie haben gelöscht, was " + (s.von || "jemand anderes") + " geändert hat." :
        "Sie und " + (s.von || "jemand anderes") + " haben " + s.was + " verschieden geändert.") + " Was soll gelten?";
      var beide = strittig.querySelector(".fb-beide");
      beide.replaceChildren.apply(beide, [["Ihre Fassung", s.hier, "hier"], [s.von ? "Die von " + s.von : "Die der anderen", s.dort, "dort"]].map(function (paar) {
        var teil = document.createElement("article"), titel = document.createElement("h3"), pre = document.createElement("pre"), nimm = document.createElement("button");
        titel.textContent = paar[0];
        pre.textContent = paar[1] || "(gelöscht)";
        pre.tabIndex = 0;
        nimm.type = "button";
        nimm.className = "fb-knopf";
        nimm.textContent = paar[0] + " nehmen";
        nimm.addEventListener("click", function () {
          entschieden[s.schluessel] = paar[2];
          los();
        });
        teil.append(titel, pre, nimm);
        return teil;
      }));
      strittig.querySelector("button").focus();
    }
    knopf.addEventListener("click", los);
    knopf.disabled = false;
  }

  /* -- what others have not got yet */
  function zeigeLage() {
    var ort = document.querySelector("[data-lage]");
    if (!ort) return;
    var gefragt = performance.now();
    fetch("/tisch/lage", { credentials: "same-origin" }).then(function (a) { return a.json(); }).then(function (lage) {
      document.dispatchEvent(new CustomEvent("fb-lage", { detail: Object.assign({ gefragt: gefragt }, lage) }));
      ort.hidden = Boolean(lage.ohne_git || lage.ohne_ort);
      ort.textContent = lage.offen ? "Abgleichen (" + lage.offen + ")" : "Abgleichen";
      ort.title = lage.offen ? lage.offen + (lage.offen === 1 ? " Änderung ist" : " Änderungen sind") + " noch nicht bei den anderen." : "Alles ist bei den anderen.";
    }).catch(function () { ort.title = "Der Schreibtisch antwortet nicht."; });
  }

  /* -- live: another state on the disk is shown as soon as it is there; forms are left alone */
  function lausche() {
    if (!window.EventSource || document.querySelector(".fb-formular")) return;
    var seite = document.documentElement.dataset, quelle = null, stumm = false;
    function hoere(e) {
      if (stumm) { stumm = false; zeigeLage(); }
      if (seite.nummer === e.data) return;
      seite.nummer = e.data;
      zeigeLage();
      if (!seite.inhalt) return;
      fetch(location.pathname, { method: "HEAD", credentials: "same-origin" }).then(function (a) {
        if (a.ok && a.headers.get("ETag") !== seite.inhalt) merkeOrt();
      }, function () { /* it is gone; the next sign says so */ });
    }
    function verstummt() { stumm = true; document.dispatchEvent(new Event("fb-stumm")); }
    /* A browser keeps few connections open to one place: windows that nobody sees need none. */
    function richte() {
      if (document.hidden) { if (quelle) quelle.close(); quelle = null; }
      else if (!quelle) { quelle = new EventSource("/tisch/ereignisse"); quelle.onmessage = hoere; quelle.onerror = verstummt; }
    }
    document.addEventListener("visibilitychange", richte);
    window.addEventListener("pagehide", function () { if (quelle) quelle.close(); quelle = null; });
    window.addEventListener("pageshow", richte);
    richte();
  }

  function merkeOrt() {
    sessionStorage.setItem("fb-ort", JSON.stringify({
      pfad: location.pathname, y: scrollY,
      offen: Array.from(document.querySelectorAll(".fb-ruf details[open]")).map(function (d) { return d.closest(".fb-ruf").dataset.nr; }),
      fokus: document.activeElement && document.activeElement.getAttribute("href")
    }));
    location.reload();
  }

  function geheZumOrt() {
    var ort = JSON.parse(sessionStorage.getItem("fb-ort") || "null");
    sessionStorage.removeItem("fb-ort");
    if (!ort || ort.pfad !== location.pathname) return;
    ort.offen.forEach(function (nr) {
      var zeile = document.querySelector('.fb-ruf[data-nr="' + nr + '"] details');
      if (zeile) zeile.open = true;
    });
    var ziel = ort.fokus && document.querySelector('a[href="' + CSS.escape(ort.fokus) + '"]');
    if (ziel) ziel.focus({ preventScroll: true });
    scrollTo(0, ort.y);
  }

  function sageGespeichert() {
    var saetze = fb_gemerkt("gespeichert");
    if (!saetze || document.querySelector(".fb-formular")) return;
    fb_merke("gespeichert", null);
    var ort = document.createElement("div"), liste = document.createElement("ul");
    ort.className = "fb-gespeichert";
    ort.setAttribute("role", "status");
    reihe(liste, saetze);
    ort.append(liste);
    document.querySelector("#inhalt").prepend(ort);
  }

  /* E: write an entry, into the case that is shown, else into that of the row in which one stands, else into the first. */
  document.addEventListener("keydown", function (e) {
    if (e.key !== "e" || e.ctrlKey || e.metaKey || e.altKey || e.target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    var zeile = e.target.closest(".fb-ruf") || Array.from(document.querySelectorAll(".fb-ruf")).find(function (z) { return z.offsetParent; });
    var weg = document.querySelector('.fb-kopf ~ .fb-wege > a.fb-knopf') || (zeile && zeile.querySelector("a.fb-stift"));
    if (weg) { e.preventDefault(); weg.click(); }
  });

  /* Who sits here goes along to the form. */
  document.addEventListener("click", function (e) {
    var link = e.target.closest('a[href*="tisch/"]');
    if (!link || !ich()) return;
    var ziel = new URL(link.href);
    if (!ziel.searchParams.has("wer")) ziel.searchParams.set("wer", ich());
    link.href = ziel;
  }, true);

  document.querySelectorAll(".fb-formular").forEach(function (form) { richteFormularEin(form); });
  document.querySelectorAll("[data-abgleich]").forEach(richteAbgleichEin);
  document.querySelectorAll("[data-beenden]").forEach(function (ort) {
    var knopf = ort.querySelector("button");
    knopf.disabled = false;
    knopf.addEventListener("click", function () {
      sende("/tisch/beenden", {}).then(function (antwort) { ort.querySelector("span").textContent = antwort.inhalt.satz; }, function () { ort.querySelector("span").textContent = "Der Schreibtisch ist schon geschlossen."; });
    });
  });
  geheZumOrt();
  sageGespeichert();
  zeigeLage();
  lausche();
})();
