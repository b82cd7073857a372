// Inlined behind the shell, still before the first paint: its language, and the learner's name.
// `words` is what src/shell/renderShell.tsx gives.
(() => {
  const root = document.documentElement;
  const { boot } = root.dataset;
  for (const part of document.querySelectorAll('[data-shell]')) {
    if (part.dataset.shell !== (boot === 'home' ? 'home' : 'welcome')) part.remove();
  }
  let name = '';
  let isLevel = false;
  try {
    name = JSON.parse(localStorage.getItem('suhbatdosh.me')).displayName || '';
    isLevel = localStorage.getItem('suhbatdosh.mode') === 'level';
  } catch {
    // Nothing is known, or what some older version left.
  }
  const own = words[root.lang] || {};
  for (const element of document.querySelectorAll('[data-t]')) {
    const text = own[element.dataset.t] || element.textContent;
    element.textContent = text.replace('{name}', name);
  }
  for (const element of document.querySelectorAll('[data-l]')) {
    element.setAttribute('aria-label', own[element.dataset.l] || element.getAttribute('aria-label'));
  }
  for (const pressed of document.querySelectorAll('.languages [lang]')) {
    pressed.setAttribute('aria-pressed', String(pressed.lang === root.lang));
  }
  const [initial] = /\p{L}\p{M}*|\S/u.exec(name) || [''];
  for (const star of document.querySelectorAll('.mono span')) star.textContent = initial.toLocaleUpperCase();
  if (isLevel) {
    const level = document.querySelectorAll('[data-shell="home"] input')[1];
    if (level) level.checked = true;
  }
})();
