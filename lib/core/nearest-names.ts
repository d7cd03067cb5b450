/**
 * The nearest known names to a misspelt one, for error messages.
 *
 * @module
 */

/** Names with more than this part of their letters wrong are not worth suggesting. */
const FARTHEST = 0.6;
/** The distance of a name that holds the other. */
const CONTAINED = 0.15;

/**
 * Sorts `known` by likeness to `name` and keeps those worth suggesting.
 *
 * @param limit maximum number of names (default 3)
 * @example nearestNames('flx', ['flux', 'sky', 'fwhm']) // ['flux']
 */
function nearestNames(name: string, known: readonly string[], limit = 3): string[] {
  const wanted = name.toLowerCase();
  return known
    .map(candidate => ({ candidate, distance: likeness(wanted, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= FARTHEST)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A phrase for the end of a message: `; nearest: flux, fluxErr`, or empty. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestNames(name, known);
  return nearest.length > 0 ? `; nearest: ${nearest.join(', ')}` : '';
}

/** Levenshtein distance over the longer name's length, 0 (equal) to 1; a contained name counts as near. */
function likeness(a: string, b: string): number {
  if ((a.length > 2 && b.includes(a)) || (b.length > 2 && a.includes(b))) return CONTAINED;
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      current[j] = Math.min(previous[j] + 1, current[j - 1] + 1, substitution);
    }
    previous = current;
  }
  return previous[b.length] / Math.max(a.length, b.length);
}
