// Inlined into the head, before anything is painted: decides what the first paint shows. `data-boot` is `welcome`,
// `home` or `wait` (the ground alone, another screen is coming); src/main.tsx takes it away and reads `known`.
// The keys are those of src/i18n/keptLocale.ts and src/account/createAccountStore.ts.
(() => {
  const root = document.documentElement;
  let stored = null;
  let me = null;
  try {
    stored = localStorage.getItem('suhbatdosh.locale');
    me = localStorage.getItem('suhbatdosh.me');
  } catch {
    // Storage is closed (private window): nothing is known.
  }
  const asked = stored === null ? navigator.languages : [stored, ...navigator.languages];
  const found = asked.map((tag) => /^(uz|ru|en)(-|$)/i.exec(tag)).find((match) => match !== null);
  root.lang = found ? found[1].toLowerCase() : 'uz';
  if (me !== null) root.dataset.known = '';
  if (location.pathname !== '/') root.dataset.boot = 'wait';
  else root.dataset.boot = me === null ? 'welcome' : 'home';
})();
