/**
 * Warnings of the reduction.
 *
 * @module
 */

const given = new Set<string>();

/** Writes a warning to the console, each text once in a process. */
export function warnOnce(message: string): void {
  if (given.has(message)) return;
  given.add(message);
  console.warn(message);
}
