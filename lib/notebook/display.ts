/**
 * Shows a value from the middle of a cell, and replaces it later.
 *
 * @module
 */

/** The handle that {@link display} returns. */
export interface DisplayHandle {
  /** Shows `value` in place of what was shown before. */
  update(value: unknown): void;
}

const SHOW = Symbol.for('skyframe.show');

/**
 * Shows a value in the running cell's output; the handle replaces it in place.
 *
 * Outside a notebook, and under a kernel that is not ours, each value is printed on the console.
 *
 * @example
 * const line = display('measuring ...');
 * line.update(curve.plot());
 */
export function display(value: unknown): DisplayHandle {
  const show = (globalThis as { [SHOW]?: (value: unknown) => unknown })[SHOW];
  const shown = show?.(value);
  if (isHandle(shown)) return shown;
  if (!show) console.log(value);
  return { update: next => void display(next) };
}

function isHandle(value: unknown): value is DisplayHandle {
  return typeof (value as Partial<DisplayHandle> | null)?.update === 'function';
}
