/**
 * Warnings, each said once.
 *
 * @module
 */
const said = new Set<string>();

/** Prints a warning on the console unless the same text was printed before. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(message);
}
