/**
 * Page script, part 8: starts every viewer of the page that has not been started.
 *
 * @module
 */

/** Starts the viewer. If that fails, the still picture is shown again. */
export const START_SCRIPT: string = `
/** The controls, brought out of their script element at the first start. @param {HTMLElement} root */
function liveOf(root) {
  const controls = root.querySelector('script[data-part="live"]');
  if (!controls) return root.querySelector('.sv-live');
  const live = document.createElement('div');
  live.className = 'sv-live';
  live.append(...new DOMParser().parseFromString(controls.textContent ?? '', 'text/html').body.childNodes);
  controls.replaceWith(live);
  return live;
}

for (const root of document.querySelectorAll('.skyframe-viewer:not([data-state])')) {
  if (!(root instanceof HTMLElement)) continue;
  root.dataset['state'] = 'starting';
  const text = root.querySelector('[data-part="data"]')?.textContent ?? '';
  const live = liveOf(root);
  if (!text || !live) continue; // a front end has taken them out: nobody trusts this one
  const ready = (/** @type {string} */ state) => {
    root.dataset['state'] = state;
    live.toggleAttribute('hidden', state === 'failed');
  };
  Promise.resolve()
    .then(() => {
      ready('ready'); // shows the stage, whose size is needed
      return startViewer(root, JSON.parse(text));
    })
    .then(
      () => ready('running'),
      error => {
        ready('failed'); // the still picture is shown again
        console.error('skyframe viewer:', error);
      },
    );
}
`;
