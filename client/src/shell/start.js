// Inlined at the end of the page: asks for the app once the shell is on the screen, so that nothing competes with it.
// The template holds what Vite would have put into the head.
(() => {
  const code = document.querySelector('template');
  const start = () => {
    document.head.append(code.content);
    code.remove();
  };
  const isPainted = document.documentElement.dataset.boot !== 'wait' && !document.hidden;
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
