/**
 * The one convenience of a report that needs a script: all code opened or folded at once.
 *
 * @module
 */

/** The button; the script shows it, so that it is not there where scripts are off. Each cell folds without it. */
export const CODE_BUTTON: string =
  '<button type="button" class="all-code" hidden aria-pressed="false">Show all code</button>';

/** JavaScript of the page. */
export const REPORT_SCRIPT: string = `
(() => {
  const button = document.querySelector('button.all-code');
  const folds = [...document.querySelectorAll('section.code > details')];
  if (folds.length === 0) return;
  const update = () => {
    const open = folds.every(fold => fold.open);
    button.textContent = open ? 'Hide all code' : 'Show all code';
    button.setAttribute('aria-pressed', String(open));
  };
  button.addEventListener('click', () => {
    const open = !folds.every(fold => fold.open);
    for (const fold of folds) fold.open = open;
    update();
  });
  for (const fold of folds) fold.addEventListener('toggle', update);
  button.hidden = false;
  update();
})();
`;
