// Inlined at the end of the page: asks for the app once the shell is on the screen, so that nothing competes with it.
// The template holds what Vite would have put into the head: the code, `data-for` whom some of it is, the manifest.
(() => {
  const root = document.documentElement;
  const template = document.querySelector('#later');
  const later = template.content;
  for (const link of later.querySelectorAll('[data-for]')) {
    const { for: whom } = link.dataset;
    // As src/main.tsx decides it: a stranger on the welcome goes on without the talk.
    const isWanted = whom === 'talk' ? root.dataset.boot !== 'welcome' : whom === root.lang;
    if (!isWanted) link.remove();
  }
  // Browsers that offer to install by themselves take the manifest whenever it comes; others may look for it once only.
  if (!('onbeforeinstallprompt' in window)) document.head.append(later.querySelector('[rel="manifest"]'));
  const start = () => {
    document.head.append(later);
    template.remove();
  };
  const isPainted = root.dataset.boot !== 'wait' && !document.hidden;
  if (!isPainted || !PerformanceObserver.supportedEntryTypes.includes('paint')) {
    start();
    return;
  }
  // Behind a window that covers all of this one nothing is ever painted.
  const giveUp = setTimeout(start, 1000);
  new PerformanceObserver((list, observer) => {
    // The very first paint may be the ground alone, and the one with contents only a part of them.
    if (list.getEntriesByName('first-contentful-paint').length === 0) return;
    observer.disconnect();
    clearTimeout(giveUp);
    requestAnimationFrame(() => setTimeout(start));
  }).observe({ type: 'paint', buffered: true });
})();
