// Runs before the first paint. The shell in index.html is the welcome screen in Uzbek: when another screen or
// another language is coming, its words wait unseen instead of flashing.
// The keys are those of src/i18n/keptLocale.ts and src/account/createAccountStore.ts; main.tsx reads `known`.
(function () {
  var root = document.documentElement;
  var stored = null;
  var isKnown = false;
  try {
    stored = localStorage.getItem('suhbatdosh.locale');
    isKnown = localStorage.getItem('suhbatdosh.me') !== null;
  } catch {
    // Storage is closed (private window): nothing is known.
  }
  var asked = stored ? [stored] : navigator.languages || [];
  var first = '';
  for (var i = 0; i < asked.length && !first; i++) {
    var found = /^(uz|ru|en)(-|$)/i.exec(asked[i]);
    if (found) first = found[1].toLowerCase();
  }
  if (isKnown) root.dataset.known = '';
  if (isKnown || location.pathname !== '/' || (first && first !== 'uz')) root.dataset.boot = 'wait';
})();
