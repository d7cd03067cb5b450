/**
 * Names for columns that share one.
 *
 * @module
 */

/** `name`, or `name_2`, `name_3` ... if it is taken. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}_${count}`)) count++;
  return `${name}_${count}`;
}
