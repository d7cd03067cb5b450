/**
 * Arrays that begin empty: later cells may put anything into them.
 *
 * @module
 */

/** The declarations of a cell, with the arrays that begin empty as `any[]`. */
export function openEmptyArrays(declarations: string, source: string): string {
  if (!declarations.includes('never[]') || /\bnever\b/.test(source)) return declarations;
  return declarations.replace(/\bnever\[\]/g, 'any[]');
}
