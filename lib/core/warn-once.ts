/**
 * Warnings, each said once.
 *
 * @module
 */
const said = new Set<string>();

/** Prints a warning on the console unless one of the same text, or the same `kind`, was printed before. */
export function warnOnce(message: string, kind: string = message): void {
  if (said.has(kind)) return;
  said.add(kind);
  console.warn(message);
}

/** Forgets what was printed, so that it may be printed again. */
export function forgetWarnings(): void {
  said.clear();
}
