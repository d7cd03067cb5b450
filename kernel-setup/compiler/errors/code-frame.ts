/**
 * A line of source with carets under a part of it.
 *
 * @module
 */

/** Longer lines are cut around the place. */
const WIDTH = 100;

/**
 * Two lines: the source, and carets under `length` characters from `column`. Both count from 1.
 *
 * @example
 * codeFrame('stars.flx', 3, 7, 3) // ['  3 | stars.flx', '    |       ^^^']
 */
export function codeFrame(text: string, line: number, column: number, length = 1): string[] {
  const cut = column > WIDTH ? column - WIDTH / 2 : 0;
  const shown = text
    .slice(cut, cut + WIDTH)
    .replace(/\t/g, ' ')
    .trimEnd();
  const at = Math.max(0, column - 1 - cut);
  const carets = '^'.repeat(Math.max(1, Math.min(length, shown.length - at)));
  const number = String(line);
  return [`  ${number} | ${shown}`, `  ${' '.repeat(number.length)} | ${' '.repeat(at)}${carets}`];
}
