/* The search in the header answers an ID with a link to its case, before all else.

   Case pages are not in the search index. The list of IDs is a file of its own, fetched as a script when somebody
   goes to the search: that works under the site's policy and for pages opened by double click, where browsers let
   no page read the index; there the search knows IDs only. */
(function () {
  "use strict";
  var HOECHSTENS = 5, AB = 3;
  var hier = document.currentScript.src;
  var suche = document.querySelector("[data-md-component=search]");
  var feld = suche && suche.querySelector("input[name=query]");
  var vonHand = location.protocol === "file:";
  var kasten = null, geladen = false;
  if (!feld) return;

  function lade() {
    if (geladen) return;
    geladen = true;
    var skript = document.createElement("script");
    skript.src = new URL("nummern.js", hier);
    skript.addEventListener("load", function () { rahmen().dataset.bereit = ""; zeige(); });
    document.head.append(skript);
  }

  /* Built when it is needed: by then the theme has found its own parts. */
  function rahmen() {
    if (kasten) return kasten;
    kasten = document.createElement("div");
    kasten.className = "fb-idtreffer";
    kasten.hidden = true;
    var liste = document.createElement("ul");
    var stand = document.createElement("p");
    stand.className = "fb-nur-vorlesen";
    stand.setAttribute("role", "status");
    kasten.append(liste);
    suche.querySelector("[data-md-component=search-result]").prepend(kasten);
    kasten.before(stand);
    kasten.stand = stand;
    return kasten;
  }

  /* "Fall 4711" and "#4711" mean an ID too; upper and lower case do not count. */
  function gesuchte() {
    return Fallbuch.falte(feld.value).trim().replace(/^(?:fall|id|#)\s*/, "");
  }

  function treffer() {
    var wort = gesuchte();
    if (!wort || !Fallbuch.nummern) return [];
    var passende = Fallbuch.nummern.filter(function (paar) {
      var id = Fallbuch.falte(paar[0]);
      return id === wort || wort.length >= AB && id.startsWith(wort);
    });
    passende.sort(function (a, b) { return (Fallbuch.falte(b[0]) === wort) - (Fallbuch.falte(a[0]) === wort); });
    return passende.slice(0, HOECHSTENS);
  }

  function zeige() {
    var passende = treffer(), r = rahmen();
    r.firstElementChild.replaceChildren.apply(r.firstElementChild, passende.map(function (paar) {
      var punkt = document.createElement("li"), link = document.createElement("a"), text = document.createElement("span");
      link.href = new URL("../../faelle/" + encodeURIComponent(paar[1]) + ".html", hier);
      link.className = "fb-idlink";
      text.textContent = "Fall " + paar[0];
      /* Enter takes the theme's link of the highest score. */
      text.dataset.mdScore = "1000000";
      link.append(text);
      punkt.append(link);
      return punkt;
    }));
    r.hidden = !passende.length;
    r.stand.textContent = passende.length ? passende.map(function (paar) { return "Fall " + paar[0]; }).join(", ") + " gefunden." : "";
  }

  feld.addEventListener("focus", lade);
  feld.addEventListener("input", function () { lade(); zeige(); });
  if (feld === document.activeElement || feld.value) lade();
  feld.form.addEventListener("reset", function () { setTimeout(zeige); });
  feld.addEventListener("keydown", function (ereignis) {
    var erster = kasten && kasten.querySelector("a");
    if (!erster) {
      if (vonHand && ereignis.key === "Enter") ereignis.preventDefault();
      return;
    }
    if (ereignis.key === "Enter" && !ereignis.isComposing) {
      ereignis.preventDefault();
      ereignis.stopPropagation();
      erster.click();
    } else if (vonHand && ereignis.key === "ArrowDown") {
      ereignis.preventDefault();
      erster.focus();
    }
  });

  if (vonHand) {
    document.documentElement.classList.replace("fb-ohne-suche", "fb-nur-ids");
    suche.hidden = false;
    feld.placeholder = "ID eines Falls";
    feld.setAttribute("aria-label", "ID eines Falls");
  }
})();
