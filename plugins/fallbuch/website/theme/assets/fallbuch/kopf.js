/* What works with a script alone: light and dark, and the search. Made here rather than in every page, where it was a third
   of the shell, and put where this script stands while the head is being read: nothing moves afterwards. */
(function () {
  "use strict";
  var hier = document.currentScript, body = document.body;
  var lupe = "M9.5 3A6.5 6.5 0 0 1 16 9.5c0 1.61-.59 3.09-1.56 4.23l.27.27h.79l5 5-1.5 1.5-5-5v-.79l-.27-.27A6.52 6.52 0 0 1 9.5 16 6.5 6.5 0 0 1 3 9.5 6.5 6.5 0 0 1 9.5 3m0 2C7 5 5 7 5 9.5S7 14 9.5 14 14 12 14 9.5 12 5 9.5 5";
  /* In public there is no case to be found by its ID. */
  var intern = hier.dataset.nummern !== undefined;

  function zeichen(weg) { return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="' + weg + '"/></svg>'; }

  hier.closest("header").insertAdjacentHTML("beforebegin",
    '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off" aria-hidden="true" tabindex="-1">');
  hier.insertAdjacentHTML("beforebegin",
    '<button type="button" class="md-header__button md-icon" data-farben aria-label="Helle oder dunkle Ansicht" title="Helle oder dunkle Ansicht">' +
    zeichen("M12 2A10 10 0 0 0 2 12a10 10 0 0 0 10 10 10 10 0 0 0 10-10A10 10 0 0 0 12 2m0 2v16a8 8 0 0 1-8-8 8 8 0 0 1 8-8") + "</button>" +
    '<label class="md-header__button md-icon" for="__search" title="Suchen">' + zeichen(lupe) + "</label>" +
    '<div class="md-search" data-fb-suche' + (intern ? " data-fb-nummern" : "") + ' role="dialog" aria-label="Suche">' +
    '<label class="md-search__overlay" for="__search"></label>' +
    '<div class="md-search__inner" role="search"><form class="md-search__form">' +
    '<input type="text" class="md-search__input" name="wort" aria-label="Suche" placeholder="Suche" autocapitalize="off" autocorrect="off" autocomplete="off" spellcheck="false" required>' +
    '<label class="md-search__icon md-icon" for="__search">' + zeichen(lupe) + zeichen("M20 11v2H8l5.5 5.5-1.42 1.42L4.16 12l7.92-7.92L13.5 5.5 8 11z") + "</label>" +
    '<div class="md-search__options"><button type="reset" class="md-search__icon md-icon" title="Leeren" aria-label="Leeren" tabindex="-1">' +
    zeichen("M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z") + "</button></div></form>" +
    '<div class="md-search__output"><div class="md-search__scrollwrap" tabindex="0"><div class="md-search-result">' +
    '<div class="md-search-result__meta" role="status">Tippen Sie ein Wort' + (intern ? " oder die ID eines Falls" : "") + ".</div>" +
    '<ol class="md-search-result__list" role="presentation"></ol></div></div></div></div></div>');

  document.querySelector("[data-farben]").addEventListener("click", function () {
    var dunkel = body.getAttribute("data-md-color-scheme") !== "slate";
    body.setAttribute("data-md-color-scheme", dunkel ? "slate" : "default");
    fb_merke("farben", { dunkel: dunkel });
  });
})();
