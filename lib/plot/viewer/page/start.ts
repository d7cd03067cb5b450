/**
 * Page script, part 8: starts every viewer of the page that has not been started.
 *
 * @module
 */

/** Starts the viewer. If that fails, the still picture is shown again. */
export const START_SCRIPT: string = `
for (const root of document.querySelectorAll('.skyframe-viewer:not([data-state])')) {
  if (!(root instanceof HTMLElement)) continue;
  root.dataset['state'] = 'starting';
  const text = root.querySelector('[data-part="data"]')?.textContent ?? '';
  const live = root.querySelector('.sv-live'); // hidden by itself where a front end lets no script run
  const ready = (/** @type {string} */ state) => {
    root.dataset['state'] = state;
    live?.toggleAttribute('hidden', state === 'failed');
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
